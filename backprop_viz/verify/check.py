"""The check: every gradient of a walk held against witnesses that know nothing of the graph."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arithmetic.shapes import summed_to
from ..circuits.flat import flat
from ..core.graph import Graph, Node
from ..errors import GraphError
from ..spell.names import display
from ..spell.numbers import Value, format_value, is_finite
from ..tell.felt import felt
from ..tell.sentence import behind_stops
from ..tell.walk import Walk
from ..words import language, say
from .difference import central_difference, rounding
from .directions import is_moved_along, slopes_along
from .frameworks import gradients_by, unknown
from .symbolic import MAX_TERMS, analytic, derivative, evaluate, in_sympy, symbolic
from .table import Check, Row, Verdict

if TYPE_CHECKING:
    from ..models.witness import Witness

__all__ = ["check"]

EXACT = 1e-9  # allowed relative error against calculus and other libraries
DIFFERENCE = 1e-5  # ... and against a central difference
LIBRARY = 1e-12  # absolute; other libraries' slopes lose their digits in the tails
_DOUBTS = 10  # estimated errors, at most, that a gap is put down to
_VAGUE = 100  # times what is allowed: with a larger doubt, there is nothing to compare
_NOTHING = 1e-3  # times what is allowed, of what has been added up: a gradient so small is 0
_LEAST = 1e-300  # below, floats have not all their digits
WORK = 12_000  # terms of a formula, times its inputs, that SymPy is given: a second or two
_ENTRY_WORK = 4_000  # the same, for arrays that it goes through entry by entry
_ENTRIES = 16  # of all inputs, at most, for that
_SOME_POSITIONS = 400  # the analytic derivative of an array is evaluated at no more entries


def check(walk: Walk, against: str | Iterable[str] | None = None, lang: str | None = None) -> Check:
    """Hold every gradient of ``walk`` against calculus, differences and, if asked, libraries.

    ``against`` names "torch", "jax" or "tensorflow", one or several; see
    :func:`backprop_viz.verify.frameworks.gradients_by` for the errors. The graph of a model is held
    against the model itself, which is run at the inputs of the walk: every operation has to have
    the value and the gradient that PyTorch has, and the first that differs is named. A formula too
    large for SymPy, or beyond it, is checked by the other witnesses, and the row's note says so.
    Operations on whole arrays are gone through entry by entry, if the inputs have at most 16
    entries in all.
    ``lang`` is by default the current language (``bv.speak``).
    """
    lang = language(lang)
    try:
        names = [against] if isinstance(against, str) else [] if against is None else list(against)
    except TypeError:
        raise unknown(against) from None
    inputs = list(walk.inputs.values())
    found, differs = dict[str, list[Value]](), None
    for library in names:
        model = _model(walk) if library == "torch" else None
        if model is None:
            found[library] = gradients_by(library, walk.graph, inputs)
        else:
            found[library], difference = model.judged(walk)
            differs = None if difference is None else difference.message
    note, output, symbols = "", None, dict[str, Any]()
    try:
        output, symbols = symbolic(walk.graph, min(MAX_TERMS, WORK // max(len(inputs), 1)))
    except GraphError as error:
        note = error.say(lang)
    by_entry = _by_entry(walk)
    if by_entry:
        note = say("check.by_entry", lang)
    elif _is_whole(walk.graph) and (count := sum(map(np.size, inputs))) > _ENTRIES:
        note = say("check.many_entries", lang, most=_ENTRIES, count=f"{count:,}")
    rounded = rounding(walk)
    known = output is not None and _knows_value(walk, output)
    rows = []
    for position, name in enumerate(walk.inputs):
        others = {library: gradients[position] for library, gradients in found.items()}
        formula, reason = None, note
        if output is not None:
            try:
                formula = derivative(walk.graph, output, symbols[name])
            except GraphError:
                reason = say("check.no_derivative", lang)
        doubt, size = (numbers[position] for numbers in rounded)
        exact = _analytic_value(walk, name, formula if known else None)
        exact = by_entry.get(name, exact)
        rows.append(_row(walk, name, formula, exact, others, reason, doubt, size, lang))
    return Check(rows, lang, walk.digits, differs)


def _model(walk: Walk) -> Witness | None:
    """The model that the graph was read from, if it was."""
    from ..models.witness import witness_of

    return witness_of(walk.graph)


def _is_whole(graph: Graph) -> bool:
    return not all(node.op.is_entrywise for node in graph.operations)


def _by_entry(walk: Walk) -> dict[str, Value]:
    """The derivatives of a graph with operations on whole arrays, by SymPy for each entry.

    Empty where there are too many, or no such operation.
    """
    if not _is_whole(walk.graph):
        return {}
    made = flat(walk, _ENTRIES)
    if made is None or not is_finite(walk.output):
        return {}
    at = dict(made.values)
    if _at_kink(Walk(made.graph, at)):  # of several that are the greatest, say
        return {}
    try:
        slopes = analytic(made.graph, min(MAX_TERMS, _ENTRY_WORK // max(len(at), 1)))
    except GraphError:
        return {}
    found = {
        name: np.array([evaluate(slopes[one], at) for one in names])
        for name, names in made.names.items()
    }
    return {name: x.reshape(np.shape(walk.inputs[name]))[()] for name, x in found.items()}


def _row(
    walk: Walk,
    name: str,
    formula: Any,
    exact: Value,
    others: dict[str, Value],
    note: str,
    rounded: Value,
    size: Value,
    lang: str,
) -> Row:
    gradient = walk.gradients[name]
    at_kink = _at_kink(walk)
    # At a kink rounding would decide between two conventions.
    rounded = np.zeros_like(size) if at_kink else rounded
    by_formula = _compare(gradient, exact, EXACT, rounded, size)
    verdicts = [by_formula]
    verdicts += [_compare(gradient, g, EXACT, rounded, size, LIBRARY) for g in others.values()]
    if at_kink:  # conventions may differ there, and none is wrong
        verdicts = [v for v in verdicts if v[0] != "differ"]
    numeric, directions, by_difference = _differences(walk, name, rounded, size)
    is_own = by_difference[0] == "differ" and bool(walk.graph.opaque)
    if is_own:  # of an opaque function the backward is its own, whatever its slope
        by_difference = "unknown", math.nan
    hidden = by_formula[0] == "unknown" and is_finite(exact)  # by the walk's own rounding errors
    if not hidden:  # ... which a difference of its values shares
        verdicts.append(by_difference)
    known = [(verdict, error) for verdict, error in verdicts if verdict != "unknown"]
    verdict: Verdict = "unknown"
    if known and is_finite(walk.output):  # where there is no value there is no slope, either
        verdict = "differ" if any(v == "differ" for v, _ in known) else "agree"
    error = max((e for _, e in known), default=math.nan)
    if verdict == "agree" and at_kink and by_difference[0] == "unknown":
        verdict, error = "convention", math.nan
    notes = [note] if note else []
    if _is_held(walk, name):
        notes.append(say("check.stopped", lang))
    if is_finite(walk.output) and is_finite(gradient) and not at_kink:
        if formula is not None and by_formula[0] == "unknown":
            notes.append(say("check.no_value" if not is_finite(exact) else "check.rounded", lang))
        if is_own:
            notes.append(say("check.own_backward", lang))
        elif by_difference[0] == "unknown":
            notes.append(say("check.no_difference", lang))
    is_off = verdict == "differ" or not (is_finite(gradient) and is_finite(walk.output))
    if is_off and (step := _out_of_range(walk)) is not None:
        slots = {"name": display(step.name), "value": format_value(walk.node_values[step.index])}
        notes.append(say("check.out_of_range", lang, **slots))
    note = "; ".join(notes)
    return Row(name, gradient, formula, exact, numeric, others, error, verdict, note, directions)


def _is_held(walk: Walk, name: str) -> bool:
    """Whether the output depends on an input, but only by what stops gradients."""
    here = walk.graph.names[name]
    if walk.graph.reaches_output[here]:
        return here not in felt(walk)
    return here in behind_stops(walk.graph)


def _differences(
    walk: Walk, name: str, rounded: Value, size: Value
) -> tuple[Value, int, tuple[Verdict, float]]:
    """The central difference, along how many directions it was taken, and what it says."""
    gradient = walk.gradients[name]
    nothing: Value = np.full(np.shape(gradient), np.nan)[()]
    if is_moved_along(walk, name):
        found = slopes_along(walk, name)
        doubts = np.fmax(found.errors, found.at_most(rounded))
        sizes = found.at_most(size)
        said = _compare(found.along(gradient), found.slopes, DIFFERENCE, doubts, sizes)
        return nothing, len(found.slopes) if said[0] != "unknown" else 0, said
    numeric, doubt = central_difference(walk, name)
    said = _compare(gradient, numeric, DIFFERENCE, np.fmax(doubt, rounded), size)
    # A number that tells nothing would only mislead.
    return (nothing if said[0] == "unknown" else numeric), 0, said


def _out_of_range(walk: Walk) -> Node | None:
    """The first step whose value is 0 or infinite only because floats end there.

    SymPy, which has larger and smaller numbers, decides; arrays are passed over.
    """
    import sympy

    for node in walk.graph.operations:
        value, *operands = (walk.node_values[i] for i in (node.index, *node.operands))
        if any(map(np.ndim, (value, *operands))) or not all(map(is_finite, operands)):
            continue
        if value and np.isfinite(value):
            continue
        try:
            exact = sympy.N(in_sympy(node.op, *map(sympy.Float, map(float, operands))))
        except Exception:  # whatever SymPy raises where it has no value
            continue
        if (
            exact.is_Float
            and exact.is_finite
            and exact != 0
            and walk.graph.reaches_output[node.index]
        ):
            return node
    return None


def _knows_value(walk: Walk, output: Any) -> bool:
    """Whether SymPy has a value of the output, too; its tan(pi/2) is infinite."""
    if any(map(np.ndim, walk.node_values)):
        import sympy

        return bool(output.has(sympy.Piecewise) or not output.has(sympy.nan, sympy.zoo))
    return math.isfinite(evaluate(output, {k: float(v) for k, v in walk.inputs.items()}))


def _at_kink(walk: Walk) -> bool:
    """Whether an operation on a way to the output stands where it has no slope."""
    graph, values = walk.graph, walk.node_values
    return any(
        node.op is not None
        and node.op.kink is not None
        and graph.reaches_output[node.index]
        and not graph.is_fixed[node.index]
        and bool(np.any(node.op.is_at_kink(*(values[i] for i in node.operands))))
        for node in graph.nodes
    )


def _analytic_value(walk: Walk, name: str, formula: Any) -> Value:
    """The formula at the walk's inputs; for arrays entry by entry, summed to the input's shape."""
    shape = np.shape(walk.inputs[name])
    if formula is None:
        return np.full(shape, np.nan)[()]
    if np.ndim(walk.output) == 0 and not any(np.ndim(x) for x in walk.inputs.values()):
        return np.float64(evaluate(formula, {k: float(v) for k, v in walk.inputs.items()}))
    common = np.broadcast_shapes(np.shape(walk.output), *map(np.shape, walk.inputs.values()))
    if math.prod(common) > _SOME_POSITIONS or common != np.shape(walk.output):
        return np.full(shape, np.nan)[()]
    spread = {key: np.broadcast_to(value, common) for key, value in walk.inputs.items()}
    values = np.empty(common)
    for where in np.ndindex(common):
        values[where] = evaluate(formula, {key: float(v[where]) for key, v in spread.items()})
    return summed_to(values, shape)


def _compare(
    gradient: Value,
    witness: Value,
    allowed: float,
    doubt: Value,
    size: Value,
    absolute: float = _LEAST,
) -> tuple[Verdict, float]:
    """Whether two gradients agree, and their largest relative error.

    ``doubt`` is how far rounding or the method may have moved them, and ``size`` that of all that
    has been added up to the gradient. Where the doubt is too large, they cannot be compared.
    """
    a, b = np.asarray(gradient), np.asarray(witness)
    if a.shape != b.shape:
        return "differ", math.inf
    known = np.isfinite(a) & np.isfinite(b)
    same = (a == b) & ~known  # the same infinity
    if not (known | same).all() or not a.size:
        opposed = np.isinf(a) & np.isinf(b) & ~same
        return ("differ", math.inf) if opposed.any() else ("unknown", math.nan)
    with np.errstate(all="ignore"):
        gap = np.where(same, 0.0, np.abs(a - b))
        scale = np.maximum(np.abs(a), np.abs(b))
        error = np.where(gap == 0, 0.0, gap / np.where(scale == 0, 1.0, scale))
        near = (error <= allowed) | (gap <= absolute)
        doubt = _DOUBTS * np.asarray(doubt)
        excused = ~near & (gap <= doubt)
        nothing = _NOTHING * allowed * np.minimum(size, 1.0)
        is_vague = doubt > np.maximum(_VAGUE * allowed * scale, nothing)
    if not (near | excused).all():
        return "differ", float(error.max())
    if (excused & is_vague).any():
        return "unknown", math.nan
    return "agree", float(error.max())
