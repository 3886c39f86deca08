"""The first pictures of cells in a real JupyterLab: from running a cell to its picture.

What is held against the aim is when it can be seen: a picture that is in the page is to be laid out
and painted yet, with the sliders around it.
"""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import nbformat

from .peers import ARTICLE, ARTICLE_POINT
from .table import aim, heading, print_table

__all__ = ["KEY", "measure"]

KEY = "firsts"
ROUNDS = 3
LATER = 3  # cells of a notebook after the first one
READS = 1500  # milliseconds between the cell that imports and the first that explores

_IMPORT = f"import backprop_viz as bv; point = {ARTICLE_POINT!r}"
_EXPLORE = f"bv.explore({ARTICLE!r}, point, check=False)"

# When the picture is in the page, and when it is painted: at the end of the frame after that.
_RUN = """place => new Promise((done, fail) => {
    const {content} = window.jupyterapp.shell.currentWidget;
    content.deselectAll();
    content.activeCellIndex = place;
    const {node} = content.widgets[place];
    setTimeout(() => requestAnimationFrame(() => setTimeout(() => {
        const start = performance.now();
        const look = () => {
            if (!node.querySelector('.bpv-svg text.value')) return;
            observer.disconnect();
            const there = performance.now() - start;
            requestAnimationFrame(() => {
                const {port1, port2} = new MessageChannel();
                port1.onmessage = () => done([there, performance.now() - start]);
                port2.postMessage(0);
            });
        };
        const observer = new MutationObserver(look);
        observer.observe(node, {childList: true, subtree: true});
        window.jupyterapp.commands.execute('notebook:run-cell');
    })), 300);
    setTimeout(() => fail(new Error('no picture within 60 s')), 60000);
})"""


def measure(live: Any, browser: Any, address: str, root: Path) -> None:
    """Measure them; ``live`` is the module that has the tools."""
    alone, first, later = "import and picture in one cell", "the first after it", "later ones"
    taken: dict[str, list[list[float]]] = {alone: [], first: [], later: []}
    for number in range(ROUNDS):
        [one] = _pictures(
            live, browser, address, root, f"alone-{number}", [f"{_IMPORT}\n{_EXPLORE}"]
        )
        taken[alone].append(one)
        cells = [_IMPORT, *[_EXPLORE] * (1 + LATER)]
        _, *others = _pictures(live, browser, address, root, f"cells-{number}", cells)
        taken[first].append(others[0])
        taken[later] += others[1:]
    heading(
        "first pictures of the article's graph",
        f"From running a cell until its picture is in the page, and painted: medians of {ROUNDS}",
        f"notebooks in fresh kernels; {READS / 1e3:g} s lie between the import and the first one.",
    )
    rows = []
    for name, times in taken.items():
        there, painted = (statistics.median(column) / 1e3 for column in zip(*times, strict=True))
        rows.append((name, f"{there:.2f} s", f"{painted:.2f} s"))
        if name != alone:
            aim(f"{name}: painted", painted, 0.3, unit="s", at_most=True)
    print_table(("", "in the page", "painted"), rows)


def _pictures(
    live: Any, browser: Any, address: str, root: Path, name: str, cells: list[str]
) -> list[list[float]]:
    """Run the cells of a new notebook, one after the other; an empty list for one that imports."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / f"{name}.ipynb")
    page = live.Page(browser.new_page(viewport={"width": 1400, "height": 1000}), address)
    taken: list[list[float]] = []
    try:
        page.open_notebook(f"{name}.ipynb")
        page.page.wait_for_timeout(1000)
        for place, cell in enumerate(cells):
            if _EXPLORE in cell:
                taken.append(page.page.evaluate(_RUN, place))
            else:
                page.page.evaluate("void window.jupyterapp.commands.execute('notebook:run-cell')")
                taken.append([])
            page.page.wait_for_timeout(READS)
    finally:
        page.page.close()
    return taken
