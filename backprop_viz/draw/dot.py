"""A plan and a scene as Graphviz source: what is laid out, and what a user takes away."""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise

from graphviz import Digraph

from ..theme import FONT, FONT_SIZE, LOOKS, PLAIN, Theme
from .cards import NOTE, Card
from .dot_cards import Half, card_table
from .homes import Homes
from .layout import EDGES, ends, inches, shape, spacing
from .parts import Frame, Part
from .plan import Plan, arranged
from .scene import MORE, Label, Scene
from .schedule import Mark
from .slots import is_italic, isolated

__all__ = ["dot_source"]


def dot_source(
    plan: Plan, scene: Scene, theme: Theme, lang: str, title: str = "", tooltip: str = ""
) -> str:
    """Complete DOT text. Every label has a cell of fixed size, so the scene moves nothing."""
    plan = arranged(plan) if plan.frames else plan
    graph = Digraph(
        graph_attr={
            **spacing(plan),
            "bgcolor": theme.paper,
            **({"newrank": "true"} if plan.frames else {}),
            **({"label": "", "tooltip": _quoted(tooltip)} if tooltip else {}),
        },
        node_attr={"fontname": FONT, "fontsize": f"{FONT_SIZE:g}", "fontcolor": theme.ink},
        edge_attr={**EDGES, "color": theme.ink},
        comment=_comment(title),
    )
    for wire, value, gradient, mark in zip(
        plan.wires, scene.values, scene.gradients, scene.wires, strict=True
    ):
        if wire.card is not None:
            halves = [_value_half(wire.name, wire.card, value, theme)]
            halves += [_gradient_half(gradient, theme)] * (wire.card.halves - 1)
            table = card_table(wire.card, mark, halves, theme)
            graph.node(wire.id, table, shape="plain", **_group(plan, wire.id))
            continue
        size = (wire.width, wire.height / 2)
        upper = _cell(_value_html(wire.name, value, theme), *size, _tint(value, theme))
        lower = _cell(_gradient_html(gradient, theme), *size, _tint(gradient, theme))
        table = _table(upper, lower, _colour(mark, theme))
        graph.node(wire.id, table, shape="plain", **_group(plan, wire.id))
    for branch, label, mark in zip(plan.branches, scene.contributions, scene.branches, strict=True):
        if branch.card is not None:
            halves = [_gradient_half(label, theme)]
            graph.node(branch.id, card_table(branch.card, mark, halves, theme), shape="plain")
            continue
        size = (branch.width, branch.height / 2)
        lower = _cell(_gradient_html(label, theme), *size, _tint(label, theme))
        graph.node(
            branch.id, _table(_cell("", *size, ""), lower, _colour(mark, theme)), shape="plain"
        )
    for circle, mark in zip(plan.circles, scene.circles, strict=True):
        if circle.part is not None:
            graph.node(
                circle.id,
                _box(circle.part, lang),
                shape="record",
                **({"ordering": "in"} if circle.ordered else {}),
                style="rounded,filled",
                height=inches(circle.height),
                color=_colour(mark, theme),
                fontcolor=_text_colour(mark, "ink", theme),
                penwidth=str(LOOKS[mark].pen),
                fillcolor=theme.colour(LOOKS[mark].fill),
            )
            continue
        graph.node(
            circle.id,
            circle.glyph,
            shape="circle",
            **({"ordering": "in"} if circle.ordered else {}),  # the first operand on top
            **_group(plan, circle.id),
            fixedsize="true",
            width=inches(circle.size),
            fontsize=f"{circle.font_size:.1f}",
            color=_colour(mark, theme),
            fontcolor=_text_colour(mark, "ink", theme),
            penwidth=str(LOOKS[mark].pen),
            style="filled",
            fillcolor=theme.colour(LOOKS[mark].fill),
            **({"peripheries": "2"} if circle.opaque else {}),
        )
    for terminal in plan.terminals:
        filled = terminal.role in ("parameter", "constant")
        graph.node(
            terminal.id,
            "",
            shape=shape(terminal),
            fixedsize="true",
            width=inches(terminal.width),
            height=inches(terminal.height),
            color=theme.ink,
            **({"style": "filled", "fillcolor": theme.ink} if filled else {}),
        )
    for knot in plan.knots:
        graph.node(knot.id, "", shape="point", width="0", height="0", style="invis")
    for link, mark in zip(plan.links, scene.links, strict=True):
        tail, head, options = ends(link, plan)
        if LOOKS[mark].pen != PLAIN.pen:
            options["penwidth"] = str(LOOKS[mark].pen)
        graph.edge(tail, head, color=_colour(mark, theme), **options)
    if plan.frames:
        _clusters(graph, plan, theme)
    for row in plan.rows:
        with graph.subgraph(graph_attr={"rank": "same"}, edge_attr={"style": "invis"}) as same:
            same.edges(pairwise(row))
    return str(graph.source)


def _box(part: Part, lang: str) -> str:
    """A closed block as a record: its ports on both sides of its name."""
    sides = (("i", part.left), ("q", part.right))
    left, right = (
        "|".join(f"<{side}{n}> {_record(name)}" for n, name in enumerate(names))
        for side, names in sides
    )
    name = _record(part.shown) + (f"\\n{_record(part.mark.say(lang))}" if part.mark else "")
    return f"{{{{{left}}}|{name}|{{{right}}}}}"


def _record(text: str) -> str:
    return re.sub(r"([\\{}|<> ])", r"\\\1", text)


def _clusters(graph: Digraph, plan: Plan, theme: Theme) -> None:
    """The frames of open blocks around what is in them, the inner ones in the outer ones."""
    homes = Homes(plan)
    things: dict[str, list[str]] = {}
    for thing, home in homes.of.items():
        if home is not None:
            things.setdefault(home.part.name, []).append(thing)
    made = {frame.part.name: _cluster(frame, theme) for frame in homes.frames}
    for frame in reversed(homes.frames):  # the inner ones first
        cluster, around = made[frame.part.name], homes.parent[frame.part.name]
        for thing in things.get(frame.part.name, ()):
            cluster.node(thing)
        (graph if around is None else made[around.part.name]).subgraph(cluster)


def _cluster(frame: Frame, theme: Theme) -> Digraph:
    look = {"label": frame.part.shown, "labeljust": "l", "style": "rounded", "color": theme.faint}
    name = f"cluster_{frame.part.id}"
    return Digraph(name, graph_attr={**look, "fontcolor": theme.faint})


def _group(plan: Plan, name: str) -> dict[str, str]:
    return {"group": "spine"} if name in plan.spine else {}


def _value_half(name: str, card: Card, label: Label, theme: Theme) -> Half:
    shape = f'<FONT POINT-SIZE="{NOTE:g}" COLOR="{theme.faint}">{card.told}</FONT>'
    return Half(label, _value_html(name, label._replace(lines=()), theme), shape, False)


def _gradient_half(label: Label, theme: Theme) -> Half:
    colour = _text_colour(label.mark, "gradient", theme)
    sign = _font(["∂"] * bool(label.lines), colour, label.mark)
    more = _font([MORE.strip()] * label.is_partial, colour, label.mark)
    return Half(label, sign, more, True)


def _value_html(name: str, label: Label, theme: Theme) -> str:
    colour = _text_colour(label.mark, "ink", theme)
    lines = [_text(line) for line in label.lines]
    if name:
        shown = _text(isolated(name))
        shown = f"<I>{shown}</I>" if is_italic(name) else shown
        lines = [shown + (f" = {lines[0]}" if lines else ""), *lines[1:]]
    return _font(lines, colour, label.mark)


def _gradient_html(label: Label, theme: Theme) -> str:
    if not label.lines:
        return ""
    colour = _text_colour(label.mark, "gradient", theme)
    first, *rest = map(_text, label.lines)
    return _font([f"∂ {first}", *rest], colour, label.mark)


def _font(lines: list[str], colour: str, mark: Mark) -> str:
    text = "<BR/>".join(lines)
    if LOOKS[mark].is_bold and text:
        text = f"<B>{text}</B>"
    return f'<FONT COLOR="{colour}">{text}</FONT>' if text else ""


def _cell(content: str, width: float, height: float, tint: str) -> str:
    paint = f' BGCOLOR="{tint}"' if tint else ""
    return f'<TD FIXEDSIZE="TRUE" WIDTH="{width:g}" HEIGHT="{height:g}"{paint}>{content}</TD>'


def _table(upper: str, lower: str, colour: str) -> str:
    return (
        f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" COLOR="{colour}">'
        f"<TR>{upper}</TR><HR/><TR>{lower}</TR></TABLE>>"
    )


def _tint(label: Label, theme: Theme) -> str:
    look = LOOKS[label.mark]
    return theme.colour(look.fill) if look.is_tinted else ""


def _colour(mark: Mark, theme: Theme) -> str:
    return theme.colour(LOOKS[mark].line)


def _text_colour(mark: Mark, own: str, theme: Theme) -> str:
    return theme.colour(LOOKS[mark].text or own)


def _text(text: str) -> str:
    """Text for a label: HTML-escaped, and no backslash that Graphviz would expand."""
    return escape(text).replace("\\", "\\\\")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\")


def _comment(title: str) -> str:
    return "".join(c if c.isprintable() else " " for c in title)
