"""The release is what the sources give, and holds nothing that a student must not have."""

import html
import json
import re
import shutil

import pytest

from tools import exercises
from tools.exercise_rules import HIDDEN, SOLUTION, TELLING, is_test, points

from .support.sources import NAMES, ROOT, release, source


def secret_lines():
    """Return the lines of solutions and hidden tests, of all assignments, that are long enough to tell."""
    texts = [path.read_text("utf8") for path in (ROOT / "solutions").glob("*/*.py")]
    regions = [region for text in texts for mark in (HIDDEN, SOLUTION) for region in mark.findall(text)]
    regions += [
        answer
        for text in texts
        for answer in re.findall(r"^# ### BEGIN SOLUTION\n(.*?)# ### END", text, re.M | re.S)
    ]
    lines = {line.removeprefix("# ").strip() for region in regions for line in region.splitlines()}
    return {line for line in lines if len(line) >= TELLING}


def test_there_are_secrets_to_look_for():
    lines = secret_lines()
    assert len(lines) > 200
    assert any("Gradient descent" in line for line in lines), "model answers in text too"


def test_committed_release_is_what_the_sources_give():
    assert exercises.differences() == []


def test_two_generations_are_byte_identical(tmp_path):
    both = [exercises.generate(ROOT, tmp_path / name) for name in ("first", "second")]
    (source_1, release_1), (source_2, release_2) = both
    assert exercises.contents(source_1) == exercises.contents(source_2)
    assert exercises.contents(release_1) == exercises.contents(release_2)
    assert set(exercises.contents(release_1)) == {f"{name}/{name}.ipynb" for name in NAMES}, (
        "and nothing else"
    )


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


def test_update_writes_what_differs_and_leaves_the_rest_untouched(tmp_path):
    (tmp_path / "solutions").symlink_to(ROOT / "solutions")
    kept = ("_build/source", "exercises")
    assert {path.as_posix() for path in exercises.update(tmp_path)} == {
        f"{k}/{n}" for k in kept for n in NAMES
    }
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.ipynb")}
    leak = tmp_path / "exercises" / NAMES[0] / "solution.py"
    leak.write_text("x")
    assert [path.as_posix() for path in exercises.update(tmp_path)] == [f"exercises/{NAMES[0]}"]
    assert not leak.exists()
    same = [path for path in times if path.parent != leak.parent]
    assert len(same) == 2 * len(NAMES) - 1
    assert all(times[path] == path.stat().st_mtime_ns for path in same)


def test_check_command_passes_here_and_shows_the_edit_elsewhere(tmp_path, capsys):
    assert exercises.main(["--check"]) == 0
    (tmp_path / "solutions").symlink_to(ROOT / "solutions")
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    edited = tmp_path / "exercises" / NAMES[0] / f"{NAMES[0]}.ipynb"
    edited.write_text(edited.read_text("utf8").replace("moving_average", "rolling_mean", 1), "utf8")
    assert exercises.main(["--check"], tmp_path) == 1
    said = capsys.readouterr().out
    assert "rolling_mean" in said
    assert "run `make exercises`" in said


@pytest.mark.parametrize("name", NAMES)
def test_release_holds_no_output_and_no_secret(name):
    text = (ROOT / "exercises" / name / f"{name}.ipynb").read_text("utf8")
    assert "BEGIN" not in text
    assert not [cell.id for cell in release(name).cells if cell.get("outputs") or cell.get("execution_count")]
    shown = "\n".join(cell.source for cell in release(name).cells)
    assert not [line for line in secret_lines() if line in shown]


@pytest.mark.book
def test_no_page_of_the_book_holds_a_secret():
    pages = (ROOT / "_build" / "html").rglob("*")
    texts = {
        page: page.read_text("utf8")
        for page in pages
        if page.suffix in {".html", ".js", ".txt", ".ipynb", ".md"}
    }
    plain = {page: html.unescape(re.sub(r"<[^>]+>", "", text)) for page, text in texts.items()}
    for name in NAMES:
        shown = plain[ROOT / "_build" / "html" / "exercises" / name / f"{name}.html"]
        public = [line for cell in release(name).cells if is_test(cell) for line in cell.source.splitlines()]
        assert [line for line in public if len(line) >= TELLING and line not in shown] == [], (
            "what may be seen is found"
        )
    for page in texts:
        assert [line for line in secret_lines() if line in texts[page] or line in plain[page]] == [], page


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
        assert re.fullmatch(
            rf'def {cell.id}\(.*\):\n    """.+"""\n+    # YOUR CODE HERE\n    raise NotImplementedError\(\)',
            cell.source,
        ), cell.source


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
    headings = set(re.findall(r"^##+ (.+)$", (ROOT / "book" / f"{name}.md").read_text("utf8"), re.M))
    text = " ".join((ROOT / "solutions" / name / f"{name}.py").read_text("utf8").replace("\n# ", " ").split())
    chapter = int(name[:2])
    named = re.findall(
        rf"""chapter {chapter}(?:\]\(\.\./\.\./book/{name}\.md\))?, ("[^"]+"(?:(?:,| and) "[^"]+")*)""",
        text.replace(r"\'", "'"),
    )
    sections = {section for group in named for section in re.findall(r'"([^"]+)"', group)}
    assert len(sections) >= 3
    assert sections <= headings


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_files_of_the_repository(name):
    folder = ROOT / "exercises" / name
    links = {link for cell in release(name).cells for link in re.findall(r"\]\(([^)\s]+)\)", cell.source)}
    assert links
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


def test_all_assignments_have_the_same_setup_cell():
    """It is repeated in each, so that a notebook stands alone; the copies must not drift."""
    texts = {cell.source for name in NAMES for cell in source(name).cells if cell.id == "setup"}
    assert len(texts) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_message_to_a_student_fits_the_width_that_validate_shows(name):
    """`nbgrader validate` cuts what is longer; a hint that is cut helps nobody."""
    names: dict = {}
    exec(next(cell.source for cell in source(name).cells if cell.id == "setup"), names)
    with pytest.raises(AssertionError) as said:
        names["assert_matches"]([1, 2], [1, 3], "word " * 40, "a section", [([1, 2], "a long thought " * 20)])
    assert max(map(len, str(said.value).splitlines())) <= 78
