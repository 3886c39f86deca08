"""The explorer without a browser: its widgets, and what a reader without widgets sees."""

from __future__ import annotations

import base64
import gc
import html
import json
import math
import re
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import backprop_viz as bv
import needs
from backprop_viz.tell.link import read_link

ARTICLE = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"


@pytest.fixture
def explorer() -> bv.show.explorer.Explorer:
    return bv.explore(bv.graph(ARTICLE, parameters="w b"), x=2, w=3, b=1, y_=5, live=False)


def texts(explorer: object, kind: str) -> list[str]:
    """The texts of a kind (value, gradient) in the picture on show."""
    light = explorer.picture.value.partition("</svg>")[0]
    found = re.findall(rf'<text class="{kind}"[^>]*>(.*?)</text>', light)
    return [re.sub("<[^>]*>", "", text) for text in found]


def test_it_opens_on_the_bare_graph(explorer) -> None:
    assert explorer.step.value == 0
    assert texts(explorer, "value") == ["w", "x", "p", "b", "y", "s", "y′", "t", "f"]
    assert texts(explorer, "gradient") == []
    assert "bare graph" in explorer.sentence.value


def test_parameters_stand_first_then_inputs_in_the_formula_s_order(explorer) -> None:
    def descriptions(box: object) -> list[str]:
        return [row.children[0].description for row in box.children[0].children]

    assert descriptions(explorer.controls.box) == ["w", "b", "x", "y′"]
    assert list(explorer.inputs) == ["w", "x", "b", "y'"]
    assert type(explorer.inputs["w"]).__name__ == "FloatSlider"
    many = bv.graph("+".join(f"x{i}*w{i}" for i in range(20)), parameters="w3 w7")
    large = bv.explore(many, dict.fromkeys(many.inputs, 1), live=False)
    assert descriptions(large.controls.box)[:4] == ["w₃", "w₇", "x₀", "w₀"]


def test_moving_an_input_keeps_the_step(explorer) -> None:
    explorer.step.value = 13
    explorer.inputs["w"].value = 2.0
    assert explorer.step.value == 13
    assert explorer.walk.gradients["w"] == 0.0
    assert "w = 2" in texts(explorer, "value")
    assert texts(explorer, "gradient")[0] == "∂ 0"
    assert r"x \cdot 0 = 2 \cdot 0 = 0" in explorer.formula.value
    assert explorer.controls["w"].field.value == "2"


def test_the_check_table_follows_the_inputs(explorer) -> None:
    explorer.inputs["x"].value = -1.5
    cells = re.findall(r"<td[^>]*>(.*?)</td>", explorer.checked.value)
    # dC/dw = -2 (y' - wx - b) x = -2 * 8.5 * -1.5, dC/dx = -2 * 8.5 * 3
    assert {"25.5", "−51"} <= set(cells)
    assert explorer.walk.check().ok


def test_the_check_waits_until_the_picture_is_shown():
    """It is made in the same cell, behind all that is displayed there."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    try:
        for live in (True, False):
            shown = f"import backprop_viz as bv; e = bv.explore('x*x', x=2, live={live})"
            done = shell.run_cell(f"{shown}; before = e.checked.value")
            assert done.success
            assert shell.user_ns["before"] == ""
            assert "central difference" in shell.user_ns["e"].checked.value
        assert "central difference" in bv.explore("x*x", x=3).checked.value  # in no cell
    finally:
        InteractiveShell.clear_instance()


def test_a_typed_value_beyond_the_slider_widens_it(explorer) -> None:
    explorer.controls["w"].field.value = "25"
    assert explorer.inputs["w"].value == 25.0
    assert explorer.inputs["w"].max == 25.0
    assert explorer.walk.inputs["w"] == 25.0


@pytest.mark.parametrize(
    ("text", "value"),
    [("1/3", 1 / 3), ("pi/4", math.pi / 4), ("−π/2", -math.pi / 2), ("sqrt(2)", math.sqrt(2))],
)
def test_what_makes_a_number_may_be_typed_and_keeps_all_digits(explorer, text, value) -> None:
    control = explorer.controls["w"]
    control.field.value = text
    assert explorer.walk.inputs["w"] == value  # not the twelve digits of a slider
    assert explorer.inputs["w"].value == value
    assert control.field.value == repr(value)
    assert explorer.message.value == ""
    explorer.inputs["w"].value = 0.1 + 0.2
    assert explorer.walk.inputs["w"] == 0.3
    assert control.field.value == "0.3"


@pytest.mark.parametrize("text", ["1/0", "9**9**9", "sqrt(-1)", "y", "w", "1;2", "1 # one"])
def test_what_makes_no_finite_number_is_refused(explorer, text) -> None:
    explorer.controls["w"].field.value = text
    assert explorer.walk.inputs["w"] == 3.0
    assert 'role="alert"' in explorer.message.value


@pytest.mark.parametrize("text", ["", "abc", "1e999", "nan", "-inf", "1,5", "[]", "2 3", "x=2"])
def test_a_bad_typed_value_keeps_the_last_good_one_and_says_so(explorer, text: str) -> None:
    explorer.step.value = 9
    before = explorer.picture.value
    explorer.controls["w"].field.value = text
    assert explorer.controls["w"].field.value == "3"
    assert explorer.walk.inputs["w"] == 3.0
    assert explorer.picture.value == before
    assert 'role="alert"' in explorer.message.value
    explorer.controls["w"].field.value = "4"
    assert explorer.walk.inputs["w"] == 4.0
    assert explorer.message.value == ""


@pytest.mark.parametrize("live", [False, True])
def test_another_formula_keeps_what_stays(live: bool) -> None:
    if live:
        needs.library("anywidget")
    explorer = bv.explore(bv.graph(ARTICLE, parameters="w b"), x=2, w=3, b=1, y_=5, live=live)
    slider, seen = explorer.inputs["w"], []
    slider.value = 2.5
    explorer.step.value = 9
    explorer.observe(lambda change: seen.append(change["new"].graph), "walk")
    explorer.rewrite("c = 7; f = tanh(w*x + c) - y_")
    assert seen == [explorer.graph]
    assert explorer.text == "c = 7; f = tanh(w*x + c) - y_"
    assert dict(explorer.walk.inputs) == {"w": 2.5, "x": 2, "c": 7, "y'": 5}
    assert (explorer.step.value, explorer.step.max) == (9, len(explorer.walk.steps) - 1)
    assert explorer.graph.parameters == {"w"}
    assert explorer.inputs["w"] is slider
    slider.value = -1
    assert explorer.walk.inputs["w"] == -1
    assert [made.row._dom_classes for made in explorer.controls.so_far] == [
        (f"backprop-viz-input-{place}",) for place in range(4)
    ]
    before = explorer.walk
    for wrong in ("tahn(w)", "w +"):
        with pytest.raises(bv.ParseError):
            explorer.rewrite(wrong)
        assert explorer.walk is before
    explorer.rewrite("u*v")
    assert [*explorer.inputs] == ["u", "v"]
    assert explorer.walk.output == 1  # of new inputs


def test_a_landscape_follows_to_another_formula() -> None:
    explorer = bv.explore("(w*x - y)**2", w=1, x=2, y=3, live=False)
    landscape = explorer.landscape("w")
    explorer.rewrite("(w*x - y)**4 + w")
    landscape._follow()
    assert "= 2" in landscape.words.value  # (1 · 2 − 3)⁴ + 1
    explorer.rewrite("x**2")
    landscape._follow()
    assert 'role="alert"' in landscape.words.value  # it has no w


def test_a_typo_in_the_formula_shows_its_caret_and_changes_nothing(explorer) -> None:
    before = explorer.picture.value
    explorer.typed.value = "f = tahn(w*x)"
    assert "hint: did you mean `tan`?" in explorer.message.value
    assert "        ^" in explorer.message.value
    assert explorer.picture.value == before
    explorer.typed.value = "f = tanh(w*x)"
    assert explorer.message.value == ""
    assert texts(explorer, "value") == ["w", "x", "v₁", "f"]
    assert r"\tanh(w x)" in explorer.whole.value


def test_undefined_arithmetic_is_shown_not_raised() -> None:
    explorer = bv.explore("log(x)", x=1, step=1, live=False)
    explorer.inputs["x"].value = -1.0
    assert "f = nan" in texts(explorer, "value")
    assert "logarithm" in explorer.sentence.value


def test_the_buttons_step_and_stop_at_the_ends(explorer) -> None:
    def press(key: str) -> None:
        next(b for b in buttons(explorer) if f"backprop-viz-{key}" in b._dom_classes).click()

    press("previous")
    assert explorer.step.value == 0
    press("next")
    assert explorer.step.value == 1
    press("last")
    assert explorer.step.value == 14
    press("next")
    assert explorer.step.value == 14
    press("first")
    assert explorer.step.value == 0
    explorer.play.value = 6
    assert explorer.step.value == 6


def buttons(widget: object) -> list:
    children = getattr(widget, "children", ())
    mine = [widget] if type(widget).__name__ == "Button" else []
    return mine + [b for child in children for b in buttons(child)]


def test_a_slider_is_set_by_a_tuple() -> None:
    slider = bv.explore("x*w", x=(2, -10, 10, 0.5), w=1).inputs["x"]
    assert (slider.value, slider.min, slider.max, slider.step) == (2.0, -10.0, 10.0, 0.5)


@pytest.mark.parametrize(
    "bad", [(2, 1), (20, -10, 10, 0.1), (2, -10, 10, 0), float("nan"), "two", (1, 3, 2, 0.1)]
)
def test_a_bad_setting_is_an_error_that_names_the_input(bad: object) -> None:
    with pytest.raises(bv.InputError, match="x"):
        bv.explore("x*w", x=bad, w=1, live=False)


def test_a_large_value_gets_a_range_that_holds_it() -> None:
    slider = bv.explore("x*x", x=1234.0).inputs["x"]
    assert slider.min <= 1234.0 <= slider.max


def test_sliders_do_not_show_binary_dust(explorer) -> None:
    explorer.inputs["w"].value = 0.1 + 0.2
    assert explorer.controls["w"].field.value == "0.3"
    assert explorer.walk.inputs["w"] == 0.3


def test_an_array_is_typed_as_a_list() -> None:
    explorer = bv.explore("w*x", x=np.array([1.0, 2.0]), w=3, live=False)
    explorer.controls["x"].field.value = "[4, 5]"
    assert explorer.walk.gradients["w"] == 9.0
    explorer.controls["x"].field.value = "[1/3, pi/4]"
    np.testing.assert_array_equal(explorer.walk.inputs["x"], [1 / 3, math.pi / 4])
    explorer.controls["x"].field.value = "[4, 5]"
    explorer.controls["x"].field.value = "[4, 5, 6]"
    assert json.loads(explorer.controls["x"].field.value) == [4.0, 5.0]
    assert 'role="alert"' in explorer.message.value


@pytest.mark.parametrize("live", [True, False])
def test_a_number_becomes_an_array_where_the_graph_allows_it(live: bool) -> None:
    graph = bv.graph(ARTICLE, parameters="w b")
    explorer = bv.explore(graph, x=2, w=3, b=1, y_=5, live=live)
    field = {name: explorer.controls[name].field for name in explorer.inputs}
    field["x"].value = "[1, 2, 3]"
    np.testing.assert_array_equal(explorer.walk.inputs["x"], [1, 2, 3])
    assert explorer.walk.gradients["w"] == graph.walk(x=[1, 2, 3], w=3, b=1, y_=5).gradients["w"]
    explorer.inputs["w"].value = 4.0
    np.testing.assert_array_equal(explorer.walk.output, [0, 16, 64])
    for bad in ("[1, 2]", "[1, [2]]", "[]", "[1, nan]"):
        field["b"].value = bad
        assert explorer.walk.inputs["b"] == 1.0
        if not live:
            assert field["b"].value == "1"
            assert 'role="alert"' in explorer.message.value
            told = "does not fit the shapes" if bad == "[1, 2]" else "a list of such"
            assert told in explorer.message.value
    field["b"].value = "[[1], [2]]"
    assert explorer.walk.output.shape == (2, 3)
    field["b"].value = "0"
    explorer.inputs["b"].value = 0.0
    field["x"].value = "2"  # where the slider still is
    assert explorer.walk.inputs["x"] == 2.0
    field["x"].value = "[5, 6]"
    explorer.inputs["x"].value = -1.0
    assert explorer.walk.inputs["x"] == -1.0
    assert field["x"].value == "-1"
    field["x"].value = "[5, 6]"  # once more
    np.testing.assert_array_equal(explorer.walk.inputs["x"], [5, 6])
    explorer.inputs["x"].value = -1.5
    explorer.inputs["x"].value = -1.0
    assert explorer.walk.output == (5 + 4) ** 2


def test_an_array_is_typed_in_the_live_explorer_too() -> None:
    explorer = bv.explore("w*x", x=np.array([[1.0, 0.25]]), w=3, check=False)
    assert explorer.view.opening == [3.0, {"shape": [1, 2], "data": [1.0, 0.25]}]
    assert explorer.inputs["x"].value == "[[1, 0.25]]"
    explorer.inputs["x"].value = "[[4, 5]]"
    assert explorer.walk.gradients["w"] == 9.0
    explorer.inputs["w"].value = 2.0
    np.testing.assert_array_equal(explorer.walk.output, [[8.0, 10.0]])
    for bad in ("[4, 5]", "abc", "[[1, 1e999]]"):  # what the browser refuses
        explorer.inputs["x"].value = bad
        np.testing.assert_array_equal(explorer.walk.inputs["x"], [[4.0, 5.0]])


def test_an_input_of_which_a_shape_is_known_begins_with_nice_numbers() -> None:
    def layer(W: Any, x: Any, b: float = 1.5) -> Any:  # noqa: N803
        return (W @ x).sum() * b

    graph = bv.graph(layer, like={"W": (3, 2), "x": (2,)})
    begun = bv.explore(graph, live=False).walk.inputs
    np.testing.assert_array_equal(begun["W"], bv.nice(3, 2, seed=1))
    np.testing.assert_array_equal(begun["x"], bv.nice(2, seed=2))
    assert begun["b"] == 1.5
    np.testing.assert_array_equal(bv.explore(graph.opened(), x=[5, 6]).walk.inputs["x"], [5, 6])
    with pytest.raises(bv.InputError, match="missing: W, x"):
        graph.walk()


def test_inputs_named_like_options_go_into_the_mapping() -> None:
    explorer = bv.explore("step*theme", {"step": 2, "theme": 3}, step=1, live=False)
    assert explorer.walk.output == 6.0
    assert explorer.step.value == 1


def test_it_speaks_japanese() -> None:
    explorer = bv.explore(ARTICLE, x=2, w=3, b=1, y_=5, lang="ja", step=13, live=False)
    assert "掛け算" in explorer.sentence.value
    assert 'lang="ja"' in explorer.sentence.value
    assert explorer.step.description == "ステップ"


def test_hostile_names_are_text() -> None:
    name = '<img src=x onerror="alert(1)">'
    explorer = bv.explore(bv.variable(name) * 2, {name: 1}, step=2, live=False)
    shown = "".join(
        (
            explorer.picture.value,
            explorer.formula.value,
            explorer.sentence.value,
            explorer.checked.value,
        )
    )
    assert "<img" not in shown
    explorer.controls[name].field.value = "<script>alert(1)</script>"
    assert "<script" not in explorer.message.value


def test_readers_without_widgets_see_picture_and_sentence(explorer) -> None:
    explorer.step.value = 13
    bundle = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["image/svg+xml"].startswith("<svg")
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert "swaps its factors" in bundle["text/plain"]
    kinds = [*bundle]
    assert kinds.index("application/vnd.jupyter.widget-view+json") < kinds.index("text/html")


def test_a_reader_that_shows_one_kind_alone_has_picture_sentence_and_link(
    explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As GitHub: of several kinds it takes the HTML, without style and script."""
    explorer.step.value = 13
    plain = explorer._repr_mimebundle_()["text/html"]
    assert "<a " not in plain  # until there is an address, nothing pretends
    svg = base64.b64decode(re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', plain)[1])
    assert svg.decode() == explorer.walk.picture(13, theme="light").svg
    assert f"<p>{html.escape(explorer.walk.steps[13].sentence())}</p>" in plain
    assert "<style" not in plain
    assert "<script" not in plain
    monkeypatch.setattr("backprop_viz.draw.live._site", lambda: "https://site.example/")
    linked = explorer._repr_mimebundle_()["text/html"]
    (address,) = re.findall(r'<a href="([^"]+)">', linked)
    link = read_link(html.unescape(address))
    assert address.startswith("https://site.example/play/#")
    assert (link.text, link.step) == (str(explorer.graph), 13)


def test_a_page_of_nbconvert_has_the_widget_or_else_picture_and_sentence(explorer) -> None:
    needs.library("nbconvert")
    import nbformat
    from nbconvert import HTMLExporter
    from nbformat.v4 import new_code_cell, new_notebook, output_from_msg

    view = "application/vnd.jupyter.widget-view+json"
    data = {**explorer._repr_mimebundle_()}
    data["image/png"] = base64.b64encode(data["image/png"]).decode()
    content = {"data": data, "metadata": {}, "execution_count": 1}
    output = output_from_msg({"header": {"msg_type": "execute_result"}, "content": content})
    notebook = new_notebook(cells=[new_code_cell("explore()", outputs=[output])])
    without, _ = HTMLExporter().from_notebook_node(nbformat.from_dict(notebook))
    told = f"<p>{html.escape(explorer.walk.steps[0].sentence())}</p>"
    assert told in without
    assert view not in without
    model = data[view]["model_id"]
    state = {"state": {model: {}}, "version_major": 2, "version_minor": 0}
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    kept, _ = HTMLExporter().from_notebook_node(nbformat.from_dict(notebook))
    assert view in kept
    assert told not in kept


def test_python_collects_its_garbage_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def fails(*_: object) -> None:
        seen.append(gc.isenabled())
        raise ZeroDivisionError

    monkeypatch.setattr("backprop_viz.show.live.program_of", fails)
    for was_on in (True, False):
        (gc.enable if was_on else gc.disable)()
        try:
            with pytest.raises(ZeroDivisionError):
                bv.explore("x*x", x=3)
            assert gc.isenabled() is was_on
        finally:
            gc.enable()
    assert seen == [False, False]


@pytest.mark.skipif(sys.platform == "win32", reason="the fake is a shell script, and gets a signal")
def test_who_interrupts_a_layout_does_not_wait_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow, started, done = (tmp_path / name for name in ("slow", "started", "done"))
    version = "[ $1 = -V ] && echo graphviz version 2 && exit"
    slow.write_text(f"#!/bin/sh\n{version}\n: > '{started}'\nsleep 60\n: > '{done}'\n")
    slow.chmod(0o755)
    monkeypatch.setenv("BACKPROP_VIZ_ENGINE", str(slow))
    here = threading.main_thread().ident

    def interrupt() -> None:
        while not started.exists():
            time.sleep(0.01)
        signal.pthread_kill(here, signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        bv.explore("x*x", x=3, check=False)
    assert not done.exists()
    assert gc.isenabled()


@pytest.mark.parametrize("live", [True, False])
def test_a_step_or_theme_that_is_not_there(live: bool) -> None:
    with pytest.raises(IndexError, match="the steps are 0 to 4"):
        bv.explore("x*x", x=3, step=99, live=live)
    with pytest.raises(ValueError, match="there are light"):
        bv.explore("x*x", x=3, theme="mauve", live=live)


def test_without_an_engine_the_words_remain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKPROP_VIZ_ENGINE", "no-such-program")
    explorer = bv.explore("x*x", x=3, step=1, live=False)
    assert "pip install graphviz-pure" in explorer.picture.value
    assert "x × x" in explorer.sentence.value


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_legend_tells_the_colours_of_arrays_where_there_are_any(lang: str) -> None:
    words = {"en": ("below 0", "exactly 0"), "ja": ("0 より小さい", "ちょうど 0")}[lang]
    for x, has_tones in (([1, -2], True), (1, False)):
        explorer = bv.explore("w*x", x=x, w=3, lang=lang, live=False, check=False)
        assert all((word in explorer.picture.value) is has_tones for word in words)
        live = bv.explore("w*x", x=x, w=3, check=False)
        assert ("tones_minus" in live.view.program["screen"]) is has_tones


def test_a_walk_is_explored_where_it_stands() -> None:
    walk = bv.graph("b = 7; (w*x + b)**2").walk(w=1.5, x=2).with_digits(6)
    explorer = bv.explore(walk, x=3, live=False)
    assert dict(explorer.walk.inputs) == {"w": 1.5, "x": 3, "b": 7}
    assert explorer.walk.digits == 6
    cost = bv.landscape(walk, "w", inputs={"x": 3})
    assert cost.state["w"] == 1.5


def test_a_formula_that_states_a_value_anew_has_it():
    from backprop_viz.show.rewriting import rewritten

    walk = bv.graph("x = 2; w*x").walk(w=3, x=5)
    assert rewritten("x = 2; w*x**2", walk).inputs["x"] == 5  # moved since
    assert rewritten("x = -1; w*x", walk).inputs["x"] == -1
    assert rewritten("x = [1, 2]; w*x", walk).inputs["x"].tolist() == [1, 2]
    assert rewritten("w = 4; w*x", walk).inputs == {"w": 4, "x": 5}
