"""What an error says of an exercise: its kind, its numbers, a place in it."""

TEXTS = {
    "practice.kind": "there is no kind of exercise {given}; there are {known}, or a graph of your own",
    "practice.seed": "a seed is a whole number, not {given}",
    "practice.level": "a level is 1 (a worked example), 2 (the last steps), 3 (the backward pass) or 4 (all of it), not {given}",
    "practice.judged": '{given} is no time to judge; it is "steps", step by step, or "end", at the end',
    "practice.shapes": "nice numbers for {names} do not fit together ({reason}); give arrays of their shapes, as in inputs=dict(x=bv.nice(2, 3))",
    "practice.nothing": "there is nothing to do on the way back: {output} depends on no input",
    "practice.is_input": "there is nothing to do on the way back: {output} is an input itself, and no operation lies between; give a formula of it",
    "practice.no_entries": "{name} has no entries, so there is no number to find; give it some",
    "practice.opaque": "{name} is computed by PyTorch, and nobody can do it by hand: take a graph without it",
    "practice.large": "there are {count} things to do in this walk, too many to do by hand (at most {most}): take a smaller graph",
    "practice.no_place": "{given} is no place in this graph; one is a value, a seed, an edge or a sum at a node, as in dict(kind='edge', node='f', position=0)",
    "practice.exercise": "{given} is no exercise; one has a graph as text, and may have inputs, a seed and a level",
    # Of an expression that is typed
    "practice.typed_name": "There is no {sign} here; there are {names}.",
    "practice.typed_stray": "Here {sign} is not expected.",
    "practice.typed_end": "Something is missing at the end.",
    "practice.typed_function": "{sign} is not called like that; write sum(A, axis=0) or exp(A).",
    "practice.typed_long": "That is too long to be read.",
}
