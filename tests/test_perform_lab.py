"""A walk and a hunt are done in a real JupyterLab: by keyboard alone, and on without a kernel."""

from __future__ import annotations

from pathlib import Path

import nbformat

import backprop_viz as bv
from backprop_viz.hunting.wires import step_of
from backprop_viz.practice.asking import label, rule_name
from backprop_viz.practice.kinds import KINDS, exercise
from backprop_viz.practice.task import made_task
from lab import Page, cull, painted, until, violations

SHARED = "u = x*y; v = u + x; f = u*v"
HUNT = "a = x*y; b = a + x; f = a*b"
SECOND = f"hunt = bv.hunt({HUNT!r}, 'flipped', seed=7, lang='en')\nhunt"
CELL = f"import backprop_viz as bv\nmade = bv.perform({SHARED!r}, dict(x=2, y=3))\nmade"

_SCORE = """async () => {
    const { kernel } = jupyterapp.shell.currentWidget.context.sessionContext.session;
    const asked = kernel.requestExecute({ code: 'print(made.score, hunt.attempt.moves)' });
    let told = '';
    asked.onIOPub = ({ content }) => { told += content.text ?? ''; };
    await asked.done;
    return told;
}"""


def test_a_walk_by_keyboard_alone_and_on_without_the_kernel(desk: tuple[Path, Page]) -> None:
    root, host = desk
    cells = [*map(nbformat.v4.new_code_cell, (CELL, SECOND))]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "perform.ipynb")
    task = made_task(SHARED, {"x": 2, "y": 3})
    hunt = bv.hunt(HUNT, "flipped", seed=7, lang="en")
    step = step_of(hunt.walk, hunt._bugged.edge)
    flow = hunt._bugged.walk.backflows[step - hunt.walk.seed_index - 1]
    host.open_instead("perform.ipynb")
    host.run_all()
    page = host.page
    page.wait_for_selector(".bpp-svg >> nth=1")
    painted(page)
    assert violations(page, ".bpp") == []
    at = "document.activeElement"
    named = f"{at}.getAttribute('aria-label') ?? {at}.textContent"
    cells = page.locator(".jp-Cell").count()

    def reach(name: str, key: str = "Tab") -> None:
        for _ in range(40):
            if page.evaluate(named) == name:
                return
            page.keyboard.press(key)
        raise AssertionError(name)

    def choose(label: str) -> None:
        screen.locator(".bpp-hit:visible").first.focus()
        reach(label)
        page.keyboard.press("Enter")

    screen = page.locator(".bpp").last
    choose(next(p["label"] for p in hunt.prepared["places"] if p["wire"] == step))
    reach("Finite difference", "Shift+Tab")
    page.keyboard.press("Enter")
    until(page, screen.locator(".bpp-said").text_content, lambda text: ": wrong." in text)

    def is_kept(told: str) -> bool:
        parts = ("right=5, first=5", "'move': 'check'", f"'wire': {step}, ", "'right': False")
        return all(part in told for part in parts)

    screen = page.locator(".bpp").first
    for number, place in enumerate(task.places):
        if number == 5:
            until(page, lambda: page.evaluate(_SCORE), is_kept)
            cull(host)
        choose(label(task, place, "en"))
        for ask, given in task.answer(place).items():
            if ask == "rule":
                reach(rule_name(given, "en"))
            else:
                page.keyboard.type(repr(float(given)))
            page.keyboard.press("Enter")
    question = screen.locator(".bpp-question")
    until(page, question.text_content, lambda text: "Done: 9 of 9 right" in text)
    screen = page.locator(".bpp").last
    choose(next(p["label"] for p in hunt.prepared["places"] if p["wire"] == step))
    reach("wrong sign")
    page.keyboard.press("Enter")
    reach("your answer")
    page.keyboard.type(repr(float(flow.total if flow.complete else flow.contribution)))
    page.keyboard.press("Enter")
    until(page, screen.locator(".bpp-question").text_content, lambda text: "Solved" in text)
    assert page.locator(".jp-Cell").count() == cells  # no key was a shortcut of JupyterLab


def test_a_way_through_each_kind_by_mouse(desk: tuple[Path, Page]) -> None:
    """One cell after the other, as a student would; the kernel has heard of all of it."""
    root, host = desk
    made = "import backprop_viz as bv; made = {}"
    shown = (
        f"made[{kind!r}] = bv.perform(bv.exercise({kind!r}, 4), level=2, lang='en')\nmade[{kind!r}]"
        for kind in KINDS
    )
    cells = [*map(nbformat.v4.new_code_cell, (made, *shown))]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "kinds.ipynb")
    host.open_instead("kinds.ipynb")
    host.run_all()
    page = host.page
    for number, kind in enumerate(KINDS):
        task = made_task(exercise(kind, 4), level=2)
        cell = page.locator(".jp-Notebook-cell").nth(number + 1)
        cell.scroll_into_view_if_needed()
        screen = cell.locator(".bpp")
        screen.locator(".bpp-svg").wait_for()
        for place in task.places:
            name = label(task, place, "en")
            screen.get_by_role("button", name=name, exact=True).locator("rect").last.click()
            answers = screen.locator(".bpp-answers")
            for ask, given in task.answer(place).items():
                if ask in ("rule", "expression"):
                    said = rule_name(given, "en") if ask == "rule" else given
                    answers.get_by_role("button", name=said, exact=True).click()
                else:
                    text = "×".join(map(str, given)) if ask == "shape" else repr(float(given))
                    answers.locator("input").fill(text)
                    page.keyboard.press("Enter")
        count = len(task.places)
        told = screen.locator(".bpp-question").text_content
        until(page, told, lambda text, n=count: f"Done: {n} of {n} right" in text)
    code = "print([one.score.right == one.score.count for one in made.values()])"
    asked = _SCORE.replace("print(made.score, hunt.attempt.moves)", code)
    until(page, lambda: page.evaluate(asked), lambda text: text.count("True") == len(KINDS))


ARRAYS = "Y = X @ W; L = sum(Y*T)"
GIVEN = {"X": [[1, 2], [3, 4]], "W": [[2, 1], [1, 3]], "T": [[1, 2], [2, 1]]}
BLOCKS = "layer(x, W, b) = tanh(x @ W + b); L = mse(layer(X, W, b), y)"
LIKE = {"X": [[1, 2], [3, 4]], "W": [[1, 2], [3, 4]], "b": [1, 2], "y": [[1, 2], [3, 4]]}


def test_an_expression_is_typed_and_a_bug_is_found_in_a_closed_block(
    desk: tuple[Path, Page],
) -> None:
    root, host = desk
    begin = "import backprop_viz as bv\n"
    first = f"{begin}made = bv.perform({ARRAYS!r}, {GIVEN!r}, lang='en')\nmade"
    second = f"hunt = bv.hunt({BLOCKS!r}, 'unsummed', seed=2, inputs={LIKE!r}, lang='en')\nhunt"
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, (first, second))])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / "typed.ipynb")
    host.open_instead("typed.ipynb")
    host.run_all()
    page = host.page
    page.wait_for_selector(".bpp-svg >> nth=1")
    painted(page)
    assert violations(page, ".bpp") == []
    cells = page.locator(".jp-Cell").count()
    screen, task = page.locator(".bpp").first, made_task(ARRAYS, GIVEN)
    said = screen.locator(".bpp-said").text_content
    count = 0
    for place in task.places:
        screen.get_by_label("What comes next?").select_option(label=label(task, place, "en"))
        for ask, given in task.answer(place).items():
            typed = screen.locator(".bpp-typed input")
            if ask == "expression" and typed.count():
                count += 1
                if place.position and given.startswith("Xᵀ"):
                    typed.press_sequentially("X @ Gg")
                    page.keyboard.press("Enter")
                    until(page, said, lambda text: text.startswith("⚠ There is no Gg here"))
                    page.keyboard.press("Control+A")
                    page.keyboard.type("X @ G")
                    page.keyboard.press("Enter")
                    until(page, said, lambda text: text.startswith("✗ Not yet."))
                    given = "X.T @ G"
                typed.fill(given)
                page.keyboard.press("Enter")
            elif ask in ("rule", "expression"):
                name = rule_name(given, "en") if ask == "rule" else given
                answers = screen.locator(".bpp-answers")
                answers.get_by_role("button", name=name, exact=True).click()
            else:
                text = "×".join(map(str, given)) if ask == "shape" else repr(float(given))
                screen.locator(".bpp-answers input").fill(text)
                page.keyboard.press("Enter")
    assert count == 4
    told = f"of {len(task.places)} right"
    until(page, screen.locator(".bpp-question").text_content, lambda text: told in text)
    hunt = bv.hunt(BLOCKS, "unsummed", seed=2, inputs=LIKE, lang="en")
    step = step_of(hunt.walk, hunt._bugged.edge)
    place = hunt.walk.graph.backward_places[hunt._bugged.edge]
    right = hunt._bugged.walk.backflows[place].total
    screen = page.locator(".bpp").last
    question = screen.locator(".bpp-question").text_content
    until(page, question, lambda text: "Closed blocks (layer, mse)" in text)
    name = next(p["label"] for p in hunt.prepared["places"] if p["wire"] == step)
    screen.get_by_role("button", name=name, exact=True).locator("rect").last.click()
    for bug, sign in (("wrong sign", "✗ That is the block."), ("not summed over the batch", "✓")):
        screen.get_by_role("button", name=bug, exact=True).click()
        until(page, screen.locator(".bpp-said").text_content, lambda text, s=sign: s in text)
    screen.locator(".bpp-answers input").fill(str(right.tolist()))
    page.keyboard.press("Enter")
    until(page, question, lambda text: "Solved" in text)
    after = screen.locator(".bpp-after").text_content
    until(page, after, lambda text: "The bug is inside the block layer" in text)
    code = "print(made.score.right == made.score.count, hunt.done, made.score.first)"
    asked = _SCORE.replace("print(made.score, hunt.attempt.moves)", code)
    wanted = f"True True {len(task.places) - 1}"
    until(page, lambda: page.evaluate(asked), lambda text: wanted in text)
    assert page.locator(".jp-Cell").count() == cells  # no key was a shortcut of JupyterLab
