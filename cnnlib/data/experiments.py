"""Results of the long runs behind the book, as ``book/experiments`` wrote them."""

import json
from importlib.resources import files
from typing import Any, NamedTuple


class Experiment(NamedTuple):
    """The runs of an experiment, each a dict with its seed, what was measured and seconds of processor time."""

    script: str  # what wrote them, in the book's repository
    runs: list[dict[str, Any]]

    def of(self, **wanted: Any) -> list[dict[str, Any]]:
        """Return the runs that have these values, in the order of their seeds.

        >>> [run["seed"] for run in experiment("mnist1d").of(network="mnist1d_conv")]
        [0, 1, 2]
        """
        return [run for run in self.runs if all(run[name] == value for name, value in wanted.items())]

    def spread(self, measure: str, **wanted: Any) -> tuple[float, float, float]:
        """Return the smallest, the mean and the largest value of one measure over the runs with these values.

        >>> low, mean, high = experiment("mnist1d").spread("parameters", network="mnist1d_mlp")
        >>> low, mean, high
        (59065, 59065.0, 59065)
        """
        values = [run[measure] for run in self.of(**wanted)]
        return min(values), sum(values) / len(values), max(values)


def experiment(name: str) -> Experiment:
    """Return what the long run ``name`` measured. Raises ValueError, with the names that there are, for any other.

    >>> experiment("mnist1d").script
    'book/experiments/mnist1d.py'
    """
    folder = files("cnnlib.data") / "results"
    there = sorted(
        path.name.removesuffix(".json") for path in folder.iterdir() if path.name.endswith(".json")
    )
    if name not in there:
        raise ValueError(f"experiment: expected one of {', '.join(there)}, got {name!r}")
    content = json.loads((folder / f"{name}.json").read_text("utf8"))
    return Experiment(content["script"], content["runs"])
