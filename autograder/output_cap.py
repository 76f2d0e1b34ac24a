"""Limit what is kept of one cell's output while it arrives, so that 50 MB of it cost neither memory nor disk."""

from __future__ import annotations

import json
from typing import Any

MAX_OUTPUTS = 200


class OutputCap:
    """The room that one cell has left: bytes of text, bytes of images and the like, and number of outputs."""

    def __init__(self, text_bytes: int, image_bytes: int) -> None:
        self.text, self.images, self.outputs = text_bytes, image_bytes, MAX_OUTPUTS
        self.cut = False

    def admit(self, kind: str, content: dict[str, Any]) -> bool:
        """Shorten one kernel message in place; return whether anything of it is left to keep."""
        if kind == "stream":
            return self.admit_stream(content)
        if kind in ("display_data", "execute_result", "update_display_data"):
            return self.admit_data(content)
        if kind == "error":  # always kept: it decides about points
            content["evalue"] = shorten(content["evalue"], 5_000)
            content["traceback"] = [shorten(line, 10_000) for line in content["traceback"][-20:]]
        return True

    def admit_stream(self, content: dict[str, Any]) -> bool:
        """Keep the beginning of printed text."""
        if self.text <= 0:
            self.cut = True
            return False
        size = len(content["text"].encode("utf8", "replace"))
        if size > self.text:
            kept = content["text"].encode("utf8", "replace")[: self.text].decode("utf8", "ignore")
            content["text"] = f"{kept}\n[output cut here]\n"
            self.cut = True
        self.text -= size
        return True

    def admit_data(self, content: dict[str, Any]) -> bool:
        """Keep what fits of a displayed object; an object of which nothing fits leaves a line of text."""
        self.outputs -= 1
        if self.outputs < 0:
            self.cut = True
            return False
        data = content["data"]
        for mime in sorted(data, key=lambda mime: mime != "text/plain"):
            size = len(data[mime] if isinstance(data[mime], str) else json.dumps(data[mime]))
            room = self.text if mime.startswith("text/") else self.images
            if size > room:
                del data[mime]
                self.cut = True
            elif mime.startswith("text/"):
                self.text -= size
            else:
                self.images -= size
        if not data:
            data["text/plain"] = "[output left out: too long]"
        return True


def shorten(text: str, limit: int) -> str:
    """Return ``text`` with its middle left out where it is longer than ``limit`` characters."""
    return text if len(text) <= limit else f"{text[: limit // 2]} … {text[-limit // 2 :]}"
