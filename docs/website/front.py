"""The front page, the gallery and the docs."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from urllib.parse import quote

from launch import LANGUAGES, lessons, title

from backprop_viz.media.save import MEDIA

STYLE = """\
:root { color-scheme: light dark; color: light-dark(#000, #fff); background: light-dark(#fff, #121212); }
body { margin: 0 auto; max-width: 72rem; padding: 1rem clamp(1rem, 4vw, 3rem) 4rem; line-height: 1.6;
  font-family: 'DejaVu Sans', Verdana, 'Noto Sans', 'Noto Sans CJK JP', 'Hiragino Sans', Meiryo, sans-serif; }
h1 { font-size: clamp(1.5rem, 4vw, 2.2rem); line-height: 1.25; margin: 1rem 0 .2rem; }
h2 { font-size: 1.3rem; line-height: 1.4; margin: 2rem 0 .6rem; }
nav, .doors { display: flex; flex-wrap: wrap; gap: .6rem 1rem; margin: 1.2rem 0; }
.doors a { flex: 1 1 13rem; padding: .8rem 1.1rem; border: 1px solid; border-radius: 8px; text-decoration: none; }
.doors b { display: block; font-size: 1.15em; }
a { color: light-dark(#0b57d0, #7db3ff); }
ul { list-style: none; padding: 0; }
.lessons { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 0 3rem; }
.picture { background: #fff; padding: .6rem; border-radius: 8px; overflow-x: auto; }
.picture img { display: block; max-width: 100%; min-width: 30rem; margin: auto; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
"""
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{up}site.css">
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
PICTURE = 'class="picture" tabindex="0"'  # on a phone it is scrolled, also by keys
DOORS = (
    ("play/#lang=en", "Type a formula", "and walk it, forward and backward", "en"),
    ("play/#lang=ja", "式を入力する", "順伝播と逆伝播を 1 ステップずつ", "ja"),
    ("gallery/", "Gallery", "every example in every medium", "en"),
    ("docs/", "Documentation", "how to use it in Python, and in class", "en"),
)


def write(target: Path, parts: tuple[str, ...]) -> None:
    """The front page, with a door to each part that is there."""
    shown = [door for door in DOORS if door[0].partition("/")[0] in parts]
    doors = "".join(
        f'<a href="{place}" lang="{lang}"><b>{escape(name)}</b>{escape(words)}</a>\n'
        for place, name, words, lang in shown
    )
    body = (
        "<h1>Back propagation, step by step</h1>\n"
        '<p>Any formula as a computational graph that you walk. <span lang="ja">どんな式でも'
        "計算グラフにして、1 ステップずつたどれます。</span></p>\n"
        f'<p {PICTURE}><img src="article.svg" alt="A step of a walk: gradients go back through '
        'the graph of a squared error"></p>\n'
        f'<div class="doors">{doors}</div>\n'
    )
    if "course" in parts:
        body += f'<div class="lessons">{"".join(map(_lessons, LANGUAGES))}</div>\n'
    picture = Path(__file__).parents[1] / "article-step-13.svg"
    (target / "article.svg").write_bytes(picture.read_bytes())
    _page(target / "index.html", "Back propagation, step by step", body)
    (target / "site.css").write_text(STYLE, encoding="utf-8")
    (target / ".nojekyll").touch()  # else a host may leave out what begins with _


def _lessons(lang: str) -> str:
    rows = "".join(
        f'<li><a href="course/notebooks/index.html?path={quote(f"{lang}/{path.name}")}">'
        f"{escape(title(path))}</a></li>\n"
        for by in lessons().values()
        if (path := by.get(lang))
    )
    heading = {"en": "The course", "ja": "コース"}[lang]
    return f'<section lang="{lang}"><h2>{heading}</h2>\n<ul>\n{rows}</ul></section>\n'


def _page(file: Path, title: str, body: str, up: str = "") -> None:
    text = PAGE.format(title=escape(title), body=body, up=up)
    file.write_text(text, encoding="utf-8")


def _kind(file: str, name: str) -> str:
    """What tells the files of an example apart: ``.pdf``, ``worksheet.pdf``."""
    return escape(file.removeprefix(name).removeprefix("-"))


def docs(folder: Path) -> None:
    """These pages by Sphinx, without what only who builds them needs; a warning is an error."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "sphinx", "-qW", "--keep-going", "-d", scratch]
        subprocess.run([*command, Path(__file__).parents[1], folder], check=True)
    for made in (".buildinfo", "**/*.map", "**/*.js.orig"):
        for file in folder.glob(made):
            file.unlink()


def gallery(folder: Path, kinds: tuple[str, ...] = ("svg", *MEDIA), lang: str = "en") -> list[Path]:
    """Every example in every medium whose libraries are installed; the files of the media."""
    import build

    with contextlib.redirect_stderr(io.StringIO()):  # what tells of a library that is not there
        written = build.build(folder, kinds, lang)
    rows = ""
    for example in (*build.EXAMPLES, *build.MODELS):
        if not (folder / example.name).is_dir():  # without PyTorch
            continue
        files = sorted((folder / example.name).glob(f"{example.name}*.*"))
        links = " · ".join(
            f'<a href="{example.name}/{f.name}">{_kind(f.name, example.name)}</a>' for f in files
        )
        name = escape(example.title.say("en"))
        shown = f"{example.name}/{example.name}.svg"
        rows += (
            f'<section><h2>{name} <span lang="ja">{escape(example.title.say("ja"))}</span></h2>\n'
            f'<p {PICTURE}><img src="{shown}" alt="{name}"></p>\n<p>{links}</p></section>\n'
        )
    _page(folder / "index.html", "Gallery", f"<h1>Gallery</h1>\n{rows}", "../")
    return written
