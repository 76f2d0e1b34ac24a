"""Is every file that a student can hand in either read as a notebook, or refused in one line?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reading import Cell, Unreadable, cells_of, clean, decode, parse, read_notebook
from tests.autograder.course import release, write

ONE = {"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 'é'", "metadata": {}}]}
OLD = {
    "nbformat": 3,
    "nbformat_minor": 0,
    "metadata": {},
    "worksheets": [
        {"cells": [{"cell_type": "code", "input": ["a = 1\n", "b"], "language": "python", "outputs": []}]}
    ],
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_encodings_are_told_apart(encoding: str, tmp_path: Path) -> None:
    """Is a file with a byte order mark the same notebook as one without?"""
    raw = json.dumps(ONE, ensure_ascii=False).encode(encoding)
    if encoding == "utf-16-le":
        raw = b"\xff\xfe" + raw
    cells, notes = read_notebook(write(raw, tmp_path / "a.ipynb"))
    assert cells == [Cell("code", "x = 'é'")]
    assert notes == []


def test_latin_1_is_read_with_a_note() -> None:
    """Is an old editor's file read, and the guess mentioned?"""
    text, notes = decode("é = 1".encode("latin-1"))
    assert text == "é = 1"
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "cut off"),
        (json.dumps(ONE).encode()[:-1], "cut off"),
        (json.dumps(ONE).encode()[:40], "cut off"),
        (b"<html></html>", "not valid JSON"),
        (b"[1, 2]", "a list and not an object"),
        (b"{}", "no list of cells"),
        (b'{"nbformat": 3}', "cannot be converted"),
        (b'{"nbformat": 3, "worksheets": 7}', "cannot be converted"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"cells": [], "x": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b"\xff\xfe\x00", "begins as utf-16"),
        (json.dumps({"cells": [{}] * 2001}).encode(), "2,001 cells"),
        (json.dumps({"cells": [{"source": "x" * 1_000_001}]}).encode(), "1,000,001 characters"),
    ],
)
def test_what_is_no_notebook_is_refused_in_one_line(content: bytes, reason: str, tmp_path: Path) -> None:
    """Does the reason say what is wrong?"""
    with pytest.raises(Unreadable, match=reason) as error:
        read_notebook(write(content, tmp_path / "a.ipynb"))
    assert "\n" not in str(error.value)


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    """Does the size alone decide?"""
    path = write(b"x" * 2_000_000, tmp_path / "a.ipynb")
    path.chmod(0)
    with pytest.raises(Unreadable, match="has 2 MB, the limit is 1 MB"):
        read_notebook(path, max_bytes=1_000_000)


@pytest.mark.parametrize(("make", "kind"), [(os.mkfifo, "named pipe"), (os.mkdir, "folder")])
def test_only_plain_files_are_read(make, kind: str, tmp_path: Path) -> None:
    """Would a named pipe block the class for ever?"""
    make(tmp_path / "a.ipynb")
    with pytest.raises(Unreadable, match=kind):
        read_notebook(tmp_path / "a.ipynb")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Can a student hand in another student's file?"""
    write(json.dumps(ONE), tmp_path / "other.ipynb")
    (tmp_path / "a.ipynb").symlink_to(tmp_path / "other.ipynb")
    with pytest.raises(Unreadable, match="a link"):
        read_notebook(tmp_path / "a.ipynb")


def test_an_old_format_is_upgraded() -> None:
    """Is a notebook of format 3 read?"""
    cells, skipped = cells_of(parse(json.dumps(OLD)))
    assert [(cell.kind, cell.text) for cell in cells] == [("code", "a = 1\nb")]
    assert skipped == 0


def test_what_is_not_a_cell_is_left_out_and_counted() -> None:
    """Do odd entries leave the good ones alone?"""
    odd = [None, 3, [], {}, {"source": 5}, {"source": ["a", 1]}]
    cells, skipped = cells_of(
        {"cells": [*odd, {"cell_type": "weird", "source": ["a\r\n", "b"], "id": 7, "metadata": 1}]}
    )
    assert cells == [Cell("raw", "a\nb")]
    assert skipped == len(odd)


def test_names_are_kept_only_where_they_are_text() -> None:
    """Does odd metadata do no harm?"""
    shapes = [
        {},
        {"nbgrader": {}},
        {"nbgrader": "x"},
        {"nbgrader": {"grade_id": ["x"]}},
        {"nbgrader": {"grade_id": "x"}},
    ]
    cells, _ = cells_of({"cells": [{"source": "", "metadata": shape} for shape in shapes]})
    assert [cell.grade_id for cell in cells] == [None, None, None, None, "x"]


def test_only_images_are_kept_of_attachments() -> None:
    """Is a pasted photo kept, and a drawing that can hold a script not?"""
    files = {"a.png": {"image/png": "AAAA"}, "b.svg": {"image/svg+xml": "<svg/>"}, "c": 1}
    cells, _ = cells_of({"cells": [{"cell_type": "markdown", "source": "", "attachments": files}]})
    assert cells[0].attachments == {"a.png": {"image/png": "AAAA"}}


def test_text_that_cannot_be_written_is_replaced() -> None:
    """Is a lone surrogate kept from stopping the run when the notebook is written?"""
    assert clean("a\ud800b").encode("utf-8") == b"a?b"


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=300), st.integers(0, 2000))
def test_any_bytes_are_read_or_refused(noise: bytes, at: int) -> None:
    """Does damage anywhere in a file ever raise anything but Unreadable?"""
    raw, reasons = json.dumps(release()).encode(), []
    for damaged in (noise, raw[:at] + noise + raw[at + len(noise) :]):
        try:
            text, _ = decode(damaged)
            cells_of(parse(text))
        except Unreadable as error:
            reasons.append(str(error))
    assert all(len(reason.splitlines()) == 1 for reason in reasons)


@settings(deadline=None)  # the machine may be busy
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda deeper: (
            st.lists(deeper, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "cells",
                        "metadata",
                        "source",
                        "cell_type",
                        "nbgrader",
                        "grade_id",
                        "nbformat",
                        "worksheets",
                        "attachments",
                    ]
                ),
                deeper,
                max_size=5,
            )
        ),
        max_leaves=30,
    )
)
def test_any_json_is_read_or_refused(data: object) -> None:
    """Does an odd shape at any level ever raise anything but Unreadable?"""
    try:
        cells, _ = cells_of(parse(json.dumps(data)))
    except Unreadable:
        return
    assert all(isinstance(cell.text, str) for cell in cells)
