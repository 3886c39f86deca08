"""What an error says of a hunt, of gradients of one's own, or of an attempt that is graded."""

TEXTS = {
    "hunt.nowhere": "in this graph no bug makes a difference; take one with a product or a function in it",
    "hunt.no_place": (
        "this graph has no place where this bug makes a difference that can be told from others: "
        "{bug}; leave bug= out, and one that it makes possible is taken"
    ),
    "hunt.large": "there are {count} wires in this walk, too many to look through in a picture (at most {most}): take a smaller graph",
    "hunt.unknown": "{given} is no bug; there are {known}",
    "hunt.seed": "the seed is {given}: a whole number is needed, from 0 to {most}",
    "hunt.wire": (
        "{given} is no wire; name a backward step ({first} to {last}), an edge as in 'y -> x', or a "
        "node for its total gradient"
    ),
    "hunt.edge": "{given} is no edge; name a backward step ({first} to {last}), or an edge as in 'y -> x'",
    "hunt.several": "several edges lead from {given}; name one by its step: {known}",
    "hunt.source": "a hunt is in a graph or a walk, or a formula as text, not in {kind}",
    "judge.walk": "gradients are judged by a walk, as in bv.graph(...).walk(...), not by {kind}",
    "judge.answers": (
        "{kind} holds no gradients: give a dictionary by name, a function of the inputs, or what has a .grad, "
        "in the order of the inputs ({inputs})"
    ),
    "judge.unknown": "there is no gradient of {unknown}; those that there are: {known}",
    "judge.twice": "the gradient of {name} is given twice",
    "judge.number": "the gradient of {name} is {value}: a real number or an array of them is needed",
    "judge.because": "the gradient of {name}: {why}",
    "judge.count": "{count} gradients are given, in the order of the inputs ({inputs}), which are {wanted}",
    "judge.raised": "your function raised {kind}: {what}{place}",
    "judge.place": ", in line {line}: {code}",
    "judge.parameters": "your function takes {taken}, which are no inputs; the inputs are {inputs}",
    "attempt.folder": "is a folder",
    "attempt.no_file": "is no ordinary file",
    "attempt.size": "has {size} bytes; at most {most} are read",
    "attempt.text": "is no UTF-8 text",
    "attempt.json": "is no whole JSON ({what})",
    "attempt.deep": "is nested more than {most} deep",
    "attempt.twice": "has the key {key} twice in one object",
    "attempt.constant": "has {given}, which is no JSON number",
    "attempt.digits": "has a number of {count} digits",
    "attempt.format": "is no attempt at an exercise of backprop-viz",
    "attempt.version": "is of the version {given}; this one reads {known}",
    "attempt.kind": "is of the kind {given}; there are {known}",
    "attempt.field": "{field} is {given}; needed is {wanted}",
    "attempt.a_text": "a text",
    "attempt.a_object": "an object",
    "attempt.a_list": "a list of objects",
    "attempt.a_seed": "a whole number from 0 to {most}",
    "attempt.many": "has {count} moves; at most {most} are judged",
    "attempt.other": "is of another exercise than the key ({field} differs)",
    "attempt.key": "the key {file} {why}",
    "attempt.no_folder": "{folder} is no folder of attempts",
    "attempt.nothing": "there is no .json file in {folder}",
    "attempt.files": "{folder} has more than {most} files",
    "attempt.limit": "is larger than can be judged: {what}",
}
