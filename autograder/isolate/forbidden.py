"""Lies in the place of a module that a task forbids: sandbox.py binds it there."""

from autograder.isolate.forbid import message

raise ModuleNotFoundError(message(__name__), name=__name__)
