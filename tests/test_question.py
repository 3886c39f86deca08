"""Questions: what is asked, which answers are right, and which reason a wrong one gets."""

from __future__ import annotations

import asyncio
import html
import itertools
import json
import math
import re
from functools import reduce

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import backprop_viz as bv
from backprop_viz.quiz.answer import agree
from backprop_viz.quiz.asked import askable
from backprop_viz.quiz.mistakes import mistakes
from backprop_viz.quiz.question import question
from backprop_viz.spell.numbers import format_value
from backprop_viz.verify.symbolic import along, evaluate, is_proved_equal
from backprop_viz.words import LANGUAGES, say, texts
from strategies import ARTICLE, ARTICLE_INPUTS, PLAIN, recipes, wild_recipes
from test_words import JAPANESE

DEEP = "t = a*x + b; f = t**2"


def asked(source, step, lang="en", **inputs):
    return question(bv.graph(source).walk(inputs), step, lang)


def article(step, lang="en"):
    return question(bv.graph(ARTICLE).walk(ARTICLE_INPUTS), step, lang)


def wanted(step):
    """What a step leads to, read off the step."""
    if step.kind == "forward":
        return step.value
    return step.total if step.complete else step.contribution


# What is asked


def test_every_step_of_the_article_asks_for_what_the_step_shows():
    walk = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    steps = askable(walk)
    assert steps == (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14)
    right = [6, 7, -7, -2, 4, -4, -4, -4, 4, 4, 4, 8, 12]
    for step, number in zip(steps, right, strict=True):
        one = question(walk, step)
        judged = one.judge(number)
        assert (judged.right, judged.reason) == (True, "right")
        assert judged.latex == walk.steps[step].latex
        assert not one.judge(number + 0.5)
        assert one.judge(number + 0.5).latex == ""
    assert article(13).sentence == "Backward through p = w × x: what is ∂f/∂w?"
    assert article(2).sentence == "Forward: what is the value of y = p + b?"
    assert article(-1).index == 14


def test_a_shared_node_is_asked_for_its_parts_and_then_for_the_total():
    walk = bv.graph("u = x*y; f = u*sin(u) + u").walk(x=1, y=2)
    asks = {k: question(walk, k).asks for k in askable(walk)}
    about_u = [k for k in asks if walk.steps[k].operand == "u"]
    assert [asks[k] for k in about_u] == ["part", "part", "total"]
    assert {asks[k] for k in asks if k not in about_u} == {"value", "gradient"}
    for k in about_u[:2]:
        assert question(walk, k).judge(walk.steps[k].contribution)
        assert question(walk, k).judge(walk.gradients["u"]).reason == "whole"
    total = about_u[-1]
    assert "3 times" in question(walk, total).sentence
    assert "3 か所" in question(walk, total, "ja").sentence
    assert question(walk, total).judge(walk.gradients["u"])


@pytest.mark.parametrize(
    ("source", "inputs", "step", "message"),
    [
        (ARTICLE, ARTICLE_INPUTS, 0, "step 0 is the bare graph.*ask step 1"),
        (ARTICLE, ARTICLE_INPUTS, 6, "step 6 is the seed.*ask step 7"),
        ("2 + 3", {}, 2, "step 2 is the seed.*ask step 1"),
        ("x", {"x": 1}, 0, "no other step has anything to ask"),
    ],
)
def test_a_step_without_a_question_names_the_nearest_that_has_one(source, inputs, step, message):
    walk = bv.graph(source).walk(inputs)
    with pytest.raises(bv.InputError, match=message):
        question(walk, step)
    with pytest.raises(bv.InputError, match=message):
        bv.predict(walk, step)


@pytest.mark.parametrize("step", [15, -16, 99])
def test_a_step_that_there_is_not(step):
    with pytest.raises(IndexError, match="the steps are 0 to 14"):
        article(step)


def test_a_hint_never_tells_the_answer():
    walk = bv.graph(ARTICLE).walk(x=2.25, w=3.5, b=1.75, y_=5.125)
    for step in askable(walk):
        for lang in LANGUAGES:
            one = question(walk, step, lang)
            assert one.hint
            assert not re.search(r"\d\.\d", one.hint + one.sentence)


# Which answers are right


@pytest.mark.parametrize(
    "text",
    [
        *("8", "8.0", "+8", " 8 ", "2*4", "2×4", "16/2", "8.004", "2^3", "−(−8)", "x*4", "4*x"),
        *("-2*t*x", "2*x*(w*x + b - y')", "-2*(y'-y)*x", "2*x*(y - y′)", "-(t+t)*x"),
    ],
)
def test_spellings_of_eight(text):
    assert article(13).judge(text)


@pytest.mark.parametrize("answer", [8, 8.0, np.float64(8), np.int64(8), True * 8])
def test_numbers_are_answers(answer):
    assert article(13).judge(answer)


def test_sympy_expressions_are_answers():
    import sympy

    x, y, other = sympy.symbols("x y y'")
    assert article(13).judge(2 * x * (y - other))
    assert not article(13).judge(x)


@pytest.mark.parametrize(
    ("number", "right", "wrong"),
    [
        (1 / 3, ["1/3", "0.333", "0.3333", 1 / 3], ["0.33", "0.3", "0.334", "-1/3"]),
        (2 / 3, ["2/3", "0.667"], ["0.66", "0.7"]),
        (12345.0, ["12345", "12300", "1.23e4"], ["12000", "1234"]),
        (-0.001234, ["-0.001234", "−1.23e-3"], ["0.001234", "0", "-0.0013"]),
        (0.0, ["0", "-0", "1e-15"], ["1e-6", "0.001"]),
    ],
)
def test_three_significant_digits_are_enough(number, right, wrong):
    one = asked("x + 0*y", 2, x=number, y=1)
    assert [bool(one.judge(text)) for text in right] == [True] * len(right)
    assert [bool(one.judge(text)) for text in wrong] == [False] * len(wrong)


def test_agreement_knows_nan_and_infinity():
    assert agree(np.nan, np.nan)
    assert agree(np.inf, np.inf)
    assert not agree(-np.inf, np.inf)
    assert not agree(1e308, np.inf)
    assert not agree(np.inf, 1e308)
    assert not agree(0.0, np.nan)
    assert agree([1.0, 2.0], [1.0, 3.0]).tolist() == [True, False]


@pytest.mark.parametrize(
    ("source", "x", "right", "wrong"),
    [
        ("log(x)", -1.0, "nan", "∞"),
        ("1/x", 0.0, "∞", "nan"),
        ("-1/x", 0.0, "−∞", "inf"),
    ],
)
def test_where_there_is_no_number_that_can_be_said(source, x, right, wrong):
    one = asked(source, 1, x=x)
    assert one.judge(right)
    assert one.judge(wrong).reason == "not_finite"
    assert one.judge("0.5").reason == "not_finite"
    assert "nan" in one.hint


def test_a_formula_must_hold_for_all_inputs():
    for text in ("t*x + 12", "f*x", "w + 5*b"):
        judged = article(13).judge(text)
        assert not judged
        assert judged.reason == "coincidence"
    assert "not at others" in article(13).judge("w + 5*b").sentence


@pytest.mark.parametrize(
    ("source", "inputs", "text"),
    [
        ("sin(x)**2 + cos(x)**2 + x**2", {"x": 0.7}, "2*x"),
        ("exp(x)*exp(y)", {"x": 0.2, "y": 0.3}, "exp(x + y)"),
        ("sigmoid(x)", {"x": 0.5}, "exp(-x)/(1 + exp(-x))**2"),
        ("log(x**2)", {"x": 1.5}, "2/x"),
        ("tanh(x)", {"x": 0.4}, "1/cosh(x)**2"),
        ("abs(x)", {"x": -2}, "sign(x)"),
        ("maximum(x, y)", {"x": 2, "y": 1}, "(1 + sign(x - y))/2"),
    ],
)
def test_equal_formulas_that_look_different_are_right(source, inputs, text):
    walk = bv.graph(source).walk(inputs)
    step = max(k for k in askable(walk) if walk.steps[k].operand == "x" and walk.steps[k].complete)
    assert question(walk, step).judge(text)


def test_powers_of_numbers_do_not_hang_the_judge():
    one = article(13)
    for text in (
        "9**9**9",
        "0*9**9**9 + 8",
        "8 + 0*x*(1/2)**999999999",
        "-2*t*x + (1/2)**999999999",
        "n = 9; m = n**n**n; x/m - 2*t*x",
        "(((x**99)**99)**99)**99",
        "(1+x+w+b+y+t)**90 - (1+x+w+b+y+t)**90 - 2*t*x",
    ):
        one.judge(text)
    walk = bv.graph("const k = 60; f = x*k").walk(x=1)
    assert not question(walk, -1).judge("x/k**k**k")


# Typos

TYPOS = ["2*", "", "   ", "(8", "8)", "2 x", "sgmoid(x)", "8 = 8", "1,5", "x**", "?", "[8", "q"]


@pytest.mark.parametrize("text", TYPOS)
def test_a_typo_gets_the_readers_error(text):
    with pytest.raises(bv.ParseError) as caught:
        article(13).judge(text)
    assert caught.value.column >= 1
    assert caught.value.hint


def test_a_name_must_be_known_at_the_step():
    with pytest.raises(bv.ParseError, match="`y` is not known at this step") as caught:
        article(2).judge("p + y")
    assert caught.value.column == 5
    assert article(2).judge("p + b")
    assert article(2).judge("w*x + b")
    assert article(10).judge("-2*t")
    with pytest.raises(bv.ParseError, match="z") as caught:
        article(13).judge("(8 +\n x*z)")
    assert (caught.value.line, caught.value.column) == (2, 4)


@pytest.mark.parametrize("answer", [None, object(), 1j, ["a"], {"x": 1}, [[1], [1, 2]]])
def test_what_is_no_answer_is_refused(answer):
    with pytest.raises(bv.GraphError):
        article(13).judge(answer)


# Arrays


def test_arrays_are_judged_entry_by_entry():
    def by(step):
        return asked("p = w*x; p + b", step, w=2, x=[1.0, 2.0, 4.0], b=1)

    assert "an array of size 3" in by(-1).sentence
    assert by(-1).judge("[2, 2, 2]")
    assert by(-1).judge([2, 2.001, 2])
    assert by(-1).judge(np.array([2.0, 2.0, 2.0]))
    assert by(-1).judge("[4/2, 1+1, 2.0]")
    some = by(-1).judge("[2, 2, 7]")
    assert some.reason == "entries"
    assert "2 of 3" in some.sentence
    assert by(-1).judge("[-2, -2, -2]").reason == "flipped"
    assert by(-1).judge("[2, 2]").reason == "shape"
    assert by(-1).judge("2").reason == "shape"
    assert by(-2).judge("7")
    assert by(-2).judge("[1, 2, 4]").reason == "unsummed"
    assert by(-2).judge("x").reason == "unsummed"
    assert by(-2).judge("[[7]]").reason == "shape"
    assert by(1).judge("w*x")
    assert by(1).judge("[2, 4, 8]")
    matrix = asked("a*b", 1, a=[[1.0, 2.0], [3.0, 4.0]], b=2)
    assert "2×2" in matrix.sentence
    assert matrix.judge("[[2, 4], [6, 8]]")
    assert matrix.judge("[ [2,4] ,\n [6,8] ]")
    assert matrix.judge("[[2, 4, 6, 8]]").reason == "shape"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        *(("[1, 2", 6), ("[1,, 2]", 4), ("[1 2]", 4), ("[1, q]", 5), ("[1, sgn(2)]", 5)),
        *(("[1]]", 4), ("[1] 2", 5), ("[1][2]", 4), ("[[1], [1, 2]]", 1), ("[1, (2]", 8)),
        *(("[,1]", 2), ("[1,,]", 4)),
    ],
)
def test_a_list_with_a_typo_shows_the_place(text, column):
    with pytest.raises(bv.ParseError) as caught:
        asked("x*2", 1, x=[1.0, 2.0]).judge(text)
    assert caught.value.column == column


# Why a wrong answer is wrong

ARTICLE_MISTAKES = [
    (1, 5, "operation"),
    (1, 3, "unchanged"),
    (1, 2, "unchanged"),
    (2, 9, "precedence"),
    (2, "w*(x + b)", "precedence"),
    (2, 5, "operation"),
    (3, 7, "flipped_value"),
    (4, 12, "operation"),
    (5, -4, "flipped_value"),
    (5, "2*t", "doubled"),
    (5, "y'+s**2", "precedence"),
    (7, 4, "flipped"),
    (7, 1, "local"),
    (7, "t", "power"),
    (7, "2*t**2", "power"),
    (7, -2, "power"),
    (8, 1, "upstream"),
    (8, 5, "value"),
    (8, -3, "added"),
    (10, -4, "flipped"),
    (10, -1, "upstream"),
    (13, -8, "flipped"),
    (13, 2, "upstream"),
    (13, 4, "inner"),
    (13, 12, "swapped"),
    (13, "w*4", "swapped"),
    (13, 6, "added"),
    (13, 3, "value"),
    (13, "p", "value"),
    (14, 3, "upstream"),
    (14, 4, "inner"),
    (14, 8, "swapped"),
    (14, 7, "added"),
    (14, 100, "other"),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("step", "answer", "reason"), ARTICLE_MISTAKES)
def test_mistakes_in_the_article(step, answer, reason, lang):
    judged = article(step, lang).judge(answer)
    assert not judged
    assert judged.reason == reason
    assert f"predict.wrong_{reason}" in texts("en")
    assert judged.latex == ""


OTHER_MISTAKES = [
    # (source, inputs, step, answer, reason): a node that is used twice by one operation
    ("a*a", {"a": 3}, 3, 6, "whole"),
    ("a*a", {"a": 3}, 3, -3, "flipped"),
    ("a*a", {"a": 3}, 4, 3, "overwritten"),
    ("a*a", {"a": 3}, 4, "a", "overwritten"),
    ("a*a", {"a": 3}, 4, -6, "flipped"),
    ("a*a", {"a": 3}, 4, 9, "value"),
    # ... by two operations: 120 comes back along one way and 40 along the other
    ("p = 5*x; q = x**3; f = p*q", {"x": 2}, -1, 40, "overwritten"),
    ("p = 5*x; q = x**3; f = p*q", {"x": 2}, -1, 80, "flipped"),
    ("p = 5*x; q = x**3; f = p*q", {"x": 2}, -1, 120, "overwritten"),
    ("p = 5*x; q = x**3; f = p*q", {"x": 2}, -1, 4800, "multiplied"),
    ("p = 5*x; q = x**3; f = p*q", {"x": 2}, -1, "5*x**3", "overwritten"),
    # ... in the middle, and what it hands on before both have come back
    ("u = x**2; v = u + 1; f = u*v", {"x": 2}, 8, 20, "early"),
    ("u = x**2; v = u + 1; f = u*v", {"x": 2}, 8, 16, "early"),
    # ... three times, and the parts before the last one alone
    ("u = 3*x; v = 5*x; s = u + v; f = s + 7*x", {"x": 1}, -1, 12, "overwritten"),
    # division
    ("a/b", {"a": 3, "b": 5}, 1, 5 / 3, "order"),
    ("a/b", {"a": 3, "b": 5}, 1, "b/a", "order"),
    ("a - b", {"a": 3, "b": 5}, 1, "b - a", "order"),
    ("a/b", {"a": 3, "b": 5}, 1, 15, "operation"),
    ("a/b", {"a": 3, "b": 5}, 4, "3/25", "flipped"),
    ("a/b", {"a": 3, "b": 5}, 4, "1/5", "swapped"),
    ("a/b", {"a": 3, "b": 5}, 4, "-a/b", "power"),
    ("a - b", {"a": 3, "b": 5}, 4, 1, "flipped"),
    # functions of functions
    ("exp(-x)", {"x": 0.5}, -1, 0.6065, "inner"),
    ("exp(-x)", {"x": 0.5}, -1, "exp(-x)", "inner"),
    ("sin(3*x)", {"x": 0.5}, -1, "cos(3*x)", "inner"),
    (DEEP, {"a": 3, "x": 2, "b": 1}, -1, "2*(a*x + b)", "inner"),
    ("1/(1 + exp(-x))", {"x": 0.5}, -1, "exp(-x)/(1+exp(-x))**2*-1", "inner"),
    # powers
    ("x**3", {"x": 2}, -1, "x**2", "power"),
    ("x**3", {"x": 2}, -1, 24, "power"),
    ("x**3", {"x": 2}, -1, "x**3", "undifferentiated"),
    ("x**3", {"x": 2}, 1, 6, "doubled"),
    ("5*x**3", {"x": 2}, -1, 12, "upstream"),
    ("x**y", {"x": 2, "y": 3}, 3, 4, "power"),
    ("sqrt(x)", {"x": 4}, -1, 0.5, "power"),
    # saturating functions
    ("sigmoid(x)", {"x": 0.5}, -1, "f", "undifferentiated"),
    ("sigmoid(x)", {"x": 0.5}, -1, 0.622, "undifferentiated"),
    ("3*sigmoid(x)", {"x": 0.5}, -1, "sigmoid(x)*(1 - sigmoid(x))", "upstream"),
    ("sigmoid(x)", {"x": 0.5}, 1, "tanh(x)", "operation"),
    ("log(x)", {"x": 2}, 1, "exp(x)", "operation"),
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("source", "inputs", "step", "answer", "reason"), OTHER_MISTAKES)
def test_mistakes_elsewhere(source, inputs, step, answer, reason, lang):
    judged = question(bv.graph(source).walk(inputs), step, lang).judge(answer)
    assert not judged
    assert judged.reason == reason


def test_one_of_several_reasons_is_told_as_a_possibility():
    assert "One possible reason" in asked("exp(-x)", -1, x=0.5).judge(0.6065).sentence
    assert "理由" in asked("exp(-x)", -1, "ja", x=0.5).judge(0.6065).sentence
    assert "possible" not in article(13).judge(12).sentence


def test_every_reason_has_its_words_and_no_words_are_idle():
    found = {"other", "entries", "shape", "coincidence", "not_finite", "rounded"}
    for source, inputs in [
        (ARTICLE, ARTICLE_INPUTS),
        ("x*x*x", {"x": 2}),
        ("x**3 + x/y - sigmoid(x)", {"x": 2, "y": 3}),
        ("exp(-x)", {"x": 2}),
        ("u = x**2; v = u + 1; u*v", {"x": 2}),
        ("sum(x @ x)", {"x": [[1, 2], [3, -1]]}),
        ("sum(mean(x, axis=0))", {"x": [[1, 2], [3, -1]]}),
        ("def f(x, y): return x*y, x + 1\na, b = f(x, y)\na*b", {"x": 2, "y": 3}),
        ("sum(x @ w + b)", {"x": [[1, 2], [3, -1]], "w": [[1, 2, 3], [0, 1, 2]], "b": [1, 2, 3]}),
    ]:
        walk = bv.graph(source).walk(inputs)
        found |= {m.reason for k in askable(walk) for m in mistakes(walk, k)}
    told = {key.partition("_")[2] for key in texts("en") if key.startswith("predict.wrong_")}
    assert told == found


# What a reason says is true of the numbers

LESSON = "p = 5*x; q = x**3; f = p*q"  # 40 comes back by way of p, and 120 by way of q


def test_a_slip_in_the_last_part_is_told_of_that_part():
    last = asked(LESSON, -1, x=2)
    flipped = last.judge(80)
    assert flipped.reason == "flipped"
    assert flipped.sentence == (
        "Not yet. Before, 120 had come back. The rest, −40, is for the last part, which comes "
        "through p. About that part: The size is right, but not the sign. Does the local "
        "derivative or the upstream gradient have a minus?"
    )
    assert "残りの −40 が、p を通る最後の分" in asked(LESSON, -1, "ja", x=2).judge(80).sentence
    assert "The rest" not in last.judge(-160).sentence
    assert "The size is right" in last.judge(-160).sentence
    alone = last.judge(-40)
    assert alone.reason == "flipped"
    assert "come back before, 120, is missing" in alone.sentence
    fork = asked("u = 3*x; v = 9*x; f = u + v", -1, x=1)  # 9 and 3
    forgotten = asked("u = 3*x; v = 9*x; f = 3*u + v", -1, x=1).judge(12)  # 9, and 9 as 3·3
    assert forgotten.reason in ("local", "upstream", "inner")
    assert "The rest, 3, is for the last part" in forgotten.sentence
    assert fork.judge(3).reason == "overwritten"


def test_three_digits_of_a_total_that_hide_its_last_part_are_no_reason_to_speak_of_it():
    one = asked("a = 1000*x; b = 8*x; c = 3*b; f = a + c", -1, x=1)  # 1000 and 24
    assert one.walk.steps[-1].total == 1024
    for answer in (1003, 1008, 976, 1001):
        told = one.judge(answer).sentence
        if "The rest, " in told:
            rest = float(told.partition("The rest, ")[2].partition(", is")[0].replace("−", "-"))
            assert rest == answer - one.walk.before(one._passage)


@pytest.mark.parametrize(
    ("wanted", "near", "far"),
    [
        (0.196612, ["0.2", "0.19", "0.20", "0.198"], ["0.21", "-0.2", "0.1", "2", "0"]),
        (8.0, ["7.9", "8.1", "7.95"], ["7.5", "10", "-7.9", "9"]),
        (-0.1891, ["-0.19", "-0.2", "-0.18", "-0.188"], ["0.19", "-0.17", "-0.1"]),
        (1 / 3, ["0.33", "0.3", "0.34"], ["0.4", "0.2"]),
        (12.0, ["11.9", "12.3"], ["10", "13", "11"]),
        (12345.0, ["12000", "10000", "12500"], ["20000", "1234", "13000"]),
        (99.62, ["100", "99"], ["90", "95"]),
        (0.0, [], ["0.001", "1"]),
    ],
)
def test_what_is_merely_rounded_is_nearly_right(wanted, near, far):
    one = asked("x**0*z + 0*y", 2, x=1.7, y=1, z=wanted)
    assert one.judge(wanted)
    for text in near:
        judged = one.judge(text)
        assert (judged.right, judged.reason) == (False, "rounded"), text
        assert "Nearly" in judged.sentence
        assert "three digits" in judged.sentence
        assert "one piece" not in judged.sentence
        assert "惜しい" in question(one.walk, 2, "ja").judge(text).sentence
    for text in far:
        assert one.judge(text).reason != "rounded", text


def test_a_known_mistake_is_told_before_a_near_one():
    assert asked("a + 100*b", 2, a=1, b=1).judge("100").reason != "rounded"  # 100·1, without a
    arrays = asked("x*y", 1, x=[1 / 3, 2.0], y=2)
    assert arrays.judge("[0.67, 4]").reason == "rounded"
    assert arrays.judge("[0.7, 4.1]").reason == "rounded"
    assert arrays.judge("[0.7, 5]").reason == "entries" or not arrays.judge("[0.7, 5]")
    assert article(13).judge("x*3.95").reason == "other"  # a formula is not rounded


def test_of_an_array_without_finite_numbers_the_right_entries_are_counted():
    one = asked("log(x)", 1, x=[-1.0, 1.0])
    assert one.judge("[nan, 0]")
    assert one.judge("[nan, 7]").reason == "entries"
    assert one.judge("[3, 7]").reason == "not_finite"


def total_to(shape, value, wide):
    """The sum of ``value``, stretched to ``wide``, over what an operand of ``shape`` was."""
    spread, found = np.broadcast_to(value, wide), np.zeros(shape)
    for place in np.ndindex(*wide):
        own = tuple(
            0 if size == 1 else i
            for i, size in zip(place[len(wide) - len(shape) :], shape, strict=True)
        )
        found[own] += spread[place]
    return found[()]


EXPONENT = {"square": 2.0, "sqrt": 0.5, "reciprocal": -1.0}


def patterns(lang):
    """How to find out from a sentence what it claims."""

    def pattern(key):
        escaped = re.escape(texts(lang)[key])
        for slot in ("detail", "before", "rest", "that_local", "that_upstream"):
            escaped = escaped.replace(rf"\{{{slot}\}}", f"(?P<{slot}>.+?)")
        return re.compile(re.sub(r"\\{\w+\\}", ".*?", escaped))

    return {k: pattern(k) for k in texts(lang) if re.match(r"predict\.(wrong_|in_)", k)}


PATTERNS = {lang: patterns(lang) for lang in LANGUAGES}


def check_claims(walk, k, given, lang):
    """Every number and every relation that the judgement names, reckoned anew from the steps."""
    one = question(walk, k, lang)
    judged = one.judge(given)
    right = wanted(one.step)
    if judged.right:
        assert np.all(agree(given, right))
        return judged.reason
    text = judged.sentence
    check_words(one, judged)
    (claim,) = (m for m in [PATTERNS[lang][f"predict.wrong_{judged.reason}"].search(text)] if m)
    claim = claim.groupdict()
    step, graph = one.step, walk.graph
    node = graph.nodes[graph.names[step.node]]
    values = walk.node_values
    operands = [values[i] for i in node.operands]
    out = values[node.index]

    def near(told, number):
        return np.shape(told) == np.shape(number) and np.all(agree(told, number))

    if step.kind == "forward":
        check_forward_claim(walk, node, judged.reason, claim, given, near)
        return judged.reason

    before_it = [s for s in walk.steps if s.kind == "backward" and s.operand == step.operand]
    parts = [s.contribution for s in before_it]
    seen = [s.contribution for s in before_it if s.index < k]
    earlier = reduce(np.add, seen) if seen else None
    shape, wide = np.shape(step.contribution), np.shape(out)
    upstream = reduce(
        np.add,
        [s.contribution for s in walk.steps if s.kind == "backward" and s.operand == step.node]
        or [np.ones(wide)],
    )
    about = given
    for where in ("last", "alone"):
        found = PATTERNS[lang][f"predict.in_{where}"].search(text)
        if found:
            assert one.asks == "total"
            assert found["before"] == format_value(earlier)
            if where == "last":
                about = given - earlier
                size = 0.011 * np.abs(about) + 1e-9 * np.abs(given)
                slips = [m for m in mistakes(walk, k) if m.part == "last"]
                rests = [m.rest for m in slips if format_value(m.rest) == found["rest"]]
                assert any(np.all(np.abs(about - rest) <= size) for rest in rests)

                def near(told, number, size=size):
                    return bool(np.all(np.abs(np.asarray(told) - number) <= 2 * size + 1e-12))

            break
    else:
        where = ""
    local, own = step.local, values[graph.names[step.operand]]
    node_parts = [
        s.contribution for s in walk.steps if s.kind == "backward" and s.operand == step.node
    ]
    says_sum = {"en": "the sum of", "ja": "の和"}.get(lang, "")
    with np.errstate(all="ignore"):
        match judged.reason:
            case "flipped":
                is_whole = one.asks == "total" and not where
                assert near(about, -(step.total if is_whole else step.contribution))
            case "upstream" | "local" | "inner":
                slot, term = {
                    "upstream": ("that_local", local),
                }.get(judged.reason, ("that_upstream", upstream))
                if says_sum in claim[slot]:
                    spread = np.broadcast_shapes(np.shape(term), shape)
                    assert near(about, total_to(shape, term, spread))
                else:
                    assert near(
                        about,
                        np.broadcast_to(
                            np.reshape(term, shape) if np.size(term) == math.prod(shape) else term,
                            shape,
                        )[()],
                    )
            case "swapped":
                other = node.op.partials(out, *operands)[1 - step.position]
                assert near(about, total_to(shape, upstream * other, wide))
            case "early":
                assert len(node_parts) > 1
                some = [*node_parts, *(sum(node_parts[:i]) for i in range(1, len(node_parts)))]
                assert any(near(about, total_to(shape, local * part, wide)) for part in some)
            case "power":
                exponent = EXPONENT.get(node.op.name, next(iter(node.op.chosen), None))
                exponent = {"div": -1.0, "pow": operands[-1]}.get(node.op.name, exponent)
                brought = total_to(shape, upstream * local / exponent, wide)
                assert near(about, brought) or near(
                    about, total_to(shape, upstream * local * own, wide)
                )
            case "undifferentiated":
                assert near(about, upstream * out)
            case "added":
                assert near(about, total_to(shape, upstream + local, wide))
            case "value":
                assert near(about, own) or near(about, out)
            case "overwritten":
                assert len(parts) > 1
                some = [*parts, *(reduce(np.add, parts[:i]) for i in range(1, len(parts)))]
                assert any(near(about, part) for part in some)
            case "multiplied":
                assert near(about, reduce(np.multiply, parts))
            case "whole":
                assert near(about, step.total) or near(about, reduce(np.add, parts))
            case "unsummed":
                assert np.shape(about) == wide != shape
                assert near(about, upstream * local)
            case "averaged":
                assert np.prod(wide) > np.prod(shape)
                assert near(about, step.contribution * np.prod(shape) / np.prod(wide))
            case "one_of_many":
                product = np.broadcast_to(upstream * local, wide)
                padded = (1,) * (len(wide) - len(shape)) + shape
                free = [
                    range(n) if m == 1 else (slice(None),)
                    for m, n in zip(padded, wide, strict=True)
                ]
                assert any(
                    near(about, product[at].reshape(shape)) for at in itertools.product(*free)
                )
            case "rounded":
                assert np.all((np.sign(given) == np.sign(right)) | agree(given, right))
                is_near = np.abs(given - right) <= 0.5 * np.abs(right) + 1e-12
                assert np.all(is_near | (np.isnan(given) & np.isnan(right)))
            case "entries":
                assert 0 < int(np.sum(agree(given, right))) < np.size(right)
            case "not_finite":
                assert not np.all(np.isfinite(right))
            case reason:
                assert reason == "other"
    return judged.reason + where


def check_forward_claim(walk, node, reason, claim, given, near):
    names = {n.index: name for n, name in zip(walk.graph.nodes, walk.graph.displayed, strict=True)}
    known = {names[i]: walk.node_values[i] for i in names}
    out = walk.node_values[node.index]
    operands = [walk.node_values[i] for i in node.operands]
    match reason:
        case "flipped_value":
            assert near(given, -out)
        case "doubled":
            exponent = EXPONENT.get(node.op.name, next(iter(node.op.chosen), None)) or operands[-1]
            assert near(given, exponent * operands[0])
        case "unchanged" | "order" | "precedence" | "operation":
            assert near(given, reckon(claim["detail"], known))
        case "rounded" | "entries" | "not_finite":
            pass
        case _:
            assert reason == "other"


SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹·⁻ᵉ", "0123456789.-e")


def reckon(formula, known):
    """What a formula as it is written for the eye comes to."""
    text = re.sub(
        "[⁰¹²³⁴⁵⁶⁷⁸⁹⁻][⁰¹²³⁴⁵⁶⁷⁸⁹·⁻ᵉ]*", lambda m: f"**({m[0].translate(SUPERSCRIPT)})", formula
    )
    slots = {}
    for place, name in enumerate(sorted(known, key=len, reverse=True)):
        text = re.sub(
            rf"(?<![\w.]){re.escape(name)}(?![\w.(])", lambda m, p=place: f" given_{p}_ ", text
        )
        slots[f"given_{place}_"] = np.asarray(known[name])[()]
    text = text.replace("×", "*").replace("÷", "/").replace("−", "-")
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text)
    functions = {name: op.forward for name, op in PLAIN.items()}
    with np.errstate(all="ignore"):
        return eval(text, {**functions, **slots})


@given(st.one_of(recipes(max_lines=7), wild_recipes(max_lines=5)), st.data())
@settings(max_examples=60)
def test_what_is_said_of_any_mistake_is_true_of_its_number(recipe, data):
    walk = bv.graph(recipe.text).walk(drawn_inputs(recipe, data))
    lang = data.draw(st.sampled_from(LANGUAGES))
    backward = [k for k in askable(walk) if k > walk.seed_index]
    for k in {*backward[:6], *data.draw(st.permutations(askable(walk)))[:2]}:
        for mistake in mistakes(walk, k):
            if np.shape(mistake.value) == np.shape(wanted(walk.steps[k])):
                check_claims(walk, k, mistake.value, lang)


def drawn_inputs(recipe, data):
    """The recipe's own inputs, or arrays of shapes that broadcast."""
    if not data.draw(st.booleans()):
        return recipe.used
    chance = np.random.default_rng(data.draw(st.integers(0, 999)))
    shapes = data.draw(st.sampled_from([[(), (2,)], [(2, 1), (3,), ()], [(1, 3), (2, 1)]]))
    return {
        name: chance.normal(size=shapes[chance.integers(len(shapes))]).round(2) + value
        for name, value in recipe.used.items()
        if math.isfinite(value)
    } | {name: value for name, value in recipe.used.items() if not math.isfinite(value)}


FORKS = [
    (LESSON, {"x": 2}),
    ("u = x**2; v = u + 1; f = u*v", {"x": 2}),
    ("a*a*a - a/b + sin(a)*b", {"a": 0.7, "b": -1.5}),
    ("u = w*x; f = u*sigmoid(u) + u/x", {"w": [1.0, -2.0], "x": 0.5}),
    ("(w*x + b)**2 + w*b", {"w": 0.5, "x": [1.0, 2.0, -3.0], "b": [[1.0], [2.0]]}),
    ("x/y - y/x + x**3 + sqrt(x) + x**y", {"x": 4, "y": 3}),
    ("p = x*y; q = p - x; exp(-q)*p + q", {"x": 0.4, "y": 2}),
    (ARTICLE, ARTICLE_INPUTS),
]


def test_every_reason_is_true_of_its_number_on_forks():
    found = set()
    for (source, inputs), lang in itertools.product(FORKS, LANGUAGES):
        walk = bv.graph(source).walk(inputs)
        for k in askable(walk):
            for mistake in mistakes(walk, k):
                if np.shape(mistake.value) == np.shape(wanted(walk.steps[k])):
                    found.add(check_claims(walk, k, mistake.value, lang))
    one_way = {"flipped", "upstream", "local", "inner", "swapped", "early", "power", "added"}
    one_way |= {"undifferentiated"}
    assert found >= one_way | {"overwritten", "whole", "multiplied", "value"}
    assert found >= {f"{reason}last" for reason in one_way - {"undifferentiated"}}
    assert {"flippedalone", "swappedalone"} <= found


# Any graph


@given(recipes())
@settings(max_examples=60)
def test_the_right_number_is_right_and_its_negation_is_not(recipe):
    walk = bv.graph(recipe.text).walk(recipe.used)
    for k in askable(walk):
        one = question(walk, k)
        number = wanted(walk.steps[k])
        assert one.judge(float(number))
        assert one.judge(repr(float(number)))
        if abs(number) > 1e-9:
            judged = one.judge(-float(number))
            assert not judged
            assert judged.reason != "right"
            check_words(one, judged)


def check_words(one, judged):
    for text in (one.sentence, one.hint, judged.sentence):
        assert not re.search(r"[{}]|None|array\(|float64|  ", text)
        assert bool(JAPANESE.search(text)) == (one.lang == "ja")
        assert text.rstrip(")）")[-1] in ".?!。"  # behind what was read as what


@given(recipes(max_lines=5), st.data())
@settings(max_examples=40)
def test_the_right_formula_is_right(recipe, data):
    """The analytic derivative, where SymPy's words are ours, too; and the definition of a node."""
    graph = bv.graph(recipe.text)
    walk = graph.walk(recipe.used)
    forward = [k for k in askable(walk) if k < walk.seed_index]
    if forward:
        k = data.draw(st.sampled_from(forward))
        node = graph.operations[k - 1]
        text = node.op.spell(*(_spelled(graph, i) for i in node.operands))
        assert question(walk, k).judge(text), text
        assert not question(walk, k).judge(f"{text} + 1 + abs({text})")
    last = {walk.steps[k].operand: k for k in askable(walk) if k > walk.seed_index}
    for name, derivative in graph.analytic().items():
        if name not in last:
            continue
        try:
            bv.graph(derivative)
        except bv.GraphError:  # Piecewise, erf, Heaviside
            continue
        assert question(walk, last[name]).judge(derivative), (name, derivative)


@given(recipes(max_lines=6))
@settings(max_examples=40)
def test_calculus_along_one_use_is_what_passes_there(recipe):
    """SymPy differentiates by the use itself and knows nothing of a backward pass."""
    graph = bv.graph(recipe.text)
    walk = graph.walk(recipe.used)
    at = {name: float(value) for name, value in walk.inputs.items()}
    for backflow in walk.backflows:
        value = evaluate(along(graph, [backflow.edge]), at)
        if np.isfinite(value):  # SymPy has no slope at some kinks
            assert value == pytest.approx(float(backflow.contribution), rel=1e-9, abs=1e-12)


def test_what_sympy_proves():
    import sympy

    x, y = sympy.symbols("x y", real=True)
    assert is_proved_equal((x + y) ** 2, x**2 + 2 * x * y + y**2)
    assert not is_proved_equal((x + y) ** 2, x**2 + y**2)
    assert not is_proved_equal(sum(sympy.symbols("a:9")) ** 30, x)  # would take hours
    graph = bv.graph("a*a*b")
    edges = [edge for edge in graph.backward_edges if graph.nodes[edge.operand].name == "a"]
    assert str(along(graph, edges)) == "2*a*b"
    assert str(along(graph, edges[:1])) == "a*b"
    with pytest.raises(bv.GraphError, match="more than 3 terms"):
        along(graph, edges, 3)


def _spelled(graph, index):
    node = graph.nodes[index]
    return node.name if graph.owns(node) else f"({float(node.value)!r})"


@given(wild_recipes(), st.data())
@settings(max_examples=60)
def test_any_place_can_be_asked_about(recipe, data):
    walk = bv.graph(recipe.text).walk(recipe.used)
    steps = askable(walk)
    assume(steps)
    one = question(walk, data.draw(st.sampled_from(steps)), data.draw(st.sampled_from(LANGUAGES)))
    number = wanted(one.step)
    assert one.judge(float(number))
    for answer in ("nan", "∞", 0, 1, *recipe.used):
        try:
            check_words(one, one.judge(answer))
        except bv.ParseError:
            assert isinstance(answer, str)


PIECES = st.sampled_from(
    [
        *("x", "w", "y'", "t", "2", "0.5", "+", "-", "−", "*", "/", "**", "(", ")", "[", "]", ","),
        *("exp", "log(", " ", "\n", ";", "=", "1e400", "9**9**9", "∞", "nan", "²", "'", "#", "pow"),
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=12).map("".join)))
@settings(max_examples=300)
def test_any_text_is_judged_or_refused_with_its_place(text):
    for one in (article(13), article(2, "ja"), asked("x*w", 1, x=[1.0, 2.0], w=2)):
        try:
            judged = one.judge(text)
        except bv.ParseError:
            continue
        check_words(one, judged)


def test_a_deep_graph_is_asked_about():
    x = bv.variable("x")
    expr = x
    for _ in range(5000):
        expr = expr + 1
    walk = bv.graph(expr).walk(x=1)
    assert question(walk, -1).judge(1)
    assert question(walk, -1).judge("x + 1 - x")
    assert question(walk, 5000).judge("x + 5000")


# The widget


@pytest.fixture
def widget():
    return bv.predict(bv.graph(ARTICLE).walk(ARTICLE_INPUTS), 13)


def press_enter(widget, text):
    """As the browser does it: the key comes first, the text follows."""
    widget.field.value = text
    widget.field._handle_custom_msg({"event": "submit"}, [])


def click(widget, key):
    widget.buttons[key].click()


def is_there(button):
    return button.layout.display != "none"


def gradients(widget):
    found = re.findall(r'<text class="gradient"[^>]*>(.*?)</text>', widget.picture.value)
    return [re.sub("<[^>]*>", "", text) for text in found]


def test_what_tells_the_answer_waits_for_it(widget):
    explorer = bv.explore("x*x", x=2, live=False, check=False)
    waiting = [widget.then(thing) for thing in (explorer, widget.walk.picture())]
    for one in waiting:
        ((told, button),) = [child.children for child in one.children]
        assert "once the answer" in told.value
        assert button.description == "Show it anyway"
    press_enter(widget, "12")
    assert not widget.answered
    widget.show_answer()
    assert widget.answered
    assert not widget.solved
    assert waiting[0].children == (explorer,)
    (output,) = waiting[1].children[0].outputs
    assert output["data"]["image/svg+xml"].startswith("<svg")
    assert widget.then(explorer).children == (explorer,)


def test_who_presents_a_lesson_need_not_answer(widget):
    explorer = bv.explore("x*x", x=2, live=False, check=False)
    one, other = widget.then(explorer), widget.then(widget.walk.picture())
    one.anyway.click()
    assert one.children == (explorer,)
    assert type(other.children[0]).__name__ == "Box"
    assert widget.answers == []
    assert not widget.answered


def test_of_several_questions_the_last_one_counts():
    several = bv.predict(bv.graph(ARTICLE).walk(x=2, w=3, b=1, y_=5), [13, 14], "ja")
    later = several.then(several.walk.picture())
    assert "上の問題" in later.children[0].children[0].value
    several.judge(8)
    assert not several.answered
    several.go_on()
    several.judge(12)
    assert several.answered
    assert several.solved
    assert type(later.children[0]).__name__ == "Output"


def test_the_asked_place_shows_a_question_mark_until_it_is_answered(widget):
    assert gradients(widget)[0] == "∂ ?"
    assert "what is ∂f/∂w?" in widget.prompt.value
    assert widget.formula.value == ""
    assert not is_there(widget.buttons["show"])
    assert not is_there(widget.buttons["next"])
    heard = []
    widget.observe(heard.append, "solved")
    press_enter(widget, "12")
    assert "swapped" in widget.feedback.value
    assert 'role="status"' in widget.feedback.value
    assert is_there(widget.buttons["show"])
    assert gradients(widget)[0] == "∂ ?"
    assert not widget.solved
    press_enter(widget, "8")
    assert widget.solved
    assert [change["new"] for change in heard] == [True]
    assert gradients(widget)[0] == "∂ 8"
    assert widget.formula.value == f"$${widget.walk.steps[13].latex}$$"
    assert "swaps its factors" in widget.feedback.value
    assert not is_there(widget.buttons["show"])
    assert [(a["text"], a["right"], a["reason"]) for a in widget.answers] == [
        ("12", False, "swapped"),
        ("8", True, "right"),
    ]
    press_enter(widget, "7")  # it is answered: nothing more is judged
    assert len(widget.answers) == 2


def test_enter_waits_for_the_text_that_follows_it(widget, monkeypatch):
    """In a browser the key is told before the text; and the text alone is no answer."""

    async def typed():
        widget.field.value = "99"  # left without Enter
        await asyncio.sleep(0.02)
        assert widget.answers == []
        widget.field._handle_custom_msg({"event": "submit"}, [])
        widget.field.value = "8"
        await asyncio.sleep(0.1)

    async def typed_again():
        widget.field._handle_custom_msg({"event": "submit"}, [])  # the same text: none follows
        await asyncio.sleep(0.1)

    monkeypatch.setattr("backprop_viz.show.prediction.SETTLING", 0.03)
    asyncio.run(typed())
    assert [entry["text"] for entry in widget.answers] == ["8"]
    widget = bv.predict(widget.walk, 13)
    widget.field.value = "12"
    asyncio.run(typed_again())
    assert [entry["reason"] for entry in widget.answers] == ["swapped"]


def test_a_typo_is_shown_with_its_place_and_is_no_attempt(widget):
    press_enter(widget, "2*<b>")
    assert "&lt;b&gt;" in widget.feedback.value
    assert "<pre" in widget.feedback.value
    assert widget.answers == []
    assert not is_there(widget.buttons["show"])
    with pytest.raises(bv.ParseError):
        widget.judge("2*")
    assert widget.answers == []
    press_enter(widget, "  ")
    assert "Type an answer" in widget.feedback.value
    assert widget.answers == []


def test_a_hint_costs_nothing_and_the_answer_is_shown_only_after_an_attempt(widget):
    click(widget, "hint")
    assert "upstream gradient" in widget.feedback.value
    widget.show_answer()
    assert widget.formula.value == ""
    widget.field.value = "99"
    assert widget.answers == []  # leaving the field is not answering
    click(widget, "check")
    assert len(widget.answers) == 1
    click(widget, "show")
    assert gradients(widget)[0] == "∂ 8"
    assert widget.formula.value
    assert not widget.solved
    assert widget.answers[-1]["reason"] == "shown"


def test_all_backward_steps_one_after_another():
    walk = bv.graph("a*a + b").walk(a=3, b=1)
    quiz = bv.predict(walk)
    assert [one.index for one in quiz.questions] == [4, 5, 6, 7]
    for number, answer in enumerate(["1", "1", "a", "2*a"], start=1):
        assert f"Question {number} of 4" in quiz.prompt.value
        assert quiz.field.value == ""
        assert not quiz.solved
        press_enter(quiz, answer)
        assert is_there(quiz.buttons["next"]) == (number < 4)
        click(quiz, "next") if number % 2 else press_enter(quiz, "")  # Enter goes on, too
    assert quiz.solved
    assert "Right in the end: 4 of 4" in quiz.feedback.value
    assert [entry["step"] for entry in quiz.answers] == [4, 5, 6, 7]
    assert [one.index for one in bv.predict(walk, [1, -1]).questions] == [1, 7]
    forward_only = bv.predict(bv.graph("2 + 3").walk())
    assert [one.index for one in forward_only.questions] == [1]


def test_answers_are_saved_as_json(widget, tmp_path):
    widget.judge("12")
    widget.judge([1.0, np.nan])
    widget.judge(8)
    data = json.loads(widget.to_json())
    assert data["answers"] == widget.answers
    assert data["inputs"] == {"w": 3.0, "x": 2.0, "b": 1.0, "y'": 5.0}
    assert data["solved"] is True
    assert bv.graph(data["formula"]).walk(data["inputs"]).gradients["w"] == 8.0
    saved = widget.save(tmp_path / "answers.json")
    assert json.loads(saved.read_text(encoding="utf-8")) == data
    with pytest.raises(FileNotFoundError):
        widget.save(tmp_path / "nowhere" / "answers.json")
    assert [file.name for file in tmp_path.iterdir()] == ["answers.json"]


def test_readers_without_widgets_see_the_picture_and_the_question(widget):
    bundle = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/plain"] == widget.question.sentence
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert "∂ 8<" not in bundle["image/svg+xml"]
    widget.judge(8)
    assert "∂ 8<" in re.sub("</?tspan[^>]*>", "", widget._repr_mimebundle_()["image/svg+xml"])


def test_it_speaks_japanese_and_takes_a_theme():
    walk = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    widget = bv.predict(walk, 13, lang="ja", theme="dark")
    assert "でしょうか" in widget.prompt.value
    assert widget.buttons["check"].description == "答え合わせ"
    assert "#15181e" in widget.picture.value
    press_enter(widget, "12")
    assert "入れ替わって" in widget.feedback.value
    assert 'lang="ja"' in widget.feedback.value


def test_what_cannot_be_asked_is_refused():
    walk = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    with pytest.raises(bv.InputError, match="a walk"):
        bv.predict(ARTICLE, 13)
    with pytest.raises(bv.InputError, match="no step"):
        bv.predict(walk, [])
    with pytest.raises(ValueError, match=r"en, .*ja"):
        bv.predict(walk, 13, lang="xx")
    with pytest.raises(ValueError, match="light, dark"):
        bv.predict(walk, 13, theme="pink")


def test_hostile_names_are_text():
    name = '<img src=x onerror="alert(1)">'
    widget = bv.predict(bv.graph(bv.variable(name) * 2).walk({name: 1}), -1)
    widget.judge(5)
    widget.judge(2)
    shown = [
        part.value for part in (widget.picture, widget.prompt, widget.feedback, widget.formula)
    ]
    assert "<img" not in "".join(shown)


def test_without_an_engine_the_question_remains(monkeypatch):
    monkeypatch.setenv("BACKPROP_VIZ_ENGINE", "no-such-program")
    widget = bv.predict(bv.graph("x*x").walk(x=3), 1)
    assert "pip install graphviz-pure" in widget.picture.value
    assert "x × x" in widget.prompt.value
    assert widget.judge(9)


@pytest.mark.parametrize("answer", [None, 8 + 0j])
def test_what_is_no_number_at_all_is_told_so(answer):
    walk = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    with pytest.raises(bv.GraphError, match="neither a number nor an array"):
        bv.predict(walk, 13).judge(answer)


def test_the_buttons_are_those_that_can_be_used():
    quiz = bv.predict(bv.graph(ARTICLE).walk(ARTICLE_INPUTS), [13, 14])

    def offered():
        return [key for key, button in quiz.buttons.items() if button.layout.display != "none"]

    assert offered() == ["check", "hint"]
    quiz.judge(12)
    assert offered() == ["check", "hint", "show"]
    quiz.judge(8)
    assert offered() == ["check", "next"]
    quiz.go_on()
    assert offered() == ["check", "hint"]
    quiz.judge(8)
    quiz.show_answer()
    assert offered() == ["check"]


# Choices, and questions in words


def pick(widget, choice):
    widget.choices.value = choice
    click(widget, "check")


def test_choices_are_answers_that_could_be_typed():
    """So that a wrong one gets the reason that it would get, and a formula may be one."""
    widget = bv.predict(bv.graph(ARTICLE).walk(ARTICLE_INPUTS), 13, choices=[12, -8, "x * 4", 4])
    assert widget.choices.options == ("12", "-8", "x * 4", "4")
    assert widget.choices.value is None
    click(widget, "check")
    assert "Pick one of the choices first." in widget.feedback.value
    assert widget.answers == []
    pick(widget, "12")
    pick(widget, "-8")
    assert [entry["reason"] for entry in widget.answers] == ["swapped", "flipped"]
    assert gradients(widget)[-1] != "8"
    pick(widget, "x * 4")
    assert widget.solved
    assert "4" in widget.formula.value
    assert "(12 / -8 / x * 4 / 4)" in widget._repr_mimebundle_()["text/plain"]


UP = "f was 4, then 1,444. And after one more step?"


def up_or_down(**options):
    choices = {"up": "The step is too long.", "down": "Look at the length of the step."}
    return bv.predict(UP, choices=choices, answer="up", why="It is 7.79e10.", **options)


def test_a_question_in_words_says_of_each_choice_what_is_to_be_said_of_it():
    widget = up_or_down()
    waiting = widget.then(bv.graph("x*x").walk(x=1).picture())
    assert widget.question.sentence == UP
    assert widget.walk is None
    assert widget.picture not in widget.children
    assert widget.field not in widget.children[2].children
    assert not is_there(widget.buttons["hint"])
    pick(widget, "down")
    assert "Not yet. Look at the length of the step." in widget.feedback.value
    assert not widget.answered
    assert len(waiting.children[0].children) == 2
    assert is_there(widget.buttons["show"])
    pick(widget, "up")
    assert widget.solved
    assert "Right! The step is too long. It is 7.79e10." in widget.feedback.value
    assert waiting.children[0].outputs
    saved = json.loads(widget.to_json())
    assert [entry["reason"] for entry in saved["answers"]] == ["choice", "right"]
    assert "formula" not in saved


def test_what_was_not_found_is_told_with_the_answer():
    widget = up_or_down(lang="ja")
    widget.judge("down")
    click(widget, "show")
    assert "答えは up です。" in widget.feedback.value
    assert "The step is too long." in widget.feedback.value
    assert widget.answered
    assert not widget.solved


@pytest.mark.parametrize("typed", ["4/3", "1.33", 4 / 3])
def test_a_number_is_typed_with_three_digits_or_as_a_sum(typed):
    widget = bv.predict("Which x makes 3x be 4?", answer=4 / 3, why="3 · 4/3 = 4.")
    assert widget.judge(2).reason == "other"
    assert widget.judge("1.3").reason == "rounded"
    with pytest.raises(bv.ParseError, match="x"):
        widget.judge("x")
    assert widget.judge([4 / 3, 4 / 3]).reason == "other"
    assert widget.judge(typed).right
    assert "3 · 4/3 = 4." in widget.feedback.value


def test_a_function_says_which_of_several_numbers_are_right():
    def is_flat(x):
        return abs(bv.graph(ARTICLE).walk({**ARTICLE_INPUTS, "x": x}).gradients["w"]) < 0.01

    for typed, right in [("0", True), ("4/3", True), ("1", False)]:
        assert bv.predict("For which x is ∂f/∂w = 0?", answer=is_flat).judge(typed).right is right
    widget = bv.predict("For which x?", answer=is_flat, why="0 and 4/3.")
    widget.judge(1)
    click(widget, "show")
    assert "> 0 and 4/3." in widget.feedback.value.replace("</b>", ">")


def test_choices_without_a_right_one_are_refused():
    walk = bv.graph(ARTICLE).walk(ARTICLE_INPUTS)
    for wrong in (
        lambda: bv.predict(walk, 13, choices=[1, 2]),
        lambda: bv.predict(walk, 13, choices=[8]),
        lambda: bv.predict(walk, [7, 8], choices=[-4, 4]),
        lambda: bv.predict("Up or down?", choices=["up", "down"], answer="both"),
        lambda: bv.predict("How many?", answer="four"),
        lambda: bv.predict("How many?", answer=[1, 2]),
        lambda: bv.predict("Up or down?", choices=["up", "down"]),
        lambda: up_or_down().judge("sideways"),
    ):
        with pytest.raises(bv.InputError):
            wrong()


def test_words_of_ones_own_are_text():
    evil = '<img src=x onerror="alert(1)">'
    widget = bv.predict(evil, choices={evil: evil, "b": evil}, answer=evil, why=evil)
    widget.judge("b")
    widget.judge(evil)
    assert "<img" not in widget.prompt.value + widget.feedback.value


def test_what_is_told_repeats_neither_the_question_nor_the_mathematics():
    """The one stands above it and the other below."""
    assert article(2).explanation == ""
    assert article(13).explanation.startswith("A multiplication swaps its factors")
    undefined = asked("log(x)", 1, x=-1)
    assert "nan" in undefined.explanation or "defined" in undefined.explanation
    part = question(bv.graph("x*x").walk(x=3), -1)
    assert "∂" not in part.explanation.partition(".")[0]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_picture_that_is_wider_than_its_place_says_so(lang):
    asking = bv.predict(bv.graph("f = (y - w*x)**2").walk(w=1, x=2, y=3), 5, lang)
    told, _, _ = asking.picture.value.partition("<svg")
    assert html.escape(say("picture.goes_on", lang)) in told
