"""A picture in a notebook is as light or as dark as what stands around it."""

from __future__ import annotations

from base64 import b64decode
from html import unescape
from io import BytesIO
from re import findall

import numpy as np
import pytest
from PIL import Image

import backprop_viz as bv
from backprop_viz.draw.picture import Picture
from backprop_viz.theme import THEMES
from strategies import ARTICLE

GRAPH, POINT = bv.graph(ARTICLE), {"x": 2, "w": 3, "b": 1, "y_": 5}
WALK = GRAPH.walk(POINT)
OTHER = bv.graph(ARTICLE).walk(x=2, w=2.5, b=1, y_=5)
STILLS = {
    "picture": lambda **o: WALK.picture(9, **o),
    "graph": lambda **o: WALK.graph.picture(**o),
    "comparison": lambda **o: bv.compare(WALK, OTHER, **o),
}
LANDSCAPES = {
    "contours": lambda **o: bv.landscape(GRAPH, "w", "b", inputs=POINT, **o),
    "curve": lambda **o: bv.landscape(GRAPH, "w", inputs=POINT, **o),
    "space": lambda **o: bv.landscape(GRAPH, "w", "b", inputs=POINT, surface=True, **o),
}

# The body of a host, the reader's own scheme, and whether the picture is dark.
PAGES = {
    "JupyterLab, light": ("<body data-jp-theme-light=true>", "dark", False),
    "JupyterLab, dark": ("<body data-jp-theme-light=false>", "light", True),
    "Visual Studio Code, light": ("<body class='vscode-body vscode-light'>", "dark", False),
    "Visual Studio Code, dark": ("<body class='vscode-body vscode-dark'>", "light", True),
    "marimo, light": ("<body class='light light-theme'>", "dark", False),
    "marimo, dark": ("<body class='dark dark-theme'>", "light", True),
    "a page that says it is light": ("<body data-theme=light>", "dark", False),
    "a page that says it is dark": ("<body data-theme=dark>", "light", True),
    "any page, for who wants it light": ("<body>", "light", False),
    "any page, for who wants it dark": ("<body>", "dark", True),
}
SHOWN = """() => [...document.querySelectorAll('img, svg')].filter(
    (made) => made.getBoundingClientRect().width > 0
).map((made) => [made.getBoundingClientRect().width, made.currentSrc ?? made.outerHTML])"""


def html(still) -> str:
    told = still._repr_mimebundle_()
    return (told[0] if isinstance(told, tuple) else told)["text/html"]


def drawn(source: str) -> str:
    return b64decode(source.partition(",")[2]).decode() if source.startswith("data:") else source


@pytest.fixture(scope="module")
def page(chromium):
    with chromium.new_context(viewport={"width": 1700, "height": 900}) as context:
        yield context.new_page()


@pytest.mark.parametrize("kind", STILLS)
@pytest.mark.parametrize("where", PAGES)
def test_it_is_as_light_or_dark_as_the_page(page, where, kind):
    body, scheme, is_dark = PAGES[where]
    page.emulate_media(color_scheme=scheme)
    still = STILLS[kind]()
    page.set_content(f"<!doctype html><html>{body}{html(still)}")
    ((width, source),) = page.evaluate(SHOWN)
    name = "dark" if is_dark else "light"
    assert drawn(source) == STILLS[kind](theme=name).svg
    assert THEMES[name].paper in drawn(source)
    assert width == pytest.approx(min(still.size[0], 1684), abs=1)


@pytest.mark.parametrize("where", PAGES)
def test_so_is_what_a_question_and_the_kernel_s_explorer_show(page, where):
    body, scheme, is_dark = PAGES[where]
    page.emulate_media(color_scheme=scheme)
    for content in (
        bv.predict(WALK, 13).picture.value,
        bv.explore(WALK.graph, x=2, w=3, b=1, y_=5, live=False).picture.value,
    ):
        page.set_content(f"<!doctype html><html>{body}{content}")
        ((_, source),) = page.evaluate(SHOWN)
        assert THEMES["dark" if is_dark else "light"].paper in source


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_picture_that_goes_on_says_so(page, lang):
    """In a column that is too narrow, and nothing moves elsewhere."""
    made = f"<div style='overflow:auto'>{html(bv.compare(WALK, OTHER, lang=lang))}</div>"
    ground = f"<div style='overflow:auto'>{html(bv.landscape(WALK, 'w', lang=lang))}</div>"
    cases = ((made, 1600, False), (made, 600, True), (ground, 600, False), (ground, 230, True))
    for made, width, is_cut in cases:
        column = f"<div style='width:{width}px'>{made}</div>"
        page.set_content(f"<!doctype html><html><body data-jp-theme-light=true>{column}")
        line = page.locator("[aria-hidden] > span")
        assert line.text_content().endswith("→")
        scrolls = "made => made.parentNode.parentNode.scrollWidth > made.parentNode.offsetWidth"
        assert line.evaluate(scrolls) == is_cut
        high = line.evaluate("made => made.parentNode.offsetHeight")
        assert (high > line.evaluate("made => made.offsetHeight")) == is_cut
        assert (high > 0) == is_cut
        assert line.bounding_box()["width"] <= width


def test_a_table_that_is_wider_than_its_place_stands_row_by_row(page):
    """Nothing of it has to be scrolled to, and each cell says what it is."""
    table = WALK.check(lang="en")._repr_html_()
    for width, is_wide in ((1000, True), (340, False)):
        page.set_content(f"<!doctype html><body style='width:{width}px;font-size:14px'>{table}")
        shown = page.locator("table")
        assert shown.evaluate("made => made.parentNode.scrollWidth <= made.parentNode.offsetWidth")
        assert (page.locator("thead").bounding_box()["height"] > 10) == is_wide
        cell = page.locator("td").first
        told = cell.evaluate("made => getComputedStyle(made, '::before').content")
        assert told == ("none" if is_wide else '"back propagation"')
        assert page.get_by_role("rowheader").all_text_contents() == ["w", "x", "b", "y′"]


@pytest.mark.parametrize("kind", STILLS)
def test_a_theme_that_was_asked_for_stays(kind):
    for name in THEMES:
        shown = html(STILLS[kind](theme=name))
        assert shown.count("<img") == 1
        assert "<style" not in shown
    assert Picture(WALK.graph, WALK, 3, theme_name="light").on_page.startswith("<svg")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_it_is_read_out_once_in_both(page, lang):
    still = WALK.picture(9, lang=lang)
    page.set_content(f"<!doctype html><html><body data-jp-theme-light=false>{html(still)}")
    (seen,) = page.get_by_role("img").all()
    assert seen.get_attribute("aria-label") == repr(still)
    assert [unescape(alt) for alt in findall('<img alt="([^"]*)"', html(still))] == [
        repr(still),
        "",
    ]


def pixels(png: bytes) -> np.ndarray:
    return np.array(Image.open(BytesIO(png)).convert("RGB"), dtype=float)


@pytest.mark.parametrize("kind", LANDSCAPES)
@pytest.mark.parametrize("where", [w for w in PAGES if "Studio" not in w])
def test_so_is_a_landscape(page, where, kind, landscapes):
    body, scheme, is_dark = PAGES[where]
    page.emulate_media(color_scheme=scheme)
    made, shown, dark = landscapes[kind]
    page.set_content(f"<!doctype html><html>{body}{shown}")
    ((_, source),) = page.evaluate(SHOWN)
    seen = pixels(b64decode(source.partition(",")[2]))
    name = "dark" if is_dark else "light"
    paper = [int(THEMES[name].paper[i : i + 2], 16) for i in (1, 3, 5)]
    assert seen[0, 0] == pytest.approx(paper, abs=1)
    wanted = pixels(dark if is_dark else made)
    assert np.quantile(np.abs(seen - wanted), 0.995) < 20  # of greys, and of few colours


@pytest.fixture(scope="module")
def landscapes():
    """Each as it is drawn, as it is shown, and as it is drawn in the dark theme."""
    return {
        kind: (make().png(), html(make()), make(theme="dark").png())
        for kind, make in LANDSCAPES.items()
    }


def test_a_landscape_with_a_theme_keeps_it():
    for name in ("light", "dark"):
        shown = html(LANDSCAPES["curve"](theme=name))
        assert shown.count("<img") == 1
        assert "<style" not in shown


def test_without_its_style_sheet_it_is_the_light_one(page):
    """A host that does not trust a notebook takes the style away."""
    page.emulate_media(color_scheme="dark")
    bare = html(WALK.picture(9)).partition("</style>")[2]
    page.set_content(f"<!doctype html><html><body data-jp-theme-light=false>{bare}")
    ((_, source),) = page.evaluate(SHOWN)
    assert drawn(source) == WALK.picture(9).svg


def test_it_shrinks_with_its_column_in_both(page):
    for light in ("true", "false"):
        body = f"<body data-jp-theme-light={light}><div style='width:1000px'>"
        page.set_content(f"<!doctype html><html>{body}{html(WALK.picture(9))}")
        ((width, _),) = page.evaluate(SHOWN)
        assert width == pytest.approx(1000, abs=1)
