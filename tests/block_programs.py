"""Random programs of functions that call one another, for the tests of blocks."""

import random

import backprop_viz as bv

MET = ("{a} + {b}", "{a} * {b}", "{a} - {b}", "tanh({a})", "sin({b}) + {a}", "sigmoid({a}*{b})")


def program(chance: random.Random) -> str:
    """Blocks in blocks, inputs shared, arguments given twice, outputs unused and used twice."""
    functions: list[tuple[str, int, int]] = []
    lines: list[str] = []

    def body(names, count, stem, indent):
        made = list(names)
        for number in range(count):
            name = f"{stem}{number}"
            if functions and chance.random() < 0.5:
                function, arity, results = chance.choice(functions)
                given = ", ".join(chance.choice([*made, "0.5"]) for _ in range(arity))
                new = [f"{name}_{i}" for i in range(results)]
                lines.append(f"{indent}{', '.join(new)} = {function}({given})")
                made += new
            else:
                a, b = chance.choice(made), chance.choice(made)
                lines.append(f"{indent}{name} = {chance.choice(MET).format(a=a, b=b)}")
                made.append(name)
        return made[len(names) :]

    for number in range(chance.randint(1, 3)):
        arity, results = chance.randint(1, 3), chance.randint(1, 2)
        names = [f"p{i}" for i in range(arity)]
        lines.append(f"def fn{number}({', '.join(names)}):")
        made = body(names, chance.randint(1, 3), f"t{number}", "    ")
        returned = [chance.choice([*made, *names]) for _ in range(results)]
        lines.append(f"    return {', '.join(returned)}")
        functions.append((f"fn{number}", arity, results))
    made = body(["a", "b", "c"], chance.randint(2, 5), "m", "")
    lines.append(" + ".join(chance.sample(made, min(3, len(made)))))
    return "\n".join(lines)


def every(blocks):
    """All blocks, each before its parts."""
    return [one for block in blocks for one in (block, *every(block.parts))]


def some_open(graph: bv.Graph, chance: random.Random) -> bv.Graph:
    """The graph with some of its blocks open."""
    names = [block.name for block in every(graph.blocks) if chance.random() < 0.5]
    return graph.opened(*names) if names else graph.closed()
