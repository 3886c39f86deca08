"""Pictures as structure: texts, marks and numbers, never pixels; by every engine alike."""

from __future__ import annotations

import math
import re
from base64 import b64decode
from collections import Counter
from dataclasses import fields
from functools import cache
from html import unescape
from itertools import combinations
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import backprop_viz as bv
from backprop_viz.core.ops import OPS
from backprop_viz.draw import engine as engines
from backprop_viz.draw.fonts import own_fonts
from backprop_viz.draw.layout import spacing
from backprop_viz.draw.picture import Picture, planned
from backprop_viz.draw.picture import canvas as _canvas
from backprop_viz.draw.plan import glyph_circle
from backprop_viz.draw.scene import scene
from backprop_viz.draw.slots import label_lines
from backprop_viz.draw.widths import text_width
from backprop_viz.spell.numbers import format_number
from backprop_viz.theme import FONT_SIZE, THEMES
from engines import ENGINES, chosen, warnings

ARTICLE = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
AT = {"x": 2, "w": 3, "b": 1, "y'": 5}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    """Every engine in turn: on CI each must be there, elsewhere a missing one is skipped."""
    with chosen(request.param) as found:
        yield found


# What marks a thing at which step


SHARED = "lost = x*a; a*x + a*a + max(x, a)*a"


TRUNK = "; ".join(["y0 = x", *(f"y{i} = sin(y{i - 1}) + x" for i in range(1, 9))])


@pytest.mark.parametrize("source", [ARTICLE, SHARED, TRUNK, "x", "1/2*(y - a)**2"])
def test_a_thing_looks_the_same_between_the_changes_that_its_schedule_tells(source):
    graph = bv.graph(source)
    walk = graph.walk(dict.fromkeys(graph.inputs, 2.0))
    plan = planned(graph, dict(enumerate(walk.node_values)))
    scenes = [scene(plan, walk, k) for k in range(len(walk.steps))]
    for kind in fields(plan.schedule):
        for n, marks in enumerate(getattr(plan.schedule, kind.name)):
            looks = [getattr(shown, kind.name)[n] for shown in scenes]
            changed = {k for k in range(1, len(looks)) if looks[k] != looks[k - 1]}
            assert changed <= {*marks.changes()}, (kind.name, n)


# Reading a picture back


def seen(svg: str) -> SimpleNamespace:
    """What an SVG of ours shows: per thing its texts, and where everything stands."""
    root = ElementTree.fromstring(svg)
    found = SimpleNamespace(
        root=root, values={}, gradients={}, branches={}, glyphs={}, geometry=[], anchors={}
    )
    found.size = (root.get("width"), root.get("height"), root.get("viewBox"))
    for group in root.findall(f"{SVG}g"):
        kind, *_ = group.get("class").split()
        key = group.get("data-edge") or int(group.get("data-node"))
        slots = [(part.get("class"), part) for part in group.findall(f"{SVG}g")]
        written = [(text.get("class"), text) for text in group.findall(f"{SVG}text")]
        written += [(role, text) for role, part in slots for text in part.iter(f"{SVG}text")]
        for role, text in written:
            role = role or "glyph"
            store = {
                "value": found.values,
                "gradient": found.gradients,
                "contribution": found.branches,
                "glyph": found.glyphs,
            }[role]
            store.setdefault(key, []).append(unmarked(text.itertext()))
            found.anchors.setdefault((kind, key, role), []).append((text.get("x"), text.get("y")))
    for element in root.iter():
        tag = element.tag.removeprefix(SVG)
        is_tint = tag == "rect" and element.get("class") is None and element.get("x") is not None
        if tag in ("path", "circle", "rect") and not is_tint:
            found.geometry.append(
                (tag, *(element.get(a) for a in ("d", "cx", "cy", "r", "x", "y", "width")))
            )
    return found


def texts(svg: str) -> Counter[str]:
    """All lines of text beside the circles."""
    found = seen(svg)
    slots = (found.values, found.gradients, found.branches)
    return Counter(line for slot in slots for lines in slot.values() for line in lines)


def lines_by_thing(svg: str) -> dict[str, str]:
    """All texts of each wire, branch and circle without spaces, by its name in the DOT text."""
    found, joined = seen(svg), {}
    for node in {*found.values, *found.gradients}:
        joined[f"w{node}"] = [*found.values.get(node, []), *found.gradients.get(node, [])]
    for edge, lines in found.branches.items():
        _, node, position = edge.split("-")
        joined[f"b{node}_{position}"] = lines
    joined |= {f"o{node}": lines for node, lines in found.glyphs.items()}
    return {thing: squeezed(lines) for thing, lines in joined.items()}


def drawn_by_graphviz(program: str, dot: str) -> SimpleNamespace:
    """What an engine makes of the DOT text: texts by thing, counts, tags and the size in points."""
    root = ElementTree.fromstring(engines.run(program, dot, "svg"))
    found = SimpleNamespace(root=root, texts={}, nodes=0, edges=0)
    for group in root.iter(f"{SVG}g"):
        kind = group.get("class")
        if kind == "edge":
            found.edges += 1
        if kind != "node":
            continue
        found.nodes += 1
        name = group.find(f"{SVG}title").text
        runs = [
            (float(t.get("y")), float(t.get("x")), "".join(t.itertext()))
            for t in group.iter(f"{SVG}text")
        ]
        # Runs of one line share its height, but for the fraction that a bold face is off.
        runs.sort(key=lambda run: (round(run[0] / 5), run[1]))
        if squeezed(run[2] for run in runs):
            found.texts[name] = squeezed(run[2] for run in runs)
    found.size = tuple(float(re.sub("pt|px", "", root.get(a))) for a in ("width", "height"))
    return found


def squeezed(lines) -> str:
    return re.sub(r"\s", "", unmarked(lines))


ISOLATE, POP = "\u2068", "\u2069"  # they keep a name's direction of writing to itself


def unmarked(lines) -> str:
    return "".join(lines).replace(ISOLATE, "").replace(POP, "")


def article(**options):
    return bv.graph(ARTICLE, parameters=["w", "b"]).walk(AT, **options)


# The article's pictures

VALUES = {  # name: (value, the step that computes it)
    "w": ("3", 1),
    "x": ("2", 1),
    "p": ("6", 1),
    "b": ("1", 1),
    "y": ("7", 2),
    "s": ("−7", 3),
    "y′": ("5", 1),
    "t": ("−2", 4),
    "f": ("4", 5),
}
GRADIENTS = {
    "f": ("1", 6),
    "t": ("−4", 7),
    "y′": ("−4", 8),
    "s": ("−4", 9),
    "y": ("4", 10),
    "p": ("4", 11),
    "b": ("4", 12),
    "w": ("8", 13),
    "x": ("12", 14),
}


@pytest.mark.parametrize("step", range(15))
def test_the_article_shows_at_each_step_what_is_known_then(engine, step):
    picture = article().picture(step)
    if step == 0:
        expected = list(VALUES)
    else:
        known = [f"{n} = {v if step >= at else '?'}" for n, (v, at) in VALUES.items()]
        expected = known + [f"∂ {g if step >= at else '?'}" for g, at in GRADIENTS.values()]
    assert texts(picture.svg) == Counter(expected)
    glyphs = [lines for _, lines in sorted(seen(picture.svg).glyphs.items())]
    assert glyphs == [["×"], ["+"], ["×−1"], ["+"], ["( )²"]]


def test_a_circle_says_how_arrays_are_multiplied():
    """As the formula on top and the chain rule do; a number times an array is ×."""
    given = {"A": np.eye(2), "B": np.eye(2), "n": 2.0}
    signs = {"A*B": "⊙", "A@B": "@", "n*A": "×", "A*n": "×", "n*n": "×"}
    for text, sign in signs.items():
        graph = bv.graph(f"sum({text})" if set(text) & {"A", "B"} else text)
        walk = graph.walk({name: given[name] for name in graph.inputs})
        circle = _canvas(walk.graph, dict(enumerate(walk.node_values))).plan.circles[0]
        assert (circle.glyph, f"{sign}</text>" in walk.picture().svg) == (sign, True)


def test_the_default_step_is_the_last_and_negative_steps_count_from_there():
    walk = article()
    assert walk.picture().svg == walk.picture(14).svg == walk.picture(-1).svg
    assert walk.picture(-15).svg == walk.picture(0).svg
    for step in (15, -16):
        with pytest.raises(IndexError):
            walk.picture(step)


def test_the_bare_graph_needs_no_input_and_has_no_numbers(engine):
    graph = article().graph
    bare, step0 = graph.picture(), graph.walk(AT).picture(0)
    assert texts(bare.svg) == texts(step0.svg) == Counter(list(VALUES))
    assert seen(bare.svg).geometry == seen(step0.svg).geometry


def test_an_unnamed_constant_is_its_number_from_the_start(engine):
    walk = bv.graph("3*x").walk(x=2)
    assert texts(walk.picture(0).svg) == Counter(["3", "x", "f"])
    assert texts(walk.picture().svg) == Counter(["3", "x = 2", "f = 6", "∂ 3", "∂ 1"])


def test_a_part_without_an_input_has_a_value_and_no_gradient(engine):
    walk = bv.graph("half = 1/2; k = half*half; f = half*(y - a)**2 + k*y").walk(y=3, a=1)
    fixed = {walk.graph.names[name] for name in ("half", "k")}
    for step in walk.steps:
        found = seen(walk.picture(step.index).svg)
        assert not fixed & set(found.gradients)
        assert not any(int(edge.split("-")[0]) in fixed for edge in found.branches)
    assert found.values[walk.graph.names["half"]] == ["half = 0.5"]
    assert found.gradients[walk.graph.names["y"]] == ["∂ 2.25"]
    assert texts(bv.graph("2*3").walk().picture().svg)["∂ 1"] == 1


def test_a_shared_wire_forks_and_sums_what_comes_back(engine):
    walk = bv.graph("b = a + a; c = b + b").walk(a=3)
    assert len(walk.steps) == 8
    expected = {
        3: (["∂ ?"], ["∂ ?"], ["∂ ?", "∂ ?", "∂ ?", "∂ ?"]),
        4: (["∂ ?"], ["∂ 1 + ?"], ["∂ ?", "∂ ?", "∂ 1", "∂ ?"]),
        5: (["∂ ?"], ["∂ 2"], ["∂ ?", "∂ ?", "∂ 1", "∂ 1"]),
        6: (["∂ 2 + ?"], ["∂ 2"], ["∂ 2", "∂ ?", "∂ 1", "∂ 1"]),
        7: (["∂ 4"], ["∂ 2"], ["∂ 2", "∂ 2", "∂ 1", "∂ 1"]),
    }
    for step, (a, b, branches) in expected.items():
        found = seen(walk.picture(step).svg)
        assert (found.gradients[0], found.gradients[1]) == (a, b)
        assert [line for _, (line,) in sorted(found.branches.items())] == branches


def test_nothing_unknown_is_shown_as_zero(engine):
    walk = bv.graph("relu(x)*0 + y*x").walk(x=-1, y=0)
    for step in range(1, len(walk.steps)):
        done = [s for s in walk.steps if s.index <= step]
        computed = {s.node for s in done if s.kind == "forward"}
        reached = {s.operand for s in done if s.kind == "backward"}
        reached |= {s.node for s in done if s.kind == "seed"}
        found = seen(walk.picture(step).svg)
        for node in walk.graph.operations:
            assert found.values[node.index][0].endswith("= ?") == (node.name not in computed)
        for name, index in walk.graph.names.items():
            assert (found.gradients[index] == ["∂ ?"]) == (name not in reached), (step, name)


# One layout for all steps and inputs

NUMBERS = [
    -1.234e-300,
    1.7e308,
    math.nan,
    -math.inf,
    math.inf,
    12345.678,
    -0.00012345,
    -99999.5,
    123456.0,
    -1 / 3,
    0.0,
]
PROGRAMS = [ARTICLE, "x*x + 3*x**2*y - pi*x", "maximum(a, b)**2 + gelu(a)/leaky_relu(b)"]


def walks(source):
    graph = bv.graph(source)
    for shift, _ in enumerate(NUMBERS):
        turned = NUMBERS[shift:] + NUMBERS[:shift]
        yield graph.walk(dict(zip(graph.inputs, turned, strict=False)))


@pytest.mark.parametrize("source", PROGRAMS)
def test_positions_and_size_are_the_same_for_all_steps_and_inputs(engine, source):
    places, sizes, anchors = set(), set(), {}
    for walk in walks(source):
        for step in range(len(walk.steps)):
            found = seen(walk.picture(step).svg)
            sizes.add(found.size)
            places.add(tuple(found.geometry))
            for slot, where in found.anchors.items():
                anchors.setdefault(slot, set()).add(tuple(where))
    assert len(sizes) == len(places) == 1
    assert all(len(where) == 1 for where in anchors.values())


@pytest.mark.parametrize("source", PROGRAMS)
def test_the_dot_text_lays_out_alike_for_all_steps_and_inputs(engine, source):
    def places(picture):
        rows = [line.split() for line in engines.run(engine, picture.dot, "plain").splitlines()]
        sizes = [row[1:4] for row in rows if row[0] == "graph"]
        return sizes + sorted(row[1:6] for row in rows if row[0] == "node")

    bare = places(bv.graph(source).picture())
    for number, walk in enumerate(walks(source)):
        step = number % len(walk.steps)
        assert places(walk.picture(step)) == places(walk.picture()) == bare


ARRAYS = bv.graph("y = W*x + b; y*y").walk(
    W=np.array([[-1.23456e-7, 2, 3], [4e10, 5, 6], [7, 8, -9.87654321]]),
    x=np.array([-0.0012345, 1e-300, 3]),
    b=-0.5,
)
LARGE = bv.graph("a*b").walk(a=np.full((4, 100), -1.23e-40), b=np.full((4, 1), 12345.678))


def shown_lines(svg):
    """(the wire's or branch's place in the plan, the line, whether it is bold)."""
    for group in ElementTree.fromstring(svg).findall(f"{SVG}g"):
        if group.get("class") != "operation":
            for text in group.findall(f"{SVG}text"):
                yield group, "".join(text.itertext()), text.get("font-weight") == "bold"


def slots(walk):
    """The widths of the slots, by the class and the data of their group."""
    plan = _canvas(walk.graph, dict(enumerate(walk.node_values))).plan
    widths = {str(wire.node): wire.width for wire in plan.wires}
    return widths | {
        f"{b.edge.operand}-{b.edge.node}-{b.edge.position}": b.width for b in plan.branches
    }


def every_line(walk):
    widths = slots(walk)
    for step in range(len(walk.steps)):
        for group, line, bold in shown_lines(walk.picture(step).svg):
            key = group.get("data-edge") or group.get("data-node")
            yield line, bold, widths[key]


@pytest.mark.parametrize("source", [*PROGRAMS, "ARRAYS", "LARGE"])
def test_every_text_fits_its_slot(source):
    for walk in {"ARRAYS": [ARRAYS], "LARGE": [LARGE]}.get(source) or walks(source):
        for line, _, width in every_line(walk):
            assert text_width(line) <= width, line


@cache
def advances(bold: bool):
    from fontTools.ttLib import TTFont

    regular, heavy, *_ = own_fonts()
    with TTFont(heavy if bold else regular) as font:
        unit = font["head"].unitsPerEm
        return {c: font["hmtx"][glyph][0] / unit for c, glyph in font.getBestCmap().items()}


@pytest.mark.parametrize("source", [*PROGRAMS, "ARRAYS", "LARGE", "HHH_WWW*mmmm_DDD + H1*O2"])
def test_every_text_fits_its_slot_as_the_real_font_draws_it(source):
    for walk in {"ARRAYS": [ARRAYS], "LARGE": [LARGE]}.get(source) or walks(source):
        for line, bold, width in every_line(walk):
            assert 14 * sum(advances(bold)[ord(c)] for c in line) <= width, (line, bold)


@pytest.mark.parametrize(
    "source",
    [*PROGRAMS, "h = relu(u*x + v*y); k = relu(r*x + s*y); (h*k - t)**2", "a*b; a + b; a*2"],
)
def test_nothing_lies_on_anything_else_or_outside_the_page(engine, source):
    source = source if source != "a*b; a + b; a*2" else "d = a*b; c = a + b; a*2"
    graph = bv.graph(source)
    layout = _canvas(graph, {}).layout
    for box in layout.boxes.values():
        assert box.width / 2 <= box.x <= layout.width - box.width / 2
        assert box.height / 2 <= box.y <= layout.height - box.height / 2
    for (a, one), (b, other) in combinations(layout.boxes.items(), 2):
        apart_x = abs(one.x - other.x) - (one.width + other.width) / 2
        apart_y = abs(one.y - other.y) - (one.height + other.height) / 2
        assert max(apart_x, apart_y) >= 0, (a, b)


# The DOT text and the SVG are the same picture

MIXED = [
    (ARTICLE, AT),
    ("b = a + a; c = b + b", {"a": 3}),
    ("x*x + 3*x**2*y - pi*x", {"x": 2, "y": -1}),
    ("d = a*b; c = a + b; a*2", {"a": 1, "b": 2}),
    ("log(a)*sqrt(b) - 1/c", {"a": -1, "b": 1e30, "c": 0}),
    ("W*x + b", {"W": np.arange(9.0).reshape(3, 3), "x": [1, 2, 3], "b": 1}),
    ("a*b", {"a": np.ones((4, 5)), "b": 2}),
    ("3", {}),
    ("x", {"x": 2}),
    ("h = 1/2; f = h*(y - a)**2 + h", {"y": 3, "a": 1}),
]


@pytest.mark.parametrize(("source", "inputs"), MIXED, ids=[source for source, _ in MIXED])
def test_graphviz_draws_the_dot_text_as_the_svg_is(engine, source, inputs):
    walk = bv.graph(source).walk(inputs)
    for step in {0, 1, len(walk.steps) // 2, len(walk.steps) - 1}:
        picture = walk.picture(step)
        theirs = drawn_by_graphviz(engine, picture.dot)
        assert theirs.texts == lines_by_thing(picture.svg), step
        root = seen(picture.svg).root
        groups = [g.get("class").split()[0] for g in root.findall(f"{SVG}g")]
        marks = [e for e in root if "terminal" in e.get("class", "")]
        doubled = sum("output" in e.get("class") for e in marks) // 2
        assert theirs.nodes == len(groups) + len(marks) - doubled
        curves = [e for e in root.findall(f"{SVG}path") if e.get("fill") == "none"]
        assert theirs.edges == len(curves)
        ours = [float(x) for x in root.get("viewBox").split()[2:]]
        for mine, other in zip(ours, theirs.size, strict=True):
            assert abs(mine - other) <= 2 * 8 + 2  # but for the margin and whole points


def test_the_dot_text_is_graphviz_source_on_its_own(engine, tmp_path):
    file = article().picture(9).save(tmp_path / "x.dot")
    # An engine may warn that it lacks a font's measures, but not that a text is too large.
    assert "too small" not in warnings(engine, file.read_text("utf-8"))
    assert drawn_by_graphviz(engine, file.read_text("utf-8")).texts["w5"] == "s=−7∂−4"


def test_graphviz_finds_room_for_every_text_of_the_dot(engine):
    for source in PROGRAMS:
        for walk in walks(source):
            dot = walk.picture().dot
            said = warnings(engine, dot)
            if "no value for width of non-ASCII" not in said:  # it can measure the text
                assert "too small" not in said, said


@pytest.mark.parametrize("theme", THEMES)
def test_the_dot_text_marks_gradients_with_the_theme_s_colour(theme):
    dot = article().picture(14, theme=theme).dot
    colour = THEMES[theme].gradient
    assert f'<FONT COLOR="{colour}">∂ −4</FONT>' in dot
    assert f'bgcolor="{THEMES[theme].paper}"' in dot


# Names of any kind

HOSTILE = [
    "a:b",
    "<b>",
    r"\N",
    r"\G\E\l",
    '"',
    "&",
    "&lt;",
    "&#60;",
    "-->",
    "<!--",
    "]]>",
    "</svg><script>",
    "<script>1",
    "'><a href=x",
    "$x$",
    "{a|b}",
    "node [x=1];",
    "a\\",
    "損失",
    "😀",
    "é\u0301",
    "a\u202eb",
    "\u200fab",
    "a\u2028graph 1 9",
    "a\u2029edge w0 w1",
    "%s{0}",
]
OUR_TAGS = {"svg", "title", "desc", "rect", "path", "g", "text", "tspan", "circle"}
GRAPHVIZ_TAGS = {"svg", "g", "title", "text", "path", "polygon", "polyline", "ellipse", "a"}


def tags(root):
    return {element.tag.rpartition("}")[2] for element in root.iter()}


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_comes_out_as_itself_and_is_never_markup(engine, name):
    walk = bv.graph(bv.variable(name) * bv.variable("x")).walk({name: 1, "x": 2})
    index = walk.graph.names[walk.graph.inputs[0]]
    shown = walk.graph.displayed[index]
    for step in (0, 1, len(walk.steps) - 1):
        picture = walk.picture(step)
        found = seen(picture.svg)
        assert tags(found.root) <= OUR_TAGS
        assert found.values[index] == [f"{shown} = 1" if step else shown]
        titles = [t.text for t in found.root.iter(f"{SVG}title")]
        assert f"input {shown}" + (" = 1" if step else "") in titles
        theirs = drawn_by_graphviz(engine, picture.dot)
        assert tags(theirs.root) <= GRAPHVIZ_TAGS
        assert theirs.nodes == 7
        assert theirs.edges == 6
        assert theirs.texts[f"w{index}"].startswith(squeezed([shown, "=1"] if step else [shown]))


@pytest.mark.parametrize("name", ["שא", "ابج", "a\u202eb"], ids=ascii)
def test_a_name_written_from_right_to_left_does_not_turn_its_number(engine, name):
    """Without an isolate ``שא = 2`` is shown as ``2 = שא``, and 15 behind an override as 51."""
    picture = bv.graph(bv.variable(name) * 2).walk({name: 15}).picture()
    for text in (picture.svg, unescape(engines.run(engine, picture.dot, "svg"))):
        assert f"{ISOLATE}{name}{POP}" in text


def test_a_long_name_is_shortened_in_its_slot_and_whole_in_its_title(engine):
    name = "a_very_long_name_" * 20 + "x"
    picture = bv.graph(f"{name}*2").walk({name: 1}).picture()
    assert seen(picture.svg).values[0] == ["a_very_…name_x = 1"]
    assert f"input {name} = 1" in [
        t.text for t in ElementTree.fromstring(picture.svg).iter(f"{SVG}title")
    ]


# What a reader of the SVG, with eyes or without, is given


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_an_svg_tells_what_it_is(lang):
    walk = article()
    picture = walk.picture(9, lang=lang)
    root = ElementTree.fromstring(picture.svg)
    sentence = walk.steps[9].sentence(lang)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == picture.title
    assert root.find(f"{SVG}desc").text == sentence
    assert sentence in root.get("aria-label")
    assert ("ステップ" in picture.title) == (lang == "ja")
    assert repr(picture) == picture.title + {"en": ". ", "ja": "。"}[picture.lang] + sentence


def test_pictures_share_no_id_and_no_style(engine):
    walk = article()
    for step in range(15):
        for element in ElementTree.fromstring(walk.picture(step).svg).iter():
            assert "id" not in element.attrib
            assert not any("url(" in value or "href" in key for key, value in element.items())
            assert element.tag != f"{SVG}style"


def test_a_picture_is_made_of_its_step_alone():
    one, two = article().picture(9), article().picture(9)
    assert one.svg == two.svg
    assert one.dot == two.dot


def test_the_background_covers_the_whole_page():
    for source, inputs in MIXED:
        root = ElementTree.fromstring(bv.graph(source).walk(inputs).picture().svg)
        width, height = (float(x) for x in root.get("viewBox").split()[2:])
        paper = root.find(f"{SVG}rect")
        assert float(paper.get("width")) >= width
        assert float(paper.get("height")) >= height


def test_the_size_has_the_proportions_of_the_view():
    """Otherwise a renderer centres the view and leaves a seam beside it."""
    for source, inputs in MIXED:
        root = ElementTree.fromstring(bv.graph(source).walk(inputs).picture().svg)
        width, height = (float(x) for x in root.get("viewBox").split()[2:])
        assert float(root.get("width")) == pytest.approx(width * 4 / 3, abs=0.01)
        assert float(root.get("height")) == pytest.approx(height * 4 / 3, abs=0.01)


def test_roles_are_told_apart_by_shape(engine):
    picture = bv.graph("w*x + 3", parameters=["w"]).walk(w=1, x=2).picture()
    shapes = {}
    for element in ElementTree.fromstring(picture.svg):
        kind, _, role = element.get("class", "").partition(" ")
        if kind == "terminal":
            wide = element.get("r") or (element.get("width"), element.get("height"))
            filled = element.get("fill") == THEMES["light"].ink
            shapes.setdefault(role, []).append((element.tag, wide, filled))
    assert set(shapes) == {"input", "parameter", "constant", "output"}
    assert len({tuple(look) for look in shapes.values()}) == 4
    assert len(shapes["output"]) == 2  # a ring in a ring
    titles = {t.text for t in ElementTree.fromstring(picture.svg).iter(f"{SVG}title")}
    assert {"parameter w = 1", "input x = 2", "output f = 5"} <= titles


# Colours, and what carries meaning without them


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_texts_and_lines_contrast_with_what_lies_under_them(name):
    theme = THEMES[name]
    for ground in (theme.paper, theme.forward_tint, theme.backward_tint):
        assert contrast(theme.ink, ground) >= 4.5
    for ground in (theme.paper, theme.backward_tint):
        assert contrast(theme.gradient, ground) >= 4.5
    for line in (theme.forward, theme.backward):
        assert contrast(line, theme.paper) >= 4.5
    assert 1.5 <= contrast(theme.faint, theme.paper) < contrast(theme.ink, theme.paper)


def test_there_are_themes_for_screens_for_paper_and_for_the_colour_blind():
    assert set(THEMES) == {"light", "dark", "print", "colorblind"}
    row = THEMES["print"]
    for colour in vars(row).values():
        if colour.startswith("#"):
            assert colour[1:3] == colour[3:5] == colour[5:7]  # no hue
    with pytest.raises(ValueError, match="light, dark, print, colorblind"):
        article().picture(theme="pink")
    with pytest.raises(ValueError, match=r"en, .*ja"):
        article().picture(lang="xx")


@pytest.mark.parametrize("name", THEMES)
def test_an_svg_has_no_colour_but_its_theme_s(name):
    colours = set(re.findall(r"#[0-9a-f]{6}", article().picture(9, theme=name).svg))
    assert colours <= set(vars(THEMES[name]).values())
    assert THEMES[name].gradient in colours


@pytest.mark.parametrize("name", THEMES)
def test_colour_is_never_the_only_mark(name):
    walk = article()
    for step in range(15):
        picture = walk.picture(step, theme=name)
        for _, line, _ in shown_lines(picture.svg):
            assert line.startswith("∂ ") != (line.split(" ")[0] in VALUES), line
        operations = [
            g
            for g in ElementTree.fromstring(picture.svg).findall(f"{SVG}g")
            if g.get("class") == "operation"
        ]
        heavy = [g for g in operations if g.find(f"{SVG}circle").get("stroke-width") == "2.6"]
        active = walk.steps[step].node if walk.steps[step].kind in ("forward", "backward") else None
        expected = [walk.graph.names[active]] if active else []
        assert [int(g.get("data-node")) for g in heavy] == expected
        bold = {line for _, line, bold in shown_lines(picture.svg) if bold}
        assert bool(bold) == (step > 0)


def test_the_step_s_own_numbers_stand_out_and_what_is_to_come_is_faint(engine):
    theme = THEMES["light"]
    svg = article().picture(9).svg  # ∂f/∂s, through the addition that made t
    look = {
        "".join(t.itertext()): (t.get("fill"), t.get("font-weight"))
        for group in ElementTree.fromstring(svg).findall(f"{SVG}g")
        if group.get("class") != "operation"
        for t in group.findall(f"{SVG}text")
        if group.get("data-node") in ("0", "5", "7", "8")  # w, s, t, f
    }
    assert look["∂ ?"] == (theme.faint, None)
    assert look["∂ −4"] == (theme.gradient, "bold")
    assert look["∂ 1"] == (theme.gradient, None)
    assert look["s = −7"][0] == theme.ink
    tints = re.findall(rf'<rect [^>]*fill="{theme.backward_tint}"', svg)
    assert len(tints) == 1


# Arrays


def test_the_numbers_of_an_array_stand_in_cells(engine):
    walk = bv.graph("W*x").walk(W=[[1, 2, 3], [4, 5, 6], [7, 8, 9]], x=[1, -1, 0.5])
    found = seen(walk.picture().svg)
    w, x = walk.graph.names["W"], walk.graph.names["x"]
    assert found.values[w] == ["W", "3×3", *map(str, range(1, 10))]
    assert found.gradients[w] == ["∂", *(["1", "−1", "0.5"] * 3)]
    assert found.values[x] == ["x", "3", "1", "−1", "0.5"]
    assert found.gradients[x] == ["∂", "12", "15", "18"]


def test_graphviz_polishes_less_where_lines_are_long():
    def limit(source: str) -> float | None:
        graph = bv.graph(source)
        walk = graph.walk(dict.fromkeys(graph.inputs, 0.5))
        plan = planned(walk.graph, dict(enumerate(walk.node_values)))
        found = spacing(plan).get("nslimit")
        assert (f"nslimit={found}" in walk.picture(0).dot) == bool(found)
        return None if found is None else float(found)

    def recurrent(steps: int) -> str:
        rows = (f"h{i} = tanh(w*h{i - 1} + u*x{i} + b)" for i in range(1, steps + 1))
        return "; ".join(["h0 = x0", *rows])

    def late(count: int) -> str:
        rows = (f"a{i} = a{i - 1}*x{i}" for i in range(1, count))
        total = " + ".join(f"x{i}" for i in range(count))
        return "; ".join(["a0 = sin(x0)", *rows, f"a{count - 1} + {total}"])

    assert limit(recurrent(5)) is limit(late(10)) is None
    assert limit(" + ".join(f"x{i}**2" for i in range(100))) == 2.0
    assert limit(recurrent(60)) == 2.0  # its lines are trunks
    assert 0 < limit(late(200)) < limit(late(120)) < 2.0
    assert limit(recurrent(200)) == 0  # so deep that rows are best


def test_slots_follow_the_shapes_of_the_inputs_and_not_their_values(engine):
    graph = bv.graph("a*b")
    scalar = graph.walk(a=1, b=2).picture()
    small = graph.walk(a=[1, 2], b=2).picture()
    other = graph.walk(a=[-1e-300, math.nan], b=-math.inf).picture()
    assert seen(small.svg).size == seen(other.svg).size != seen(scalar.svg).size
    assert seen(scalar.svg).values[0] == ["a = 1"]  # the first layout is still there


def test_empty_and_deep_arrays_have_pictures(engine):
    for value in (np.zeros((0,)), np.zeros((2, 2, 2)), np.zeros((1, 1)), np.ones((10, 1000))):
        walk = bv.graph("a*2").walk(a=value)
        assert seen(walk.picture().svg).values[0][0] in ("a", "a = 0 ‖0‖")


# Random graphs

UNARY = ("-", "sin", "tanh", "square", "abs", "exp", "sqrt", "log")
BINARY = ("+", "-", "*", "/", "maximum")
PLAIN = st.floats(-1e3, 1e3)
NUMBER = PLAIN | st.sampled_from(NUMBERS)


@st.composite
def lessons(draw):
    """A random program with shared nodes, its inputs, and a step."""
    names = list("xyz"[: draw(st.integers(1, 3))])
    inputs = {name: draw(NUMBER) for name in names}
    lines = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        operand = st.sampled_from(names)
        if draw(st.integers(0, 3)):
            sign, a, b = draw(st.sampled_from(BINARY)), draw(operand), draw(operand)
            right = f"maximum({a}, {b})" if sign == "maximum" else f"{a} {sign} {b}"
        else:
            name, a = draw(st.sampled_from(UNARY)), draw(operand)
            right = f"{name}({a})"
        lines.append(f"n{number} = {right}")
        names.append(f"n{number}")
    walk = bv.graph("; ".join(lines) + f"; {names[-1]}").walk(
        {name: inputs[name] for name in bv.graph("; ".join(lines)).inputs}
    )
    return walk, draw(st.integers(1, len(walk.steps) - 1))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(lesson=lessons())
def test_the_numbers_of_any_picture_are_the_walk_s(engine, lesson):
    walk, step = lesson
    done = walk.steps[: step + 1]
    computed = {s.node for s in done if s.kind == "forward"} | set(walk.graph.inputs)
    found = seen(walk.picture(step).svg)
    arrived = {
        f"{walk.graph.names[s.operand]}-{walk.graph.names[s.node]}-{s.position}": s.contribution
        for s in done
        if s.kind == "backward"
    }
    for name, index in walk.graph.names.items():
        shown = format_number(walk.values[name], 7) if name in computed else "?"
        assert found.values[index] == [f"{walk.graph.displayed[index]} = {shown}"]
        coming = [s for s in walk.steps if s.kind == "backward" and s.operand == name]
        come = [s for s in coming if s.index <= step]
        if name == walk.graph.output and not coming:
            gradient = "1" if any(s.kind == "seed" for s in done) else "?"
        elif not coming:
            gradient = "0" if any(s.kind == "seed" for s in done) else "?"
        elif not come:
            gradient = "?"
        else:
            gradient = format_number(come[-1].total, 7) + ("" if come[-1].complete else " + ?")
        assert found.gradients[index] == [f"∂ {gradient}"]
    for edge, line in found.branches.items():
        shown = format_number(arrived[edge], 7) if edge in arrived else "?"
        assert line == [f"∂ {shown}"]
    if step == len(walk.steps) - 1:
        assert "?" not in "".join(texts(walk.picture().svg))


# Large, and small


def test_a_chain_of_a_thousand_operations_has_a_picture(engine):
    x = bv.variable("x")
    for _ in range(400):
        x = bv.sin(x)
    picture = bv.graph(x).walk(x=1).picture()
    assert len(seen(picture.svg).glyphs) == 400


def test_the_drawn_text_of_a_label_is_what_the_formatter_says():
    assert label_lines(-1.234e-300) == ["−1e−300"]
    assert label_lines(12345.678) == ["1.235e4"]
    assert label_lines(math.nan) == ["nan"]
    assert label_lines(-math.inf) == ["−∞"]
    assert unescape("&amp;") == "&"


# A picture shows itself


def test_a_notebook_gets_svg_png_and_the_sentence():
    walk = article()
    for shown in (walk.picture(9), walk, bv.graph(ARTICLE)):
        bundle = shown._repr_mimebundle_()
        assert set(bundle) == {"text/plain", "text/html", "image/svg+xml", "image/png"}
        assert bundle["image/svg+xml"].startswith("<svg ")
        assert bundle["image/png"].startswith(b"\x89PNG")
    bundle = walk.picture(9)._repr_mimebundle_()
    assert walk.steps[9].sentence() in bundle["text/plain"]
    assert bundle["image/svg+xml"].count("<path") == walk.picture(9).svg.count("<path")


def as_html(picture):
    """The image that a notebook's page shows: its element, and what it holds."""
    html = picture._repr_mimebundle_()["text/html"]
    closed = re.sub("(<img[^>]*)>", r"\1/>", html)
    image = next(ElementTree.fromstring(f"<p>{closed}</p>").iter("img"))  # the light one
    kind, _, data = image.get("src").partition(";base64,")
    assert kind == "data:image/svg+xml"
    return image, b64decode(data).decode()


def test_on_a_page_a_picture_is_read_out():
    """JupyterLab gives an SVG or a PNG no alternative text."""
    bare = bv.graph(ARTICLE).picture()
    for picture in (article().picture(9), article().picture(13, lang="ja"), bare):
        image, svg = as_html(picture)
        assert image.get("alt") == repr(picture)
        assert svg == picture.svg


@pytest.mark.parametrize("source", ["x**2", ARTICLE, " + ".join(f"x{i}" for i in range(30))])
def test_a_wide_picture_shrinks_with_its_column_as_far_as_it_can_be_read(source):
    graph = bv.graph(source)
    picture = graph.walk(dict.fromkeys(graph.inputs, 2.0)).picture()
    image, _ = as_html(picture)
    width = picture.size[0]
    assert float(image.get("width")) == pytest.approx(width, abs=1)
    for shown in (image, ElementTree.fromstring(picture.inline)):
        style = dict(rule.split(":") for rule in shown.get("style").split(";"))
        assert (style["max-width"], style["height"]) == ("100%", "auto")
        least = int(style["min-width"].removesuffix("px"))
        assert least == pytest.approx(0.67 * width, abs=1)
        assert least / width * FONT_SIZE / 0.75 >= 12.4  # pixels of its labels, as of an explorer's


def test_a_question_leaves_open_what_its_step_finds():
    """It is marked as the step is, and tells no more than the step before."""
    for walk in (article(), bv.graph("u = x**2; u*y + sin(u)").walk(x=1.5, y=-2)):
        for k in range(2, len(walk.steps)):
            asked = Picture(walk.graph, walk, k, question="What is it?")
            shown, told = seen(asked.svg), seen(walk.picture(k).svg)
            before = seen(walk.picture(k - 1).svg)
            for role in ("values", "gradients", "branches"):
                assert getattr(shown, role) == getattr(before, role), (k, role)
            groups = [
                [g.get("class") for g in found.root.iter(f"{SVG}g")] for found in (shown, told)
            ]
            assert groups[0] == groups[1]
            assert asked.description == "What is it?"
            assert "What is it?" in repr(asked)
            titles = asked._wire_titles(asked._canvas)
            wires = asked._canvas.plan.wires
            known = [walk.graph.computed_at[wire.node] < k for wire in wires]
            assert ["=" in title for title in titles] == known
    first = seen(Picture(walk.graph, walk, 1, question="What is it?").svg)
    assert sorted(line for lines in first.values.values() for line in lines) == [
        *("f = ?", "u = ?", "v₁ = ?", "v₂ = ?", "x = 1.5", "y = −2")
    ]


def test_all_pictures_of_a_walk_come_in_order():
    pictures = list(article().pictures(theme="dark", lang="ja"))
    assert [p.step for p in pictures] == list(range(15))
    assert all(p.theme.name == "dark" and p.lang == "ja" for p in pictures)


def test_a_wide_sum_of_shared_powers_is_drawn():
    walk = bv.graph("+".join(f"x**{i}" for i in range(1, 161))).walk(x=0.9)
    assert "</svg>" in walk.picture().svg
    with pytest.raises(IndexError, match="there is no step 5000; the steps are 0 to"):
        walk.picture(5000)


@pytest.mark.parametrize("name", OPS)
def test_the_sign_of_an_operation_is_as_large_as_a_label_and_stands_in_its_circle(name):
    size, diameter = glyph_circle(OPS[name].glyph)
    assert size >= FONT_SIZE
    width = text_width(OPS[name].glyph, size)
    assert diameter >= math.hypot(width, 0.5 * size)
    assert diameter <= 88, "no circle outgrows the cards beside it"
