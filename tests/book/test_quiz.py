"""Quizzes: what the author writes, what the reader sees, what is said to each answer."""

import pytest
from playwright.sync_api import Page, expect

from cnnlib.interactive import option, question, quiz
from cnnlib.interactive.quiz import markup, plain

ONE = question(
    "How long is the output for $n = 5$, $k = 3$?",
    option("3", correct=True, feedback="$5 - 3 + 1 = 3$."),
    option("5", feedback="That needs `padding=1`."),
)
MANY = question(
    "Which are odd?",
    option("1", correct=True, feedback="One is odd."),
    option("2", feedback="Two is even."),
    option("3", correct=True, feedback="Three is odd."),
)
NUMBER = question(
    "Half of 3?", answer=1.5, tol=0.01, right="Yes.", wrong="No.", mistakes={2: "Not rounded."}, unit="m"
)


# ---- what the author writes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a `x < y` b", "a <code>x &lt; y</code> b"),
        ("**all** or *some*", "<strong>all</strong> or <em>some</em>"),
        ("1 < `2` < 3", "1 &lt; <code>2</code> &lt; 3"),
        ("2 * 3 < 7 & 1", "2 * 3 &lt; 7 &amp; 1"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ],
)
def test_markup_becomes_html_and_nothing_else_does(text, expected):
    assert markup(text) == expected


def test_formula_becomes_mathml():
    made = markup(r"Size $\frac{n}{2}$.")
    assert made.startswith('Size <math xmlns="http://www.w3.org/1998/Math/MathML"')
    assert "<mfrac>" in made
    assert made.endswith("</math>.")


def test_lone_dollar_is_refused():
    with pytest.raises(ValueError, match=r"expected every \$ to have its partner, got 'costs 5\$'"):
        markup("costs 5$")


def test_plain_text_of_formulas_can_be_spoken():
    assert plain(r"$\lfloor \frac{n+2p-k}{s} \rfloor + 1$ or `n`") == "⌊ (n+2p-k) / (s) ⌋ + 1 or n"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: option("3", feedback=" "), "expected feedback for the option '3', got none"),
        (lambda: question("Q?"), "expected options or an answer, got neither: 'Q[?]'"),
        (
            lambda: question("Q?", option("3", feedback="f"), answer=3),
            "expected options or an answer, got both",
        ),
        (
            lambda: question("Q?", option("3", feedback="f"), option("4", feedback="f")),
            "expected two options or more with a correct one, got 2 with 0",
        ),
        (
            lambda: question("Q?", answer=3, right="Yes."),
            "expected feedback right= and wrong= beside answer=",
        ),
        (lambda: quiz(), "expected one question or more, got none"),
    ],
)
def test_unfinished_questions_are_refused_in_one_line(make, message):
    with pytest.raises(ValueError, match=message) as caught:
        make()
    assert "\n" not in str(caught.value)


def test_quiz_without_scripts_is_a_list_of_questions_without_answers():
    made = quiz(ONE, NUMBER)
    assert isinstance(made.fallback, str)
    assert made.fallback.count("<li>") == 4
    assert "padding" not in made.fallback
    assert made.text == "1. How long is the output for n = 5, k = 3?\n   - 3\n   - 5\n2. Half of 3?"


# ---- what the reader sees ----------------------------------------------------------------------------------


@pytest.fixture
def page(show) -> Page:
    return show(quiz(ONE, MANY, NUMBER))


@pytest.mark.browser
def test_each_option_gives_its_own_feedback_and_the_right_one_counts(page: Page):
    form = page.locator("form").nth(0)
    feedback, score = form.locator("[role=status]"), page.locator(".cnn-score")
    form.get_by_role("radio", name="5").check()
    form.get_by_role("button", name="Check").click()
    expect(feedback).to_have_text("✗ Not yet. That needs padding=1.")
    expect(score).to_have_text("0 of 3 right.")
    form.get_by_role("radio", name="5").press("ArrowUp")
    form.get_by_role("button", name="Check").press("Enter")
    expect(feedback).to_contain_text("✓ Correct.")
    expect(score).to_have_text("1 of 3 right.")


@pytest.mark.browser
def test_question_is_the_group_s_name(page: Page):
    expect(page.get_by_role("group", name="Which are odd?").get_by_role("checkbox")).to_have_count(3)


@pytest.mark.browser
def test_empty_answers_are_no_answers(page: Page):
    for n, words in ((0, "Choose an answer first."), (2, "Type a number, such as 12, 0.5 or 3/4.")):
        form = page.locator("form").nth(n)
        form.get_by_role("button", name="Check").click()
        expect(form.locator("[role=status]")).to_have_text(words)
    expect(page.locator(".cnn-score")).to_have_text("0 of 3 right.")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (["1"], "✗ Not yet. One is odd. There is one more, at least."),
        (["1", "2"], "✗ Not yet. One is odd. Two is even."),
        (["1", "2", "3"], "✗ Not yet. One is odd. Two is even. Three is odd."),
        (["1", "3"], "✓ Correct. One is odd. Three is odd."),
    ],
)
def test_several_right_options_are_right_together_only(page: Page, chosen, words):
    form = page.locator("form").nth(1)
    for name in chosen:
        form.get_by_role("checkbox", name=name).press("Space")
    form.get_by_role("button", name="Check").click()
    expect(form.locator("[role=status]")).to_have_text(words)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1.5", "✓ Correct. Yes."),
        ("1,5", "✓ Correct. Yes."),
        ("3/2", "✓ Correct. Yes."),
        ("1.509", "✓ Correct. Yes."),
        ("1.52", "✗ Not yet. No."),
        ("−1.5", "✗ Not yet. No."),
        ("2", "✗ Not yet. Not rounded."),
        ("two", "Type a number, such as 12, 0.5 or 3/4."),
        ("1/0", "Type a number, such as 12, 0.5 or 3/4."),
    ],
)
def test_typed_numbers_count_within_the_tolerance(page: Page, typed, words):
    form = page.locator("form").nth(2)
    form.get_by_role("textbox").fill(typed)
    form.get_by_role("textbox").press("Enter")
    expect(form.locator("[role=status]")).to_have_text(words)


@pytest.mark.browser
def test_radio_buttons_of_two_questions_are_apart(show):
    page: Page = show(quiz(ONE, ONE))
    for n in (0, 1):
        page.locator("form").nth(n).get_by_role("radio").first.check()
    assert page.locator("input:checked").count() == 2
