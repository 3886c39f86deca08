"""The live explorer: the browser computes, the kernel is told and not waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import numpy as np
import traitlets

from ..api import Walk
from ..draw.picture import canvas
from ..draw.plan import LINE, Plan, is_italic, isolated
from ..draw.scene import scene
from ..numbers import Value, format_value
from ..theme import FONT_SIZE, FONT_STACK, THEMES
from ..words import CATALOGUE, LANGUAGES
from .base import Explorer
from .controls import Setting, grid, tidy
from .javascript import module_source, program
from .through_kernel import KernelExplorer

__all__ = ["ArrayExplorer", "LiveExplorer", "LiveView", "live_program", "live_source"]

_STATIC = Path(__file__).parent / "static"
CHECK_DELAY = 0.25  # seconds that the inputs rest before SymPy is asked


@lru_cache(maxsize=1)
def live_source() -> str:
    """The ES module of the explorer: operations, core, typesetting, view. It imports nothing."""
    parts = [(_STATIC / name).read_text(encoding="utf-8") for name in ("tex.js", "view.js")]
    return "\n".join([module_source(), *parts])


def live_program(walk: Walk) -> dict[str, Any]:
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
        key.removeprefix("explore.").replace("legend.", "legend_"): {"en": text.en, "ja": text.ja}
        for key, text in CATALOGUE.items()
        if key.startswith(("explore.", "legend."))
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


class LiveView(anywidget.AnyWidget):
    """The picture, the steps and the words, as the browser's own.

    ``program`` goes to the browser once; afterwards only ``step``, ``lang`` and ``theme`` travel.
    ``shown_theme`` comes back: what the page made of "auto". ``sliders`` and ``fields`` are
    references to the ipywidgets that the browser listens to. For graphs with arrays the kernel
    computes: it sends a ``frame`` for each step and each change.
    """

    _css = _STATIC / "explorer.css"
    _esm = traitlets.Unicode().tag(sync=True)
    program = traitlets.Dict().tag(sync=True)
    opening: Any = traitlets.List().tag(sync=True)
    sliders: Any = traitlets.List().tag(sync=True)
    fields: Any = traitlets.List().tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    theme = traitlets.Unicode("auto").tag(sync=True)
    shown_theme = traitlets.Unicode().tag(sync=True)
    frame: Any = traitlets.Dict().tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(_esm=live_source(), **traits)


class LiveExplorer(Explorer):
    """The explorer that follows the hand: see :func:`backprop_viz.explore`.

    The kernel's ``walk`` follows the sliders; the browser does not wait for it.
    """

    def __init__(self, walk: Walk, given: Mapping[str, Setting], **options: Any) -> None:
        super().__init__(walk, given, **options)
        controls = list(self.controls.values())
        name = getattr(self.theme_name, "name", self.theme_name)
        self.view = LiveView(
            program=live_program(walk),
            opening=[float(control.slider.value) for control in controls],
            sliders=[f"IPY_MODEL_{control.slider.model_id}" for control in controls],
            fields=[f"IPY_MODEL_{control.field.model_id}" for control in controls],
            step=self.step.value,
            lang=self.lang,
            theme=name or "auto",
        )
        self.follow_look(self.view)
        # In the browser, so that it holds without a kernel, and no late echo moves a step back.
        self._link = widgets.jslink((self.view, "step"), (self.step, "value"))
        for control in controls:
            control.slider.observe(self._on_slider, "value")
        self._timer: asyncio.TimerHandle | None = None
        parts = [grid(controls), self.view]
        self.children = [*parts, self.checked] if self.shows_check else parts
        self.show_check()

    def _on_slider(self, _: Any) -> None:
        values = {
            name: np.float64(tidy(control.slider.value)) for name, control in self.controls.items()
        }
        if values != dict(self.walk.inputs):
            self.walk = self.graph.walk(values)
            self._check_soon()

    def _check_soon(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no event loop, as in a plain script
            self.show_check()
        else:
            self._timer = loop.call_later(CHECK_DELAY, self.show_check)


class ArrayExplorer(KernelExplorer):
    """The same picture and steps for graphs with arrays, computed in the kernel."""

    def __init__(self, walk: Walk, given: Mapping[str, Setting], **options: Any) -> None:
        super().__init__(walk, given, **options)
        name = getattr(self.theme_name, "name", self.theme_name)
        self.view = LiveView(
            program=live_program(walk),
            step=self.step.value,
            lang=self.lang,
            theme=name or "auto",
            frame=_frame(walk, self.step.value),
        )
        self.follow_look(self.view)
        self._link = widgets.jslink((self.view, "step"), (self.step, "value"))
        self.view.observe(lambda _: self.show_step(), "step")
        parts = [grid(list(self.controls.values())), self.view]
        self.children = [*parts, self.checked] if self.shows_check else parts
        self.show_check()

    def show_step(self) -> None:
        self.view.frame = _frame(self.walk, self.view.step)

    def tell(self, text: str) -> None:
        self.view.message = text


def _frame(walk: Walk, step: int) -> dict[str, Any]:
    """What the browser shows of a walk at a step that it cannot compute by itself."""
    here, first = walk.steps[step], walk.seed_index + 1
    plan = canvas(walk.graph, dict(enumerate(walk.node_values))).plan
    shown = scene(plan, walk, step)
    marks = ("wires", "branches", "circles", "links")
    labels = ("values", "gradients", "contributions")

    def texts(values: Iterable[Value]) -> list[str | None]:
        return [None if value is None else format_value(value) for value in values]

    return {
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
        "edges": [
            {
                "latex": told.latex,
                "sentence": {lang: told.sentence(lang) for lang in LANGUAGES},
            }
            for told in walk.steps[first:]
        ],
    }
