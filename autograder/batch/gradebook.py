"""nbgrader's gradebook, opened once: nbgrader opens and closes it nine times for each submission.

All that is written of a submission becomes one transaction, so a grader that is killed leaves no half of it.
"""

from __future__ import annotations

import sys
from types import FunctionType
from typing import Any

from nbgrader.api import Gradebook
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from traitlets.utils.importstring import import_item


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


def over(gradebook: OpenGradebook, steps: list[Any]) -> list[Any]:
    """Return nbgrader's steps; those that open a gradebook get this one."""
    types = [import_item(step) if isinstance(step, str) else step for step in steps]
    return [bound(gradebook, step) for step in types]


def bound(gradebook: OpenGradebook, step: type) -> type:
    """Return a subclass of ``step`` with the same code, in which the name ``Gradebook`` opens ``gradebook``.

    nbgrader names the class in its methods and takes no object. So its modules stay as they are, and the methods are
    made a second time, with another meaning of that one name.
    """
    meaning = vars(sys.modules[step.__module__])
    if meaning.get("Gradebook") is not Gradebook:
        return step
    names = {**meaning, "Gradebook": lambda *_: gradebook}
    methods = {
        name: FunctionType(one.__code__, names, name, one.__defaults__, one.__closure__)
        for name, one in vars(step).items()
        if isinstance(one, FunctionType) and "Gradebook" in one.__code__.co_names
    }
    return type(step)(step.__name__, (step,), {**methods, "__module__": step.__module__})
