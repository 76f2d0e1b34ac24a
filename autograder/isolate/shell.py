"""One IPython shell that runs cells and records what they show, as a Jupyter kernel would, without a kernel."""

from __future__ import annotations

import io
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from autograder.isolate.record import Record

HERE = str(Path(__file__).parent)
WARM_UP = [
    "1 + 1",
    "print('x'); import sys; print('y', file=sys.stderr)",
    "1 +",
    "def f(x):\n    return 1 / x\nf(0)",
    "%time 1",
    "from IPython.display import display\ndisplay([1])",
]


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of student code: what is written goes into the record of the running cell."""

    encoding = "utf-8"  # pyright: ignore[reportAssignmentType]: a plain attribute, as IPython's own stream has

    def __init__(self, name: str) -> None:
        self.name, self.record = name, Record()

    def write(self, text: str) -> int:
        """Record ``text``."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.record.stream(self.name, text)
        return len(text)

    def writable(self) -> bool:
        """Return that this is a stream to write to."""
        return True


class Publisher(DisplayPublisher):
    """Where ``display`` sends things."""

    def publish(self, data: Any, metadata: Any = None, *other: Any, **options: Any) -> None:
        """Record what is displayed; an update replaces what has the same name."""
        name = (options.get("transient") or {}).get("display_id")
        shell_of(self).record.display(data, name, bool(options.get("update")))

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell has shown."""
        shell_of(self).record.clear()


class Hook(DisplayHook):
    """What shows the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """Print no ``Out[1]:``: a notebook shows the number beside the output."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Record the value."""
        shell_of(self).record.result(format_dict, self.prompt_count)

    def finish_displayhook(self) -> None:
        """Print no line end after it."""
        self._is_active = False


class Shell(InteractiveShell):
    """The shell of one process; children forked from it continue with its names."""

    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    record = Record()
    error: BaseException | None = None  # in which the last cell ended
    more_frames: Callable[[BaseException], list[str]] = staticmethod(lambda error: [])

    @classmethod
    def warmed(cls) -> Shell:
        """Return the shell, with everything loaded and used once that a first cell would have to wait for."""
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "neutral"
        config.InteractiveShell.cache_size = 100
        sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
        shell = cls.instance(config=config)
        for source in WARM_UP:
            shell.run(source, 1, Record())
        shell.reset(new_session=True)
        shell.record = Record()
        return shell

    def run(self, source: str, number: int, record: Record) -> Record:
        """Run one cell as ``In[number]``; return the record of what it showed."""
        self.record, self.error, self.execution_count = record, None, number
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, Stream):
                stream.record = record
        self.run_cell(source, store_history=True)
        return record

    def _get_exc_info(self, exc_tuple: Any = None) -> Any:
        """Return the current error without the frames of this package: a student's traceback is about their code."""
        kind, error, trace = super()._get_exc_info(exc_tuple)
        if error is not None:
            self.error, trace = error, without_ours(trace)
        return kind, error, trace

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        """Record an error and its traceback; frames of the student's process go before its last line."""
        stb = [*stb[:-1], *self.more_frames(evalue), *stb[-1:]]
        self.record.error(etype.__name__, text_of(evalue), stb)

    def frames_of(self, error: BaseException) -> list[str]:
        """Return the formatted frames of an error, without its heading and its message."""
        trace = without_ours(error.__traceback__)
        formatted = self.InteractiveTB.structured_traceback(type(error), error, trace)
        return formatted[1:-1] if trace is not None else []


def shell_of(part: Any) -> Shell:
    """Return the shell that a part of IPython belongs to."""
    return part.shell


def without_ours(trace: types.TracebackType | None) -> types.TracebackType | None:
    """Return a traceback without the frames of this package."""
    kept = []
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith(HERE):
            kept.append(trace)
        trace = trace.tb_next
    chain = None
    for part in reversed(kept):
        chain = types.TracebackType(chain, part.tb_frame, part.tb_lasti, part.tb_lineno)
    return chain


def text_of(error: Any) -> str:
    """Return an error's message, whatever its ``__str__`` does."""
    try:
        return str(error)
    except Exception as problem:
        return f"<no message: {type(problem).__name__}>"
