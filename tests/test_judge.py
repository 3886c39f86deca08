"""An answer is judged in a browser without a kernel as Python judges it."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.browser.javascript import judge_source
from backprop_viz.browser.program import as_json
from backprop_viz.quiz.asked import askable, wanted_at
from backprop_viz.quiz.mistakes import mistakes
from backprop_viz.quiz.question import question
from backprop_viz.quiz.verdicts import OPEN, verdicts
from backprop_viz.quiz.worded import worded
from backprop_viz.read.entry import typed
from backprop_viz.spell.numbers import format_value
from needs import missing
from strategies import ARTICLE

RUN = Path(__file__).parent / "javascript" / "judge.mjs"


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """What the browser says of the answers to each question."""
    node = shutil.which("node")
    if node is None:
        missing("Node is not installed")
    folder = tmp_path_factory.mktemp("judge")
    (folder / "judge.mjs").write_text(judge_source() + "\nexport { judge };\n", "utf-8")

    def run(cases):
        data = [{"verdicts": verdicts(q, as_json), "answers": list(texts)} for q, texts in cases]
        (folder / "cases.json").write_text(json.dumps(data, allow_nan=False), "utf-8")
        told = subprocess.run(
            [node, str(RUN), str(folder / "judge.mjs"), str(folder / "cases.json")],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert told.returncode == 0, told.stderr[:4000]
        return json.loads(told.stdout)

    return run


def by_python(asked, texts):
    """What Python says of each answer that it can read."""
    told = {}
    for text in texts:
        with contextlib.suppress(bv.BackpropVizError):
            judgement = asked.judge(text)
            told[text] = [judgement.right, judgement.reason, judgement.sentence]
    return told


def same(cases, judged) -> int:
    """How many answers the browser judges, all of them as Python does."""
    count = 0
    for (asked, known), told in zip(cases, judged(cases), strict=True):
        for text, got in zip(known, told, strict=True):
            if got is not None:
                assert got == known[text], (asked.sentence, text)
                assert OPEN not in got[2]
                count += 1
    return count


WALKS = [
    (ARTICLE, {"x": 2, "w": 3, "b": 1, "y_": 5}),
    (ARTICLE, {"x": -1.5, "w": 1 / 3, "b": 0, "y_": 12.125}),
    ("u = x**2; u*y + sin(u)", {"x": 1.5, "y": -2}),
    ("b = a + a; c = b + b; c*a", {"a": 3}),
    ("sigmoid(w*x + b)", {"x": 1, "w": 2, "b": -1}),
    ("h = tanh(a*x + b); (h*c - y)**2", {"a": 0.5, "x": 1.2, "b": 0.1, "c": -0.7, "y": 0.3}),
    ("x/y - maximum(x, y)", {"x": 1000, "y": 0.001}),
    ("log(x) + sqrt(x)", {"x": 0}),
    ("exp(x)*0", {"x": 1000}),
    ("x*w + exp(x)", {"x": [1.0, 2.0], "w": [[1, 2], [3, -4]]}),
    ("w*x + b", {"x": [1.0, 2.0, 3.0], "w": 2, "b": -1}),
    (
        "sum((X @ W + b)**2)",
        {"X": [[1, 2], [3, -1]], "W": [[1, 2, 3], [0, 1, -2]], "b": [1, 2, 0.5]},
    ),
]


def questions(lang):
    for source, inputs in WALKS:
        walk = bv.graph(source).walk(inputs)
        yield from (question(walk, k, lang) for k in askable(walk))


def answers(asked, chance):
    """Right ones, nearly right ones, those that mistakes lead to, and any other."""
    wanted = wanted_at(asked.step)
    values = [wanted, -wanted, wanted * 1.0004, wanted * 1.006, wanted * 1.02, wanted * 1.05]
    values += [mistake.value for mistake in mistakes(asked.walk, asked.index)]
    values += [0.999 * value for value in values] + [wanted + 1e-13, np.float64(0), np.float64(7)]
    for value in values:
        yield typed(value) if np.isfinite(value).all() else str(value)
        if not np.ndim(value):
            yield format_value(value)
            yield format_value(value, digits=1)
            yield format_value(value, digits=2)
            yield format_value(value, digits=chance.randint(3, 6))
            yield f"{float(value):.2e}"
    yield from ("nan", "∞", "-inf", " 4 ", "−8", "8.", ".5", "4/3", "2²", "sqrt(4)", "-2**2", "[]")
    yield from ("[1, 2]", "[[1, 2], [3, 4]]", "[8]", "[[1, 2], [3]]", "2 * (3 + 1)", "√2", "1e3")


# The judgement is the same in both languages, and only its words differ.
@pytest.mark.parametrize(("lang", "most", "at_least"), [("en", 30, 1100), ("ja", 8, 300)])
def test_a_number_is_judged_as_python_judges_it(judged, lang, most, at_least):
    chance = random.Random(1)
    cases = []
    for asked in questions(lang):
        texts = list(dict.fromkeys(answers(asked, chance)))
        texts = chance.sample(texts, min(most, len(texts)))
        cases.append((asked, by_python(asked, texts)))
    count = same(cases, judged)
    assert count > at_least
    assert count > 0.9 * sum(len(texts) for _, texts in cases)


def test_the_verdicts_are_of_every_kind(judged):
    """Those above: the ones that tell a mistake, surely or perhaps, and all others."""
    chance = random.Random(1)
    cases = [(asked, list(answers(asked, chance))) for asked in questions("en")]
    reasons = {told[1] for case in judged(cases) for told in case if told}
    assert {"right", "flipped", "upstream", "swapped", "power", "overwritten"} <= reasons
    assert {"rounded", "entries", "shape", "other", "not_finite"} <= reasons
    assert {"unsummed", "averaged", "one_of_many", "reversed", "transposed"} <= reasons


@pytest.mark.parametrize(
    "text",
    ["x*4", "2x", "2*x*(y - y')", "w", "y", "t", "2t", "", "[", "8 + x", "1/0", "two", "8" * 3000],
)
def test_a_formula_or_nothing_is_left_to_python(judged, text):
    walk = bv.graph(ARTICLE).walk(x=2, w=3, b=1, y_=5)
    assert judged([(question(walk, 13), [text])]) == [[None]]


def test_a_name_of_the_graph_is_no_number_of_mathematics(judged):
    walk = bv.graph(lambda e, pi: e * pi).walk(e=3, pi=2)
    cases = [(question(walk, 1), ["e*pi", "pi", "2*e", "6"])]
    assert [told and told[1] for told in judged(cases)[0]] == [None, None, None, "right"]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_words_and_choices_are_judged_as_well(judged, lang):
    walk = bv.graph(ARTICLE).walk(x=2, w=3, b=1, y_=5)
    choices = {"up": "No: it falls.", "down": "Yes, it falls."}
    cases = [
        (worded("Up or down?", "down", choices, lang=lang), ["up", "down"]),
        (worded("How much?", 4 / 3, lang=lang), ["4/3", "1.33", "1.3", "2", "-4/3", "1", "1e3"]),
        (worded("How much?", 0, lang=lang), ["0", "1e-14", "-0", "3", "nan"]),
        (question(walk, 13, lang, ["8", "-8", "x*t", "2*x*t*(-1)"]), ["8", "-8", "x*t"]),
    ]
    known = [(asked, by_python(asked, texts)) for asked, texts in cases]
    assert same(known, judged) == 17
    asked = worded("Which?", lambda x: x > 3, lang=lang)
    assert verdicts(asked, as_json) == {}
    assert judged([(asked, ["4"])]) == [[None]]
