"""A graph as JSON: its program and words, its layout, and the themes to choose from."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from ..blocks.view import entrances
from ..core.graph import Edge, Graph, Node
from ..core.operation import Op
from ..draw.cards import Card
from ..draw.picture import canvas
from ..draw.plan import Plan, glyph_circle
from ..draw.slots import LINE, is_italic, isolated
from ..draw.things import Link
from ..spell.names import latex as latex_name
from ..spell.numbers import Number, Value, latex_value
from ..tell.formula import formula, products_of
from ..tell.order import BESIDE
from ..tell.walk import Walk
from ..theme import FONT_SIZE, FONT_STACK, LOOKS, OWN, THEMES, Theme, key
from ..words import ENGLISH, LANGUAGES, Message, row, texts
from .blocks import OF_BLOCKS, port_of
from .circuits import rows_inside
from .insides import insides
from .levels import levels_of, places_of, sides, whole_plan
from .nodes import in_lists
from .schedule import encoded
from .still import Still, still

__all__ = [
    "as_json",
    "layout_of",
    "plan_of",
    "program",
    "program_of",
    "screen_of",
    "screen_words",
    "templates",
    "themes_of",
    "words_of",
]

_LONGEST = 40  # characters of a theme's name that are shown

MESSAGES = (
    "graph",
    "inputs",
    "forward",
    "seed",
    "seed_array",
    "unreached",
    "stopped",
    "fixed",
    "backward",
    "backward_output",
    "backward_shared",
    "backward_whole",
    "backward_whole_shared",
    "local",
    "shared_partial",
    "shared_complete",
    "sum",
    *sorted(set(BESIDE.values()) - set(OF_BLOCKS)),
    "broadcast",
    "some_entries",
    "overflow",
    "undefined",
    "undefined_slope",
    "no_value",
    "steep",
    "carried",
    "carried_slope",
    "indeterminate",
    "closed",
    "zero_times",
    "opposed",
    "overflow_sum",
)
"""The messages that the steps of a graph need."""


def as_json(value: Number) -> Any:
    """A value for JSON, an array by its shape and its entries row by row.

    JSON knows no nan and no infinities: these become strings.
    """
    if value is None:
        return None
    if np.ndim(value):
        array = np.asarray(value)
        return {"shape": list(array.shape), "data": [as_json(x) for x in array.ravel()]}
    number = float(value)
    return number if math.isfinite(number) else str(number)


def program(
    graph: Graph,
    plan: Plan,
    entries: Callable[[Value], Any] = as_json,
    products: frozenset[int] = frozenset(),
) -> dict[str, Any]:
    """All that the module needs to know of a graph, ready for JSON.

    Nodes are told by their index, and edges by their place in the backward pass. All blocks are
    open in the ``plan``, and every step is in its schedule. ``products`` are the operations that
    multiply arrays with each other.
    """
    rows = list(dict.fromkeys(node.op for node in graph.operations if node.op is not None))
    place = {op: number for number, op in enumerate(rows)}
    shown = graph.shown(plan.digits)
    return {
        "digits": plan.digits,
        "nodes": [
            {
                "name": node.name,
                "shown": shown[node.index],
                "latex": _symbol(graph, node, plan.digits),
                "row": None if node.op is None else place[node.op],
                "operands": list(node.operands),
                "value": None if node.value is None else entries(node.value),
                "has_gradient": graph.has_gradient[node.index],
                **port_of(node),
            }
            for node in graph.nodes
        ],
        "rows": [_row(op) for op in rows],
        "inputs": [graph.names[name] for name in graph.inputs],
        **({"shapes": _shapes(graph)} if graph.shapes else {}),
        "parameters": [graph.names[n] for n in graph.inputs if n in graph.parameters],
        "output": graph.output_node.index,
        "output_name": graph.output,
        "output_latex": latex_name(graph.output),
        **({} if graph.blocks else {"formula": _formula(graph, plan.digits, products)}),
        "operations": [node.index for node in graph.operations],
        "output_is_fixed": graph.is_fixed[graph.output_node.index],
        "reaches_output": list(graph.reaches_output),
        "edges": [
            {"operand": edge.operand, "node": edge.node, "position": edge.position}
            for edge in graph.backward_edges
        ],
        "uses": list(graph.live_uses),
        **({"levels": levels_of(graph, plan, rows, products)} if graph.blocks else {}),
        **({"source": _source(graph)} if graph.lines else {}),
        **({"circuits": _circuits(graph)} if plan.has_cards else {}),
        **(_parts(plan) if graph.blocks else _things(plan)),
        **words_of(graph),
    }


def words_of(graph: Graph) -> dict[str, Any]:
    """What the browser says of a graph, in which languages."""
    return {
        "languages": {lang: _language(lang) for lang in LANGUAGES},
        "words": {key: templates(key) for key in (*MESSAGES, *OF_BLOCKS * bool(graph.blocks))},
    }


def _shapes(graph: Graph) -> list[list[int] | None]:
    """The shape that the graph holds for alone, of each input; None where it holds for any."""
    known = (graph.shapes.get(name) for name in graph.inputs)
    return [None if shape is None else list(shape) for shape in known]


def _source(graph: Graph) -> dict[str, Any]:
    """The lines of the program that a graph was read from, and which is a node's."""
    lines = {line: place for place, line in enumerate(dict.fromkeys(graph.lines.values()))}
    of = {index: lines[line] for index, line in graph.lines.items()}
    return {"said": templates("source"), "lines": [*lines], "of": of}


def _circuits(graph: Graph) -> dict[str, Any]:
    """What tells of a node whether its entries are gone through, are numbers, or go by a name.

    And the rows of the circuits that they open into.
    """
    walked = [node.op for node in graph.operations if node.op is not None]
    return {
        "unnamed": sorted(graph.unnamed),
        **({"entrances": sorted(entrances(graph))} if graph.blocks else {}),
        "fixed": [node.index for node in graph.nodes if graph.is_fixed[node.index]],
        "owned": [node.index for node in graph.nodes if graph.owns(node)],
        "rows": {op.name: _inner_row(op) for op in rows_inside(walked)},
    }


def _formula(graph: Graph, digits: int, products: frozenset[int]) -> dict[str, Any]:
    """The formula as step 0 says it, and its lines with their marks, in pages."""
    made = formula(graph, digits, products)
    return {
        "latex": made.latex,
        "pages": [[line.equation for line in page] for page in made.pages],
    }


def _symbol(graph: Graph, node: Node, digits: int) -> str:
    """A node in LaTeX; an unnamed constant is its number."""
    if node.is_constant and not graph.owns(node):
        return latex_value(node.value, digits)
    return latex_name(node.name)


def _row(op: Op) -> dict[str, Any]:
    return {
        "op": op.name,
        "parameters": list(op.parameters),
        "options": list(map(_option, op.chosen)),
        "glyph": op.glyph,
        "written": op.written,
        "latex": op.value_latex,
        "shown": list(op.slope_latex),
        "local_written": list(op.local_written),
        "why": _said(op.why),
        "domain": None if op.domain is None else _said(op.domain),
        "kink": None if op.kink is None else _said(op.kink),
    }


def _inner_row(op: Op) -> dict[str, Any]:
    return {**_row(op), "stops": op.stops, "circle": glyph_circle(op.glyph)}


def _option(option: Any) -> Any:
    if isinstance(option, Still):
        return as_json(option.value)
    return as_json(option) if isinstance(option, float) else option


def _parts(plan: Plan) -> dict[str, Any]:
    """The things of a graph with blocks, level by level; the browser reckons what marks them."""
    told = insides(plan).told(plan, lambda card: _card(card).get("card"))
    return {"plan": {**({"cards": True} if plan.has_cards else {}), **told}}


def _things(plan: Plan) -> dict[str, Any]:
    return {"plan": _plan(plan, plan.graph.backward_places), "schedule": encoded(plan)}


def _plan(plan: Plan, place: Mapping[Edge, int]) -> dict[str, Any]:
    return {
        "wires": [
            {
                "id": wire.id,
                "node": wire.node,
                "role": wire.role,
                "name": wire.name,
                "title": wire.title,
                "constant": list(wire.constant),
                **_card(wire.card),
            }
            for wire in plan.wires
        ],
        "branches": [
            {
                "id": branch.id,
                "node": branch.edge.operand,
                "edge": place[branch.edge],
                **_card(branch.card),
            }
            for branch in plan.branches
        ],
        "circles": [
            {
                "id": circle.id,
                "node": circle.node,
                "glyph": circle.glyph,
                **({"opaque": True} if circle.opaque else {}),
            }
            for circle in plan.circles
        ],
        **({"cards": True} if plan.has_cards else {}),
        "terminals": [{"id": end.id, "role": end.role} for end in plan.terminals],
        "links": [_link(link, place) for link in plan.links],
        "turns": {f"{e.node}-{e.position}": turn for e, turn in plan.turns.items() if turn},
    }


def _card(card: Card | None) -> dict[str, Any]:
    """The card of an array; nothing for a number."""
    return {} if card is None else {"card": {**asdict(card), "told": card.told}}


def _link(link: Link, place: Mapping[Edge, int]) -> dict[str, Any]:
    """``into`` is the operation that the operand edge leads to, ``edge`` its backward place.

    Both are None for a link that is no part of an operand edge; ``edge`` also where no gradient
    comes back. A piece of a trunk has a ``turn``; ``turns`` tells how far along it an edge goes.
    """
    return {
        "tail": link.tail,
        "head": link.head,
        "node": link.node,
        "into": None if link.edge is None else link.edge.node,
        "edge": None if link.edge is None else place.get(link.edge),
        "turn": link.turn,
    }


def _language(lang: str) -> dict[str, str]:
    """What the browser asks of a language besides its texts."""
    return {"name": row(lang).name, "gap": row(lang).gap}


def _said(message: Message) -> dict[str, str]:
    return {lang: message.say(lang) for lang in LANGUAGES}


def templates(key: str) -> dict[str, str]:
    """A message in every language, its slots open."""
    return {lang: texts(lang)[key] for lang in LANGUAGES}


# A walk


def program_of(walk: Walk, entries: Callable[[Value], Any] = as_json) -> dict[str, Any]:
    """All that the module needs to know of a graph but its layout: program, colours and words.

    ``entries`` tells of a constant what stands in the program.
    """
    opaque, walk = walk.graph.opaque, still(walk)
    plan = plan_of(walk)
    made = program(walk.graph, plan, entries, products_of(walk))
    _draw_plan(made["plan"], plan)
    if opaque:
        made["opaque"] = opaque[0].op.name
    made["themes"] = themes_of(arrays=plan.has_cards)
    made["looks"] = {mark: asdict(look) for mark, look in LOOKS.items()}
    made["screen"] = screen_of(walk.graph, arrays=plan.has_cards, opaque=bool(opaque))
    return in_lists(made) if walk.graph.blocks else made


def screen_of(graph: Graph, *, arrays: bool, opaque: bool) -> dict[str, dict[str, str]]:
    """The words around the picture of a walk."""
    return {
        **screen_words(
            "explore.",
            "legend.",
            "page.",
            "story.",
            *["tones.", "entries."] * arrays,
            *["blocks."] * bool(graph.blocks),
            *["opaque."] * opaque,
        ),
        **{name: templates(f"picture.{name}") for name in ("title", "told")},
    }


def screen_words(*rooms: str) -> dict[str, dict[str, str]]:
    """The entries that begin so, as the screen calls them."""
    return {
        key.removeprefix("explore.").replace(".", "_"): templates(key)
        for key in texts(ENGLISH)
        if key.startswith(rooms) and key not in _OF_PYTHON
    }


_OF_PYTHON = {"explore.check", "page.title", "page.noscript"}  # which alone says these


def themes_of(chosen: Theme | None = None, *, arrays: bool = False) -> dict[str, dict[str, str]]:
    """The themes to choose from; one that is none of the package's is among them as ``OWN``.

    The colours of entries are among theirs where there are ``arrays`` only.
    """
    told = {name: asdict(theme) for name, theme in THEMES.items()}
    if chosen is not None and key(chosen) == OWN:
        name = chosen.name.encode("utf-8", "replace").decode()  # of lone surrogates
        told[OWN] = {**asdict(chosen), "name": name[:_LONGEST]}
    if not arrays:
        for row in told.values():
            del row["minus"], row["plus"]
    return told


def layout_of(walk: Walk) -> dict[str, Any]:
    """Where everything stands, in points.

    Raises ``EngineError`` without a Graphviz.
    """
    font = {"font": FONT_STACK, "font_size": FONT_SIZE, "line": LINE}
    if walk.graph.blocks:
        return font | places_of(plan_of(walk))
    drawing = canvas(walk.graph, _values(walk), walk.digits)
    layout = drawing.layout
    return font | {
        "width": layout.width,
        "height": layout.height,
        "boxes": {name: sides(box) for name, box in layout.boxes.items()},
        "curves": drawing.curves,
        "note": None if layout.note is None else {k: layout.note.say(k) for k in LANGUAGES},
    }


def plan_of(walk: Walk) -> Plan:
    """What is drawn of a walk where all of its blocks are open, made once."""
    return whole_plan(walk.graph, _values(walk), walk.digits)


def _values(walk: Walk) -> dict[int, Value]:
    return dict(enumerate(walk.node_values))


def _draw_plan(told: dict[str, Any], plan: Plan) -> None:
    """Add what a scene does not ask for, but a drawing does; insides have it."""
    if "wires" not in told:
        return
    for wire, entry in zip(plan.wires, told["wires"], strict=True):
        entry["italic"] = is_italic(wire.name)
        entry["drawn_name"] = isolated(wire.name)
    for circle, entry in zip(plan.circles, told["circles"], strict=True):
        entry |= {"size": circle.size, "font_size": circle.font_size}
