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


def products(n: int) -> str:
    return "; ".join(["a0 = x", *(f"a{i} = a{i - 1}*w{i}" for i in range(1, n + 1))])


def choices(n: int) -> str:
    rows = (f"v{i} = max(r{i} + d*v{i - 1}, s{i})" for i in range(1, n // 3 + 1))
    return "; ".join(["v0 = g", *rows])


def newton(n: int) -> str:
    rows = (f"x{i} = x{i - 1} - (x{i - 1}**2 - c)/(2*x{i - 1})" for i in range(1, n // 5 + 1))
    return "; ".join(["x0 = z", *rows])


def three_ago(n: int) -> str:
    rows = (f"a{i} = a{i - 1}*a{i - 3}" for i in range(3, n + 3))
    return "; ".join(["a0 = p; a1 = q; a2 = r", *rows])


def descent(n: int) -> str:
    return "; ".join(["w0 = w", *(f"w{i + 1} = w{i} - r*2*(w{i}*x - y)*x" for i in range(n // 6))])


def grid(n: int) -> str:
    side = max(2, int((n / 4) ** 0.5))
    rows = []
    for i in range(side):
        for j in range(side):
            above = f"h{i - 1}_{j}" if i else f"a{j}"
            left = f"h{i}_{j - 1}" if j else f"b{i}"
            rows.append(f"h{i}_{j} = tanh(w*{above} + u*{left})")
    return "; ".join(rows)


def window(n: int) -> str:
    count = max(2, n // 11)
    rows = [f"y{i} = relu({' + '.join(f'w{j}*x{i + j}' for j in range(5))})" for i in range(count)]
    return "; ".join([*rows, "f = " + " + ".join(f"y{i}" for i in range(count))])


def butterflies(n: int) -> str:
    layers, size = 1, 2
    while 3 * (layers + 1) * size <= 1.2 * n:
        layers, size = layers + 1, size * 2
    rows, layer = [], [f"x{i}" for i in range(size)]
    for depth in range(layers):
        for i in range(size):
            one, other = layer[i & ~(1 << depth)], layer[i | 1 << depth]
            rows.append(f"y{depth}_{i} = {one} {'-' if i >> depth & 1 else '+'} w{depth}*{other}")
        layer = [f"y{depth}_{i}" for i in range(size)]
    return "; ".join([*rows, "f = " + " + ".join(layer)])


def attention(n: int) -> str:
    count = max(2, round((n / 6) ** 0.5) - 1)
    rows = [f"q{i} = a*x{i}; k{i} = b*x{i}; v{i} = c*x{i}" for i in range(count)]
    for i in range(count):
        rows += [f"e{i}_{j} = exp(q{i}*k{j})" for j in range(count)]
        rows.append(f"s{i} = " + " + ".join(f"e{i}_{j}" for j in range(count)))
        rows.append(f"o{i} = " + " + ".join(f"e{i}_{j}/s{i}*v{j}" for j in range(count)))
    return "; ".join([*rows, "f = " + " + ".join(f"o{i}**2" for i in range(count))])


def determinants(n: int) -> str:
    count = max(2, round((n / 2) ** 0.5))
    pairs = ((i, j) for i in range(count) for j in range(i))
    return " + ".join(f"(x{i}*y{j} - x{j}*y{i})" for i, j in pairs)


def softmax(n: int) -> str:
    count = max(2, n // 4)
    rows = [f"e{i} = exp(z{i})" for i in range(count)]
    rows.append("s = " + " + ".join(f"e{i}" for i in range(count)))
    terms = (f"t{i}*log(e{i}/s)" for i in range(count // 2))
    return "; ".join([*rows, "f = " + " + ".join(terms)])


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
        *(products, choices, newton, three_ago, descent, grid, window, butterflies, attention),
        *(determinants, softmax, at_random, at_random_nearby),
    )
}
