"""nbgrader's configuration for this repository: its stock commands, run from here, find everything.

Notebooks go _build/source -> exercises -> grading/submitted -> grading/autograded -> grading/feedback.
"""

import os
import sysconfig
from pathlib import Path

c = get_config()  # pyright: ignore[reportUndefinedVariable]: traitlets defines it when it loads this file

ROOT = Path(__file__).resolve().parent
GRADING = ROOT / "grading"
EXCHANGE = GRADING / "exchange"
EXCHANGE.mkdir(parents=True, exist_ok=True)
if EXCHANGE.stat().st_mode & 0o777 != 0o777:
    EXCHANGE.chmod(
        0o777
    )  # nbgrader wants it open to all users of the machine; what lies in it has its own rights

# nbgrader calls `alembic` by its bare name when it makes a gradebook: it must be found without an activated .venv.
if (SCRIPTS := sysconfig.get_path("scripts")) not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([SCRIPTS, os.environ.get("PATH", "")])

c.NbGrader.logfile = str(GRADING / "nbgrader.log")
c.CourseDirectory.course_id = "cnn"
c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.source_directory = "_build/source"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.db_url = f"sqlite:///{GRADING / 'gradebook.db'}"
# What is never copied along: caches, feedback that a student fetched, and Python files, which could hold solutions
# on the way out and shadow a library on the way in.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "__pycache__", "*.pyc", "*.py", "feedback"]

c.Exchange.root = str(EXCHANGE)
c.Exchange.cache = str(GRADING / "cache")  # copies of what was submitted from this machine
c.Exchange.assignment_dir = str(
    GRADING / "student"
)  # where fetch puts assignments and submit takes them from
c.Exchange.timezone = "UTC"

c.ZipCollectApp.downloaded_directory = (
    "grading/downloaded"  # what an LMS gave; private, like all under grading/
)
c.ExportPlugin.to = str(GRADING / "grades.csv")
c.Execute.timeout = 10  # seconds for one cell; the released answer cell of a task may set its own
c.Execute.interrupt_on_timeout = True  # a cell that takes longer costs its question, not the notebook
c.Execute.extra_arguments = [
    "--log-level=ERROR"
]  # the kernels: ipykernel warns about its transport at each start
c.LimitOutput.max_lines = 1000
c.LateSubmissionPlugin.penalty_method = "none"

import autograder  # noqa: E402  after the settings, which it leaves alone

autograder.configure(c)
