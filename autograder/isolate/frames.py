"""Frames: one JSON text and some raw buffers over a socket, with caps and a deadline. No pickle, no code.

The other end may be hostile. Whatever it sends, ``receive`` returns parsed JSON with byte strings, or raises ``Gone``,
``Forged`` or ``TimeoutError``. What the JSON means is for the reader to check.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

MARK = b"AG1\n"
HEAD = struct.Struct("<4sII")  # mark, bytes of JSON, number of buffers
SIZE = struct.Struct("<Q")
MAX_JSON = 32 << 20
MAX_BUFFERS = 10_000
MAX_BYTES = 256 << 20  # of all buffers together


class Gone(Exception):
    """The other end has closed the socket or died."""


class Forged(Exception):
    """What came is not what an honest other end would send; the message says why."""


def send(
    sock: socket.socket, tree: Any, buffers: Any = (), fds: Any = (), deadline: float | None = None
) -> None:
    """Send one frame, and open files with it; ``deadline`` is a time of ``time.monotonic``."""
    text = json.dumps(tree, separators=(",", ":")).encode()
    if len(text) > MAX_JSON or len(buffers) > MAX_BUFFERS or sum(map(len, buffers)) > MAX_BYTES:
        raise ValueError(f"expected at most {MAX_JSON >> 20} MB of text and {MAX_BYTES >> 20} MB of arrays")
    sizes = b"".join(SIZE.pack(len(buffer)) for buffer in buffers)
    frame = b"".join([HEAD.pack(MARK, len(text), len(buffers)), sizes, text, *buffers])
    try:
        if fds:
            socket.send_fds(sock, [frame[:1]], list(fds))
            frame = frame[1:]
        sock.settimeout(left(deadline))
        sock.sendall(frame)
    except (BrokenPipeError, ConnectionError):
        raise Gone("the other end is gone") from None


def receive(
    sock: socket.socket, deadline: float | None = None, max_json: int = MAX_JSON, max_bytes: int = MAX_BYTES
) -> tuple[Any, list[bytes]]:
    """Return the next frame; open files that come with it are dropped."""
    return rest(sock, b"", deadline, max_json, max_bytes)


def receive_with_files(sock: socket.socket) -> tuple[Any, list[bytes], list[int]]:
    """Return the next frame from a trusted other end, and the open files that came with it."""
    sock.settimeout(None)
    first, fds, _, _ = socket.recv_fds(sock, 1, 2)
    if not first:
        raise Gone("the other end is gone")
    return *rest(sock, first, None), list(fds)


def rest(
    sock: socket.socket,
    start: bytes,
    deadline: float | None,
    max_json: int = MAX_JSON,
    max_bytes: int = MAX_BYTES,
) -> tuple[Any, list[bytes]]:
    """Return the frame that begins with ``start``."""
    mark, length, count = HEAD.unpack(start + read(sock, HEAD.size - len(start), deadline))
    if mark != MARK or length > max_json or count > MAX_BUFFERS:
        raise Forged("not a frame")
    sizes = [size for (size,) in SIZE.iter_unpack(read(sock, SIZE.size * count, deadline))]
    if sum(sizes) > max_bytes:
        raise Forged(f"more than {max_bytes >> 20} MB of arrays")
    text = read(sock, length, deadline)
    buffers = [read(sock, size, deadline) for size in sizes]
    try:
        return json.loads(text), buffers
    except (ValueError, RecursionError, MemoryError) as error:
        raise Forged(f"not JSON: {type(error).__name__}") from None


def read(sock: socket.socket, count: int, deadline: float | None) -> bytes:
    """Return exactly ``count`` bytes."""
    found = bytearray()
    while len(found) < count:
        sock.settimeout(left(deadline))
        try:
            chunk = sock.recv(
                min(count - len(found), 1 << 20)
            )  # memory for what came, not for what was promised
        except ConnectionError:
            chunk = b""
        if not chunk:
            raise Gone("the other end is gone")
        found += chunk
    return bytes(found)


def left(deadline: float | None) -> float | None:
    """Return the seconds until ``deadline``; raise ``TimeoutError`` where none are left."""
    if deadline is None:
        return None
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("no time left")
    return seconds
