"""Plain data, arrays, objects and errors: does a test see of the student's code what it would see without isolation?"""
# ruff: noqa: E501 (a test cell stands on one line)

from __future__ import annotations

import pytest

from autograder.isolate.runner import Runner
from tests.autograder.isolate.support import grade

pytestmark = pytest.mark.grading

SETUP = "import numpy as np\nimport datetime, decimal, fractions, math, collections"
ECHO = """\
import numpy as np, datetime, decimal, fractions, collections
def echo(x):
    return x
def kind(x):
    return type(x).__name__
def look(f):
    return f(np)
"""
VALUES = [  # each crosses to the student and back, with its exact type
    "None", "True", "0", "-1", "10**400", "-(2**70)", "1.5", "-0.0", "float('inf')", "1e-320", "2+3j", "'text'", "''",
    "'\\ud800 \\0 é'", "b'bytes'", "bytearray(b'x')", "[]", "[1, [2, (3,)]]", "()", "(1, 'a')", "{}", "{'a': 1, 2: [3]}",
    "{(1, 2): 3, None: 4, 1.5: 5}", "{1, 2}", "frozenset({1})", "slice(1, None, 2)", "range(3, 9, 2)", "...",
    "datetime.datetime(2026, 1, 2, 3, 4)", "datetime.date(2026, 1, 2)", "datetime.timedelta(1, 2, 3)",
    "decimal.Decimal('1.50')", "fractions.Fraction(1, 3)", "np.float32(1.5)", "np.int8(-3)", "np.bool_(True)",
    "np.str_('ab')", "np.datetime64('2026-01-02')", "np.timedelta64(3, 'h')", "np.complex64(1j)",
    "np.dtype('f4')", "np.float64",
]  # fmt: skip
ARRAYS = [
    "np.arange(6).reshape(2, 3)", "np.array(1.5)", "np.empty((0, 3))", "np.arange(12)[::2]", "np.arange(12)[::-3]",
    "np.arange(6.0).reshape(2, 3).T", "np.array([1, 2], '>i4')", "np.array([True, False])", "np.array([1j, 2])",
    "np.array(['a', 'bcd'])", "np.array([b'a', b'bc'])", "np.array(['2026-01-01'], 'M8[D]')", "np.array([3], 'm8[s]')",
    "np.array([(1, 2.5)], [('a', 'i4'), ('b', 'f8', (2,))])", "np.array([np.nan, np.inf, -0.0])",
    "np.array([1, 'a', None, [2]], dtype=object)", "np.array([1, 2], np.float16)", "np.array([1, 2], np.longdouble)",
    "np.broadcast_to(np.arange(3), (2, 3))", "np.zeros((2, 0, 3))",
]  # fmt: skip


def test_plain_data_comes_back_as_it_went(runner: Runner) -> None:
    """Do value and exact type survive both ways?"""
    tests = [f"v = {v}\ng = echo(v)\nassert type(g) is type(v) and g == v, (g, v)" for v in VALUES]
    assert dict(zip(VALUES, grade(runner, ECHO, *tests, setup=SETUP), strict=True)) == dict.fromkeys(
        VALUES, ""
    )


def test_arrays_come_back_as_they_went(runner: Runner) -> None:
    """Do dtype, byte order, shape and values survive both ways?"""
    same = "assert type(g) is np.ndarray and g.dtype == v.dtype and g.shape == v.shape, g"
    tests = [f"v = {v}\ng = echo(v)\n{same}\nnp.testing.assert_array_equal(g, v)" for v in ARRAYS]
    assert dict(zip(ARRAYS, grade(runner, ECHO, *tests, setup=SETUP), strict=True)) == dict.fromkeys(
        ARRAYS, ""
    )


LAYOUTS = """\
def layout(x):
    return x.strides, x.flags.writeable, x.flags.c_contiguous
def gaps(x):
    return x.base is None or not np.any(x.base)
"""


def test_the_student_meets_the_layout_of_the_test_but_not_what_lies_between(runner: Runner) -> None:
    """Are strides and write protection kept, and is the memory around a slice out of reach?"""
    tests = [
        "x = np.arange(12)[::2]\nassert layout(x) == ((16,), True, False)",
        "x = np.arange(12)[::-2]\nassert layout(x) == ((-16,), True, False)",
        "x = np.ones((2, 3)).T\nassert layout(x) == (x.strides, True, False)",
        "x = np.arange(3)\nx.flags.writeable = False\nassert layout(x) == ((8,), False, True)",
        "table = np.array([[0, 42], [0, 43]])\nassert gaps(table[:, 0])",
    ]
    assert grade(runner, ECHO + LAYOUTS, *tests, setup=SETUP) == [""] * len(tests)


CHANGES = """\
def fill(x):
    x[...] = 7
def append(items):
    items.append(4)
    items[0][0] = "changed"
def update(d):
    d["a"] = 1; d.pop("b")
def swap(pair):
    pair[0][:], pair[1][:] = pair[1].copy(), pair[0].copy()
"""


def test_what_a_call_does_to_its_arguments_is_done(runner: Runner) -> None:
    """Are arrays, lists and dicts changed in place, also inside other ones, and locked arrays not?"""
    tests = [
        "x = np.zeros(4)\nview = x[1:]\nfill(view[::2])\nassert x.tolist() == [0, 7, 0, 7]",
        "inner = [1]\nitems = [inner, 2]\nappend(items)\nassert items == [['changed'], 2, 4], items",
        "d = {'b': 2}\nupdate(d)\nassert d == {'a': 1}",
        "a, b = np.zeros(2), np.ones(2)\nswap((a, b))\nassert a[0] == 1 and b[0] == 0",
        "x = np.zeros(2)\nx.flags.writeable = False\ntry:\n    fill(x)\n    ok = False\nexcept ValueError:\n    ok = True\nassert ok",
    ]
    assert grade(runner, CHANGES, *tests, setup=SETUP) == [""] * len(tests)


OBJECTS = """\
import collections
class Counter:
    total = 0
    def __init__(self, start=0): self.start = start
    def add(self, n): self.total += n; return self
    def __len__(self): return self.total
    def __getitem__(self, i): return i * 2
    def __iter__(self): return iter([1, 2])
    def __enter__(self): return "in"
    def __exit__(self, *error): self.left = True
    def __call__(self, x): return x + self.start
    def __eq__(self, other): return self.total == other.total
    def __add__(self, other): return Counter(self.start + other.start)
Point = collections.namedtuple("Point", "x y")
def squares(n):
    for i in range(n):
        yield i * i
def forever():
    while True: yield 1
def apply(f, *args): return f(*args)
def make(): return Counter(5)
def adder(n): return lambda x: x + n
def drain(it): return [x for x in it]
def draw(rng): return rng.normal()
def point(): return Point(1, 2)
value = 42
"""


def test_objects_work_through_handles(runner: Runner) -> None:
    """Can a test use classes, generators, closures, callbacks, named tuples and random generators?"""
    tests = [
        "c = Counter(3)\nassert c.start == 3 and c.add(2).total == 2 and len(c) == 2 and c[4] == 8 and c(1) == 4",
        "assert list(Counter()) == [1, 2] and 2 in list(Counter())",
        "with Counter() as c: assert c == 'in'",
        "c = Counter()\nc.start = 9\nassert c(1) == 10 and hasattr(c, 'start') and not hasattr(c, 'nothing')",
        "assert isinstance(Counter(), Counter) and not isinstance(3, Counter)",
        "assert Counter() == Counter() and (Counter(1) + Counter(2)).start == 3",
        "c = make()\nassert c is c and c.add(1).total == 1",
        "assert list(squares(4)) == [0, 1, 4, 9] and next(squares(3)) == 0",
        "import itertools\nassert list(itertools.islice(forever(), 3)) == [1, 1, 1]",
        "g = squares(2)\nassert [next(g), next(g), next(g, 'end')] == [0, 1, 'end']",
        "assert adder(2)(3) == 5",
        "assert apply(lambda a, b: a * b, 3, 4) == 12 and apply(max, 3, 4) == 4 and apply(np.exp, 0.0) == 1.0",
        "assert drain(i for i in range(3)) == [0, 1, 2]",
        "rng = np.random.default_rng(1)\na, b = draw(rng), draw(rng)\nassert a == np.random.default_rng(1).normal() != b",
        "p = point()\nassert p == (1, 2) and p.x == 1 and p._fields == ('x', 'y')",
        "assert value == 42",
        "def fails(x): raise KeyError('mine')\ntry:\n    apply(fails, 1)\n    ok = False\nexcept KeyError as e:\n    ok = e.args == ('mine',)\nassert ok",
    ]  # fmt: skip
    assert grade(runner, OBJECTS, *tests, setup=SETUP) == [""] * len(tests)


ERRORS = """\
class ShapeError(ValueError):
    pass
class Odd(Exception):
    def __init__(self, a, b): super().__init__(a); self.b = b
    def __str__(self): return "odd indeed"
def fail(name):
    if name == "zero": return 1 / 0
    if name == "unicode": return b"\\xff".decode()
    if name == "shape": raise ShapeError("wrong shape")
    if name == "odd": raise Odd(1, 2)
    if name == "linalg": return np.linalg.inv(np.zeros((2, 2)))
    if name == "deep": return fail(name)
    if name == "exit": raise SystemExit(3)
    if name == "file": return open("/nowhere")
    raise KeyError("k")
"""


def test_errors_keep_type_and_message(runner: Runner) -> None:
    """Does a test catch what it would catch without isolation?"""

    def catches(kind: str, name: str, more: str = "True") -> str:
        return f"caught = False\ntry:\n    fail({name!r})\nexcept {kind} as e:\n    caught = True\n    assert {more}, repr(e)\nassert caught"

    tests = [
        catches("ZeroDivisionError", "zero", "str(e) == 'division by zero'"),
        catches("UnicodeDecodeError", "unicode", "e.start == 0 and 'invalid start byte' in str(e)"),
        catches("ValueError", "shape", "type(e).__name__ == 'ShapeError' and str(e) == 'wrong shape'"),
        catches("ShapeError", "shape"),
        catches("Exception", "odd", "str(e) == 'odd indeed' and type(e).__name__ == 'Odd'"),
        catches("np.linalg.LinAlgError", "linalg", "'Singular' in str(e)"),
        catches("RecursionError", "deep"),
        catches("SystemExit", "exit", "e.code == 3"),
        catches("FileNotFoundError", "file", "e.errno == 2 and e.filename == '/nowhere'"),
        catches("KeyError", "other", "e.args == ('k',)"),
    ]
    assert grade(runner, ERRORS, *tests, setup=SETUP) == [""] * len(tests)
