"""What a worksheet leaves open: all that a walk computes, in the formula and in the picture.

What is given (inputs and constants) stays; the answers of earlier steps are open, too, so that no
page gives away another.
"""

from __future__ import annotations

from dataclasses import replace

from ..draw.plan import Plan
from ..draw.scene import Label, Scene, scene
from ..tell.walk import Walk
from ..words import paragraph, say
from .formula import BLANK
from .script import Script

__all__ = ["open_picture", "question"]

LINE = "____"  # on the picture


def question(script: Script, step: int) -> tuple[str, str]:
    """A step's formula with blanks, and its words without a number that is to be found."""
    asked = script.walk.steps[step]
    if asked.kind != "graph":
        return asked.exercise(BLANK), asked.reason(script.lang)
    words = [asked.sentence(script.lang), given(script), say("media.fill", script.lang)]
    return asked.exercise(BLANK), paragraph(script.lang, words)


def given(script: Script) -> str:
    """The inputs and their values; empty where there are none."""
    inputs = script.walk.graph.inputs
    if not inputs:
        return ""
    return say("media.given", script.lang, inputs=", ".join(script.inputs))


def open_picture(script: Script, step: int) -> str:
    """The picture of a step as SVG, with lines to write on."""
    canvas = script.canvas
    shown = _opened(canvas.plan, scene(canvas.plan, script.walk, step), script.walk)
    nothing = [""] * len(script.walk.graph.nodes)
    return canvas.draw(shown, script.theme, "", "", "", nothing)


def _opened(plan: Plan, shown: Scene, walk: Walk) -> Scene:
    computed = [walk.graph.nodes[wire.node].op is not None for wire in plan.wires]
    return replace(
        shown,
        values=[
            _opened_label(label) if is_computed else label
            for label, is_computed in zip(shown.values, computed, strict=True)
        ],
        gradients=[_opened_label(label) for label in shown.gradients],
        contributions=[_opened_label(label) for label in shown.contributions],
    )


def _opened_label(label: Label) -> Label:
    if not label.lines or label.lines == ("?",):
        return label
    more = " + ?" if label.lines[-1].endswith(" + ?") else ""
    return Label((LINE + more,), label.mark)
