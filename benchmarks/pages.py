"""Graphs with blocks in pages of their own, without a kernel: event to painted picture.

``python -m benchmarks.live transformer opening large`` runs it.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import backprop_viz as bv

from .painted import PAINTED
from .table import aim, heading

__all__ = ["PAGES"]

ROUNDS = 3
SECONDS = 3.0
INSIDE = 300  # nodes of the block that is opened
BLOCKS, OPERATIONS = 200, 100

TRANSFORMER = """
def block(x, g1, c1, wq, wk, wv, wo, g2, c2, w1, b1, w2, b2):
    n = layer_norm(x, g1, c1)
    h = x + multi_head(n, n, n, wq, wk, wv, wo, heads=2)
    m = layer_norm(h, g2, c2)
    return h + linear(relu(linear(m, w1, b1)), w2, b2)
L = mean((block(x, g1, c1, wq, wk, wv, wo, g2, c2, w1, b1, w2, b2) - y)**2)
"""
PLACES, WIDTH = 8, 16

# Every event of a kind, from its own time until what it changes has been painted.
METER = (
    "kind => {"
    + PAINTED
    + """
    const meter = window.meter = {taken: []};
    let pending = [];
    window.addEventListener(kind, event => {
        if (frame !== null) settle(); // between a frame's callbacks and its end no event comes
        pending.push(event.timeStamp);
    }, true);
    new MutationObserver(() => {
        const settled = pending.splice(0);
        if (!settled.length) return;
        painted(now => {
            for (const at of settled) meter.taken.push(now - at);
            meter.done?.(meter.taken[0]);
        });
    }).observe(document.querySelector('.bpv'),
        {childList: true, subtree: true, characterData: true, attributeFilter: ['data-step']});
    meter.clear = () => { pending = []; meter.taken = []; meter.done = null; };
    meter.first = () => new Promise(done => {
        if (meter.taken.length) done(meter.taken[0]);
        else meter.done = done;
    });
}"""
)

NOW_PAINTED = """() => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
}))"""

# How many frames a second there are while each of them does something.
FRAMES = """([seconds, act]) => new Promise(done => {
    const does = {
        step: () => document.querySelector('.bpv').dispatchEvent(
            new KeyboardEvent('keydown', {key: 'ArrowLeft', bubbles: true})),
        scroll: n => document.querySelector('.bpv-picture').scrollBy(
            {left: 40 * (Math.floor(n / 60) % 2 ? -1 : 1), behavior: 'instant'}),
    }[act];
    const times = [];
    const frame = now => {
        times.push(now);
        if (now - times[0] > seconds * 1000) {
            done((times.length - 1) / (now - times[0]) * 1000);
            return;
        }
        does(times.length);
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
})"""


def transformer() -> bv.Walk:
    """A transformer block with a head of its own for each half of its columns."""
    chance = np.random.default_rng(18)
    sizes = {
        **dict.fromkeys(("g1", "g2"), (WIDTH,)),
        **dict.fromkeys(("c1", "c2", "b2"), (WIDTH,)),
        **dict.fromkeys(("wq", "wk", "wv", "wo"), (WIDTH, WIDTH)),
        "w1": (4 * WIDTH, WIDTH),
        "b1": (4 * WIDTH,),
        "w2": (WIDTH, 4 * WIDTH),
        "x": (1, PLACES, WIDTH),
        "y": (1, PLACES, WIDTH),
    }
    graph = bv.graph(TRANSFORMER, parameters=[name for name in sizes if name not in "xy"])
    return graph.walk({name: chance.normal(0, 0.3, size).round(2) for name, size in sizes.items()})


def cells(blocks: int, operations: int) -> bv.Walk:
    """A chain of blocks of so many operations each."""
    count = operations // 2 - 2
    body = [
        f"    t{n} = {('tanh', 'sin')[n % 2]}(t{n - 1}) + {'x' if n % 7 else 'w'}"
        for n in range(1, count)
    ]
    lines = ["def cell(x, w):", "    t0 = x*w", *body, f"    return t{count - 1}"]
    lines += ["h0 = cell(a, b)", *(f"h{n} = cell(h{n - 1}, b)" for n in range(1, blocks))]
    return bv.graph("\n".join([*lines, f"h{blocks - 1}*a"])).walk(a=0.5, b=0.3)


def _opened(browser: Any, walk: bv.Walk, folder: Path, name: str) -> Any:
    file = walk.save(folder / f"{name}.html")
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(file.as_uri())
    page.wait_for_selector(".bpv-svg text.value")
    page.wait_for_timeout(1000)
    return page


def _told(what: str, taken: Sequence[float], limit: float) -> None:
    middle, most = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    print(f"{what}: {len(taken)} times, median {middle:.0f} ms, at least {min(taken):.0f} ms")
    aim(f"{what}, 95th percentile", most, limit, unit="ms", at_most=True)


def _transformer(browser: Any, folder: Path) -> None:
    heading(f"a transformer block, {WIDTH} columns and {PLACES} places, in a page")
    chance = random.Random(1)
    page = _opened(browser, transformer(), folder, "transformer")
    page.evaluate(METER, "pointermove")
    taken: list[float] = []
    page.get_by_label("x as a grid of numbers").click()
    cell = page.locator(".bpv-inputs [role=grid] [data-place='0']")
    cell.scroll_into_view_if_needed()
    for _ in range(ROUNDS):
        box = cell.bounding_box()
        x, y = round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)
        page.mouse.move(x, y)
        page.mouse.down()
        page.evaluate("meter.clear()")
        end, place, pace = time.monotonic() + SECONDS, 0, 5
        while time.monotonic() < end:
            place += pace
            if abs(place) > 100:
                pace = -pace
            page.mouse.move(x + place, y)
            page.wait_for_timeout(chance.uniform(2, 20))
        page.mouse.move(x, y)
        page.mouse.up()
        page.wait_for_timeout(300)
        taken += page.evaluate("meter.taken")
    page.close()
    _told("dragging an entry", taken, 30)


def _opening(browser: Any, folder: Path) -> None:
    heading(f"a block of {INSIDE} operations opens, in a page")
    page = _opened(browser, cells(3, INSIDE), folder, "opening")
    page.evaluate(METER, "click")
    found: dict[str, list[float]] = {"opens": [], "closes": []}
    for _ in range(4 * ROUNDS):
        for taken in found.values():
            page.evaluate("meter.clear()")
            page.locator(".turn").first.click(position={"x": 4, "y": 4})
            taken.append(page.evaluate("meter.first()"))
            page.wait_for_timeout(400)
    page.close()
    for what, taken in found.items():
        _told(f"it {what}", taken, 150)


def _large(browser: Any, folder: Path) -> None:
    heading(f"{BLOCKS} closed blocks of {OPERATIONS} operations, in a page")
    began = time.perf_counter()
    walk = cells(BLOCKS, OPERATIONS)
    svg = walk.picture().svg
    taken = time.perf_counter() - began
    print(f"{len(walk.graph.operations):,} operations; an SVG of {len(svg) / 1e6:.1f} MB")
    aim("from its text to its first picture", taken, 1.0, unit="s", at_most=True)
    file = walk.save(folder / "large.html")
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_selector(".bpv-svg text.value")
    first = page.evaluate(NOW_PAINTED) / 1e3
    size = file.stat().st_size / 1e6
    aim(f"first picture of the page ({size:.0f} MB)", first, 1.0, unit="s", at_most=True)
    page.wait_for_timeout(2000)
    page.evaluate("document.querySelector('.bpv').focus()")
    page.keyboard.press("End")
    for what, act in (("steps", "step"), ("scrolls", "scroll")):
        rates = [page.evaluate(FRAMES, [SECONDS, act]) for _ in range(ROUNDS)]
        print(f"{what}: {', '.join(f'{rate:.0f}' for rate in rates)} pictures a second")
        aim(what, max(rates), 50, unit="pictures a second", at_most=False)
    page.close()


PAGES: dict[str, Callable[[Any, Path], None]] = {
    "transformer": _transformer,
    "opening": _opening,
    "large": _large,
}
"""What is measured in a browser and a folder for files, by its name."""
