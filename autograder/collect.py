"""Tell from the name of a downloaded file whose it is: the plugin behind ``nbgrader zip_collect``, Canvas and Moodle.

Canvas:  ``okoroamari_12345_678910_ps1.ipynb``, ``okoroamari_LATE_12345_678910_ps1-1.ipynb``
Moodle:  ``Amari Okoro_123456_assignsubmission_file_/ps1.ipynb``, or in one name
"""

from __future__ import annotations

import os
import re
from typing import Any

from nbgrader.plugins import FileNameCollectorPlugin

# The first part that fits counts: what follows it (folders in a zip, the file's own name) was chosen by the student.
INSIDE = r"(?:[^/]*/)*"
PATTERNS = [
    re.compile(
        rf"(?:.*?/)??[^/]+?_(?P<student_id>\d+)_assignsubmission_file_?/?{INSIDE}(?P<file_id>[^/]+)\.ipynb"
    ),
    re.compile(
        rf"(?:.*?/)??[^/_]+_(?:LATE_)?(?P<student_id>\d+)_\d+_{INSIDE}(?P<file_id>[^/]+?)(?:-\d+)?\.ipynb"
    ),
]


class LmsNames(FileNameCollectorPlugin):
    """Reads the names that Canvas and Moodle give; ``named_regexp``, where it is set, comes first."""

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return whose file this is and the name of the notebook, or None for a file that is no notebook."""
        if self.named_regexp or os.path.splitext(submitted_file)[1] not in self.valid_ext:
            return super().collect(submitted_file)
        app: Any = self.parent
        extracted = (
            app._format_collect_path(app.extracted_directory) if hasattr(app, "_format_collect_path") else "/"
        )
        path = os.path.relpath(submitted_file, extracted).replace(os.sep, "/")
        matches = (match for pattern in PATTERNS if (match := pattern.fullmatch(path)))
        found = min(matches, key=lambda match: match.start("student_id"), default=None)
        if found is None:
            self.log.warning("%s: expected a name as Canvas or Moodle give it", path)
        return found.groupdict() if found else None
