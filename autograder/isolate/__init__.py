"""Isolated grading; ``runner.py`` is the way in. Nothing is imported here: a sandbox loads only what it needs."""
