"""Chapters and exercises are notebooks: each page offers its own, and can be opened on a machine of someone else's."""

import base64
import os
import re
from contextlib import suppress
from html import escape
from pathlib import Path

from chapter_notebook import BOOK, launchers, notebook
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)

_BUTTON = '<a class="cnn-download" {attributes}>{title}</a>'
_CHAPTER = re.compile(r"^book/\d\d_\w+$")


class Buttons(SphinxTransform):
    """Put under the title of an exercise or a chapter: download as a notebook, and where it can be opened at once.

    The theme hides the download in a menu of icons. The notebook travels inside the link: from
    `file://` a browser ignores `download` on a link to another file and shows its JSON instead.
    """

    default_priority = 400

    def apply(self, **kwargs: object) -> None:
        source, repository = Path(self.env.doc2path(self.env.docname)), self.config.course_repository
        opened: dict[str, str] = {}
        if source.suffix == ".ipynb" and self.env.docname.startswith("exercises/"):
            title, content = "Download this notebook (.ipynb)", source.read_bytes()
        elif _CHAPTER.match(self.env.docname):
            title, content = "Download this chapter (.ipynb)", self.chapter(source).encode()
            opened = launchers(repository, source.stem)
            self.env.note_dependency(str(BOOK / "references.bib"))
        else:
            return
        data = f"data:application/x-ipynb+json;base64,{base64.b64encode(content).decode()}"
        links = {title: f'download="{escape(source.stem)}.ipynb" href="{data}"'}
        links |= {name: f'href="{escape(address)}"' for name, address in opened.items()}
        buttons = " ".join(_BUTTON.format(attributes=there, title=name) for name, there in links.items())
        heading = next(self.document.findall(nodes.title))
        heading.parent.insert(
            heading.parent.index(heading) + 1, nodes.raw("", f"<p>{buttons}</p>", format="html")
        )

    def chapter(self, source: Path) -> str:
        """Return a chapter's notebook; what cannot become one is a warning, which stops `make book`."""
        try:
            return notebook(source, self.config.course_repository)
        except ValueError as reason:
            logger.warning(str(reason), location=self.env.docname)
            return ""


def take_repository_of_the_environment(app: Sphinx, config: Config) -> None:
    """Let COURSE_REPOSITORY replace the configured address, so that a fork's workflow needs no change to a file."""
    config.course_repository = os.environ.get("COURSE_REPOSITORY", config.course_repository)


def write_chapters(app: Sphinx, error: Exception | None) -> None:
    """Write the notebook of every chapter into the site, where Colab finds them."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir, "notebooks")
    folder.mkdir(exist_ok=True)
    for page in filter(_CHAPTER.match, sorted(app.env.found_docs)):
        chapter = Path(app.env.doc2path(page))
        with suppress(ValueError):  # Buttons has warned of it
            text = notebook(chapter, app.config.course_repository)
            (folder / f"{chapter.stem}.ipynb").write_text(text, "utf8")


def setup(app: Sphinx) -> None:
    app.add_config_value("course_repository", "", "env", str)
    app.connect("config-inited", take_repository_of_the_environment)
    app.add_transform(Buttons)
    app.connect("build-finished", write_chapters)
