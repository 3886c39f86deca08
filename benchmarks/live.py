"""``python -m benchmarks.live``: sliders and steps in a real JupyterLab, event to painted picture,
and graphs with blocks in pages.

Needs JupyterLab, Playwright, Chromium and ``dot``, and micrograd for the comparison.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat
import websocket

import backprop_viz as bv
from backprop_viz.draw import engine

from . import firsts, live_arrays
from .pages import PAGES
from .painted import PAINTED
from .peers import ARTICLE, ARTICLE_POINT, LARGE, MIDDLE, Network, article_graph, micrograd_reason
from .peers import points as chance_points
from .table import Row, aim, heading, machine, print_table, ratio

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))

from lab import CHROMIUM_FLAGS, Page, find_chromium, free_port, server  # noqa: E402

DEBUGGING_PORT = free_port()
PEER, LIVE, ARRAYS = "interact + Digraph + dot", "live explorer", "live explorer, with arrays"
EMPTY = "an empty page with one moving number"  # as fast as this browser can be, here and now
ROUNDS = 2
KEYS, LEAST_KEYS = 40, 6  # a round of keys ends after so many, or when its seconds are over
REST = 0.5  # seconds without a change, after which a picture counts as settled


@dataclass(frozen=True)
class Case:
    """A graph that is measured: its name, and the input that is moved."""

    key: str
    title: str
    moved: str
    network: Network | None = None

    @property
    def graph(self) -> bv.Graph:
        return self.network.graph() if self.network else article_graph()

    @property
    def point(self) -> dict[str, float]:
        if self.network is None:
            return dict(ARTICLE_POINT)
        values = chance_points(self.network.names, 1)[0]
        return {name: round(value, 1) for name, value in values.items()}


CASES = (
    Case("article", "the article's graph", "w"),
    Case("200", "an MLP of 211 nodes", "x0", MIDDLE),
    Case("1000", "an MLP of 1,003 nodes", "x0", LARGE),
)

# The cell that is run and timed; the one before it imports, so that Python's start is no part.
_BEFORE = """\
import sys
sys.path.insert(0, {root!r})
import backprop_viz as bv
import ipywidgets as widgets
from benchmarks import peers
point = {point!r}
formula = {formula}
"""

_PEER = """\
from graphviz import Digraph
def picture(root, names):
    dot = Digraph(graph_attr={{"rankdir": "LR"}})
    seen, waiting = {{root}}, [root]
    while waiting:
        value = waiting.pop()
        label = "{{ %s | data %.4f | grad %.4f }}" % (names.get(value, ""), value.data, value.grad)
        dot.node(str(id(value)), label, shape="record")
        if value._op:
            dot.node(str(id(value)) + value._op, value._op)
            dot.edge(str(id(value)) + value._op, str(id(value)))
        for operand in value._prev:
            if operand not in seen:
                seen.add(operand)
                waiting.append(operand)
            dot.edge(str(id(operand)), str(id(value)) + value._op)
    return dot
def show(moved):
    output, inputs = peers.micrograd_run(formula, {{**point, {moved!r}: moved}})
    return picture(output, {{value: name for name, value in inputs.items()}})
slider = widgets.FloatSlider(value=point[{moved!r}], min=-10, max=10, step=0.1,
                             layout=widgets.Layout(width="500px"))
shown = widgets.interact(show, moved=slider)
"""

_OURS = """\
explorer = bv.explore({graph}, {point}, check=False)
explorer
"""

# The number of an empty page moves with its handle, by key and by hand.
_EMPTY = """<!doctype html><title>empty</title>
<div class="jp-OutputArea-output"><div class="widget-html"><output>0</output></div>
<div class="noUi-handle" tabindex="0" aria-valuenow="0"
     style="position: absolute; left: 600px; top: 160px; width: 20px; height: 20px"></div></div>
<script>
const [number, handle] = document.querySelectorAll('output, .noUi-handle');
let start = null;
const move = value => {
    handle.setAttribute('aria-valuenow', value);
    number.textContent = value;
};
const key = {ArrowLeft: -1, ArrowRight: 1};
handle.onkeydown = event => move(Number(number.textContent) + key[event.key]);
handle.onpointerdown = event => { start = event.clientX; };
onpointermove = event => { if (start !== null) move(Math.round(event.clientX - start)); };
onpointerup = () => { start = null; };
</script>"""

# Event to paint, inside the page. An event's own time is when the browser got it from outside.
METER = (
    "(() => {"
    + PAINTED
    + """
    const meter = window.meter = {bytes: 0};
    const Socket = window.WebSocket;
    const size = data => typeof data === 'string' ? data.length : data.byteLength ?? data.size;
    window.WebSocket = class extends Socket {
        constructor(...options) {
            super(...options);
            this.addEventListener('message', event => { meter.bytes += size(event.data); });
        }
        send(data) { meter.bytes += size(data); super.send(data); }
    };

    const number = text => text == null ? null : Number(text.replace('−', '-').match(/[-0-9.e]+$/));
    const shown = {
        peer(name) { // JupyterLab shows such an SVG as an image with a data URL
            const image = document.querySelector('.widget-interact img');
            if (!image?.complete) return null;
            const at = image.src.indexOf(`%3E${encodeURIComponent(name)}%3C%2Ftext`);
            const near = image.src.slice(at, at + 2000).replaceAll('%26%2345%3B', '-');
            return number(/%3Edata%20([-0-9.]+)/.exec(near)?.[1]);
        },
        live(name) {
            if (!meter.label?.isConnected) {
                meter.label = [...document.querySelectorAll('.bpv-svg .wire text.value')]
                    .find(text => text.textContent.split(' = ')[0] === name);
            }
            return number(meter.label?.textContent);
        },
        empty: () => number(document.querySelector('output')?.textContent),
        step: () => number(document.querySelector('.bpv')?.dataset.step),
        entry: () => number(meter.cell.textContent.replace('·', '0')),
    };

    const within = (what, promise) => Promise.race([promise, new Promise((_, fail) =>
        setTimeout(() => fail(new Error(`waited 180 s for ${what}`)), 180000))]);

    // The time from running the cell until its picture is painted.
    meter.first = kind => within('the first picture', new Promise(done => {
        const start = performance.now();
        const selector = kind === 'live' ? '.bpv-svg text.value'
            : '.widget-interact img';
        const look = () => {
            const found = document.querySelector(selector);
            if (!found || found.complete === false) return;
            observer.disconnect();
            document.removeEventListener('load', look, true);
            painted(now => done(now - start));
        };
        const observer = new MutationObserver(look);
        document.addEventListener('load', look, true);
        observer.observe(document.body, {childList: true, subtree: true});
        window.jupyterapp.commands.execute('notebook:run-cell');
    }));

    // From now on: every change of the handle, or with `step` every key, until it is painted.
    meter.start = (kind, name, handle) => {
        meter.stop?.();
        meter.cell = handle;
        let steps = 0;
        const lists = {latencies: [], pictures: [], changes: [], pending: []};
        Object.assign(meter, lists, {bytes: 0, strange: 0});
        meter.isAt = value => Math.abs(shown[kind](name) - value) < 1e-6;
        let last = shown[kind](name), input = performance.now();
        meter.seen = performance.now();
        const settleAll = now => {
            if (!meter.pending.length || !meter.isAt(meter.pending.at(-1).value)) return;
            for (const {at} of meter.pending.splice(0)) meter.latencies.push(now - at);
        };
        const changed = value => {
            meter.changes.push(input);
            meter.pending.push({value, at: input});
            // To and back within a frame: its picture shows the last value and never changed.
            if (kind === 'entry') painted(settleAll);
        };
        const stamp = event => {
            if (frame !== null) settle(); // between a frame's callbacks and its end no event comes
            input = event.timeStamp;
            if (kind === 'step' && event.type === 'keydown') changed(null);
            if (kind !== 'entry' || event.type !== 'pointermove') return;
            const by = Math.trunc((event.clientX - name.from) / name.drag);
            if (by !== steps) changed(name.start + by * name.step);
            steps = by;
        };
        const types = ['keydown', 'pointermove'];
        types.forEach(type => window.addEventListener(type, stamp, true));
        const slid = new MutationObserver(() => {
            const value = Number(handle.getAttribute('aria-valuenow'));
            if (meter.pending.at(-1)?.value !== value) changed(value);
        });
        const slides = kind !== 'step' && kind !== 'entry';
        if (slides) slid.observe(handle, {attributeFilter: ['aria-valuenow']});
        const look = () => {
            meter.seen = performance.now();
            const value = shown[kind](name);
            if (value === null || value === last) return;
            last = value;
            const same = change => change.value === null || Math.abs(change.value - value) < 1e-6;
            const index = meter.pending.findLastIndex(same);
            if (index < 0) meter.strange += 1; // no change of the handle led to it
            const settled = meter.pending.splice(0, index + 1);
            painted(now => {
                meter.pictures.push(now);
                meter.seen = now;
                for (const {at} of settled) meter.latencies.push(now - at);
                if (!meter.pending.length) meter.idle?.();
            });
        };
        const drawn = new MutationObserver(look);
        const area = handle.closest('.jp-OutputArea-output');
        const places = '.bpv-picture, .bpv-lens, .jp-OutputArea, .widget-html';
        for (const part of area.querySelectorAll(places)) {
            drawn.observe(part, {childList: true, characterData: true, subtree: true});
        }
        if (kind === 'step') {
            drawn.observe(area.querySelector('.bpv'), {attributeFilter: ['data-step']});
        }
        area.addEventListener('load', look, true);
        meter.stop = () => {
            area.removeEventListener('load', look, true);
            slid.disconnect();
            drawn.disconnect();
            types.forEach(type => window.removeEventListener(type, stamp, true));
        };
    };
    meter.wait = () => within('a key to be painted', new Promise(done => {
        if (meter.changes.length && !meter.pending.length) painted(done);
        else meter.idle = () => { meter.idle = null; done(); };
    }));
    meter.settled = rest => within('the picture to settle', new Promise(done => {
        const look = () => {
            const now = performance.now();
            const quiet = now - Math.max(meter.seen, meter.changes.at(-1)) > rest;
            // To and back within a frame: the picture shows the last value and never changed.
            if (quiet && meter.isAt(meter.pending.at(-1)?.value)) meter.pending = [];
            if (!meter.pending.length && quiet) done(meter.seen - meter.changes.at(-1));
            else setTimeout(look, 20);
        };
        look();
    }));
})()"""
)

# The controls of a large graph scroll, so that slider and picture are in view together.
_STYLE = ".backprop-viz-explorer > .widget-gridbox { max-height: 9em; overflow: auto; }"

_INTO_VIEW = """async ([handle, name]) => {
    handle.scrollIntoView({block: 'center'});
    const area = handle.closest('.jp-OutputArea-output');
    const notebook = area.closest('.jp-WindowedPanel-outer') ?? area.closest('.jp-Notebook');
    notebook.scrollBy(0, handle.getBoundingClientRect().top - 160);
    const frame = area.querySelector('.bpv-picture');
    if (!frame) return;
    frame.style.scrollBehavior = 'auto';
    const find = () => [...frame.querySelectorAll('text.value')]
        .find(text => text.textContent.split(' = ')[0] === name && text.getClientRects().length);
    // What is far from the view is not drawn.
    for (let x = 0; !find() && x < frame.scrollWidth; x += frame.clientWidth) {
        for (let y = 0; !find() && y < frame.scrollHeight; y += frame.clientHeight) {
            frame.scrollTo(x, y);
            await new Promise(done => setTimeout(done, 60));
        }
    }
    const [a, b] = [find().getBoundingClientRect(), frame.getBoundingClientRect()];
    frame.scrollBy(a.left - b.left - 100, a.top - b.top - b.height / 3);
    frame.style.scrollBehavior = '';
}"""


@dataclass
class Contestant:
    """A notebook of one way to show a graph, opened and run, and what was measured on it."""

    kind: str
    case: Case
    page: Page
    handle: Any
    first: float | None
    shown_name: str
    key: list[float] = field(default_factory=list)
    drag: list[float] = field(default_factory=list)
    step: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    settle: list[float] = field(default_factory=list)
    bytes: list[float] = field(default_factory=list)

    @property
    def way(self) -> str:
        return {PEER: "peer", EMPTY: "empty"}.get(self.kind, "live")

    def _start(self, way: str) -> None:
        script = "([way, name, handle]) => meter.start(way, name, handle)"
        self.page.page.evaluate(script, [way, self.shown_name, self.handle])

    def by_key(self, seconds: float, chance: random.Random, *, steps: bool = False) -> None:
        """Single keys, each after the one before has been painted."""
        page = self.page.page
        page.bring_to_front()
        if steps:
            page.evaluate("document.querySelector('.bpv').focus({preventScroll: true})")
            page.keyboard.press("End")
            page.wait_for_timeout(200)
        else:
            self.handle.focus()
        self._start("step" if steps else self.way)
        end = time.monotonic() + seconds
        for count in range(KEYS):
            if count >= LEAST_KEYS and time.monotonic() > end:
                break
            forward = (count // 10) % 2 == 0
            page.keyboard.press("ArrowLeft" if forward == steps else "ArrowRight")
            page.evaluate("meter.wait()")
            page.wait_for_timeout(chance.uniform(20, 60))
        page.evaluate(f"meter.settled({REST * 1e3})")
        found = page.evaluate("({latencies: meter.latencies, bytes: meter.bytes})")
        if steps:
            self.step += found["latencies"]
            return
        self.key += found["latencies"]
        self.bytes.append(found["bytes"] / len(found["latencies"]))

    def by_hand(self, seconds: float, chance: random.Random) -> None:
        """Drag to and fro, at intervals that do not lock to the display's, and back to the start.

        Left elsewhere, the next round would drag beyond the slider's end, where nothing changes.
        """
        page = self.page.page
        page.bring_to_front()
        if self.kind != EMPTY:  # steps have scrolled it away
            page.evaluate(_INTO_VIEW, [self.handle, self.shown_name])
        page.wait_for_timeout(300)
        box = self.handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        self._start(self.way)
        with _mouse(page) as move:
            end = time.monotonic() + seconds
            position, pace = 0.0, 3.0
            while time.monotonic() < end or position:
                position += pace
                if abs(position) > 60:
                    pace = -pace
                move(x + position, y)
                time.sleep(chance.uniform(0.002, 0.014))
        page.mouse.up()
        self.settle.append(page.evaluate(f"meter.settled({REST * 1e3})"))
        found = page.evaluate(
            "({latencies: meter.latencies, changes: meter.changes, pictures: meter.pictures})"
        )
        span = (found["changes"][-1] - found["changes"][0]) / 1e3
        inside = [t for t in found["pictures"] if t <= found["changes"][-1]]
        self.drag += found["latencies"]
        self.rates.append(len(inside) / span)


def _cells(kind: str, case: Case) -> list[str]:
    network = case.network
    size = f"peers.Network({network.sizes})" if network else ""
    formula = f"{size}.loss" if network else "peers.article"
    before = _BEFORE.format(root=str(ROOT), point=case.point, formula=formula)
    if kind == PEER:
        return [before, _PEER.format(moved=case.moved)]
    graph = f"{size}.graph()" if network else f"bv.graph({ARTICLE!r})"
    point = "{**point, 'x': [2.0, 1.0, 0.5]}" if kind == ARRAYS else "point"
    return [before, _OURS.format(graph=graph, point=point)]


def _open(kind: str, case: Case, browser: Any, address: str, root: Path) -> Contestant:
    """Open a notebook of its own, and run its cell; or the empty page."""
    if kind == EMPTY:
        page = Page(browser.new_page(viewport={"width": 1400, "height": 1000}), address)
        page.page.add_init_script(METER)
        page.page.goto(f"data:text/html,{quote(_EMPTY)}")
        handle = page.page.query_selector(".noUi-handle")
        return Contestant(kind, case, page, handle, None, "")
    name = f"{case.key}-{len(list(root.glob('*.ipynb')))}.ipynb"
    cells = [nbformat.v4.new_code_cell(text) for text in _cells(kind, case)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / name)
    page = Page(browser.new_page(viewport={"width": 1400, "height": 1000}), address)
    page.page.add_init_script(METER)
    page.open_notebook(name)
    page.page.add_style_tag(content=_STYLE)
    page.page.evaluate(
        "void window.jupyterapp.commands.execute('notebook:run-cell-and-select-next')"
    )
    page.wait_until(
        r"/^\[\d+\]/.test(document.querySelector('.jp-InputPrompt').textContent.trim())",
        "the first cell has run",
    )
    page.page.wait_for_timeout(500)
    way = "peer" if kind == PEER else "live"
    first = page.page.evaluate(f"meter.first('{way}')") / 1e3
    busy = "window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.status"
    page.wait_until(f"{busy} === 'idle'", "the cell has run", 180)
    page.page.wait_for_timeout(1000)
    index = 0 if kind == PEER else list(case.graph.inputs).index(case.moved)
    handles = "document.querySelectorAll('.noUi-handle')"
    page.wait_until(f"{handles}.length > {index}", "the slider is there", 60)
    handle = page.page.query_selector_all(".noUi-handle")[index]
    shown = case.moved if kind == PEER else case.graph.displayed[case.graph.names[case.moved]]
    if kind != PEER:
        page.page.locator(".bpv-do-last").click()
    page.page.wait_for_timeout(1000)
    page.page.evaluate(_INTO_VIEW, [handle, shown])
    page.page.wait_for_timeout(500)
    return Contestant(kind, case, page, handle, first, shown)


def _percentile(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def _pair(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.0f} / {_percentile(values):.0f}" if values else "–"


def _dot_seconds(case: Case) -> float:
    """One run of the engine for the picture of the graph, as its DOT text asks for it."""
    dot = case.graph.walk(case.point).picture(0).dot
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(
            [engine.find(), "-Tsvg"], input=dot.encode(), capture_output=True, check=True
        )
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _measure(case: Case, browser: Any, address: str, root: Path, seconds: float) -> None:
    kinds = [LIVE, EMPTY, *([] if micrograd_reason() else [PEER])]
    kinds += [ARRAYS] if case.network is None else []
    chance = random.Random(1)
    with contextlib.ExitStack() as stack:
        contestants: dict[str, Contestant] = {}
        for kind in kinds:
            contestants[kind] = made = _open(kind, case, browser, address, root)
            stack.callback(made.page.page.close)
        for _ in range(ROUNDS):
            for made in contestants.values():
                made.by_key(seconds, chance)
            contestants[LIVE].by_key(seconds, chance, steps=True)
            for made in contestants.values():
                made.by_hand(seconds, chance)
    heading(case.title)
    columns = ("", "key", "drag", "pictures/s", "settles", "bytes/change", "step key", "first")
    print_table(columns, [_row(made) for made in contestants.values()])
    _aims(case, contestants)


def _row(made: Contestant) -> Row:
    return (
        made.kind,
        _pair(made.key),
        _pair(made.drag),
        f"{statistics.mean(made.rates):.1f}",
        f"{max(made.settle):.0f} ms",
        f"{statistics.mean(made.bytes):,.0f}",
        _pair(made.step),
        "–" if made.first is None else f"{made.first:.2f} s",
    )


def _aims(case: Case, contestants: dict[str, Contestant]) -> None:
    ours, peer = contestants[LIVE], contestants.get(PEER)
    least = _percentile(contestants[EMPTY].key)

    def at_most(what: str, values: Sequence[float], limit: float) -> None:
        aim(f"{what}, 95th percentile", _percentile(values), limit, unit="ms", at_most=True)

    key, drag, rate, ahead = {
        "article": (round(least + 4.0, 1), 25.0, 50.0, 5.0),
        "200": (25.0, None, None, None),
        "1000": (30.0, 40.0, 45.0, 20.0),
    }[case.key]
    above = f" (of {EMPTY}: {least:.0f} ms)"
    at_most(f"by key{above}", ours.key, key)
    at_most(f"a step by key{above}", ours.step, key)
    if drag and rate:
        at_most("dragging", ours.drag, drag)
        pictures = statistics.mean(ours.rates)
        aim("pictures while dragging", pictures, rate, unit="a second", at_most=False)
    if peer:
        faster = _percentile(peer.drag) / _percentile(ours.drag)
        if ahead:
            aim(f"dragging, ahead of {PEER}", faster, ahead, at_most=False)
        else:
            print(f"dragging, ahead of {PEER}: {ratio(faster, 1)}")
    if arrays := contestants.get(ARRAYS):
        at_most("with arrays by key", arrays.key, 40)
        at_most("with arrays dragging", arrays.drag, 60)
    if ours.first and case.key == "article":
        aim("first picture", ours.first, 0.3, unit="s", at_most=True)
    if ours.first and case.key == "1000":
        dot = _dot_seconds(case)
        what = f"first picture, in runs of dot ({dot:.2f} s)"
        aim(what, ours.first / dot, 1.3, at_most=True)
    sys.stdout.flush()


@contextlib.contextmanager
def _mouse(page: Any) -> Iterator[Callable[[float, float], object]]:
    """The mouse with its button down, which like a hand does not wait until a move is handled."""
    session = page.context.new_cdp_session(page)
    target = session.send("Target.getTargetInfo")["targetInfo"]["targetId"]
    numbers = itertools.count(1)
    address = f"ws://127.0.0.1:{DEBUGGING_PORT}/devtools/page/{target}"
    socket = websocket.create_connection(address, suppress_origin=True)

    def move(x: float, y: float) -> None:
        event = {"type": "mouseMoved", "x": x, "y": y, "button": "left", "buttons": 1}
        told = {"id": next(numbers), "method": "Input.dispatchMouseEvent", "params": event}
        socket.send(json.dumps(told))

    yield move
    socket.close()
    session.detach()


def _compile() -> None:
    """Let every kernel find its modules compiled already, as an installed package does."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    code = "import backprop_viz as bv; bv.explore('f = w*x', w=2, x=1)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


@contextlib.contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = find_chromium()
    if program is None:
        raise SystemExit("no Chromium here (apt-get install chromium, or CHROMIUM=its path)")
    with sync_playwright() as driver:
        flags = [*CHROMIUM_FLAGS, f"--remote-debugging-port={DEBUGGING_PORT}"]
        browser = driver.chromium.launch(executable_path=program, args=flags)
        print(f"browser: Chromium {browser.version}")
        yield browser
        browser.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    keys = [firsts.KEY, *(case.key for case in (*CASES, *live_arrays.CASES)), *PAGES]
    parser.add_argument(
        "graphs", nargs="*", metavar="GRAPH", help=f"{', '.join(keys)}; default all"
    )
    parser.add_argument("--seconds", type=float, default=4.0, help="of each measurement (4)")
    options = parser.parse_args()
    if unknown := set(options.graphs) - set(keys):
        parser.error(f"no graph {', '.join(unknown)}; there are {', '.join(keys)}")
    began = time.perf_counter()
    print("Event to painted picture: median / 95th percentile in ms, from the event's own time.")
    print(machine(), flush=True)
    if reason := micrograd_reason():
        print(f"{PEER}: {reason}")
    os.environ.pop("PYTHONSTARTUP", None)
    chosen = options.graphs or keys
    with _browser() as browser, tempfile.TemporaryDirectory() as home:
        if {*chosen} - {*PAGES}:
            _compile()
            root = Path(home, "notebooks")
            root.mkdir()
            with server(root, Path(home, "jupyter")) as address:
                if firsts.KEY in chosen:
                    firsts.measure(sys.modules[__name__], browser, address, root)
                for case in (case for case in CASES if case.key in chosen):
                    _measure(case, browser, address, root, options.seconds)
                for arrays in live_arrays.CASES:
                    if arrays.key in chosen:
                        here = sys.modules[__name__]
                        live_arrays.measure(arrays, here, browser, address, root, options.seconds)
        for name in (name for name in PAGES if name in chosen):
            PAGES[name](browser, Path(home))
    print(f"\n{time.perf_counter() - began:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
