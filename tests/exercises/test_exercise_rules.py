"""Each rule for the source of an assignment is broken once, and named with its cell in one line."""

import pytest

from tools.exercise_rules import points, problems, secrets
from tools.exercises import build_source, read_source

from .support.sources import NAMES, whole

GOOD = '''\
# %% [markdown]
# # An assignment
# **7 points**

# %% [markdown]
# ## Task 1
# **4 points**

# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "twice", "locked": false, "solution": true} \
autograder={"forbid": ["torch"], "timeout": 5}
def twice(x):
    """Return 2 x."""
    ### BEGIN SOLUTION
    return 2 * x  # doubled, not squared
    ### END SOLUTION

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "twice_visible", "locked": true, \
"points": 1, "solution": false}
# Test: three
assert twice(3) == 6, "2 times 3"

# %% nbgrader={"schema_version": 3, "grade": true, "grade_id": "twice_values", "locked": true, \
"points": 3, "solution": false}
# Hidden test: more numbers
### BEGIN HIDDEN TESTS
assert twice(-17.5) == -35.0, "negative numbers"
### END HIDDEN TESTS

# %% [markdown]
# ## Question
# **3 points**

# %% [markdown] nbgrader={"schema_version": 3, "grade": true, "grade_id": "why", "locked": false, \
"points": 3, "solution": true}
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
'''

BROKEN = [
    (
        '"schema_version": 3, "grade": false',
        '"schema_version": 2, "grade": false',
        "cell 3 (twice): schema_version must be 3, got 2",
    ),
    (
        '"schema_version": 3, "grade": false',
        '"grade": false',
        "cell 3 (twice): nbgrader metadata needs exactly",
    ),
    (
        '"points": 3, "solution": false',
        '"points": "3", "solution": false',
        "cell 5 (twice_values): points must be",
    ),
    (
        '"points": 3, "solution": false',
        '"points": 0, "solution": false',
        "cell 5 (twice_values): points must be",
    ),
    (
        '"locked": true, "points": 3',
        '"locked": false, "points": 3',
        "cell 5 (twice_values): a cell is either locked",
    ),
    ('"grade_id": "why"', '"grade_id": "Why not"', "cell 7 (Why not): grade_id must be lower case"),
    (
        '"grade": false, "grade_id": "twice"',
        '"grade": true, "grade_id": "twice", "points": 1',
        "cell 3 (twice): code is graded by",
    ),
    ('"timeout": 5', '"timeout": "5"', "cell 3 (twice): timeout must be a number"),
    ('["torch"]', '["torch.nn"]', "cell 3 (twice): forbid must be a list of module names"),
    ('"forbid": ["torch"], ', "", "cell 3 (twice): autograder metadata needs forbid and timeout"),
    (
        "# # An assignment",
        '# %% autograder={"forbid": [], "timeout": 5}\n# x',
        "cell 2 (# x): autograder metadata belongs",
    ),
    ("    ### END SOLUTION", "", "cell 3 (twice): an answer cell needs ### BEGIN SOLUTION"),
    ("# ## Task 1", "# ### BEGIN SOLUTION", "cell 2 (### BEGIN SOLUTION): a solution outside an answer cell"),
    ("# ## Task 1", "# ### BEGIN HIDDEN TESTS", "cell 2 (### BEGIN HIDDEN TESTS): hidden tests outside"),
    ("# Test: three", "# three", "cell 4 (twice_visible): the first line must start with '# Test: '"),
    (
        "# Hidden test: more",
        "# Test: more",
        "cell 5 (twice_values): the first line must start with '# Hidden test: '",
    ),
    (
        "assert twice(3)",
        "### BEGIN HIDDEN TESTS\nx = 1\n### END HIDDEN TESTS\nassert twice(3)",
        "cell 4 (twice_visible): a visible test hides nothing",
    ),
    ("### END HIDDEN TESTS", "", "cell 5 (twice_values): needs ### BEGIN HIDDEN TESTS"),
    (
        'assert twice(-17.5) == -35.0, "negative numbers"',
        "twice(-17.5)",
        "cell 5 (twice_values): asserts nothing",
    ),
    (
        ', "negative numbers"',
        "",
        "cell 5 (twice_values): line 3: the message of a hidden assert must be a literal",
    ),
    (
        '"negative numbers"',
        'f"got {twice(2)}"',
        "cell 5 (twice_values): line 3: the message of a hidden assert must be a literal",
    ),
    (
        "### BEGIN HIDDEN TESTS",
        "y = 5\n### BEGIN HIDDEN TESTS",
        "cell 5 (twice_values): line 2: only imports stand outside",
    ),
    ("assert twice(-17.5)", "assert twice(-17.5", "cell 5 (twice_values): line 3: '(' was never closed"),
    ('"grade_id": "why"', '"grade_id": "twice"', "grade_id 'twice' is used 2 times"),
    (
        '"grade_id": "twice_values"',
        '"grade_id": "thrice_values"',
        "thrice_values: a test cell stands after its task's answer cell",
    ),
    (
        '"grade_id": "twice_visible"',
        '"grade_id": "twice_seen_visible"',
        "task twice: needs twice_visible, then graded skill cells",
    ),
    ('"points": 1', '"points": 2', "twice_visible: a visible test is worth 1 point, got 2"),
    ("# **7 points**", "# **8 points**", "cell 1 must announce **7 points**"),
    ("# **4 points**", "# four points", "the cell before twice must announce **4 points**"),
    (
        "# # An assignment",
        '# %% tags=["solution-note"]\nx = 1\n# %% [markdown]\n# # An assignment',
        "cell 2 (x = 1): a note on the solution is a Markdown cell",
    ),
    (
        "# ## Task 1",
        '# x\n# %% [markdown] tags=["solution-note"]\n# A note.\n# %% [markdown]\n# ## Task 1',
        "note-00 (A note.): a note stands right after its task's answer cell",
    ),
    (
        "    ### END SOLUTION\n",
        '    ### END SOLUTION\n\n# %% [markdown] tags=["solution-note"]\n# assert twice(3) == 6, "2 times 3"\n',
        "can be read in the release",
    ),
    ("# ## Task 1", "# return 2 * x  # doubled, not squared", "can be read in the release"),
]


# A debugging task: what stands in its given cell is no secret, what mends it is.
GIVEN = '''\
# %% nbgrader={"schema_version": 3, "grade": false, "grade_id": "twice_given", "locked": true, "solution": false}
def buggy_twice(x):
    """Return 2 x."""
    amount = x.copy() if hasattr(x, "copy") else x
    return amount * amount

'''
DEBUGGING = GOOD.replace(
    '# %% nbgrader={"schema_version": 3, "grade": false',
    GIVEN + '# %% nbgrader={"schema_version": 3, "grade": false',
    1,
).replace("    return 2 * x", '    amount = x.copy() if hasattr(x, "copy") else x\n    return 2 * amount')


def test_a_good_source_has_no_problems():
    assert problems(read_source(GOOD)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_assignments_keep_the_rules(name):
    assert problems(whole(name)) == []


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_a_broken_rule_is_named_with_its_cell(old, new, message):
    assert old in GOOD
    found = problems(read_source(GOOD.replace(old, new, 1)))
    assert any(message in line and "\n" not in line for line in found), found


def test_lines_of_the_code_to_be_mended_are_no_secret_and_all_others_are():
    assert problems(read_source(DEBUGGING)) == []
    assert secrets(read_source(DEBUGGING)) == {
        "return 2 * amount  # doubled, not squared",
        'assert twice(-17.5) == -35.0, "negative numbers"',
    }
    elsewhere = read_source(DEBUGGING.replace("twice_given", "twice_shown"))
    assert any("can be read in the release: 'amount = x.copy()" in line for line in problems(elsewhere))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("def buggy_twice", "def other", "twice_given: must define buggy_twice, got ['other']"),
        ("twice_given", "double_given", "double_given: stands before its task's answer cell 'double'"),
        ("# ## Task 1", "# x\n# %%\nbetween = 1\n# %% [markdown]\n# ## Task 1", None),
        (GIVEN, GIVEN + "# %%\nbetween = 1\n\n", "twice_given: stands before its task's answer cell 'twice'"),
    ],
)
def test_code_to_be_mended_stands_right_before_its_answer_cell(old, new, message):
    found = problems(read_source(DEBUGGING.replace(old, new, 1)))
    assert found == [] if message is None else any(line.startswith(message) for line in found), found


def test_points_add_up_by_task():
    assert points(read_source(GOOD)) == {"twice": 4, "why": 3}


def test_a_broken_source_is_refused_with_its_file_name(tmp_path):
    folder = tmp_path / "solutions" / "01_x"
    folder.mkdir(parents=True)
    (folder / "01_x.py").write_text(GOOD.replace("# Test: three", "# three"))
    with pytest.raises(SystemExit, match=r"solutions/01_x/01_x.py: cell 4 \(twice_visible\)"):
        build_source("01_x", tmp_path, tmp_path / "source")
