"""What an error says of a SymPy expression, a function or an expression of variables."""

TEXTS = {
    # Sources that are no text
    "typed.no_function": "the text defines no function: write one, such as def f(x): return x * np.tanh(x)",
    "typed.not_here": "a function of Python is run by the playground in the browser only",
    "typed.python": "Python says: {said}",
    "source.kind": (
        "no graph can be made of {kind}: give a formula as text, a SymPy expression, a Python "
        "function, or an expression of variables"
    ),
    "source.returned": "the function returned {kind}; return one expression of its parameters",
    "source.other": (
        "the function is another one for variables than for numbers: at {at} it gives {called}, and "
        "traced {traced}. It may ask what its argument is (isinstance, type, hasattr, np.isscalar, "
        "str): leave that question out"
    ),
    "source.signature": "{function} does not tell its parameters; wrap it, as in lambda x: f(x)",
    "source.starred": "the parameter *{name} stands for any number of inputs; name each one",
    "source.sympy": (
        "SymPy's {name} (in {where}) has no counterpart here; there are + - * / **, {known}"
    ),
    "source.complex": "SymPy's {name} is no real number; a graph has real numbers only",
    "graph.shapes": "made for these shapes alone: {shapes}",
    "graph.lost_shape": (
        "an array without entries, of shape {shape}, is written as {written}, of shape {other}"
    ),
    "source.real": (
        "{value} cannot stand in a formula: use real numbers, arrays of them, or variables"
    ),
    "source.no_variable": 'name at least one variable, as in variables("x w")',
    "source.operands": "{name} takes {arity} operand(s), not {count}",
    "source.keyword": "{name} takes operands only, no {option}=",
    "source.whole_numbers": "{name} takes whole numbers for {option}, such as 0 or (0, 1)",
    "source.index": (
        "an entry is picked by whole numbers, slices and lists of them, such as x[0], x[:, 1:], "
        "x[[0, 2]]"
    ),
    "source.call": "{name} is called as {form}",
    "source.no_larger": "no function of the library is called {name}; there are {known}",
    "source.needs": "{name}: {given}, but {needs} is what it takes",
    "source.truth": "{name} takes numbers for {option}, not truth values",
    "source.option": "{name} takes a plain number for {option}",
    "source.whole": "{output} has no SymPy form, as {name} acts on whole arrays",
    "source.product": "a number is no matrix: write the product with a number as 2*x",
    "source.shapes": "{name}: arrays of the shapes {shapes} do not fit together",
    "source.untraced": (
        "{name} cannot be traced: a variable stands for a number or for an array of any shape, "
        "and there is no such operation; {remedy}"
    ),
    "remedy.known": "there are {known}",
    "remedy.sum": "write np.sum(x) for the sum of all entries, or a + b + c for that of some",
    "remedy.mean": "write np.mean(x)",
    "remedy.product": "write a*b*c, with a variable for each entry",
    "remedy.matrix": "write a product of vectors or matrices as a @ b, with .T for a transposition",
    "remedy.norm": "write np.linalg.norm(x), or np.sqrt(np.sum(x**2))",
    "remedy.spread": "write np.sqrt(np.var(x)) for the standard deviation",
    "remedy.greatest": "write np.max(x), with an axis if you like, or np.maximum(a, b)",
    "remedy.least": "write np.min(x), with an axis if you like, or np.minimum(a, b)",
    "remedy.clip": "write np.clip(x, low, high), with two numbers or variables and nothing else",
    "remedy.compare": (
        "its values are not known yet; write np.where(x > 0, a, b), np.maximum, "
        "np.minimum, np.abs or bv.relu"
    ),
    "remedy.round": (
        "rounding and remainders are not among the operations, as no gradient passes them"
    ),
    "remedy.entries": (
        "there are x[0], x[:, 1:], x.reshape(2, 3), x.T, np.stack and np.concatenate, and x.shape "
        "where the shape is given, as in bv.graph(f, like=dict(x=(3,)))"
    ),
    "remedy.store": "make a new value, as in y = y + x in place of y += x",
    "remedy.walk": "a walk has values and gradients, as in bv.graph(x**2).walk(x=3).gradients",
    "source.entries": (
        "a variable stands for a number or for an array of any shape, so its length is "
        "not known yet and it cannot be gone through: pick entries as x[0], x[1], x[2], or give "
        "the shape, as in bv.graph(f, like=dict(x=(3,)))"
    ),
    "source.no_entries": "a number, of the shape (), has no entries to count or to go through",
    "source.operation": "{what} ({formula}, {operands})",
    "like.function": (
        "like= is for a Python function, which may ask for the shapes of its parameters; a text has "
        "values of its own, as in x = [1, 2]; x**2"
    ),
    "like.form": (
        "like= takes shapes or values by name, as in like=dict(x=(3,)), or a tuple with one for "
        "each parameter ({names}), as in like=((3,), 2.0), not {given}"
    ),
    "like.unknown": "like= names {names}; the function has the parameters {known}",
    "like.twice": "like= has an entry twice; each parameter has one",
    "like.size": "like= says {given} for {name}; a shape has whole numbers from 0 on",
    "like.value": (
        "like= says {given} for {name}: a shape such as (3,), a real number or an array is needed"
    ),
    "source.einsum": "np.einsum({given}, ...): {why}",
    "einsum.letters": (
        "its first argument is a text with a letter for each axis, such as 'ij,jk->ik', and the "
        "result has letters of the operands, each once"
    ),
    "einsum.count": "there is one list of letters for each operand",
    "einsum.axes": "the letters {letters} are of an array with as many axes, not of the shape {shape}",
    "einsum.unknown": (
        "it tells how many axes its operands have, so their shapes must be known, as in "
        "bv.graph(f, like=dict(x=(2, 3))); a @ b needs none"
    ),
    "einsum.ellipsis": "write a letter for each axis in place of the three dots",
    "einsum.many": "write it as several, each of two operands",
    "einsum.diagonal": (
        "a letter that one operand has twice takes a diagonal, and there is no such operation"
    ),
    "source.array": (
        "an expression has no place in an array or a list of operands, as it may stand for an "
        "array itself: write the formula of the entries out, as in a + 2*a in place of np.sum([a, "
        "2*a]), and use NumPy's functions on single expressions and without masked arrays"
    ),
    "source.in_place": (
        "an operator such as += writes into an array, and what is used here shares its entries, so it "
        "would have other numbers by now, which it has not where it is a number: make a new value, as "
        "in y = y + x in place of y += x, or tell that it is a number, as in bv.graph(f, like=dict(x=2))"
    ),
    "source.block": "the block `{name}` needs what is made of its own results; end it before that",
    "source.no_block": "no block has the name `{name}`; there are {names}",
    "source.no_blocks": (
        "no block has the name `{name}`, as the graph has no blocks: they are the uses of functions "
        "that the text defines, of the library's and of `block`"
    ),
    "source.condition": "a comparison is no number: write np.where(x > 0, a, 0) for (x > 0) * a",
    "source.swapaxes": (
        "np.swapaxes exchanges the last two axes, -2 and -1; for others write np.transpose with all of "
        "them, as in np.transpose(x, (1, 0, 2))"
    ),
    "source.branch": (
        "a formula cannot branch on or compare a value that is not known yet; use maximum, "
        "minimum, relu or abs instead"
    ),
    "source.operator": (
        "the operator {operator} is not among the operations; there are + - * / @ ** and functions "
        "such as np.exp and np.maximum"
    ),
    "source.rounded": (
        "a value that is not known yet cannot be rounded, and no gradient passes a rounding; round "
        "the numbers of a walk instead"
    ),
    "source.digits": (
        "a value that is not known yet has no digits for the format {spec}; print the values of a "
        "walk instead, as in walk.values['x']"
    ),
    "source.called": "an expression is no function; write a product with *, as in a*(b + c)",
    "source.library": (
        "{library} cannot compute with a traced value; use the functions of this package or "
        "NumPy's (bv.exp, np.exp), and give numbers as NumPy arrays or floats"
    ),
    "source.torch": (
        "PyTorch cannot compute with a traced value: a model is read on examples, as in "
        "bv.graph(f, like=(x,)); or use the functions of this package or NumPy's (bv.exp, np.exp), and "
        "give numbers as NumPy arrays or floats"
    ),
    "source.pickled": (
        "an expression cannot be pickled; keep its formula instead: str(bv.graph(x)) is text that "
        "bv.graph reads"
    ),
    "source.traced": (
        "a traced value is not a number yet; use the functions of this package or NumPy's (bv.exp, "
        "np.exp) instead of those of the math module, no int() or float(), and no array of numbers "
        "to keep it in"
    ),
    "source.recursion": (
        "the function calls itself without an end, or too deeply; a condition on a value cannot "
        "end it, as no value is known yet: use a loop of a fixed length"
    ),
    "source.failed": (
        "the function cannot be traced ({kind}: {error}): its parameters stand for numbers or "
        "arrays that are not known yet, for + - * / @ ** and functions such as np.exp and bv.relu"
    ),
    "real.too_large": "{value} is too large for a 64-bit float; the largest is about 1.8e308",
    "real.masked": (
        "a masked array cannot stand in a formula, as its mask would be lost; fill it first, as in "
        "array.filled(0), or leave the masked entries out with array.compressed()"
    ),
    "real.array_like": (
        "{kind} cannot stand in a formula as it is; give its numbers as a NumPy array, as in "
        "np.asarray(...)"
    ),
    "source.two_symbols": "two different symbols are called {name}; give one of them another name",
    "source.parameter_names": (
        'parameters are named in a text or a list, such as "w b", not by {given}'
    ),
    "source.parameters": "parameters that are no inputs: {names}; the inputs are {inputs}",
    "source.terms": (
        "written out, {output} has more than {limit} terms: too many for a derivative by SymPy"
    ),
    "source.no_derivative": "SymPy finds no derivative of {output}",
    # In a notebook
    "error.in_cell": "line {number} of the cell",
    "error.in_file": "{file}, line {number}",
}
