"""An entry of an array that is dragged, in a real JupyterLab: event to painted picture."""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

from .table import Row, aim, heading, print_table

ROOT = Path(__file__).resolve().parent.parent
STEP = 5  # CSS pixels of a drag from one number to the next, as static/hand.js has it

MLP = "Z = X @ W + b; H = tanh(Z); S = H @ V + c; L = cross_entropy(S, y)"
HEAD = "f = sum(attention(q, k, v)**2)"
_CELL = """\
import sys
sys.path.insert(0, {root!r})
import backprop_viz as bv
graph = bv.graph({text!r}, parameters={parameters!r})
given = {{name: bv.nice(*shape, seed=n) for n, (name, shape) in enumerate({shapes!r}.items())}}
{labels}
explorer = bv.explore(graph, given, step=-1, check=False)
explorer
"""


@dataclass(frozen=True)
class ArrayCase:
    """A graph of arrays, and the input of which an entry is dragged."""

    key: str
    title: str
    text: str
    shapes: dict[str, tuple[int, ...]]
    moved: str
    classes: int = 0  # of labels y, if there are any
    parameters: str = ""
    at_most: float | None = None  # milliseconds, 95th percentile
    rate: float = 55.0  # pictures a second, at least
    frozen: float = 100.0  # milliseconds between two frames, at most


def _mlp(batch: int, *sizes: int) -> dict[str, tuple[int, ...]]:
    inside, hidden, outside = sizes
    shapes = {"X": (batch, inside), "W": (inside, hidden), "b": (hidden,)}
    return {**shapes, "V": (hidden, outside), "c": (outside,)}


CASES = (
    ArrayCase(
        *("mlp", "MLP 4-5-3, batch 8: an entry of W", MLP, _mlp(8, 4, 5, 3), "W", 3, "W b V c"),
        at_most=25.0,
    ),
    ArrayCase(
        *("head", "attention head T = 4: an entry of q", HEAD, dict.fromkeys("qkv", (4, 4)), "q"),
        at_most=25.0,
    ),
    ArrayCase(
        "mlp784",
        "MLP 784-128-10, batch 32: an entry of W",
        MLP,
        _mlp(32, 784, 128, 10),
        *("W", 10, "W b V c"),
        rate=25.0,
        frozen=250.0,
    ),
)

# The longest time between two frames, of a page that is asked for all of them.
_FRAMES = """() => {
    let last = null;
    window.gaps = [];
    const next = time => {
        if (last !== null) window.gaps.push(time - last);
        last = time;
        window.gapsGo = requestAnimationFrame(next);
    };
    window.gapsGo = requestAnimationFrame(next);
}"""


def measure(case: ArrayCase, live: Any, browser: Any, address: str, root: Path, seconds: float):
    """Drag an entry to and fro; ``live`` is the module with the meter and the mouse."""
    batch = next(iter(case.shapes.values()))[0]
    labels = f"given['y'] = [i % {case.classes} for i in range({batch})]" if case.classes else ""
    cell = _CELL.format(root=str(ROOT), labels=labels, **vars(case))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / f"{case.key}.ipynb")
    page = live.Page(browser.new_page(viewport={"width": 1400, "height": 1000}), address)
    page.page.add_init_script(live.METER)
    page.open_notebook(f"{case.key}.ipynb")
    page.run_all()
    page.page.wait_for_selector(".bpv-svg text.value")
    page.page.wait_for_timeout(1000)
    opener = page.page.get_by_label(f"{case.moved} as a grid of numbers")
    if max(case.shapes[case.moved]) > 8:
        opener.click()
        handle = page.page.query_selector(".bpv-grid [data-place='0']")
    else:
        half = f".bpv-svg [data-half^='value'] [role=grid][aria-label*='of {case.moved},']"
        handle = page.page.query_selector(f"{half} [data-place='0']")
    handle.scroll_into_view_if_needed()
    handle.evaluate("cell => cell.scrollIntoView({block: 'center'})")
    page.page.wait_for_timeout(500)
    latencies, rates, gaps = [], [], []
    chance = random.Random(1)
    for _ in range(live.ROUNDS):
        box = handle.bounding_box()
        # Whole pixels: a sum that its rounding leaves short of them is another step of the drag.
        x, y = round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)
        page.page.mouse.move(x, y)
        page.page.mouse.down()
        start = float(handle.text_content().replace("−", "-").replace("·", "0"))
        step = page.page.evaluate("0.1")
        page.page.evaluate(
            "([told, handle]) => meter.start('entry', told, handle)",
            [{"from": x, "start": start, "step": step, "drag": STEP}, handle],
        )
        page.page.evaluate(_FRAMES)
        with live._mouse(page.page) as move:
            end = time.monotonic() + seconds
            position, pace = 0.0, 6.0
            while time.monotonic() < end or position:
                position += pace
                if abs(position) > 60:
                    pace = -pace
                move(x + position, y)
                time.sleep(chance.uniform(0.002, 0.014))
        page.page.mouse.up()
        page.page.evaluate("meter.settled(500)")
        found = page.page.evaluate(
            "({latencies: meter.latencies, changes: meter.changes, pictures: meter.pictures,"
            " strange: meter.strange})"
        )
        if found["strange"]:
            raise RuntimeError(f"{found['strange']} pictures of what no move asked for")
        gaps += page.page.evaluate("cancelAnimationFrame(gapsGo), gaps")
        span = (found["changes"][-1] - found["changes"][0]) / 1e3
        inside = [t for t in found["pictures"] if t <= found["changes"][-1]]
        latencies += found["latencies"]
        rates.append(len(inside) / span)
    page.page.close()
    heading(case.title)
    worst = max(gaps)
    row: Row = (
        "live explorer, an entry dragged",
        live._pair(latencies),
        f"{statistics.mean(rates):.1f}",
        f"{worst:.0f} ms",
    )
    print_table(("", "drag", "pictures/s", "longest frame"), [row])
    if case.at_most is not None:
        late = float(np.percentile(latencies, 95))
        aim("dragging, 95th percentile", late, case.at_most, unit="ms", at_most=True)
    rate = statistics.mean(rates)
    aim("pictures while dragging", rate, case.rate, unit="a second", at_most=False)
    aim("between two frames", worst, case.frozen, unit="ms", at_most=True)
