"""The commands of ``python -m autograder``, one file each: the docstring is the help, ``run`` does the work."""
