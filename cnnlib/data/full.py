"""Find a whole published set on this machine, or download it once.

``full=True`` looks for each file, as published or gzipped, in

1. the set's folder (``mnist``, ``fashion-mnist``) under the data folder: the environment variable ``CNNLIB_DATA``, or
   ``cnnlib`` in the user's cache folder (``XDG_CACHE_HOME``, or ``~/.cache``);
2. the folder of a system package, where there is one;

and downloads it into the first where it is nowhere. Without a network: put the files there by hand. Whatever their
way, the content is held against the published checksum.
"""

import gzip
import hashlib
import os
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnnlib.data.idx import parse_idx


@dataclass(frozen=True)
class FullSet:
    """A published set: where its files may lie, where they can be had, and what they must hold."""

    title: str
    folder: str  # under the data folder
    mirrors: tuple[str, ...]  # each serves NAME.gz
    sha256: dict[str, str]  # name of a file -> SHA-256 of its content, unpacked
    elsewhere: tuple[Path, ...] = ()


def data_folder() -> Path:
    """Return the folder for whole sets; nothing is created.

    >>> from unittest.mock import patch
    >>> with patch.dict(os.environ, {"CNNLIB_DATA": "/srv/data"}):
    ...     data_folder().as_posix()
    '/srv/data'
    """
    if chosen := os.environ.get("CNNLIB_DATA"):
        return Path(chosen).expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cnnlib"


def full_array(source: FullSet, name: str) -> np.ndarray:
    """Return the array in one file of a set, looked for as described above.

    Raises FileNotFoundError where there is no file and no download, ValueError where a file differs from the
    published one.
    """
    path = find(source, name) or download(source, name)
    try:
        return parse_idx(checked_content(path, source.sha256[name]))
    except ValueError as error:
        raise ValueError(f"{source.title}: {path} {error}; delete it and try again") from None


def find(source: FullSet, name: str) -> Path | None:
    """Return the path of one file of a set, or None."""
    folders = (data_folder() / source.folder, *source.elsewhere)
    candidates = (folder / file for folder in folders for file in (name, f"{name}.gz"))
    return next((path for path in candidates if path.is_file()), None)


def download(source: FullSet, name: str) -> Path:
    """Fetch one file of a set from the first mirror that has it; no file is left behind where none has."""
    from http.client import HTTPException  # here, so that `import cnnlib.data` loads no network code

    from cnnlib.data.download import fetch

    folder, reasons = data_folder() / source.folder, []
    folder.mkdir(parents=True, exist_ok=True)
    for mirror in source.mirrors:
        url = f"{mirror}{name}.gz"
        try:
            return fetch(url, folder / f"{name}.gz", lambda path: checked_content(path, source.sha256[name]))
        except (OSError, HTTPException, ValueError) as error:
            reasons.append(f"{url}: {getattr(error, 'reason', None) or error}")
    wanted = ", ".join(f"{file}.gz" for file in source.sha256 if not find(source, file))
    raise FileNotFoundError(
        f"{source.title}: {name} is not on this machine and was not downloaded ({'; '.join(reasons)}); "
        f"put {wanted} into {folder}, or set CNNLIB_DATA to the folder that holds {source.folder}/"
    )


def checked_content(path: Path, sha256: str) -> bytes:
    """Return the content of a file, unpacked if gzipped; ValueError where it is not the published content."""
    packed = path.read_bytes()
    try:
        content = gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"is damaged or cut short ({error})") from None
    if (got := hashlib.sha256(content).hexdigest()) != sha256:
        raise ValueError(f"is not the published file: expected SHA-256 {sha256}, got {got}")
    return content
