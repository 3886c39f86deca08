"""Whatever a public function is given: it works, or is refused by an error of the package's."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import backprop_viz as bv
from backprop_viz.errors import CallError, NameGraphError, StepError
from backprop_viz.landscapes.picture import landscape
from backprop_viz.media.page import page


class Mute:
    def __repr__(self):
        raise RuntimeError("says nothing")


ENDLESS = []
ENDLESS.append(ENDLESS)
ODD = (
    *(None, True, 0, -1, 1.5, 1j, 10**400, -(10**5000), 1e308, 5e-324),
    *(float("nan"), float("inf"), np.float64("nan"), np.datetime64("2020"), ENDLESS, Mute()),
    *("", "x", "zz", "\x00", "\ud800", "x" * 300, "(" * 5000, "x=1", b"", b"x", (), [], [1, 2]),
    *({}, {"x": 1}, {"zz": 1}, {1: 2}, {"x": ENDLESS}, object(), object, int, lambda: 1, range(3)),
    *(np.array([1.0, 2.0]), np.array(1.0), np.array("x"), slice(None), ..., NotImplemented),
)
HERE = bv.graph("x*w + x").walk(x=2.0, w=3.0)
GRAPH, INPUTS = HERE.graph, {"x": 1.0, "w": 2.0}
PATH = bv.descend(GRAPH, INPUTS, "w", steps=3)
FAST = GRAPH.gradient_function()


def descended(**changed):
    options = {"inputs": INPUTS, "parameters": "w", "steps": 2, **changed}
    if isinstance(options["steps"], int) and options["steps"] > 99:
        return  # these are many, and no error
    bv.descend(GRAPH, **options)


def filmed(**changed):
    HERE.save("o.gif", steps=[1], **changed)


CALLS = {
    "speak": bv.speak,
    "graph": bv.graph,
    "graph(parameters=)": lambda odd: bv.graph("x*w", parameters=odd),
    "graph of a graph": lambda odd: bv.graph(GRAPH, parameters=odd),
    "variable": bv.variable,
    "variables": bv.variables,
    "walk": lambda odd: GRAPH.walk(odd),
    "walk(x=)": lambda odd: GRAPH.walk(x=odd, w=1),
    "graph.picture(theme=)": lambda odd: GRAPH.picture(theme=odd),
    "graph.picture(lang=)": lambda odd: GRAPH.picture(lang=odd),
    "picture": HERE.picture,
    "picture(theme=)": lambda odd: HERE.picture(theme=odd),
    "picture(lang=)": lambda odd: HERE.picture(lang=odd),
    "pictures(lang=)": lambda odd: next(HERE.pictures(lang=odd)),
    "sentence": HERE.steps[1].sentence,
    "steps[]": lambda odd: HERE.steps[odd],
    "path[]": lambda odd: PATH[odd],
    "values[]": lambda odd: HERE.values[odd],
    "values.get": HERE.values.get,
    "gradients[]": lambda odd: HERE.gradients[odd],
    "gradient_function": GRAPH.gradient_function,
    "a gradient": lambda odd: FAST(odd, 1.0),
    "a gradient of too few": lambda odd: FAST(odd),
    "check": HERE.check,
    "check(lang=)": lambda odd: HERE.check(lang=odd),
    "png": HERE.picture().png,
    "descend": bv.descend,
    **{
        f"descend({name}=)": lambda odd, name=name: descended(**{name: odd})
        for name in ("inputs", "parameters", "rate", "steps", "method", "data", "batch", "seed")
    },
    "descend(watch=)": lambda odd: descended(watch=odd),
    **{
        f"save({name}=)": lambda odd, name=name: [
            HERE.save(f"o.{end}", **{name: odd}) for end in ("svg", "tex")
        ]
        for name in ("step", "steps", "theme", "lang", "title", "watch")
    },
    **{
        f"save a page({name}=)": lambda odd, name=name: HERE.save("o.html", **{name: odd})
        for name in ("steps", "theme", "lang", "title", "ranges", "watch")
    },
    **{
        f"save a film({name}=)": lambda odd, name=name: filmed(**{name: odd})
        for name in ("pace", "hold", "width")
    },
    "save": HERE.save,
    "page": bv.page,
    **{
        f"page({name}=)": lambda odd, name=name: page([HERE], **{name: odd})
        for name in ("title", "lang", "theme", "ranges")
    },
    "landscape": bv.landscape,
    "landscape of": lambda odd: landscape(GRAPH, odd, inputs=INPUTS),
    **{
        f"landscape({name}=)": lambda odd, name=name: landscape(
            GRAPH, "x", **{"inputs": INPUTS, name: odd}
        )
        for name in ("inputs", "path", "ranges", "lang")
    },
    "theme": lambda odd: bv.Theme(odd, *["#000000"] * 8),
    "colour": lambda odd: bv.Theme("mine", odd, *["#000000"] * 7),
    "sin": bv.sin,
    "maximum": lambda odd: bv.maximum(bv.variable("x"), odd),
}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    yield
    bv.speak("en")


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_what_cannot_be_is_refused_by_an_error_of_the_package(call):
    for odd in ODD:
        try:
            call(odd)
        except bv.BackpropVizError as error:
            for lang in ("en", "ja"):
                told = error.say(lang)
                assert told
                assert len(told) < 1500
                assert told.isprintable() or "\n" in told


def test_an_error_is_also_what_python_would_raise():
    for call, kinds in {
        (lambda: bv.speak("fr")): (bv.OptionError, ValueError),
        (lambda: HERE.picture(lang="fr")): (bv.OptionError, ValueError),
        (lambda: HERE.picture(99)): (StepError, IndexError),
        (lambda: HERE.steps[99]): (StepError, IndexError),
        (lambda: PATH[99]): (StepError, IndexError),
        (lambda: PATH["1"]): (CallError, TypeError),
        (lambda: HERE.values["zz"]): (NameGraphError, KeyError),
        (lambda: HERE.inputs["zz"]): (NameGraphError, KeyError),
        (lambda: FAST(1.0)): (CallError, TypeError),
        (lambda: bv.variables(3)): (bv.GraphError, TypeError),
        (lambda: GRAPH.walk(3)): (bv.InputError, ValueError),
    }.items():
        for kind in (*kinds, bv.BackpropVizError):
            with pytest.raises(kind) as caught:
                call()
        again = pickle.loads(pickle.dumps(caught.value))
        assert type(again) is type(caught.value)
        assert again.say("ja") == caught.value.say("ja") != caught.value.say("en") == str(again)


def test_an_input_is_found_by_any_spelling_of_its_name():
    here = bv.graph("(y' - x₁)**2").walk(y_=2, x1=3)
    assert here.inputs["y_"] == here.inputs["y′"] == here.inputs["y'"] == 2
    assert here.inputs["x₁"] == here.values["x₁"] == 3


def test_a_number_of_many_digits_is_not_echoed():
    for call in (HERE.picture, HERE.steps.number, PATH.__getitem__):
        for number in (10**400, -(10**400), 10**5000):
            with pytest.raises(StepError) as caught:
                call(number)
            assert len(str(caught.value)) < 150
