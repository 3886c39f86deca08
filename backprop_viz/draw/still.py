"""A picture as HTML: as wide as its column, read out, and light or dark as all around it.

JupyterLab shows an SVG or a PNG as an image without alternative text, and cuts off an SVG that is
wider than its column.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

__all__ = [
    "LEGIBLE",
    "as_around",
    "fitted",
    "goes_on",
    "image",
    "images",
    "in_one_kind",
    "smallest",
    "where_narrow",
]

LEGIBLE = 0.67  # of its own size a picture has at least: its labels are as large as an explorer's

# Dark is what the host says or, where it says nothing, the reader's system; as static/around.js.
_DARK = (
    "[data-jp-theme-light=false]",
    ".vscode-body:not(.vscode-light)",
    ".dark-theme",
    "[data-theme=dark]",
    "html[theme=dark]",
)
_UNTOLD = (
    ":not([data-theme=light])>"
    "body:not([data-jp-theme-light],.vscode-body,.light-theme,[data-theme=light])"
)


def _rules(places: Sequence[str]) -> str:
    def of(child: str) -> str:
        return ",".join(f"{place} .bpv-still>{child}" for place in places)

    shown = "width:var(--bpv-width);min-width:var(--bpv-least);max-width:100%;height:auto"
    return (
        f"{of(':first-child')}{{display:none}}{of(':last-child')}{{display:inline}}"
        f"{of('img:last-child')}{{{shown}}}"
    )


_STYLE = (
    f"<style>.bpv-still>:last-child{{display:none}}{_rules(_DARK)}"
    f"@media(prefers-color-scheme:dark){{{_rules([_UNTOLD])}}}</style>"
)


def image(content: bytes, kind: str, words: str, width: float) -> str:
    """A picture of ``width`` CSS pixels as HTML, with words for those who do not see it."""
    style = f"{fitted(width)}height:auto"
    return f'<img alt="{escape(words)}" width="{width:.0f}" style="{style}" {_src(content, kind)}>'


def images(light: bytes, dark: bytes, kind: str, words: str, width: float) -> str:
    """The same of a light and a dark picture, of which the one shows that fits the page.

    Where a host strips style sheets, the light one shows, and the other has no size.
    """
    sizes = f"--bpv-width:{width:.0f}px;--bpv-least:{smallest(width)}"
    other = f'<img alt="" width="0" height="0" style="{sizes}" {_src(dark, kind)}>'
    both = as_around(image(light, kind, words, width), other)
    return both.replace("<span ", f'<span role="img" aria-label="{escape(words)}" ', 1)


def as_around(light: str, dark: str) -> str:
    """One of two elements: the second where the page is dark, and the first elsewhere."""
    return f'{_STYLE}<span class="bpv-still">{light}{dark}</span>'


def fitted(width: float) -> str:
    """CSS that shrinks a picture with its column, as far as it can be read; then that scrolls."""
    return f"max-width:100%;min-width:{smallest(width)};"


def smallest(width: float) -> str:
    """CSS for how small a picture becomes."""
    return f"{width * LEGIBLE:.0f}px"


def goes_on(width: float, words: str) -> str:
    """A line of words above a picture that goes on beyond its column, and nothing elsewhere.

    Its height is a padding, as that alone of all heights may follow the width around it, and its
    words stay on one line, smaller if they must.
    """
    high = f"max(0px,{where_narrow(smallest(width), '1.6em')})"
    outer = "display:block;position:relative;overflow:hidden;container-type:inline-size"
    inner = "position:absolute;top:0;left:0;white-space:nowrap;font-size:min(.9em,4.5cqi)"
    told = f'<span style="{inner}">{escape(words)}</span>'
    return f'<span aria-hidden="true" style="{outer};padding-top:{high}">{told}</span>'


def where_narrow(least: str, length: str) -> str:
    """CSS for a ``length`` in what is narrower than ``least``, and less than nothing elsewhere.

    A style has no "if": times a large number, one pixel too little is more than any length, and
    one pixel to spare is far below 0.
    """
    return f"min({length},({least} - 100%)*9999)"


def in_one_kind(bundle: Mapping[str, Any]) -> tuple[str, str]:
    """Of all kinds in which a picture shows itself the page, or the words where there is none.

    A place that is as wide as what stands in it would let it grow beyond its column.
    """
    if "text/html" not in bundle:
        return "text/plain", bundle["text/plain"]
    wide = "width:0;min-width:100%;overflow-x:auto"
    return "text/html", f'<div style="{wide}">{bundle["text/html"]}</div>'


def _src(content: bytes, kind: str) -> str:
    return f'src="data:image/{kind};base64,{b64encode(content).decode()}"'
