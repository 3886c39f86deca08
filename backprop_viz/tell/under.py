"""The shapes of a product of whole arrays, under its factors: ``\\underset{4 \\times 5}{W}``."""

from __future__ import annotations

import re

import numpy as np

from ..arithmetic.shapes import Shape
from .step import Step

__all__ = ["is_product", "under", "with_shapes"]

_FACTOR = re.compile(r"<([a-z]\d*)!?>(\^\{\\top\})?")
_PRODUCT = re.compile(rf"{_FACTOR.pattern} \\cdot {_FACTOR.pattern}")


def is_product(step: Step, template: str) -> bool:
    """Whether a template of the step's operation is the product of two whole arrays."""
    return not step.is_entrywise and _PRODUCT.fullmatch(template) is not None


def with_shapes(step: Step, template: str) -> str:
    """The template of a product with the shape of each factor under it."""
    if not is_product(step, template):
        return template
    parameters = step.operation.op.parameters
    shapes = dict(zip(parameters, map(np.shape, step.operand_values), strict=True))
    shapes["g"] = np.shape(step.upstream)

    def one(match: re.Match[str]) -> str:
        shape = shapes[match[1]]
        return under(match[0], shape[:-2] + shape[:-3:-1] if match[2] else shape)

    return _FACTOR.sub(one, template)


def under(latex: str, shape: Shape) -> str:
    """What stands there with a shape under it; a number has none."""
    sizes = r" \times ".join(map(str, shape))
    return rf"\underset{{{sizes}}}{{{latex}}}" if shape else latex
