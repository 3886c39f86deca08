"""The landscape beside the graph: it is dragged, and follows; on pages and in a JupyterLab."""

from __future__ import annotations

import itertools
import json
import os
import time
from collections.abc import Callable
from functools import partial
from operator import eq, ne
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.browser.spread import spread
from firefox import find_firefox, firefox
from lab import PATIENCE, Page, choose, cull, open_menu, painted, until
from needs import missing
from test_page import ARTICLE, POINT, Screen

WALK = ARTICLE.walk(POINT)
PRESENTED = ("whole", "place", "picture", "formula", "sentence", "landscape")
STATE = """() => {
    const root = document.querySelector('.bpv-landscape');
    const svg = root.querySelector('svg.bpv-ground'), frame = svg.querySelector('.edge');
    const canvas = root.querySelector('canvas');
    const corner = svg.getBoundingClientRect();
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((k) => +frame.getAttribute(k));
    const place = root.querySelector('.place');
    return {
        box: [corner.left + x, corner.top + y, width, height],
        place: place.getAttribute('transform').match(/[-\\d.]+/g).map(Number)
            .map((at, k) => (at - [x, y][k]) / [width, height][k]),
        said: root.querySelector('.bpv-ground-said').textContent,
        told: place.ariaValueText,
        ground: canvas.toDataURL(),
        fine: canvas.width,
        axes: [...svg.querySelectorAll('g[aria-hidden]:not(.heights) text')]
            .map((made) => made.textContent),
        paths: Object.fromEntries(['lines', 'curve', 'level', 'tangent', 'arrow'].map(
            (kind) => [kind, svg.querySelector(`.${kind}`).getAttribute('d')])),
        key: [...root.querySelectorAll('.bpv-ground-key > span')].map((made) => made.textContent),
        typed: [...document.querySelectorAll('.bpv-typed')].map((made) => made.value),
        sliders: [...document.querySelectorAll('.bpv-inputs input[type=range]')]
            .map((made) => +made.value),
    };
}"""


def state(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(STATE)
    return found


def settled(page: Any) -> dict[str, Any]:
    """The state, once the ground is drawn in all its detail."""
    return until(page, lambda: state(page), lambda now: now["fine"] in (97, 481))


def opened(chromium: Any, folder: Path, walk: bv.Walk = WALK, **options: Any) -> Screen:
    told = {key: options.pop(key) for key in ("landscape", "ranges") if key in options}
    file = walk.save(folder / "walk.html", **{"landscape": True, **told})
    screen = Screen(chromium, **{"viewport": {"width": 1400, "height": 900}, **options}).open(file)
    settled(screen.page)
    return screen


def at(page: Any, x: float, y: float) -> tuple[float, float]:
    """The point of the screen at these parts of the ground's width and height."""
    left, top, width, height = state(page)["box"]
    return left + x * width, top + y * height


def drag(page: Any, *points: tuple[float, float]) -> None:
    page.mouse.move(*at(page, *points[0]))
    page.mouse.down()
    for x, y in points[1:]:
        page.mouse.move(*at(page, x, y), steps=6)
    painted(page)
    page.mouse.up()
    painted(page)


def pieces(path: str) -> np.ndarray:
    return np.array([p.replace("L", " ").split() for p in path.split("M")[1:]], dtype=float)


def test_the_place_is_dragged_and_the_sliders_follow(chromium: Any, tmp_path: Path) -> None:
    screen = opened(chromium, tmp_path)
    before = state(screen.page)
    assert before["place"] == pytest.approx([0.65, 0.45], abs=0.002)
    assert before["said"] == "f(3, 1) = 4"
    drag(screen.page, (0.65, 0.45), (0.3, 0.8), (0.75, 0.25))
    after = state(screen.page)
    assert after["typed"] == ["5", "5", "2", "5"]
    assert after["sliders"] == [5, 5, 2, 5]
    assert after["said"] == "f(5, 5) = 100"
    assert after["told"] == "w = 5, b = 5, f = 100"
    assert after["place"] == pytest.approx([0.75, 0.25], abs=0.002)
    for kept in ("ground", "box", "axes", "key"):
        assert after[kept] == before[kept]
    screen.agrees(ARTICLE.walk({**POINT, "w": 5, "b": 5}))
    screen.press("Control+z")  # all of a drag is one change
    assert state(screen.page)["typed"] == ["3", "1", "2", "5"]
    for share in np.linspace(0.2, 0.4, 24):  # also where it ends between two pixels
        drag(screen.page, (0.65, 0.45), (share, share))
        screen.press("Control+z")
        assert state(screen.page)["typed"] == ["3", "1", "2", "5"]
    drag(screen.page, (0.65, 0.45), (1.4, -0.3))  # no farther than the axes go
    assert state(screen.page)["typed"] == ["10", "10", "2", "5"]
    assert screen.faults == []


def test_keys_move_it_by_the_steps_of_the_sliders(chromium: Any, tmp_path: Path) -> None:
    screen = opened(chromium, tmp_path, ranges={"b": (-4, 4, 0.25)})
    screen.page.locator(".bpv-ground .place").focus()
    screen.press("ArrowRight", "ArrowUp", "Shift+ArrowLeft", "ArrowDown", "ArrowDown")
    assert state(screen.page)["typed"] == ["2.1", "0.75", "2", "5"]
    assert screen.text(".bpv-count") == "0 / 14"
    for _ in range(4):  # keys that follow fast are one change: how many, the machine says
        if state(screen.page)["typed"][1] != "1":
            screen.press("Control+z")
    assert state(screen.page)["typed"][1] == "1"
    assert screen.faults == []


def test_sliders_move_the_place_and_the_others_the_ground(chromium: Any, tmp_path: Path) -> None:
    screen = opened(chromium, tmp_path)
    before = state(screen.page)
    fields = screen.page.locator(".bpv-typed")
    fields.nth(0).fill("-5")
    fields.nth(0).press("Enter")
    painted(screen.page)
    now = state(screen.page)
    assert now["place"] == pytest.approx([0.25, 0.45], abs=0.002)
    assert now["ground"] == before["ground"]
    fields.nth(2).fill("2.1")
    fields.nth(2).press("Enter")
    until(screen.page, lambda: state(screen.page), lambda s: s["ground"] != before["ground"])
    now = settled(screen.page)
    assert now["key"][0] == before["key"][0], "the scale of the heights stays"
    assert now["axes"] == before["axes"]
    fields.nth(0).fill("14")  # beyond its slider: the axis grows
    fields.nth(0).press("Enter")
    until(screen.page, lambda: state(screen.page)["axes"], partial(ne, before["axes"]))
    now = until(screen.page, lambda: state(screen.page), lambda s: "f(14, 1)" in s["said"])
    assert 0.9 < now["place"][0] < 1
    assert screen.faults == []


@pytest.mark.parametrize(("formula", "point"), [
    ("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2", (3, 1)),
    ("f = w*b - sin(w)*x + y_", (2, -1)),
    ("f = sqrt(w) + exp(b/4)*x - y_", (4, 3)),
])  # fmt: skip
def test_the_line_through_the_place_is_as_high_as_it(
    chromium: Any, tmp_path: Path, formula: str, point: tuple[float, float]
) -> None:
    graph = bv.graph(formula, parameters="w b")
    fixed = {"x": 2, "y_": 5}
    walk = graph.walk(w=point[0], b=point[1], **fixed)
    screen = opened(chromium, tmp_path, walk)
    found = state(screen.page)
    left, top, width, height = found["box"]
    corner = screen.page.locator("svg.bpv-ground").first.bounding_box()
    line = pieces(found["paths"]["level"])
    assert len(line) > 40
    xs, ys = line[:, ::2].ravel(), line[:, 1::2].ravel()
    ws = -10 + 20 * (xs - (left - corner["x"])) / width
    bs = 10 - 20 * (ys - (top - corner["y"])) / height
    for w, b in zip(ws, bs, strict=True):
        there = graph.walk(w=w, b=b, **fixed)
        steep = np.hypot(there.gradients["w"], there.gradients["b"])
        assert abs(there.output - walk.output) < 0.12 * steep + 0.02  # half a square of the grid
    assert screen.faults == []


NUMBERS = """() => [...document.querySelectorAll('.bpv-ground .heights text')].map((made) => {
    const box = made.getBoundingClientRect();
    return { text: made.textContent, x: +made.getAttribute('x'), y: +made.getAttribute('y') - 4.5,
        box: [box.left, box.top, box.right, box.bottom], behind: made.matches('.behind') };
})"""


@pytest.mark.parametrize("width", [1400, 360])
def test_some_lines_have_their_heights(chromium: Any, tmp_path: Path, width: int) -> None:
    """Each as high as the ground is there, inside it, and none over another or over the place."""
    screen = opened(chromium, tmp_path, viewport={"width": width, "height": 900})
    screen.page.evaluate("document.querySelector('.bpv-landscape').scrollIntoView()")
    shown = state(screen.page)
    left, top, across, down = shown["box"]
    numbers = screen.page.evaluate(NUMBERS)
    assert len(numbers) >= 3
    corner = screen.page.locator("svg.bpv-ground").first.bounding_box()
    for number in numbers:
        w = -10 + 20 * (corner["x"] + number["x"] - left) / across
        b = 10 - 20 * (corner["y"] + number["y"] - top) / down
        assert float(number["text"]) == pytest.approx((5 - (w * 2 + b)) ** 2, rel=0.08)
        x0, y0, x1, y1 = number["box"]
        assert left < x0 < x1 < left + across
        assert top < y0 < y1 < top + down
    for one, other in itertools.combinations(numbers, 2):
        (a0, b0, a1, b1), (c0, d0, c1, d1) = one["box"], other["box"]
        assert a1 < c0 or c1 < a0 or b1 < d0 or d1 < b0
    # The place takes the room that it needs.
    x0, y0, x1, y1 = numbers[0]["box"]
    screen.page.mouse.click((x0 + x1) / 2, (y0 + y1) / 2)
    painted(screen.page)
    assert screen.page.evaluate(NUMBERS)[0]["behind"]
    assert screen.faults == []


def test_the_picture_does_not_wait_for_the_ground(chromium: Any, tmp_path: Path) -> None:
    """In the frame that shows another number of x, the ground is still the one before."""
    screen = opened(chromium, tmp_path)
    screen.press("End")
    before = settled(screen.page)
    label, ground = screen.page.evaluate(
        """() => new Promise((done) => {
            const x = document.querySelectorAll('.bpv-inputs input[type=range]')[2];
            x.value = '4';
            x.dispatchEvent(new Event('input', { bubbles: true }));
            requestAnimationFrame(() => done([
                [...document.querySelectorAll('.bpv-svg text.value')]
                    .map((made) => made.textContent).find((text) => text.startsWith('x')),
                document.querySelector('.bpv-landscape canvas').toDataURL()]));
        })"""
    )
    assert label == "x = 4"
    assert ground == before["ground"]
    after = until(
        screen.page, lambda: state(screen.page), lambda now: now["ground"] != before["ground"]
    )
    assert after["said"] == "f(3, 1) = 64"
    assert settled(screen.page)["ground"] != before["ground"]
    assert screen.faults == []


def test_a_curve_has_its_tangent_and_numbers(chromium: Any, tmp_path: Path) -> None:
    screen = opened(chromium, tmp_path, landscape="w")
    found = state(screen.page)
    assert found["said"] == "f(3) = 4"
    assert found["paths"]["lines"] == found["paths"]["level"] == ""
    curve = np.array([p.split() for p in found["paths"]["curve"][1:].split("L")], dtype=float)
    assert len(curve) == 481
    ws = np.linspace(-10, 10, 481)
    heights = (5 - (2 * ws + 1)) ** 2
    slope, offset = np.polyfit(heights, curve[:, 1], 1)
    assert curve[:, 1] == pytest.approx(slope * heights + offset, abs=0.06)
    screen.press("End")
    screen.wait_for_step(14)
    tangent = state(screen.page)["paths"]["tangent"]
    *_, across, down = map(float, tangent.replace("M", "").replace("l", " ").split())
    step = state(screen.page)["box"][2] / 20
    assert down / across == pytest.approx(8 * slope / step, rel=0.01)
    drag(screen.page, (0.65, 0.9), (0.9, 0.1))
    assert state(screen.page)["said"] == "f(8) = 144"
    assert screen.faults == []


def test_downhill_shows_once_the_step_knows_the_gradient(chromium: Any, tmp_path: Path) -> None:
    screen = opened(chromium, tmp_path)
    edges = [edge.operand for edge in ARTICLE.backward_edges]
    known = 7 + max(edges.index(ARTICLE.names[name]) for name in "wb")
    for step in range(15):
        screen.page.evaluate(f"location.hash = 'step={step}'")
        screen.wait_for_step(step)
        assert bool(state(screen.page)["paths"]["arrow"]) == (step >= known)
    arrow = state(screen.page)["paths"]["arrow"]
    points = np.array([p.split() for p in arrow[1:-1].split("L")], dtype=float)
    start, tip = (points[0] + points[6]) / 2, points[3]
    across, down = tip - start
    assert down / across == pytest.approx(-4 / 8, abs=0.03)  # against (8, 4), and down is up
    assert across < 0
    screen.press("Home")
    screen.wait_for_step(0)
    assert state(screen.page)["paths"]["arrow"] == ""


def test_what_has_no_value_stays_empty(chromium: Any, tmp_path: Path) -> None:
    walk = bv.graph("f = log(u) + v").walk(u=2, v=1)
    screen = opened(chromium, tmp_path, walk)
    shades = """() => {
        const canvas = document.querySelector('.bpv-landscape canvas');
        const {data, width} = canvas.getContext('2d').getImageData(0, 0, canvas.width, 97);
        return [...Array(width).keys()].map((x) => data[4 * (48 * width + x) + 3]);
    }"""
    alphas = screen.page.evaluate(shades)
    assert alphas == [0] * 49 + [255] * 48  # log(0) = −∞ is none, either
    assert state(screen.page)["key"][-1] == "no finite value"
    drag(screen.page, (0.6, 0.5), (0.2, 0.5))
    now = state(screen.page)
    assert now["said"] == "f(−6, 0) = nan"
    assert now["paths"]["level"] == now["paths"]["arrow"] == ""
    assert screen.page.locator(".place.nowhere").count() == 1
    drag(screen.page, (0.2, 0.5), (0.75, 0.5))
    assert state(screen.page)["said"] == "f(5, 0) = 1.609"
    assert screen.faults == []


def test_the_menu_opens_it_and_it_chooses_its_inputs(chromium: Any, tmp_path: Path) -> None:
    screen = opened(chromium, tmp_path)
    across, up = (screen.page.locator(".bpv-ground-over select").nth(n) for n in (0, 1))
    across.select_option(label="x")
    until(screen.page, lambda: settled(screen.page)["axes"][-2:], partial(eq, ["x", "b"]))
    up.select_option(label="–")
    until(screen.page, lambda: state(screen.page)["said"], lambda said: said == "f(2) = 4")
    up.select_option(label="w")
    until(screen.page, lambda: state(screen.page)["said"], lambda said: said == "f(2, 3) = 4")
    across.select_option(label="w")  # which was up: they change places
    until(screen.page, lambda: state(screen.page)["said"], lambda said: said == "f(3, 2) = 4")
    screen.page.locator(".bpv-ground-close").click()
    assert not screen.page.locator(".bpv-landscape").is_visible()
    screen.command("do-ground_landscape")
    assert screen.page.locator(".bpv-landscape").is_visible()
    assert screen.page.evaluate("document.activeElement.ariaValueText") == "w = 3, b = 1, f = 4"
    assert screen.page.locator(".bpv-do-ground_landscape").get_attribute("aria-pressed") == "true"
    assert screen.faults == []


def test_an_input_that_becomes_an_array_is_refused_in_words(chromium: Any, tmp_path: Path) -> None:
    screen = opened(chromium, tmp_path)
    field = screen.page.locator(".bpv-typed").first
    field.fill("[1, 2]")
    field.press("Enter")
    painted(screen.page)
    assert screen.text(".bpv-ground-said") == (
        "w is an array now; a landscape is over single numbers."
    )
    assert not screen.page.locator(".bpv-ground-frame").is_visible()
    screen.press("Control+z")
    field.fill("2")
    field.press("Enter")
    until(screen.page, lambda: state(screen.page)["said"], lambda said: said == "f(2, 1) = 0")
    assert screen.faults == []


@pytest.mark.parametrize("width", [1400, 800, 360])
def test_a_presentation_shows_it_with_all_that_is_said(
    chromium: Any, tmp_path: Path, width: int
) -> None:
    """Beside the words where there is room, else below them; the picture keeps its whole width."""
    screen = opened(chromium, tmp_path, viewport={"width": width, "height": 900})
    screen.command("present")
    screen.press("ArrowRight", "End")
    settled(screen.page)
    box = {name: screen.page.locator(f".bpv-{name}").bounding_box() for name in PRESENTED}
    assert all(box.values())
    for above, below in (("whole", "place"), ("place", "formula"), ("formula", "sentence")):
        assert box[above]["y"] + box[above]["height"] <= box[below]["y"]
    ground, words = box["landscape"], box["sentence"]
    assert ground["y"] >= box["place"]["y"] + box["place"]["height"]
    if width == 1400:
        assert ground["x"] >= words["x"] + words["width"]
        assert ground["y"] + ground["height"] <= 900
        assert box["picture"]["width"] > 1200
        frame = "document.querySelector('.bpv-picture')"
        assert screen.page.evaluate(f"{frame}.scrollWidth <= {frame}.clientWidth")
    else:
        assert ground["y"] >= words["y"] + words["height"]
    assert ground["width"] <= width
    screen.page.locator(".bpv-landscape .place").focus()
    screen.press("ArrowUp")
    assert state(screen.page)["said"].startswith("f(3, 1.1)")
    assert screen.page.evaluate("document.querySelector('.bpv').dataset.step") == "14"
    room = "parseFloat(getComputedStyle(document.querySelector('.bpv-picture')).maxHeight)"
    before = screen.page.evaluate(room)
    screen.page.locator(".bpv-ground-close").click()
    painted(screen.page)
    assert screen.page.evaluate(room) > before, "the picture has the room again"
    assert screen.faults == []


@pytest.mark.parametrize("width", [1400, 800, 360])
def test_it_stands_beside_the_picture_or_below(chromium: Any, tmp_path: Path, width: int) -> None:
    screen = opened(chromium, tmp_path, viewport={"width": width, "height": 900}, has_touch=True)
    graph = screen.page.locator(".bpv-place").bounding_box()
    root = screen.page.locator(".bpv-landscape").bounding_box()
    if width == 1400:
        assert root["x"] >= graph["x"] + graph["width"]
    else:
        assert root["y"] >= graph["y"] + graph["height"]
    words = screen.page.locator(".bpv-sentence").bounding_box()
    assert words["y"] + words["height"] <= 900, "what is said stays in view"
    if width == 800:
        assert root["x"] >= words["x"] + words["width"]
        assert root["y"] + root["height"] <= 900
    assert root["x"] + root["width"] <= width
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= width
    screen.page.evaluate("document.querySelector('.bpv-landscape').scrollIntoView()")
    screen.page.touchscreen.tap(*at(screen.page, 0.25, 0.75))
    painted(screen.page)
    assert state(screen.page)["said"].startswith("f(−5, −5)")
    touch = screen.page.context.new_cdp_session(screen.page)
    for kind, *point in (("Start", 0.25, 0.75), ("Move", 0.3, 0.7), ("Move", 0.6, 0.4), ("End",)):
        points = [dict(zip("xy", at(screen.page, *point), strict=True))] if point else []
        touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    painted(screen.page)
    assert state(screen.page)["said"].startswith("f(2, 2)")
    assert screen.page.evaluate("document.querySelector('.bpv').dataset.step") == "0"
    heights = []
    for step in range(15):
        screen.page.evaluate(f"location.hash = 'step={step}'")
        screen.wait_for_step(step)
        heights.append(screen.page.locator(".bpv-landscape").bounding_box())
    assert heights.count(heights[0]) == 15, "nothing moves between steps"
    assert screen.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_it_wears_the_theme_speaks_the_language_and_has_no_violation(
    chromium: Any, tmp_path: Path, scheme: str, lang: str
) -> None:
    axe = os.environ.get("AXE_CORE") or "node_modules/axe-core/axe.min.js"
    screen = opened(chromium, tmp_path, color_scheme=scheme)
    choose(screen.page, "language", lang)
    painted(screen.page)
    assert screen.page.locator(".place").get_attribute("aria-label") == {
        "en": "place in the landscape", "ja": "地形の上の現在地",
    }[lang]  # fmt: skip
    pixel = """() => [...document.querySelector('.bpv-landscape canvas').getContext('2d')
        .getImageData(0, 96, 1, 1).data]"""
    paper = {"light": [255] * 4, "dark": [21, 24, 30, 255]}[scheme]
    assert screen.page.evaluate(pixel) == pytest.approx(paper, abs=16)
    if not Path(axe).is_file():
        missing("no axe-core here (npm install axe-core, or AXE_CORE=path/to/axe.min.js)")
    screen.page.evaluate(Path(axe).read_text(encoding="utf-8"))
    found = screen.page.evaluate(
        """async () => (await axe.run(document.querySelector('.bpv'))).violations.map(
            (v) => `${v.id}: ${v.nodes.map((node) => node.html).join()}`)"""
    )
    assert found == []
    assert screen.faults == []


def test_in_firefox(tmp_path: Path) -> None:
    program = find_firefox()
    if program is None:
        missing("no Firefox here (apt-get install firefox-esr)")
    file = WALK.save(tmp_path / "walk.html", landscape="w b")
    place = "return document.querySelector('.place')?.getAttribute('aria-valuetext') ?? ''"
    with firefox(program) as browser:
        browser.open(f"{file.as_uri()}#step=14")

        def told() -> str:
            return str(browser.run(place))

        _wait(told, "w = 3, b = 1, f = 4")
        left, top, width, height = browser.run(
            """const svg = document.querySelector('.bpv-landscape');
            svg.scrollIntoView();
            const box = document.querySelector('.bpv-ground .edge').getBoundingClientRect();
            return [box.x, box.y, box.width, box.height]"""
        )

        def to(x: float, y: float) -> dict[str, Any]:
            at = {"x": round(left + x * width), "y": round(top + y * height)}
            return {"type": "pointerMove", "duration": 50, **at}

        press = [{"type": f"pointer{kind}", "button": 0} for kind in ("Down", "Up")]
        moves = [to(0.65, 0.45), press[0], to(0.5, 0.5), to(0.25, 0.75), press[1]]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        browser.call("WebDriver:PerformActions", actions=[{**mouse, "actions": moves}])
        _wait(told, "w = −5, b = −5, f = 400")
        keys = [{"type": f"key{kind}", "value": "\ue014"} for kind in ("Down", "Up")]
        browser.call(
            "WebDriver:PerformActions", actions=[{"type": "key", "id": "k", "actions": keys}]
        )
        _wait(told, "w = −4.9, b = −5, f = 392")


def _wait(told: Callable[[], str], wanted: str) -> None:
    end = time.monotonic() + PATIENCE
    while (now := told()) != wanted:
        assert time.monotonic() < end, now
        time.sleep(0.05)


def test_a_page_without_one_is_as_small_as_before(tmp_path: Path) -> None:
    plain = WALK.save(tmp_path / "plain.html").read_text("utf-8")
    assert "andscapeView" not in plain
    assert "ground_" not in plain
    assert len(plain.encode()) < 200_000


def test_names_are_checked() -> None:
    assert spread(WALK, None) == spread(WALK, False) == []
    assert spread(WALK, True) == spread(WALK, "w b") == spread(WALK, ["w", "b"]) == [0, 2]
    assert spread(WALK, "y_, w") == [3, 0]
    assert spread(bv.graph("u*v*w").walk(u=1, v=[1, 2], w=3), True) == [0, 2]
    for wrong in ("q", "w w", "w b x", "", [1], 5, ["p"]):
        with pytest.raises(bv.InputError, match="one or two inputs that are single numbers"):
            spread(WALK, wrong)
    with pytest.raises(bv.InputError):
        spread(bv.graph("u*v").walk(u=[1, 2], v=1), "u")
    with pytest.raises(bv.InputError):
        bv.explore(ARTICLE, POINT, landscape="q")
    with pytest.raises(ValueError, match="landscape"):
        WALK.save("walk.gif", landscape="w")
    plain = bv.explore(ARTICLE, POINT, landscape="w", live=False, check=False)
    assert plain.children[-1] is plain.landscape("w")
    other = bv.graph("u*v").walk(u=1, v=2)
    shown = [chapter.landscape for chapter in bv.page([WALK, other], landscape="w").chapters]
    assert shown == ["w", None]
    with pytest.raises(bv.InputError):
        _ = bv.page([WALK, other], landscape="q").html


CELL = f"""import backprop_viz as bv
cost = bv.graph({json.dumps(str(ARTICLE))}, parameters="w b")
explorer = bv.explore(cost, x=2, w=3, b=1, y_=5, check=False{{option}})
explorer"""


@pytest.fixture(scope="module")
def host(desk: tuple[Path, Page]) -> Page:
    root, page = desk
    cell = nbformat.v4.new_code_cell(CELL.format(option=', landscape="w b"'))
    last = nbformat.v4.new_code_cell("print(*(explorer.inputs[name].value for name in 'wb'))")
    notebook = nbformat.v4.new_notebook(cells=[cell, last])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "valley.ipynb")
    page.page.set_viewport_size({"width": 1500, "height": 1000})
    page.open_instead("valley.ipynb")
    page.run_all()
    page.page.wait_for_selector(".bpv-landscape .place")
    settled(page.page)
    return page


def handles(host: Page) -> list[str]:
    values: list[str] = host.page.locator(".backprop-viz-slider .noUi-handle").evaluate_all(
        "all => all.map((made) => String(Number(made.getAttribute('aria-valuetext'))))"
    )
    return values


def test_in_a_notebook_the_kernel_follows_too(host: Page) -> None:
    drag(host.page, (0.65, 0.45), (0.75, 0.25))
    until(host.page, lambda: handles(host), lambda now: now == ["5", "5", "2", "5"])
    until(host.page, lambda: state(host.page)["said"], partial(eq, "f(5, 5) = 100"))
    host.page.locator(".bpv-ground .place").focus()
    host.page.keyboard.press("ArrowLeft")
    until(host.page, lambda: handles(host), lambda now: now[0] == "4.9")
    host.page.evaluate("void (jupyterapp.shell.currentWidget.content.activeCellIndex = 1)")

    def printed() -> str:
        host.page.evaluate("void jupyterapp.commands.execute('notebook:run-cell')")
        host.page.wait_for_timeout(300)
        return str(host.page.locator(".jp-OutputArea-output pre").last.text_content())

    until(host.page, printed, lambda text: text.strip() == "4.9 5.0")


def test_it_opens_from_the_menu_and_goes_on_without_a_kernel(host: Page) -> None:
    settled(host.page)
    cull(host)
    host.page.locator(".bpv-ground-close").click()
    open_menu(host.page)
    host.page.locator(".bpv-do-ground_landscape").click()
    drag(host.page, (0.4, 0.4), (0.25, 0.75))
    until(host.page, lambda: state(host.page)["said"], partial(eq, "f(−5, −5) = 400"))
    until(host.page, lambda: handles(host)[:2], partial(eq, ["-5", "-5"]))
