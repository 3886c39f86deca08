"""Random programs of functions that call one another, for the tests of blocks."""

import random
import re
from dataclasses import dataclass, field

import autograd.numpy as anp
import numpy as np

import backprop_viz as bv

MET = ("{a} + {b}", "{a} * {b}", "{a} - {b}", "tanh({a})", "sin({b}) + {a}", "sigmoid({a}*{b})")
MET_BY_ARRAYS = (*MET, "{a} @ tanh({b})", "{a}.T - {b}", "tanh({a}) + sum({b}, axis=0)")
NUMBERS = np.array([[0.5, -1.0], [2.0, 0.25]])
ARRAY = str(NUMBERS.tolist())


def program(chance: random.Random, *, arrays: bool = False) -> str:
    """Blocks in blocks, inputs shared, arguments given twice, outputs unused and used twice."""
    functions, main = parts(chance, arrays=arrays)
    return "\n".join([*functions, *main])


def parts(chance: random.Random, *, arrays: bool = False) -> tuple[list[str], list[str]]:
    """The lines of a program: of its functions, and those that call them, the output last."""
    functions: list[tuple[str, int, int]] = []
    lines: list[str] = []
    number, met = (ARRAY, MET_BY_ARRAYS) if arrays else ("0.5", MET)

    def body(names, count, stem, indent):
        made = list(names)
        for place in range(count):
            name = f"{stem}{place}"
            if functions and chance.random() < 0.5:
                function, arity, results = chance.choice(functions)
                given = ", ".join(chance.choice([*made, number]) for _ in range(arity))
                new = [f"{name}_{i}" for i in range(results)]
                lines.append(f"{indent}{', '.join(new)} = {function}({given})")
                made += new
            else:
                a, b = chance.choice(made), chance.choice(made)
                lines.append(f"{indent}{name} = {chance.choice(met).format(a=a, b=b)}")
                made.append(name)
        return made[len(names) :]

    for place in range(chance.randint(1, 3)):
        arity, results = chance.randint(1, 3), chance.randint(1, 2)
        names = [f"p{i}" for i in range(arity)]
        lines.append(f"def fn{place}({', '.join(names)}):")
        made = body(names, chance.randint(1, 3), f"t{place}", "    ")
        returned = [chance.choice([*made, *names]) for _ in range(results)]
        lines.append(f"    return {', '.join(returned)}")
        functions.append((f"fn{place}", arity, results))
    start = len(lines)
    made = body(["a", "b", "c"], chance.randint(2, 5), "m", "")
    total = " + ".join(chance.sample(made, min(3, len(made))))
    lines.append(f"sum({total})" if arrays else total)
    return lines[:start], lines[start:]


@dataclass(frozen=True)
class Program:
    """A program with numbers for its inputs, its ``graph``, and a ``view`` with some blocks open.

    It is a text, or the same in Python, whose parts share parameters or have some of their own.
    """

    functions: list[str] = field(repr=False)
    main: list[str]
    graph: bv.Graph = field(repr=False)
    view: bv.Graph = field(repr=False)
    at: dict[str, object]

    def computed(self, values, **known):
        """The output as Python computes it, from the values of the inputs in their order."""
        for name in ("a", "b", "c"):
            known[name] = np.zeros(())
        known |= dict(zip(self.graph.inputs, values, strict=True))
        known["array"] = NUMBERS
        exec("\n".join([*self.functions, *self.main[:-1]]).replace(ARRAY, "array"), known)
        return eval(self.main[-1], known)

    def by_autograd(self, values):
        """The same by HIPS autograd's functions."""
        functions = {name: getattr(anp, name) for name in ("tanh", "sin", "sum")}
        functions["sigmoid"] = lambda x: 1 / (1 + anp.exp(-x))
        return self.computed(values, **functions)


def programs(seed: int, count: int) -> list[Program]:
    """Texts and functions of Python, on numbers and on arrays, in turns."""
    chance = random.Random(seed)
    return [_program(chance, arrays=n % 2 == 1, is_python=n % 4 > 1) for n in range(count)]


def _program(chance: random.Random, *, arrays: bool, is_python: bool) -> Program:
    functions, main = parts(chance, arrays=arrays)
    graph = (
        _traced(functions, main, chance) if is_python else bv.graph("\n".join([*functions, *main]))
    )
    one = lambda: round(chance.uniform(-1.5, 1.5), 3)  # noqa: E731
    at = {name: [[one(), one()], [one(), one()]] if arrays else one() for name in graph.inputs}
    return Program(functions, main, graph, some_open(graph, chance), at)


def _traced(functions: list[str], main: list[str], chance: random.Random) -> bv.Graph:
    """Each function a block, and so are some runs of lines, which use what is around them."""
    lines, place = [], 0
    while place < len(main) - 1:
        count = chance.choice((0, 1, 2, 3))
        run = main[place : min(place + max(count, 1), len(main) - 1)]
        if count:
            lines.append("with block('part'):")
            inner = chance.randrange(len(run) + 1)
            lines += [f"    {line}" for line in run[:inner]]
            lines += ["    with block('inner'):"] * (inner < len(run))
            lines += [f"        {line}" for line in run[inner:]]
        else:
            lines += run
        place += len(run)
    inputs = [name for name in "abc" if re.search(rf"\b{name}\b", "\n".join(main))]
    body = [*lines, f"return {main[-1]}"]
    network = [f"def network({', '.join(inputs)}):", *(f"    {line}" for line in body)]
    known = {name: getattr(bv, name) for name in ("tanh", "sin", "sigmoid", "sum", "block")}
    known["array"] = NUMBERS
    blocks = "\n".join(functions).replace("def ", "@block\ndef ")
    exec("\n".join([blocks, *network]).replace(ARRAY, "array"), known)
    return bv.graph(known["network"], parameters=[n for n in inputs if chance.random() < 0.7])


def every(blocks):
    """All blocks, each before its parts."""
    return [one for block in blocks for one in (block, *every(block.parts))]


def some_open(graph: bv.Graph, chance: random.Random) -> bv.Graph:
    """The graph with some of its blocks open."""
    names = [block.name for block in every(graph.blocks) if chance.random() < 0.5]
    return graph.opened(*names) if names else graph.closed()
