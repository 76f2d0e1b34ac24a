r"""The book on paper: what `make pdf` needs beyond Sphinx's LaTeX.

The look is set here rather than in _config.yml, because sphinx-jupyterbook-latex overwrites what stands there. Its
transforms stay (parts from the table of contents, hidden input); its document class does not: it needs a font package
of a gigabyte for commands that the book does not use.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.latex import LaTeXBuilder
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform

from cnnlib import __version__

FONTS = r"""
\setmainfont{texgyrepagella}[
  Extension = .otf, UprightFont = *-regular, ItalicFont = *-italic, BoldFont = *-bold, BoldItalicFont = *-bolditalic]
\setsansfont{texgyreheros}[Scale = 0.92,
  Extension = .otf, UprightFont = *-regular, ItalicFont = *-italic, BoldFont = *-bold, BoldItalicFont = *-bolditalic]
\setmonofont{DejaVuSansMono}[Scale = 0.82,
  Extension = .ttf, UprightFont = *, ItalicFont = *-Oblique, BoldFont = *-Bold, BoldItalicFont = *-BoldOblique]
"""

# Signs of the text that its font lacks.
SIGNS = "⚠✓ᵀ⁸₀₁₂₃₄₅₆₇₈₉"

PREAMBLE = r"""
\usepackage{unicode-math}
\setmathfont{texgyrepagella-math.otf}
\usepackage{newunicodechar}
\newfontfamily\signs{DejaVuSans.ttf}
SIGNS
% a long name in code may break after an underscore: columns of tables are narrow
\let\plainunderscore\_
\renewcommand{\_}{\ifmmode\plainunderscore\else\textunderscore\discretionary{}{}{}\fi}
\AtBeginDocument{\pdfstringdefDisableCommands{\let\_\plainunderscore}}
\setlength{\tabcolsep}{4pt}
\AtBeginEnvironment{tabulary}{\small}
\AtBeginEnvironment{tabular}{\small}
\AtBeginEnvironment{longtable}{\small}
% chapters carry their number in their title, figures count through the book as on the pages
\setcounter{secnumdepth}{-2}
\setcounter{tocdepth}{0}
% titles in one look; the name of the chapter on top of its pages
\titleformat{\chapter}{\normalfont\sffamily\bfseries\huge\raggedright}{}{0pt}{}
\titlespacing*{\chapter}{0pt}{0pt}{24pt}
\setlength{\headheight}{14pt}
% where a line cannot be broken well, rather wide spaces than words in the margin
\setlength{\emergencystretch}{4em}
\hfuzz=1pt
% cells: what goes in on gray, what comes out on white, set in
\newenvironment{sphinxVerbatimInput}{\par}{\par}
\newenvironment{sphinxVerbatimOutput}
  {\par\sphinxsetup{VerbatimColor={rgb}{1,1,1},VerbatimBorderColor={rgb}{.85,.85,.85}}}{\par}
""".replace("SIGNS", "\n".join(rf"\newunicodechar{{{sign}}}{{{{\signs {sign}}}}}" for sign in SIGNS))

ELEMENTS = {
    "papersize": "a4paper",
    "pointsize": "10pt",
    "extraclassoptions": "openany,oneside",
    "fontpkg": FONTS,
    "fncychap": "",
    "fvset": r"\fvset{fontsize=\small}",
    "preamble": PREAMBLE,
    "maketitle": rf"\date{{Version {__version__}}}\sphinxmaketitle",  # no day: two builds are the same
    "sphinxsetup": "hmargin={2.3cm,2.3cm},vmargin={2.5cm,2.5cm},verbatimforcewraps=true,"
    "VerbatimColor={rgb}{.965,.965,.965},VerbatimBorderColor={rgb}{.85,.85,.85},"
    "TitleColor={rgb}{0,0,0},InnerLinkColor={rgb}{0,.3,.55},OuterLinkColor={rgb}{0,.3,.55}",
}


def set_look(app: Sphinx, config: Config) -> None:
    """Set the document's look, after sphinx-jupyterbook-latex has set its own."""
    config.latex_theme = "manual"
    config.latex_use_xindy = False  # one program less to install; makeindex sorts English names as well
    config.latex_elements = ELEMENTS


def count_figures_through(app: Sphinx) -> None:
    """Number figures through the book, as the HTML pages do: a text says "figure 12" in both."""
    if isinstance(app.builder, LaTeXBuilder):
        app.config.numfig_secnum_depth = 0


class Captions(SphinxPostTransform):
    """Write under the picture of an interactive figure what it shows; on a page, a script and a label do that."""

    default_priority = 3  # before myst-nb chooses among the forms of an output
    builders = ("latex",)

    def run(self, **kwargs: object) -> None:
        for bundle in self.document.findall(nodes.container):
            if bundle.get("nb_element") != "mime_bundle":
                continue
            forms = {
                str(form["mime_type"]): form for form in bundle.children if isinstance(form, nodes.Element)
            }
            text = forms["text/plain"].astext() if "text/plain" in forms else ""
            if "image/png" in forms and text.startswith("[interactive figure: "):
                label = text.removeprefix("[interactive figure: ").removesuffix("]")
                caption = nodes.paragraph(
                    "", "", nodes.emphasis("", f"{label} On the page, you can move it.")
                )
                forms["image/png"].append(caption)


def setup(app: Sphinx) -> None:
    app.connect("config-inited", set_look, priority=900)
    app.connect("builder-inited", count_figures_through, priority=900)
    app.add_post_transform(Captions)
