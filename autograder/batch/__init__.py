"""Grade a whole class at once: many runners, one writer. ``enter.py`` and ``runners.py`` are its two sides."""
