"""nbgrader's gradebook, opened once: nbgrader opens and closes it nine times for each submission.

All that is written of a submission becomes one transaction, so a grader that is killed leaves no half of it.
"""

from __future__ import annotations

from nbgrader.api import Gradebook
from sqlalchemy import text
from sqlalchemy.orm import Session, scoped_session, sessionmaker

INDEXES = (  # nbgrader declares none for these, and looks each submission's rows up by them
    ("base_cell", "notebook_id"),
    ("comment", "notebook_id"),
    ("grade", "notebook_id"),
    ("student", "id, first_name, last_name, email, lms_user_id"),  # else each is compared with each score
    ("submitted_assignment", "student_id"),
    ("submitted_notebook", "assignment_id"),
)


def tune(gradebook: Gradebook) -> None:
    """Let the gradebook find what belongs to a submission without reading all of it, and know how large it is."""
    with gradebook.engine.begin() as connection:
        for table, columns in INDEXES:
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS autograder_{table} ON {table} ({columns})"))
        connection.execute(text("ANALYZE"))


class OneTransaction(Session):
    """A session in which what is committed can be read by itself, and by others after ``settle``."""

    def commit(self) -> None:
        """Do all that a commit does, but the end of the transaction."""
        self.flush()
        self.expire_all()

    def settle(self) -> None:
        """End the transaction."""
        super().commit()


class OpenGradebook(Gradebook):
    """A gradebook that stays open when nbgrader closes it."""

    def __init__(self, db_url: str, course_id: str) -> None:
        super().__init__(db_url, course_id)
        self.db.remove()
        self.db = scoped_session(
            sessionmaker(class_=OneTransaction, autoflush=True, bind=self.engine, future=True)
        )

    def close(self) -> None:
        """Stay open; what was read is read anew."""
        self.db().commit()

    def settle(self) -> None:
        """Make what was written since the last time the gradebook's, all of it at once."""
        self.db().settle()
        self.db.remove()

    def forget(self) -> None:
        """Take back what was written since the last time."""
        self.db.remove()
