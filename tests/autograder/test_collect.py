"""Is a file's owner told from its name, as Canvas and Moodle write it, and never from what the student chose?"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from autograder.collect import LmsNames
from tests.autograder.conftest import nbgrader
from tests.autograder.course import NAME, RIGHT, filled, make_course, write

CASES = [
    ("okoroamari_12345_678910_ps1.ipynb", "12345", "ps1"),
    ("okoroamari_LATE_12345_678910_ps1.ipynb", "12345", "ps1"),
    ("okoroamari_12345_678910_ps1-1.ipynb", "12345", "ps1"),
    ("okoroamari_LATE_12345_678910_03_convolution_1d-12.ipynb", "12345", "03_convolution_1d"),
    ("submissions/virtanenmika_777_888_My solution (2).ipynb", "777", "My solution (2)"),
    ("o'brienjo_12_34_ps1.ipynb", "12", "ps1"),
    ("linchen_12_34_work/ps1.ipynb", "12", "ps1"),  # a zip that the student handed in
    ("linchen_12_34_work/evil_999_1_ps1.ipynb", "12", "evil_999_1_ps1"),
    ("linchen_12_34_evil_999_1_ps1.ipynb", "12", "evil_999_1_ps1"),
    ("linchen_12_34_work/X_999_assignsubmission_file_/ps1.ipynb", "12", "ps1"),
    ("Amari Okoro_123456_assignsubmission_file_/ps1.ipynb", "123456", "ps1"),
    ("Amari Okoro_123456_assignsubmission_file/ps1.ipynb", "123456", "ps1"),
    ("Course-Week 3-42/Zoë van der Berg_123456_assignsubmission_file_/ps1.ipynb", "123456", "ps1"),
    ("Amari Okoro_123456_assignsubmission_file_ps1.ipynb", "123456", "ps1"),
    ("Amari Okoro_123456_assignsubmission_file_/work/ps1.ipynb", "123456", "ps1"),
    ("Amari Okoro_123456_assignsubmission_file_/X_999_assignsubmission_file_/ps1.ipynb", "123456", "ps1"),
    ("Amari Okoro_123456_assignsubmission_file_/evil_999_1_ps1.ipynb", "123456", "evil_999_1_ps1"),
]


@pytest.mark.parametrize(("name", "student", "file"), CASES)
def test_the_name_tells_whose_it_is(name: str, student: str, file: str) -> None:
    """Are id and notebook found, and is a second id in the student's part of the name ignored?"""
    assert LmsNames().collect(f"/{name}") == {"student_id": student, "file_id": file}


@pytest.mark.parametrize(
    "name", ["ps1.ipynb", "amari/ps1.ipynb", "okoroamari_12345_678910_ps1.pdf", "a_1_b.ipynb"]
)
def test_other_names_are_left_out(name: str) -> None:
    """Is a file of which nobody can tell whose it is not given to someone?"""
    assert LmsNames().collect(f"/{name}") is None


@pytest.mark.grading
def test_zip_collect_sorts_a_download_of_each(tmp_path: Path) -> None:
    """Does the stock command put both kinds of download where grading looks for them?"""
    root = make_course(tmp_path / "course_1_2_x")
    nbgrader(root, "generate_assignment", NAME)
    archive = root / "grading" / "downloaded" / NAME / "archive"
    names = ["okoroamari_LATE_12345_678910_ps1-1.ipynb", "Zoë Berg_77_assignsubmission_file_/ps1.ipynb"]
    archive.mkdir(parents=True)
    for number, name in enumerate(names):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as packed:
            packed.writestr(name, write(filled(RIGHT), tmp_path / "x.ipynb").read_bytes())
        (archive / f"submissions-{number}.zip").write_bytes(content.getvalue())
    nbgrader(root, "zip_collect", NAME)
    submitted = root / "grading" / "submitted"
    found = {path.relative_to(submitted) for path in submitted.rglob("*.ipynb")}
    assert found == {Path("12345", NAME, f"{NAME}.ipynb"), Path("77", NAME, f"{NAME}.ipynb")}
