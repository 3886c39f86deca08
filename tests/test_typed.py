"""Typed expressions of arrays: read, judged by their values, and told by their mistakes, by Python
and by the browser alike."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import backprop_viz as bv
from array_graphs import BATCH, NETWORK, array_graph
from backprop_viz.arithmetic.shapes import summed_to
from backprop_viz.browser.bare import STATIC, bare_script
from backprop_viz.browser.javascript import (
    exercise_source,
    judge_source,
    typed_source,
)
from backprop_viz.calls.rows import OF_ENTRIES
from backprop_viz.practice.evaluated import Misfit, evaluated
from backprop_viz.practice.judging import verdict_of
from backprop_viz.practice.kinds import exercise
from backprop_viz.practice.page import TaskPage
from backprop_viz.practice.performance import Performance, judged
from backprop_viz.practice.prepared import prepared
from backprop_viz.practice.task import made_task
from backprop_viz.practice.typable import FRESH
from backprop_viz.practice.typed import Unread, pointed, read
from needs import missing

RUN = Path(__file__).parent / "javascript" / "typed.mjs"
SQUARE = "Z = X @ W + b; m = mean(Z, axis=-1, keepdims=True); D = (Z - m)**2; L = sum(D*W)"
SQUARE_INPUTS = {"X": [[1, 2], [0.5, -1]], "W": [[1, -2], [0.5, 0.3]], "b": [0.1, 0.2]}
VECTORS = "z = W @ x; s = sigmoid(z); L = sum(s * t)"
VECTOR_INPUTS = {"W": [[1, 2, 3], [4, 5, 6]], "x": [1, 2, 3], "t": [1, 2]}
GATES = "L = sum(maximum(X*2, Y)/Y + relu(X)**2 + tanh(X))"
GATE_INPUTS = {"X": [[1, -2.0], [3, 4]], "Y": [[1, 2], [3, 5]]}
MEAN = ("L = mean((X - Y)**2)", {"X": [[1, -2.0, 1], [3, 4, 2]], "Y": [[1, 2, 3], [3, 5, 4]]})
GRAPHS = [
    ("Y = X @ W; L = sum(Y*T)", {"X": np.ones((3, 2)), "W": np.eye(2) + 1, "T": np.ones((3, 2))}),
    (NETWORK, BATCH),
    (SQUARE, SQUARE_INPUTS),
    (VECTORS, VECTOR_INPUTS),
    (GATES, GATE_INPUTS),
    MEAN,
]


@cache
def typings():
    """Every edge of these graphs at which an expression is typed."""
    found = []
    for number, (text, inputs) in enumerate(GRAPHS):
        task = made_task(text, inputs, seed=number)
        found += [(task, p) for p in task.places if task.typing(p) is not None]
    return found


def at(text, name, operand):
    """The place of an edge by names, in one of the graphs."""
    (number,) = (n for n, (own, _) in enumerate(GRAPHS) if own == text)
    for task, place in typings():
        graph = task.walk.graph
        node = graph.nodes[place.node]
        ends = (node.name, graph.nodes[node.operands[place.position]].name)
        if task.seed == number and ends == (name, operand):
            return task, place
    raise AssertionError((name, operand))


def verdict(task, place, text, lang="en"):
    """What is said of a typed expression, given that all else there is right."""
    answers = {**task.answer(place), "expression": text}
    return verdict_of(task, place, answers, (), lang)


RIGHT = {  # by graph and edge
    (GRAPHS[0][0], "Y", "W"): ("X.T @ G", "XᵀG", "Xᵀ · ∂L/∂Y", "Xᵀ∂L/∂Y", "X^T dL/dY", "X.T@dY"),
    (GRAPHS[0][0], "Y", "X"): ("G @ W.T", "G Wᵀ", "np.dot(g, W.transpose())", "matmul(G, W.T)"),
    (NETWORK, "Z", "b"): ("sum(G, axis=0)", "G.sum(0)", "np.sum(G, axis=(0,))", "sum(dZ,axis=-2)"),
    (SQUARE, "v2", "m"): ("-sum(G, axis=1, keepdims=True)", "−G.sum(1, keepdims=True)"),
    (VECTORS, "z", "W"): ("outer(G, x)", "G xᵀ", "G @ x.T", "∂L/∂z · xᵀ"),
    (VECTORS, "z", "x"): ("W.T @ G", "WᵀG", "G @ W", "Gᵀ W"),
    (VECTORS, "s", "z"): ("s * (1 - s) * G", "s(1−s)G", "sigmoid(z)*(1 - sigmoid(z)) * G"),
    (GATES, "v2", "v1"): ("(v1 > Y) * G", "1[v₁ > Y] ⊙ G", "G * (Y < v₁)"),
    (MEAN[0], "v2", "v1"): ("2 * G * v1", "2 v1 G", "2·v₁ ⊙ G"),
    (MEAN[0], "L", "v2"): ("G / 6", "1/6 * G", "G*(1/6)"),
}
WRONG = {
    (GRAPHS[0][0], "Y", "W"): (
        ("X @ G", "transposed"),
        ("G @ X.T", "factors"),
        ("G @ X", "transposed"),
        ("X.T", "forgotten"),
        ("-X.T @ G", "flipped_value"),
        ("(X.T @ G).T", "reversed"),
        ("X.T @ G * 2", "other"),
        ("X.T @ (0.999*G)", "rounded"),
        ("X.T * G", "misfit"),
        ("sum(G)", "shape"),
    ),
    (NETWORK, "Z", "b"): (
        ("G", "unsummed"),
        ("mean(G, axis=0)", "averaged"),
        ("sum(G)", "shape"),
        ("sum(G, axis=1)", "axis"),
        ("sum(G, axis=(0, 1))", "shape"),
    ),
    (SQUARE, "v3", "D"): (("W", "upstream"), ("G", "local"), ("D * G", "swapped")),
    (MEAN[0], "L", "v2"): (("G", "passed"), ("1/6", "forgotten")),
}


@pytest.mark.parametrize("where", RIGHT, ids=lambda where: "".join(where[1:]))
def test_what_is_right_is_right_however_it_is_spelt(where):
    task, place = at(*where)
    for text in RIGHT[where]:
        assert verdict(task, place, text), text


@pytest.mark.parametrize("where", WRONG, ids=lambda where: "".join(where[1:]))
def test_what_is_wrong_is_told_by_its_mistake(where):
    task, place = at(*where)
    for text, reason in WRONG[where]:
        for lang, end in (("en", (".", "?")), ("ja", ("。",))):
            told = verdict(task, place, text, lang)
            assert (told.right, told.reason) == (False, reason), text
            assert told.sentence.endswith(end)


def test_what_agrees_by_accident_is_not_called_right():
    """At these numbers X is its own transpose, and the upstream gradient is all ones."""
    task = made_task(
        "Y = X @ W; L = sum(Y)", {"X": [[1, 2], [2, 1]], "W": [[1, 2], [3, 4]]}, level=3
    )
    (place,) = (p for p in task.places if p.kind == "edge" and p.position == 1)
    assert verdict(task, place, "X.T @ G")
    told = verdict(task, place, "X @ G")
    assert (told.right, told.reason) == (False, "transposed")
    told = verdict(task, place, "X.T @ (G * G * G)")
    assert (told.right, told.reason) == (False, "coincidence")
    assert "by accident" in told.sentence


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [
        ("X.T @ Gg", "There is no Gg here; there are X, W, Y, G = ∂L/∂Y.", 6),
        ("X.T @ @ G", "Here @ is not expected.", 6),
        ("(X.T @ G", "Something is missing at the end.", 8),
        ("X.T @ G)", "Here ) is not expected.", 7),
        ("X.T @ $", "Here $ is not expected.", 6),
        ("sum(G, axis=)", "Here ) is not expected.", 12),
        ("exp @ G", "exp is not called like that; write sum(A, axis=0) or exp(A).", 0),
        ("exp(X, W)", "exp is not called like that; write sum(A, axis=0) or exp(A).", 0),
        ("X.tt", "tt is not called like that; write sum(A, axis=0) or exp(A).", 2),
        ("(" * 40 + "X" + ")" * 40, "That is too long to be read.", 30),
        ("X" + "+X" * 150, "That is too long to be read.", 200),
        ("__import__('os')", None, 0),
    ],
)
def test_a_slip_of_the_pen_shows_its_place_and_is_no_attempt(text, said, column):
    task, place = at(GRAPHS[0][0], "Y", "W")
    told = verdict(task, place, text)
    assert told.reason == "unreadable"
    message, shown, caret = told.sentence.split("\n")
    assert said is None or message == said
    assert len(shown) <= 32
    cut = max(0, column - 15)
    assert shown.strip("…") == text[cut : column + 15]
    assert caret == " " * (column - cut + (cut > 0)) + "^"
    performance = Performance(task, "en")
    for before in task.places[: task.places.index(place)]:
        performance.try_(before, **task.answer(before))
    tried = performance.try_(place, **{**task.answer(place), "expression": text})
    assert tried.reason == "unreadable"
    assert performance.try_(place, **{**task.answer(place), "expression": "X.T @ G"})
    assert performance.score.first == performance.score.right


def test_signs_of_a_japanese_keyboard_are_read():
    task, place = at(GRAPHS[0][0], "Y", "W")
    assert verdict(task, place, "Ｘ.Ｔ　＠　（Ｇ）", "ja")
    assert pointed("ＸＸあ@", 3) == "XXあ@\n  \u3000^"
    assert verdict(task, place, "行列", "ja").sentence.startswith(
        "ここに 行列 という名前はありません。"
    )


def test_choices_are_judged_as_before_and_typed_as_they_are_chosen():
    count = 0
    for task, place in typings():
        typing = task.typing(place)
        for text, slip in task.expressions(place).items():
            assert verdict(task, place, text).reason == (slip or "right")
            if text.startswith("sum(") or np.ndim(task.step(place).upstream) == 1:
                continue  # which stand for a sum over the places, and are mathematics' of columns
            spelt = f" {text} ".replace(typing.upstream, "G" if "G" in typing.spellings else "g")
            assert verdict(task, place, spelt).reason == (slip or "right"), (text, spelt)
            count += 1
    assert count > 60


def test_at_the_first_levels_and_where_no_text_tells_it_an_expression_is_chosen():
    assert all(
        made_task(*GRAPHS[1], level=level).typing(place) is None
        for level in (1, 2)
        for place in made_task(*GRAPHS[1], level=level).places
    )
    task = made_task(*GRAPHS[0])
    (spread,) = (p for p in task.places if task.walk.shown[p.node] == "L" and p.kind == "edge")
    assert task.typing(spread) is None  # ∂L/∂L as all entries: the same text may be called wrong
    assert "expression" in task.asks(spread)
    low = made_task(*GRAPHS[0], level=2)
    place = low.places[-1]
    assert verdict(low, place, "X.T @ G").reason == "unreadable"


def test_numbers_are_drawn_for_an_edge_that_tell_its_expression_from_others():
    for task, place in typings():
        typing, step = task.typing(place), task.step(place)
        assert len(typing.numbers) == 1 + FRESH
        for numbers in typing.numbers:
            operands = [numbers.names[task.walk.shown[i]] for i in step.place.operands]
            op, value = step.operation.op, numbers.names[task.walk.shown[step.place.index]]
            assert np.array_equal(op.forward(*operands), value)
            local = op.partials(value, *operands)[place.position]
            upstream = numbers.names[typing.upstream]
            term = op.backs[place.position](upstream, local, value, *operands)
            shape = np.shape(operands[place.position])
            assert np.array_equal(summed_to(np.asarray(term)[()], shape), numbers.wanted)
        one, two = (n.names[typing.upstream] for n in typing.numbers[1:3])
        assert not np.array_equal(one, two)


# The browser


@pytest.fixture(scope="module")
def by_browser(tmp_path_factory):
    """What the browser says of texts, task by task."""
    node = shutil.which("node")
    if node is None:
        missing("Node is not installed")
    folder = tmp_path_factory.mktemp("typed")
    module = judge_source() + typed_source()
    (folder / "typed.mjs").write_text(module + "export { Typing };\n", "utf-8")

    def run(cases):
        (folder / "cases.json").write_text(json.dumps(cases, allow_nan=False), "utf-8")
        told = subprocess.run(
            [node, str(RUN), str(folder / "typed.mjs"), str(folder / "cases.json")],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert told.returncode == 0, told.stderr[:4000]
        return json.loads(told.stdout)

    return run


SIGNS = [*"+-−*/@·⊙×()[]<>=≤≠^,.:$ ", ".T", "ᵀ", "²", "**", "^T", "1[", "==", "　", "＠"]
WORDS = ["axis=0", "keepdims=True", "axis=(0, 1)", "axis=-1", "None", "np.", "T", "pi", "dZ", "あ"]


def random_text(typing, chance, depth=3):
    """An expression of the names at an edge, mostly one that can be read."""
    names = [*typing.spellings]
    kind = chance.random()
    if depth == 0 or kind < 0.2:
        return chance.choice([*names, *names, "2", "0.5", "1e-3"])
    one, two = (random_text(typing, chance, depth - 1) for _ in range(2))
    if kind < 0.6:
        sign = chance.choice([" @ ", "@", " · ", " * ", "⊙", " + ", " - ", "/", " ", "**"])
        return f"{one}{sign}{two}"
    if kind < 0.75:
        return f"({one}){chance.choice(['.T', 'ᵀ', '^T', '²', '.transpose()'])}"
    if kind < 0.9:
        options = [
            "",
            ", axis=0",
            ", 1",
            ", axis=-1, keepdims=True",
            ", axis=(0, 1)",
            ", axis=None",
        ]
        return f"{chance.choice(['sum', 'mean', 'np.sum'])}({one}{chance.choice(options)})"
    if kind < 0.95:
        name = chance.choice([*OF_ENTRIES])
        return f"{name}({one}, {two})" if OF_ENTRIES[name].arity == 2 else f"{name}({one})"
    return chance.choice([f"outer({one}, {two})", f"-{one}", f"1[{one} > {two}]", f"({one})"])


def spoilt(text, chance):
    """The text with some signs left out, put in, or doubled."""
    signs = list(text)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(signs) + 1)
        if chance.random() < 0.5 and signs:
            del signs[min(place, len(signs) - 1)]
        else:
            signs.insert(place, chance.choice([*SIGNS, *WORDS]))
    return "".join(signs)


def near(typing, chance):
    """A right expression, or a wrong one that can be chosen, with something done to it."""
    if not typing.known:
        return typing.upstream
    known = chance.choice(typing.known).text
    names = [n for n, key in typing.spellings.items() if key == typing.upstream]
    text = known.replace(typing.upstream, f" {chance.choice(names)} ")
    if chance.random() < 0.4:
        text = text.replace("ᵀ", "")
    if chance.random() < 0.3:
        text = f"-({text})"
    if chance.random() < 0.2:
        text = f"sum({text}, axis=0)"
    return text


def test_the_browser_reads_and_judges_as_python_does(by_browser):
    chance, cases, wanted = random.Random(11), [], []
    for number, (task, place) in enumerate(typings()):
        typing, lang = task.typing(place), ("en", "ja")[number % 2]
        (data,) = (
            p["typing"]
            for p in prepared(task, lang)["places"]
            if p["at"] == place.as_data(task.walk.graph)
        )
        made = [random_text(typing, chance, chance.randint(1, 4)) for _ in range(40)]
        made += [near(typing, chance) for _ in range(20)]
        texts = [*made, *(spoilt(text, chance) for text in made)]
        texts += [text for many in RIGHT.values() for text in many]
        texts += [text for many in WRONG.values() for text, _ in many]
        texts = [text for text in texts if text.strip() and text not in task.expressions(place)]
        cases.append({"data": data, "texts": texts})
        wanted.append([verdict(task, place, text, lang) for text in texts])
    reasons, count = set(), 0
    for case, told, found in zip(cases, by_browser(cases), wanted, strict=True):
        for text, mine, theirs in zip(case["texts"], found, told, strict=True):
            sentence = theirs[2] if not mine.right else mine.sentence
            assert [mine.right, mine.reason, mine.sentence] == [theirs[0], theirs[1], sentence], (
                text
            )
            reasons.add(mine.reason)
            count += 1
    assert count > 3000
    assert {
        "right",
        "transposed",
        "factors",
        "unsummed",
        "misfit",
        "shape",
        "unreadable",
    } <= reasons
    assert {"other", "flipped_value", "forgotten", "upstream", "local", "reversed"} <= reasons


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_what_is_called_right_is_right_at_numbers_that_nobody_has_prepared(seed):
    """In random graphs: an expression is right if, and only if, it is so at any other numbers."""
    chance = random.Random(seed)
    graph, inputs = array_graph(chance)
    try:
        task = made_task(graph, inputs, seed=seed)
    except bv.InputError:
        return
    for place in task.places:
        typing = task.typing(place)
        if typing is None:
            continue
        step = task.step(place)
        keys = [task.walk.shown[i] for i in step.place.operands]
        fresh = {
            key: value * np.asarray(1 + 0.1 * chance.random())
            for key, value in zip(keys, step.operand_values, strict=True)
        }
        constants = {
            key: value
            for key, index, value in zip(
                keys, step.place.operands, step.operand_values, strict=True
            )
            if graph.nodes[index].is_constant or not task.walk.graph.live_uses[index]
        }
        fresh = {**fresh, **constants}
        op, operands = step.operation.op, [{**fresh, **constants}[key] for key in keys]
        value = op.forward(*operands)
        upstream = np.asarray(np.random.default_rng(seed).normal(size=np.shape(step.upstream)))
        local = op.partials(value, *operands)[place.position]
        term = op.backs[place.position](upstream, local, value, *operands)
        right = summed_to(np.asarray(term)[()], np.shape(operands[place.position]))
        names = {**fresh, task.walk.shown[step.place.index]: value, typing.upstream: upstream}
        for text in [near(typing, chance) for _ in range(6)] + [
            random_text(typing, chance, 2) for _ in range(20)
        ]:
            if not verdict(task, place, text) or text in task.expressions(place):
                continue
            found = evaluated(typing.tree(text), names, by_entry=typing.by_entry)
            assert np.allclose(found, right, rtol=1e-6, atol=1e-9), text


@pytest.mark.parametrize("text", ["X @", "sum(", "1[", ".", "G.", "sum(G, axis=", "np.", "²", "ᵀ"])
def test_nothing_but_a_fault_comes_of_what_is_cut_off(text):
    with pytest.raises(Unread):
        read(text, ["X", "G"])


def test_shapes_that_do_not_fit_have_no_value():
    names = {"a": np.ones(3), "B": np.ones((2, 2)), "C": np.ones((2, 2, 2))}
    for text in ("a @ B", "a + B", "sum(B, axis=2)", "sum(B, axis=(0, 0))", "C @ B", "C.T"):
        with pytest.raises(Misfit):
            evaluated(read(text, [*names]), names, by_entry=False)


# Where it is asked


def test_a_reader_goes_with_exercises_on_arrays_alone(tmp_path):
    sign = "class TypedReader"
    numbers = TaskPage(made_task("a = x*y; f = a*a"), "numbers")
    low = TaskPage(made_task(*GRAPHS[0], level=2), "chosen")
    arrays = TaskPage(made_task(*GRAPHS[0]), "typed")
    assert [sign in page.html for page in (numbers, low, arrays)] == [False, False, True]
    assert sign not in exercise_source("hunt", "page")
    widgets = (bv.perform("a = x*y; f = a*a"), bv.perform(*GRAPHS[0]))
    assert [sign in widget._esm for widget in widgets] == [False, True]
    size = len(bare_script((STATIC / "typed.js").read_text("utf-8")))
    assert size < 20_000
    assert not re.search(r"\b(fetch|eval|Function|import)\b\(", arrays.html.split("</style>")[-1])


def test_an_attempt_with_typed_expressions_is_saved_and_judged_anew(tmp_path):
    performance = Performance(made_task(*GRAPHS[1], seed=4), "en")
    for place in performance.task.places:
        answer = performance.task.answer(place)
        if performance.task.typing(place) is not None:
            typing = performance.task.typing(place)
            answer["expression"] = answer["expression"].replace(typing.upstream, "G")
            if answer["expression"].startswith("sum("):
                answer["expression"] = "sum(G, axis=0)"
        performance.try_(place, **answer)
    assert performance.done
    assert performance.score.right == performance.score.count
    again = judged(performance.task.exercise, performance.moves, "ja")
    assert again.score == performance.score


def test_exercises_of_a_kind_have_expressions_to_type():
    for kind in ("matrix product", "bias over a batch"):
        for seed in range(6):
            task = made_task(exercise(kind, seed), seed=seed)
            typed = [p for p in task.places if task.typing(p) is not None]
            assert len(typed) >= 3
            for place in typed:
                assert verdict(task, place, next(iter(task.expressions(place))))
