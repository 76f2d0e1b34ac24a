"""One thread, and hypothesis draws that are the same in every run."""

from collections.abc import Iterator

import hypothesis
import jaxtyping
import pytest
import torch

torch.set_num_threads(1)
hypothesis.settings.register_profile(
    "cnnlib",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=100,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)


@pytest.fixture
def doors_only() -> Iterator[None]:
    """Switch the shape annotations off, so that the library's own checks meet the wrong input, as in real life."""
    jaxtyping.config.update("jaxtyping_disable", True)
    yield
    jaxtyping.config.update("jaxtyping_disable", False)
