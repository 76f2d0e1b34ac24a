"""The hidden tests notice small changes of the solution: the committed results are current, and true."""

import os
import random

import pytest

from tools import mutants
from tools.exercise_rules import is_answer
from tools.exercises import read_source
from tools.mutate import MOST
from tools.mutate import mutants as made_from

from .support.sources import NAMES, source
from .test_exercise_rules import GOOD

SCORE = 0.98


def tasks(name):
    """Return the programming tasks of assignment ``name``."""
    return mutants.tasks(source(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_results_of_every_task_are_committed_and_current(name):
    kept = mutants.recorded(name)
    assert list(kept) == [task.name for task in tasks(name)]
    changed = [task.name for task in tasks(name) if kept[task.name]["hash"] != task.hash]
    assert changed == [], f"run: python -m tools.mutants {name}"


@pytest.mark.parametrize("name", NAMES)
def test_every_survivor_has_a_reason(name):
    open_ones = {
        task: [change for change, reason in kept["survivors"].items() if len(reason) < 10]
        for task, kept in mutants.recorded(name).items()
    }
    assert {task: changes for task, changes in open_ones.items() if changes} == {}


def test_hidden_tests_kill_98_of_100_mutants():
    kept = [result for name in NAMES for result in mutants.recorded(name).values()]
    total, alive = sum(k["mutants"] for k in kept), sum(len(k["survivors"]) for k in kept)
    assert total > 20 * len(kept)
    assert (total - alive) / total >= SCORE, f"{alive} of {total} survive"


def test_two_tasks_at_random_give_the_committed_result():
    seed = os.environ.get("MUTANTS_SEED") or str(random.SystemRandom().randrange(10**6))
    print(f"MUTANTS_SEED={seed} repeats this choice")
    for name, task in random.Random(seed).sample([(n, task) for n in NAMES for task in tasks(n)], 2):
        kept = mutants.recorded(name)[task.name]
        assert mutants.entry(task, mutants.run(task), kept) == kept, f"{name} {task.name}"


def test_a_task_has_many_mutants_and_the_same_ones_each_time():
    for name in NAMES:
        for cell in filter(is_answer, source(name).cells):
            found = made_from(cell.source)
            assert 10 <= len(found) <= MOST, cell.id
            assert found == made_from(cell.source)
            assert len({mutant.source for mutant in found} | {cell.source}) == len(found) + 1
            assert len({mutant.kind for mutant in found}) >= 4, cell.id


def test_a_survivor_is_named_and_a_loop_a_crash_and_a_flood_are_killed():
    weak = GOOD.replace("assert twice(-17.5) == -35.0", "assert twice(2) == 4")
    (task,) = mutants.tasks(read_source(weak))
    (change,) = mutants.run(task).survivors
    assert change.startswith("return 2 * x")
    assert "→ return (2 + x)" in change
    loose = GOOD.replace("return 2 * x", "x = x * 1\n    return 2 * x")
    (task,) = mutants.tasks(read_source(loose))
    result = mutants.run(task)
    assert "x = x * 1 → pass" in result.survivors
    assert "x = x * 1 → x = x * 2" not in result.survivors
    for ending in (
        "while True: pass",
        "import os; os._exit(3)",
        "x = [0] * 10**10",
        "print('x' * 10**7)\n    1/0",
    ):
        assert not mutants.survives(f"def twice(x):\n    {ending}", task, {}, 0.2)
    assert mutants.survives("def twice(x):\n    return x + x", task, {}, 0.2)


def test_a_solution_that_fails_its_hidden_tests_is_refused():
    (task,) = mutants.tasks(read_source(GOOD.replace("return 2 * x", "return 3 * x")))
    with pytest.raises(ValueError, match="twice: expected hidden tests that pass"):
        mutants.run(task)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("return a < b", {"return (a <= b)", "return (a >= b)"}),
        ("return a @ b", {"return (b @ a)"}),
        ("return a if a else b", {"return a if True else b", "return a if False else b"}),
        ("y += a", {"y -= a", "y = a", "pass"}),
        ("return a and b", {"return (a or b)", "return a", "return b"}),
        (
            "return a[1:b]",
            {"return a[:b]", "return a[1:]", "return a[1:b + 1]", "return a[2:b]", "return a[0:b]"},
        ),
        ("return range(a)", {"return range(0, a - 1)", "return range(0 + 1, a)"}),
        ("return f(a, b=b)", {"return f(a)", "return a"}),
        ("return max(a, b)", {"return min(a, b)", "return max(a)", "return a"}),
        ("return -a", {"return a"}),
        ("return True", {"return False"}),
        ("raise ValueError(f'{a + 1}')", {"pass"}),
        ("return (a, b)", {"return (b, a)"}),
        ("h, w = a\n    return h", {"h, w = a\n    return w"}),
    ],
)
def test_each_operator_makes_its_mutants(code, changes):
    head = 'def g(a: int, b: str) -> "x":\n    """Return 1."""\n    '
    assert {mutant.source.removeprefix(head) for mutant in made_from(head + code)} == changes


def test_the_command_writes_keeps_reasons_and_fails_while_one_is_missing(tmp_path, capsys):
    folder = tmp_path / "solutions" / "01_x"
    folder.mkdir(parents=True)
    (tmp_path / "tests" / "answers" / "01_x").mkdir(parents=True)
    (folder / "01_x.py").write_text(GOOD.replace("return 2 * x", "x = x * 1\n    return 2 * x"))
    assert mutants.main(["01_x"], tmp_path) == 1
    assert "no reason yet" in capsys.readouterr().out
    file = mutants.record_file("01_x", tmp_path / "tests" / "answers")
    kept = mutants.recorded("01_x", tmp_path / "tests" / "answers")
    for change in kept["twice"]["survivors"]:
        kept["twice"]["survivors"][change] = "x times 1 is x"
    mutants.record("01_x", kept, tmp_path / "tests" / "answers")
    text = file.read_text("utf8")
    assert mutants.main(["01_x"], tmp_path) == 0
    assert mutants.main(["01_x", "twice"], tmp_path) == 0
    assert file.read_text("utf8") == text
