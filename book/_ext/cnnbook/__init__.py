"""The book's Sphinx extension: pages that work offline and from files, and that everyone can read.

Each module holds the remedies of one kind, one function per defect of a default, with its reason. A remedy
works on the configuration, the doctree or a template; none edits finished HTML.
"""

import os

from sphinx.application import Sphinx

from . import accessibility, head, notebooks, offline, pdf

# Inherited by the kernels that run the chapters: figures become HTML that needs no kernel, and a second
# thread would only slow down the small nets of the book.
os.environ["CNNLIB_STATIC"] = "1"
os.environ.setdefault("OMP_NUM_THREADS", "1")


def setup(app: Sphinx) -> dict[str, bool]:
    for part in (offline, accessibility, head, notebooks, pdf):
        part.setup(app)
    app.setup_extension("errata")
    app.setup_extension("api")
    app.setup_extension("assignment")
    app.setup_extension("lessons")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
