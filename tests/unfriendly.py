"""Formulas of shapes that are hard to lay out, each of about a given number of operations."""

from __future__ import annotations

import random
from collections.abc import Callable

__all__ = ["SHAPES"]


def squares(n: int) -> str:
    return "; ".join(["x0 = a", *(f"x{i} = x{i - 1}*x{i - 1} + a" for i in range(1, n // 2 + 1))])


def sines(n: int) -> str:
    rows = (f"a{i} = a{i - 1}*x + sin(a{i - 1})" for i in range(1, n // 3 + 1))
    return "; ".join(["a0 = z", *rows])


def recurrence(n: int) -> str:
    rows = (f"h{i} = tanh(w*x{i} + u*h{i - 1} + b)" for i in range(1, n // 5 + 1))
    return "; ".join(["h0 = h", *rows])


def gates(n: int) -> str:
    rows = ["c0 = c; h0 = h"]
    for t in range(1, n // 25 + 1):
        for gate, name in zip("fiog", ("sigmoid", "sigmoid", "sigmoid", "tanh"), strict=True):
            rows.append(f"{gate}{t} = {name}(w{gate}*x{t} + u{gate}*h{t - 1} + b{gate})")
        rows.append(f"c{t} = f{t}*c{t - 1} + i{t}*g{t}; h{t} = o{t}*tanh(c{t})")
    return "; ".join(rows)


def horner(n: int) -> str:
    return "; ".join(["p0 = c0", *(f"p{i} = p{i - 1}*x + c{i}" for i in range(1, n // 2 + 1))])


def fibonacci(n: int) -> str:
    return "; ".join(["a0 = p; a1 = q", *(f"a{i} = a{i - 1} + a{i - 2}" for i in range(2, n + 2))])


def powers(n: int) -> str:
    return " + ".join(f"x**{i}" for i in range(1, n // 2 + 1))


def one_input(n: int) -> str:
    return " + ".join(["x"] * (n + 1))


def many_inputs(n: int) -> str:
    return " + ".join(f"x{i}" for i in range(n + 1))


def chain(n: int) -> str:
    return "; ".join(["a0 = x", *(f"a{i} = sin(a{i - 1})" for i in range(1, n + 1))])


def skipping(n: int) -> str:
    count = int((2 * n) ** 0.5)
    rows = (f"s{i} = tanh({' + '.join(f's{j}' for j in range(i))})" for i in range(1, count))
    return "; ".join(["s0 = x", *rows])


def late_inputs(n: int) -> str:
    rows = [f"a{i} = a{i - 1}*x{i}" for i in range(1, n // 2)]
    total = " + ".join(f"x{i}" for i in range(n // 2))
    return "; ".join(["a0 = sin(x0)", *rows, f"f = a{n // 2 - 1} + {total}"])


def dense(n: int) -> str:
    width = max(2, int((n / 4.2) ** 0.5))
    rows, layer = [], [f"x{i}" for i in range(width)]
    for depth in (1, 2):
        for j in range(width):
            terms = (f"w{depth}_{j}_{i}*{name}" for i, name in enumerate(layer))
            rows.append(f"h{depth}_{j} = tanh({' + '.join(terms)} + b{depth}_{j})")
        layer = [f"h{depth}_{j}" for j in range(width)]
    return "; ".join([*rows, "f = " + " + ".join(layer)])


def every_with_every(n: int) -> str:
    width = max(2, int((n / 2) ** 0.5))
    rows = [
        f"h{j} = " + " + ".join(f"x{i}*x{(i + j) % width}" for i in range(width))
        for j in range(width)
    ]
    return "; ".join([*rows, "f = " + " + ".join(f"h{j}" for j in range(width))])


def dead_ends(n: int) -> str:
    return "; ".join([*(f"d{i} = sin(x{i})*y{i % 7}" for i in range(n // 2)), "f = x0*y0"])


def at_random(n: int, near: int = 0) -> str:
    draw, names, rows = random.Random(n + near), ["x", "y", "z"], []
    for i in range(n):
        one, other = draw.choice(names[-near:]), draw.choice(names[-near:])
        form = draw.choice(["{} + {}", "{}*{}", "{} - {}", "sin({})", "tanh({})"])
        rows.append(f"v{i} = {form.format(one, other)}")
        names.append(f"v{i}")
    return "; ".join(rows)


def at_random_nearby(n: int) -> str:
    return at_random(n, 8)


SHAPES: dict[str, Callable[[int], str]] = {
    shape.__name__: shape
    for shape in (
        *(squares, sines, recurrence, gates, horner, fibonacci, powers, one_input, many_inputs),
        *(chain, skipping, late_inputs, dense, every_with_every, dead_ends),
        *(at_random, at_random_nearby),
    )
}
