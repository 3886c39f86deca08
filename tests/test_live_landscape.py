"""The landscape under the sliders, without a browser: what moves, what is drawn, and how often."""

from __future__ import annotations

import asyncio
import base64
import re
import time

import numpy as np
import pytest

import backprop_viz as bv
from needs import missing
from strategies import ARTICLE, ARTICLE_INPUTS

try:
    import anywidget  # noqa: F401
    import matplotlib  # noqa: F401
except ImportError as error:
    missing(f"{error.name} is not installed")

from backprop_viz.landscapes.picture import Landscape
from backprop_viz.show.landscape import LiveLandscape
from backprop_viz.show.pacing import Throttle
from backprop_viz.spell.numbers import format_value

GRAPH = bv.graph(ARTICLE, parameters="w, b")


@pytest.fixture(params=[True, False], ids=["live", "plain"])
def explorer(request):
    return bv.explore(GRAPH, ARTICLE_INPUTS, live=request.param)


def spot(shown: LiveLandscape) -> tuple[float, float] | None:
    """Where the place is marked, in points of the picture."""
    found = re.search(r'<circle cx="([-\d.]+)" cy="([-\d.]+)"', shown.place.value)
    return (float(found[1]), float(found[2])) if found else None


def picture(shown: LiveLandscape) -> bytes:
    return base64.b64decode(re.search(r"base64,([^\"]+)", shown.ground.value)[1])


def test_a_shown_input_moves_the_place_and_not_the_ground(explorer):
    shown = explorer.landscape("w", "b")
    ground, before, said = shown.ground.value, spot(shown), shown.words.value
    assert picture(shown).startswith(b"\x89PNG")
    assert "At w = 3, b = 1: f = 4, ∂f/∂w = 8, ∂f/∂b = 4." in said
    assert 'aria-label="f for w from −10 to 10 and b from −10 to 10' in shown.place.value
    explorer.inputs["w"].value = 5.0
    assert shown.ground.value == ground
    after = spot(shown)
    assert after[0] > before[0]
    assert after[1] == before[1]
    # f = (5 - 5·2 - 1)² = 36, ∂f/∂w = -2·-6·2 = 24
    assert "At w = 5, b = 1: f = 36, ∂f/∂w = 24, ∂f/∂b = 12." in shown.words.value
    explorer.inputs["b"].value = 3.0
    assert shown.ground.value == ground
    assert spot(shown)[0] == after[0]
    assert spot(shown)[1] < after[1], "up is up"


def test_another_input_changes_the_ground_and_not_the_place(explorer):
    shown = explorer.landscape("w", "b")
    ground, before = picture(shown), spot(shown)
    explorer.inputs["x"].value = -1.0
    assert picture(shown) != ground
    assert spot(shown) == before
    assert "f = 49" in shown.words.value  # (5 + 3 - 1)²
    explorer.inputs["x"].value = 2.0
    assert picture(shown) == ground


def test_the_place_is_where_the_axes_say():
    shown = bv.explore(GRAPH, ARTICLE_INPUTS).landscape("w", "b")
    ground = shown._ground
    left, top, right, bottom = ground.frame
    corners = ground.places(np.array([-10.0, 10.0]), np.array([-10.0, 10.0]))
    np.testing.assert_allclose(corners, [[left, bottom], [right, top]], atol=0.5)
    assert spot(shown) == pytest.approx(
        (left + 13 / 20 * (right - left), bottom + 11 / 20 * (top - bottom)), abs=0.2
    )


def test_the_needle_points_downhill_and_the_level_passes_through_the_place():
    shown = bv.explore(GRAPH, ARTICLE_INPUTS).landscape("w", "b")
    here = np.array(spot(shown))
    tip = np.array(re.search(r'<polygon points="([-\d.]+),([-\d.]+)', shown.place.value).groups())
    along = tip.astype(float) - here
    # Minus the gradient is (-8, -4), and in a picture y goes down.
    np.testing.assert_allclose(along / np.hypot(*along), np.array([-2, 1]) / 5**0.5, atol=0.02)
    lines = re.findall(r'<polyline points="([^"]+)"', shown.place.value)
    gaps = []
    for line in lines[:-2]:  # the last two are the needle's shaft
        points = np.array([list(map(float, p.split(","))) for p in line.split()])
        start, end = points[:-1], points[1:]
        length = np.maximum(((end - start) ** 2).sum(1), 1e-9)
        share = ((here - start) * (end - start)).sum(1) / length
        near = start + np.clip(share, 0, 1)[:, None] * (end - start)
        gaps.append(np.hypot(*(near - here).T).min())
    assert min(gaps) < 1.0
    assert len(gaps) == 4, "two lines of that height, each with its halo"


def test_a_curve_has_the_tangent_at_the_place():
    explorer = bv.explore(GRAPH, ARTICLE_INPUTS)
    shown = explorer.landscape("w")
    ground = shown._ground
    for w, slope in ((3.0, 8.0), (-2.0, -32.0)):
        explorer.inputs["w"].value = w
        line = re.search(r'<polyline points="([^"]+)"[^>]*dasharray', shown.place.value)[1]
        start, end = (np.array(p.split(","), float) for p in line.split())
        heights = np.array([(5 - 2 * w - 1) ** 2, (5 - 2 * w - 1) ** 2 + slope])
        one, two = ground.places(np.array([w, w + 1.0]), heights)
        turn = np.cross(np.append(end - start, 0), np.append(two - one, 0))[2]
        assert abs(turn) < 1e-3 * np.hypot(*(end - start)) * np.hypot(*(two - one))
        assert spot(shown) == pytest.approx(tuple(one), abs=0.1)


def test_at_the_bottom_there_is_no_needle():
    explorer = bv.explore("a**2 + b**2", a=1, b=1)
    shown = explorer.landscape("a", "b")
    assert "<polygon" in shown.place.value
    explorer.inputs["a"].value = explorer.inputs["b"].value = 0.0
    assert "<polygon" not in shown.place.value
    assert spot(shown) is not None


def test_the_axes_stay_until_the_place_leaves_them(explorer):
    shown = explorer.landscape("w", "b", ranges={"w": (0, 6)})
    ground = shown.ground.value
    assert dict(shown.still.ranges) == {"w": (0.0, 6.0), "b": (-10.0, 10.0)}
    for w in (0.0, 6.0, 3.5):
        explorer.inputs["w"].value = w
        assert shown.ground.value == ground
    explorer.inputs["w"].value = 8.0
    low, high = shown.still.ranges["w"]
    assert (low, shown.still.ranges["b"]) == (0.0, (-10.0, 10.0))
    assert 8.0 < high < 9.0
    wider = shown.ground.value
    assert wider != ground
    explorer.inputs["w"].value = 1.0
    assert shown.ground.value == wider, "it does not jump back"


def test_a_slider_that_was_widened_is_followed(explorer):
    shown = explorer.landscape("w", "b")
    if explorer.__class__.__name__ == "LiveExplorer":  # the browser widens it, and tells
        explorer.inputs["w"].max = 25.0
        explorer.inputs["w"].value = 25.0
    else:
        explorer.controls["w"].field.value = "25"
    assert shown.still.ranges["w"][1] > 25
    assert "w = 25" in shown.words.value


def test_a_bad_value_keeps_the_last_good_picture():
    explorer = bv.explore(GRAPH, ARTICLE_INPUTS, live=False)
    shown = explorer.landscape("w", "b")
    before = shown.ground.value, shown.place.value, shown.words.value
    for name, text in (("w", "abc"), ("x", "1e999"), ("b", "[]")):
        explorer.controls[name].field.value = text
        assert (shown.ground.value, shown.place.value, shown.words.value) == before


def test_a_place_that_became_an_array_is_told(explorer):
    shown = explorer.landscape("w", "b")
    before = shown.ground.value, shown.place.value
    explorer.controls["w"].field.value = "[1, 2]"
    assert explorer.walk.output.shape == (2,)
    assert (shown.ground.value, shown.place.value) == before
    assert "inputs that are single numbers (x, b, y&#x27;), not w" in shown.words.value
    explorer.controls["w"].field.value = "3"
    assert "alert" not in shown.words.value
    explorer.controls["x"].field.value = "[1, 2]"  # the cost is then the sum
    walk = GRAPH.walk({**ARTICLE_INPUTS, "x": [1, 2]})
    assert f"f = {format_value(np.sum(walk.output))}" in shown.words.value


def test_an_error_in_drawing_keeps_the_last_good_picture_and_is_told(explorer, monkeypatch):
    shown = explorer.landscape("w", "b")
    before = shown.ground.value, shown.place.value

    def broken(_):
        raise bv.FontError("no font <here>")

    with monkeypatch.context() as patch:
        patch.setattr(Landscape, "ground", broken)
        explorer.inputs["x"].value = 1.0
    assert (shown.ground.value, shown.place.value) == before
    assert 'role="alert"' in shown.words.value
    assert "no font &lt;here&gt;" in shown.words.value
    explorer.inputs["x"].value = 1.5
    assert (shown.ground.value, shown.place.value) != before
    assert "alert" not in shown.words.value


def test_where_the_cost_is_undefined_the_words_say_so_and_nothing_is_made_up():
    explorer = bv.explore("log(a) + b**2", a=1, b=1)
    curve, contours = explorer.landscape("a"), explorer.landscape("a", "b")
    explorer.inputs["a"].value = -1.0
    assert "f = nan" in curve.words.value
    assert spot(curve) is None
    assert "<poly" not in curve.place.value + contours.place.value
    assert spot(contours) is not None
    assert "nan" not in curve.place.value + contours.place.value
    explorer.inputs["a"].value = 2.0
    assert spot(curve) is not None


def test_arrays_beside_it_are_summed_as_in_the_walk():
    explorer = bv.explore("(w*x + b)**2", w=1, b=0, x=np.array([1.0, 2.0]))
    shown = explorer.landscape("w", "b")
    assert "f = 5, ∂f/∂w = 10, ∂f/∂b = 6" in shown.words.value
    ground = shown.ground.value
    explorer.controls["x"].field.value = "[0, 3]"
    assert shown.ground.value != ground
    assert "f = 9" in shown.words.value


# Never a queue


@pytest.mark.parametrize("name", ["w", "x"])
def test_a_storm_of_values_ends_with_the_last_and_draws_few(name, monkeypatch):
    """As the kernel's loop sees it: each value is a message of its own, and drawing is slow."""
    explorer = bv.explore(GRAPH, ARTICLE_INPUTS, check=False)
    shown = explorer.landscape("w", "b")
    real, seen = LiveLandscape._draw, []

    def slow(self):
        time.sleep(0.06)
        real(self)
        seen.append(float(explorer.walk.inputs[name]))

    monkeypatch.setattr(LiveLandscape, "_draw", slow)
    values = [round(-9 + 0.1 * k, 1) for k in range(120)] + [
        round(3 - 0.1 * k, 1) for k in range(80)
    ]

    async def storm():
        queue = asyncio.Queue()
        for value in values:
            queue.put_nowait(value)
        began = time.monotonic()
        while not queue.empty():
            explorer.inputs[name].value = await queue.get()
            await asyncio.sleep(0)  # where the loop may serve timers between two messages
        heard = len(seen)
        assert heard <= 1 + (time.monotonic() - began) / (2 * 0.06)  # it rests as long as it draws
        while shown._drawing._timer is not None:
            await asyncio.sleep(0.005)
        return len(seen) - heard

    draws_after_the_last_value = asyncio.run(storm())
    assert seen[-1] == values[-1]
    assert len(seen) < len(values) / 2
    assert draws_after_the_last_value <= 1
    fresh = bv.explore(GRAPH, {**ARTICLE_INPUTS, name: values[-1]}).landscape("w", "b")
    assert (shown.place.value, shown.words.value) == (fresh.place.value, fresh.words.value)


def test_a_rest_is_as_long_as_the_call_took():
    calls = []

    def slow():
        calls.append(time.monotonic())
        time.sleep(0.05)

    async def ask():
        made = Throttle(slow)
        for _ in range(30):
            made.ask()
            await asyncio.sleep(0.01)
        while made._timer is not None:
            await asyncio.sleep(0.01)

    asyncio.run(ask())
    assert len(calls) >= 3
    assert min(np.diff(calls)) >= 0.09


def test_without_a_loop_every_asking_is_a_call():
    calls = []
    made = Throttle(lambda: calls.append(1))
    made.ask()
    made.ask()
    assert len(calls) == 2


def test_what_was_asked_in_another_loop_does_not_block():
    calls = []
    made = Throttle(lambda: calls.append(1))

    async def twice():
        made.ask()
        made.ask()  # waits, and its loop ends

    asyncio.run(twice())
    asyncio.run(asyncio.sleep(0.02))

    async def again():
        made.ask()
        while made._timer is not None:
            await asyncio.sleep(0.01)

    asyncio.run(again())
    assert len(calls) == 2


# Look, words, and readers without widgets


def test_it_speaks_and_wears_what_the_explorer_does():
    explorer = bv.explore(GRAPH, ARTICLE_INPUTS)
    shown, own = (
        explorer.landscape("w", "b"),
        explorer.landscape("w", "b", theme="print", lang="ja"),
    )
    light, fixed = picture(shown), picture(own)
    assert "では f = 4" in own.words.value
    explorer.view.shown_theme = "dark"
    assert picture(shown) != light
    assert "#15181e" in shown.place.value
    explorer.view.lang = "ja"
    assert "では f = 4" in shown.words.value
    assert picture(own) == fixed


def test_asked_again_it_is_the_same_widget(explorer):
    shown = explorer.landscape("w", "b")
    assert explorer.landscape("w", "b") is shown
    assert explorer.landscape("w", "b", lang="ja") is not shown
    assert explorer.landscape("w") is not shown


def test_closed_it_follows_no_more(explorer):
    shown = explorer.landscape("w", "b")
    before = shown.place.value
    shown.close()
    explorer.inputs["w"].value = 1.0
    assert shown.place.value == before
    assert explorer.landscape("w", "b") is not shown


def test_the_parameters_are_the_default(explorer):
    assert explorer.landscape().still.names == ("w", "b")
    with pytest.raises(bv.InputError, match="one or two inputs"):
        explorer.landscape("q")
    with pytest.raises(bv.InputError, match="a low end and a higher one"):
        explorer.landscape("w", ranges={"w": (1, 1)})
    with pytest.raises(ValueError, match="light, dark"):
        explorer.landscape("w", theme="pink")


def test_a_surface_has_the_place_on_it():
    explorer = bv.explore(GRAPH, ARTICLE_INPUTS)
    shown = explorer.landscape(surface=True)
    before = spot(shown)
    left, top, right, bottom = shown._ground.frame
    assert left < before[0] < right
    assert top < before[1] < bottom
    explorer.inputs["w"].value = 8.0
    assert spot(shown) != before


def test_readers_without_widgets_see_where_it_is_now(explorer):
    shown = explorer.landscape("w", "b")
    explorer.inputs["w"].value = 4.0
    bundle, metadata = shown._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert "At w = 4, b = 1 the gradient is ∂f/∂w = 16" in bundle["text/plain"]
    assert metadata["image/png"]["alt"] == bundle["text/plain"]
    assert shown.still.paths == ()


def test_hostile_names_are_text():
    name = '<img src=x onerror="alert(1)">'
    explorer = bv.explore(bv.variable(name) ** 2 * bv.variable("$b$"), {name: 1, "$b$": 2})
    shown = explorer.landscape(name, "$b$")
    everything = shown.place.value + shown.words.value + shown.ground.value
    assert "<img src=x" not in everything
    assert 'onerror="' not in everything


def test_a_landscape_of_an_explorer_is_its_own(explorer):
    assert bv.landscape(explorer, "w", "b") is explorer.landscape("w", "b")


def test_a_descent_and_a_search_go_out_from_the_sliders(explorer):
    path = bv.descend(GRAPH, ARTICLE_INPUTS, rate=0.05, steps=6)
    shown = explorer.landscape("w", "b", path=path, search=True)
    assert bv.landscape(explorer, "w", "b", path=path, search=True) is shown
    ground, said = shown.ground.value, shown.words.value
    assert "After step 6 of plain gradient descent (rate 0.05)" in said
    assert "The best of 7 tried at random in the same region, with as many evaluations" in said
    # the ring, and a dot for each place; two strokes for each cross, each drawn twice
    assert shown.place.value.count("<circle") == 1 + 7
    assert shown.place.value.count("<polyline") >= 4 * 7
    assert shown.place.value.count("<polygon") == 3  # two stars and the compass
    explorer.inputs["w"].value = 1.0
    assert shown.ground.value == ground
    there = path.again({**ARTICLE_INPUTS, "w": 1.0})
    assert there[0].inputs["w"] == 1.0
    assert format_value(there.costs[-1]) in shown.words.value
    assert shown.still.paths[0].inputs["w"].tolist() == there.inputs["w"].tolist()
    before = shown.still.search
    explorer.inputs["x"].value = -1.0
    after = shown.still.search
    assert after.inputs["w"].tolist() == before.inputs["w"].tolist()
    assert after.costs.tolist() != before.costs.tolist()
    assert shown.ground.value != ground
    assert "started" not in shown.still.description


def test_a_descent_is_shown_on_a_curve_and_on_a_surface(explorer):
    path = bv.descend(GRAPH, ARTICLE_INPUTS, rate=0.02, steps=4, method="adam")
    for options in ({}, {"surface": True}):
        names = ("w", "b") if options else ("w",)
        shown = explorer.landscape(*names, path=path, search=3, **options)
        assert shown.place.value.count("<circle") == 1 + 5
        assert "Adam" in shown.words.value
        assert "nan" not in shown.place.value
    assert explorer.landscape(path=path)._shown.names == ("w", "b")


def test_a_descent_of_another_formula_is_refused(explorer):
    other = bv.descend("(a - 1)**2", {"a": 0}, "a")
    with pytest.raises(bv.InputError):
        explorer.landscape("w", "b", path=other)
    with pytest.raises(bv.InputError, match="path"):
        explorer.landscape("w", "b", search=True)


def test_a_path_over_data_is_drawn_elsewhere(explorer):
    data = {"x": [-1, 0, 1, 2], "y'": [-1, 2, 2, 5]}
    path = bv.descend(GRAPH, {"w": -1, "b": 4}, data=data, rate=0.2, steps=4)
    with pytest.raises(bv.InputError, match="one example"):
        explorer.landscape("w", "b", path=path)


def test_a_path_of_another_formula_with_the_same_names_is_refused(explorer):
    graph = bv.graph("C = w*x + b*y'", parameters="w b")
    with pytest.raises(bv.InputError, match="same formula"):
        explorer.landscape("w", "b", path=bv.descend(graph, ARTICLE_INPUTS, steps=2))
    for wrong in (3, [1, 2], "path"):
        with pytest.raises(bv.InputError, match=r"bv\.descend"):
            explorer.landscape("w", "b", path=wrong)
    with pytest.raises(bv.InputError, match="pair of numbers"):
        explorer.landscape("w", ranges={"w": (1,)})
    assert explorer.landscape("w", ranges={"w": [-1, 5]})._shown.ranges["w"] == (-1.0, 5.0)


def test_a_fair_search_stays_fair():
    """As many tries as the descent has places, wherever it begins."""
    graph = bv.graph("f = log(w) + b**2", parameters="w b")
    path = bv.descend(graph, {"w": 1, "b": 2}, rate=0.1, steps=4)
    explorer = bv.explore(graph, w=-1, b=2, check=False)
    shown = explorer.landscape("w", "b", path=path, search=True)
    explorer.inputs["w"].value = 3.0
    assert len(shown.still.search.costs) == len(shown.still.paths[0]) == 5
    assert "with as many evaluations" in shown.words.value


def test_the_best_try_and_the_end_of_a_descent_differ_in_shape(explorer):
    path = bv.descend(GRAPH, ARTICLE_INPUTS, rate=0.05, steps=6)
    shown = explorer.landscape("w", "b", path=path, search=True)
    corners = [len(p.split()) for p in re.findall(r'<polygon points="([^"]*)"', shown.place.value)]
    assert sorted(corners) == [3, 4, 10]  # the needle's head, the best try, the descent's end


def test_a_long_descent_is_thinned(explorer):
    path = bv.descend(GRAPH, ARTICLE_INPUTS, rate=0.001, steps=3000)
    shown = explorer.landscape("w", "b", path=path)
    assert shown.place.value.count("<circle") <= 402
    assert len(shown.place.value) < 100_000


def test_a_long_descent_under_the_sliders_is_taken_again_in_part(explorer):
    """Whoever drags does not wait for a million steps."""
    path = bv.descend(GRAPH, ARTICLE_INPUTS, rate=1e-6, steps=100_000)
    shown = explorer.landscape("w", "b", path=path)
    assert len(shown.still.paths[0]) == 10_001
    assert "After step 10000" in shown.words.value
    explorer.inputs["w"].value = 4.0
    assert shown.still.paths[0][0].inputs["w"] == 4.0
    endless = bv.descend(GRAPH, ARTICLE_INPUTS, rate=0.1, steps=10**9)
    assert len(explorer.landscape("w", "b", path=endless).still.paths[0]) <= 10_001
    explorer.close()


def test_the_larger_the_arrays_the_fewer_of_its_steps():
    graph, start = bv.graph("(w*x - 1)**2", parameters="w"), {"w": 1, "x": np.ones(2000)}
    path = bv.descend(graph, start, rate=1e-9, steps=5000)
    shown = bv.explore(graph, start, check=False).landscape("w", path=path)
    assert 50 < len(shown.still.paths[0]) < 1000
