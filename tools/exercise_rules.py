"""The rules that the source of an assignment keeps: ``problems(notebook)`` names each cell that breaks one.

A task is an answer cell ``<task>``, then ``<task>_visible`` (1 point, the student sees it fail), then graded cells
``<task>_<skill>`` whose tests are hidden. A manually graded question is one markdown cell. A debugging task shows the
code to be mended in a locked cell ``<task>_given`` before its answer cell; lines that stand there are no secret.
After an answer cell may stand a note on the solution, a Markdown cell tagged ``solution-note``: no student gets it.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from nbformat import NotebookNode

HIDDEN = re.compile(r"^### BEGIN HIDDEN TESTS\n(.*?)^### END HIDDEN TESTS$", re.M | re.S)
SOLUTION = re.compile(r"^ *### BEGIN SOLUTION\n(.*?)^ *### END SOLUTION$", re.M | re.S)
KEYS = {"schema_version", "grade", "grade_id", "locked", "solution"}
TELLING = 25  # characters from which a line of a solution or a hidden test, found in the release, is a leak


def problems(notebook: NotebookNode) -> list[str]:
    """Return one line for each broken rule: the cell's number and ``grade_id``, what is expected, what is there."""
    found = []
    for number, cell in enumerate(notebook.cells, 1):
        mark = cell.metadata.get("nbgrader", {})
        where = f"cell {number} ({mark.get('grade_id') or first_line(cell)})"
        found += [f"{where}: {what}" for what in cell_problems(cell, mark)]
    return found or list(notebook_problems(notebook))


def cell_problems(cell: NotebookNode, mark: dict) -> Iterator[str]:
    """Yield what is wrong with one cell, whatever stands around it."""
    if mark:
        yield from metadata_problems(cell, mark)
    if is_note(cell) and (mark or cell.cell_type != "markdown"):
        yield "a note on the solution is a Markdown cell without nbgrader metadata"
    if "autograder" in cell.metadata:
        yield from autograder_problems(cell.metadata["autograder"], mark)
    if mark.get("solution") and not SOLUTION.search(cell.source):
        yield "an answer cell needs ### BEGIN SOLUTION and ### END SOLUTION"
    if is_test(cell):
        yield from test_problems(cell, mark["grade_id"].endswith("_visible"))
    if not mark.get("solution") and "BEGIN SOLUTION" in cell.source:
        yield "a solution outside an answer cell"
    if not is_test(cell) and "BEGIN HIDDEN TESTS" in cell.source:
        yield "hidden tests outside a graded test cell"


def metadata_problems(cell: NotebookNode, mark: dict) -> Iterator[str]:
    """Yield what is wrong with a cell's nbgrader metadata."""
    wanted = KEYS | ({"points"} if mark.get("grade") else set())
    if mark.keys() != wanted:
        yield f"nbgrader metadata needs exactly {sorted(wanted)}, got {sorted(mark)}"
        return
    if mark["schema_version"] != 3:
        yield f"schema_version must be 3, got {mark['schema_version']!r}"
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", mark["grade_id"]):
        yield f"grade_id must be lower case letters, digits and _, at most 64; got {mark['grade_id']!r}"
    if mark["locked"] == mark["solution"]:
        yield f"a cell is either locked or the student's (solution); got {mark['locked']} and {mark['solution']}"
    if mark["grade"] and not (isinstance(mark["points"], int) and mark["points"] > 0):
        yield f"points must be a positive whole number, got {mark['points']!r}"
    if cell.cell_type == "code" and mark["grade"] and mark["solution"]:
        yield "code is graded by test cells of its own: set grade to false"


def autograder_problems(limits: object, mark: dict) -> Iterator[str]:
    """Yield what is wrong with a task's ``autograder`` metadata: {forbid: [module, ...], timeout: seconds}."""
    if not mark.get("solution"):
        yield "autograder metadata belongs on an answer cell"
    if not isinstance(limits, dict) or limits.keys() != {"forbid", "timeout"}:
        yield f"autograder metadata needs forbid and timeout, got {limits!r}"
        return
    names = limits["forbid"]
    if not (isinstance(names, list) and all(isinstance(name, str) and name.isidentifier() for name in names)):
        yield f"forbid must be a list of module names, got {names!r}"
    if isinstance(limits["timeout"], bool) or not isinstance(limits["timeout"], int | float):
        yield f"timeout must be a number of seconds, got {limits['timeout']!r}"


def test_problems(cell: NotebookNode, visible: bool) -> Iterator[str]:
    """Yield what is wrong with a test cell: its title, its hidden region, the messages of its asserts."""
    title = "# Test: " if visible else "# Hidden test: "
    if not cell.source.startswith(title):
        yield f"the first line must start with {title!r}, got {first_line(cell)!r}"
    try:
        tree, hidden = ast.parse(cell.source), hidden_lines(cell.source)
    except SyntaxError as error:
        yield f"line {error.lineno}: {error.msg}"
        return
    asserts = [node for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    if visible:
        if HIDDEN.search(cell.source):
            yield "a visible test hides nothing"
        return
    if not hidden:
        yield "needs ### BEGIN HIDDEN TESTS and ### END HIDDEN TESTS"
    if not asserts:
        yield "asserts nothing"
    for node in asserts:
        if not (isinstance(node.msg, ast.Constant) and isinstance(node.msg.value, str)):
            yield f"line {node.lineno}: the message of a hidden assert must be a literal string"
    for node in tree.body:
        if node.lineno not in hidden and not isinstance(node, ast.Import | ast.ImportFrom):
            yield f"line {node.lineno}: only imports stand outside the hidden part"


def notebook_problems(notebook: NotebookNode) -> Iterator[str]:
    """Yield what is wrong between cells: names, order, points that are announced, lines that would leak."""
    ids = Counter(cell.metadata.nbgrader.grade_id for cell in notebook.cells if "nbgrader" in cell.metadata)
    yield from (f"grade_id {name!r} is used {times} times" for name, times in ids.items() if times > 1)
    yield from order_problems(notebook)
    yield from points_problems(notebook)
    yield from given_problems(notebook)
    yield from note_problems(notebook)
    public = "\n".join(public_part(cell) for cell in notebook.cells)
    for line in sorted(secrets(notebook)):
        if line in public:
            yield f"a line of a hidden test or a solution can be read in the release: {line!r}"


def given_problems(notebook: NotebookNode) -> Iterator[str]:
    """Yield where a cell with code to be mended is not a locked cell that defines ``buggy_<task>``, before <task>."""
    tasks = [cell.metadata.nbgrader.grade_id for cell in notebook.cells if is_answer(cell)]
    for number, cell in enumerate(notebook.cells):
        if not is_given(cell):
            continue
        name = cell.metadata.nbgrader.grade_id
        task = name.removesuffix("_given")
        after = [other for other in notebook.cells[number + 1 :] if other.cell_type == "code"]
        if task not in tasks or not after or after[0].metadata.get("nbgrader", {}).get("grade_id") != task:
            yield f"{name}: stands before its task's answer cell {task!r}, with no other code between"
        if f"buggy_{task}" not in defined(cell.source):
            yield f"{name}: must define buggy_{task}, got {sorted(defined(cell.source))}"


def note_problems(notebook: NotebookNode) -> Iterator[str]:
    """Yield where a note on a solution does not stand right after the answer cell that it explains."""
    for before, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        if is_note(cell) and not is_answer(before):
            yield f"{cell.id} ({first_line(cell)}): a note stands right after its task's answer cell"


def order_problems(notebook: NotebookNode) -> Iterator[str]:
    """Yield where a task is not: answer, <task>_visible worth 1 point, one or more <task>_<skill>."""
    task, tests = None, list[str]()
    for cell in [*notebook.cells, None]:
        if cell is None or is_answer(cell):
            if task and (tests[:1] != [f"{task}_visible"] or len(tests) < 2):
                yield f"task {task}: needs {task}_visible, then graded skill cells, got {tests}"
            task, tests = cell and cell.metadata.nbgrader.grade_id, []
        elif is_test(cell):
            mark = cell.metadata.nbgrader
            tests.append(mark.grade_id)
            if not mark.grade_id.startswith(f"{task}_"):
                yield f"{mark.grade_id}: a test cell stands after its task's answer cell, here that is {task}"
            if mark.grade_id.endswith("_visible") and mark.points != 1:
                yield f"{mark.grade_id}: a visible test is worth 1 point, got {mark.points}"


def points_problems(notebook: NotebookNode) -> Iterator[str]:
    """Yield where announced points differ from the graded ones: in total (first cell) and for each task."""
    total = sum(points(notebook).values())
    if f"**{total} points**" not in notebook.cells[0].source:
        yield f"cell 1 must announce **{total} points**"
    text = ""
    for cell in notebook.cells:
        if (
            cell.cell_type == "markdown"
            and not cell.metadata.get("nbgrader", {}).get("solution")
            and not is_note(cell)
        ):
            text = cell.source
        elif cell.metadata.get("nbgrader", {}).get("solution"):
            task = cell.metadata.nbgrader.grade_id
            if f"**{points(notebook)[task]} points**" not in text:
                yield f"the cell before {task} must announce **{points(notebook)[task]} points**"


def points(notebook: NotebookNode) -> dict[str, int]:
    """Return the points of each task, its visible test included, and of each manually graded question."""
    sums, task = dict[str, int](), ""
    for cell in notebook.cells:
        mark = cell.metadata.get("nbgrader", {})
        task = mark["grade_id"] if mark.get("solution") else task
        if mark.get("grade"):
            sums[task] = sums.get(task, 0) + mark["points"]
    return sums


def is_answer(cell: NotebookNode) -> bool:
    """Return whether ``cell`` is where a student writes code for a task."""
    return cell.cell_type == "code" and bool(cell.metadata.get("nbgrader", {}).get("solution"))


def is_test(cell: NotebookNode) -> bool:
    """Return whether ``cell`` is a graded test cell."""
    return cell.cell_type == "code" and bool(cell.metadata.get("nbgrader", {}).get("grade"))


def hidden_lines(source: str) -> set[int]:
    """Return the numbers (from 1) of the lines between the hidden test marks."""
    found = HIDDEN.search(source)
    if not found:
        return set()
    start = source[: found.start(1)].count("\n") + 1
    return set(range(start, start + found[1].count("\n")))


def is_given(cell: NotebookNode) -> bool:
    """Return whether ``cell`` shows the code that a debugging task asks to mend."""
    mark = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and mark.get("grade_id", "").endswith("_given") and not mark.get("grade")


def is_note(cell: NotebookNode) -> bool:
    """Return whether ``cell`` explains a solution, to those alone who get the solution."""
    return "solution-note" in cell.metadata.get("tags", [])


def defined(source: str) -> set[str]:
    """Return the names of the functions and classes that a cell defines."""
    return {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def secrets(notebook: NotebookNode) -> set[str]:
    """Return the lines of solutions and hidden tests that are long enough to tell and that no task gives away.

    A line that ends in an opening bracket says only that something is called.
    """
    given = {line.strip() for cell in notebook.cells if is_given(cell) for line in cell.source.splitlines()}
    tests = {line.strip() for cell in notebook.cells for line in hidden_part(cell).splitlines()}
    answers = {line.strip() for cell in notebook.cells for line in solved_part(cell).splitlines()}
    lines = tests | (answers - given)
    return {line for line in lines if len(line) >= TELLING and not line.endswith(("(", "[", "{"))}


def hidden_part(cell: NotebookNode) -> str:
    """Return the lines of hidden tests in ``cell``."""
    return "".join(HIDDEN.findall(cell.source))


def solved_part(cell: NotebookNode) -> str:
    """Return the lines of ``cell`` that solve or explain a task."""
    return cell.source if is_note(cell) else "".join(SOLUTION.findall(cell.source))


def public_part(cell: NotebookNode) -> str:
    """Return the lines of ``cell`` that a release shows."""
    return "" if is_note(cell) else SOLUTION.sub("", HIDDEN.sub("", cell.source))


def first_line(cell: NotebookNode) -> str:
    """Return the first line of ``cell``, shortened."""
    return cell.source.partition("\n")[0][:40]
