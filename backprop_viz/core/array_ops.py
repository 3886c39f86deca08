"""The rows of the operations on whole arrays, and of those that only compare or count.

Which entry a maximum picks where several are equal, and what a label is, follow PyTorch's ``amax``
and ``one_hot``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..arithmetic.shapes import (
    joined_shape,
    matmul_shape,
    moved_shape,
    one_hot_shape,
    picked_shape,
    reduced_shape,
    reshaped_shape,
    stretched_shape,
    windows_like_shape,
    windows_shape,
)
from ..words import Message
from .operation import Op

__all__ = ["ARRAY_OPS", "COMPARISONS", "LAST_TWO", "spell_index"]

LAST_TWO = ("...", -1, -2)
"""The order of axes in which each matrix of a stack is transposed."""

_SUBSCRIPT = str.maketrans("0123456789-,", "₀₁₂₃₄₅₆₇₈₉₋,")


def _along(op: Op) -> Op:
    """An operation along some axes, as it is written."""
    axis = op.chosen[0]
    if axis is None:
        return op
    axes = axis if isinstance(axis, tuple) else (axis,)
    mark = ",".join(map(str, axes)).translate(_SUBSCRIPT)
    said = f"({', '.join(map(str, axes))})" if isinstance(axis, tuple) else str(axis)
    latex = rf"{op.latex.removesuffix(')')}, \mathrm{{axis}} = {said})"
    return replace(op, glyph=f"{op.glyph}{mark}", latex=latex)


def spell_index(index: tuple[object, ...]) -> str:
    """An index as it is written.

    >>> spell_index((("slice", None, None, None), -1)), spell_index((("list", 0, 2), "...", None))
    (':, -1', '[0, 2], ..., None')
    """
    return ", ".join(map(_spell_item, index))


def _spell_item(item: object) -> str:
    if not isinstance(item, tuple):
        return str(item)
    kind, *numbers = item
    if kind == "list":
        return f"[{', '.join(map(str, numbers))}]"
    start, stop, step = ("" if number is None else str(number) for number in numbers)
    return f"{start}:{stop}" + (f":{step}" if step else "")


def _picked(op: Op) -> Op:
    (index,) = op.chosen
    text = spell_index(index)
    return replace(op, text=f"<a>[{text}]", latex=f"<a>[{text.replace('...', chr(92) + 'ldots')}]")


def _shaped(op: Op) -> Op:
    """A shape, which stands behind the operand as numbers do."""
    numbers = ", ".join(map(str, op.chosen[0]))
    more = "".join(f", start={start}" for start in op.chosen[1:] if start)
    text = f"{op.name}(<a>, {numbers or '[]'}{more})"
    return replace(op, text=text, latex=rf"{op.latex.removesuffix(')')}, {numbers or '[ ]'})")


def _turned(op: Op) -> Op:
    (axes,) = op.chosen
    if not axes:
        return op
    if axes == LAST_TWO:
        return replace(op, text="<a>.mT")
    numbers = ", ".join(map(str, axes))
    latex = numbers.replace("...", r"\ldots")
    return replace(
        op,
        text=f"transpose(<a>, axes=({numbers}))" if "..." in axes else f"transpose(<a>, {numbers})",
        latex=rf"\operatorname{{transpose}}(<a!>, {latex})",
        shown=(r"\operatorname{transpose}(<g!>)",),
    )


def _comparison(name: str, sign: str, latex: str, glyph: str) -> Op:
    return Op(
        name=name,
        glyph=glyph,
        operator=sign,
        formula=f"where(a {sign} b, 1.0, 0.0)",
        local=("0.0", "0.0"),
        back=("0.0", "0.0"),
        latex=f"<a!> {latex} <b!>",
        sympy=lambda s, a, b: s.Piecewise((1, s.Rel(a, b, sign)), (0, True)),
        why=Message("op.why.compare"),
        sample=((-3.0, 3.0), (-3.0, 3.0)),
        at_kink="a == b",
        kink=Message("op.kink.compare"),
        stops=True,
    )


_ONE_OF_MANY: Mapping[str, Any] = {
    "options": ("axis", "keepdims"),
    "defaults": (None, False),
    "member": _along,
    "tried": ((None, False), (0, False), (-1, True), ((0, 1), True)),
}
"""The options of a row that makes one entry of many."""

COMPARISONS = (
    _comparison("less", "<", r"\lt", "<"),
    _comparison("less_equal", "<=", r"\le", "≤"),
    _comparison("greater", ">", r"\gt", ">"),
    _comparison("greater_equal", ">=", r"\ge", "≥"),
    _comparison("equal", "==", "=", "="),
    _comparison("not_equal", "!=", r"\ne", "≠"),
)

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
        formula="sum(a, axis, keepdims)",
        back=("spread(g, a, axis, keepdims)",),
        shape=reduced_shape,
        shown=(r"<g> \cdot \mathbf{1}",),
        latex=r"\operatorname{sum}(<a!>)",
        why=Message("op.why.sum"),
        **_ONE_OF_MANY,
    ),
    Op(
        name="mean",
        glyph="mean",
        formula="sum(a, axis, keepdims) / count(a, axis)",
        back=("spread(g, a, axis, keepdims) / count(a, axis)",),
        shape=lambda a, axis, keepdims: reduced_shape(a, axis, keepdims, of_some=True),
        shown=(r"\frac{1}{<n!>} \cdot <g>",),
        latex=r"\operatorname{mean}(<a!>)",
        why=Message("op.why.mean"),
        **_ONE_OF_MANY,
    ),
    Op(
        name="amax",
        glyph="max",
        formula="amax(a, axis, keepdims)",
        back=("shared(g, a, axis, keepdims)",),
        shape=lambda a, axis, keepdims: reduced_shape(a, axis, keepdims, of_some=True),
        shown=(r"\mathbf{1}[<a!> = <y!>] \cdot <g>",),
        latex=r"\operatorname{max}(<a!>)",
        why=Message("op.why.amax"),
        **_ONE_OF_MANY,
    ),
    Op(
        name="norm",
        glyph="‖ ‖",
        formula="sqrt(sum(a * a, axis, keepdims))",
        back=("a * spread(where(out == 0.0, 0.0, g / out), a, axis, keepdims)",),
        shape=reduced_shape,
        shown=(r"<g> \cdot \frac{<a!>}{<y!>}",),
        latex=r"\operatorname{norm}(<a!>)",
        why=Message("op.why.norm"),
        **_ONE_OF_MANY,
    ),
    Op(
        name="size",
        glyph="#",
        formula="count(a, axis)",
        back=("0.0",),
        shape=lambda a, axis: reduced_shape(a, axis) and (),
        shown=("0",),
        latex=r"\operatorname{size}(<a!>)",
        why=Message("op.why.size"),
        options=("axis",),
        defaults=(None,),
        member=_along,
        tried=((None,), (-1,)),
        stops=True,
    ),
    Op(
        name="take",
        glyph="[ ]",
        formula="pick(a, index)",
        back=("put_back(g, a, index)",),
        shape=picked_shape,
        shown=(r"\operatorname{scatter}(<g!>)",),
        latex="<a>[ ]",
        why=Message("op.why.take"),
        is_view=True,
        options=("index",),
        defaults=(("...",),),
        member=_picked,
        tried=(((0,),), ((("slice", 1, None, None),),), (("...", None),)),
    ),
    Op(
        name="transpose",
        glyph="( )ᵀ",
        text="<a>.T",
        formula="T(a, axes)",
        back=("T_back(g, axes)",),
        shape=moved_shape,
        shown=(r"\left(<g!>\right)^{\top}",),
        latex=r"<a>^{\top}",
        why=Message("op.why.transpose"),
        is_view=True,
        options=("axes",),
        defaults=(None,),
        member=_turned,
        tried=((None,), ((1, 0),), ((1, "..."),)),
    ),
    Op(
        name="reshape",
        glyph="shape",
        formula="reshape(a, shape, start)",
        back=("like(g, a)",),
        shape=reshaped_shape,
        shown=(r"\operatorname{reshape}(<g!>)",),
        latex=r"\operatorname{reshape}(<a!>)",
        why=Message("op.why.reshape"),
        is_view=True,
        options=("shape", "start"),
        defaults=((-1,), 0),
        member=_shaped,
        tried=(((-1,),), ((3, 2),), ((3, -1), 1), ((-1, 1), -1)),
    ),
    Op(
        name="broadcast_to",
        glyph="stretch",
        formula="stretch(a, shape)",
        back=("g",),
        shape=stretched_shape,
        shown=("<g!>",),
        latex=r"\operatorname{broadcast\_to}(<a!>)",
        why=Message("op.why.broadcast_to"),
        is_view=True,
        options=("shape",),
        defaults=((),),
        member=_shaped,
        tried=(((2, 2, 3),),),
    ),
    Op(
        name="concat",
        glyph="join",
        formula="join(a, b, axis)",
        back=("ahead(g, a, axis)", "behind(g, a, axis)"),
        shape=joined_shape,
        shown=(r"\operatorname{first}(<g!>)", r"\operatorname{second}(<g!>)"),
        latex=r"\operatorname{concat}(<a!>, <b!>)",
        why=Message("op.why.concat"),
        options=("axis",),
        defaults=(0,),
        member=lambda op: op if op.chosen == (0,) else _along(op),
        sample=((-3.0, 3.0), (-3.0, 3.0)),
        tried=((0,), (-1,)),
    ),
    Op(
        name="one_hot_like",
        glyph="1 hot",
        formula="one_hot(a, b)",
        back=("to_targets(g, a, b)", "0.0"),
        shape=one_hot_shape,
        shown=(r"\operatorname{targets}(<g!>)", "0"),
        latex=r"\operatorname{one\_hot\_like}(<a!>, <b!>)",
        why=Message("op.why.one_hot_like"),
        sample=((0.0, 2.0), (-3.0, 3.0)),
        stops_at=lambda y, z: (1,) if y == z else (0, 1),
    ),
    Op(
        name="one_hot_max",
        glyph="1st max",
        formula="first(a, axis)",
        back=("0.0",),
        shape=lambda a, axis: (reduced_shape(a, axis, of_some=True), a)[1],
        shown=("0",),
        latex=r"\operatorname{one\_hot\_max}(<a!>)",
        why=Message("op.why.one_hot_max"),
        options=("axis",),
        defaults=(-1,),
        member=lambda op: op if op.chosen == (-1,) else _along(op),
        tried=((-1,), (0,)),
        stops=True,
    ),
    Op(
        name="windows",
        glyph="windows",
        formula="windowed(a, size, stride, padding, fill)",
        back=("windowed_back(g, a, size, stride, padding)",),
        shape=windows_shape,
        shown=(r"\operatorname{scatter}(<g!>)",),
        latex=r"\operatorname{windows}(<a!>)",
        why=Message("op.why.windows"),
        options=("size", "stride", "padding", "fill"),
        defaults=(2, None, 0, 0.0),
        tried=((2,), ((1, 2), 1, 1, -1.5), (3, (2, 1), (1, 0))),
    ),
    Op(
        name="windows_like",
        glyph="windows",
        formula="windowed(a, window_of(b), stride, padding, 0.0)",
        back=("windowed_back(g, a, window_of(b), stride, padding)", "0.0"),
        shape=windows_like_shape,
        shown=(r"\operatorname{scatter}(<g!>)", "0"),
        latex=r"\operatorname{windows\_like}(<a!>, <b!>)",
        why=Message("op.why.windows"),
        options=("stride", "padding"),
        defaults=(1, 0),
        sample=((-3.0, 3.0), (-3.0, 3.0)),
        tried=((1, 0), (2, 1)),
    ),
    Op(
        name="where",
        glyph="where",
        formula="where(a != 0.0, b, c)",
        local=("0.0", "where(a != 0.0, 1.0, 0.0)", "where(a != 0.0, 0.0, 1.0)"),
        back=("0.0", "where(a != 0.0, g, 0.0)", "where(a != 0.0, 0.0, g)"),
        shown=("0", r"\mathbf{1}[<a!> \ne 0]", r"\left(1 - \mathbf{1}[<a!> \ne 0]\right)"),
        latex=r"\operatorname{where}(<a!>, <b!>, <c!>)",
        sympy=lambda s, a, b, c: s.Piecewise((b, s.Ne(a, 0)), (c, True)),
        why=Message("op.why.where"),
        sample=((0.0, 1.0), (-3.0, 3.0), (-3.0, 3.0)),
    ),
    *COMPARISONS,
    Op(
        name="detach",
        glyph="stop",
        formula="1.0 * a",
        local=("0.0",),
        back=("0.0",),
        latex=r"\operatorname{detach}(<a!>)",
        why=Message("op.why.detach"),
        stops=True,
    ),
    Op(
        name="identity",
        glyph="",
        text="<a>",
        formula="a",
        local=("1.0",),
        why=Message("op.why.port"),
        is_view=True,
        is_port=True,
    ),
)
