"""The student's end of the channel: answers a test's questions about the names and objects of one snapshot.

This code runs in the student's process, which may do with it what it likes. Nothing here protects anything; it only
serves honest code well. The protection is that the other end (proxy.py) takes plain data and handles, and nothing else.
"""

from __future__ import annotations

import operator
import pickle
import socket
import sys
from types import ModuleType
from typing import Any

from autograder.isolate.channel import Channel
from autograder.isolate.errors import rebuild
from autograder.isolate.frames import Gone
from autograder.isolate.library import found
from autograder.isolate.record import Record
from autograder.isolate.shell import Shell, Stream
from autograder.isolate.values import Reader, Writer

MUTABLE = ("ndarray", "list", "dict", "set", "bytearray", "Tensor", "Parameter", "OrderedDict", "defaultdict")
KEPT_ERRORS = 20


class Desk:
    """The objects that a test holds handles to, by number."""

    def __init__(self, sock: socket.socket, shell: Shell) -> None:
        self.shell = shell
        self.objects: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}
        self.lent: dict[int, Any] = {}  # what stands here for what the test lends, by its number there
        self.stands: dict[int, int] = {}
        self.networks: dict[int, Any] = {}  # copies of networks that the test lends
        self.errors: dict[int, BaseException] = {}
        self.channel = Channel(sock, self.export, self.lend, layout=True)

    # --- what crosses as a handle ---------------------------------------------------------------

    def export(self, value: Any, writer: Writer) -> Any:
        """Lend a handle to an object that is no plain data."""
        if id(value) in self.stands:
            return {"yours": self.stands[id(value)]}
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.objects) + 1
            self.objects[len(self.objects) + 1] = value
        return {"object": {"number": self.numbers[id(value)], **description(value)}}

    def lend(self, tag: str, body: Any, reader: Reader) -> Any:
        """Return the object that a test speaks of: one of ours, one of its own, or one that both have installed."""
        if tag == "yours":
            return self.objects[body]
        if tag == "global":
            return found(body)
        if tag not in ("function", "iterator", "generator", "network"):
            raise TypeError(f"cannot take a {tag}")
        if tag == "network" or body["number"] not in self.lent:  # a network may have been trained on since
            # The copy of the call before goes, and another object may get its place in memory.
            self.stands.pop(id(self.lent.get(body["number"])), None)
            stand_in = self.lent[body["number"]] = self.stand_in(tag, body, reader)
            self.stands[id(stand_in)] = body["number"]
        return self.lent[body["number"]]

    def stand_in(self, tag: str, body: Any, reader: Reader) -> Any:
        """Return what stands here for a function, an iterator or a random generator of the test's."""
        if tag == "generator":
            return random_generator(body, reader)
        if tag == "network":
            self.networks[body["number"]] = pickle.loads(
                reader.read(body["pickle"])
            )  # from the test: trusted
            return self.networks[body["number"]]
        if tag == "iterator":
            return self.items(body["number"])

        def stand_in(*args: Any, **named: Any) -> Any:
            return self.ask_back("call", [body["number"], list(args), named])

        stand_in.__name__ = stand_in.__qualname__ = body["name"]
        return stand_in

    def items(self, number: int) -> Any:
        """Yield what the test's iterator has."""
        while item := self.ask_back("next", [number]):
            yield item[0]

    def ask_back(self, what: str, values: Any) -> Any:
        """Ask the test to call what it lends."""
        tree, reader = self.channel.ask(what, values, self.answer)
        if "error" in tree:
            raise rebuild(tree["error"], reader)
        return reader.read(tree["value"])

    # --- questions ------------------------------------------------------------------------------

    def answer(self, tree: dict[str, Any], reader: Reader) -> None:
        """Answer one question."""
        heard = Record() if tree.get("quiet") is not True else None
        listen(heard)
        try:
            values = getattr(self, f"on_{tree['ask']}")(*reader.read(tree["values"]))
        except Gone:
            raise
        except BaseException as error:
            number = len(self.errors) % KEPT_ERRORS
            self.errors[number] = error
            self.channel.reply_error(error, ticket=number, **said(heard))
            return
        self.channel.reply(values, **said(heard))

    def on_name(self, name: str) -> list[Any]:
        """Return the value of a name in a list, an empty list where there is none."""
        return [self.shell.user_ns[name]] if name in self.shell.user_ns else []

    def on_call(self, function: Any, args: list[Any], named: dict[str, Any]) -> list[Any]:
        """Call an object; return the result, and what the call changed: its arguments, the test's networks."""
        watched = [args, named] if holds_mutable([*args, *named.values()]) else None
        before, weights = self.look(watched), self.look(self.weights())
        result = function(*args, **named)
        return [
            result,
            watched if self.look(watched) != before else None,
            self.weights() if self.look(self.weights()) != weights else None,
        ]

    def weights(self) -> dict[int, Any] | None:
        """Return the parameters and buffers of the networks that the test lends."""
        if not self.networks:
            return None
        return {number: dict(network.state_dict(keep_vars=True)) for number, network in self.networks.items()}

    def look(self, values: Any) -> Any:
        """Return all of ``values`` as it would cross now."""
        if values is None:
            return None
        writer = self.channel.writer()
        return writer.write(values), writer.buffers

    def on_get(self, thing: Any, name: str) -> Any:
        return getattr(thing, name)

    def on_set(self, thing: Any, name: str, value: Any) -> None:
        setattr(thing, name, value)

    def on_delete(self, thing: Any, name: str) -> None:
        delattr(thing, name)

    def on_operate(self, name: str, *operands: Any) -> Any:
        return getattr(operator, name)(*operands)

    def on_length(self, thing: Any) -> int:
        return len(thing)

    def on_iterate(self, thing: Any) -> Any:
        """Return a handle to an iterator, also where the object itself is plain data."""
        return self.Held(iter(thing))

    def on_next(self, held: Any) -> list[Any]:
        """Return the next item of an iterator in a list, an empty list at its end."""
        iterator = held.iterator if isinstance(held, self.Held) else held
        return [item] if (item := next(iterator, self)) is not self else []

    def on_instance(self, thing: Any, kind: Any) -> bool:
        return isinstance(thing, kind)

    def on_enter(self, thing: Any) -> Any:
        return type(thing).__enter__(thing)

    def on_leave(self, thing: Any) -> bool:
        return bool(type(thing).__exit__(thing, None, None, None))

    def on_frames(self, ticket: int) -> list[str]:
        """Return the student's frames of an error that a test shows."""
        return self.shell.frames_of(self.errors[ticket])

    class Held:
        """An iterator; in a class of its own so that it crosses as a handle."""

        def __init__(self, iterator: Any) -> None:
            self.iterator = iterator


def description(value: Any) -> dict[str, Any]:
    """Return what a test may know of an object without asking: its name and its nature."""
    kind = type(value)
    body: dict[str, Any] = {
        "name": str(getattr(value, "__name__", kind.__name__))[:100],
        "callable": callable(value),
    }
    if issubclass(kind, type):
        body.update({"class": True, "global": f"{value.__module__}:{value.__qualname__}"})
        if issubclass(value, BaseException):
            body["types"] = [
                f"{base.__module__}:{base.__qualname__}" for base in value.__mro__ if base is not object
            ]
    if issubclass(kind, ModuleType):
        body["library"] = value.__name__
    if any(base.__module__ == "torch.nn.modules.module" for base in type.mro(kind)):
        body["network"] = True
    return body


def random_generator(body: Any, reader: Reader) -> Any:
    """Return a NumPy generator in the state of the test's; from here on the two go their own ways."""
    import numpy as np

    bits = getattr(np.random, body["bits"])()
    bits.state = reader.read(body["state"])
    return np.random.Generator(bits) if body["new"] else np.random.RandomState(bits)


def holds_mutable(values: list[Any], depth: int = 0) -> bool:
    """Return whether an argument could be changed in place in a way that the test would see."""
    for value in values:
        if type(value).__name__ in MUTABLE:
            return True
        if type(value) is tuple and depth < 5 and holds_mutable(list(value), depth + 1):
            return True
    return False


def listen(record: Record | None) -> None:
    """Let what is printed from now on go into ``record``, or nowhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, Stream):
            stream.record = record or Record(0)


def said(record: Record | None) -> dict[str, Any]:
    """Return what was printed during a question, for the frame of its answer."""
    if record is None or not record.outputs:
        return {}
    return {"said": [[o["name"], "".join(o["parts"])] for o in record.outputs if o["kind"] == "stream"]}
