"""One Python definition of an interactive figure: live in JupyterLab, self-contained in a static page.

A figure is a JavaScript module ``js/NAME.js`` in anywidget's format and a state, a dict of JSON values:

- in JupyterLab the state is synchronized with Python by anywidget: the next cell can read a moved slider;
- in a page without a kernel the same module and state travel inside the HTML and need no other file;
- where no script runs (print, PDF, an untrusted notebook) a picture or text takes its place.
"""

import base64
import html
import json
import os
from pathlib import Path
from typing import Any

JS = Path(__file__).parent / "js"
PARTS = {"kit", "lenet", "live", "static"}  # scripts that figures are made with
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"

_FIGURE = """\
<figure class="cnn-fig" data-module="{module}" aria-label="{label}" data-lm-suppress-shortcuts="true">
<div class="cnn-fallback">{fallback}</div>
<div class="cnn-body"></div>
<script type="application/json" class="cnn-data">{data}</script>
<script>{start}</script>
</figure>"""


class Interactive:
    """An interactive figure.

    Parameters
    ----------
    module
        Name of the module in ``cnnlib/interactive/js``, without ``.js``.
    label
        What the figure shows, in one sentence; read to those who do not see it.
    fallback
        What stands in for the figure where no script runs: the bytes of a PNG, or HTML. Default: the label.
    text
        The same as plain text, for outputs that know nothing else. Default: the label.
    markdown
        The same as Markdown, for the book on paper, where the fallback is no picture.
    state
        What the module starts from, as JSON values (use ``.tolist()`` on arrays).
    """

    def __init__(
        self,
        module: str,
        label: str,
        fallback: bytes | str | None = None,
        text: str | None = None,
        markdown: str | None = None,
        **state: Any,
    ) -> None:
        self.module = module
        self.label = _check_label(label)
        self.fallback = _check_fallback(fallback)
        self.text = text or f"[interactive figure: {label}]"
        self.markdown = markdown
        self._source = source(module)
        self._state = {name: _check_json(name, value) for name, value in state.items()}
        self._widget: Any = None

    @property
    def state(self) -> dict[str, Any]:
        """The values now: in JupyterLab, what the reader has set."""
        if self._widget is None:
            return json.loads(json.dumps(self._state))
        return {name: getattr(self._widget, name) for name in self._state}

    @property
    def widget(self) -> Any:
        """The anywidget behind the figure in JupyterLab; made when first asked for."""
        if self._widget is None:
            self._widget = _make_widget(self)
        return self._widget

    def to_html(self) -> str:
        """Return the figure as HTML that needs no kernel, no network and no other file."""
        data = {"css": _read("figures.css"), "source": self._source, "state": self._state}
        return _FIGURE.format(
            module=html.escape(self.module),
            label=html.escape(self.label),
            fallback=self._fallback_html(),
            data=_script_json(data),
            start=_read("static.js"),
        )

    def _fallback_html(self) -> str:
        if isinstance(self.fallback, str):
            return self.fallback
        if self.fallback is None:
            return f"<p>{html.escape(self.label)} (This figure needs JavaScript.)</p>"
        png = base64.b64encode(self.fallback).decode()
        return f'<img alt="{html.escape(self.label)}" src="data:image/png;base64,{png}">'

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **kwargs: Any) -> dict[str, Any]:
        """Tell Jupyter how to show the figure. The book's build sets CNNLIB_STATIC: no widget is made."""
        bundle: dict[str, Any] = {"text/plain": self.text, "text/html": self.to_html()}
        if isinstance(self.fallback, bytes):
            bundle["image/png"] = base64.b64encode(self.fallback).decode()
        if self.markdown:
            bundle["text/markdown"] = self.markdown
        if not os.environ.get("CNNLIB_STATIC"):
            live = self.widget._repr_mimebundle_()
            live = live[0] if isinstance(live, tuple) else live
            bundle |= {mime: value for mime, value in live.items() if mime not in bundle}
        return bundle


def source(module: str) -> str:
    """Return the JavaScript of a figure: the shared kit, LeNet-5 if the module uses it, then the module."""
    known = sorted({path.stem for path in JS.glob("*.js")} - PARTS)
    if module not in known:
        raise ValueError(f"expected the name of a figure module ({', '.join(known)}), got {module!r}")
    code = _read(f"{module}.js")
    shared = "\n".join([_read("kit.js"), *([_read("lenet.js")] if "lenet." in code else [])])
    return f"{shared}\n{code}\n//# sourceURL=cnnlib/interactive/js/{module}.js\n"


def _read(name: str) -> str:
    return (JS / name).read_text("utf-8")


def _script_json(value: Any) -> str:
    """Return JSON that no browser can take for the end or the start of a script element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _check_label(label: str) -> str:
    if not isinstance(label, str) or not label.strip():
        raise ValueError(f"expected a label, one sentence that says what the figure shows, got {label!r}")
    return label


def _check_fallback(fallback: Any) -> bytes | str | None:
    if isinstance(fallback, bytes) and not fallback.startswith(PNG_MAGIC):
        raise ValueError(f"expected the bytes of a PNG as fallback, got bytes that start {fallback[:8]!r}")
    if fallback is not None and not isinstance(fallback, (bytes, str)):
        raise TypeError(f"expected a fallback of PNG bytes, HTML text or None, got {type(fallback).__name__}")
    return fallback


def _check_json(name: str, value: Any) -> Any:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError) as error:
        advice = "; use .tolist()" if hasattr(value, "tolist") else ""
        raise TypeError(
            f"expected a JSON value for {name!r}, got {type(value).__name__} ({error}){advice}"
        ) from None
    return value


def _make_widget(figure: Interactive) -> Any:
    import anywidget  # only a kernel that shows the figure needs these two
    import traitlets

    taken = sorted(set(figure._state) & set(dir(anywidget.AnyWidget)))
    if taken:
        raise ValueError(f"expected names of state that no widget uses, got {', '.join(taken)}; rename them")
    constants = {"MODULE": figure.module, "LABEL": figure.label, "SOURCE": figure._source}
    esm = "".join(f"const {name} = {_script_json(value)};\n" for name, value in constants.items())
    members = {name: traitlets.Any(value).tag(sync=True) for name, value in figure._state.items()}
    members |= {"_esm": esm + _read("live.js"), "_css": _read("figures.css")}
    return type("InteractiveWidget", (anywidget.AnyWidget,), members)()
