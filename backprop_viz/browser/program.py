"""All that the browser needs to show a walk: one module of code, and a graph's program as JSON."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..draw.picture import canvas, planned
from ..draw.plan import LINE, Plan, is_italic, isolated
from ..numbers import Value
from ..theme import FONT_SIZE, FONT_STACK, LOOKS, OWN, PLAIN, THEMES, Look, Theme, key
from ..walk import Walk
from ..words import ENGLISH, LANGUAGES, texts
from .javascript import calls_source, module_source, program, templates

__all__ = ["STATIC", "layout_of", "program_of", "source", "style_sheet", "themes_of"]

STATIC = Path(__file__).parent / "static"
_LONGEST = 40  # characters of a theme's name that are shown
_PARTS = ("tex", "entry", "store", "drawing", "files", "view")


@lru_cache(maxsize=1)
def source() -> str:
    """The ES module of the explorer, in one text that imports nothing."""
    parts = [(STATIC / f"{name}.js").read_text(encoding="utf-8") for name in _PARTS]
    return "\n".join([module_source(), calls_source(), *parts])


@lru_cache(maxsize=1)
def style_sheet() -> str:
    """The explorer's style sheet: how each mark looks, and then all else."""
    return _marks() + (STATIC / "explorer.css").read_text(encoding="utf-8")


def _marks() -> str:
    def colour(name: str) -> str:
        return f"var(--bpv-{name.replace('_', '-')})"

    def pen(look: Look) -> str:
        return f"{{ stroke: {colour(look.line)}; stroke-width: {look.pen}; }}"

    rules = [f".bpv-svg .line, .bpv-svg circle {pen(PLAIN)}"]
    for mark, look in LOOKS.items():
        at = f"[data-mark={mark}]"
        if (look.line, look.pen) != (PLAIN.line, PLAIN.pen):
            rules.append(f".bpv-svg {at} > .line, .bpv-svg {at} > circle {pen(look)}")
            rules.append(f".bpv-svg {at} > .head {{ fill: {colour(look.line)}; }}")
        if look.text:
            fill = f"{{ fill: {colour(look.text)}; }}"
            rules.append(f".bpv-svg text{at}, .bpv-svg {at} > .glyph {fill}")
        if look.is_bold:
            rules.append(f".bpv-svg text{at} {{ font-weight: bold; }}")
        if look.is_tinted:
            fill = f"{{ fill: {colour(look.fill)}; }}"
            rules.append(f".bpv-svg .tint{at} {{ visibility: visible; }}")
            rules.append(f".bpv-svg .tint{at}, .bpv-svg {at} > circle {fill}")
    return "\n".join(rules) + "\n"


def program_of(walk: Walk) -> dict[str, Any]:
    """All that the module needs to know of a graph but its layout: program, colours and words."""
    plan = planned(walk.graph, _values(walk))
    made = program(walk.graph, plan)
    _draw_plan(made["plan"], plan)
    made["themes"] = themes_of()
    made["looks"] = {mark: asdict(look) for mark, look in LOOKS.items()}
    made["screen"] = {
        **{
            key.removeprefix("explore.").replace(".", "_"): templates(key)
            for key in texts(ENGLISH)
            if key.startswith(("explore.", "legend.", "page."))
        },
        **{name: templates(f"picture.{name}") for name in ("title", "told")},
    }
    return made


def themes_of(chosen: Theme | None = None) -> dict[str, dict[str, str]]:
    """The themes to choose from; one that is none of the package's is among them as ``OWN``."""
    told = {name: asdict(theme) for name, theme in THEMES.items()}
    if chosen is not None and key(chosen) == OWN:
        name = chosen.name.encode("utf-8", "replace").decode()  # of lone surrogates
        told[OWN] = {**asdict(chosen), "name": name[:_LONGEST]}
    return told


def layout_of(walk: Walk) -> dict[str, Any]:
    """Where everything stands, in points.

    Raises ``EngineError`` without a Graphviz.
    """
    drawing = canvas(walk.graph, _values(walk))
    layout = drawing.layout
    return {
        "width": layout.width,
        "height": layout.height,
        "boxes": {
            name: [box.x, box.y, box.width, box.height] for name, box in layout.boxes.items()
        },
        "curves": drawing.curves,
        "font": FONT_STACK,
        "font_size": FONT_SIZE,
        "line": LINE,
        "note": None if layout.note is None else {k: layout.note.say(k) for k in LANGUAGES},
    }


def _values(walk: Walk) -> dict[int, Value]:
    return dict(enumerate(walk.node_values))


def _draw_plan(told: dict[str, Any], plan: Plan) -> None:
    """Add what a scene does not ask for, but a drawing does."""
    for wire, entry in zip(plan.wires, told["wires"], strict=True):
        entry["italic"] = is_italic(wire.name)
        entry["drawn_name"] = isolated(wire.name)
    for circle, entry in zip(plan.circles, told["circles"], strict=True):
        entry |= {"size": circle.size, "font_size": circle.font_size}
    told["terminals"] = [asdict(terminal) for terminal in plan.terminals]
