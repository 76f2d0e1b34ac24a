"""Students who try to read the hidden tests from their feedback: is anything in it but what they may know?"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.autograder.conftest import grades, nbgrader
from tests.autograder.course import NAME, RIGHT, filled, make_course, write

pytestmark = [pytest.mark.grading, pytest.mark.xdist_group("autograder_leaks")]
HEAD = "def first(items):\n    "
SECRETS = (
    "987",
    "654",
    "-1234.5",
    "2469",
    "abab",
    "hidden_items",
    "secret_input",
    "answer_of_the_instructor",
)
TRIES = {  # each an answer to `first`, which the hidden test calls with a list that nobody must learn
    "message": f"{HEAD}raise ValueError(str(items))",
    "assertion": f"{HEAD}raise AssertionError(str(items))",
    "assert": f"{HEAD}assert items == [3, 1, 2], repr(items)",
    "note": f"{HEAD}e = ValueError('x')\n    e.add_note(str(items))\n    raise e",
    "cause": f"{HEAD}raise ValueError('x') from KeyError(str(items))",
    "context": f"{HEAD}try:\n        raise KeyError(str(items))\n    finally:\n        raise ValueError('x')",
    "group": f"{HEAD}raise ExceptionGroup(str(items), [ValueError(str(items))])",
    "name": f"{HEAD}raise type('E' + '_'.join(map(str, items)), (Exception,), {{}})()",
    "ours": f"class NotRun(Exception): pass\nclass KernelDied(Exception): pass\n{HEAD}raise NotRun(str(items))",
    "late": f"class CellTimeoutError(Exception): pass\n{HEAD}raise CellTimeoutError(f'stopped after {{items[0]}} s')",
    "warning": f"import warnings\n{HEAD}warnings.warn(str(items))",
    "warning_error": f"import warnings\nwarnings.simplefilter('error')\n{HEAD}warnings.warn(str(items))",
    "print": f"{HEAD}print(items)\n    return 0",
    "stderr": f"import sys\n{HEAD}print(items, file=sys.stderr)\n    return 0",
    "display": f"from IPython.display import display, HTML\n{HEAD}display(HTML(str(items)), items)\n    return 0",
    "log": f"import logging\n{HEAD}logging.error(items)\n    return 0",
    "repr": f"class R(int):\n    def __repr__(self):\n        return str(seen)\n{HEAD}seen[:] = items\n    return R(0)",
    "str_of_error": f"class E(Exception):\n    def __str__(self):\n        return str(self.args)\n{HEAD}raise E(items)",
    "exit": f"import sys\n{HEAD}sys.exit(str(items))",
    "key": f"{HEAD}return {{}}[str(items)]",
    "file_name": f"{HEAD}exec(compile('1/0', str(items), 'exec'))",
    "function_name": f"{HEAD}exec(f'def f{{items[0]}}():\\n    1/0\\nf{{items[0]}}()')",
    "later": f"seen = []\n{HEAD}seen.append(items)\n    return min(items)",
    "file": f"{HEAD}open('seen.txt', 'a').write(str(items))\n    return min(items)",
    "interrupt": f"{HEAD}raise KeyboardInterrupt(str(items))",
    "syntax": f"{HEAD}exec(str(items) + ' x')",
    "unicode": f"{HEAD}raise UnicodeDecodeError('utf8', b'x', 0, 1, str(items))",
}
LATER = "print(globals().get('seen')); import os; print([open(f).read() for f in os.listdir() if f.endswith('.txt')])"


def page(root: Path, student: str) -> str:
    """Return the text of a feedback page."""
    text = (root / "grading" / "feedback" / student / NAME / f"{NAME}.html").read_text("utf8")
    return html.unescape(re.sub(r"<style.*?</style>|<[^>]*>", "", text, flags=re.S))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which every try was graded and got its feedback."""
    root = make_course(tmp_path_factory.mktemp("leaks"))
    nbgrader(root, "generate_assignment", NAME)
    for student, answer in TRIES.items():
        notebook = filled(RIGHT | {"first": answer})
        notebook.cells.append(type(notebook.cells[1])(notebook.cells[1] | {"source": LATER, "id": "later"}))
        write(notebook, root / "grading" / "submitted" / student / NAME / f"{NAME}.ipynb")
    nbgrader(root, "autograde", NAME)
    nbgrader(root, "generate_feedback", NAME)
    return root


@pytest.mark.parametrize("student", TRIES)
def test_feedback_tells_nothing_hidden(student: str, root: Path) -> None:
    """Is no hidden value on the page, and the title of the hidden test still there with a result?"""
    text = page(root, student)
    assert [secret for secret in SECRETS if secret in text] == []
    assert "# Hidden test: larger lists" in text
    assert re.search(r"larger lists\s+(Passed|Failed)", text)


def test_the_visible_test_shows_what_went_wrong(root: Path) -> None:
    """Does the page stay useful: message and traceback of a visible test, the line of the student's own code?"""
    text = page(root, "message")
    assert "ValueError: [3, 1, 2]" in text
    assert "Failed: ValueError was raised by line 2 of your cell:\n    raise ValueError(str(items))" in text
    assert "Failed: first is wrong for some lists" in page(root, "print")
    assert "[3, 1, 2]" in page(root, "print")
    assert grades(root)["later"]["score"] == "7.0"
