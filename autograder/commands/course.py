"""The nbgrader course in which a command was started."""

from __future__ import annotations

from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGrader, NbGraderAPI


class Course:
    """Configuration, folders, gradebook and commands of a course, as nbgrader itself finds them."""

    def __init__(self) -> None:
        app = NbGrader()
        app.initialize([])
        self.config: Any = app.config
        self.dir: Any = app.coursedir
        self.api = NbGraderAPI(coursedir=self.dir, config=self.config)

    def gradebook(self) -> Any:
        """Return the gradebook, opened; use it in a ``with``."""
        return Gradebook(self.dir.db_url, self.dir.course_id)

    def assignment(self, gradebook: Any, name: str) -> Any:
        """Return an assignment, or end with the names there are."""
        try:
            return gradebook.find_assignment(name)
        except MissingEntry:
            known = ", ".join(assignment.name for assignment in gradebook.assignments) or "none"
            raise SystemExit(f"expected an assignment of this course ({known}), got {name}") from None

    def succeed(self, result: dict[str, Any], command: str) -> None:
        """End with the log of an nbgrader command that failed."""
        if not result["success"]:
            raise SystemExit(f"{command} failed:\n{result.get('log', '')}\n{result.get('error', '')}")
