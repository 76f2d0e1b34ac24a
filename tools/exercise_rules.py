"""The rules that the source of an assignment keeps: ``problems(notebook)`` names each cell that breaks one.

A task is an answer cell ``<task>``, then ``<task>_visible`` (1 point, the student sees it fail), then graded cells
``<task>_<skill>`` whose tests are hidden. A manually graded question is one markdown cell.
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
    public = "\n".join(public_part(cell) for cell in notebook.cells)
    secret = {line.strip() for cell in notebook.cells for line in secret_part(cell).splitlines()}
    for line in sorted(secret):
        if len(line) >= TELLING and line in public:
            yield f"a line of a hidden test or a solution can be read in the release: {line!r}"


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
        if cell.cell_type == "markdown" and not cell.metadata.get("nbgrader", {}).get("solution"):
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


def secret_part(cell: NotebookNode) -> str:
    """Return the lines of ``cell`` that a student must not get: solutions and hidden tests."""
    return "".join(HIDDEN.findall(cell.source) + SOLUTION.findall(cell.source))


def public_part(cell: NotebookNode) -> str:
    """Return the lines of ``cell`` that a release shows."""
    return SOLUTION.sub("", HIDDEN.sub("", cell.source))


def first_line(cell: NotebookNode) -> str:
    """Return the first line of ``cell``, shortened."""
    return cell.source.partition("\n")[0][:40]
