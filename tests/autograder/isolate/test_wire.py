"""The wire: what an honest end writes is read back, and what a hostile end sends does nothing but end the talk."""
# ruff: noqa: E501 (a list of tags on one line)

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.isolate import frames
from autograder.isolate.channel import Clock
from autograder.isolate.client import Client
from autograder.isolate.errors import Died, Unreadable
from autograder.isolate.frames import Forged, Gone
from autograder.isolate.outputs import checked
from autograder.isolate.values import Reader, Writer


def refuse(*_: object) -> None:
    """Lend and export nothing."""
    raise Forged("nothing is lent")


def there_and_back(value: object) -> object:
    """Return what arrives of a value."""
    writer = Writer(refuse)
    tree = json.loads(json.dumps(writer.write(value)))
    return Reader(writer.buffers, refuse).read(tree)


KEYS = st.none() | st.booleans() | st.integers() | st.text() | st.tuples(st.integers(), st.text())
LEAVES = (
    KEYS
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.binary()
    | st.dates()
    | st.fractions()
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(KEYS, inner)
        | st.frozensets(KEYS)
        | st.sets(KEYS)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_values_come_back_equal_and_of_the_same_types(value: object) -> None:
    """Is ``repr``, which tells types and order apart, the same?"""
    got = there_and_back(value)
    assert got == value
    assert type(got) is type(value)
    if not isinstance(value, set | frozenset):
        assert repr(got) == repr(value) or "{" in repr(value)


RECORDS = [
    np.dtype([("a", ">i4"), ("b", [("c", "f8", (2, 3))])]),
    np.dtype([("when", "M8[D]"), ("text", "U3")]),
]


@given(
    npst.arrays(st.sampled_from(RECORDS) | npst.scalar_dtypes(), npst.array_shapes(min_dims=0, min_side=0))
)
def test_arrays_come_back_byte_for_byte(array: np.ndarray) -> None:
    """Are dtype, shape and bytes the same, records and byte orders included?"""
    got = there_and_back(array)
    assert isinstance(got, np.ndarray)
    assert (got.dtype, got.shape, got.tobytes()) == (array.dtype, array.shape, array.tobytes())


def test_subclasses_arrive_as_what_they_are_under_their_methods() -> None:
    """Does nothing of a class that says it equals everything get across?"""

    def lying(base: type) -> type:
        methods = (
            "__eq__",
            "__bool__",
            "__hash__",
            "__iter__",
            "__len__",
            "__str__",
            "__repr__",
            "__int__",
            "__float__",
        )
        return type("Lie", (base,), dict.fromkeys(methods, lambda *a: 1 / 0))

    for value in (3, 2.5, 1j, "text", b"raw", [1, 2], (1, 2), {1: 2}, {1, 2}):
        base = type(value)
        got = there_and_back(lying(base)(value))
        assert type(got) is base
        assert got == value
    array = np.arange(3).view(lying(np.ndarray))
    assert type(there_and_back(array)) is np.ndarray


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
        | st.builds(
            lambda tag, body: {tag: body},
            st.sampled_from(
                ["int", "tuple", "set", "frozenset", "dict", "named", "complex", "bytes", "bytearray", "slice", "range", "timedelta", "datetime", "date", "time", "decimal", "fraction", "ellipsis", "array", "scalar", "objects", "dtype", "tensor", "torch_dtype", "torch_device", "object", "yours"]
            ),
            inner
            | st.fixed_dictionaries({
                "dtype": st.sampled_from(["<f8", "|S3", "<U2", "|O", "<M8[D]", "bfloat16", "float32"]) | inner,
                "shape": st.lists(st.integers(-1, 5), max_size=3) | inner,
                "data": st.integers(-1, 2) | inner,
                "number": st.integers() | inner,
            }),
        )
    ),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None)  # the first tensor imports PyTorch
@given(TREES, st.lists(st.binary(max_size=40), max_size=3))
def test_a_reader_reads_or_refuses(tree: object, buffers: list[bytes]) -> None:
    """Does any tree end as a value of known types, or as ``Forged``, and as nothing else?"""
    with contextlib.suppress(Forged):
        Reader(buffers, refuse).read(tree)


@given(TREES)
def test_outputs_are_checked(tree: object) -> None:
    """Does any record of outputs end as outputs, or as ``Forged``?"""
    for record in (tree, {"outputs": tree, "cut": False}, {"outputs": [tree], "cut": tree}):
        with contextlib.suppress(Forged):
            json.dumps(checked(record, 1000, 1000))


BOMBS = {
    "nested a million deep": b"[" * 1_000_000,
    "an integer of a million digits": b"9" * 1_000_000,
    "no text": b"\xff\xfe",
    "nothing": b"",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_text_that_is_no_json_is_refused(text: bytes) -> None:
    """Are the bombs among JSON texts ``Forged``, and no error of another kind?"""
    ours, theirs = socket.socketpair()
    frame = frames.HEAD.pack(frames.MARK, len(text), 0) + text
    threading.Thread(target=theirs.sendall, args=(frame,)).start()
    with pytest.raises(Forged):
        frames.receive(ours, time.monotonic() + 10)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_frame_or_forged_or_the_end(data: bytes) -> None:
    """Does no byte string do more than that?"""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        with pytest.raises((Forged, Gone)):
            frames.receive(ours, time.monotonic() + 10)


def test_frames_follow_one_another_however_they_are_cut() -> None:
    """Is a frame read to its end and no byte further, when it comes in pieces?"""
    ours, theirs = socket.socketpair()
    text = b"[1]"
    frame = frames.HEAD.pack(frames.MARK, len(text), 1) + frames.SIZE.pack(300) + text + bytes(300)

    def dribble() -> None:
        for at in range(0, 3 * len(frame), 7):
            theirs.sendall((frame * 3)[at : at + 7])
            time.sleep(0)

    threading.Thread(target=dribble).start()
    for _ in range(3):
        assert frames.receive(ours, time.monotonic() + 10) == ([1], [bytes(300)])


def test_promises_cost_nothing() -> None:
    """Is memory taken for what arrives only, and is a slow sender cut off?"""
    ours, theirs = socket.socketpair()
    theirs.sendall(frames.HEAD.pack(frames.MARK, frames.MAX_JSON, 0))
    with pytest.raises(TimeoutError):
        frames.receive(ours, time.monotonic() + 0.2)
    theirs.sendall(struct.pack("<4sII", frames.MARK, 2, 1) + frames.SIZE.pack(1 << 62))
    ours, theirs = socket.socketpair()
    theirs.sendall(frames.HEAD.pack(frames.MARK, 2, 1) + frames.SIZE.pack(1 << 62))
    with pytest.raises(Forged):
        frames.receive(ours, time.monotonic() + 1)


ANSWERS = [
    {},
    [],
    3,
    {"value": {"yours": 7}},
    {"value": {"object": {"number": "x"}}},
    {"value": {"global": "os:system"}},
    {"value": {"function": {"number": 1, "name": "f"}}},
    {"value": {"network": {"number": 1, "pickle": {"bytes": 0}}}},
    {"error": {"types": [], "text": "", "args": None}},
    {"error": 3},
    {"ask": "call", "values": [1, [], {"dict": []}]},
    {"ask": "__class__", "values": []},
    {"ask": "next"},
]


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_a_client_takes_no_answer_that_is_none(answer: object) -> None:
    """Does what no honest process answers end the talk, so that later answers count for nothing either?"""
    ours, theirs = socket.socketpair()
    clock = Clock()
    clock.deadline = time.monotonic() + 1
    client = Client(ours, clock, set(), quiet=True)
    for _ in range(3):
        frames.send(theirs, answer)
    theirs.shutdown(socket.SHUT_WR)
    for _ in range(2):
        with pytest.raises((Unreadable, Died)):
            client.call(client.lend("object", {"number": 1, "callable": True}, None), (), {})  # pyright: ignore[reportArgumentType]: a handle needs no reader


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["subprocess:Popen", "builtins:object"], Exception),
        (["builtins:eval"], Exception),
        (["os:_exit"], Exception),
        (["__main__:X", "builtins:OSError"], OSError),
        (["evil name\n:\x00", "builtins:KeyError"], KeyError),
    ],
)
def test_only_exception_classes_are_made(names: list[str], kind: type) -> None:
    """Can the description of an exception reach a function or any other class?"""
    from autograder.isolate.errors import rebuild

    error = rebuild({"types": names, "text": "message", "args": ["message"]}, Reader([], refuse))
    assert isinstance(error, kind)
    assert str(error) == "message"
    assert {base.__module__ for base in type(error).__mro__} <= {"builtins", "__main__"}


@pytest.mark.parametrize(("quiet", "printed"), [(True, ""), (False, "seen: 4711\n")])
def test_what_is_said_in_a_hidden_test_is_dropped_where_it_arrives(
    quiet: bool, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Is it the test's end, and not the student's, that keeps a hidden call silent?"""
    ours, theirs = socket.socketpair()
    frames.send(theirs, {"value": [1, None, None], "said": [["stdout", "seen: 4711\n"]]})
    client = Client(ours, Clock(), set(), quiet)
    client.call(client.lend("object", {"number": 1, "callable": True}, None), (), {})  # pyright: ignore[reportArgumentType]: a handle needs no reader
    assert capsys.readouterr().out == printed
