"""Exercises are pages from the release: each offers its notebook, byte for byte."""

import base64
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

_BUTTON = (
    '<p><a class="cnn-download" download="{name}" href="data:application/x-ipynb+json;base64,{notebook}">'
    "Download this notebook (.ipynb)</a></p>"
)


class DownloadButton(SphinxTransform):
    """Put a download button under the title of every page that comes from `exercises/**.ipynb`.

    The theme hides the download in a menu of icons. The notebook travels inside the link: from
    `file://` a browser ignores `download` on a link to another file and shows its JSON instead.
    """

    default_priority = 400

    def apply(self, **kwargs: object) -> None:
        source = Path(self.env.doc2path(self.env.docname))
        if source.suffix != ".ipynb" or not self.env.docname.startswith("exercises/"):
            return
        notebook = base64.b64encode(source.read_bytes()).decode()
        button = _BUTTON.format(name=escape(source.name), notebook=notebook)
        title = next(self.document.findall(nodes.title))
        title.parent.insert(title.parent.index(title) + 1, nodes.raw("", button, format="html"))


def setup(app: Sphinx) -> None:
    app.add_transform(DownloadButton)
