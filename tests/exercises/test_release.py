"""The release is what the sources give, and holds nothing that a student must not have."""

import ast
import html
import json
import re
import shutil
from functools import cache

import pytest

from tools import exercises
from tools.exercise_rules import TELLING, is_test, points, secrets

from .support.sources import NAMES, ROOT, graded, release, source, whole


@cache
def secrets_of(name):
    """Return the lines of an assignment that no student may see before the deadline."""
    return secrets(whole(name))


@pytest.mark.parametrize("name", NAMES)
def test_there_are_secrets_to_look_for(name):
    lines = secrets_of(name)
    assert len(lines) > 50
    written = [cell for cell in source(name).cells if cell.cell_type == "markdown" and graded(cell)]
    assert written
    for cell in written:
        answer = cell.source.splitlines()[1:-1]
        assert lines & {line.strip() for line in answer}, "model answers in text too"


@pytest.mark.parametrize("name", NAMES)
def test_committed_release_is_what_the_source_gives_each_time(name, tmp_path):
    fresh_source, fresh_release = exercises.generate(ROOT, tmp_path, [name])
    kept = exercises.contents(ROOT / "exercises" / name)
    assert exercises.contents(fresh_release / name) == kept
    assert set(kept) == {f"{name}.ipynb"}, "and nothing else"
    again, _ = exercises.generate(ROOT, tmp_path / "again", [name])
    assert exercises.contents(fresh_source) == exercises.contents(again)


def test_every_release_has_a_source():
    assert sorted(path.name for path in (ROOT / "exercises").iterdir()) == NAMES


def test_a_changed_a_missing_and_a_foreign_file_are_reported(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        (folder / "01").mkdir(parents=True)
        (folder / "01" / "same").write_text("same")
    (old / "01" / "changed").write_text("one\ntwo\n")
    (new / "01" / "changed").write_text("one\nthree\n")
    (old / "01" / "solution.py").write_text("x")
    (new / "01" / "missing").write_text("x")
    changed, missing, foreign = exercises.compare(old, new)
    assert changed.splitlines()[-2:] == ["-two", "+three"]
    assert missing == "exercises/01/missing: missing"
    assert foreign == "exercises/01/solution.py: comes from no source"


@pytest.fixture
def two(tmp_path):
    """A course of two assignments: its root, and their names."""
    names = ["03_convolution_1d", "06_padding_stride_dilation"]
    for name in names:
        shutil.copytree(ROOT / "solutions" / name, tmp_path / "solutions" / name)
        shutil.copytree(ROOT / "exercises" / name, tmp_path / "exercises" / name)
    return tmp_path, names


def test_update_writes_what_differs_and_leaves_the_rest_untouched(two):
    root, names = two
    assert {path.as_posix() for path in exercises.update(root)} == {f"_build/source/{n}" for n in names}
    times = {path: path.stat().st_mtime_ns for path in root.rglob("*.ipynb")}
    leak = root / "exercises" / names[0] / "solution.py"
    leak.write_text("x")
    assert [path.as_posix() for path in exercises.update(root)] == [f"exercises/{names[0]}"]
    assert not leak.exists()
    same = [path for path in times if path.parent != leak.parent]
    assert len(same) == 2 * len(names) - 1
    assert all(times[path] == path.stat().st_mtime_ns for path in same)


def test_a_named_assignment_is_written_alone_whatever_state_the_others_are_in(two, capsys):
    root, (first, second) = two
    (root / "solutions" / first / f"{first}.py").write_text("# half done")
    shutil.rmtree(root / "exercises")
    assert exercises.main([second], root) == 0
    assert sorted(path.name for path in (root / "exercises").iterdir()) == [second]
    assert exercises.main(["--check", second], root) == 0
    with pytest.raises(SystemExit):
        exercises.main(["04_no_such"], root)
    assert "expected a folder of solutions/, got 04_no_such" in capsys.readouterr().err


def test_check_command_passes_and_shows_an_edit(two, capsys):
    root, names = two
    assert exercises.main(["--check"], root) == 0
    edited = root / "exercises" / names[0] / f"{names[0]}.ipynb"
    edited.write_text(edited.read_text("utf8").replace("moving_average", "rolling_mean", 1), "utf8")
    assert exercises.main(["--check"], root) == 1
    said = capsys.readouterr().out
    assert "rolling_mean" in said
    assert "run `make exercises`" in said


@pytest.mark.parametrize("name", NAMES)
def test_release_holds_no_output_and_no_secret(name):
    text = (ROOT / "exercises" / name / f"{name}.ipynb").read_text("utf8")
    assert "BEGIN" not in text
    assert not [cell.id for cell in release(name).cells if cell.get("outputs") or cell.get("execution_count")]
    shown = "\n".join(cell.source for cell in release(name).cells)
    assert not [line for line in secrets_of(name) if line in shown]
    assert not [line for other in NAMES for line in secrets_of(other) if line in shown]


@pytest.fixture(scope="module")
def pages():
    """``{file of the built book: its text, and its text without tags}``."""
    files = (ROOT / "_build" / "html").rglob("*")
    texts = {p: p.read_text("utf8") for p in files if p.suffix in {".html", ".js", ".txt", ".ipynb", ".md"}}
    return {page: (text, html.unescape(re.sub(r"<[^>]+>", "", text))) for page, text in texts.items()}


@pytest.mark.book
@pytest.mark.parametrize("name", NAMES)
def test_the_book_shows_the_public_tests_of_an_assignment_and_no_secret(name, pages):
    _, shown = pages[ROOT / "_build" / "html" / "exercises" / name / f"{name}.html"]
    public = [line for cell in release(name).cells if is_test(cell) for line in cell.source.splitlines()]
    lost = [line for line in public if len(line) >= TELLING and line not in shown]
    assert lost == [], "what may be seen is found"
    hidden = secrets_of(name)
    for page, (text, plain) in pages.items():
        assert [line for line in hidden if line in text or line in plain] == [], page


@pytest.mark.parametrize("name", NAMES)
def test_cell_ids_are_the_grade_ids_else_numbers(name):
    for number, cell in enumerate(release(name).cells):
        assert cell.id == cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{number:02d}")


@pytest.mark.parametrize("name", NAMES)
def test_stubs_keep_signature_and_docstring_and_raise(name):
    stubs = [
        cell
        for cell in release(name).cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")
    ]
    assert len(stubs) >= 3
    for cell in stubs:
        *imports, stub = ast.parse(cell.source).body
        assert not imports, "a stub is one function or class; imports stand in the setup cell"
        assert isinstance(stub, ast.FunctionDef | ast.ClassDef)
        assert stub.name.lower().replace("_", "") == cell.id.replace("_", "")
        assert ast.get_docstring(stub)
        ends = [node.body[-1] for node in ast.walk(stub) if isinstance(node, ast.FunctionDef)]
        assert ends
        assert {ast.unparse(end) for end in ends} == {"raise NotImplementedError()"}, cell.source
        assert cell.source.count("# YOUR CODE HERE") == len(ends)


@pytest.mark.parametrize("name", NAMES)
def test_a_hidden_cell_shows_its_title_only(name):
    cells = [cell for cell in release(name).cells if is_test(cell) and not cell.id.endswith("_visible")]
    assert cells
    assert all(re.fullmatch(r"# Hidden test: [^\n]+", cell.source) for cell in cells)


@pytest.mark.parametrize("name", NAMES)
def test_points_in_the_overview_table_are_the_graded_ones(name):
    rows = re.findall(
        r"^\| \d+ \| (?:`(\w+)`|a written answer).* \| (\d+) \| \d+ \|$", source(name).cells[0].source, re.M
    )
    graded = points(source(name))
    assert [int(number) for _, number in rows] == list(graded.values())
    assert [task for task, _ in rows if task] == list(graded)[:-1]


@pytest.mark.parametrize("name", NAMES)
def test_every_section_that_is_named_exists_in_the_chapter(name):
    """A chapter that is not written yet is named all the same; its sections are checked from the day it is."""
    text = " ".join((ROOT / "solutions" / name / f"{name}.py").read_text("utf8").replace("\n# ", " ").split())
    named = re.findall(
        r"""chapter (\d+)(?:\]\(\.\./\.\./book/\w+\.md\))?, ("[^"]+"(?:(?:,| and) "[^"]+")*)""",
        text.replace(r"\'", "'"),
    )
    sections = {
        (int(chapter), title) for chapter, group in named for title in re.findall(r'"([^"]+)"', group)
    }
    assert len({title for chapter, title in sections if chapter == int(name[:2])}) >= 3
    written = headings()
    assert {(n, title) for n, title in sections if n in written and title not in written[n]} == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_head_and_each_task_link_to_the_chapter_once_it_is_written(name):
    chapter, link = int(name[:2]), f"](../../book/{name}.md)"
    heads = [
        " ".join(cell.source.split())
        for number, cell in enumerate(release(name).cells)
        if cell.cell_type == "markdown" and (number == 0 or cell.source.startswith("## Task "))
    ]
    assert len(heads) == len(points(source(name))) + 1
    exists = (ROOT / "book" / f"{name}.md").is_file()
    for head in heads:
        assert f"chapter {chapter}" in head
        assert (link in head) == exists, (
            f"chapter {chapter} is {'' if exists else 'not '}written: {head[:60]}"
        )


def headings():
    """Return ``{number: its headings}`` of the chapters that are written."""
    chapters = (ROOT / "book").glob("[0-9][0-9]_*.md")
    return {int(p.name[:2]): set(re.findall(r"^##+ (.+)$", p.read_text("utf8"), re.M)) for p in chapters}


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_files_of_the_repository(name):
    folder = ROOT / "exercises" / name
    links = {link for cell in release(name).cells for link in re.findall(r"\]\(([^)\s]+)\)", cell.source)}
    assert all((folder / link).resolve().is_file() for link in links), links


@pytest.mark.parametrize("name", NAMES)
def test_metadata_is_what_the_source_names_and_nbgrader_adds(name):
    assert release(name).metadata == {"kernelspec": exercises.KERNEL}
    for cell in release(name).cells:
        assert set(cell.metadata) <= {"nbgrader", "autograder", "deletable", "editable"}, json.dumps(
            cell.metadata
        )


@pytest.mark.parametrize("name", NAMES)
def test_lines_of_the_source_fit_the_editor(name):
    """Header lines and table rows cannot be broken; the rest keeps the repository's length."""
    lines = (ROOT / "solutions" / name / f"{name}.py").read_text("utf8").splitlines()
    assert not [line for line in lines if len(line) > 110 and not line.startswith(("# %%", "# |"))]


@pytest.mark.parametrize("name", NAMES)
def test_a_message_to_a_student_fits_the_width_that_validate_shows(name):
    """`nbgrader validate` cuts what is longer; a hint that is cut helps nobody."""
    names: dict = {}
    exec(next(cell.source for cell in source(name).cells if cell.id == "setup"), names)
    with pytest.raises(AssertionError) as said:
        names["assert_matches"]([1, 2], [1, 3], "word " * 40, "a section", [([1, 2], "a long thought " * 20)])
    assert max(map(len, str(said.value).splitlines())) <= 78
