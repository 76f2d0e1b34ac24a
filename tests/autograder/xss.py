"""Attacks on whoever opens a graded notebook: each tries to call ``hit(NUMBER)`` or to load from ``e.example``.

``N`` stands for the attack's number. The list follows what is known to have worked somewhere: OWASP's cheat sheet,
mutation XSS, MathJax, nbconvert's own advisories, and formgrader's templates.
"""

from __future__ import annotations

import re
from typing import Any

HTML = [
    "<script>hit(N)</script>",
    "<img src=x onerror=hit(N)>",
    "<img src='http://e.example/N'>",
    "<svg onload=hit(N)>",
    "<svg><script>hit(N)</script></svg>",
    "<svg><animate onbegin=hit(N) attributeName=x dur=1s>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.hit(N)</script>'></iframe></foreignObject></svg>",
    "<iframe srcdoc='<script>parent.hit(N)</script>'></iframe>",
    "<iframe src='javascript:parent.hit(N)'></iframe>",
    "<iframe src='http://e.example/N'></iframe>",
    "<object data='javascript:hit(N)'></object><embed src='http://e.example/N'>",
    "<details open ontoggle=hit(N)>x</details>",
    "<input autofocus onfocus=hit(N)>",
    "<select autofocus onfocus=hit(N)></select>",
    "<video><source onerror=hit(N)></video>",
    "<video src='http://e.example/N' autoplay></video>",
    "<audio src=x onerror=hit(N)></audio>",
    "<link rel=stylesheet href='http://e.example/N'>",
    "<style>@import 'http://e.example/N';</style>",
    "<style>body { background: url(http://e.example/N) }</style>",
    "<p style='background: url(http://e.example/N)'>x</p>",
    "<style>*{animation:a 1s}@keyframes a{}</style><b onanimationstart=hit(N)>x</b>",
    "<meta http-equiv=refresh content='0;url=http://e.example/N'>",
    "<base href='http://e.example/'><img src='N'>",
    "<a href='javascript:hit(N)'>click</a>",
    "<a href='java&#10;script:hit(N)'>click</a>",
    "<a href='&#1;javascript:hit(N)'>click</a>",
    "<a href='JaVaScRiPt:hit(N)'>click</a>",
    "<a href='data:text/html,<script>opener.hit(N)</script>' target=_blank>click</a>",
    "<svg><a xlink:href='javascript:hit(N)'><text y=20>click</text></a></svg>",
    "<math href='javascript:hit(N)'><mtext>click</mtext></math>",
    "<form action='javascript:hit(N)'><button>click</button></form>",
    "<button formaction='javascript:hit(N)' form=f>click</button><form id=f></form>",
    "<b onclick=hit(N)>click</b>",
    "<b onmouseover=hit(N) style='position:fixed;top:0;left:0;width:100%;height:100%'>x</b>",
    "<noscript><p title='</noscript><img src=x onerror=hit(N)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=hit(N)&gt;'>",
    "<svg></p><style><a id='</style><img src=x onerror=hit(N)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=hit(N)>",
    "<textarea><p title='</textarea><img src=x onerror=hit(N)>'>",
    "<!--><img src=x onerror=hit(N)>-->",
    "<![CDATA[><img src=x onerror=hit(N)>]]>",
    "<xmp><p title='</xmp><img src=x onerror=hit(N)>'>",
    "<template><script>hit(N)</script></template><img src=x onerror=hit(N)>",
    "<img src=x:x onerror\x0c=hit(N)>",
    "<img/src=x/onerror=hit(N)>",
    "<IMG SRC=x OnErRoR=hit(N) //",
    "<marquee onstart=hit(N)>x</marquee>",
    "<body onload=hit(N)>",
    "<div><a href='#'><input id=double_hidden class=score></div></div></div></div>",
]
MARKDOWN = [
    "[click](javascript:hit(N))",
    "[click](<java\tscript:hit(N)>)",
    "<javascript:hit(N)>",
    "[click][a]\n\n[a]: javascript:hit(N)",
    "![x](http://e.example/N)",
    "![x][a]\n\n[a]: http://e.example/N",
    "[![x](http://e.example/N)](javascript:hit(N))",
    "```mermaid\n<img src=x onerror=hit(N)>\n```",
    "![x](x' onerror='hit(N))",
    '![x](x "title\\" onerror=hit(N) x=")',
    "$\\href{javascript:hit(N)}{click}$",
    "$\\text{<img src=x onerror=hit(N)>}$",
    "$$\\unicode{<img src=x onerror=hit(N)>}$$",
    "\\begin{a}</p><img src=x onerror=hit(N)>\\end{a}",
    "![$<img src=x onerror=hit(N)>$](x)",
    "# <img src=x onerror=hit(N)>\n",
    "| a |\n|---|\n| <img src=x onerror=hit(N)> |",
    "<div markdown=1>\n\n[click](javascript:hit(N))\n</div>",
    "[click](data:text/html;base64,PHNjcmlwdD5oaXQoTik8L3NjcmlwdD4=)",
    "![x](attachment:missing.png) <img src=x onerror=hit(N)>",
]
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
OUTPUTS: list[dict[str, Any]] = [
    {"data": {"application/javascript": "hit(N)"}},
    {"data": {"image/svg+xml": "<svg onload='parent.hit(N)'><script>hit(N)</script></svg>"}},
    {"data": {"image/svg+xml": "<svg><image href='http://e.example/N'/></svg>"}},
    {"data": {"image/png": 'x" onerror="hit(N)"'}},
    {"data": {"image/png": PNG}, "metadata": {"image/png": {"width": "1 onload=hit(N)"}}},
    {"data": {"image/png": PNG}, "metadata": {"image/png": {"alt": 'x" onload="hit(N)'}}},
    {"data": {"image/png": PNG}, "metadata": {"filenames": {"image/png": "http://e.example/N"}}},
    {"data": {"text/html": "<script>hit(N)</script>"}, "metadata": {"text/html": {"isolated": True}}},
    {"data": {"text/latex": "$\\href{javascript:hit(N)}{click}$ <img src=x onerror=hit(N)>"}},
    {
        "data": {
            "application/vnd.jupyter.widget-view+json": {"model_id": "</script><img src=x onerror=hit(N)>"}
        }
    },
    {"data": {"application/vnd.vegalite.v5+json": {"data": {"url": "http://e.example/N"}}}},
    {"data": {"text/vnd.mermaid": "<img src=x onerror=hit(N)>"}},
    {"data": {"application/pdf": "JVBERi0="}, "metadata": {"x": "<img src=x onerror=hit(N)>"}},
    {"data": {"text/plain": "<img src=x onerror=hit(N)> \x1b[31<img src=x onerror=hit(N)>m"}},
]


def numbered(attack: Any, number: int) -> Any:
    """Return an attack with its number in the place of N."""
    if isinstance(attack, str):
        return re.sub(r"\bN\b", str(number), attack)
    if isinstance(attack, dict):
        return {key: numbered(value, number) for key, value in attack.items()}
    return attack


TEXTS = {number: numbered(text, number) for number, text in enumerate([*MARKDOWN, *HTML], 100)}
DISPLAYS = {
    number: {"data": {}, "metadata": {}} | numbered(output, number)
    for number, output in enumerate([*OUTPUTS, *({"data": {"text/html": text}} for text in HTML)], 300)
}
