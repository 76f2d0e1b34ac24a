"""The same sources and the same executed cells give the same bytes, wherever they are rendered."""

import shutil
from pathlib import Path

import pytest

from tools.build_book import BUILT_FROM, build, differences

from .pages import ROOT

pytestmark = [pytest.mark.book, pytest.mark.timeout(600)]


def test_second_rendering_from_the_same_cache_is_identical_in_another_folder(site: Path, tmp_path: Path):
    copy = tmp_path / "course"
    for part in BUILT_FROM:
        source, target = ROOT / part, copy / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    shutil.copytree(ROOT / "_build" / ".jupyter_cache", copy / "_build" / ".jupyter_cache")
    shutil.copy(ROOT / "_build" / "execution_key", copy / "_build" / "execution_key")
    assert build(copy) == 0
    assert differences(copy / "_build" / "html", site) == []
