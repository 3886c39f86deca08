"""The playground: its page, with examples that are laid out beforehand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path

import backprop_viz as bv
from backprop_viz.browser.javascript import playground_source
from backprop_viz.browser.style import style_sheet
from backprop_viz.media.page import Chapter, chapter_data, in_script, shared_data
from backprop_viz.words import LANGUAGES, Message, say

KINDS = ("html", "ipynb", "md", "tex", "dot")
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; "
    "connect-src 'self'; style-src 'self'; img-src blob: data:; base-uri 'none'; form-action 'none'"
)
ARRAYS = Message({"en": "A layer with a softmax", "ja": "ソフトマックスの層"})
BLOCKS = Message({"en": "A neuron, called twice", "ja": "2 回呼び出すニューロン"})
BEGIN = """\
import json
from backprop_viz.playground import typed
typed.answer(json.dumps({"text": "a*b", "inputs": {}, "parameters": [], "lang": "en"}))
"""
MORE = (
    (
        ARRAYS,
        "p = softmax(W@x + b); f = -log(p[0])",
        {"W": [[1, -1], [0.5, 2]], "x": [1, 2], "b": [0, 0]},
    ),
    (
        BLOCKS,
        "neuron(w, x, b) = tanh(w*x + b)\nf = neuron(v, neuron(u, x, a), c)",
        {"u": 1.5, "x": 0.5, "a": -1, "v": 2, "c": 0.5},
    ),
)

DOCUMENT = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="playground.css">
<script src="../kept.js"></script>
<script src="start.js"></script>
</head>
<body>
<noscript>{noscript}</noscript>
<div id="backprop-viz"></div>
<script type="application/json" id="backprop-viz-data">{data}</script>
<script type="module" src="playground.js"></script>
</body>
</html>
"""


def examples() -> list[tuple[Message, str, bv.Walk]]:
    """What can be started from: its title, its text, and its walk."""
    import build

    found = [(e.title, e.source, e.walk()) for e in build.EXAMPLES]
    return found + [(title, text, bv.graph(text).walk(inputs)) for title, text, inputs in MORE]


def page(given: Sequence[tuple[Message, str, bv.Walk]]) -> str:
    """The document."""
    told = [
        {
            "titles": [title.say(lang) for lang in LANGUAGES],
            "text": text,
            "chapter": chapter_data(Chapter(walk, text)),
        }
        for title, text, walk in given
    ]
    data = {
        "title": say("play.title"),
        "lang": "en",
        "theme": "auto",
        "slides": False,
        "words": shared_data(
            given[0][2], ["ground.", "tones.", "entries.", "blocks.", "play."], arrays=True
        ),
        "examples": told,
        "kinds": KINDS,
    }
    return DOCUMENT.format(
        policy=escape(POLICY),
        title=escape(say("play.title")),
        noscript=escape(say("page.noscript").partition(";")[0] + "."),
        data=in_script(json.dumps(data, ensure_ascii=False, separators=(",", ":"))),
    )


def write(folder: Path) -> None:
    """The playground in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(page(examples()), encoding="utf-8")
    (folder / "playground.js").write_text(playground_source(), encoding="utf-8")
    sheet = style_sheet("explorer", "inputs", "page", "landscape", "cards", "blocks", "playground")
    (folder / "playground.css").write_text(sheet, encoding="utf-8")
    for name in ("start.js", "worker.js"):
        shutil.copyfile(Path(__file__).parent / name, folder / name)
