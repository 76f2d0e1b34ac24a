"""The `api` directive: the public names of a module, in sections by the file that defines them.

The text is the docstrings, by Sphinx's autodoc; a section's title is the first line of its file.
"""

import inspect
from importlib import import_module
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

_FUNCTION = """\
```{{eval-rst}}
.. autofunction:: {path}
```
"""
_CLASS = """\
```{{eval-rst}}
.. autoclass:: {path}
   :members:
   :exclude-members: backward
```
"""


def public(module: Any) -> list[str]:
    """Return the functions and classes that ``module`` offers: those in ``__all__``, or its own without underscore."""
    own = [
        name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__
    ]
    names = getattr(module, "__all__", [name for name in own if not name.startswith("_")])
    values = {name: getattr(module, name) for name in names}
    return [name for name, value in values.items() if inspect.isfunction(value) or inspect.isclass(value)]


def by_file(module: Any) -> dict[str, list[str]]:
    """Return the public names of ``module`` by the module that defines them, a class before its functions."""
    found: dict[str, list[str]] = {}
    for name in public(module):
        found.setdefault(getattr(module, name).__module__, []).append(name)
    return dict(sorted(found.items()))


def title(module: Any) -> str:
    """Return the first sentence of a module's docstring, as a title."""
    first = (inspect.getdoc(module) or module.__name__).split("\n")[0]
    return first.split(": ")[0].rstrip(".")


def page(path: str) -> str:
    """Return the Markdown that lists the module ``path``."""
    module = import_module(path)
    files = by_file(module)
    text = []
    for file, names in files.items():
        if len(files) > 1:
            text.append(f"### {title(import_module(file))}\n")
        for name in names:
            entry = _CLASS if inspect.isclass(getattr(module, name)) else _FUNCTION
            text.append(entry.format(path=f"{path}.{name}"))
    return "\n".join(text)


def escape_bars(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Let |w| in a docstring be an absolute value: in reStructuredText it would be a substitution."""
    end = next((at for at, line in enumerate(lines) if line.startswith(">>>")), len(lines))
    for at, line in enumerate(lines[:end]):
        parts = line.split("``")  # every other part is code
        parts[::2] = [part.replace("|", r"\|") for part in parts[::2]]
        lines[at] = "``".join(parts)


class Api(SphinxDirective):
    """List the public names of the module that is the argument."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        return self.parse_text_to_nodes(page(self.arguments[0]), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-process-docstring", escape_bars)
    app.add_directive("api", Api)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
