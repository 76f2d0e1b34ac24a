"""The report at the end of `make course`."""

import pytest

from tools.report import report


def course(root):
    for name, text in {
        "_build/html/index.html": "",
        "grading/table.txt": "student  03_a\nada      30/30\n",
        "exercises/03_a/03_a.ipynb": "{}",
    }.items():
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text)


def test_names_the_book_the_exercises_the_grades_and_the_next_commands(tmp_path):
    course(tmp_path)
    text = report(tmp_path)
    for part in (
        "_build/html/index.html",
        "exercises/03_a/03_a.ipynb",
        "ada      30/30",
        "make serve",
        "make lab",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("part", "target"), [("_build/html/index.html", "make book"), ("grading/table.txt", "make class")]
)
def test_says_what_to_run_where_a_part_is_missing(tmp_path, part, target):
    course(tmp_path)
    (tmp_path / part).unlink()
    with pytest.raises(FileNotFoundError, match=target):
        report(tmp_path)
