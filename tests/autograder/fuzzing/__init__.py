"""Fuzzing of all that reads what a student wrote: strategies that make it, claims that must hold for it."""
