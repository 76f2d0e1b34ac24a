"""Take the ending from files that a browser would run: formgrader serves what stands beside an autograded notebook."""

from __future__ import annotations

import mimetypes
from itertools import count
from pathlib import Path

INERT = """
    image/png image/jpeg image/gif image/webp image/bmp image/tiff
    text/plain text/csv text/tab-separated-values text/markdown text/x-python
    application/json application/pdf application/zip application/gzip application/x-tar application/octet-stream
    application/yaml application/toml application/x-hdf application/x-hdf5 application/x-sqlite3
"""


def disarm(folder: Path) -> list[str]:
    """Rename each file of a type that could act to ``NAME.txt``; return the names that were changed."""
    changed = []
    for path in sorted(folder.rglob("*")):
        if path.suffix != ".ipynb" and path.is_file() and not path.is_symlink() and could_act(path.name):
            names = (f"{path.name}{'_' * number}.txt" for number in count())
            free = next(new for new in map(path.with_name, names) if not new.exists())
            path.rename(free)
            changed.append(path.name)
    return changed


def could_act(name: str) -> bool:
    """Return whether a browser may run a file of this name. Without a known type it is only offered for download."""
    kind, encoding = mimetypes.guess_type(name)
    if kind is None or encoding is not None or kind.startswith(("audio/", "video/")):
        return False
    return kind not in INERT.split()
