"""A lesson on the site: its cells run by the Python in the browser."""

from __future__ import annotations

from typing import Any

from lab import PATIENCE, until

_SESSION = "window.jupyterapp?.shell?.currentWidget?.context?.sessionContext?.session"
_IDLE = f"{_SESSION}?.kernel?.status === 'idle'"
_RUN = "void window.jupyterapp.commands.execute('notebook:run-all-cells')"
# The cells of another lesson, in the same notebook, for the same kernel.
_TAKE = """async path => {
    const { serviceManager, shell } = window.jupyterapp;
    const told = await serviceManager.contents.get(path, { content: true, type: 'notebook' });
    shell.currentWidget.context.model.fromJSON(told.content);
}"""
_STATE = """() => {
    const cells = window.jupyterapp.shell.currentWidget.content.widgets
        .map(cell => cell.model).filter(model => model.type === 'code');
    const isMeant = cell => (cell.getMetadata('tags') ?? []).includes('raises-exception');
    const failed = cells.filter(cell => !isMeant(cell)).flatMap(cell => cell.outputs.toJSON())
        .filter(output => output.output_type === 'error')
        .map(output => `${output.ename}: ${output.evalue}`);
    const done = cells.length > 0 && cells.every(
        cell => cell.executionCount !== null && cell.executionState !== 'running');
    return { done: done || failed.length > 0, failed };
}"""


# Else cells out of sight are not on the page.
_ALL = """() => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.notebookConfig = { ...notebook.notebookConfig, windowingMode: 'none' };
}"""


# Its scripts are kept compiled, for the next visit.
_COMPILED = """async () => (await navigator.serviceWorker.getRegistrations())
    .some(({ scope, active }) => scope.endsWith('/compiled/') && active !== null)"""


# A Python's memory is kept, for the next visit.
_REMEMBERED = """async () => {
    const name = (await caches.keys()).find(name => name.startsWith('backprop-viz-memory'));
    return name ? (await (await caches.open(name)).keys()).length : 0;
}"""


def kept(page: Any) -> None:
    """Wait until all is kept that a later visit begins with."""
    until(page, lambda: page.evaluate(_COMPILED))
    until(page, lambda: page.evaluate(_REMEMBERED), lambda number: number == 1)


def open_lesson(page: Any, site: str, lesson: str, whole: bool = True) -> None:
    """Wait until its kernel is ready; as a ``whole``, all of its cells are on the page."""
    page.set_default_timeout(1000 * PATIENCE)
    page.goto(f"{site}/course/notebooks/index.html?path={lesson}")
    page.wait_for_selector(".jp-Notebook")
    until(page, lambda: page.evaluate(_IDLE))
    if whole:
        page.evaluate(_ALL)


def start(page: Any) -> None:
    page.evaluate(_RUN)


def finished(page: Any) -> list[str]:
    """What cells have failed, once all have run, or one has failed."""
    told = until(page, lambda: page.evaluate(_STATE), lambda state: state["done"])
    return list(told["failed"])


def take(page: Any, lesson: str) -> list[str]:
    """Run another lesson with the kernel that is there; which of its cells have failed."""
    page.evaluate(_TAKE, lesson)
    start(page)
    return finished(page)
