"""All that the browser needs to show a walk: one module of code, and a graph's program as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ..draw.picture import canvas
from ..draw.plan import LINE, Plan, is_italic, isolated
from ..draw.scene import scene
from ..numbers import Value, format_value
from ..theme import FONT_SIZE, FONT_STACK, THEMES
from ..walk import Walk
from ..words import CATALOGUE, LANGUAGES
from .javascript import module_source, program

__all__ = ["STATIC", "frame_of", "program_of", "source"]

STATIC = Path(__file__).parent / "static"
_PARTS = ("tex", "store", "drawing", "files", "view")


@lru_cache(maxsize=1)
def source() -> str:
    """The ES module of the explorer, in one text that imports nothing."""
    parts = [(STATIC / f"{name}.js").read_text(encoding="utf-8") for name in _PARTS]
    return "\n".join([module_source(), *parts])


def program_of(walk: Walk) -> dict[str, Any]:
    """All that the module needs to know of a graph: its program, layout, colours and words.

    Raises ``EngineError`` without a Graphviz.
    """
    drawing = canvas(walk.graph, dict(enumerate(walk.node_values)))
    layout = drawing.layout
    made = program(walk.graph, drawing.plan)
    made["by_kernel"] = any(np.ndim(value) for value in walk.node_values)
    _draw_plan(made["plan"], drawing.plan)
    made["layout"] = {
        "width": layout.width,
        "height": layout.height,
        "boxes": {
            name: [box.x, box.y, box.width, box.height] for name, box in layout.boxes.items()
        },
        "curves": drawing.curves,
        "font": FONT_STACK,
        "font_size": FONT_SIZE,
        "line": LINE,
    }
    made["themes"] = {name: asdict(theme) for name, theme in THEMES.items()}
    words = {
        key.removeprefix("explore.").replace(".", "_"): {"en": text.en, "ja": text.ja}
        for key, text in CATALOGUE.items()
        if key.startswith(("explore.", "legend.", "page."))
    }
    title = CATALOGUE["picture.title"]
    made["screen"] = {**words, "title": {"en": title.en, "ja": title.ja}}
    return made


def _draw_plan(told: dict[str, Any], plan: Plan) -> None:
    """Add what a scene does not ask for, but a drawing does."""
    for wire, entry in zip(plan.wires, told["wires"], strict=True):
        entry["italic"] = is_italic(wire.name)
        entry["drawn_name"] = isolated(wire.name)
    for circle, entry in zip(plan.circles, told["circles"], strict=True):
        entry |= {"size": circle.size, "font_size": circle.font_size}
    told["terminals"] = [asdict(terminal) for terminal in plan.terminals]


def frame_of(walk: Walk, step: int, *, explained: bool = True) -> dict[str, Any]:
    """What the browser shows of a walk at a step that it cannot compute by itself.

    ``explained`` adds every edge in mathematics and words, which is most of it.
    """
    here, first = walk.steps[step], walk.seed_index + 1
    plan = canvas(walk.graph, dict(enumerate(walk.node_values))).plan
    shown = scene(plan, walk, step)
    marks = ("wires", "branches", "circles", "links")
    labels = ("values", "gradients", "contributions")

    def texts(values: Iterable[Value]) -> list[str | None]:
        return [None if value is None else format_value(value) for value in values]

    frame: dict[str, Any] = {
        "scene": {
            "step": step,
            **{name: getattr(shown, name) for name in marks},
            **{
                name: [{"lines": label.lines, "mark": label.mark} for label in getattr(shown, name)]
                for name in labels
            },
        },
        "sentence": {lang: here.sentence(lang) for lang in LANGUAGES},
        "latex": here.latex,
        "values": texts(walk.node_values),
        "gradients": texts(walk.node_gradients),
        "contribution": texts(passage.contribution for passage in walk.passages),
        "local": texts(passage.local for passage in walk.passages),
    }
    if explained:
        frame["edges"] = [
            {
                "latex": told.latex,
                "sentence": {lang: told.sentence(lang) for lang in LANGUAGES},
            }
            for told in walk.steps[first:]
        ]
    return frame
