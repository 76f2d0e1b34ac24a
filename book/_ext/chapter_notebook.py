"""A chapter as a notebook that runs anywhere: its code cells as they are, its MyST as plain Markdown.

JupyterLab and Colab know no directives and no roles, so each becomes what a reader of a notebook needs: an admonition a
quote with a title, an inclusion the included code, a citation a link, a figure's caption a line below its cell. An
unknown directive or role stops the build: its way into a notebook must be written here first.
"""

import ast
import functools
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from assignment import markdown as assignment_text
from pybtex.database import parse_file

BOOK = Path(__file__).resolve().parents[1]
BRANCH = "gh-pages"  # where .github/workflows/publish.yml puts the site, and with it the chapters' notebooks
ADMONITIONS = ("admonition", "dropdown", "note", "tip", "hint", "warning", "important", "seealso")

_OPEN = re.compile(r"^(?P<fence>:{3,}|`{3,})\{(?P<name>[\w-]+)\}\s*(?P<argument>.*)$")
_CODE = re.compile(r"^(?P<fence>`{3,}|~{3,})")
_OPTION = re.compile(r"^:[\w-]+:")
_LABEL = re.compile(r"^\([\w:.-]+\)=$")
_EQUATION = re.compile(r"^\$\$ \((?P<label>[\w-]+)\)$")
_ROLE = re.compile(r"\{(?P<role>[a-z]+(?::[a-z]+)?)\}`(?P<text>[^`]+)`")
_ANCHOR = re.compile(r"\[(?P<title>[^\]]+)\]\((?P<target>[\w-]+)(?:\.md)?\)")
_TITLED = re.compile(r"^(?P<title>.*?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)

# The first cell where the address of the repository is known: Colab has PyTorch, but not cnnlib.
INSTALL = """\
# Colab and other machines that do not have cnnlib yet: install it.
import importlib.util

if importlib.util.find_spec("cnnlib") is None:
    %pip install -q "cnnlib[torch,figures] @ git+{repository}\""""


def chapters(book: Path = BOOK) -> list[Path]:
    """Return the sources of the chapters in their order."""
    return sorted(book.glob("[0-9][0-9]_*.md"))


def notebook(chapter: Path, repository: str = "") -> str:
    """Return a chapter as the text of a notebook without outputs; equal inputs give equal bytes.

    ``repository`` is the address from which a machine without cnnlib installs it; without one, no cell does.
    """
    made = jupytext.reads(chapter.read_text("utf8"), fmt="md:myst")
    page = Page(chapter)
    cells = [nbformat.v4.new_code_cell(INSTALL.format(repository=repository))] if repository else []
    for cell in made.cells:
        if cell.cell_type == "markdown":
            if text := page.convert(cell.source).strip("\n"):
                cells.append(nbformat.v4.new_markdown_cell(text))
            continue
        hidden = {"remove-input", "hide-input", "remove-cell"} & set(cell.metadata.get("tags", ()))
        metadata = {"jupyter": {"source_hidden": True}} if hidden else {}
        cells.append(nbformat.v4.new_code_cell(cell.source, metadata=metadata))
        if figure := cell.metadata.get("mystnb", {}).get("figure", {}):
            number = page.figures[figure["name"]]
            caption = " ".join(page.convert(figure["caption"]).split())
            cells.append(nbformat.v4.new_markdown_cell(f"**Fig. {number}.** {caption}"))
    for at, cell in enumerate(cells):
        cell["id"] = f"cell-{at:03}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.validate(made)
    return nbformat.writes(made) + "\n"


def launchers(repository: str, name: str) -> dict[str, str]:
    """Return where a chapter's notebook can be run in a browser: title and address.

    >>> list(launchers("https://github.com/someone/course", "03_convolution_1d"))
    ['Open in Colab', 'Open in Binder']
    >>> launchers("", "03_convolution_1d")
    {}
    """
    if not repository:
        return {}
    place = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+?)(\.git)?/?", repository)
    if not place:
        raise ValueError(
            f"expected course_repository like https://github.com/OWNER/NAME, or none, got {repository!r}"
        )
    colab = f"https://colab.research.google.com/github/{place[1]}/blob/{BRANCH}/notebooks/{name}.ipynb"
    binder = f"https://mybinder.org/v2/gh/{place[1]}/HEAD?urlpath=lab/tree/notebooks/{name}.ipynb"
    return {"Open in Colab": colab, "Open in Binder": binder}


class Page:
    """The Markdown of one chapter, with the numbers that its references need."""

    def __init__(self, chapter: Path) -> None:
        self.chapter = chapter
        self.figures, self.equations = numbers(chapter)
        self.roles: dict[str, Callable[[str, str], str]] = {
            "term": lambda title, target: title,
            "ref": lambda title, target: title,
            "doc": link,
            "eq": lambda title, target: f"({self.number(target)})",
            "numref": lambda title, target: f"Fig. {self.number(target)}",
            "cite:t": lambda title, target: cited(target, "{} ({})", ", "),
            "cite:p": lambda title, target: f"({cited(target, '{}, {}', '; ')})",
            "download": lambda title, target: f"[{title}]({target})",
        }

    def number(self, label: str) -> str:
        """Return the number of a figure or an equation, with its chapter where that is another one."""
        own = self.figures | self.equations
        if label in own:
            return str(own[label])
        for other in chapters(self.chapter.parent):
            figures, equations = numbers(other)
            if number := (figures | equations).get(label):
                return f"{number} of chapter {int(other.name[:2])}"
        raise ValueError(f"{self.chapter.name}: expected the label of a figure or an equation, got {label!r}")

    def convert(self, text: str) -> str:
        """Return MyST as Markdown that needs no extension."""
        lines, out, at = text.split("\n"), [], 0
        while at < len(lines):
            line = lines[at]
            if opening := _OPEN.match(line):
                end = closing(lines, at, opening["fence"])
                out += self.directive(opening["name"], opening["argument"], lines[at + 1 : end]).split("\n")
                at = end
            elif opening := _CODE.match(line):
                end = closing(lines, at, opening["fence"])
                out += lines[at : end + 1]
                at = end
            elif numbered := _EQUATION.match(line):
                out += [rf"\tag{{{self.equations[numbered['label']]}}}", "$$"]
            elif not _LABEL.match(line):
                out.append(self.inline(line))
            at += 1
        return "\n".join(out)

    def directive(self, name: str, argument: str, body: list[str]) -> str:
        """Return one directive as Markdown; ValueError for one that has no form here."""
        options = [line for line in body if _OPTION.match(line)]
        while body and (_OPTION.match(body[0]) or not body[0].strip()):
            body = body[1:]
        if name in ADMONITIONS:
            title = self.inline(argument or name.capitalize())
            quoted = f"**{title}**\n\n{self.convert(chr(10).join(body))}".strip("\n").split("\n")
            return "\n".join(f"> {line}".rstrip() for line in quoted)
        if name in ("grid", "grid-item"):
            return self.convert("\n".join(body))
        if name == "literalinclude":
            wanted = next(
                (line.split(":")[2].strip() for line in options if line.startswith(":pyobject:")), ""
            )
            return f"```python\n{source((self.chapter.parent / argument).resolve(), wanted)}\n```"
        if name == "assignment":
            return self.convert(assignment_text(int(argument)))
        if name == "math":
            return "\n".join(["$$", *body, "$$"])
        raise ValueError(
            f"{self.chapter.name}: expected a directive that a notebook can show ({', '.join(ADMONITIONS)}, grid, "
            f"literalinclude, assignment, math), got {name!r}; write its form into book/_ext/chapter_notebook.py"
        )

    def inline(self, line: str) -> str:
        """Return a line with its roles and its links inside the book replaced."""
        return _ANCHOR.sub(lambda match: link(match["title"], match["target"]), _ROLE.sub(self.role, line))

    def role(self, match: re.Match[str]) -> str:
        """Return one role as Markdown; ValueError for one that has no form here."""
        if match["role"] not in self.roles:
            raise ValueError(
                f"{self.chapter.name}: expected a role that a notebook can show ({', '.join(self.roles)}), got "
                f"{match.group()!r}; write its form into book/_ext/chapter_notebook.py"
            )
        titled = _TITLED.match(match["text"])
        title, target = (titled["title"], titled["target"]) if titled else (match["text"], match["text"])
        return self.roles[match["role"]](title, target)


def link(title: str, target: str) -> str:
    """Return a link to another chapter's notebook; to a section or an appendix only its title."""
    return f"[{title}]({target}.ipynb)" if target[:2].isdigit() else title


@functools.cache
def numbers(chapter: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Return the labels of a chapter's figures and equations with their numbers in it."""
    text = chapter.read_text("utf8")
    cells = jupytext.reads(text, fmt="md:myst").cells
    figures: list[str | None] = [
        cell.metadata.get("mystnb", {}).get("figure", {}).get("name") for cell in cells
    ]
    equations: list[str | None] = [
        match["label"] for match in map(_EQUATION.match, text.split("\n")) if match
    ]
    return counted(figures), counted(equations)


def counted(names: list[str | None]) -> dict[str, int]:
    """Return names with their numbers in the list, counted from one."""
    return {name: at for at, name in enumerate(filter(None, names), 1)}


def closing(lines: list[str], at: int, fence: str) -> int:
    """Return the line that closes the block opened in line ``at``."""
    for end in range(at + 1, len(lines)):
        line = lines[end].strip()
        if len(line) >= len(fence) and set(line) == {fence[0]}:
            return end
    raise ValueError(f"expected {fence} to close {lines[at]!r}, found no such line")


def source(file: Path, name: str) -> str:
    """Return the text of a function, a class or a method (`Field.over`) of a file, or of the whole file."""
    text = file.read_text("utf8")
    if not name:
        return text.rstrip("\n")
    node: ast.AST | None = ast.parse(text)
    for part in name.split("."):
        inside = ast.iter_child_nodes(node) if node else ()
        node = next((inner for inner in inside if getattr(inner, "name", None) == part), None)
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        raise ValueError(f"expected a function or class {name} in {file.name}, found none")
    start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return textwrap.dedent("\n".join(text.split("\n")[start - 1 : node.end_lineno]))


def cited(keys: str, form: str, between: str) -> str:
    """Return citations, authors and year in ``form``, each a link to the work where it has an address."""
    return between.join(cited_work(key.strip(), form) for key in keys.split(","))


def cited_work(key: str, form: str) -> str:
    """Return the citation of one work; ValueError for a key that the bibliography has not."""
    if key not in bibliography():
        raise ValueError(f"expected a work of references.bib, got {key!r}; enter it there")
    entry = bibliography()[key]
    names = [" ".join(person.prelast_names + person.last_names) for person in entry.persons["author"]]
    authors = (
        names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."
    )
    text = form.format(authors, entry.fields["year"]).replace("{", "").replace("}", "")
    doi = entry.fields.get("doi")
    address = f"https://doi.org/{doi}" if doi else entry.fields.get("url")
    return f"[{text}]({address})" if address else text


@functools.cache
def bibliography() -> Any:
    """Return the entries of the book's bibliography by key."""
    return parse_file(str(BOOK / "references.bib")).entries
