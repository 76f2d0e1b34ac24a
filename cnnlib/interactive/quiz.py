r"""Quizzes with feedback for every option.

>>> q = quiz(
...     question(
...         "How long is the output for $n = 5$, $k = 3$?",
...         option("3", correct=True, feedback="$5 - 3 + 1 = 3$."),
...         option("5", feedback="That is the length of the input."),
...     ),
...     question("And for $k = 2$?", answer=4, right="$5 - 2 + 1 = 4$.", wrong="How many places fit 2?"),
... )
>>> q.state["results"]
{}

Texts know ``$formulas$``, `` `code` ``, ``**bold**`` and ``*emphasis*``. A formula becomes MathML here, in
Python, so that the page needs no script for it.
"""

import html
import re
from typing import Any

from .figure import Interactive

_PIECE = re.compile(
    r"\$(?P<math>[^$]+)\$|`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*|\*(?P<em>[^*\s][^*]*)\*"
)


# How a formula is said in a line of text; other commands lose their backslash.
_SPOKEN = {
    r"\\d?frac\{([^{}]*)\}\{([^{}]*)\}": r"(\1) / (\2)",
    r"\\sqrt\{([^{}]*)\}": r"√(\1)",
    r"\\times": "×",
    r"\\cdot": "·",
    r"\\leq?\b": "≤",
    r"\\geq?\b": "≥",
    r"\\neq?\b": "≠",
    r"\\left|\\right|\\[,;!]": "",
    r"\\lfloor": "⌊",
    r"\\rfloor": "⌋",
    r"\\text\{([^{}]*)\}": r"\1",
    r"\\([A-Za-z]+)": r"\1",
    r"[{}]": "",
    r"\s+": " ",
}


def option(text: str, *, feedback: str, correct: bool = False) -> dict[str, Any]:
    """Return one option of a question; its feedback says why it is right or how one comes to think so."""
    if not feedback.strip():
        raise ValueError(f"expected feedback for the option {text!r}, got none")
    return {"text": text, "name": plain(text), "feedback": feedback, "correct": correct}


def question(
    text: str,
    *options: dict[str, Any],
    answer: float | None = None,
    tol: float = 0,
    unit: str = "",
    right: str = "",
    wrong: str = "",
    mistakes: dict[float, str] | None = None,
) -> dict[str, Any]:
    """Return one question: with options (several right ones make check boxes) or with a number to type.

    A number counts as right within ``tol`` of ``answer``; ``right`` and ``wrong`` are the feedback, and
    ``mistakes`` maps typical wrong numbers to feedback of their own.
    """
    if bool(options) == (answer is not None):
        raise ValueError(f"expected options or an answer, got {'both' if options else 'neither'}: {text!r}")
    if options:
        count = sum(choice["correct"] for choice in options)
        if len(options) < 2 or not count:
            raise ValueError(
                f"expected two options or more with a correct one, got {len(options)} with {count}: {text!r}"
            )
        return {"kind": "many" if count > 1 else "one", "text": text, "options": list(options)}
    if not right.strip() or not wrong.strip():
        raise ValueError(f"expected feedback right= and wrong= beside answer=, got none: {text!r}")
    typical = [{"value": value, "feedback": feedback} for value, feedback in (mistakes or {}).items()]
    return {
        "kind": "number",
        "text": text,
        "answer": answer,
        "tolerance": tol,
        "unit": unit,
        "right": right,
        "wrong": wrong,
        "mistakes": typical,
    }


def quiz(*questions: dict[str, Any], label: str = "Quiz") -> Interactive:
    """Return a quiz; ``state["results"]`` maps the number of each answered question to right or wrong."""
    if not questions:
        raise ValueError("expected one question or more, got none")
    return Interactive(
        "quiz",
        label,
        fallback=_as_list(questions),
        text=_as_text(questions),
        markdown=as_markdown(questions),
        questions=[_to_html(entry) for entry in questions],
        results={},
    )


def markup(text: str) -> str:
    """Return the small markup of a quiz as HTML."""
    out, end = [], 0
    for piece in _PIECE.finditer(text):
        out += [html.escape(text[end : piece.start()], quote=False), _piece_html(piece)]
        end = piece.end()
    rest = html.escape(text[end:], quote=False)
    if "$" in rest or any("$" in part for part in out[::2]):
        raise ValueError(f"expected every $ to have its partner, got {text!r}")
    return "".join([*out, rest])


def plain(text: str) -> str:
    r"""Return the small markup as text, for labels and for outputs that know no HTML.

    >>> plain(r"**Not** `n` but $\frac{n}{2} \times 3$")
    'Not n but (n) / (2) × 3'
    """
    return _PIECE.sub(_piece_plain, text)


def _piece_plain(piece: re.Match[str]) -> str:
    return _spoken(piece["math"]) if piece["math"] else piece[str(piece.lastgroup)]


def _spoken(formula: str) -> str:
    for pattern, replacement in _SPOKEN.items():
        formula = re.sub(pattern, replacement, formula)
    return formula.strip()


def _piece_html(piece: re.Match[str]) -> str:
    kind = str(piece.lastgroup)
    if kind == "math":
        from latex2mathml.converter import convert

        return convert(piece["math"])
    return f"<{kind}>{html.escape(piece[kind], quote=False)}</{kind}>"


def _to_html(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _to_html(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_to_html(inner) for inner in value]
    return markup(value) if isinstance(value, str) and key not in ("kind", "name") else value


def _as_list(questions: tuple[dict[str, Any], ...]) -> str:
    """Return the questions without answers, for a page where no script runs."""
    items = []
    for entry in questions:
        options = "".join(f"<li>{markup(choice['text'])}</li>" for choice in entry.get("options", []))
        items.append(f"<li>{markup(entry['text'])}{f'<ul>{options}</ul>' if options else ''}</li>")
    return f"<ol>{''.join(items)}</ol>"


def as_markdown(questions: tuple[dict[str, Any], ...]) -> str:
    """Return the questions as Markdown for paper: options with letters, and after all of them the answers."""
    asked, answers = [], ["**Answers.**", ""]
    for n, entry in enumerate(questions, 1):
        asked += [f"{n}. {entry['text']}", ""]
        if "options" in entry:
            pairs = list(zip("abcdefghij", entry["options"], strict=False))
            indent = " " * len(f"{n}. ")
            asked += [*(f"{indent}- ({letter}) {choice['text']}" for letter, choice in pairs), ""]
            told = [(choice["correct"], f"({letter})", choice["feedback"]) for letter, choice in pairs]
        else:
            unit = f" {entry['unit']}" if entry["unit"] else ""
            told = [(True, f"{entry['answer']:.12g}{unit}", entry["right"])]
            told += [
                (False, f"{mistake['value']:.12g}{unit}", mistake["feedback"])
                for mistake in entry["mistakes"]
            ]
        told.sort(key=lambda answer: not answer[0])  # the right ones first
        marked = [f"**{name}** {why}" if right else f"{name} {why}" for right, name, why in told]
        answers += [f"{n}. {' '.join(marked)}"]
    return "\n".join([*asked, *answers])


def _as_text(questions: tuple[dict[str, Any], ...]) -> str:
    lines = []
    for n, entry in enumerate(questions, 1):
        lines.append(f"{n}. {plain(entry['text'])}")
        lines += [f"   - {choice['name']}" for choice in entry.get("options", [])]
    return "\n".join(lines)
