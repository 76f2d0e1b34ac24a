"""Nothing is asked of the network, and nothing is shipped that no page uses."""

import os
from importlib.metadata import distribution
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

TEMPLATES = Path(__file__).parent / "templates"

# MathJax as `tex-chtml.js` needs it; the package also carries SVG output, speech rules and MathML input.
MATHJAX = ("tex-chtml.js", "output/chtml/fonts/woff-v2/*.woff", "input/tex/extensions/*.js")

# Written by themes and extensions, used by no page: sources of minified files, fonts in a second format,
# brand icons, 1.5 MB of icons as a script (the web font draws them; our webpack-macros.html drops the tag).
UNUSED = (
    "**/*.map",
    "vendor/fontawesome/webfonts/*.ttf",
    "vendor/fontawesome/webfonts/fa-brands-400.woff2",
    "vendor/fontawesome/webfonts/fa-v4compatibility.*",
    "scripts/fontawesome.js*",
)


def add_templates(app: Sphinx, config: Config) -> None:
    """Put our templates before those of the theme; as a relative path, which `.buildinfo` hashes."""
    config.templates_path.insert(0, os.path.relpath(TEMPLATES, app.confdir))


def drop_thebe(app: Sphinx, config: Config) -> None:
    """Silence sphinx-thebe, which Jupyter Book always loads.

    It names a CDN on every page and declares its constants twice, which is an error in the browser's console.
    """
    for listeners in app.events.listeners.values():
        listeners[:] = [
            entry for entry in listeners if not entry.handler.__module__.startswith("sphinx_thebe")
        ]
    app.registry.css_files[:] = [entry for entry in app.registry.css_files if "thebe" not in entry[0]]


def copy_mathjax(app: Sphinx, error: Exception | None) -> None:
    """Copy the part of MathJax that the pages use; `mathjax_path` in _config.yml points to it."""
    if error or app.builder.format != "html":
        return
    package = distribution("sphinx-mathjax-offline")
    source = Path(str(package.locate_file("sphinx-mathjax-offline/static/mathjax")))
    files = [path for pattern in MATHJAX for path in sorted(source.glob(pattern))]
    if not files:
        raise FileNotFoundError(f"expected MathJax in {source}, found none; reinstall sphinx-mathjax-offline")
    for path in files:
        target = Path(app.outdir, "_static", "mathjax", path.relative_to(source))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())


def remove_unused(app: Sphinx, error: Exception | None) -> None:
    """Remove files that no page asks for: the book travels as a zip."""
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    for path in {path for pattern in UNUSED for path in static.glob(pattern)}:
        path.unlink()


def setup(app: Sphinx) -> None:
    app.connect("config-inited", add_templates)
    app.connect("config-inited", drop_thebe)
    app.connect("build-finished", copy_mathjax)
    app.connect("build-finished", remove_unused)
