"""Does one line change what it must, and nothing else?"""

from __future__ import annotations

import json

from nbgrader.converters import Autograde, GenerateFeedback
from traitlets.config import Config
from traitlets.utils.importstring import import_item

import autograder


def configured() -> Config:
    """Return a configuration after the one line."""
    c = Config()
    autograder.configure(c)
    return c


def test_only_the_named_steps_are_exchanged() -> None:
    """Are nbgrader's own steps still there, in their order?"""
    steps = [import_item(name) for name in configured().Autograde.autograde_preprocessors]
    stock = Autograde.autograde_preprocessors.default()
    assert [step.__name__ for step in steps if step not in stock] == [
        "RunCells",
        "CleanOutputs",
        "ShowNotes",
        "WarningsKeepMarks",
    ]
    assert [step for step in steps if step in stock] == [step for step in stock if step.__name__ != "Execute"]
    assert "sanitize_preprocessors" not in configured().Autograde
    steps = [import_item(name) for name in configured().GenerateFeedback.preprocessors]
    assert [step for step in steps if step in GenerateFeedback.preprocessors.default()] == (
        GenerateFeedback.preprocessors.default()
    )


def test_marks_are_saved_after_everything_that_changes_them() -> None:
    """Do warnings lose their effect before nbgrader looks?"""
    names = [name.rpartition(".")[2] for name in configured().Autograde.autograde_preprocessors]
    assert names.index("RunCells") < names.index("WarningsKeepMarks") < names.index("SaveAutoGrades")


def test_every_name_can_be_imported_and_shown() -> None:
    """Formgrader prints the configuration as JSON: is there anything in it that is not text?"""
    c = configured()
    json.dumps(c)
    for name in (c.Autograde.exporter_class, c.GenerateFeedback.exporter_class, c.ExportApp.plugin_class):
        assert isinstance(import_item(name), type)


def test_loading_the_file_twice_changes_nothing() -> None:
    """nbgrader loads its configuration more than once: is the result the same?"""
    c = configured()
    once = json.dumps(c)
    autograder.configure(c)
    assert json.dumps(c) == once
