"""What a playground asks of Python: a formula that was typed, as a chapter of its page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from ..api import Graph, Walk, graph
from ..errors import BackpropVizError, InputError
from ..given.nice import nice
from ..media.page import Chapter, chapter_data
from ..read.entry import read_value
from ..words import speaking

__all__ = ["answer", "saved", "walked"]

_FIRST = (2.0, 3.0, 1.0, 0.5, -1.0, -2.0)
"""The values of inputs that have none."""


def answer(request: str) -> str:
    """The chapter for what was typed, or why there is none; both are JSON.

    The request holds the ``text``, the ``inputs`` as they are typed, by name, the ``parameters``
    and the language.
    """
    asked = json.loads(request)
    with speaking(asked["lang"]):
        try:
            walk = walked(asked["text"], asked["inputs"], asked["parameters"])
            told: dict[str, Any] = {"chapter": chapter_data(Chapter(walk, asked["text"]))}
        except BackpropVizError as error:
            told = {"refused": str(error)}
        except RecursionError as error:  # of whatever it is, the page goes on
            told = {"refused": f"{type(error).__name__}: {error}"}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def saved(request: str) -> str:
    """What was typed as a file of the ``kind`` that the request names: a live page, a LaTeX
    document, a picture's DOT text, or a notebook that goes on from it. JSON: its name and content.
    """
    asked = json.loads(request)
    kind = asked["kind"]
    with speaking(asked["lang"]), TemporaryDirectory() as folder:
        walk = walked(asked["text"], asked["inputs"], asked["parameters"])
        if kind == "ipynb":
            content = _notebook(asked["text"], walk)
        else:
            content = walk.save(Path(folder) / f"walk.{kind}").read_text(encoding="utf-8")
    return json.dumps({"name": f"walk.{kind}", "content": content})


def _notebook(text: str, walk: Walk) -> str:
    inputs = {name: np.asarray(value).tolist() for name, value in walk.inputs.items()}
    marked = " ".join(name for name in walk.graph.inputs if name in walk.graph.parameters)
    code = (
        "import backprop_viz as bv\n\n"
        f"walk = bv.graph({text!r}, parameters={marked!r}).walk({inputs!r})\n"
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


def walked(text: str, inputs: Mapping[str, str], parameters: Iterable[str] = ()) -> Walk:
    """The walk of a formula at values as they are typed.

    An input that has none gets a nice one, and so does one whose number does not fit, such as that
    of the formula before. A value or a parameter that the formula does not know is passed over.
    Raises what ``graph`` and ``walk`` raise.
    """
    made: Graph = graph(text)
    marked = set(parameters) & set(made.inputs)
    if not marked <= made.parameters:
        made = graph(made, parameters=marked)
    known: dict[str, Any] = dict(made.defaults)
    for name in set(inputs) & set(made.inputs):
        with suppress(BackpropVizError):
            known[name] = read_value(inputs[name])
    missing = [name for name in made.inputs if name not in known]
    try:
        numbers = (_FIRST[place % len(_FIRST)] for place in range(len(missing)))
        return made.walk({**known, **dict(zip(missing, numbers, strict=True))})
    except InputError as refusal:
        arrays = {name: value for name, value in known.items() if np.ndim(value)}
        kept = {**arrays, **made.defaults}
        for values, sizes in product((known, kept), ("21", "22")):
            with suppress(InputError):
                return made.walk({**_arrays(made.inputs, sizes), **values})
        raise refusal from None


def _arrays(names: Iterable[str], ranks: str) -> dict[str, Any]:
    """Arrays for inputs whose names are capitals, and for the others, of these ranks."""
    rank = {name: int(ranks[not name[:1].isupper()]) for name in names}
    return {name: nice(*[2] * rank[name], seed=place) for place, name in enumerate(names, 1)}
