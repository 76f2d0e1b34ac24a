"""What stands in a test for an object of the student's: it can be called and looked into, and vouches for nothing.

Comparing a handle, computing with it or turning it into an array is not asked of the student's process: such an answer
would be the student's word for its own correctness. The exception are instances of a class that the release names: the
test made them, and knows that it speaks to a class under test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.isolate.client import Client

OPEN_DUNDERS = {"__name__", "__doc__", "__qualname__", "__dict__"}


class Proxy:
    """An object of the student's that is no plain data."""

    __slots__ = ("__weakref__", "_client", "_name", "_nature", "_number")

    def __init__(self, client: Client, number: int, nature: dict[str, Any]) -> None:
        for slot, value in zip(Proxy.__slots__[1:], (client, nature["name"], nature, number), strict=True):
            object.__setattr__(self, slot, value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name not in OPEN_DUNDERS:
            raise AttributeError(name)
        return self._client.look("get", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._client.do("set", self, name, value)

    def __delattr__(self, name: str) -> None:
        self._client.do("delete", self, name)

    def __getitem__(self, key: Any) -> Any:
        return self._client.look("operate", "getitem", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._client.do("operate", "setitem", self, key, value)

    def __delitem__(self, key: Any) -> None:
        self._client.do("operate", "delitem", self, key)

    def __contains__(self, value: Any) -> bool:
        return bool(self._client.look("operate", "contains", self, value))

    def __len__(self) -> int:
        return self._client.look("length", self)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Any:
        iterator = self._client.do("iterate", self)
        while item := self._client.do("next", iterator):
            yield item[0]

    def __next__(self) -> Any:
        found = self._client.do("next", self)
        if not found:
            raise StopIteration
        return found[0]

    def __enter__(self) -> Any:
        return self._client.do("enter", self)

    def __exit__(self, *error: Any) -> bool:
        return self._client.do("leave", self) is True

    def __instancecheck__(self, thing: Any) -> bool:
        return isinstance(thing, Proxy) and self._client.do("instance", thing, self) is True

    @property
    def __class__(self) -> Any:
        """The class that ``isinstance`` sees: PyTorch's for a network, for else this one."""
        if self._nature.get("network") is True:
            import torch

            return torch.nn.Module
        return type(self)

    @__class__.setter
    def __class__(self, value: Any) -> None:
        raise TypeError("the class of a student's object cannot be set")

    def __array__(self, *args: Any, **named: Any) -> Any:
        raise TypeError(f"expected an array or a number, got {self!r}")

    def __repr__(self) -> str:
        return f"<{self._name} of the submitted code>"


class Callable(Proxy):
    """A function, a class or a callable object of the student's."""

    __slots__ = ()

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self._client.call(self, args, named)


class Instance(Callable):
    """An instance of a class that the release names, made by the test: its operators are asked too."""

    __slots__ = ()

    __hash__ = object.__hash__


def operator_method(name: str, swapped: bool) -> Any:
    """Return a method that lets the student's process compute ``operator.name``."""

    def method(self: Proxy, *others: Any) -> Any:
        operands = [*others, self] if swapped else [self, *others]
        return self._client.do("operate", name, *operands)

    return method


for name in (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and",
    "or",
    "xor",
    "lshift",
    "rshift",
):
    function = {"and": "and_", "or": "or_"}.get(name, name)
    setattr(Instance, f"__{name}__", operator_method(function, swapped=False))
    setattr(Instance, f"__r{name}__", operator_method(function, swapped=True))
for name in ("eq", "ne", "lt", "le", "gt", "ge", "neg", "pos", "abs", "invert"):
    setattr(Instance, f"__{name}__", operator_method(name, swapped=False))
