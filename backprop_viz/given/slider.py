"""Where the slider of an input starts, and how far it goes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError
from ..spell.names import canonical
from ..spell.numbers import Value
from ..words import quoted

__all__ = ["DUST", "RANGE", "SLIDER_STEP", "TIDY", "Slider", "sliders", "tidy", "widened"]

RANGE = 10.0  # a slider goes this far to both sides, if its value does not lie beyond
SLIDER_STEP = 0.1
TIDY = 12  # digits of a value without the rounding errors of counting in such steps
DUST = 1e-9  # of a step: what they may amount to


@dataclass(frozen=True)
class Slider:
    """Where an input starts, and the ends and the step of its slider; an array has none."""

    value: Value
    least: float = 0.0
    greatest: float = 0.0
    step: float = 0.0


def tidy(value: float) -> float:
    """``value`` without the rounding errors of counting in steps of 0.1."""
    return float(f"{value:.{TIDY}g}")


def _ends(value: float, least: float, greatest: float) -> tuple[float, float]:
    """The ends of a slider whose steps pass through ``value``: tidy if it is, else exact."""
    least, greatest = min(value, least), max(value, greatest)
    return (tidy(least), tidy(greatest)) if tidy(value) == value else (least, greatest)


def widened(value: float, least: float, greatest: float, step: float) -> tuple[float, float]:
    """The ends of a slider, moved outward until its steps pass through ``value``."""
    below = math.ceil((value - least) / step - DUST)
    above = math.ceil((greatest - value) / step - DUST)
    if least <= value <= greatest and abs(least + below * step - value) < DUST * step:
        return least, greatest
    return _ends(value, value - below * step, value + above * step)


def _through(value: float, least: float, greatest: float, step: float) -> Slider:
    """A slider whose steps, counted from its least value, pass through ``value``.

    A browser's slider would round any other value away as soon as it is shown.
    """
    below, above = (math.floor(room / step + DUST) for room in (value - least, greatest - value))
    return Slider(
        np.float64(value), *_ends(value, value - below * step, value + above * step), step
    )


def sliders(inputs: Mapping[str, Any]) -> dict[str, Slider]:
    """A slider for each given input, by canonical name.

    Raises ``InputError`` for an impossible slider (see :func:`backprop_viz.explore`) and for an
    input that is given twice.
    """
    made: dict[str, Slider] = {}
    for name, value in inputs.items():
        if (key := canonical(name)) in made:
            raise InputError("inputs.twice", name=key)
        made[key] = _slider(name, value)
    return made


def _slider(name: str, value: Any) -> Slider:
    if isinstance(value, tuple):
        try:
            start, least, greatest, step = map(float, value)
        except (TypeError, ValueError, OverflowError):
            raise InputError("inputs.slider", name=name, value=quoted(value)) from None
        if not (least <= start <= greatest and least < greatest and step > 0):
            raise InputError("inputs.slider_order", name=name, value=quoted(value))
        return _through(start, least, greatest, step)
    try:
        if np.ndim(value):
            return Slider(np.asarray(value))
        size = abs(float(value))
    except (TypeError, ValueError, OverflowError):
        return Slider(value)  # the walk says what is wrong with it
    if not math.isfinite(size):
        raise InputError("inputs.slider_finite", name=name, value=str(value))
    if size <= RANGE:
        return _through(float(value), -RANGE, RANGE, SLIDER_STEP)
    reach = min(10.0 ** math.ceil(math.log10(size)), 1e307)
    return _through(float(value), -reach, reach, reach / 100)
