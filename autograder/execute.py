"""Run the cells of a rebuilt notebook in one Jupyter kernel, and lose no submission to what happens there.

This is the step that isolation will replace. Until then a student's code runs with the rights of the grader.
"""

from __future__ import annotations

from typing import Any

from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import Execute
from traitlets import Bool, Integer

from autograder.output_cap import OutputCap


class RunCells(Execute):
    """nbgrader's own execution with a limit on output, and with an end for kernels that die or will not stop.

    A cell that takes too long is interrupted and costs its question only. The limit of a task may stand in the metadata
    of its released answer cell (``autograder: {timeout: 5}``) and then holds for the test cells after it too.
    """

    iopub_timeout = Integer(10, help="Seconds from an interrupt until the cell must have stopped.").tag(
        config=True
    )
    store_widget_state = Bool(
        False, help="Whether the state of widgets is kept; grading has no use for it."
    ).tag(config=True)
    max_output_bytes = Integer(100_000, help="Text that is kept of one cell's output, in bytes.").tag(
        config=True
    )
    max_image_bytes = Integer(2_000_000, help="Images and the like that are kept of one cell.").tag(
        config=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_trait("timeout_func", lambda cell: self.limits.get(cell.get("id"), self.timeout))
        self.limits: dict[str, float | None] = {}  # seconds, by cell id
        self.stopped = ""  # why no further cell can run
        self.cut: list[str] = []  # cells of which output was left out
        self.cap = OutputCap(self.max_output_bytes, self.max_image_bytes)

    def preprocess(self, nb: NotebookNode, resources: Any = None, km: Any = None) -> tuple[NotebookNode, Any]:
        """Run all cells; what the instructor should know is added to the notebook's notes."""
        self.stopped, self.cut, self.limits = "", [], task_limits(nb.cells, self.timeout)
        nb, resources = super().preprocess(nb, resources, km)
        for cell in nb.cells:
            if is_test(cell) and cell.execution_count is None and not has_error(cell):
                add_error(
                    cell, "NotRun", "this test did not run"
                )  # without an output nbgrader would give full marks
        nb.metadata.setdefault("autograder", {}).setdefault("notes", []).extend(self.remarks(nb.cells))
        return nb, resources

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> tuple[NotebookNode, Any]:
        """Run one cell, or mark it where the kernel is gone."""
        if cell.cell_type != "code":
            return cell, resources
        if self.stopped:
            add_error(cell, "NotRun", f"not run: {self.stopped}")
            return cell, resources
        self.cap = OutputCap(self.max_output_bytes, self.max_image_bytes)
        try:
            super().preprocess_cell(cell, resources, index)
        except DeadKernelError:
            self.stopped = f"Python ended while {name_of(cell, index)} was running"
            add_error(cell, "KernelDied", self.stopped)
        except CellTimeoutError:
            self.stopped = f"{name_of(cell, index)} could not be stopped after {self._get_timeout(cell)} s"
            add_error(cell, "CellTimeoutError", self.stopped)
            kernel: Any = self.km
            run_sync(kernel.shutdown_kernel)(now=True)
        if self.cap.cut:
            self.cut.append(name_of(cell, index))
        for output in cell.outputs:
            if output.output_type == "error" and output.ename == "CellTimeoutError" and not output.evalue:
                output.evalue = f"stopped after {self._get_timeout(cell)} s"
                output.traceback = [f"CellTimeoutError: {output.evalue}"]
        return cell, resources

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Keep an output as long as the cell has room for it."""
        if not self.cap.admit(msg["msg_type"], msg["content"]):
            return None
        return super().process_message(msg, cell, cell_index)

    def remarks(self, cells: list[NotebookNode]) -> list[str]:
        """Return what the instructor should know about this run."""
        slow = [name_of(cell, at) for at, cell in enumerate(cells) if has_error(cell, "CellTimeoutError")]
        slow = [name for name in slow if not self.stopped.startswith(f"{name} ")]
        found = [f"{self.stopped}; the cells after it did not run"] if self.stopped else []
        found += [f"took too long and was stopped: {', '.join(slow)}"] if slow else []
        found += [f"output was cut: {', '.join(self.cut)}"] if self.cut else []
        return found


def task_limits(cells: list[NotebookNode], default: float | None) -> dict[str, float | None]:
    """Return the seconds that each cell may take, by its id."""
    limits, seconds = {}, default
    for cell in cells:
        if utils.is_solution(cell):
            seconds = cell.metadata.get("autograder", {}).get("timeout", default)
        limits[cell.get("id")] = seconds
    return limits


def is_test(cell: NotebookNode) -> bool:
    """Return whether ``cell`` is a test cell with something to run."""
    return (
        cell.cell_type == "code"
        and utils.is_grade(cell)
        and not utils.is_solution(cell)
        and cell.source.strip()
    )


def has_error(cell: NotebookNode, name: str = "") -> bool:
    """Return whether ``cell`` ended in an error (of this name)."""
    outputs = cell.get("outputs", [])
    return any(output.output_type == "error" and name in ("", output.ename) for output in outputs)


def add_error(cell: NotebookNode, name: str, text: str) -> None:
    """Let ``cell`` end in an error, so that it scores 0 and says why."""
    cell.outputs.append(new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"]))


def name_of(cell: NotebookNode, index: int) -> str:
    """Return how to speak of a cell: by its nbgrader name, or by its place for a student's own."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return f"cell {name}" if name else f"cell {index + 1} (not part of the release)"
