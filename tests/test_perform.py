"""A performance in the browser: judged as Python judges it, on a page and in a notebook."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

import backprop_viz as bv
from array_graphs import array_graph
from backprop_viz.browser.bare import STATIC, bare_script
from backprop_viz.browser.javascript import judge_source, typed_source
from backprop_viz.cli.main import main
from backprop_viz.practice.kinds import KINDS, exercise
from backprop_viz.practice.page import TaskPage
from backprop_viz.practice.performance import Performance, judged
from backprop_viz.practice.prepared import place_id, prepared
from backprop_viz.practice.task import made_task
from backprop_viz.read.entry import typed
from needs import missing

RUN = Path(__file__).parent / "javascript" / "perform.mjs"


@pytest.fixture(scope="module")
def by_browser(tmp_path_factory):
    """What the browser says of the moves of each task."""
    node = shutil.which("node")
    if node is None:
        missing("Node is not installed")
    folder = tmp_path_factory.mktemp("perform")
    own = bare_script((STATIC / "perform.js").read_text("utf-8"))
    module = judge_source() + typed_source() + own
    (folder / "perform.mjs").write_text(module + "export { Performance };\n", "utf-8")

    def run(cases):
        (folder / "cases.json").write_text(json.dumps(cases, allow_nan=False), "utf-8")
        told = subprocess.run(
            [node, str(RUN), str(folder / "perform.mjs"), str(folder / "cases.json")],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert told.returncode == 0, told.stderr[:4000]
        return json.loads(told.stdout)

    return run


def attempts(performance, chance):
    """A way through a task on which much goes wrong."""
    task = performance.task
    while not performance.done:
        place = chance.choice(performance.next_places)
        at = place.as_data(task.walk.graph)
        answer = task.answer(place)
        if chance.random() < 0.3:
            other = chance.choice(task.places)
            performance.try_(other, **task.answer(other))
        if chance.random() < 0.2:
            performance.record({**at, "hint": chance.choice([1, 2, 3])})
        if "entry" in answer and chance.random() < 0.5:  # all of it, right or not
            whole = np.asarray(task.wanted(place))
            off = chance.choice([whole, -whole, whole * 1.01, whole + 1, whole.T, whole.ravel()])
            told = {"rule": answer["rule"]} if "rule" in answer else {}
            for value in (typed(off), off.tolist(), "[[1], [2, 3]]", "", None, ["x"], "[nan]"):
                performance.record({**at, **told, "value": value})
            if performance.done or place not in performance.next_places:
                continue
        for ask, right in answer.items():
            if chance.random() < 0.5:
                wrong = {
                    "rule": chance.choice([*task.offered, "magic"]),
                    "shape": chance.choice(["3", "2×2", "(3, 2)", "()", "x", ""]),
                    "expression": chance.choice([*task.expressions(place), "?"]),
                }
                number = np.float64(right if ask in ("value", "entry") else 0.0)
                off = chance.choice([-number, number * 1.01, number + 1, 0.0])
                given = wrong.get(ask, chance.choice([repr(float(off)), "(1+", "", "zz"]))
                performance.record({**at, **answer, ask: given} if given != right else {**at})
        performance.try_(place, **answer)
    return performance


@pytest.mark.parametrize("judged_when", ["steps", "end"])
def test_the_browser_judges_every_move_as_python_does(by_browser, judged_when):
    chance, made = random.Random(judged_when), []
    for number, kind in enumerate(KINDS):
        for level in {1 + number % 4, 3 + number % 2}:
            task = made_task(exercise(kind, level), level=level, judged=judged_when)
            made.append(attempts(Performance(task, ("en", "ja")[number % 2]), chance))
    data = [prepared(p.task, p.lang) for p in made]
    moves = [json.loads(json.dumps(p.moves)) for p in made]
    told = by_browser([{"data": d, "moves": m} for d, m in zip(data, moves, strict=True)])
    reasons = set()
    for performance, found in zip(made, told, strict=True):
        for move, mine, theirs in zip(
            performance.moves, performance.verdicts, found["verdicts"], strict=True
        ):
            assert (mine is None) == (theirs is None)
            if mine is None:
                continue
            assert (mine.right, mine.reason) == (theirs["right"], theirs["reason"]), move
            reasons.add(mine.reason)
            if mine.reason != "unreadable":  # whose place only Python shows
                assert mine.sentence == theirs["sentence"]
        assert found["score"] == asdict(performance.score)
        assert found["done"] is performance.done is True
    assert {"right", "not_ready", "rule", "missing", "unreadable"} <= reasons
    assert judged_when == "end" or "done_before" in reasons
    assert {"shape", "flipped", "rounded"} <= reasons


def test_the_browser_finds_the_model_right_in_graphs_of_arrays_and_without_a_value(by_browser):
    walks = [
        graph.walk(inputs) for graph, inputs in map(array_graph, map(random.Random, range(12)))
    ]
    walks.append(bv.graph("log(x)*y + x/z").walk(x=-1, y=2, z=0))
    cases = []
    for walk in walks:
        try:
            own = Performance(made_task(walk, level=4), "en").own()
        except bv.InputError:  # nothing to do
            continue
        cases.append({"data": prepared(own.task, "en"), "moves": own.moves})
    assert len(cases) > 7
    for found in by_browser(cases):
        assert found["done"], [v for v in found["verdicts"] if not v["right"]]
        assert found["score"]["first"] == found["score"]["count"]


def test_the_browser_knows_what_is_possible(by_browser):
    performance = Performance(made_task("u = x*y; v = u + x; f = u*v", level=4), "en")
    cases, wanted = [], []
    for place in (*performance.task.places, None):
        data = prepared(performance.task, "en")
        cases.append({"data": data, "moves": [*performance.moves]})
        wanted.append([place_id(p) for p in performance.next_places])
        if place is not None:
            performance.try_(place, **performance.task.answer(place))
    assert [found["possible"] for found in by_browser(cases)] == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_empty_at_first_and_full_in_the_end(kind):
    """Its parts, put in their places, are what a picture of the last step has."""
    task = made_task(exercise(kind, 2), level=4)
    data = prepared(task, "en")
    parts = list(data["picture"]["parts"])
    assert not any("∂" in part and re.search(r"∂ ?[−\d]", part) for part in parts)
    for place in data["places"]:
        for number, plain, _ in place["parts"]:
            parts[number] = plain or parts[number]
    found, last = ("".join(parts), task.walk.picture().svg)
    texts = re.compile(r"([^<>]+)</(?:text|tspan)>")
    assert texts.findall(found) == texts.findall(last)


def test_what_is_sent_is_the_same_in_every_run_and_small(tmp_path):
    pages = [TaskPage(made_task(exercise("neuron", 1), level=4), "neuron", "en") for _ in "12"]
    one, other = (page.html for page in pages)
    assert one == other
    assert len(one.encode()) < 150_000
    assert "http:" not in one.replace("http://www.w3.org/2000/svg", "")
    with pytest.raises(bv.OptionError):
        pages[0].save(tmp_path / "page.txt")


def test_the_command_writes_such_a_page(tmp_path, capsys):
    target = tmp_path / "exercise.html"
    arguments = ["html", "shared node", "--seed", "7", "--perform", "-o", str(target)]
    assert main([*arguments, "--level", "4"]) == 0
    assert '"level":4' in target.read_text("utf-8")
    assert main(["html", "x*y", "x=2", "y=3", "--perform", "-o", str(target)]) == 0
    assert '"inputs":{"x":2.0,"y":3.0}' in target.read_text("utf-8")
    for more in (["--slides"], ["--landscape", "x"], ["--steps", "1"], ["+", "x"]):
        assert main(["html", "x*y", *more, "--perform", "-o", str(target)]) == 2
        assert "--perform or --hunt makes a page of one formula" in capsys.readouterr().err
    assert main(["html", "x*y", "x=2", "y=3", "--level", "2", "-o", str(target)]) == 2
    assert "--level is for a page" in capsys.readouterr().err


def test_a_widget_keeps_its_moves_and_judges_them_anew():
    made = bv.perform("x*y + z", {"x": 2, "y": 3, "z": 4}, lang="en")
    assert (made.score.right, made.score.count) == (0, 5)
    made.moves = [
        {"kind": "seed", "node": "f", "value": "1"},
        {"kind": "edge", "node": "f", "position": 0, "rule": "swaps", "value": "1", "right": True},
        {"kind": "edge", "node": "f", "position": 0, "rule": "passes", "value": "1"},
    ]
    assert [v.reason for v in made.performance.verdicts] == ["right", "rule", "right"]
    assert (made.score.right, made.score.first) == (2, 1)
    assert judged(made.task.exercise, made.moves).score == made.score
    assert "image/svg+xml" in made._repr_mimebundle_()[0]
    walk = bv.graph("x*y").walk(x=2, y=3)
    assert bv.perform(walk).task.walk.inputs == walk.inputs
    with pytest.raises(bv.OptionError):
        bv.perform("x*y", theme="pink")


def test_all_steps_can_be_asked_for_by_name():
    walk = bv.graph("x*y + z").walk(x=2, y=3, z=4)
    asked = bv.predict(walk, "all", "en")
    assert [q.index for q in asked.questions] == [4, 5, 6, 7]
    with pytest.raises(bv.OptionError):
        bv.predict(walk, "some")
