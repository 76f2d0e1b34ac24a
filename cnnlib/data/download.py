"""Download one file, whole or not at all."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

CHUNK = 1 << 16
SECONDS_OF_SILENCE = 20.0


def fetch(url: str, target: Path, check: Callable[[Path], object]) -> Path:
    """Download ``url`` to ``target`` with a progress bar and return ``target``.

    ``check`` sees the complete download under another name and raises where it is wrong. Only then does the file get
    its name, so that ``target`` is always whole. Whatever goes wrong, an interrupt from the keyboard included,
    nothing is left behind. Raises OSError (no network, no such file, disk full), HTTPException, or what ``check``
    raises.
    """
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with urlopen(url, timeout=SECONDS_OF_SILENCE) as response, part.open("wb") as file:
            total, done = int(response.headers.get("Content-Length") or 0), 0
            while chunk := response.read(CHUNK):
                file.write(chunk)
                show_progress(target.name, done, done + len(chunk), total)
                done += len(chunk)
        check(part)
        return part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def show_progress(name: str, before: int, done: int, total: int) -> None:
    """Redraw the bar on stderr each time a twentieth of the file has come; without a known size only at the start."""
    step = 20 * done // total if total else 0
    if before and step == (20 * before // total if total else 0):
        return
    size = f"{total / 1e6:.1f} MB" if total else "size unknown"
    bar = f"[{'#' * step}{'.' * (20 - step)}]"
    print(f"\r{name} {bar} {size}", end="\n" if done == total else "", file=sys.stderr, flush=True)
