"""A process that runs stock nbgrader in the current folder, one assignment for each line of its input.

The commands are nbgrader's own, called through its API: loading nbgrader and making a gradebook take longer than
grading a few notebooks, so that all assignments share one process. Nothing of the course or its grader is imported
here; kernels.py only starts the stock kernels sooner.
"""

import json
import logging
import os
import sys

import kernels  # beside this file, which is run as a script
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config


def main() -> None:
    """Generate and autograde each assignment that is asked for; answer with a line of JSON, "" or what went wrong."""
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    config = Config({"CourseDirectory": {"course_id": "proof", "root": os.getcwd()}})
    kernels.use_in_jupyter()
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what nbgrader prints is no answer
    for line in sys.stdin:
        done = api.generate_assignment(line.strip())
        if done["success"]:
            done = api.autograde(line.strip(), "*")
        failed = "" if done["success"] else f"{done.get('log', '')}{done['error']}"
        print(json.dumps(failed), file=answers, flush=True)


if __name__ == "__main__":
    main()
