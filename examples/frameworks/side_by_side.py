"""What the three programs share: the table with a library's numbers beside this package's."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import backprop_viz as bv

CIRCUIT = "p = w*x; y = p + b; s = -y; t = y' + s; f = t**2"
INPUTS = {"x": 2.0, "w": 3.0, "b": 1.0, "y'": 5.0}
RATE = 1.0
ORDER = ("x", "w", "b", "p", "y", "y'", "s", "t", "f")
ALLOWED = 1e-6  # relative; the libraries compute in 32 bits unless asked otherwise

Numbers = Mapping[str, tuple[float, float]]
"""The value and the gradient of every quantity by its name."""


@contextmanager
def library(name: str) -> Iterator[None]:
    """Around the import of a library: where it is missing, say how to get it, and exit with 2."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != name:
            raise
        told = f'{name} is not installed; to run this: pip install "backprop-viz[{name}]"'
        print(told, file=sys.stderr)
        raise SystemExit(2) from None


def compare(title: str, before: Numbers, after: Numbers) -> int:
    """Print both tables; the exit status is 0 if all 36 numbers agree, else 1."""
    path = bv.descend(CIRCUIT, INPUTS, parameters="all", rate=RATE, steps=1)
    print(f"{title} beside backprop_viz {bv.__version__}: {CIRCUIT}\n")
    apart = _table("before the step", before, path[0].walk)
    moved = ", ".join(INPUTS)
    apart += _table(f"after one step with rate {RATE} along {moved}", after, path[1].walk)
    print(f"{apart} of 36 numbers differ" if apart else "all 36 numbers agree")
    return 1 if apart else 0


def _table(caption: str, theirs: Numbers, walk: bv.Walk) -> int:
    """Print one table and return how many of its eighteen pairs differ."""
    apart = 0
    print(f"{caption}\n{'':4}{'value':>11}{'ours':>11}{'diff.':>9}", end="")
    print(f"{'gradient':>13}{'ours':>11}{'diff.':>9}")
    for name in ORDER:
        ours = (float(walk.values[name]), float(walk.gradients[name]))
        line = f"{name:4}"
        for place, (their, our) in enumerate(zip(theirs[name], ours, strict=True)):
            gap = abs(their - our)
            differs = not gap <= ALLOWED * max(1.0, abs(our))  # true for nan, too
            apart += differs
            line += f"{their:>{13 if place else 11}g}{our:>11g}{gap:>9.1g}{'!' * differs}"
        print(line)
    print()
    return apart
