"""The page that needs nothing, opened from a file in a real Chromium and a real Firefox."""

from __future__ import annotations

import json
import math
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pypdf import PdfReader

import backprop_viz as bv
import strategies
from backprop_viz.browser.bare import STATIC, bare_sheet
from backprop_viz.draw import engine
from backprop_viz.draw.picture import Picture
from backprop_viz.media.page import Chapter, Page
from backprop_viz.spell.numbers import format_number
from firefox import find_firefox, firefox
from lab import PATIENCE, choose, open_menu, painted, profiles, until, violations
from needs import missing

ARTICLE = bv.graph("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2", parameters="w b")
POINT = {"w": 3, "x": 2, "b": 1, "y'": 5}


ALTTEXTS = "sides => sides.map(side => side.getAttribute('alttext'))"


class Screen:
    """A page in the browser; anything that goes wrong on it, or that it asks for, is a fault."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.page = profiles.page(browser, accept_downloads=True, **options)
        self.page.set_default_timeout(1000 * PATIENCE)
        self.faults: list[str] = []
        note = self.faults.append
        self.page.on("pageerror", lambda error: note(f"error: {error}"))
        self.page.on("console", lambda said: note(said.text) if said.type == "error" else None)
        self.page.on("dialog", lambda dialog: (note("dialog"), dialog.dismiss()))
        self.page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith(("file:", "blob:", "data:", "http://127.")) else
                note(f"request: {asked.url}")
            ),
        )  # fmt: skip

    def open(self, file: Path, tail: str = "") -> Screen:
        self.page.goto(f"{file.as_uri()}{tail}")
        self.page.wait_for_selector(".bpv")
        painted(self.page)
        return self

    def choose(self, name: str, value: str) -> None:
        choose(self.page, name, value)
        painted(self.page)

    def command(self, name: str) -> None:
        """Of the menu."""
        open_menu(self.page)
        self.page.locator(f".bpv-{name}").click()
        painted(self.page)

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).first.text_content())

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
        painted(self.page)

    def wait_for_address(self, tail: str) -> None:
        """The address follows once the page has rested."""
        until(self.page, lambda: self.page.url, lambda url: url.endswith(tail))

    def wait_for_step(self, step: int) -> None:
        self.page.wait_for_selector(f".bpv[data-step='{step}']")
        painted(self.page)

    def labels(self, role: str) -> list[str]:
        texts = self.page.locator(
            f".bpv-svg text.{role}, .bpv-svg .{role} text"
        ).all_text_contents()
        return [text for text in texts if text]

    def agrees(self, walk: bv.Walk, lang: str = "en") -> None:
        """The page shows the walk's own words and numbers at the step that it is on."""
        step = int(self.page.locator(".bpv").first.get_attribute("data-step"))
        assert self.text(".bpv-spoken") == walk.steps[step].sentence(lang)
        sides = self.page.locator(".bpv-formula math").evaluate_all(ALTTEXTS)
        assert "".join(sides) == walk.steps[step].latex
        drawn = walk.picture(step).svg
        for role in ("value", "gradient", "contribution"):
            assert self.labels(role) == list(texts_of(drawn, role))


def texts_of(svg: str, role: str) -> Iterator[str]:
    """The texts of the labels of a kind, and of the halves of cards."""
    for thing in ElementTree.fromstring(svg).iter():
        if thing.get("class") == role:
            for text in thing.iter("{http://www.w3.org/2000/svg}text"):
                yield "".join(text.itertext())


def unescaped(text: str) -> str:
    for mark, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'")):
        text = text.replace(mark, sign)
    return text.replace("&amp;", "&")


def write(folder: Path, *chapters: Chapter, title: str = "A walk", **options: Any) -> Path:
    file = folder / "walk.html"
    return Page(chapters, title, **options).save(file)


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("page"), Chapter(ARTICLE.walk(POINT), "The article"))


LIT = """[...document.querySelectorAll('.bpv-whole [data-lit]')].map((part) =>
  [part.dataset.lit, part.textContent, part.getBoundingClientRect().width > 0])"""
PLACES = """[...document.querySelectorAll('.bpv-whole *')].map((part) =>
  Object.values(part.getBoundingClientRect().toJSON()))"""


def test_the_formula_stands_on_top_and_lights_what_a_step_is_about(
    chromium: Any, article: Path
) -> None:
    screen = Screen(chromium).open(article)
    assert screen.text(".bpv-whole math") == "f=(y′−(wx+b))2"
    assert "in a notebook" in screen.page.locator(".bpv-whole").get_attribute("title")
    places = screen.page.evaluate(PLACES)
    shown = []
    for step in range(15):
        assert screen.page.evaluate(PLACES) == places  # nothing moves
        lit = screen.page.evaluate(LIT)
        assert all(is_seen for *_, is_seen in lit)
        shown.append([f"{look}: {text}" for look, text, _ in lit])
        screen.press("ArrowRight")
        screen.wait_for_step(min(step + 1, 14))
    assert shown[:3] == [[], ["forward: wx"], ["forward: wx+b"]]
    assert shown[6] == ["back: (y′−(wx+b))2"]
    assert shown[8:10] == [
        ["node: y′−(wx+b)", "back: y′"],
        ["node: y′−(wx+b)", "back: −(wx+b)"],
    ]
    assert shown[13:] == [["node: wx", "back: w"], ["node: wx", "back: x"]]
    assert screen.faults == []


def test_of_a_long_formula_the_part_of_the_step_is_in_view(chromium: Any, tmp_path: Path) -> None:
    graph = bv.graph("f = " + " + ".join(f"x{i}*w{i}/2" for i in range(30)))
    walk = graph.walk(dict.fromkeys(graph.inputs, 1))
    phone = {"width": 400, "height": 700}
    screen = Screen(chromium, viewport=phone).open(write(tmp_path, Chapter(walk, "Long")))
    heights = set()
    in_view = """() => {
        const part = [...document.querySelectorAll('.bpv-whole [data-lit]')].at(-1);
        const [here, all] = [part, part.closest('.bpv-whole')]
            .map((made) => made.getBoundingClientRect());
        const on = part.closest('.bpv-whole').dataset.on ?? '';
        return here.left >= all.left + 28 * on.includes('left') - 1
            && here.right <= all.right - 28 * on.includes('right') + 1;
    }"""
    for step in (1, 40, 70, 95, 150, len(walk.steps) - 1):
        screen.page.evaluate(f"location.hash = 'step={step}'")
        screen.wait_for_step(step)
        heights.add(screen.page.evaluate("document.querySelector('.bpv-whole').offsetHeight"))
        until(screen.page, lambda: screen.page.evaluate(in_view))
    assert len(heights) == 1
    assert screen.faults == []


COUNTING = """
window.alive = 0;
const { addEventListener, removeEventListener } = window;
window.addEventListener = (...asked) => {
  window.alive += 1;
  asked[2]?.signal?.addEventListener('abort', () => { window.alive -= 1; });
  addEventListener.apply(window, asked);
};
window.removeEventListener = (...asked) => {
  window.alive -= 1;
  removeEventListener.apply(window, asked);
};
"""


def test_a_view_that_ends_takes_its_listeners_with_it(chromium, tmp_path) -> None:
    walk = ARTICLE.walk(POINT)
    file = write(tmp_path, Chapter(walk, "One"), Chapter(walk, "Two"))
    screen = Screen(chromium)
    screen.page.add_init_script(COUNTING)
    screen.open(file)
    alive = screen.page.evaluate("window.alive")
    for chapter in ("1", "0", "1"):
        screen.page.locator(".bpv-chapters").select_option(chapter)
        painted(screen.page)
    assert screen.page.evaluate("window.alive") == alive
    assert screen.faults == []


def test_a_picture_that_is_not_graphviz_s_says_so(chromium, tmp_path, monkeypatch) -> None:
    def fails(*_: Any) -> str:
        raise bv.EngineError("engine.slow", program="dot", seconds="6")

    monkeypatch.setattr(engine, "run", fails)
    walk = bv.graph("noted = u*v + 1").walk(u=2, v=3)
    screen = Screen(chromium).open(write(tmp_path, Chapter(walk, "Noted")))
    for lang in ("en", "ja"):
        screen.choose("language", lang)
        painted(screen.page)
        assert walk.picture(lang=lang).note in screen.text(".bpv-legend")
    assert screen.faults == []


def test_it_is_small_and_the_same_every_time(article: Path) -> None:
    assert article.stat().st_size < 200_000
    again = Page([Chapter(ARTICLE.walk(POINT), "The article")], "A walk")
    assert article.read_text("utf-8") == again.html


RULES = """(texts) => texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return [...sheet.cssRules].map((rule) => rule.cssText.replace(/,\\s+/g, ','));
})"""


def test_a_style_sheet_is_sent_without_room_and_is_the_same(chromium: Any) -> None:
    page, all_rules = chromium.new_page(), 0
    for file in sorted(STATIC.glob("*.css")):
        text = file.read_text("utf-8")
        sent = bare_sheet(text)
        assert not re.search(r"/\*|\n|  |[{};,] | [{};]|: ", sent), file.name
        plain, tightened = page.evaluate(RULES, [text, sent])
        assert plain == tightened, file.name
        all_rules += len(plain)
    assert all_rules > 250
    page.close()


def test_no_style_asks_what_is_inside() -> None:
    """A notebook would ask anew, up to its root, for every element that comes or goes."""
    sheets = sorted(STATIC.glob("*.css"))
    assert len(sheets) > 5
    assert [sheet.name for sheet in sheets if ":has(" in sheet.read_text("utf-8")] == []


def test_every_step_by_key_is_the_walk_s(chromium: Any, article: Path) -> None:
    screen = Screen(chromium).open(article)
    walk = ARTICLE.walk(POINT)
    for _ in walk.steps:
        screen.agrees(walk)
        screen.press("ArrowRight")
    assert screen.faults == []


def test_a_key_is_answered_at_once(chromium: Any, article: Path) -> None:
    """Before the next frame, so that all of it is left for painting."""
    screen = Screen(chromium).open(article, "#step=3")
    press = """key => {
        const event = new KeyboardEvent('keydown', {key, bubbles: true});
        document.querySelector('.bpv').dispatchEvent(event);
        return document.querySelector('.bpv-spoken').textContent;
    }"""
    walk = ARTICLE.walk(POINT)
    assert screen.page.evaluate(press, "ArrowRight") == walk.steps[4].sentence("en")
    # More of them before a frame are one picture more, of the last.
    painted = screen.page.evaluate(
        f"""async () => {{
            const press = {press};
            const count = document.querySelector('.bpv-count'), seen = [];
            new MutationObserver(() => seen.push(count.textContent))
                .observe(count, {{childList: true, characterData: true, subtree: true}});
            await new Promise(requestAnimationFrame);
            for (let i = 0; i < 5; i += 1) {{ press('ArrowRight'); await null; }}
            for (let i = 0; i < 4; i += 1) await new Promise(requestAnimationFrame);
            return seen;
        }}"""
    )
    assert painted == ["5 / 14", "9 / 14"]
    screen.agrees(walk)
    assert screen.faults == []


def test_the_table_has_the_numbers_of_every_step(chromium: Any, article: Path) -> None:
    screen = Screen(chromium).open(article)
    walk = ARTICLE.walk(POINT)
    read = """() => [...document.querySelectorAll('.bpv-numbers tr')].map(row =>
        [...row.children].map(cell => cell.textContent))"""
    screen.page.locator(".bpv-numbers summary").click()
    screen.page.wait_for_selector(".bpv-numbers tbody tr")
    screen.page.locator(".bpv-numbers tr").first.wait_for()
    for step in walk.steps:
        head, *rows = screen.page.evaluate(read)
        assert head == ["name", "value", "gradient ∂"]
        drawn = walk.picture(step.index).svg
        texts = re.findall(r'<text class="(value|gradient)"[^>]*>(.*?)</text>', drawn)
        plain = [(role, unescaped(re.sub("<[^>]*>", "", text))) for role, text in texts]
        values = dict(text.partition(" = ")[::2] for role, text in plain if role == "value")
        assert {name: value for name, value, _ in rows} == {k: v or "?" for k, v in values.items()}
        gradients = [text.removeprefix("∂ ") for role, text in plain if role == "gradient"]
        assert [gradient for *_, gradient in rows] == (gradients or ["?"] * len(rows))
        screen.press("ArrowRight")
    screen.choose("language", "ja")
    painted(screen.page)
    assert screen.page.evaluate(read)[0] == ["名前", "値", "勾配 ∂"]
    assert "ステップ 14/14" in screen.text(".bpv-numbers caption")
    assert screen.faults == []


def test_a_part_without_an_input_has_no_gradient_to_explain(chromium: Any, tmp_path: Path) -> None:
    walk = bv.graph("h = 1/2; f = h*(y - a)**2").walk(y=3, a=1)
    screen = Screen(chromium).open(write(tmp_path, Chapter(walk, "Half")))
    screen.page.locator(".bpv-numbers summary").click()
    screen.page.wait_for_selector(".bpv-numbers tbody tr")
    read = """() => Object.fromEntries([...document.querySelectorAll('.bpv-numbers tbody tr')]
        .map(row => [...row.children].map(cell => cell.textContent))
        .map(([name, value, gradient]) => [name, [value, gradient]]))"""
    for _ in walk.steps:
        table = screen.page.evaluate(read)
        assert table["h"][1] == ""
        screen.agrees(walk)
        screen.press("ArrowRight")
    assert table["h"] == ["0.5", ""]
    assert table["y"] == ["3", "2"]
    picks = screen.page.evaluate(
        "() => [...document.querySelectorAll('[data-pick]')].map(g => g.dataset.pick)"
    )
    assert f"node-{walk.graph.names['y']}" in picks
    assert f"node-{walk.graph.names['h']}" not in picks
    assert screen.faults == []


def test_shapes_under_factors_and_the_legend_of_colours(chromium: Any, tmp_path: Path) -> None:
    """What a page says of arrays: their colours, where there are any, and their shapes."""
    numbers = bv.graph("z = w*x; f = z**2").walk(w=2, x=3)
    arrays = bv.graph("z = x @ w; f = sum(z)").walk(x=bv.nice(4, 3), w=bv.nice(3, 2))
    for walk, tones in ((numbers, []), (arrays, ["−", "+", "·"])):
        last = f"#step={len(walk.steps) - 1}"
        screen = Screen(chromium).open(walk.save(tmp_path / "a.html"), last)
        assert screen.page.locator(".bpv-legend .bpv-tone").all_text_contents() == tones
        assert ("below 0" in screen.text(".bpv-legend")) is bool(tones)
        under = screen.page.locator(".bpv-formula munder")
        assert [text.replace(" ", "") for text in under.all_text_contents()] == (
            ["∂f∂w3×2", "x⊤3×4", "∂f∂z4×2"] if tones else []
        )
        assert violations(screen.page) == []
        assert screen.faults == []


def test_a_minus_is_a_sign_or_takes_away(chromium: Any, tmp_path: Path) -> None:
    walk = bv.graph("p = -x; q = abs(x) - x; p * q").walk(x=-3)
    screen = Screen(chromium).open(write(tmp_path, Chapter(walk, "Signs")))
    read = """() => [...document.querySelectorAll('.bpv-formula mo')]
        .filter(mo => mo.textContent === '−').map(mo => mo.getAttribute('form') ?? 'infix')"""
    found = []
    for step in walk.steps:
        found.append((step.latex, screen.page.evaluate(read)))
        screen.press("ArrowRight")
    for latex, forms in found:
        signs = re.findall(r"(^|[=({,]|\\cdot|\\left.) *-|(-)", latex)
        assert forms == ["infix" if minus else "prefix" for _, minus in signs], latex
    assert {form for _, forms in found for form in forms} == {"infix", "prefix"}


def test_a_wide_picture_opens_where_its_step_is(chromium: Any, tmp_path: Path) -> None:
    wide = bv.graph("*".join(f"tanh(x + {i})" for i in range(16)))
    file = write(tmp_path, Chapter(wide.walk(x=1), "Wide"))
    place = """() => {
        const {scrollLeft, scrollWidth, clientWidth} = document.querySelector('.bpv-picture');
        return scrollLeft / (scrollWidth - clientWidth);
    }"""
    phone = {"width": 360, "height": 700}
    for tail, low, high in (("", 0, 0.05), (f"#step={len(wide.operations) + 1}", 0.95, 1)):
        screen = Screen(chromium, viewport=phone).open(file, tail)
        assert low <= screen.page.evaluate(place) <= high
        assert screen.faults == []
    text = " + ".join(f"a{i}" for i in range(20))
    many = bv.graph(text).walk({f"a{i}": i for i in range(20)})
    screen = Screen(chromium).open(write(tmp_path, Chapter(many, "Many")))
    screen.agrees(many)
    assert screen.text(".bpv-whole") == "f=" + "+".join(f"a{i}" for i in range(20))


def test_sliders_typed_values_and_reset(chromium: Any, article: Path) -> None:
    screen = Screen(chromium).open(article, "#step=13")
    slider = screen.page.get_by_label("slider for w")
    slider.focus()
    screen.press("ArrowRight", "ArrowRight")
    screen.agrees(ARTICLE.walk({**POINT, "w": 3.2}))
    field = screen.page.get_by_label("value of x")
    field.fill("-25")
    field.press("Enter")
    painted(screen.page)
    screen.agrees(ARTICLE.walk({**POINT, "w": 3.2, "x": -25}))
    for text, value in (("1/3", 1 / 3), ("-pi/4", -math.pi / 4), ("sqrt(2)", math.sqrt(2))):
        field.fill(text)
        field.press("Enter")
        screen.page.wait_for_url(f"**x={value!r}*")
        screen.agrees(ARTICLE.walk({**POINT, "w": 3.2, "x": value}))
    field.fill("-25")
    field.press("Enter")
    screen.page.wait_for_url("**x=-25*")
    for bad in ("abc", "", "1e999", "nan", "1/0", "alert(1)", "w"):
        field.fill(bad)
        field.press("Enter")
        painted(screen.page)
        assert "x stays at −25" in screen.text(".bpv-message")
        assert field.input_value() == "-25"
    screen.command("do-reset")
    painted(screen.page)
    screen.agrees(ARTICLE.walk(POINT))
    assert screen.faults == []


def test_an_address_leads_to_a_step_and_its_inputs(chromium: Any, article: Path) -> None:
    screen = Screen(chromium).open(article, "#step=9&w=2.5&y_=4")
    screen.agrees(ARTICLE.walk({**POINT, "w": 2.5, "y'": 4}))
    assert screen.page.locator(".bpv").get_attribute("data-step") == "9"
    screen.press("ArrowRight")
    screen.wait_for_address("#step=10&w=2.5&y%27=4")
    message = screen.page.locator(".bpv-message")
    for step, address, told in (
        (3, "w=bad&unknown=1&x=1", "“bad” is neither"),
        (4, "unknown=1&w=2", "“unknown” is no input here"),
        (5, "w=1", ""),
    ):
        screen.page.evaluate(f"location.hash = '#step={step}&{address}'")
        screen.wait_for_step(step)
        until(screen.page, message.text_content, lambda now, told=told: bool(now) == bool(told))
        assert told in message.text_content()
    assert screen.faults == []


def test_an_address_counts_though_the_page_was_about_to_write_its_own(
    chromium: Any, article: Path
) -> None:
    """The page is so busy that both are due at once."""
    screen = Screen(chromium).open(article, "#step=9")
    for step in (3, 12, 5, 14, 0):
        screen.press("ArrowLeft")
        screen.page.evaluate(
            """step => {
                location.hash = `#step=${step}`;
                const end = performance.now() + 300;
                while (performance.now() < end);
            }""",
            step,
        )
        screen.wait_for_step(step)
        screen.wait_for_address(f"#step={step}")
    assert screen.faults == []


def test_a_click_explains_an_edge(chromium: Any, article: Path) -> None:
    screen = Screen(chromium).open(article, "#step=14")
    screen.page.locator("[data-pick='edge-6']").first.dispatch_event("click")
    assert "2·4=8" in screen.text(".bpv-explanation")
    assert screen.faults == []


def test_undo_and_redo(chromium: Any, article: Path) -> None:
    """A drag is one entry, so are a reset, a typed value and a jump; a field has its own undo."""
    screen = Screen(chromium).open(article, "#step=13&x=3")
    here = {**POINT, "x": 3}
    screen.agrees(ARTICLE.walk(here))
    screen.press("Control+z")  # nothing to undo, not even the address
    screen.agrees(ARTICLE.walk(here))
    slider = screen.page.get_by_label("slider for w")
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    screen.page.mouse.move(box["x"] + box["width"] * 0.65, middle)
    screen.page.mouse.down()
    for part in (0.7, 0.8, 0.9):
        screen.page.mouse.move(box["x"] + box["width"] * part, middle)
        painted(screen.page)
    screen.page.mouse.up()
    dragged = float(slider.input_value())
    assert dragged > 6
    field = screen.page.get_by_label("value of b")
    field.fill("7")
    field.press("Enter")
    painted(screen.page)
    screen.command("do-reset")
    screen.page.locator(".bpv-do-first").click()
    screen.wait_for_step(0)
    screen.page.locator(".bpv").focus()
    screen.press("ArrowRight", "ArrowRight")
    screen.agrees(ARTICLE.walk(POINT))
    states = [
        (13, POINT),
        (13, {**here, "w": dragged, "b": 7}),
        (13, {**here, "w": dragged}),
        (13, here),
        (13, here),
    ]
    for step, inputs in states:
        screen.press("Control+z")
        assert screen.page.locator(".bpv").get_attribute("data-step") == str(step)
        screen.agrees(ARTICLE.walk(inputs))
    for key, (_, inputs) in zip(
        ("Control+Shift+Z", "Control+y", "Meta+Shift+Z"), states[2::-1], strict=True
    ):
        screen.press(key)
        screen.agrees(ARTICLE.walk(inputs))
    screen.press("Control+y")
    assert screen.page.locator(".bpv").get_attribute("data-step") == "0"
    field.fill("8")
    field.press("Control+z")  # the browser's own
    screen.agrees(ARTICLE.walk(POINT))
    slider.focus()
    screen.press("ArrowRight")
    screen.press("ArrowRight", "Control+z")  # within one frame
    assert slider.input_value() == "3.1"
    screen.press("ArrowRight")
    screen.press("Control+y")  # what was undone is gone
    assert slider.input_value() == "3.2"
    screen.press("Control+z")
    screen.press("Control+z")
    assert slider.input_value() == "3"
    assert screen.faults == []


def test_undo_takes_back_how_it_is_shown(chromium: Any, tmp_path: Path) -> None:
    """What is taken back is what was done last, also where that was no number: size, old values,
    language, theme, landscape."""
    walk = ARTICLE.walk(POINT)
    page = bv.page({"One": walk, "Two": walk}, landscape="w b")
    file = page.save(tmp_path / "two.html")
    screen = Screen(chromium, viewport={"width": 800, "height": 900}).open(file, "#step=14")
    look = """() => [document.querySelector('.bpv-canvas').style.width,
        document.querySelector('.bpv-do-ghosts').ariaPressed, document.documentElement.lang,
        document.querySelector('.bpv').dataset.theme,
        document.querySelector('.bpv-landscape').hidden,
        document.querySelector('.bpv-typed').value]"""

    def wheel() -> None:
        for _ in range(3):
            turn = {"ctrlKey": True, "deltaY": -100}
            screen.page.locator(".bpv-picture").dispatch_event("wheel", turn)
            painted(screen.page)

    deeds: list[Callable[[], object]] = [
        lambda: screen.command("do-larger"),
        wheel,
        lambda: screen.command("do-fit_own"),
        lambda: screen.command("do-ghosts"),
        lambda: screen.choose("language", "ja"),
        lambda: screen.choose("theme", "dark"),
        lambda: screen.page.locator(".bpv-ground-close").click(),
        lambda: (screen.page.get_by_label("w の値").fill("4"), screen.press("Enter")),
    ]
    seen = [screen.page.evaluate(look)]
    for do in deeds:
        do()
        painted(screen.page)
        seen.append(screen.page.evaluate(look))
        assert seen[-1] != seen[-2]
    screen.page.locator(".bpv").focus()
    for keys, states in (("Control+z", seen[-2::-1]), ("Control+y", seen[1:])):
        for state in states:
            screen.press(keys)
            assert screen.page.evaluate(look) == state
    screen.page.locator(".bpv-chapters").select_option("1")
    painted(screen.page)
    screen.page.locator(".bpv").focus()
    screen.press("Control+z")  # of another chapter nothing is taken back here
    assert screen.page.evaluate("document.documentElement.lang") == "ja"
    assert screen.faults == []


def test_parameters_come_first_then_inputs_in_the_formula_s_order(chromium, article) -> None:
    screen = Screen(chromium).open(article, "#step=14")
    names = screen.page.locator(".bpv-inputs label span").all_text_contents()
    assert names == ["w", "b", "x", "y′"]
    screen.page.locator(".bpv-typed").nth(2).fill("-2")
    screen.page.keyboard.press("Enter")
    painted(screen.page)
    assert "x = −2" in screen.labels("value")
    assert screen.faults == []


def test_a_speed_lasts(chromium: Any, tmp_path: Path) -> None:
    """Over chapters, steps, and the next time that the page is opened."""
    walk = ARTICLE.walk(POINT)
    file = write(tmp_path, Chapter(walk, "One"), Chapter(walk, "Two"))
    screen = Screen(chromium).open(file)
    speed = screen.page.locator(".bpv-speed")
    assert speed.input_value() == "1"
    screen.choose("speed", "4")
    screen.press("ArrowRight")
    screen.page.locator(".bpv-chapters").select_option("1")
    painted(screen.page)
    assert speed.input_value() == "4"
    screen.page.reload()
    screen.page.wait_for_selector(".bpv")
    assert speed.input_value() == "4"
    assert screen.faults == []


def test_ghosts_show_what_was_within_the_label_s_room(chromium: Any, tmp_path: Path) -> None:
    graph = bv.graph("h1 = tanh(a*x+b); h2 = tanh(c*x); o = h1+h2; f = (o-y)^2", parameters="a b c")
    walk = graph.walk(a=0.5123, b=0.1234, c=-0.3456, x=1.2345, y=0.3)
    moved = graph.walk(a=-1234.5678, b=0.1234, c=-0.3456, x=-0.0012345, y=0.3)
    file = write(tmp_path, Chapter(walk, "Ghosts"))
    screen = Screen(chromium).open(file, "#step=99&a=-1234.5678&x=-0.0012345")
    screen.command("do-ghosts")
    values, gradients = screen.labels("value"), screen.labels("gradient")
    assert "a = 0.5123 → −1235" in values
    assert "b = 0.1234" in values
    was, now = (format_number(w.gradients["b"], 7) for w in (walk, moved))
    assert f"∂ {was} → {now}" in gradients
    reach = screen.page.evaluate(
        """() => [...document.querySelectorAll('.wire, .branch')].map(wire => {
            const line = wire.querySelector('path.line').getBoundingClientRect();
            const texts = [...wire.querySelectorAll('text')].map(t => t.getBoundingClientRect());
            return Math.max(...texts.map(t => t.width)) - line.width;
        })"""
    )
    assert max(reach) <= 16  # CSS pixels; the margin is 8 points on both sides
    with screen.page.expect_download() as one:
        screen.choose("download", "svg")
    assert "0.5123 → " in Path(one.value.path()).read_text(encoding="utf-8")
    screen.press("Home")
    assert screen.page.locator(".ghost").count() == 0
    screen.page.locator(".bpv-do-last").click()
    screen.command("do-ghosts")
    screen.agrees(moved)
    assert screen.page.locator(".bpv-svg text[font-size]:not(.glyph)").count() == 0
    assert screen.faults == []


TOLD = """() => [...document.querySelectorAll('.wire.told')].map(wire => wire.dataset.pick)"""


def test_a_click_on_a_wire_tells_its_story(chromium: Any, article: Path) -> None:
    """The product along its path, lit in the picture, as far as the step knows it."""
    screen = Screen(chromium).open(article, "#step=9")
    walk = ARTICLE.walk(POINT)
    assert "•••" in screen.text(".bpv-legend")
    pick = screen.page.locator("g.wire[data-pick='node-0']")
    pick.focus()
    screen.press("Enter")
    read = """() => [...document.querySelectorAll('.bpv-explanation math')]
        .map(math => math.getAttribute('alttext'))"""
    for step in (9, 10, 11, 12, 13, 14, 6):
        screen.page.evaluate(f"location.hash = '#step={step}'")
        screen.wait_for_step(step)
        story = walk.story("w", step)
        assert "".join(screen.page.evaluate(read)) == story.latex
        assert story.sentence() in screen.text(".bpv-explanation")
    assert screen.page.evaluate(TOLD) == [f"node-{i}" for i in (0, 2, 4, 5, 7, 8)]
    screen.choose("language", "ja")
    assert walk.story("w", 6).sentence("ja") in screen.text(".bpv-explanation")
    screen.page.locator(".bpv-close").click()
    assert screen.page.evaluate(TOLD) == []
    assert screen.faults == []


def test_an_explanation_tells_what_the_step_knows(chromium: Any, article: Path) -> None:
    """And of the rest that it comes, with links to there."""
    walk = ARTICLE.walk(POINT)
    names = walk.graph.names
    screen = Screen(chromium).open(article, "#step=0")
    screen.page.locator(f"g.wire[data-pick='node-{names['p']}']").dispatch_event("click")
    lines = "() => [...document.querySelectorAll('.bpv-explanation p, li')].map(p => p.textContent)"
    seen = []
    for step in walk.steps:
        told = screen.page.evaluate(lines)
        seen.append((told[1], told[2], *told[4:6]))
        assert screen.page.locator(".bpv").get_attribute("data-step") == str(step.index)
        screen.press("ArrowRight")
    value, gradient, by_w, by_x = (
        ["p = ?", "p = 6"],
        ["∂f/∂p = ?", "∂f/∂p = 4"],
        ["∂p/∂w = ?", "∂p/∂w = 2"],
        ["∂p/∂x = ?", "∂p/∂x = 3"],
    )
    assert seen == [
        (value[k >= 1], gradient[k >= 11], by_w[k >= 13], by_x[k >= 14]) for k in range(15)
    ]
    screen.page.locator("[data-pick='edge-6']").first.dispatch_event("click")
    screen.page.evaluate("location.hash = '#step=12'")
    screen.wait_for_step(12)
    assert "2·4=8" not in screen.text(".bpv-explanation")
    assert "∂f/∂p: 4" in screen.text(".bpv-explanation")
    screen.page.locator(".bpv-jump", has_text="step 13").click()
    screen.wait_for_step(13)
    assert "2·4=8" in screen.text(".bpv-explanation")
    assert screen.faults == []


def test_a_nudge_tells_what_the_step_knows(chromium: Any, article: Path) -> None:
    """The output's values once it is computed, and the gradient's from its own step on."""
    screen = Screen(chromium).open(article, "#step=4")
    screen.page.locator(f"g.wire[data-pick='node-{ARTICLE.names['w']}']").dispatch_event("click")
    screen.page.locator(".bpv-plus").click()
    seen = []
    for step in (4, 5, 12, 13):
        screen.page.evaluate(f"location.hash = '#step={step}'")
        screen.wait_for_step(step)
        told = screen.text(".bpv-nudged")
        seen.append(("from 4 to" in told, "from ? to ?, a change of ?" in told, "ε = ?" in told))
    assert seen == [
        (False, True, True),
        (True, False, True),
        (True, False, True),
        (True, False, False),
    ]
    assert screen.faults == []


def test_each_path_of_several_is_lit_in_turn(chromium: Any, tmp_path: Path) -> None:
    walk = bv.graph("a = x*w; b = x + w; f = a*b").walk(x=3, w=2)
    screen = Screen(chromium).open(write(tmp_path, Chapter(walk, "Forked")), "#step=99")
    names = walk.graph.names
    screen.page.locator(f"g.wire[data-pick='node-{names['x']}']").dispatch_event("click")
    story = walk.story("x")
    buttons = screen.page.locator(".bpv-light")
    assert buttons.all_text_contents() == [" → ".join(way.names) for way in story.ways]
    read = """() => [...document.querySelectorAll('.bpv-explanation .bpv-sides')].map(sides =>
        [...sides.querySelectorAll('math')].map(side => side.getAttribute('alttext')).join(''))"""
    assert screen.page.evaluate(read) == [story.latex, *(way.latex for way in story.ways)]

    def told() -> set[str]:
        return {walk.graph.nodes[int(p.split("-")[1])].name for p in screen.page.evaluate(TOLD)}

    assert told() == set(story.ways[0].names)
    buttons.nth(1).focus()
    assert told() == set(story.ways[1].names)
    screen.press("Enter")
    screen.press("Tab")
    assert told() == set(story.ways[1].names)
    assert buttons.nth(1).get_attribute("aria-pressed") == "true"
    buttons.nth(0).hover()
    assert told() == set(story.ways[0].names)
    branch = screen.page.locator("g.branch").first
    assert "2 ways lead" in screen.text(".bpv-explanation")
    branch.dispatch_event("click")
    assert "2 ways lead" not in screen.text(".bpv-explanation")
    many = bv.graph("; ".join(["a0 = x", *(f"a{i} = a{i - 1}*a{i - 1}" for i in range(1, 9))]))
    screen = Screen(chromium).open(write(tmp_path, Chapter(many.walk(x=1), "Many")), "#step=99")
    screen.page.locator("g.wire[data-pick='node-0']").dispatch_event("click")
    assert "256 ways lead" in screen.text(".bpv-explanation")
    assert screen.page.locator(".bpv-light").count() == 0
    dots = "getComputedStyle(document.querySelector('.wire.picked > .line')).strokeDasharray"
    assert screen.page.evaluate(dots) == "none"  # dots are a path's
    assert screen.faults == []


def test_embedded_it_is_the_picture_and_the_controls(chromium: Any, article: Path) -> None:
    screen = Screen(chromium).open(article, "?embed#step=14")
    for hidden in ("header", ".bpv-formula", ".bpv-sentence", ".bpv-legend", ".bpv-numbers"):
        assert not screen.page.locator(hidden).first.is_visible(), hidden
    for shown in (".bpv-svg", ".bpv-bar", ".bpv-inputs"):
        assert screen.page.locator(shown).first.is_visible(), shown
    assert screen.faults == []


def test_slides(chromium: Any, tmp_path: Path) -> None:
    walk = ARTICLE.walk(POINT)
    other = bv.graph("sigmoid(w*x)").walk(w=1, x=-2)
    file = write(
        tmp_path, Chapter(walk, "The article"), Chapter(other, "A neuron"), slides=True, lang="ja"
    )
    screen = Screen(chromium, viewport={"width": 1280, "height": 720}).open(file)
    assert screen.text(".bpv-slide-title h2") == "The article"
    assert not screen.page.locator(".bpv-bar").is_visible()
    for k, key in enumerate(("ArrowRight", "PageDown", " ", "n", "ArrowDown")):
        screen.press(key)
        assert not screen.page.locator(".bpv-slide-title").is_visible()
        assert screen.page.locator(".bpv").get_attribute("data-step") == str(k)
        screen.agrees(walk, "ja")
    screen.press("PageUp")
    assert screen.page.locator(".bpv").get_attribute("data-step") == "3"
    screen.press("o")
    assert screen.page.locator(".bpv-overview svg").count() == len(walk.steps)
    screen.page.locator(".bpv-overview button").nth(13).click()
    painted(screen.page)
    screen.agrees(walk, "ja")
    screen.press("b")
    assert screen.page.locator(".bpv-dark").is_visible()
    screen.press("b", "End", "ArrowRight")
    assert screen.text(".bpv-slide-title h2") == "A neuron"
    screen.press("ArrowRight", "ArrowRight")
    screen.agrees(other, "ja")
    screen.press("Home")
    assert screen.page.locator(".bpv-slide-title").is_visible()
    screen.press("Escape")
    assert screen.page.locator(".bpv-bar").is_visible()
    assert screen.faults == []


def test_a_long_formula_is_whole_on_the_first_slide_and_in_brief_on_paper(
    chromium: Any, tmp_path: Path
) -> None:
    text = "; ".join(f"u{n} = w{n}*x + u{n - 1}*b{n}" for n in range(1, 12)).replace("u0*", "")
    graph = bv.graph(text)
    walk = graph.walk(dict.fromkeys(graph.inputs, 1))
    screen = Screen(chromium, viewport={"width": 800, "height": 600})
    screen.open(walk.save(tmp_path / "walk.html", slides=True))
    lines = screen.page.locator(".bpv-slide-title math")
    boxes = [lines.nth(i).bounding_box() for i in range(lines.count())]
    assert len({box["y"] for box in boxes}) > 2
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 800 for box in boxes)
    screen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    first, second = (screen.page.locator(".bpv-handout article").nth(k) for k in (0, 1))
    told = "".join(first.locator("math").all_text_contents())
    assert told.startswith("u1=w1x+b1,u2=")
    assert told.endswith("…,u11=w11x+u10b11")
    assert "⋯" in second.inner_text()
    assert screen.faults == []


@pytest.mark.parametrize(("per_page", "pages"), [("one", 15), ("six", 3)])
def test_printed_it_is_a_handout(
    chromium: Any, article: Path, tmp_path: Path, per_page: str, pages: int
) -> None:
    screen = Screen(chromium).open(article)
    screen.page.evaluate("window.print = () => {}")
    screen.choose("print", per_page)
    screen.page.pdf(path=tmp_path / "handout.pdf", format="A4")
    told = subprocess.run(["pdfinfo", tmp_path / "handout.pdf"], capture_output=True, text=True)
    assert f"Pages: {pages}" in re.sub(" +", " ", told.stdout)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "handout.pdf", "-"], capture_output=True, text=True
    ).stdout
    for step in ARTICLE.walk(POINT).steps:
        words = re.sub(r"\s+", "", step.remark())
        assert words[:20] in re.sub(r"\s+", "", text)
    first = screen.page.locator(".bpv-handout article >> nth=0").locator("math")
    assert "".join(first.all_text_contents()) == "f=(y′−(wx+b))2"  # once, on top or below
    assert screen.faults == []


SHEETS = {"A4": (186, 273), "Letter": (191.9, 255.4)}  # millimetres within the margins


@pytest.mark.parametrize("paper", SHEETS)
@pytest.mark.parametrize(
    ("formula", "inputs", "lang", "on_a_sheet"),
    [
        ("p = w*x; y = p + b; s = -y; t = y' + s; f = t**2", POINT, "en", 6),
        ("sigmoid(w*x + b)", {"w": 2, "x": 1, "b": -1}, "ja", 6),
        ("(a*b + c*d)*(a - c)", {"a": 1.2345, "b": -2.3456, "c": 3.4567, "d": -4.5678}, "en", 3),
        ("t = x*w + b; u = sin(t); u*t*b", {"x": 1.234, "w": -2.346, "b": 3.457}, "en", 3),
        ("w*x + log(x)", {"w": [[1.5, -2.25], [3, 4]], "x": 0}, "ja", 3),
    ],
)
def test_up_to_six_steps_on_a_sheet_are_whole_and_legible(
    chromium: Any,
    tmp_path: Path,
    formula: str,
    inputs: Any,
    lang: str,
    on_a_sheet: int,
    paper: str,
) -> None:
    walk = bv.graph(formula).walk(inputs)
    screen = Screen(chromium).open(walk.save(tmp_path / "walk.html", lang=lang))
    screen.page.evaluate("window.print = () => {}")
    screen.choose("print", "six")
    screen.page.pdf(path=tmp_path / "six.pdf", format=paper, prefer_css_page_size=True)
    assert len(PdfReader(tmp_path / "six.pdf").pages) <= -(-len(walk.steps) // on_a_sheet)
    # On the screen as it is on paper: nothing reaches out of its frame.
    width, height = (side * 96 / 25.4 for side in SHEETS[paper])
    screen.page.set_viewport_size({"width": int(width), "height": int(height)})
    screen.page.emulate_media(media="print")
    found = screen.page.evaluate(INSIDE)
    assert len(found) == len(walk.steps)
    assert all(all(edge >= -1 for edge in edges) for edges in found), found
    assert screen.page.evaluate(LABEL) > 6  # points
    rows, cut = screen.page.evaluate(CUT)
    assert (rows > 1, cut) == ("sin" in formula, [])
    assert screen.faults == []


LABEL = """() => {
    const svg = document.querySelector('.bpv-handout svg');
    const { width, height } = svg.viewBox.baseVal;
    const here = svg.getBoundingClientRect();
    return 14 * 0.75 * Math.min(here.width / width, here.height / height);
}"""
# Of the last step the rows of its picture, and the texts that are whole in none of them.
CUT = """() => {
    const rows = [...document.querySelectorAll('.bpv-handout article:last-child svg')];
    const isWhole = (svg, i) => {
        const text = svg.querySelectorAll('text')[i].getBBox();
        const { x, width } = svg.viewBox.baseVal;
        return text.x >= x && text.x + text.width <= x + width;
    };
    const cut = [...rows[0].querySelectorAll('text')]
        .filter((_, i) => !rows.some((svg) => isWhole(svg, i))).map((text) => text.textContent);
    return [rows.length, cut];
}"""
INSIDE = """[...document.querySelectorAll('.bpv-handout article')].map((article) => {
  const box = article.getBoundingClientRect();
  const parts = [...article.querySelectorAll('svg, h2, p, math')]
    .map((part) => part.getBoundingClientRect());
  const reach = (side, pick) => pick(...parts.map((part) => part[side]));
  return [reach('left', Math.min) - box.left, reach('top', Math.min) - box.top,
    box.right - reach('right', Math.max), box.bottom - reach('bottom', Math.max),
    document.documentElement.clientWidth - box.right];
})"""


@pytest.mark.parametrize("paper", SHEETS)
def test_slides_are_printed_one_to_a_sheet_across(
    chromium: Any, article: Path, tmp_path: Path, paper: str
) -> None:
    screen = Screen(chromium).open(article, "#slides")
    screen.page.pdf(path=tmp_path / "slides.pdf", format=paper, prefer_css_page_size=True)
    sheets = PdfReader(tmp_path / "slides.pdf").pages
    assert len(sheets) == 15
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in sheets)
    told = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "slides.pdf", "-"], capture_output=True, text=True
    ).stdout
    for step, sheet in zip(ARTICLE.walk(POINT).steps, told.split("\f")[:-1], strict=True):
        words = re.sub(r"\s+", "", step.remark())
        assert words[:20] in re.sub(r"\s+", "", sheet)
    screen.press("Escape")  # and then it is a handout again
    screen.page.pdf(path=tmp_path / "slides.pdf", format=paper, prefer_css_page_size=True)
    sheet = PdfReader(tmp_path / "slides.pdf").pages[0]
    assert sheet.mediabox.width < sheet.mediabox.height
    assert screen.faults == []


def test_a_formula_on_paper_goes_on_before_its_equals_signs(chromium: Any, article: Path) -> None:
    screen = Screen(chromium).open(article)
    screen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    shown = screen.page.evaluate(
        "[...document.querySelectorAll('.bpv-handout article')].map((article) =>"
        " [...article.querySelectorAll('.bpv-formula math')].map((math) => math.textContent))"
    )
    assert len(shown) == 15
    assert all(side.startswith("=") for sides in shown for side in sides[1:])
    assert [len(sides) for sides in shown[:3]] == [0, 4, 4]  # step 0 says its formula on top


def test_downloads_are_files_of_their_own(chromium: Any, article: Path) -> None:
    screen = Screen(chromium).open(article, "#step=14")
    with screen.page.expect_download() as one:
        screen.choose("download", "svg")
    assert "∂ 12" in Path(one.value.path()).read_text(encoding="utf-8")
    with screen.page.expect_download() as two:
        screen.choose("download", "png")
    assert Path(two.value.path()).read_bytes().startswith(b"\x89PNG")
    assert screen.faults == []


def test_what_is_on_show_is_copied(chromium: Any, article: Path) -> None:
    screen = Screen(chromium, permissions=["clipboard-read", "clipboard-write"])
    screen.open(article, "#step=13&w=2.5")
    walk = ARTICLE.walk({**POINT, "w": 2.5})
    step = walk.steps[13]
    read = "navigator.clipboard.readText()"

    def copy(kind: str) -> None:
        screen.choose("copy", f"copy_{kind}")
        screen.page.wait_for_function(
            "() => document.querySelector('.bpv-copied').textContent !== ''"
        )
        assert screen.text(".bpv-copied") == "Copied."
        screen.page.evaluate("document.querySelector('.bpv-copied').textContent = ''")

    before = screen.page.locator(".bpv-picture").bounding_box()
    for kind, text in (
        ("words", step.sentence()),
        ("latex", step.latex),
        ("link", f"{article.as_uri()}#step=13&w=2.5"),
    ):
        copy(kind)
        assert screen.page.evaluate(read) == text
    assert screen.page.locator(".bpv-picture").bounding_box() == before
    screen.press("ArrowRight")
    copy("link")  # though the address has not followed yet
    assert screen.page.evaluate(read) == f"{article.as_uri()}#step=14&w=2.5"
    copy("svg")
    svg = screen.page.evaluate(read)
    assert svg.startswith("<svg")
    assert "∂ 5" in svg
    copy("png")
    kinds = "navigator.clipboard.read().then(items => items[0].types.join())"
    assert screen.page.evaluate(kinds) == "image/png"
    # Where there is no clipboard, the selection is copied, and what that cannot do is a file.
    screen.page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    screen.page.evaluate(
        "() => { document.oncopy = () => { window.copied = String(getSelection()); }; }"
    )
    screen.page.locator(".bpv").focus()
    copy("words")
    assert screen.page.evaluate("window.copied") == walk.steps[14].sentence()
    with screen.page.expect_download() as one:
        screen.choose("copy", "copy_png")
    assert Path(one.value.path()).read_bytes().startswith(b"\x89PNG")
    assert "saved as step-14.png" in screen.text(".bpv-copied")
    screen.page.evaluate("document.execCommand = () => false")
    with screen.page.expect_download() as two:
        screen.choose("copy", "copy_latex")
    assert Path(two.value.path()).read_text("utf-8") == walk.steps[14].latex
    assert two.value.suggested_filename == "step-14.tex"
    assert screen.faults == []


class _Strict(BaseHTTPRequestHandler):
    """A host that allows one file in a frame, without network, evaluation or its own origin."""

    folder: Path

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.path.startswith("/walk"):
            policy = "sandbox allow-scripts; default-src 'none'; img-src blob: data:"
            inline = "script-src 'unsafe-inline'; style-src 'unsafe-inline'"
            self.send_header("Content-Security-Policy", f"{policy}; {inline}")
            body = (self.folder / "walk.html").read_bytes()
        else:
            body = b'<iframe src="/walk.html?embed#step=13" width="900" height="600"></iframe>'
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None: ...


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 360])
def test_axe_finds_no_violation(chromium: Any, tmp_path: Path, scheme: Any, width: int) -> None:
    """Whatever is open, and in a presentation."""
    forked = bv.graph("a = x*w; b = x + w; f = a*b").walk(x=3, w=2)
    chapters = [Chapter(ARTICLE.walk(POINT), "The article"), Chapter(forked, "Forked")]
    path = write(tmp_path, *chapters)
    size: Any = {"width": width, "height": 900}
    page = chromium.new_page(viewport=size, color_scheme=scheme, bypass_csp=True)
    found: dict[str, Any] = {}

    def look(state: str) -> None:
        painted(page)
        found[state] = violations(page)

    for chapter, node in ((1, "w"), (2, "x")):
        page.goto(f"{path.as_uri()}#chapter={chapter}&step=9")
        page.wait_for_selector(".bpv-svg")
        look("opened")
        index = chapters[chapter - 1].walk.graph.names[node]
        page.locator(f"g.wire[data-pick='node-{index}']").dispatch_event("click")
        page.locator(".bpv-plus").click()
        page.evaluate("document.querySelector('.bpv-numbers').open = true")
        look("a story, and the table")
    open_menu(page)
    look("the menu")
    page.locator(".bpv-present").click()
    look("a title")
    for key, state in (("ArrowRight", "a slide"), ("o", "the overview")):
        page.keyboard.press(key)
        look(state)
    page.close()
    assert not any(found.values()), found


def test_in_a_frame_under_a_strict_policy(chromium: Any, article: Path) -> None:
    handler = type("Strict", (_Strict,), {"folder": article.parent})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        screen = Screen(chromium)
        screen.page.goto(f"http://127.0.0.1:{server.server_port}/")
        frame = screen.page.frame_locator("iframe")
        frame.locator(".bpv").wait_for()
        frame.locator(".bpv-do-next").click()
        frame.locator(".bpv[data-step='14']").wait_for()
        assert "∂ 12" in frame.locator(".bpv-svg").first.text_content()
        server.shutdown()
    assert [fault for fault in screen.faults if "favicon" not in fault and "404" not in fault] == []


def test_on_a_phone(chromium: Any, article: Path) -> None:
    phone = {"width": 360, "height": 740}
    screen = Screen(chromium, viewport=phone, has_touch=True, is_mobile=True).open(article)
    wide = "document.documentElement.scrollWidth"
    assert screen.page.evaluate(wide) <= 360
    screen.page.locator(".bpv-do-next").tap()
    painted(screen.page)
    screen.agrees(ARTICLE.walk(POINT))
    assert screen.faults == []


HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</style><img src=x onerror=alert(3)>",
    '"onload="alert(4)',
    "\\input{/etc/passwd} % $ & # _ ^ ~",
    "\u202eright to left\u202c",
    "<!--",
    "]]>",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name(chromium: Any, tmp_path: Path, name: str) -> None:
    walk = bv.graph(bv.variable(name) * bv.variable("x") + 1).walk({name: 2, "x": 3})
    file = write(tmp_path, Chapter(walk, name), Chapter(walk, name), title=name)
    screen = Screen(chromium).open(file)
    screen.press("End")
    screen.agrees(walk)
    screen.page.locator("[data-pick]").first.dispatch_event("click")
    screen.command("present")
    screen.press("ArrowRight", "o", "Escape", "Escape")
    assert screen.faults == []
    assert screen.text("header h1") == name


def test_fifty_random_graphs_show_their_own_numbers(chromium: Any, tmp_path: Path) -> None:
    walks: list[bv.Walk] = []

    @settings(
        max_examples=50,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategies.recipes())
    def collect(recipe: Any) -> None:
        walks.append(bv.graph(recipe.text).walk(recipe.used))

    collect()
    assert len(walks) >= 50
    file = write(tmp_path, *(Chapter(walk, f"Graph {i}") for i, walk in enumerate(walks, 1)))
    screen = Screen(chromium)
    chance = np.random.default_rng(1)
    for i, walk in enumerate(walks, 1):
        for step in (int(chance.integers(len(walk.steps))), len(walk.steps) - 1):
            if i == 1 and step == len(walk.steps) - 1:
                screen.open(file, f"#chapter=1&step={step}")
            else:
                tail = json.dumps(f"#chapter={i}&step={step}")
                if screen.page.url == "about:blank":
                    screen.open(file)
                chapter = screen.page.locator(".bpv").element_handle()
                before = screen.page.locator(".bpv-chapters").input_value()
                screen.page.evaluate(f"location.hash = {tail}")
                screen.page.wait_for_function(
                    "wanted => document.querySelector('.bpv-chapters').value === wanted",
                    arg=str(i - 1),
                )
                if before != str(i - 1):
                    chapter.wait_for_element_state("hidden")
                screen.wait_for_step(step)
            screen.agrees(walk)
    assert screen.faults == []


def test_arrays_are_walked_as_numbers_are(chromium: Any, tmp_path: Path) -> None:
    graph = bv.graph("p = w*x; p**2")
    walk = graph.walk(w=2, x=[[1, 2, 3.0], [4, 5, 6]])
    file = write(tmp_path, Chapter(walk, "Arrays"))
    screen = Screen(chromium).open(file)
    for _ in walk.steps:
        screen.agrees(walk)
        screen.press("ArrowRight")
    tops = screen.page.evaluate(
        "[...document.querySelectorAll('.wire')[1].querySelectorAll('.value text')]"
        ".filter(text => text.textContent).map(text => +text.getAttribute('y'))"
    )
    assert len({*tops[2:5]}) == len({*tops[5:8]}) == 1, "x, row below row"
    assert tops[5] - tops[4] == 22
    sliders = screen.page.locator(".bpv-inputs input[type=range]")
    assert sliders.count() == 1
    sliders.first.focus()
    screen.press("ArrowRight")
    screen.agrees(graph.walk({**walk.inputs, "w": 2.1}))
    field = screen.page.locator(".bpv-typed").nth(1)
    assert field.input_value() == "[[1, 2, 3], [4, 5, 6]]"
    for bad in ("", "abc", "3", "[1, 2, 3]", "[[1, 2, 3], [4, 5]]", "[[1, 2, 3], [4, 5, 1e999]]"):
        field.fill(bad)
        field.press("Enter")
        painted(screen.page)
        assert "list of numbers" in screen.text(".bpv-message"), bad
        assert field.input_value() == "[[1, 2, 3], [4, 5, 6]]"
    field.fill("[[1,2,−3],[0.5,0,1e3]]")
    field.press("Enter")
    painted(screen.page)
    assert screen.text(".bpv-message") == ""
    moved = graph.walk(w=2.1, x=[[1, 2, -3], [0.5, 0, 1000]])
    screen.agrees(moved)
    screen.page.wait_for_function("() => location.hash.includes('1000')")
    told = screen.page.evaluate("location.hash")
    assert screen.faults == []
    screen = Screen(chromium).open(file, told)
    screen.agrees(moved)
    screen.command("do-reset")
    painted(screen.page)
    screen.agrees(walk)
    assert screen.faults == []


def test_cards_follow_the_hand_and_are_downloaded_as_they_are(
    chromium: Any, tmp_path: Path
) -> None:
    graph = bv.graph("h = W*x + b; f = sum(h*h) + sum(B)")
    grid = np.arange(-50.0, 50).reshape(10, 10)
    walk = graph.walk(W=[[1, 2, 3], [4, 0, 6]], x=[1, -1, 0.5], b=1, B=grid)
    screen = Screen(chromium).open(write(tmp_path, Chapter(walk, "Cards")))
    for _ in range(3):
        screen.press("ArrowRight")
        screen.agrees(walk.graph.walk(walk.inputs))
    screen.press("End")
    screen.agrees(walk)
    with screen.page.expect_download() as one:
        screen.choose("download", "svg")
    theirs, ours = (
        {part.get("fill") for part in ElementTree.fromstring(svg).iter() if part.get("fill")}
        for svg in (
            Path(one.value.path()).read_text("utf-8"),
            walk.picture(theme="light").svg,
        )
    )
    assert ours - theirs == set()
    # An array of another shape than the card was made for is told in its place.
    field = screen.page.locator(".bpv-typed").nth(2)
    field.fill("[[[1]], [[2]]]")
    field.press("Enter")
    painted(screen.page)
    assert "2×2×3 ‖" in "".join(screen.labels("value"))
    field.fill("1")
    field.press("Enter")
    painted(screen.page)
    screen.agrees(walk)
    assert screen.faults == []


def test_a_number_becomes_an_array_where_the_graph_allows_it(chromium: Any, article: Path) -> None:
    """Its numbers stay in the place that was made for one, and it can be taken back."""
    screen = Screen(chromium).open(article, "#step=14")
    wires = """() => [...document.querySelectorAll('.wire path.line')].map(line => {
        const {x, y, width} = line.getBoundingClientRect();
        return [x, y, width].map(Math.round);
    })"""
    before = screen.page.evaluate(wires)
    field = screen.page.get_by_label("value of x")

    def enter(name: str, text: str) -> None:
        screen.page.get_by_label(f"value of {name}").fill(text)
        screen.page.keyboard.press("Enter")
        painted(screen.page)

    def told() -> tuple[str, str]:
        sides = screen.page.locator(".bpv-formula math").evaluate_all(ALTTEXTS)
        return screen.text(".bpv-spoken"), "".join(sides)

    def is_at(**moved: Any) -> bool:
        step = ARTICLE.walk({**POINT, **moved}).steps[14]
        return told() == (step.sentence(), step.latex)

    enter("x", "[1, 2, 3]")
    assert is_at(x=[1, 2, 3])
    assert "x = [1, 2, 3]" in screen.labels("value")
    assert "f = [1, 4, 25]" in screen.labels("value")
    screen.wait_for_address("x=%5B1,+2,+3%5D")
    address = screen.page.url
    for bad, why in (
        ("[1, 2]", "does not fit"),
        ("[1,", "a list of such"),
        ("[]", "a list of such"),
    ):
        enter("b", bad)
        message = screen.text(".bpv-message")
        assert why in message
        assert "b stays at 1" in message
        assert is_at(x=[1, 2, 3])
    enter("b", "[[1], [2]]")
    assert is_at(x=[1, 2, 3], b=[[1], [2]])
    values = screen.labels("value")
    assert "b = [1; 2]" in values
    assert "f = [1, 4, 25; 0, 9, 36]" in values
    assert screen.page.evaluate(wires) == before
    reach = screen.page.evaluate(
        """() => [...document.querySelectorAll('.wire')].map(wire => {
            const line = wire.querySelector('path.line').getBoundingClientRect();
            const texts = [...wire.querySelectorAll('text')].map(t => t.getBoundingClientRect());
            return Math.max(...texts.map(t => t.width)) - line.width;
        })"""
    )
    assert max(reach) <= 16
    screen.page.get_by_label("slider for b").focus()
    screen.press("ArrowRight")
    assert is_at(x=[1, 2, 3], b=1.1)
    screen.press("Control+z")
    assert is_at(x=[1, 2, 3], b=[[1], [2]])
    screen.press("Control+z")
    screen.press("Control+z")
    assert is_at()
    screen.agrees(ARTICLE.walk(POINT))
    assert field.input_value() == "2"
    screen.press("Control+y")
    screen.command("do-reset")
    screen.agrees(ARTICLE.walk(POINT))
    assert screen.faults == []
    screen = Screen(chromium).open(article, address[address.index("#") :])
    assert is_at(x=[1, 2, 3])
    enter("b", "[[1], [2]]")
    enter("x", "[1.25, -2.125, 3.0625]")  # whose numbers would be too small to read
    assert "f = 2×3 [0.0625 … 38.29]" in screen.labels("value")
    assert screen.faults == []


def test_some_steps_only(chromium: Any, tmp_path: Path) -> None:
    walk = ARTICLE.walk(POINT)
    screen = Screen(chromium).open(write(tmp_path, Chapter(walk, "Backward", steps=[6, 8, 13])))
    seen = []
    for _ in range(4):
        seen.append(screen.page.locator(".bpv").get_attribute("data-step"))
        screen.press("ArrowRight")
    assert seen == ["6", "8", "13", "13"]
    assert screen.faults == []


def test_without_javascript_it_shows_the_last_step(chromium: Any, article: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(article.as_uri())
    assert "∂ 12" in shown.content()
    assert "needs JavaScript" in shown.inner_text("body")
    context.close()


def test_in_firefox(article: Path) -> None:
    program = find_firefox()
    if program is None:
        missing("no Firefox here (apt-get install firefox-esr)")
    walk = ARTICLE.walk({**POINT, "w": 2.5})
    with firefox(program) as browser:
        browser.open(f"{article.as_uri()}#step=0&w=2.5")
        bars = "return getComputedStyle(document.querySelector('.bpv-picture')).scrollbarColor"
        assert "auto" not in browser.run(bars), "they are white in the dark there"
        for step in walk.steps:
            shown = browser.run(
                """const [wanted] = arguments;
                return new Promise(done => {
                    const look = () => {
                        const text = selector => document.querySelector(selector)?.textContent;
                        const step = document.querySelector('.bpv')?.dataset.step;
                        if (step !== wanted) { setTimeout(look, 20); return; }
                        const values = [...document.querySelectorAll('text.value')];
                        const sides = [...document.querySelectorAll('.bpv-formula math')];
                        const boxes = sides.map(side => side.getBoundingClientRect());
                        const lowest = Math.max(...boxes.map(box => box.top));
                        done({
                            isLine: boxes.every(box => box.bottom > lowest),
                            step, sentence: text('.bpv-spoken'),
                            latex: sides.map(side => side.getAttribute('alttext')).join(''),
                            values: values.map(value => value.textContent),
                        });
                    };
                    look();
                })""",
                str(step.index),
            )
            assert shown["step"] == str(step.index)
            assert shown["sentence"] == step.sentence()
            assert shown["latex"] == step.latex
            assert shown["isLine"], "the sides of the chain rule stand side by side"
            browser.run("document.querySelector('.bpv-do-next').click()")
        assert "w = 2.5" in shown["values"]
        width = browser.run(
            "return document.querySelector('.bpv-svg').getBoundingClientRect().width"
        )
        assert width > 300


@pytest.mark.parametrize(("width", "columns"), [(1500, 4), (1100, 2), (900, 2), (420, 1)])
def test_of_four_sliders_none_stands_alone(
    chromium: Any, article: Path, width: int, columns: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 700})
    page.goto(article.as_uri())
    page.locator(".bpv-fold").evaluate("fold => { fold.open = true; }")
    places = page.evaluate(
        "[...document.querySelectorAll('.bpv-inputs label')].map(e => e.getBoundingClientRect().x)"
    )
    page.close()
    assert len(places) == 4
    assert len({round(x) for x in places}) == columns


@pytest.mark.parametrize("step", [7, 13])
def test_a_question_s_picture_opens_at_its_step_and_scrolls_freely(
    chromium: Any, step: int
) -> None:
    picture = Picture(ARTICLE, ARTICLE.walk(POINT), step, question="What is it?")
    for width, scrolls in ((390, True), (1000, False)):
        page = chromium.new_page(viewport={"width": width, "height": 500})
        # as in a widget: a flexible box that would grow with what is in it
        page.set_content(
            "<div id='cell' style='display:flex'><div style='flex:1 1 auto'></div></div>"
        )
        page.evaluate("html => { cell.firstChild.innerHTML = html; }", picture.opened)
        # until then there is a place to snap to
        page.wait_for_function("() => document.getAnimations().length === 0")
        painted(page)
        seen = """() => {
            const frame = document.querySelector('svg').closest('[style*=snap-type]');
            const circle = document.querySelector('circle[stroke="#c4002b"]');
            const { left, right } = circle.getBoundingClientRect();
            return [frame.scrollWidth > frame.clientWidth + 1, frame.scrollLeft,
                    left >= 0 && right <= innerWidth];
        }"""
        assert page.evaluate(seen)[::2] == [scrolls, True]
        page.evaluate("document.querySelector('svg').closest('[style*=snap-type]').scrollTo(50, 0)")
        painted(page)
        assert page.evaluate(seen)[1] == (50 if scrolls else 0)
        page.close()
