"""What one cell shows: text, images, values and errors, as plain dicts, cut where it is too much."""

from __future__ import annotations

from typing import Any

from autograder.output_cap import OutputCap

MAX_PARTS = 5_000


class Record:
    """The outputs of one cell, in the order in which they came."""

    def __init__(self, text_bytes: int = 100_000, image_bytes: int = 2_000_000) -> None:
        self.cap = OutputCap(text_bytes, image_bytes)
        self.outputs: list[dict[str, Any]] = []
        self.named: dict[str, dict[str, Any]] = {}

    def stream(self, name: str, text: str) -> None:
        """Add printed text; what follows on the same stream is one output."""
        content = {"name": name, "text": str(text)}
        if text and self.cap.admit("stream", content):
            last = self.outputs[-1] if self.outputs else {}
            if last.get("name") == name:
                last["parts"].append(content["text"])
            else:
                self.add({"kind": "stream", "name": name, "parts": [content["text"]]})

    def display(self, data: Any, name: str | None = None, update: bool = False) -> None:
        """Add what ``display`` got, or put it in the place of what has the same name."""
        content = {"data": plain(data)}
        if not self.cap.admit("display_data", content):
            return
        if update and name in self.named:
            self.named[name]["data"] = content["data"]
            return
        output = {"kind": "display_data", "data": content["data"]}
        self.add(output)
        if name is not None:
            self.named[name] = output

    def result(self, data: Any, count: int) -> None:
        """Add the value of the last expression."""
        content = {"data": plain(data)}
        if self.cap.admit("execute_result", content):
            self.add({"kind": "execute_result", "data": content["data"], "count": count})

    def error(self, name: str, text: str, traceback: list[str]) -> None:
        """Add an error."""
        content = {
            "ename": str(name)[:200],
            "evalue": str(text),
            "traceback": [str(part) for part in traceback],
        }
        self.cap.admit("error", content)
        self.add({"kind": "error", **content})

    def add(self, output: dict[str, Any]) -> None:
        """Keep an output; an error always, others up to a number."""
        if len(self.outputs) < MAX_PARTS or output["kind"] == "error":
            self.outputs.append(output)
        else:
            self.cap.cut = True

    def clear(self) -> None:
        """Forget all, as ``clear_output`` asks."""
        self.outputs, self.named = [], {}

    def tree(self) -> dict[str, Any]:
        """Return the record for a frame."""
        joined = [
            {**output, "parts": ["".join(output["parts"])]} if output["kind"] == "stream" else output
            for output in self.outputs
        ]
        return {"outputs": joined, "cut": self.cap.cut}


def plain(data: Any) -> dict[str, Any]:
    """Return a MIME bundle as JSON has it: text as it is, bytes as base64 text."""
    from base64 import b64encode

    bundle = {}
    for mime, value in dict(data).items():
        if isinstance(value, bytes):
            value = b64encode(value).decode()
        bundle[str(mime)] = value if isinstance(value, str | dict | list) else str(value)
    return bundle
