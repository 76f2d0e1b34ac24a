"""Intake, execution and feedback for any nbgrader course, behind one line: ``autograder.configure(c)``.

Put it at the end of ``nbgrader_config.py``; every stock command and formgrader's buttons then work through it.
README.md says what each step does and what it promises.
"""

from __future__ import annotations

from typing import Any

INTAKE = "autograder.intake.Intake"
EXECUTE = "autograder.execute.RunCells"  # in isolation, see isolate/
CLEAN = "autograder.safe.clean.CleanOutputs"
WARNINGS = "autograder.stderr.WarningsKeepMarks"
NOTES = "autograder.show_notes.ShowNotes"
FEEDBACK = ["autograder.open_points.OpenPoints", "autograder.feedback.HideTests"]
PAGE = "autograder.feedback_page.FeedbackPage"
EXPORT = "autograder.export.CsvExport"
COLLECT = "autograder.collect.LmsNames"
MARKDOWN = "autograder.safe.page.markdown2html"


def configure(c: Any) -> None:
    """Set the autograder's steps in an nbgrader configuration ``c``; nbgrader's own steps stay around them."""
    from nbgrader.converters import Autograde, GenerateFeedback
    from nbgrader.preprocessors import Execute, GetGrades

    from autograder.safe.page import TEMPLATES

    autograde = _names(Autograde.autograde_preprocessors)
    feedback = _names(GenerateFeedback.preprocessors)

    c.Autograde.exporter_class = INTAKE
    c.Autograde.autograde_preprocessors = _swap(autograde, _name(Execute), [EXECUTE, CLEAN, NOTES, WARNINGS])
    c.GenerateFeedback.preprocessors = _swap(feedback, _name(GetGrades), [_name(GetGrades), *FEEDBACK])
    c.GenerateFeedback.exporter_class = PAGE
    c.ExportApp.plugin_class = EXPORT
    c.ZipCollectApp.collector_plugin = COLLECT
    c.HTMLExporter.filters = {"markdown2html": MARKDOWN}  # in formgrader and in feedback
    c.HTMLExporter.extra_template_basedirs = TEMPLATES


def _name(step: type) -> str:
    """Return the dotted name of a step: formgrader prints the configuration, so it must stay plain text."""
    return f"{step.__module__}.{step.__name__}"


def _names(steps: Any) -> list[str]:
    """Return the dotted names of the steps that a list of nbgrader's has by default."""
    return [_name(step) for step in steps.default()]


def _swap(steps: list[str], old: str, new: list[str]) -> list[str]:
    """Return ``steps`` with ``new`` in the place of ``old``."""
    at = steps.index(old)
    return [*steps[:at], *new, *steps[at + 1 :]]
