"""Give a student more time for an assignment; without --days and --hours an extension is taken back."""

from __future__ import annotations

import argparse

from nbgrader.api import MissingEntry

from autograder.commands.course import Course


def options(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("assignment")
    parser.add_argument("student")
    parser.add_argument("--days", type=float, default=0)
    parser.add_argument("--hours", type=float, default=0)


def run(chosen: argparse.Namespace) -> int:
    """Enter the extension; it replaces one that was given before."""
    course = Course()
    with course.gradebook() as gradebook:
        assignment = course.assignment(gradebook, chosen.assignment)
        if assignment.duedate is None:
            raise SystemExit(
                f"expected a due date of {assignment.name} to move, got none: set it in formgrader"
            )
        try:
            gradebook.find_student(chosen.student)
        except MissingEntry:
            raise SystemExit(
                f"expected a student of this course, got {chosen.student}: enter them first"
            ) from None
        gradebook.update_or_create_submission(assignment.name, chosen.student)
        gradebook.grant_extension(assignment.name, chosen.student, days=chosen.days, hours=chosen.hours)
        due = gradebook.find_submission(assignment.name, chosen.student).duedate
    print(f"{chosen.student}: {chosen.assignment} is due {due or 'at no time'}")
    if due:
        print(
            f"if it is graded already: python -m autograder regrade {chosen.assignment} --student {chosen.student}"
        )
    return 0
