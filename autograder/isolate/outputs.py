"""Records of outputs that come from a hostile process, as outputs of a notebook."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.isolate.frames import Forged
from autograder.isolate.record import MAX_PARTS, Record

OURS = ("CellTimeoutError", "KernelDied", "NotRun")  # errors that only the grader may report


def checked(tree: Any, text_bytes: int, image_bytes: int) -> tuple[list[NotebookNode], bool]:
    """Return the outputs that a record from a hostile process stands for, and whether something was cut."""
    record = Record(text_bytes, image_bytes)
    try:
        for output in tree["outputs"][: MAX_PARTS + 20]:
            replay(record, output)
        record.cap.cut = record.cap.cut or bool(tree["cut"])
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise Forged(f"not a record of outputs: {type(error).__name__}") from None
    return [node(output) for output in record.outputs], record.cap.cut


def replay(record: Record, output: dict[str, Any]) -> None:
    """Put one output of a received record into a new one; it takes nothing over that it does not know."""
    kind = output["kind"]
    if kind == "stream":
        record.stream("stderr" if output["name"] == "stderr" else "stdout", clean(output["parts"][0]))
    elif kind == "error":
        name = clean(output["ename"])
        name = f"Their{name}" if name in OURS else name
        record.error(name, clean(output["evalue"]), [clean(part) for part in output["traceback"][:100]])
    else:
        data = {clean(mime)[:100]: cleaned(value) for mime, value in list(output["data"].items())[:20]}
        if kind == "execute_result":
            record.result(data, 0)
        else:
            record.display(data)


def node(output: dict[str, Any]) -> NotebookNode:
    """Return an output as nbformat has it."""
    kind = output["kind"]
    if kind == "stream":
        return new_output("stream", name=output["name"], text="".join(output["parts"]))
    if kind == "error":
        return new_output("error", **{key: output[key] for key in ("ename", "evalue", "traceback")})
    return new_output(kind, data=NotebookNode(output["data"]))


def clean(text: Any) -> str:
    """Return text that can be written as UTF-8."""
    if type(text) is not str:
        raise TypeError("not text")
    return text.encode("utf8", "replace").decode("utf8")


def cleaned(value: Any, depth: int = 0) -> Any:
    """Return a JSON value with clean text."""
    if depth > 20:
        raise ValueError("too deep")
    if isinstance(value, dict):
        return {clean(key): cleaned(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [cleaned(item, depth + 1) for item in value]
    return clean(value) if isinstance(value, str) else value
