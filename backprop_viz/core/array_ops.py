"""The rows of the operations on whole arrays."""

from __future__ import annotations

from ..words import Message
from .operation import Op
from .shapes import matmul_shape

__all__ = ["ARRAY_OPS"]

ARRAY_OPS = (
    Op(
        name="matmul",
        glyph="@",
        operator="@",
        formula="matmul(a, b)",
        back=("to_left(g, a, b)", "to_right(g, a, b)"),
        shape=matmul_shape,
        shown=(r"<g!> \cdot <b>^{\top}", r"<a>^{\top} \cdot <g!>"),
        latex=r"<a> \cdot <b>",
        why=Message("op.why.matmul"),
        ufuncs=("matmul",),
        sample=((-3.0, 3.0), (-3.0, 3.0)),
    ),
    Op(
        name="sum",
        glyph="Σ",
        formula="sum(a)",
        back=("full_like(a, g)",),
        shape=lambda a: (),
        shown=(r"<g> \cdot \mathbf{1}",),
        latex=r"\operatorname{sum}(<a!>)",
        why=Message("op.why.sum"),
    ),
    Op(
        name="transpose",
        glyph="( )ᵀ",
        text="<a>.T",
        formula="T(a)",
        back=("T(g)",),
        shape=lambda a: a[::-1],
        shown=(r"\left(<g!>\right)^{\top}",),
        latex=r"<a>^{\top}",
        why=Message("op.why.transpose"),
    ),
)
