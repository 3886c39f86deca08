"""Whether a page shows what it has: pictures fit, mathematics is whole, nothing jumps."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest

import backprop_viz as bv
from lab import open_menu, painted, until
from test_page import ARTICLE, POINT, Screen

NETWORK = bv.graph(
    "h = tanh(a*x + b*y + k); i = tanh(c*x + d*y + l); j = tanh(p*x + q*y + m);"
    "o = u*h + v*i + w*j; f = (o - t)**2",
    parameters="a b c d p q k l m u v w",
)
NUMBERS = [0.5, 0.1, -0.3, 0.2, 1, 0.7, 0.1, 0.2, 0.3, 1, 0.7, 0.6, 1.2, 0.3, 1]
WALKS = {
    "article": ARTICLE.walk(POINT),
    "small": bv.graph("(w*x + b)**2", parameters="w b").walk(w=3, x=2, b=1),
    "network": NETWORK.walk(dict(zip("abcdpqklmuvwxyt", NUMBERS, strict=True))),
}
DESKTOP, SMALL, PHONE = (1400, 900), (800, 900), (360, 740)

SEEN = """() => {
    const frame = document.querySelector('.bpv-picture');
    const svg = document.querySelector('.bpv-svg').getBoundingClientRect();
    const { width } = document.querySelector('.bpv-svg').viewBox.baseVal;
    return {
        label: 14 * svg.width / width, size: svg.width / (width * 4 / 3),
        isWhole: frame.scrollWidth <= frame.clientWidth && frame.scrollHeight <= frame.clientHeight,
        on: document.querySelector('.bpv-place').dataset.on,
        top: frame.getBoundingClientRect().top, page: document.documentElement.scrollWidth,
    };
}"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("fit")
    return {name: walk.save(folder / f"{name}.html") for name, walk in WALKS.items()}


def opened(
    chromium: Any, file: Path, viewport: tuple[int, int], tail: str = "", **options: Any
) -> Screen:
    width, height = viewport
    size = {"width": width, "height": height}
    screen = Screen(chromium, viewport=size, **options).open(file, tail)
    return screen


def seen(screen: Screen) -> dict[str, Any]:
    painted(screen.page)
    found: dict[str, Any] = screen.page.evaluate(SEEN)
    return found


@pytest.mark.parametrize("width", [1900, 1400, 1000, 800])
def test_the_article_s_graph_is_whole_or_says_that_it_goes_on(
    chromium: Any, pages: dict[str, Path], width: int
) -> None:
    """Its labels are never smaller than the smallest prose."""
    screen = opened(chromium, pages["article"], (width, 900), "#step=9")
    now = seen(screen)
    assert now["isWhole"] == (width > 960)
    assert bool(now["on"]) == (width < 960)
    assert now["label"] > 12.4  # but for a part of a pixel
    assert screen.page.locator(".bpv-map").is_visible() == (width < 960)
    assert screen.faults == []


def test_a_small_picture_uses_its_place(chromium: Any, pages: dict[str, Path]) -> None:
    screen = opened(chromium, pages["small"], DESKTOP)
    assert seen(screen)["isWhole"]
    assert 1.2 < seen(screen)["size"] <= 1.6
    assert screen.faults == []


def test_a_picture_that_goes_on_says_so_and_its_map_leads_there(
    chromium: Any, pages: dict[str, Path]
) -> None:
    screen = opened(chromium, pages["article"], PHONE, "#step=9", is_mobile=True, has_touch=True)
    now = seen(screen)
    assert now["on"] == "left right"
    assert now["label"] > 12.4  # but for a part of a pixel
    box = screen.page.locator(".bpv-map").bounding_box()
    left = "() => document.querySelector('.bpv-picture').scrollLeft"
    window = "() => document.querySelector('.bpv-window').getBoundingClientRect().left"
    places = []
    for share, on in ((0, "right"), (1, "left"), (0.5, "left right")):
        x, y = box["x"] + share * (box["width"] - 1), box["y"] + box["height"] / 2
        screen.page.mouse.click(x, y)
        until(screen.page, lambda: seen(screen)["on"], lambda now, on=on: now == on)
        places.append((screen.page.evaluate(left), screen.page.evaluate(window)))
    first, last, middle = places
    assert first[0] == 0
    assert first < middle < last
    screen.page.mouse.down()  # and it is dragged
    screen.page.mouse.move(box["x"], y)
    assert screen.page.evaluate(left) == 0
    assert screen.faults == []


def test_a_picture_that_goes_on_below_scrolls_to_its_step(chromium: Any, tmp_path: Path) -> None:
    """A block of many parameters is higher than the window, and no wider; it is seen."""
    names = [f"w{n}" for n in range(24)]
    text = f"layer({', '.join(names)}) = {' + '.join(names)}\nlayer({', '.join(names)})**2"
    walk = bv.graph(text).walk(dict.fromkeys(names, 0.5))
    screen = opened(chromium, walk.save(tmp_path / "tall.html"), (1000, 700))
    sizes = "e => [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight]"
    across, down = screen.page.locator(".bpv-picture").evaluate(sizes)
    assert across <= 0 < down
    screen.press("End")
    painted(screen.page)
    block = screen.page.locator(".bpv-svg .body").first.bounding_box()
    frame = screen.page.locator(".bpv-picture").bounding_box()
    middle = block["y"] + block["height"] / 2
    assert frame["y"] < middle < frame["y"] + frame["height"]
    assert screen.faults == []


def test_it_is_never_smaller_than_can_be_read(chromium: Any, pages: dict[str, Path]) -> None:
    screen = opened(chromium, pages["network"], DESKTOP)
    assert screen.text(".bpv-fit-note") == ""
    screen.command("do-fit_all")
    assert "too small to read" in screen.text(".bpv-fit-note")
    assert seen(screen)["label"] >= 12.49
    assert screen.page.locator(".bpv-map").is_visible()
    screen.command("do-fit_own")
    assert seen(screen)["size"] == pytest.approx(1, abs=0.01)
    assert screen.text(".bpv-fit-note") == ""
    for _ in range(20):
        screen.command("do-smaller")
    assert 12.49 <= seen(screen)["label"] < 13
    screen.command("do-larger")
    assert seen(screen)["label"] > 15
    screen.command("do-fit_width")
    assert 12.49 <= seen(screen)["label"] < 13
    assert screen.faults == []


def test_what_fits_is_fitted_whole(chromium: Any, pages: dict[str, Path]) -> None:
    screen = opened(chromium, pages["network"], (1900, 500))
    assert not seen(screen)["isWhole"]
    screen = opened(chromium, pages["article"], (1900, 200))
    screen.command("do-fit_all")
    assert seen(screen)["isWhole"]
    assert screen.faults == []


@pytest.mark.parametrize("viewport", [DESKTOP, SMALL, PHONE])
def test_a_window_holds_the_picture_and_all_that_is_said(
    chromium: Any, pages: dict[str, Path], viewport: tuple[int, int]
) -> None:
    """A step of a large graph is seen with its words, and what is fitted whole is so there."""
    screen = opened(chromium, pages["network"], viewport, "#step=40")
    around = """() => ['.bpv', '.bpv-picture', '.bpv-sentence'].map((part) =>
        document.querySelector(part).getBoundingClientRect().toJSON())"""
    root, picture, sentence = screen.page.evaluate(around)
    assert sentence["bottom"] - root["top"] <= viewport[1]
    assert picture["height"] >= 250
    assert screen.faults == []


def test_what_was_before_is_never_smaller_than_can_be_read(
    chromium: Any, pages: dict[str, Path]
) -> None:
    """Nor is a list in the place of a number. The picture grows for it, and not with the steps."""
    sizes = """() => [...document.querySelectorAll('.bpv-svg text.value, .bpv-svg text.gradient, '
        + '.bpv-svg text.contribution')].filter((text) => text.textContent).map((text) =>
        parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    screen = opened(chromium, pages["network"], DESKTOP, "#step=99")
    before = seen(screen)["label"]
    screen.command("do-ghosts")
    fields = screen.page.locator(".bpv-typed")
    for i in range(0, fields.count(), 2):
        fields.nth(i).fill(str(0.1234 + 0.3 * i))
        fields.nth(i).press("Enter")
    until(screen.page, lambda: min(screen.page.evaluate(sizes)), lambda least: least >= 12.45)
    grown = seen(screen)["label"]
    assert grown > before + 2
    screen.page.locator(".bpv").focus()
    screen.press("Home")
    assert seen(screen)["label"] == grown
    screen.press("End")
    assert seen(screen)["label"] == grown
    screen.command("do-ghosts")
    assert seen(screen)["label"] == before
    fields.first.fill("[0.1234, −0.5678, 0.9012]")
    fields.first.press("Enter")
    until(screen.page, lambda: min(screen.page.evaluate(sizes)), lambda least: least >= 12.45)
    assert screen.faults == []


@pytest.mark.parametrize("viewport", [DESKTOP, SMALL, PHONE])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_nothing_moves_between_steps(
    chromium: Any, tmp_path: Path, viewport: tuple[int, int], lang: str
) -> None:
    file = WALKS["article"].save(tmp_path / "walk.html", lang=lang)
    screen = opened(chromium, file, viewport)
    parts = [".bpv-svg", ".bpv-legend", ".bpv-formula", ".bpv-sentence", ".bpv-numbers"]
    tops = """parts => parts.map((part) => {
        const { top, height } = document.querySelector(part).getBoundingClientRect();
        return [part, top, height];
    })"""
    found = set()
    for _ in WALKS["article"].steps:
        found.add(str(screen.page.evaluate(tops, parts)))
        screen.press("ArrowRight")
    assert len(found) == 1
    assert screen.faults == []


def test_a_slider_fits_nothing_anew(chromium: Any, pages: dict[str, Path]) -> None:
    """While a value changes, size, map and fades stay as they are, untouched."""
    screen = opened(chromium, pages["article"], (600, 800), "#step=9")
    assert seen(screen)["on"]
    touched = screen.page.evaluate(
        """async () => {
            const touched = [];
            const note = (all) => touched.push(...all.map((one) => one.target.className));
            const watch = new MutationObserver(note);
            const options = { attributes: true, childList: true, subtree: true };
            for (const part of ['.bpv-map', '.bpv-fade', '.bpv-place', '.bpv-canvas']) {
                const deep = part === '.bpv-map';
                watch.observe(document.querySelector(part), { ...options, subtree: deep });
            }
            const slider = document.querySelector('.bpv-inputs input');
            for (let i = 0; i < 5; i += 1) {
                slider.value = i;
                slider.dispatchEvent(new Event('input'));
                await new Promise(requestAnimationFrame);
            }
            return touched;
        }"""
    )
    assert touched == []
    assert screen.faults == []


# The texts of what is drawn away from the view, and of all that is drawn.
STEPS = """async count => {
    const [root, frame] = ['.bpv', '.bpv-picture'].map(name => document.querySelector(name));
    const seen = [];
    for (let n = 0; n < count; n += 1) {
        root.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight'}));
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        const marks = ['forward', 'backward'].map(mark => `.circle[data-mark=${mark}]`);
        const circle = document.querySelector(marks.join());
        if (!circle) continue; // at the seed
        const [its, view] = [circle, frame].map(part => part.getBoundingClientRect());
        seen.push({
            place: [frame.scrollLeft, frame.scrollTop].map(Math.round),
            within: (its.left + its.width / 2 - view.left) / view.width,
        });
    }
    return seen;
}"""


def test_the_picture_stays_while_its_step_is_well_in_view(
    chromium: Any, pages: dict[str, Path]
) -> None:
    screen = opened(chromium, pages["network"], SMALL, reduced_motion="reduce")
    most = screen.page.locator(".bpv-picture").evaluate("e => e.scrollWidth - e.clientWidth")
    seen = screen.page.evaluate(STEPS, 40)
    pairs = list(itertools.pairwise(seen))
    moves = [now for before, now in pairs if now["place"] != before["place"]]
    assert 3 < len(moves) < len(pairs) / 2
    for now in seen:
        at_end = now["place"][0] in (0, most)
        assert 0 < now["within"] < 1 if at_end else 0.2 <= now["within"] <= 0.8
    middles = [now["within"] for now in moves if now["place"][0] not in (0, most)]
    assert middles
    assert middles == pytest.approx([0.5] * len(middles), abs=0.01)  # where it goes, it goes whole
    assert screen.faults == []


def test_the_step_stays_in_view_where_the_window_turns_narrow(
    chromium: Any, pages: dict[str, Path]
) -> None:
    screen = opened(chromium, pages["article"], (800, 900), "#step=9")
    screen.page.set_viewport_size({"width": 400, "height": 900})
    look = """() => {
        const boxOf = name => document.querySelector(name).getBoundingClientRect();
        const [view, its] = ['.bpv-picture', '.circle[data-mark=backward]'].map(boxOf);
        return [view.width, its.left - view.left, view.right - its.right];
    }"""
    until(
        screen.page, lambda: screen.page.evaluate(look), lambda now: now[0] < 400 and min(now) > 0
    )
    assert screen.faults == []


# At each step back its circle, and the card where its gradient arrives, left of what it comes from.
ARRIVALS = """async count => {
    const [root, frame] = ['.bpv', '.bpv-picture'].map(name => document.querySelector(name));
    const boxOf = part => part.getBoundingClientRect();
    const seen = [];
    for (let n = 0; n < count; n += 1) {
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        const [circle] = document.querySelectorAll('.circle[data-mark=backward]');
        const wires = [...document.querySelectorAll('.wire[data-mark=backward]')].map(boxOf);
        if (circle && wires.length) {
            const both = [boxOf(circle), wires.reduce((a, b) => (a.left < b.left ? a : b))];
            const ends = (side, pick) => pick(...both.map(box => box[side]));
            const [left, right] = [ends('left', Math.min), ends('right', Math.max)];
            const [top, bottom] = [ends('top', Math.min), ends('bottom', Math.max)];
            const view = boxOf(frame);
            seen.push({
                fits: right - left < view.width - 20 && bottom - top < view.height - 20,
                far: right - left > view.width / 2 || bottom - top > view.height / 2,
                shown: left > view.left - 1 && right < view.right + 1
                    && top > view.top - 1 && bottom < view.bottom + 1,
            });
        }
        root.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft'}));
    }
    return seen;
}"""


def test_the_view_shows_where_a_gradient_arrives_if_it_can(chromium: Any, tmp_path: Path) -> None:
    """A parameter of an open block may stand far from the port of the block."""
    text = "head(x, a, b, c) = attention(x @ a, x @ b, x @ c)\nsum(head(x, a, b, c))"
    square = [[0.5, 1.0], [-1.0, 0.25]]
    walk = bv.graph(text, parameters="a b c").walk(
        x=[*square, *square], a=square, b=square, c=square
    )
    file = walk.opened("head").save(tmp_path / "head.html")
    screen = opened(chromium, file, (900, 700), reduced_motion="reduce")
    screen.press("End")
    seen = screen.page.evaluate(ARRIVALS, len(walk.opened("head").steps) // 2)
    assert [one["shown"] for one in seen if one["fits"]] == [True for one in seen if one["fits"]]
    assert sum(one["fits"] and one["far"] for one in seen) > 2
    assert screen.faults == []


BEYOND = """() => {
    const { left, right, width } = document.querySelector('.bpv-picture').getBoundingClientRect();
    const isBeyond = (box) => box.right < left - 0.25 * width || box.left > right + 0.25 * width;
    const texts = [...document.querySelectorAll('.bpv-svg .wire text')]
        .filter((text) => text.textContent && text.getClientRects().length);
    const said = (some) => some.map((text) => text.textContent);
    return [said(texts.filter((text) => isBeyond(text.getBoundingClientRect()))), said(texts)];
}"""


def test_what_has_left_the_view_is_right_until_it_is_hidden(chromium: Any, tmp_path: Path) -> None:
    """It stays for whoever steps back, and numbers that change meanwhile change there, too."""
    walk = bv.graph("*".join(f"tanh(x + {n})" for n in range(40))).walk(x=1)
    screen = opened(chromium, walk.save(tmp_path / "wide.html"), (1000, 700))
    screen.press("End")
    until(screen.page, lambda: screen.page.evaluate(BEYOND)[0], lambda beyond: not beyond)
    beyond, drawn = screen.page.evaluate(
        f"""async () => {{
            const root = document.querySelector('.bpv');
            const key = new KeyboardEvent('keydown', {{ key: 'ArrowLeft' }});
            for (let n = 0; n < 40; n += 1) root.dispatchEvent(key);
            const slider = document.querySelector('.bpv-inputs input');
            slider.value = 1.1;
            slider.dispatchEvent(new Event('input'));
            await new Promise(requestAnimationFrame);
            return ({BEYOND})();
        }}"""
    )
    step = int(screen.page.locator(".bpv").get_attribute("data-step"))
    picture = walk.graph.walk(x=1.1).picture(step).svg
    told = re.findall(r'<text class="(?:value|gradient)"[^>]*>(.*?)</text>', picture)
    assert beyond
    assert set(drawn) <= {re.sub("<[^>]*>", "", text) for text in told}
    until(screen.page, lambda: screen.page.evaluate(BEYOND)[0], lambda beyond: not beyond)
    assert screen.faults == []


# How many parts are drawn that begin below the view, not far from it.
AHEAD = """() => {
    const { bottom, height } = document.querySelector('.bpv-picture').getBoundingClientRect();
    return [...document.querySelectorAll('.bpv-svg :is(.circle, .wire)')].filter((part) => {
        const box = part.getBoundingClientRect();
        return box.width && box.top > bottom && box.top < bottom + 0.2 * height;
    }).length;
}"""


def test_a_jump_draws_what_is_in_view_and_then_what_lies_around_it(
    chromium: Any, tmp_path: Path
) -> None:
    walk = bv.graph("*".join(f"tanh(x + {n})" for n in range(40))).walk(x=1)
    screen = opened(chromium, walk.save(tmp_path / "wide.html"), (1000, 700))
    at_once = screen.page.evaluate(
        f"""async () => {{
            const root = document.querySelector('.bpv');
            for (const key of '40') {{
                await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
                root.dispatchEvent(new KeyboardEvent('keydown', {{ key }}));
            }}
            return ({AHEAD})();
        }}"""
    )
    until(screen.page, lambda: screen.page.evaluate(AHEAD), lambda ahead: ahead > at_once + 2)
    assert screen.faults == []


WHOLE = """() => {
    const { left, right } = document.querySelector('.bpv-formula').getBoundingClientRect();
    return [...document.querySelectorAll('.bpv-formula math')].every((side) => {
        const box = side.getBoundingClientRect();
        return box.left >= left - 1 && box.right <= right + 1 && box.bottom <= innerHeight;
    });
}"""


@pytest.mark.parametrize("viewport", [DESKTOP, SMALL, PHONE])
def test_the_chain_rule_of_what_is_used_three_times_is_whole(
    chromium: Any, pages: dict[str, Path], viewport: tuple[int, int]
) -> None:
    last = len(WALKS["network"].steps) - 1
    screen = opened(chromium, pages["network"], (viewport[0], 2000), f"#step={last}")
    screen.agrees(WALKS["network"])
    assert screen.page.evaluate(WHOLE)
    sides = screen.page.locator(".bpv-formula math").all_text_contents()
    assert len(sides) > 5
    assert all(side.startswith(("=", "≈", "∂")) for side in sides)
    assert screen.faults == []


@pytest.mark.parametrize("name", ["article", "network"])
def test_a_slide_is_whole(chromium: Any, pages: dict[str, Path], name: str) -> None:
    walk = WALKS[name]
    screen = opened(chromium, pages[name], DESKTOP, "#slides")
    screen.press("ArrowRight", "End")
    screen.agrees(walk)
    assert screen.page.evaluate(WHOLE)
    last = len(walk.steps) - 1
    assert screen.text(".bpv-slide-count") == f"{last} / {last}"
    assert screen.page.locator(".bpv-slide-count").is_visible()
    prose = screen.page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.bpv-sentence')).fontSize)"
    )
    assert prose >= max(16, seen(screen)["label"] - 0.1)
    assert prose >= 0.0245 * DESKTOP[1]
    screen.press("Escape")
    assert screen.page.locator(".bpv-bar").is_visible()
    assert screen.faults == []


APART = """() => {
    const [map, ...others] = ['.bpv-map', '.bpv-whole', '.bpv-place', '.bpv-formula',
        '.bpv-sentence', '.bpv-slide-count', '.bpv-leave']
        .map((part) => document.querySelector(part).getBoundingClientRect());
    const [whole, place, rule, sentence] = others;
    const within = (a, b) => a.left < b.right && a.top < b.bottom;
    const meet = (a, b) => within(a, b) && within(b, a);
    const [down, up] = [place.top - whole.bottom, rule.top - place.bottom];
    return {
        covers: others.filter((other) => map.width && meet(map, other)).length, gaps: [down, up],
        isWhole: whole.top >= 0 && sentence.bottom <= innerHeight - 30,
    };
}"""


@pytest.mark.parametrize("viewport", [DESKTOP, (1280, 720), (1024, 768), (800, 600)])
@pytest.mark.parametrize("name", ["article", "network"])
def test_what_stands_on_a_slide_stands_together_and_is_not_covered(
    chromium: Any, pages: dict[str, Path], name: str, viewport: tuple[int, int]
) -> None:
    screen = opened(chromium, pages[name], viewport, "#slides")
    screen.press("ArrowRight", "End")
    screen.agrees(WALKS[name])
    found = screen.page.evaluate(APART)
    assert found["covers"] == 0
    assert found["isWhole"]
    assert all(0 <= gap < 70 for gap in found["gaps"])
    assert screen.page.locator(".bpv-map").is_visible() == (name == "network" or viewport[0] < 1000)
    assert screen.faults == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_nothing_moves_between_slides(
    chromium: Any, pages: dict[str, Path], viewport: tuple[int, int]
) -> None:
    screen = opened(chromium, pages["article"], viewport, "#slides")
    tops = """() => ['.bpv-svg', '.bpv-formula', '.bpv-sentence'].map((part) =>
        document.querySelector(part).getBoundingClientRect().top)"""
    found = set()
    for _ in WALKS["article"].steps:
        screen.press("ArrowRight")
        found.add(str(screen.page.evaluate(tops)))
    assert len(found) == 1
    assert screen.faults == []


def test_the_menu_by_key_and_pointer(chromium: Any, pages: dict[str, Path]) -> None:
    screen = opened(chromium, pages["article"], DESKTOP, "#step=9")
    menu = screen.page.locator(".bpv-menu")
    is_open = "menu => menu.open"
    assert not screen.page.locator(".bpv-theme").is_visible()
    menu.locator("summary").focus()
    screen.press("Enter")
    assert menu.evaluate(is_open)
    screen.press("Tab")
    assert screen.page.evaluate("document.activeElement.className") == "bpv-do-fit_width"
    screen.press("Escape")
    assert not menu.evaluate(is_open)
    assert screen.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    screen.press("ArrowRight")  # the keys are the explorer's again
    assert screen.page.locator(".bpv").get_attribute("data-step") == "10"
    menu.locator("summary").click()
    assert menu.evaluate(is_open)
    screen.page.locator(".bpv-sentence").click()
    assert not menu.evaluate(is_open)
    names = menu.locator("summary, button, select").evaluate_all(
        "all => all.map(made => made.ariaLabel || made.textContent || made.labels[0]?.textContent)"
    )
    assert all(names)
    assert screen.faults == []


def test_the_whole_screen_and_back(chromium: Any, pages: dict[str, Path]) -> None:
    screen = opened(chromium, pages["article"], DESKTOP)
    on = "() => document.fullscreenElement?.id ?? ''"
    for wanted in ("backprop-viz", ""):
        screen.command("do-screen")
        until(screen.page, lambda: screen.page.evaluate(on), lambda now, w=wanted: now == w)
    assert screen.faults == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_a_message_moves_nothing(
    chromium: Any, pages: dict[str, Path], viewport: tuple[int, int]
) -> None:
    screen = opened(chromium, pages["article"], viewport)
    screen.page.locator(".bpv-fold").evaluate("fold => { fold.open = true; }")
    places = """() => ['.bpv-svg', '.bpv-formula', '.bpv-sentence'].map((part) =>
        document.querySelector(part).getBoundingClientRect().top + scrollY)"""
    before = screen.page.evaluate(places)
    field = screen.page.get_by_label("value of x")
    field.fill("abc")
    field.press("Enter")
    painted(screen.page)
    assert screen.page.locator(".bpv-message").is_visible()
    assert not screen.page.locator(".bpv-legend").is_visible()  # nothing of it sticks out
    assert screen.page.evaluate(places) == before
    assert screen.faults == []


def test_a_phone_begins_with_the_picture(chromium: Any, pages: dict[str, Path]) -> None:
    screen = opened(chromium, pages["network"], PHONE, is_mobile=True, has_touch=True)
    now = seen(screen)
    assert now["top"] < 210  # the title, the folded inputs, the formula, the bar
    assert now["page"] <= 360
    assert not screen.page.locator(".bpv-inputs").is_visible()
    screen.page.locator(".bpv-fold summary").tap()
    assert screen.page.locator(".bpv-inputs").is_visible()
    open_menu(screen.page)
    box = screen.page.locator(".bpv-panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert seen(screen)["page"] <= 360
    assert screen.faults == []


def test_the_table_is_as_wide_as_it_needs(chromium: Any, pages: dict[str, Path]) -> None:
    screen = opened(chromium, pages["article"], DESKTOP, "#step=14")
    screen.page.locator(".bpv-numbers summary").click()
    cells = screen.page.locator(".bpv-numbers :is(td, th, caption)")
    look = "cells => cells.map(cell => cell.getBoundingClientRect().height)"
    heights = until(screen.page, lambda: cells.evaluate_all(look), any)  # once it is open
    assert max(heights) < 36  # one line each
    assert screen.faults == []


def test_a_formula_that_goes_on_fades_there(chromium: Any, tmp_path: Path) -> None:
    source = "loss = -(y*log(sigmoid(w1*x1+w2*x2+b)) + (1-y)*log(1-sigmoid(w1*x1+w2*x2+b)))"
    walk = bv.graph(source).walk(w1=1, w2=2, x1=1, x2=0.5, b=0.1, y=1)
    screen = opened(chromium, walk.save(tmp_path / "long.html"), PHONE)
    whole = screen.page.locator(".bpv-whole")

    def fades() -> tuple[set[str], bool]:
        on = set((whole.get_attribute("data-on") or "").split())
        masked = whole.evaluate("made => getComputedStyle(made).maskImage !== 'none'")
        return on, bool(masked)

    until(screen.page, fades, lambda now: now == ({"right"}, True))
    whole.evaluate("made => made.scrollBy(40, 0)")
    until(screen.page, fades, lambda now: now == ({"left", "right"}, True))
    whole.evaluate("made => made.scrollBy(9999, 0)")
    until(screen.page, fades, lambda now: now == ({"left"}, True))
    screen.page.set_viewport_size({"width": 1400, "height": 900})
    until(screen.page, fades, lambda now: now == (set(), False))
    assert screen.faults == []


def test_the_chain_rule_scrolls_only_where_it_goes_on(chromium: Any, tmp_path: Path) -> None:
    """A place that may scroll costs a step a millisecond where nothing is to be scrolled."""
    long = "unusually_long_names_of_things_that_meet"
    walk = bv.graph(f"p = {long}*x; f = p**2").walk({long: 3, "x": 2})
    screen = opened(chromium, walk.save(tmp_path / "long.html"), PHONE)
    look = """() => { const made = document.querySelector('.bpv-formula');
        return [getComputedStyle(made).overflowX, made.scrollWidth > made.clientWidth + 1,
            made.tabIndex === 0, document.documentElement.scrollWidth <= innerWidth]; }"""
    ways = set()
    screen.page.locator(".bpv").focus()
    for _ in walk.steps:
        painted(screen.page)
        scrolls, goes_on, takes_keys, is_narrow = screen.page.evaluate(look)
        assert is_narrow
        assert (scrolls, takes_keys) == (("auto", True) if goes_on else ("visible", False))
        ways.add(scrolls)
        screen.page.keyboard.press("ArrowRight")
    assert ways == {"auto", "visible"}
    screen.page.set_viewport_size({"width": 1400, "height": 900})
    until(screen.page, lambda: screen.page.evaluate(look), lambda now: now[0] == "visible")
    assert screen.faults == []


def test_the_dots_of_the_map_are_small(chromium: Any, pages: dict[str, Path]) -> None:
    screen = opened(chromium, pages["article"], PHONE)
    largest = """() => { const map = document.querySelector('.bpv-map svg');
        const scale = map.getBoundingClientRect().width / map.viewBox.baseVal.width;
        const radii = [...map.querySelector('.bpv-dots').getAttribute('d').matchAll(/a([\\d.]+)/g)];
        return Math.max(...radii.map(([, radius]) => scale * radius)); }"""
    assert 1 < screen.page.evaluate(largest) <= 2.01
    assert screen.faults == []
