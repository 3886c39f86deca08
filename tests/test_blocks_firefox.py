"""A page of a model in Firefox, offline: arrays are typed, blocks open and close in random order,
and whatever is open, its numbers are PyTorch's."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import numpy as np

import backprop_viz as bv
import needs
from backprop_viz.spell.names import display
from block_programs import every
from firefox import Firefox, find_firefox, firefox

MODEL = """
neurons(x, w, b) = tanh(x @ w + b)
def network(x, w1, b1, w2, b2):
    h = neurons(x, w1, b1)
    z = layer_norm(h + attention(h, h, h))
    return z @ w2 + b2, h
z, h = network(X, W1, b1, W2, b2)
L = cross_entropy(z, y) + mean(h**2)
"""
SHAPES = {"X": (3, 2), "W1": (2, 3), "b1": (3,), "W2": (3, 3), "b2": (3,)}
DIGITS = 9

# What the page shows, once it has painted what it was told last.
SHOWN = """return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    const table = document.querySelector('.bpv-numbers');
    const number = made => made.dataset.block;
    table.open = true;
    requestAnimationFrame(() => requestAnimationFrame(() => done({
        step: document.querySelector('.bpv-count').textContent,
        open: [...document.querySelectorAll('.turn[aria-expanded=true]')].map(number),
        numbers: Object.fromEntries([...table.querySelectorAll('tbody tr')].map(
            row => [...row.children].map(cell => cell.textContent)).map(
            ([name, ...numbers]) => [name, numbers])),
        asked: performance.getEntriesByType('resource').map(entry => entry.name),
        message: document.querySelector('.bpv-message').textContent,
    })));
})))"""
CLICK = """document.querySelector(arguments[0]).dispatchEvent(
    new MouseEvent('click', {bubbles: true}))"""


def typed(browser: Firefox, name: str, text: str) -> None:
    """As by hand: over what stands in the field, and then Enter."""
    path = f"//label[span[1]='{display(name)}']/input[@type='text']"
    (field,) = browser.call("WebDriver:FindElement", using="xpath", value=path)["value"].values()
    browser.call("WebDriver:ElementClick", id=field)
    browser.run("document.activeElement.select()")
    enter = "\ue007"
    browser.call("WebDriver:ElementSendKeys", id=field, text=f"{text}{enter}")


def by_pytorch(at: dict[str, np.ndarray]) -> tuple[float, dict[str, np.ndarray]]:
    """The loss and its gradients, by PyTorch's own functions."""
    import torch
    from torch.nn import functional

    given = {name: torch.tensor(value, requires_grad=name != "y") for name, value in at.items()}
    h = torch.tanh(given["X"] @ given["W1"] + given["b1"])
    z = functional.layer_norm(h + functional.scaled_dot_product_attention(h, h, h), (3,))
    z = z @ given["W2"] + given["b2"]
    loss = functional.cross_entropy(z, given["y"].long()) + (h**2).mean()
    loss.backward()
    return loss.item(), {name: given[name].grad.numpy() for name in SHAPES}


def numbers(text: str) -> list[float]:
    return [float(x) for x in re.findall(r"-?\d[\d.]*(?:e-?\d+)?", text.replace("−", "-"))]


def agrees(shown: dict[str, Any], at: dict[str, np.ndarray]) -> None:
    loss, gradients = by_pytorch(at)
    np.testing.assert_allclose(numbers(shown["numbers"]["L"][0]), [loss], rtol=1e-7)
    for name, wanted in gradients.items():
        value, gradient = shown["numbers"][display(name)]
        np.testing.assert_allclose(numbers(value), at[name].ravel(), rtol=1e-7)
        np.testing.assert_allclose(numbers(gradient), wanted.ravel(), rtol=1e-7, atol=1e-12)


def test_blocks_of_a_model_in_firefox(tmp_path: Path) -> None:
    needs.library("torch")
    program = find_firefox()
    if program is None:
        needs.missing("no Firefox here (apt-get install firefox-esr)")
    chance = np.random.default_rng(18)
    at = {name: chance.normal(size=shape).round(3) for name, shape in SHAPES.items()}
    at["y"] = np.array([0.0, 2.0, 1.0])
    walk = bv.graph(MODEL, parameters="W1 b1 W2 b2").walk(at).with_digits(DIGITS)
    page = walk.save(tmp_path / "model.html")
    names = [block.name for block in every(walk.graph.blocks)]
    picks, opened = random.Random(18), set[str]()
    with firefox(program) as browser:
        browser.open(page.as_uri())
        for turn in range(10):
            if turn % 3 == 0:
                name = picks.choice([*SHAPES])
                at[name] = chance.normal(size=SHAPES[name]).round(3)
                typed(browser, name, str(at[name].tolist()))
            seen = [n for n in names if all(o in opened for o in names if n.startswith(f"{o}."))]
            name = picks.choice(seen)
            opened ^= {name}
            browser.run(CLICK, f".turn[data-block='{names.index(name)}']")
            browser.run("document.querySelector('.bpv-do-last').click()")
            shown = browser.run(SHOWN)
            seen = {n for n in opened if all(o in opened for o in names if n.startswith(f"{o}."))}
            assert {names[int(number)] for number in shown["open"]} == seen
            closed = [n for n in names if n not in opened]
            here = walk.opened().closed(*closed) if closed else walk.opened()
            last = str(len(here.steps) - 1)
            assert shown["step"].endswith(f"{last} / {last}")
            assert shown["message"] == ""
            agrees(shown, at)
        assert shown["asked"] == []
