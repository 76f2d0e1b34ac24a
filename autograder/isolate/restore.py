"""Do to a test's own arguments what the student's code did to the copies that it was given."""

from __future__ import annotations

import sys
from typing import Any


def restore(mine: Any, theirs: Any) -> None:
    """Change ``mine`` in place to what ``theirs`` holds, as far as a call could have changed it."""
    kind = type(mine)
    if kind is not type(theirs):
        return
    if kind in (list, tuple) and len(mine) == len(theirs):
        for at, (old, new) in enumerate(zip(mine, theirs, strict=True)):
            replaced = restored(old, new)
            if kind is list:
                mine[at] = replaced
    elif kind is list or kind is bytearray:
        mine[:] = theirs
    elif kind is dict:
        merged = {key: restored(mine[key], new) if key in mine else new for key, new in theirs.items()}
        mine.clear()
        mine.update(merged)
    elif kind is set:
        mine.clear()
        mine.update(theirs)
    else:
        restore_array(mine, theirs, kind)


def restored(old: Any, new: Any) -> Any:
    """Return what stands in a container after a call: the old object, changed in place, where it can still be that."""
    if type(old) is type(new) and type(old).__name__ in (
        "list",
        "dict",
        "set",
        "bytearray",
        "ndarray",
        "Tensor",
    ):
        if getattr(old, "shape", None) == getattr(new, "shape", None):
            restore(old, new)
            return old
        return new
    if type(old) is tuple and type(new) is tuple and len(old) == len(new):
        restore(old, new)
        return old
    return new


def restore_array(mine: Any, theirs: Any, kind: type) -> None:
    """Copy values into an array or a tensor of the same shape and dtype."""
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if numpy is not None and kind is numpy.ndarray:
        if mine.shape == theirs.shape and mine.dtype == theirs.dtype and mine.flags.writeable:
            mine[...] = theirs
    elif torch is not None and issubclass(kind, torch.Tensor) and mine.shape == theirs.shape:
        with torch.no_grad():
            mine.copy_(theirs)
        if mine.is_leaf and theirs.is_leaf and theirs.grad is not None:
            mine.grad = theirs.grad


def restore_weights(lent: dict[int, Any], weights: dict[Any, Any]) -> None:
    """Copy what training has made of the copies of networks into the test's own, name by name."""
    import torch

    for number, theirs in weights.items():
        network = lent.get(number) if type(number) is int else None
        if not isinstance(network, torch.nn.Module) or type(theirs) is not dict:
            continue
        for name, mine in network.state_dict(keep_vars=True).items():
            if isinstance(theirs.get(name), torch.Tensor):
                restore_array(mine, theirs[name], type(mine))
