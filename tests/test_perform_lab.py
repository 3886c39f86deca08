"""A walk is done in a real JupyterLab: by keyboard alone, and on when the kernel is gone."""

from __future__ import annotations

from typing import Any

import nbformat

from backprop_viz.practice.asking import label, rule_name
from backprop_viz.practice.task import made_task
from lab import Page, cull, painted, server, until, violations

SHARED = "u = x*y; v = u + x; f = u*v"
CELL = f"import backprop_viz as bv\nmade = bv.perform({SHARED!r}, dict(x=2, y=3))\nmade"

_SCORE = """async () => {
    const { kernel } = jupyterapp.shell.currentWidget.context.sessionContext.session;
    const asked = kernel.requestExecute({ code: 'print(made.score)' });
    let told = '';
    asked.onIOPub = ({ content }) => { told += content.text ?? ''; };
    await asked.done;
    return told;
}"""


def test_a_walk_by_keyboard_alone_and_on_without_the_kernel(
    chromium: Any, tmp_path_factory: Any
) -> None:
    root = tmp_path_factory.mktemp("notebooks")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "perform.ipynb")
    task = made_task(SHARED, {"x": 2, "y": 3})
    with server(root, tmp_path_factory.mktemp("jupyter")) as address:
        host = Page(chromium.new_page(viewport={"width": 1400, "height": 1000}), address)
        host.open_notebook("perform.ipynb")
        host.run_all()
        page = host.page
        page.wait_for_selector(".bpp-svg")
        painted(page)
        assert violations(page, ".bpp") == []
        at = "document.activeElement"
        named = f"{at}.getAttribute('aria-label') ?? {at}.textContent"
        cells = page.locator(".jp-Cell").count()

        def reach(name: str) -> None:
            for _ in range(40):
                if page.evaluate(named) == name:
                    return
                page.keyboard.press("Tab")
            raise AssertionError(name)

        for number, place in enumerate(task.places):
            if number == 5:
                until(page, lambda: page.evaluate(_SCORE), lambda told: "right=5, first=5" in told)
                cull(host)
            page.locator(".bpp-hit:visible").first.focus()
            reach(label(task, place, "en"))
            page.keyboard.press("Enter")
            for ask, given in task.answer(place).items():
                if ask == "rule":
                    reach(rule_name(given, "en"))
                else:
                    page.keyboard.type(repr(float(given)))
                page.keyboard.press("Enter")
        question = page.locator(".bpp-question")
        until(page, question.text_content, lambda text: "Done: 9 of 9 right" in text)
        assert page.locator(".jp-Cell").count() == cells  # no key was a shortcut of JupyterLab
        page.close()
