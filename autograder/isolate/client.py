"""The test's end of the channel: proxies for the student's objects, and what a test lends to the student's code.

Everything that arrives here comes from a hostile process. It becomes plain data, a proxy or an exception.
"""

from __future__ import annotations

import importlib
import pickle
import socket
import sys
import types
from collections.abc import Iterator
from typing import Any

from autograder.isolate.channel import Channel, Clock
from autograder.isolate.errors import Died, Late, Unreadable, exception_class, rebuild
from autograder.isolate.frames import Forged, Gone
from autograder.isolate.library import data_type, global_name
from autograder.isolate.proxy import Callable, Instance, Proxy
from autograder.isolate.restore import restore, restore_weights
from autograder.isolate.values import Reader, Writer

ALIASES = {
    "np": "numpy",
    "plt": "matplotlib.pyplot",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "pd": "pandas",
}
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.BuiltinMethodType)


class Client:
    """The connection of one test cell to its snapshot of the student's process."""

    def __init__(self, sock: socket.socket, clock: Clock, classes: set[str], quiet: bool) -> None:
        """Speak to ``sock`` until ``clock`` runs out; ``classes`` are those that the release names."""
        self.channel = Channel(sock, self.export, self.lend)
        self.channel.clock, self.channel.with_each = clock, {"quiet": quiet}
        self.classes, self.quiet = classes, quiet
        self.proxies: dict[int, Proxy] = {}
        self.lent: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}
        self.seen: dict[Any, Any] = {}  # what was looked at since the last call: no second look can differ
        self.end: Exception | None = None  # why nothing more can be asked

    # --- questions ------------------------------------------------------------------------------

    def name(self, name: str) -> list[Any]:
        """Return the student's value of ``name`` in a list, an empty list where there is none."""
        found = self.do("name", name)
        if not isinstance(found, list) or len(found) > 1:
            raise Unreadable("a name has one value or none")
        return [self.named(name, value) for value in found]

    def named(self, name: str, value: Any) -> Any:
        """Return what the test gets under ``name``: a library is the test's own, never the student's."""
        if not isinstance(value, Proxy):
            return value
        library = value._nature.get("library")
        if library is not None and ALIASES.get(name, name) == library:
            return importlib.import_module(library)
        if value._nature.get("class") is True and name in self.classes:
            value._nature["named"] = True
        return value

    def call(self, function: Proxy, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Call an object of the student's; what the call did to its arguments is done to the test's."""
        answer = self.do("call", function, list(args), named)
        if type(answer) is not list or len(answer) != 3:
            raise Unreadable("a call has a result, its arguments and its networks")
        result, after, weights = answer
        if after is not None:
            restore([list(args), named], after)
        if type(weights) is dict:
            restore_weights(self.lent, weights)
        if (function._nature.get("named") is True and type(result) is Callable) or type(result) is Proxy:
            result = self.instance(function, result)
        return result

    def instance(self, function: Proxy, result: Proxy) -> Proxy:
        """Return the handle of an instance with its operators, if its class is one that the release names."""
        if function._nature.get("named") is not True or result._nature.get("class") is True:
            return result
        self.proxies[result._number] = Instance(self, result._number, result._nature)
        return self.proxies[result._number]

    def look(self, what: str, *values: Any) -> Any:
        """Ask something that changes nothing; the same question has the same answer until something is done."""
        key = (
            what,
            *(("proxy", v._number) if isinstance(v, Proxy) else (type(v).__name__, repr(v)) for v in values),
        )
        if key not in self.seen:
            self.seen[key] = self.do_only(what, values)
        return self.seen[key]

    def do(self, what: str, *values: Any) -> Any:
        """Ask something that may change the student's objects."""
        self.seen.clear()
        return self.do_only(what, values)

    def do_only(self, what: str, values: Any) -> Any:
        """Ask one question; return the value of the answer or raise its exception."""
        if self.end is not None:
            raise self.end
        tree, found = self.answered(what, values)
        self.repeat(tree.get("said"))
        if "error" in tree:
            found.__dict__["_asked"] = (self, tree.get("ticket"))
            raise found from None
        return found

    def answered(self, what: str, values: Any) -> tuple[dict[str, Any], Any]:
        """Return the frame of an answer, and the value or the exception that it holds."""
        try:
            tree, reader = self.channel.ask(what, list(values), self.answer)
            return tree, rebuild(tree["error"], reader) if "error" in tree else reader.read(tree["value"])
        except TimeoutError:
            self.end = Late("the submitted code took too long")
        except Gone:
            self.end = Died("the submitted code ended Python")
        except (Forged, KeyError) as problem:
            self.end = Unreadable(f"what the submitted code answered cannot be read: {problem}")
        raise self.end from None

    def frames_of(self, error: BaseException) -> list[str]:
        """Return the student's frames of an error, if it came from here."""
        client, ticket = error.__dict__.get("_asked", (None, None))
        if client is None or type(ticket) is not int:
            return []
        try:
            frames = client.do("frames", ticket)
        except Exception:  # a traceback is a courtesy: without it the error stands by itself
            return []
        return [part for part in frames if type(part) is str][:20] if type(frames) is list else []

    def repeat(self, said: Any) -> None:
        """Print what the student's code printed, where the student may see it."""
        if self.quiet or type(said) is not list:
            return
        for part in said[:1000]:
            if type(part) is list and len(part) == 2 and type(part[1]) is str:
                print(part[1], end="", file=sys.stderr if part[0] == "stderr" else sys.stdout)

    # --- what the student's code asks back ------------------------------------------------------

    def answer(self, tree: dict[str, Any], reader: Reader) -> None:
        """Serve a question of the student's code: call a function that the test lent, or go on with an iterator."""
        try:
            number, *rest = reader.read(tree.get("values"))
            thing = self.lent[number]
            if tree["ask"] == "next" and isinstance(thing, Iterator):
                item = next(thing, self)
                self.channel.reply([] if item is self else [item])
            elif tree["ask"] == "call" and not isinstance(thing, Iterator):
                args, named = rest
                self.channel.reply(thing(*args, **named))
            else:
                raise Forged("not a question")
        except (Forged, Gone, TimeoutError):
            raise
        except Exception as error:
            self.channel.reply_error(error)

    # --- values ---------------------------------------------------------------------------------

    def export(self, value: Any, writer: Writer) -> Any:
        """Speak of an object that is no plain data: the student's own, one that both have installed, or one to lend."""
        if isinstance(value, Proxy):
            if value._client is not self:
                raise TypeError(f"{value!r} belongs to another test cell")
            return {"yours": value._number}
        if (name := global_name(value)) is not None:
            return {"global": name}
        np = sys.modules.get("numpy")
        if np is not None and type(value) in (np.random.Generator, np.random.RandomState):
            state = (
                value.bit_generator.state
                if type(value) is np.random.Generator
                else value.get_state(legacy=False)
            )
            body = {
                "bits": state["bit_generator"],
                "state": writer.write(state),
                "new": type(value) is np.random.Generator,
            }
            return {"generator": {"number": self.number(value), **body}}
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(
            value, torch.nn.Module
        ):  # to the student's process: nothing is unpickled here
            return {"network": {"number": self.number(value), "pickle": writer.write(pickle.dumps(value))}}
        if isinstance(value, FUNCTIONS):
            return {"function": {"number": self.number(value), "name": value.__name__}}
        if isinstance(value, Iterator):
            return {"iterator": {"number": self.number(value)}}
        raise TypeError(
            f"a test can pass plain data, arrays and functions to submitted code, not {type(value).__name__}"
        )

    def number(self, value: Any) -> int:
        """Return the number under which ``value`` is lent."""
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.lent) + 1
            self.lent[len(self.lent) + 1] = value
        return self.numbers[id(value)]

    def lend(self, tag: str, body: Any, reader: Reader) -> Any:
        """Return the proxy of an object of the student's, or the test's own object that it speaks of."""
        if tag == "yours" and type(body) is int and body in self.lent:
            return self.lent[body]
        if tag != "object" or type(body) is not dict or type(body.get("number")) is not int:
            raise Forged("not an object")
        if (types_ := body.get("types")) is not None and type(types_) is list:
            return exception_class(tuple(str(name) for name in types_[:20]))
        if (kind := data_type(body.get("global"))) is not None:
            return kind
        if body["number"] not in self.proxies:
            kind = Callable if body.get("callable") is True else Proxy
            nature = {key: body.get(key) for key in ("class", "network", "library")}
            nature["name"] = str(body.get("name"))[:100]
            self.proxies[body["number"]] = kind(self, body["number"], nature)
        return self.proxies[body["number"]]
