"""The landscape: it draws the cost and its negative gradient, whatever comes."""

import builtins
import io
import re
import subprocess
import sys
import warnings
from base64 import b64decode
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

import backprop_viz as bv
from backprop_viz.descent.cost import Cost
from backprop_viz.descent.path import descend
from backprop_viz.landscapes.picture import landscape
from backprop_viz.landscapes.surface import random_search
from backprop_viz.theme import THEMES
from needs import missing
from strategies import ARTICLE, ARTICLE_INPUTS

try:
    import matplotlib
except ImportError:
    matplotlib = None

GRAPH = bv.graph(ARTICLE, parameters="w, b")
BOWL = bv.graph("(w - 3)**2 + 2*(b + 1)**2", parameters="w, b")
DATA = {"x": [0.5, -1.0, 2.0, 1.5], "y_": [1.0, 0.0, 4.0, 2.5]}


def legend(axes):
    """What a legend says, each entry on one line."""
    return [" ".join(text.get_text().split()) for text in axes.get_legend().get_texts()]


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def drawing():
    """For tests that draw."""
    if matplotlib is None:
        missing("matplotlib is not installed")


def bowl_path(**how):
    return descend(BOWL, {"w": 0, "b": 1}, **{"rate": 0.1, "steps": 20, **how})


# What is computed


def test_the_grid_holds_the_walk_s_outputs():
    shown = landscape(GRAPH, "w", "b", inputs=ARTICLE_INPUTS)
    ws, bs = shown.axes["w"], shown.axes["b"]
    assert shown.costs.shape == (len(bs), len(ws))
    for i, j in ((0, 0), (3, 70), (-1, 5)):
        walk = GRAPH.walk({**ARTICLE_INPUTS, "w": ws[j], "b": bs[i]})
        assert shown.costs[i, j] == pytest.approx(walk.output, rel=1e-12)


def test_the_compass_is_the_negative_gradient():
    shown = landscape(GRAPH, "w", "b", inputs=ARTICLE_INPUTS)
    at = shown.needles
    for k in range(0, len(at["w"]), 17):
        walk = GRAPH.walk({**ARTICLE_INPUTS, "w": at["w"][k], "b": at["b"][k]})
        gradient = np.array([walk.gradients["w"], walk.gradients["b"]])
        needle = np.array([at["-w"][k], at["-b"][k]])
        np.testing.assert_allclose(needle, -gradient / np.linalg.norm(gradient), rtol=1e-12)


def test_there_is_no_needle_where_there_is_no_downhill():
    shown = landscape(bv.graph("log(a)"), "a", inputs={"a": 0.5}, ranges={"a": (-1, 1)})
    assert (shown.needles["a"] > 0).all()
    assert (shown.needles["-a"] == -1).all()
    flat = landscape(bv.graph("0*a + 5"), "a", inputs={"a": 1})
    assert len(flat.needles["a"]) == 0


def test_the_cost_is_averaged_over_data():
    shown = landscape(GRAPH, inputs={"w": 1, "b": 0}, data=DATA)
    assert shown.names == ("w", "b")
    i, j = 7, 11
    w, b = shown.axes["w"][j], shown.axes["b"][i]
    x, y = np.array(DATA["x"]), np.array(DATA["y_"])
    assert shown.costs[i, j] == pytest.approx(np.mean((y - w * x - b) ** 2), rel=1e-12)


def test_a_path_is_in_the_picture_and_its_end_in_the_middle():
    path = bowl_path()
    shown = landscape(path)
    for name in ("w", "b"):
        low, high = shown.ranges[name]
        assert low < path.inputs[name].min()
        assert path.inputs[name].max() < high
        assert (low + high) / 2 == pytest.approx(path.inputs[name][-1])
    assert len({round(high - low, 9) for low, high in shown.ranges.values()}) == 1


def test_of_a_path_that_diverges_the_beginning_is_shown():
    path = descend(BOWL, {"w": 0, "b": 1}, rate=1.5, steps=99)
    assert path.diverged
    shown = landscape(path)
    for low, high in shown.ranges.values():
        assert high - low < 1000


def test_inputs_of_other_magnitudes_get_ranges_of_their_own():
    path = descend(bv.graph("(w - 100)**2 + 100*(b - 0.1)**2"), {"w": 0, "b": 0}, "w, b", 0.005)
    (low, high), (low_b, high_b) = landscape(path).ranges.values()
    assert high - low > 50
    assert 0.1 < high_b - low_b < 1
    shown = landscape(path, ranges={"w": (-1, 1)})
    assert shown.ranges == {"w": (-1, 1), "b": (low_b, high_b)}


def test_what_moves_and_is_not_shown_stays_where_the_path_ends():
    graph = bv.graph("(a - 1)**2 + (b - 2)**2 + (c - 3)**2 + d")
    path = descend(graph, {"a": 0, "b": 0, "c": 0, "d": 7}, "a b c", rate=0.5, steps=1)
    shown = landscape(path)
    assert shown.names == ("a", "b")
    assert (shown.state["c"], shown.state["d"]) == (3, 7)
    assert shown.costs.min() == pytest.approx(7, abs=0.01)
    searched = landscape(path, search=True)
    assert set(searched.search.inputs) == {"a", "b", "c"}, "the search has the same freedom"


def test_a_random_search_has_as_many_evaluations():
    path = bowl_path()
    search = landscape(path, search=True, seed=3).search
    assert len(search.costs) == path.evaluations == 21
    for k in (0, 20):
        walk = BOWL.walk({name: search.inputs[name][k] for name in ("w", "b")})
        assert search.costs[k] == pytest.approx(walk.output, rel=1e-12)
    assert search.costs[search.best] == search.costs.min() > path.outputs[-1]
    again = landscape(path, search=True, seed=3).search
    assert again.costs.tolist() == search.costs.tolist()
    assert landscape(path, search=True, seed=4).search.costs.tolist() != search.costs.tolist()
    assert len(landscape(BOWL, inputs={"w": 1, "b": 1}, search=5).search.costs) == 5


def test_a_random_search_over_data_pays_for_every_example():
    path = descend(GRAPH, {"w": 0, "b": 0}, data=DATA, batch=2, steps=19, rate=0.01)
    assert path.evaluations == 40
    assert len(landscape(path, search=True).search.costs) == 10


def test_the_best_of_a_search_is_a_number():
    cost = Cost(bv.graph("log(a)"), {"a": 1})
    search = random_search(cost, {"a": (-1, 1)}, 50)
    assert np.isnan(search.costs).any()
    assert search.costs[search.best] == np.nanmin(search.costs)


def test_the_description_tells_what_is_seen():
    shown = landscape(GRAPH, "w", "b", inputs=ARTICLE_INPUTS)
    assert "∂f/∂w = 8, ∂f/∂b = 4; the compass points the other way." in shown.description
    assert "f for w from −0.75 to 6.75 and b from" in shown.description
    curve = landscape(GRAPH, "w", inputs=ARTICLE_INPUTS, lang="ja")
    assert "w = 3 での勾配は ∂f/∂w = 8" in curve.description
    both = landscape(bowl_path(), search=True).description
    assert "After step 20 of plain gradient descent" in both
    assert (
        "The best of 21 tried at random in the same region, with as many evaluations, has" in both
    )
    for text in (shown.description, curve.description, both):
        assert not re.search(r"[{}]|None|float64|  ", text)


@pytest.mark.parametrize(
    ("names", "how", "message"),
    [
        (("q",), {}, "w, x, b, y'.*, not q"),
        (("w", "w"), {}, "one or two inputs"),
        (("w", "b", "x"), {}, "one or two inputs.*not 3"),
        (("w",), {"inputs": {"w": 1}}, "missing: x"),
        (("w",), {"inputs": {**ARTICLE_INPUTS, "w": [1, 2]}}, "not w"),
        (("w",), {"search": True}, "a path to match"),
        (("w",), {"ranges": {"w": (1, 1)}}, "a low end and a higher one"),
        (("w",), {"ranges": {"w": (0, np.inf)}}, "a low end and a higher one"),
        (("w",), {"ranges": {"b": (0, 1)}}, "ranges for w"),
        (("w",), {"path": descend(BOWL, {"w": 0, "b": 0}, steps=1)}, "the same formula"),
    ],
)
def test_what_cannot_be_shown_is_refused(names, how, message):
    with pytest.raises(bv.InputError, match=message):
        landscape(GRAPH, *names, **{"inputs": ARTICLE_INPUTS, **how})


def test_without_parameters_the_inputs_must_be_named():
    with pytest.raises(bv.InputError, match="one or two inputs"):
        landscape(bv.graph(ARTICLE), inputs=ARTICLE_INPUTS)


def test_unknown_themes_and_languages_are_refused():
    with pytest.raises(ValueError, match="light, dark"):
        landscape(bowl_path(), theme="pink")
    with pytest.raises(ValueError, match=r"en, .*ja"):
        landscape(bowl_path(), lang="xx")


# What is drawn


def pixels(shown):
    from matplotlib.image import imread

    stream = io.BytesIO()
    shown.figure.savefig(stream, dpi=36)
    stream.seek(0)
    return imread(stream)


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_draws_the_path_and_the_search(theme):
    shown = landscape(bowl_path(), search=True, theme=theme)
    picture = pixels(shown)
    paper = np.array([int(THEMES[theme].paper[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    np.testing.assert_allclose(picture[0, 0, :3], paper, atol=0.01)
    assert len(shown.figure.axes) == 2
    assert picture.std() > 0.05


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize(
    ("text", "inputs", "how"),
    [
        ("0*a + 0*b + 5", {"a": 1, "b": 2}, {}),
        ("log(a)*b", {"a": 1, "b": 2}, {}),
        ("log(0*a - 1)*b", {"a": 1, "b": 2}, {}),
        ("1/(a*b)", {"a": 0, "b": 0}, {}),
        ("exp(exp(a)) + b", {"a": 6, "b": 0}, {}),
        ("abs(a) + b", {"a": 0, "b": 0}, {"ranges": {"a": (-1, 1), "b": (0, 100)}}),
        ("(a*x)**2 + b", {"a": 1, "b": 2, "x": [1.0, 2.0]}, {}),
    ],
)
@pytest.mark.parametrize("kind", ["curve", "contours", "surface"])
def test_whatever_comes_is_drawn_without_a_warning(text, inputs, how, kind):
    names = ("a",) if kind == "curve" else ("a", "b")
    ranges = {n: r for n, r in how.get("ranges", {}).items() if n in names}
    shown = landscape(
        bv.graph(text), *names, inputs=inputs, search=4, surface=kind == "surface", ranges=ranges
    )
    assert pixels(shown).std() > 0.02
    assert shown.description


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("how", [{"rate": 1.5}, {"method": "momentum"}, {"steps": 0}])
@pytest.mark.parametrize("surface", [False, True])
def test_every_ending_is_drawn(how, surface):
    assert pixels(landscape(bowl_path(**how), surface=surface, search=True)).std() > 0.02


@pytest.mark.usefixtures("drawing")
def test_an_undefined_start_is_drawn():
    shown = landscape(descend(bv.graph("log(a)"), {"a": -1}, "a"))
    assert pixels(shown).std() > 0.01
    said = legend(shown.figure.axes[0])
    assert said[-1] == "plain gradient descent, rate 0.1: undefined at step 0"


@pytest.mark.usefixtures("drawing")
def test_what_the_picture_says():
    path = bowl_path()
    paths = [path, bowl_path(method="adam"), descend(BOWL, {"w": 0, "b": 1}, rate=1.5)]
    first, second = landscape(BOWL, path=paths, search=True).figure.axes
    said = legend(first)
    assert said[:2] == ["compass: against the gradient", "start"]
    assert said[2].startswith("plain gradient descent (rate 0.1) to step 20: f = ")
    assert said[3].startswith("Adam (rate 0.1) to step 20: f = ")
    assert said[4] == "plain gradient descent, rate 1.5: diverges"
    assert (first.get_xlabel(), first.get_ylabel()) == ("w", "b")
    assert first.get_title() == "Descent: 21 evaluations"
    assert second.get_title() == "At random: 21 evaluations"
    assert legend(second)[1].startswith("best of 21: f = ")
    line = first.get_lines()[0]
    np.testing.assert_array_equal(line.get_xdata(), path.inputs["w"])
    np.testing.assert_array_equal(line.get_ydata(), path.inputs["b"])
    assert first.get_aspect() == 1, "where scales are equal a needle crosses contours squarely"


def inside(artist, frame):
    shown, around = artist.get_window_extent(), frame.get_window_extent()
    return (
        around.x0 <= shown.x0
        and shown.x1 <= around.x1
        and around.y0 <= shown.y0
        and shown.y1 <= around.y1
    )


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        (ARTICLE, ARTICLE_INPUTS),
        ("(w - 3)**2 + 2*(b + 1)**2", {"w": 0, "b": 1}),
        ("sin(2*w)*cos(3*b) + 0.1*w*b", {"w": 1, "b": 1}),
        ("123456*w*b", {"w": 1, "b": 2}),
        ("log(w)*b", {"w": 1, "b": 2}),
    ],
)
@pytest.mark.parametrize("reach", [1, 7, 10])
def test_the_frame_cuts_no_label_of_a_contour(text, inputs, reach):
    span = (-reach, reach)
    shown = landscape(bv.graph(text), "w", "b", inputs=inputs, ranges={"w": span, "b": span})
    (axes,) = shown.figure.axes
    shown.figure.draw_without_rendering()
    assert 1 <= len(axes.texts) <= 8
    assert [label.get_text() for label in axes.texts if not inside(label, axes)] == []


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("panels", [1, 2])
@pytest.mark.parametrize("surface", [False, True])
def test_the_picture_has_room_for_its_legend(panels, surface):
    start = {"w": 0, "b": 1}
    paths = [bowl_path(), bowl_path(method="adam"), descend(BOWL, start, rate=1.5)]
    for count in (1, 3):
        shown = landscape(BOWL, path=paths[:count], search=panels == 2, surface=surface)
        shown.figure.draw_without_rendering()
        assert len(shown.figure.axes) == panels
        for axes in shown.figure.axes:
            assert inside(axes.get_legend(), shown.figure), (panels, count)


@pytest.mark.usefixtures("drawing")
def test_names_at_the_axes_are_italic_as_in_the_other_pictures():
    (axes,) = landscape(bv.graph("(y' - w)**2"), "w", "y'", inputs={"w": 1, "y'": 2}).figure.axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("w", "y′")
    assert [axis.label.get_fontstyle() for axis in (axes.xaxis, axes.yaxis)] == ["italic"] * 2
    named = bv.graph((bv.variable("重み") - 1) ** 2)
    shown = landscape(named, "重み", inputs={"重み": 0})
    try:
        (axes,) = shown.figure.axes
    except bv.FontError as error:
        missing(str(error))
    assert axes.xaxis.label.get_fontstyle() == "normal", "its script has no italics"


@pytest.mark.usefixtures("drawing")
def test_needles_on_a_surface_have_one_length_and_heads_at_their_tips():
    from mpl_toolkits.mplot3d.art3d import Line3DCollection

    shown = landscape(GRAPH, "w", "b", inputs=ARTICLE_INPUTS, surface=True)
    (axes,) = shown.figure.axes
    (needles,) = [c for c in axes.collections if type(c) is Line3DCollection]
    span = np.diff([axes.get_xlim(), axes.get_ylim(), axes.get_zlim()])[:, 0]
    lines = [np.array(line) / span for line in needles._segments3d]
    shafts, heads = lines[: len(lines) // 2], lines[len(lines) // 2 :]
    assert len(shafts) == len(heads) > 20
    for shaft, head in zip(shafts, heads, strict=True):
        assert np.linalg.norm(shaft[1] - shaft[0]) == pytest.approx(0.085)
        np.testing.assert_allclose(head[1], shaft[1])
        assert max(np.linalg.norm(head - shaft[1], axis=1)) < 0.06
        assert shaft[1][2] < shaft[0][2], "downhill"


@pytest.mark.usefixtures("drawing")
def test_the_tangent_has_the_gradient_for_its_slope():
    (axes,) = landscape(GRAPH, "w", inputs=ARTICLE_INPUTS).figure.axes
    (tangent,) = [line for line in axes.get_lines() if hasattr(line, "get_slope")]
    assert tangent.get_slope() == 8
    assert tangent.get_xy1() == (3, 4)
    said = legend(axes)
    assert "tangent: its slope is ∂f/∂w = 8" in said


@pytest.mark.usefixtures("drawing")
def test_a_name_with_dollars_is_no_formula():
    graph = bv.graph((bv.variable("$a$") - 1) ** 2)
    shown = landscape(graph, "$a$", inputs={"$a$": 0})
    assert shown.figure.axes[0].get_xlabel() == "$a$"
    assert shown.png()


@pytest.mark.usefixtures("drawing")
def test_japanese_is_drawn_with_a_font_that_has_it():
    shown = landscape(bowl_path(), lang="ja", search=True)
    try:
        shown.figure  # noqa: B018
    except bv.FontError as error:
        missing(str(error))
    assert shown.png()  # a glyph that is not there would warn
    assert "出発点" in legend(shown.figure.axes[0])


@pytest.mark.usefixtures("drawing")
def test_without_a_font_the_words_remain(monkeypatch):
    def none(text):
        raise bv.FontError("no font here")

    monkeypatch.setattr("backprop_viz.landscapes.style.font_files", none)
    bundle = landscape(bowl_path(), lang="ja")._repr_mimebundle_()
    assert list(bundle) == ["text/plain"]
    assert "no font here" in bundle["text/plain"]


@pytest.mark.usefixtures("drawing")
def test_a_notebook_gets_a_picture_with_its_description():
    shown = landscape(bowl_path())
    bundle, metadata = shown._repr_mimebundle_()
    assert bundle["image/png"].startswith(b"\x89PNG")
    assert bundle["text/plain"] == shown.description == metadata["image/png"]["alt"]
    told = re.search("<img [^>]*", bundle["text/html"])[0]
    image = ElementTree.fromstring(f"{told}/>")
    assert image.get("alt") == shown.description
    assert int(image.get("width")) == metadata["image/png"]["width"]
    assert b64decode(image.get("src").partition("base64,")[2]) == bundle["image/png"]
    small, whole = (Image.open(io.BytesIO(png)) for png in (bundle["image/png"], shown.png()))
    assert small.size == whole.size
    assert len(bundle["image/png"]) < len(shown.png()) / 2
    away = np.abs(np.asarray(small.convert("RGB"), float) - np.asarray(whole.convert("RGB"), float))
    assert away.mean() < 2
    assert repr(shown) == "<landscape of f over w and b>"


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize(
    ("ending", "magic"), [("png", b"\x89PNG"), ("svg", b"<?x"), ("pdf", b"%PDF")]
)
def test_it_saves_itself_and_the_same_bytes_again(ending, magic, tmp_path):
    files = [landscape(bowl_path()).save(tmp_path / f"{k}.{ending}") for k in "ab"]
    first, second = (file.read_bytes() for file in files)
    assert first.startswith(magic)
    assert first == second
    with pytest.raises(ValueError, match=r"\.png, \.svg or \.pdf"):
        landscape(bowl_path()).save(tmp_path / "a.gif")


@pytest.mark.usefixtures("drawing")
def test_matplotlib_s_own_state_is_left_alone():
    before = dict(matplotlib.rcParams)
    landscape(bowl_path(), theme="dark", surface=True).png()
    assert dict(matplotlib.rcParams) == before
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or pyplot.get_fignums() == []


def test_without_matplotlib_it_tells_what_to_install_and_still_describes(monkeypatch):
    real = builtins.__import__

    def no_matplotlib(name, *rest):
        if name.partition(".")[0] == "matplotlib":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", no_matplotlib)
    shown = landscape(bowl_path())
    with pytest.raises(bv.MissingLibraryError, match=r'pip install "backprop-viz\[lab\]"'):
        shown.png()
    assert "the compass points the other way" in shown._repr_mimebundle_()["text/plain"]


def test_matplotlib_is_imported_only_to_draw():
    code = (
        "import sys, backprop_viz.landscapes.picture as l, backprop_viz as bv\n"
        "l.landscape(bv.graph('w**2'), 'w', inputs={'w': 1}).description\n"
        "assert 'matplotlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("formula", "at", "told"),
    [
        ("log(a)", -5.0, "f or its gradient is no finite number, so there is no compass."),
        ("0*a + 1", 2.0, "the ground is level, and the compass points nowhere."),
        ("a**2", 2.0, "the compass points the other way."),
    ],
)
def test_the_compass_is_told_as_it_is(formula, at, told):
    description = landscape(bv.graph(formula), "a", inputs={"a": at}).description
    assert told in description
    assert description.count("compass") == 1


def test_a_search_of_another_size_is_no_fair_one():
    path = bowl_path()
    alone = landscape(BOWL, "w", "b", inputs={"w": 0, "b": 0}, search=5).description
    for other in (alone, landscape(path, search=5).description):
        assert "The best of 5 tried at random in this region has f = " in other
        assert "as many evaluations" not in other
    for wrong in (-5, 2.7, 0.5, "many"):
        with pytest.raises(bv.InputError, match="search"):
            landscape(path, search=wrong)
    with pytest.raises(bv.InputError, match="seed"):
        landscape(path, search=True, seed=-1)


def test_a_surface_says_that_it_is_one():
    assert "surface in space" in landscape(bowl_path(), surface=True).description
    assert "surface in space" not in landscape(bowl_path()).description


@pytest.mark.usefixtures("drawing")
def test_several_paths_are_told_apart():
    paths = [descend(BOWL, {"w": 0, "b": 1}, rate=rate) for rate in (0.01, 0.02, 0.03, 0.04, 0.05)]
    (axes,) = landscape(BOWL, path=paths).figure.axes
    handles = axes.get_legend().legend_handles[2:]
    assert (
        len({(h.get_marker(), str(h.get_linestyle()), str(h._dash_pattern)) for h in handles}) == 5
    )
    assert len(set(legend(axes))) == 7


@pytest.mark.usefixtures("drawing")
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_long_legend_takes_no_room_from_the_ground(lang):
    name = "a_very_long_name_of_a_parameter"
    graph = bv.graph(f"({name} - 1)**2 + b**2 + 0*x")
    data = {"x": [1.0, 2.0, 3.0]}
    start = {name: 4.0, "b": 2.0}
    paths = [
        descend(graph, start, [name, "b"], rate=rate, steps=9, data=data, batch=1)
        for rate in (0.01, 0.02, 0.03)
    ]
    for search in (False, True):
        figure = landscape(paths[0], path=paths[1:], search=search, lang=lang).figure
        figure.draw_without_rendering()
        for axes in figure.axes:
            ground = axes.get_window_extent()
            assert ground.height / figure.dpi > 3.5
            below = axes.get_legend().get_window_extent()
            assert below.y0 > 0
            assert below.x0 > -1
            assert below.x1 < figure.bbox.width + 1
            assert below.y1 < axes.xaxis.label.get_window_extent().y0 + 1


THREE = bv.graph("f = (a + b + c - 2)**2", parameters="a b c")


@pytest.mark.usefixtures("drawing")
def test_what_other_inputs_have_made_stands_at_its_own_cost():
    """On a curve a path or a dart that moves more than is shown is not on the curve."""
    path = descend(THREE, {"a": 0, "b": 1, "c": 3}, rate=0.03, steps=6)
    shown = landscape(path, "a", search=True)
    first, second = shown.figure.axes
    drawn = {
        tuple(np.round([x, y], 9))
        for axes in (first, second)
        for line in axes.lines
        for x, y in np.array(line.get_data()).T
    }
    for place, cost in zip(path, path.costs, strict=True):
        assert tuple(np.round([place.inputs["a"], cost], 9)) in drawn
    best = shown.search.best
    assert tuple(np.round([shown.search.inputs["a"][best], shown.search.costs[best]], 9)) in drawn


@pytest.mark.usefixtures("drawing")
def test_a_search_may_leave_an_input_on_show_where_it_is():
    path = descend(GRAPH, ARTICLE_INPUTS, rate=0.05, steps=6)
    for names in (("x",), ("w", "x"), ("x", "y'")):
        shown = landscape(path, *names, search=True)
        assert set(shown.search.inputs) == {"w", "b"}
        assert pixels(shown).std() > 0.01


def test_a_path_of_another_formula_or_of_other_data_is_refused():
    other = descend(bv.graph("C = w*x + b*y'", parameters="w b"), ARTICLE_INPUTS, steps=3)
    with pytest.raises(bv.InputError, match="same formula"):
        landscape(GRAPH, "w", "b", inputs=ARTICLE_INPUTS, path=other)
    start = {"w": 1, "b": 0}
    few = {name: column[:2] for name, column in DATA.items()}
    here, there = (descend(GRAPH, start, rate=0.01, steps=2, data=d) for d in (DATA, few))
    with pytest.raises(bv.InputError, match="same data"):
        landscape(here, path=there)
    same = bv.graph(ARTICLE, parameters="w, b")  # read again, and still the same formula
    assert landscape(same, "w", inputs=ARTICLE_INPUTS, path=descend(GRAPH, ARTICLE_INPUTS))


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"ranges": {"w": 3}}, "pair of numbers"),
        ({"ranges": {"w": (1,)}}, "pair of numbers"),
        ({"ranges": {"w": ("low", "high")}}, "pair of numbers"),
        ({"path": 3}, "bv.descend"),
        ({"path": "abc"}, "bv.descend"),
    ],
)
def test_what_is_no_range_and_no_path_is_told_so(how, told):
    with pytest.raises(bv.InputError, match=told):
        landscape(GRAPH, "w", inputs=ARTICLE_INPUTS, **how)


def test_by_default_the_first_single_numbers_are_spread_out():
    graph = bv.graph("(w - 1)**2 + b**2 + c**2", parameters="w b c")
    path = descend(graph, {"w": [1.0, 2.0], "b": 1.0, "c": 2.0}, rate=0.1, steps=3)
    assert landscape(path).names == ("b", "c")


def test_a_search_that_finds_nothing_says_so():
    graph = bv.graph("f = log(w)")
    for lang, told in (("en", "none has a finite f"), ("ja", "有限の数になる点はありません")):
        shown = landscape(graph, "w", inputs={"w": -3}, ranges={"w": (-5, -1)}, search=4, lang=lang)
        assert told in shown.description


def test_a_long_path_is_drawn_in_some_of_its_places():
    path = bv.descend(BOWL, {"w": 1, "b": 1}, "w b", rate=1e-5, steps=20_000)
    shown = landscape(path)
    where, costs = shown.walked(path)
    assert len(where["w"]) == len(costs) == 2000
    for end in (0, -1):
        assert (where["w"][end], costs[end]) == (path[end].inputs["w"], path[end].output)
    assert shown.png().startswith(b"\x89PNG")


def test_a_random_search_has_an_end():
    path = bv.descend(BOWL, {"w": 1, "b": 1}, "w b", rate=1e-5, steps=30)
    with pytest.raises(bv.InputError, match=r"search is 1000000000: .* from 1 to 1000000"):
        landscape(path, search=10**9)
