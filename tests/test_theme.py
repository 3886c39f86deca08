"""A theme of one's own, whatever it is called: in every picture, medium and screen."""

from __future__ import annotations

import html
import io
import json
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import backprop_viz as bv
from backprop_viz.browser import program, style
from backprop_viz.browser.program import themes_of
from backprop_viz.draw import ink
from backprop_viz.media.palette import palette
from backprop_viz.media.save import MEDIA
from backprop_viz.theme import LOOKS, OWN, THEMES, Theme, key
from strategies import ARTICLE, ARTICLE_INPUTS
from test_page import Screen

COLOURS = {
    "paper": "#fdf6e3",
    "ink": "#073642",
    "faint": "#586e75",
    "gradient": "#cb4b16",
    "forward": "#268bd2",
    "forward_tint": "#eee8d5",
    "backward": "#dc322f",
    "backward_tint": "#fbe3d6",
}
HOSTILE = [
    "Solarized",
    "",
    "  ",
    "light",
    "dark",
    "auto",
    OWN,
    "__proto__",
    "constructor",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; alert(1); '",
    "}</style><b>",
    "夜の配色\u202e",
    "a\nb\u2028c",
    "\ud800",
    "x" * 500,
]
GRAPH = bv.graph(ARTICLE, parameters="w b")


def own(name: str = "Solarized") -> Theme:
    return bv.Theme(name, **COLOURS)


def colours(text: str) -> set[str]:
    return set(re.findall(r"#[0-9a-f]{6}\b", text))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_picture_has_the_colours_whatever_their_name(name: str) -> None:
    """Those of a theme of the same name have been drawn before."""
    walk = GRAPH.walk(ARTICLE_INPUTS)
    if name in THEMES:
        walk.picture(13, theme=name).svg  # noqa: B018
    assert colours(walk.picture(13, theme=own(name)).svg) <= set(COLOURS.values())
    assert colours(walk.picture(13, theme=own(name)).dot) <= set(COLOURS.values())


@pytest.mark.parametrize("kind", MEDIA)
@pytest.mark.parametrize("name", ["Solarized", "light"])
def test_every_medium_has_the_colours(kind: str, name: str, tmp_path: Path) -> None:
    walk = GRAPH.walk(ARTICLE_INPUTS)
    file = walk.save(tmp_path / f"walk.{kind}", theme=own(name), steps=[0, 13])
    if kind == "tex":
        for colour in COLOURS.values():
            assert colour[1:].upper() in file.read_text("utf-8")
    elif kind == "md":
        (picture,) = file.parent.rglob("*13.svg")
        assert colours(picture.read_text("utf-8")) <= set(COLOURS.values())
    elif kind in ("gif", "apng", "webp"):
        with Image.open(file) as image:
            assert image.convert("RGB").getpixel((1, 1)) == palette(own())[0] == (253, 246, 227)
    assert file.stat().st_size > 500


def test_a_landscape_and_a_question_have_the_colours() -> None:
    shown = bv.landscape(GRAPH, "w", "b", inputs=ARTICLE_INPUTS, theme=own("dark"))
    with Image.open(io.BytesIO(shown.png())) as image:
        assert image.convert("RGB").getpixel((2, 2)) == (253, 246, 227)
    quiz = bv.predict(GRAPH.walk(ARTICLE_INPUTS), 13, theme=own("dark"))
    assert colours(quiz.picture.value) & set(COLOURS.values())
    assert THEMES["dark"].paper not in quiz.picture.value


@pytest.mark.parametrize("name", HOSTILE)
def test_an_explorer_has_it_and_so_has_its_landscape(name: str) -> None:
    mine = own(name)
    plain = bv.explore(GRAPH, ARTICLE_INPUTS, theme=mine, live=False, step=13, check=False)
    assert colours(plain.picture.value) <= set(COLOURS.values())
    live = bv.explore(GRAPH, ARTICLE_INPUTS, theme=mine, check=False)
    assert live.view.theme == OWN
    told = live.view.program["themes"]
    assert list(told) == [*THEMES, OWN]
    assert {k: v for k, v in told[OWN].items() if k != "name"} == COLOURS
    assert told["light"]["paper"] == "#ffffff"
    json.dumps(told, ensure_ascii=False).encode()
    assert live.look[0] == mine
    live.view.shown_theme = "dark"
    assert live.look[0] == THEMES["dark"]
    live.view.shown_theme = OWN
    assert live.look[0] == mine
    if name in ("Solarized", "dark"):
        for explorer in (plain, live):
            assert explorer.landscape("w", "b").still.theme == mine


def test_a_theme_of_the_package_s_goes_by_its_name() -> None:
    for name, theme in THEMES.items():
        assert key(theme) == key(replace(theme)) == name
        assert key(replace(theme, paper="#123456")) == OWN
        assert list(themes_of(theme)) == list(themes_of()) == list(THEMES)
        live = bv.explore("x*x", x=1, theme=theme, check=False)
        assert live.view.theme == name
    assert bv.explore("x*x", x=1, check=False).view.theme == "auto"


@pytest.mark.parametrize("field", [field.name for field in fields(Theme)])
@pytest.mark.parametrize("bad", [None, 7, "red", "#fff", "#12345g", '#123456" x="', "#1234567"])
def test_what_is_no_colour_is_refused(field: str, bad: Any) -> None:
    if field == "name" and isinstance(bad, str):
        return
    with pytest.raises(ValueError, match="name of a theme" if field == "name" else f"{field}="):
        bv.Theme(**{"name": "mine", **COLOURS, field: bad})


# In a browser


def shown(screen: Screen) -> dict[str, str]:
    """The colours that the explorer has on the screen."""
    return screen.page.evaluate(
        """() => {
            const style = getComputedStyle(document.querySelector('.bpv'));
            const keys = ['paper', 'ink', 'gradient', 'backward_tint'];
            return Object.fromEntries(keys.map(key =>
                [key, style.getPropertyValue(`--bpv-${key.replace('_', '-')}`).trim()]));
        }"""
    )


def some(theme: Theme) -> dict[str, str]:
    return {name: getattr(theme, name) for name in ("paper", "ink", "gradient", "backward_tint")}


def test_a_new_row_without_a_word_goes_by_its_name(
    chromium: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "THEMES", {**THEMES, "sepia": own("sepia")})
    screen = Screen(chromium).open(GRAPH.walk(ARTICLE_INPUTS).save(tmp_path / "walk.html"))
    listed = screen.page.locator(".bpv-theme option").all_text_contents()
    assert listed == ["theme: automatic", "light", "dark", "print", "colour-blind", "sepia"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_opens_in_it_and_its_chooser_lists_it(
    chromium: Any, tmp_path: Path, name: str
) -> None:
    file = GRAPH.walk(ARTICLE_INPUTS).save(tmp_path / "walk.html", theme=own(name))
    screen = Screen(chromium, color_scheme="dark").open(file, "#step=13")
    assert shown(screen) == some(own())
    chooser = screen.page.locator(".bpv-theme")
    assert chooser.input_value() == OWN
    listed = chooser.locator("option").all_text_contents()
    assert listed[:5] == ["theme: automatic", "light", "dark", "print", "colour-blind"]
    safe = name.encode("utf-8", "replace").decode().strip()[:40]
    assert listed[5:] == [safe.strip() or "own theme"]
    for choice, expected in (("dark", THEMES["dark"]), ("auto", THEMES["dark"]), (OWN, own())):
        screen.choose("theme", choice)
        screen.page.wait_for_function(
            "key => document.querySelector('.bpv').dataset.theme === key",
            arg="dark" if choice == "auto" else choice,
        )
        assert shown(screen) == some(expected)
    assert screen.faults == []


def test_what_is_downloaded_from_a_page_has_its_colours(chromium: Any, tmp_path: Path) -> None:
    file = bv.page([GRAPH.walk(ARTICLE_INPUTS)], theme=own("light"), slides=True).save(
        tmp_path / "walk.html"
    )
    screen = Screen(chromium).open(file, "#step=13")
    screen.press("o")
    overview = screen.page.locator(".bpv-overview svg").first.evaluate("svg => svg.outerHTML")
    assert colours(overview) <= set(COLOURS.values())
    screen.press("o", "Escape")
    with screen.page.expect_download() as one:
        screen.choose("download", "svg")
    svg = Path(one.value.path()).read_text(encoding="utf-8")
    assert set(COLOURS.values()) >= colours(html.unescape(svg))
    assert COLOURS["paper"] in svg
    assert screen.faults == []


def test_chapters_share_it(chromium: Any, tmp_path: Path) -> None:
    walks = {"one": GRAPH.walk(ARTICLE_INPUTS), "two": bv.graph("x*x").walk(x=np.float64(2))}
    screen = Screen(chromium).open(bv.page(walks, theme=own()).save(tmp_path / "walks.html"))
    screen.page.locator(".bpv-chapters").select_option("1")
    screen.page.wait_for_function(
        "() => document.querySelector('.bpv-sentence').textContent.includes('f')"
    )
    assert shown(screen) == some(own())
    assert screen.page.locator(".bpv-theme").input_value() == OWN
    assert screen.faults == []


def test_a_look_is_told_in_one_table(monkeypatch, tmp_path):
    """Another pen in the table is another pen in every medium, and on the screen."""
    known = (ink.ink_of, style.style_sheet)
    for cached in known:
        cached.cache_clear()
    thick = replace(LOOKS["backward"], pen=5.25)
    monkeypatch.setitem(LOOKS, "backward", thick)
    walk = bv.graph("w*x + b").walk(w=3, x=2, b=1)
    picture = walk.picture(-1)
    assert 'stroke-width="5.25"' in picture.svg
    assert "penwidth=5.25" in picture.dot
    assert "line width=5.25bp" in walk.save(tmp_path / "walk.tex").read_text("utf-8")
    assert "stroke-width:5.25" in style.style_sheet("explorer")
    assert program.program_of(walk)["looks"]["backward"]["pen"] == 5.25
    monkeypatch.undo()
    for cached in known:
        cached.cache_clear()
    assert "5.25" not in walk.picture(-1).svg
