"""A hunt in the browser: judged as Python judges it, on a page and in a notebook."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import backprop_viz as bv
from array_graphs import BATCH, NETWORK
from backprop_viz.attempts.reading import read_attempt
from backprop_viz.browser.bare import STATIC, bare_script
from backprop_viz.browser.javascript import judge_source
from backprop_viz.cli.main import main
from backprop_viz.hunting.hunt import Hunt
from backprop_viz.hunting.moves import judgement
from backprop_viz.hunting.rules import BUGS
from backprop_viz.hunting.wires import step_of
from backprop_viz.read.entry import typed
from needs import missing

RUN = Path(__file__).parent / "javascript" / "hunt.mjs"
SHARED = "a = x*y; b = a + x; c = a*b; f = sin(c) + a"
SOFTMAX = "Z = X @ W + b; L = cross_entropy(Z, y)"
SCORES = {"X": [[1, 2], [3, 4], [0, 1]], "W": np.ones((2, 3)), "b": [1, 2, 0], "y": [0, 2, 1]}


@pytest.fixture(scope="module")
def by_browser(tmp_path_factory):
    """What the browser says of the moves on each hunt."""
    node = shutil.which("node")
    if node is None:
        missing("Node is not installed")
    folder = tmp_path_factory.mktemp("hunt")
    module = judge_source() + bare_script((STATIC / "hunt.js").read_text("utf-8"))
    (folder / "hunt.mjs").write_text(module + "export { Hunt };\n", "utf-8")

    def run(cases):
        (folder / "cases.json").write_text(json.dumps(cases, allow_nan=False), "utf-8")
        told = subprocess.run(
            [node, str(RUN), str(folder / "hunt.mjs"), str(folder / "cases.json")],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert told.returncode == 0, told.stderr[:4000]
        return json.loads(told.stdout)

    return run


def right_number(hunt):
    """What has to stand at the first wrong edge."""
    bugged = hunt._bugged
    place = bugged.walk.graph.backward_places[bugged.edge]
    right, wrong = bugged.walk.backflows[place], bugged.backflows[place]
    is_sum = right.complete or np.array_equal(right.contribution, wrong.contribution)
    return right.total if is_sum else right.contribution


def moves_of(hunt, chance):
    """Every kind of move at every wire: right ones, near ones, and such as are none."""
    bugged, walk = hunt._bugged, hunt._bugged.walk
    step, right = step_of(walk, bugged.edge), right_number(hunt)
    steps = range(walk.seed_index + 1, len(walk.steps))
    names = [n.name for n in walk.graph.nodes if walk.graph.live_uses[n.index]]
    yield from ({"move": "check", "wire": wire} for wire in [*steps, *names, 0, "zz", None])
    for edge in (*steps, 0, 999, "x", None):
        for bug in (*BUGS, "typo", 3):
            if edge == step or chance.random() < 0.1:
                yield {"move": "guess", "edge": edge, "bug": bug}
    values = [right, -right, right * 1.004, right * 1.01, right * 1.2, right + 1, right * 0]
    values += [flow.contribution for flow in bugged.backflows[:6]]
    values += [np.ones(2), np.ones((2, 2))]
    told = [typed(v) for v in values] + ["", "zz", "(1+", "[[1]", "4/3", "nan", "2**2**2**9"]
    told += [np.asarray(v).tolist() for v in values] + [["x"], None, [[1], [2, 3]], ["nan"]]
    yield from ({"move": "mend", "edge": step, "value": value} for value in told)
    yield from ({"move": "mend", "edge": edge, "value": "1"} for edge in (*steps, None, []))
    yield from ({}, {"move": "run"}, {"move": "guess"}, {"move": "mend"})


def test_the_browser_judges_every_move_as_python_does(by_browser):
    chance, cases, wanted = random.Random(3), [], []
    for number, (source, inputs, bug) in enumerate(
        [
            *((SHARED, None, bug) for bug in ("overwritten", "unordered", "kept")),
            *((NETWORK, BATCH, bug) for bug in ("transposed", "unsummed")),
            (SOFTMAX, SCORES, "other_axis"),
        ]
    ):
        made = Hunt.made(source, bug, number, inputs, ("en", "ja")[number % 2])
        moves = list(moves_of(made, chance))
        cases.append({"data": made.prepared, "moves": moves})
        wanted.append([judgement(made._bugged, move, made.lang) for move in moves])
    reasons = set()
    for case, told, found in zip(cases, by_browser(cases), wanted, strict=True):
        assert told["done"]
        for move, mine, theirs in zip(case["moves"], found, told["verdicts"], strict=True):
            is_of_python = isinstance(move.get("value"), str) and theirs["reason"] == "unreadable"
            if not is_of_python:  # which reads formulas
                assert [mine.right, mine.reason, mine.sentence] == [*theirs.values()], move
            assert theirs["right"] <= mine.right
            reasons.add(theirs["reason"])
    assert {"right", "other_bug", "carried", "sound", "unreadable", "overwritten"} <= reasons
    assert {"rounded", "flipped", "shape", ""} <= reasons


@pytest.mark.parametrize("bug", ["other_axis", "other_twice"])
def test_a_softmax_over_the_wrong_axis_or_twice_is_planted_where_it_takes_its_scores(bug):
    other = {
        "other_axis": "Z = X @ W + b; L = -mean(log_softmax(Z, axis=0)[range(3), y])",
        "other_twice": "Z = X @ W + b; L = cross_entropy(softmax(Z), y)",
    }
    naive = "Z = X @ W + b; e = exp(Z); p = e / sum(e, axis=-1, keepdims=True); L = sum(p*p)"
    for seed in range(3):
        hunt = bv.hunt(SOFTMAX, bug, seed=seed, inputs=SCORES)
        walk = hunt._bugged.walk
        assert walk.graph.nodes[hunt._bugged.edge.operand].name == "Z"
        own = {name: hunt.walk.gradients[name] for name in "XWb"}
        if bug == "other_twice":  # as a program has it that calls both
            written = bv.graph(other[bug]).walk(walk.inputs)
            assert all(np.allclose(written.gradients[name], own[name]) for name in own)
        judged = bv.judge(walk, own)
        assert not judged
        assert judged.reason == bug
        everything = {**hunt.walk.gradients}
        assert bv.judge(walk, everything).reason == bug
        assert bv.hunt(naive, bug, seed=seed, inputs={n: SCORES[n] for n in "XWb"}).walk
    with pytest.raises(bv.InputError, match="no place where this bug"):
        bv.hunt(NETWORK, bug, inputs=BATCH)
    with pytest.raises(bv.InputError, match="no place where this bug"):
        bv.hunt("softmax(z)[0]", "other_axis", inputs={"z": [1, 2, 3]})


def test_a_picture_has_the_wrong_numbers_and_in_the_end_the_right_ones():
    hunt = bv.hunt(SHARED, "overwritten", seed=2)
    data = hunt.prepared
    svg = "".join(data["picture"]["parts"])
    wrong = {hunt.walk.written(g) for g in hunt.walk.gradients.values()}
    right = {hunt._bugged.walk.written(g) for g in hunt._bugged.walk.gradients.values()}
    assert all(f"∂ {number}<" in svg or f"∂{number}<" in svg for number in wrong)
    for number, part in data["mended"]:
        data["picture"]["parts"][number] = part
    svg = "".join(data["picture"]["parts"])
    assert all(f"∂ {number}<" in svg or f"∂{number}<" in svg for number in right)


def test_a_page_is_written_the_same_in_every_run(tmp_path, capsys):
    hunt = bv.hunt(SHARED, seed=7)
    one = hunt.save(tmp_path / "one.html").read_text("utf-8")
    hunt.guess(hunt._bugged.walk.seed_index + 1, "swapped")  # a page begins anew
    assert hunt.save(tmp_path / "two.html").read_text("utf-8") == one
    assert len(one.encode()) < 150_000
    assert "http:" not in one.replace("http://www.w3.org/2000/svg", "")
    target = tmp_path / "hunt.html"
    arguments = ["html", SHARED, "--hunt", "-o", str(target)]
    assert main([*arguments, "--bug", "flipped", "--seed", "3", "--digits", "6"]) == 0
    made = bv.hunt(SHARED, "flipped", seed=3)
    page = target.read_text("utf-8")
    assert made.solution() in page
    assert made.walk.with_digits(6).written(made.walk.gradients["x"]) in page
    capsys.readouterr()
    for more, told in (
        (["--perform"], "--perform or --hunt makes a page of one formula"),
        (["--level", "2"], "--level is for a page with an exercise: add --perform"),
        (["--bug", "typo"], "'typo' is no bug"),
        (["+", "x*y"], "makes a page of one formula"),
    ):
        assert main([*arguments, *more]) == 2
        assert told in capsys.readouterr().err
    assert main(["html", SHARED, "x=1", "y=2", "--bug", "flipped", "-o", str(target)]) == 2
    assert "add --hunt" in capsys.readouterr().err
    large = "; ".join(["u0 = x*y", *(f"u{i} = u{i - 1}*x" for i in range(1, 150))])
    with pytest.raises(bv.InputError, match="wires in this walk, too many"):
        bv.hunt(large, "flipped", inputs={"x": 1}).save(target)


def test_a_notebook_shows_it_as_a_widget_whose_moves_are_judged_anew(tmp_path):
    hunt = bv.hunt(SHARED, "swapped", seed=1, lang="en")
    bundle, _ = hunt._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "image/svg+xml" in bundle
    assert bundle["text/plain"] == str(hunt)
    widget, step = hunt._widget, step_of(hunt.walk, hunt._bugged.edge)
    move = {"move": "guess", "edge": step, "seconds": 2.5}
    widget.moves = [{**move, "bug": "flipped", "right": True}, {**move, "bug": "swapped"}, 3]
    assert [m["right"] for m in hunt.attempt.moves] == [False, True]
    assert not hunt.done
    hunt.mend(step, right_number(hunt))
    assert hunt.done
    assert widget.moves == hunt.attempt.moves
    assert len(read_attempt(hunt.save(tmp_path / "attempt.json")).moves) == 3
    assert hunt._display_() is widget
