"""The `errata` directive: one section per ⚠ in `book/facts.yml`, so that page and test read the same lines."""

import ast
from itertools import groupby
from pathlib import Path

import numpy as np
from docutils import nodes
from facts import FILE, PREAMBLE, Fact, evaluate, load, namespace
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

_SECTION = """\
### {what}

**Often printed.** {claim}

**Why it is tempting.** {why_tempting}

**What is right.** {right} See {{ref}}`{section}`.

```python
{check}
```
"""


def chapter_file(chapter: int) -> Path:
    """Return the source of a chapter, `book/03_convolution_1d.md` for 3."""
    found = sorted(FILE.parent.glob(f"{chapter:02d}_*.md"))
    if len(found) != 1:
        raise ValueError(
            f"facts.yml: expected one page book/{chapter:02d}_*.md, got {len(found)}: correct `chapter`"
        )
    return found[0]


def chapter_title(chapter: int) -> str:
    """Return the title of a chapter with its number, as its source has it."""
    return next(
        line[2:] for line in chapter_file(chapter).read_text("utf8").splitlines() if line.startswith("# ")
    )


def holds(fact: Fact) -> bool:
    """Tell whether the check of a ⚠ fact comes out True (True itself, not merely something truthy)."""
    assert fact.wrong is not None
    result = evaluate(fact.wrong.check, namespace())
    return isinstance(result, bool | np.bool_) and bool(result)


def section(fact: Fact) -> str:
    """Return the Markdown section of one ⚠ fact; ValueError when its check does not hold."""
    if fact.wrong is None or not holds(fact):
        raise ValueError(
            f"facts.yml: expected the check of {fact.id} to be True: correct the check or drop the claim"
        )
    lines = fact.wrong.check.strip().splitlines()
    claim = ast.parse("\n".join(lines)).body[-1].lineno - 1
    lines[claim] = f"assert {lines[claim]}"
    return _SECTION.format(
        what=fact.what,
        claim=fact.wrong.claim.strip(),
        why_tempting=fact.wrong.why_tempting.strip(),
        right=fact.wrong.right.strip(),
        section=fact.section,
        check="\n".join(lines),
    )


def markdown(facts: list[Fact]) -> str:
    """Return the errata page: the common first lines, then the ⚠ facts chapter by chapter."""
    # under a heading of its own: docutils would move text without one behind all sections
    parts = [
        f"## Run the checks\n\nEvery check on this page runs after these lines.\n\n```python\n{PREAMBLE}```\n"
    ]
    marked = sorted((fact for fact in facts if fact.wrong), key=lambda fact: fact.chapter)
    for chapter, group in groupby(marked, key=lambda fact: fact.chapter):
        parts += [f"## Chapter {chapter_title(chapter)}\n", *map(section, group)]
    return "\n".join(parts)


class Errata(SphinxDirective):
    """Write the errata of all chapters in place of the directive."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(FILE))
        try:
            text = markdown(load())
        except ValueError as reason:
            raise self.error(str(reason)) from reason
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("errata", Errata)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
