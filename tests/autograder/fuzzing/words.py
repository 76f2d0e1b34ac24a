"""Fragments from which hostile text is put together, one on each line."""

HTML = r"""
<b>|</b>|<p>|</p>|<div>|</div>|<table>|<tr>|<td>|</table>|<a href='|<a href="|'>|">|>|<|</|<!--|-->|<![CDATA[|]]>|<?x
<img src=x onerror=alert(1)>|<img src="|<script>alert(1)</script>|<script|</script>|<svg>|</svg>|<math>|<mtext>
<style>|</style>|<textarea>|</textarea>|<title>|<noscript>|<iframe src=//e>|<object data=x>|<form action=x>|<select>
<input autofocus onfocus=alert(1)>|<base href=//e/>|<meta http-equiv=refresh content=0;url=//e>|<link>|</body>|</html>
<body onload=alert(1)>|javascript:|data:text/html,|vbscript:|//e.example/x|https://e.example/|#a|&#106;|&lt;|&#0;
 onclick=alert(1) | style='|position:fixed|background:url(//e)|color:red|;| id=double | class=score |`|\
"""
MARKDOWN = r"""
[a](|![a](|)|[a]: |[a]|](|<http://e>|<javascript:alert(1)>|`|```|~~~|$|$$|\\(|\\[|\begin{align}|\end{align}|# |- |1. |-
> |    |-|attachment:a.png|attachment:|data:image/png;base64,AAAA|data:image/svg+xml;base64,PHN2Zz4=|photo.png|*|**|_|~~
- [x] |: |\|&|&amp;|<!--|double|why-comment
"""
TEX = r"""
x|^|_|{|}|\frac|\sqrt|\text{|\href{javascript:alert(1)}|\style{|\class{|\color{red}|\left(|\right)|\begin{matrix}|&|%|#|~|'
\end{matrix}|\\|\unicode{|\mathbb{R}|\sum|<|>|\|\tag{1}|\label{a}|\def\a{\a\a}|\newcommand|</mtext>|<script>|\operatorname{a}
"""
CONTROL = ["\x00", "\x0c", "�", "\u2028", "\u202e", "\x1b[31m", "\x1b]0;x\x07"]
LINES = ["\t", "\n", "\n\n", "\r", "|", "|-|\n", "```mermaid\n"]


def words(text: str) -> list[str]:
    """Return the fragments of a list, and the signs that no list can hold."""
    return [word for line in text.strip("\n").split("\n") for word in line.split("|")] + CONTROL + LINES
