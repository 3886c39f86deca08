"""What a playground asks of Python: what was typed, as a chapter of its page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import numpy as np

from ..api import Graph, Walk, graph
from ..blocks.view import with_address
from ..errors import BackpropVizError, GraphError, InputError
from ..given.nice import nice
from ..media.page import Chapter, chapter_data
from ..read.entry import read_value, typed
from ..spell.names import canonical
from ..words import speaking
from .function import Run, made_of, placed, required

__all__ = ["answer", "saved", "walked"]

_FIRST = (2.0, 3.0, 1.0, 0.5, -1.0, -2.0)
"""The values of inputs that have none."""

_FEW = 4  # inputs, for which all numbers of axes are tried
_SEEDS = 20


def answer(request: str, run: Run | None = None) -> str:
    """The chapter for what was typed, or why there is none; both are JSON.

    The request holds the ``text``, whether it is of ``python``, the ``inputs`` as they are typed,
    by name, what the text ``before`` stated of those that are only remembered, the ``parameters``
    and the language. What is of Python, the page will ``run``.
    """
    asked = json.loads(request)
    with speaking(asked["lang"]):
        try:
            walk = _walk_of(asked, run)
            told: dict[str, Any] = {"chapter": chapter_data(Chapter(walk, asked["text"]))}
            told["stated"] = {name: typed(value) for name, value in walk.graph.defaults.items()}
        except BackpropVizError as error:
            told = {"refused": str(error)}
        except RecursionError as error:  # of whatever it is, the page goes on
            told = {"refused": f"{type(error).__name__}: {error}"}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _walk_of(asked: Mapping[str, Any], run: Run | None) -> Walk:
    text, given = asked["text"], (asked["inputs"], asked["parameters"])
    before = asked.get("before", {})
    if not asked.get("python"):
        return walked(text, *given, before=before)
    with placed(text):
        return walked(made_of(text, run), *given, before=before)


def saved(request: str, run: Run | None = None) -> str:
    """What was typed as a file of the ``kind`` that the request names: a live page, a LaTeX
    document, a picture's DOT text, Markdown with its pictures, or a notebook that goes on from it.
    JSON: its name and its content; of several files, theirs, for an archive.
    """
    asked = json.loads(request)
    kind = asked["kind"]
    with speaking(asked["lang"]), TemporaryDirectory() as folder:
        walk = _walk_of(asked, run)
        if kind == "ipynb":
            name = made_of(asked["text"], run).__name__ if asked.get("python") else ""
            content = _notebook(asked["text"], walk, name)
        else:
            content = walk.save(Path(folder) / f"walk.{kind}").read_text(encoding="utf-8")
        if kind == "md":
            made = sorted(file for file in Path(folder).rglob("*") if file.is_file())
            texts = [file.read_text(encoding="utf-8") for file in made]
            files = [
                (f.relative_to(folder).as_posix(), t) for f, t in zip(made, texts, strict=True)
            ]
            return json.dumps({"name": "walk.zip", "files": files})
    return json.dumps({"name": f"walk.{kind}", "content": content})


def _notebook(text: str, walk: Walk, function: str) -> str:
    inputs = {name: np.asarray(value).tolist() for name, value in walk.inputs.items()}
    marked = " ".join(name for name in walk.graph.inputs if name in walk.graph.parameters)
    code = "import backprop_viz as bv\n"
    source = repr(text)
    if function:
        code += f"import numpy as np\n\n{text.rstrip()}\n"
        source = f"{function}, like={inputs!r}"
    code += (
        f"\nwalk = bv.graph({source}, parameters={marked!r}).walk({inputs!r})\n"
        "bv.explore(walk.graph, walk.inputs)"
    )
    cell = {"cell_type": "code", "id": "walk", "metadata": {}, "outputs": []}
    made = {
        "cells": [{**cell, "execution_count": None, "source": code}],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def walked(
    source: str | Callable[..., Any],
    inputs: Mapping[str, str],
    parameters: Iterable[str] = (),
    opened: Iterable[str] | None = None,
    before: Mapping[str, str | None] = MappingProxyType({}),
) -> Walk:
    """The walk of a formula, or of a function, at values as they are typed.

    An input that has none gets a nice one, and so does one whose number does not fit, such as that
    of the formula before, or whose array was such a one. A value, a parameter or one of the blocks
    to be ``opened`` that it does not know is passed over, and so is a value that is only remembered
    of a formula ``before``, by what that stated of it, where this one states another. Raises what
    ``graph`` and ``walk`` raise.
    """
    known = {}
    for name, text in inputs.items():
        with suppress(BackpropVizError):
            known[canonical(name)] = read_value(text)
    try:
        walk = _walked(graph(source), known, parameters, before)
    except (GraphError, InputError):
        if isinstance(source, str):
            raise
        walk = _walked_like(source, known, parameters)
    return walk if opened is None else walk.with_graph(with_address(walk.graph, opened))


def _walked(
    made: Graph,
    given: Mapping[str, Any],
    parameters: Iterable[str],
    before: Mapping[str, str | None] = MappingProxyType({}),
) -> Walk:
    anew = {
        name
        for name, value in made.defaults.items()
        if name in before and before[name] != typed(value)
    }
    marked = set(parameters) & set(made.inputs)
    if not marked <= made.parameters:
        made = graph(made, parameters=marked)
    stay = {name: given[name] for name in made.inputs if name in given and name not in anew}
    known = {**made.defaults, **stay}
    missing = [name for name in made.inputs if name not in known]
    try:
        numbers = (_FIRST[place % len(_FIRST)] for place in range(len(missing)))
        return made.walk({**known, **dict(zip(missing, numbers, strict=True))})
    except InputError as refusal:
        arrays = {name: value for name, value in known.items() if np.ndim(value)}
        typed_ones = {name: value for name, value in arrays.items() if not _is_nice(value)}
        for values in (known, {**arrays, **made.defaults}, {**typed_ones, **made.defaults}):
            open_ones = [name for name in made.inputs if name not in values]
            for ranks in _ranks(open_ones):
                with suppress(InputError):
                    return made.walk({**_arrays(ranks), **values})
        raise refusal from None


def _walked_like(
    source: Callable[..., Any], given: Mapping[str, Any], parameters: Iterable[str]
) -> Walk:
    """The walk of a function that asks for shapes, at what was typed or at arrays that fit."""
    names = [canonical(name) for name in required(source)]
    known = {name: value for name, value in given.items() if name in names}
    arrays = {name: value for name, value in known.items() if np.ndim(value)}
    refusals = []
    for values, ranks in product((known, arrays, {}), [*_ranks(names)][:2]):
        like = {**_arrays(ranks), **values}
        try:
            return _walked(graph(source, like=like), {**given, **like}, parameters)
        except (GraphError, InputError) as error:
            refusals.append(error)
    raise refusals[0]


def _ranks(names: Sequence[str]) -> Iterator[dict[str, int]]:
    """How many axes inputs may have: matrices where their names are capitals, vectors where not,
    all matrices, or of a few whatever fits, as a layer may need.
    """
    yield {name: 2 if name[:1].isupper() else 1 for name in names}
    yield dict.fromkeys(names, 2)
    if len(names) <= _FEW:
        for ranks in sorted(product((1, 2, 4), repeat=len(names)), key=sum):
            yield dict(zip(names, ranks, strict=True))


def _arrays(ranks: Mapping[str, int]) -> dict[str, Any]:
    return {name: nice(*[2] * rank, seed=n) for n, (name, rank) in enumerate(ranks.items(), 1)}


def _is_nice(value: Any) -> bool:
    """Whether an array is one that nobody has typed."""
    shape = np.shape(value)
    return any(np.array_equal(value, nice(*shape, seed=n)) for n in range(1, _SEEDS))
