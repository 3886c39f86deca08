"""What an error says of a formula, an answer or a value that is written as text."""

TEXTS = {
    # Names
    "names.kind": "a name is a string, not {kind}",
    "names.control": "the name {name} has the control character {character}; leave it out",
    "names.empty": "a name is empty",
    # A formula as text
    "parse.place": "{message} (line {line}, column {column})",
    "parse.hint": "hint: {hint}",
    "parse.too_long": "the formula has {count} characters; at most {limit} are read",
    "parse.in_python": "build such a graph in Python, with bv.variables and operators",
    "parse.unnamed": "only the last line may stand without a name",
    "parse.name_it": "give this line one, as in `t = ...`",
    "parse.twice": "`{token}` is defined twice (first in line {first})",
    "parse.define_once": "a name is defined once; call the new value `{other}`",
    "parse.name_of_function": "`{token}` is the name of a function",
    "parse.other_name": "call the value something else, such as `{other}`",
    "parse.no_name": "`{token}` is no name",
    "parse.begin_with_letter": "it stands for `{name}`; begin a name with a letter",
    "parse.too_large": "this number is too large for a 64-bit float",
    "parse.largest": "the largest is about 1.8e308",
    "parse.in_itself": "`{token}` is used in its own definition",
    "parse.name_result": "give the result another name, such as `{other}`",
    "parse.too_early": "`{token}` is used before it is defined (in line {defined})",
    "parse.move_up": "move its definition up",
    "parse.function": "`{token}` is a function",
    "parse.call_it": "call it, as in `{form}`",
    "parse.no_function": "there is no function `{token}`",
    "parse.did_you_mean": "did you mean `{close}`?",
    "parse.option_number": "`{token}` takes plain numbers for {options}",
    "parse.operand": "`{token}` takes 1 operand, not {count}",
    "parse.operands": "`{token}` takes {arity} operands, not {count}",
    "parse.write": "write `{form}`",
    "parse.alike": "`{token}` looks like `{first}` and is written with other letters",
    "parse.tell_apart": "type both alike, or call one of them something else, such as `{other}`",
    "parse.name_here": "a name belongs here",
    "parse.declare": (
        "write `const k = 3`, `param w = 3` or `input x = 3`, one in a line, or names without "
        "values, as in `input x, y`"
    ),
    "parse.no_value": "the constant `{token}` has no value",
    "parse.not_fixed": "`{token}` is no number here: what is declared has a fixed value",
    "parse.bars": "it is not clear which bars | | belong together",
    "parse.call_abs": "write the absolute value of x as `abs(x)`",
    "parse.root": "it is not clear how far the root √ goes",
    "parse.call_root": "put all that is under the root into `sqrt(...)`",
    "parse.raised": "`{token}` is no single number or letter to raise to",
    "parse.transpose": "`{token}` is no power",
    "parse.shapes": "`@` joins rows and columns of the same length; `*` goes entry by entry",
    "parse.transposed": "write `x.T` for a transposition, and a power with `**`, as in `x**2`",
    "parse.power_of_function": "`{token}`: a function has no power before it is called",
    "parse.inverse": "write `{inverse}` for the inverse function, or `{form}` for the reciprocal",
    "parse.functions": "the functions are {known}; a product is written `{token}*(...)`",
    "parse.not_here": "`{token}` is not known here",
    "parse.functions_here": "the functions are {known}",
    "parse.otherwise": "`{token}` means something else than `{name}` here",
    "parse.without_library": "if `{name}` is what you mean, write it without the library's name",
    "parse.no_points": (
        "a name has no points in it; only functions are written so, as in `np.exp(x)` and `x.exp()`"
    ),
    "parse.write_out": (
        "of whole arrays there are `a @ b`, `sum(x, axis=0)`, `mean`, `max`, `softmax` and their "
        "kind: write it with these, or out, as in `a1*b1 + a2*b2`"
    ),
    "parse.option_value": (
        "an option is a number, True, False or None, or several numbers: axis=0, keepdims=True, "
        "axis=(0, 1)"
    ),
    "parse.index": "an index is of whole numbers and slices, such as x[0], x[-1], W[:, 1:], h[..., 0]",
    "parse.call": "'{token}' is not called so",
    "parse.called_so": "write it as in `{form}`",
    "parse.no_slope": "it is a staircase, which has slope 0 or none: leave it out",
    "parse.no_such": "it has no formula in the functions here, {known}",
    "parse.no_branch": "a case is written `where(x > 0, a, b)`, or with `maximum`, `relu` or `abs`",
    "parse.no_derivative": "write the formula itself; the walk finds its derivatives",
    "parse.lists": "write an array as nested lists, such as [1, 2] or [[1, 2], [3, 4]]",
    "parse.no_chance": "a formula has the same value each time: make chance an input",
    "parse.no_comparison": (
        "a comparison stands in `where(x > 0, a, b)`, or alone as in `m = x > 0`; a name gets its "
        "value with a single `=`"
    ),
    "parse.only_equals": "a name gets its value with `=`, as in `y = 2*x`",
    "parse.new_name": "a name is defined once; write `{form}`",
    "parse.no_python": (
        "a program has lines such as `y = 2*x`, and functions such as `f(x) = 2*x`; a Python "
        "function is given to bv.graph itself"
    ),
    "parse.no_return": "the last line is the output: write the formula alone",
    "parse.other_root": "write it as a power, as in `x**(1/3)`",
    "parse.no_latex": "LaTeX is not read: write a fraction as `a/b`, a root as `sqrt(x)`",
    "parse.quotes": "a name in quotes ends with the second one, as in `` `a b` ``",
    "parse.minus": "write minus as `-`",
    "parse.unseen": "it cannot be seen: delete it",
    "parse.plain": "it only stands for other characters: write `{plain}`",
    "parse.entry": (
        "an entry has no name here: use parentheses ( ) for a product, and a name of its own, such "
        "as `x1`, for an entry"
    ),
    "parse.open": "a parenthesis is not closed",
    "parse.open_bar": "a bar | is not closed",
    "parse.close_it": "add `{closing}`",
    "parse.product": "write a product with `*`, as in `{form}`",
    "parse.unclear_product": "it is not clear what is multiplied: write `*`, and parentheses",
    "parse.character": "unexpected character {character}",
    "parse.prime": "a prime belongs right behind a name, as in `y'`",
    "parse.parentheses": "use parentheses ( )",
    "parse.operators": "the operators are + - * / @ ** (or ^)",
    "parse.point": "a number needs a digit beside its point",
    "parse.made_of": "a formula has names, numbers, + - * / @ ** ( ) and functions such as exp(x)",
    "parse.token": "unexpected `{token}`",
    "parse.empty": "the formula is empty",
    "parse.write_one": 'write one, such as "w*x + b"',
    "parse.short": "the formula ends too early",
    "parse.go_on": "something is missing here: a name or a number",
    "parse.closed": "a parenthesis is closed that was not opened",
    "parse.open_it": "remove it, or add `(` before",
    "parse.no_operator": "an operator is missing before `{token}`",
    "parse.a_number": "write a number, such as 1 for True and 0 for False",
    "parse.no_option": (
        "an operand has no name here, and no options are known but axis= and keepdims= of arrays"
    ),
    "parse.option": "a function has no options here: write `{form}`",
    "parse.call_or_product": "write `{form}`, or `{product}` for a product",
    "parse.one_point": "a number has only one decimal point",
    "parse.no_remainder": (
        "there are no remainders, and 5 % is written `5/100`: the operators are + - * / ** (or ^)"
    ),
    "parse.whole_quotient": (
        "no quotient is rounded, and a comment begins with `#`: the operators are + - * / ** (or ^)"
    ),
    "parse.no_text": "what is in quotes is no number: leave it out",
    "parse.detached": "write `detach(x)`, which lets no gradient through",
    "parse.leave_out": "leave `{token}` out",
    "parse.lines": "write each definition in a line of its own, or with `;` between them",
    "parse.imaginary": "numbers are real here; a product is written `{form}`",
    "parse.raised_sign": "write `{sign}`, or a whole power with `**`, as in `x**(-n)`",
    "parse.subscript": "write an index behind the name, as in `x_1`",
    "parse.latex": "LaTeX is not read: write `{plain}`",
    "parse.makes_numbers": (
        "it only stands around a number or a list, as in `x = {token}(2.0)`: leave it out"
    ),
    "parse.equals": "only a single name may stand left of `=`, once a line",
    "parse.comma": "a comma separates the operands of a function; a decimal point is a point",
    "parse.belongs": "a name, a number or `(` belongs here",
    # Functions that a text defines
    "parse.definition": "a function is defined as in `f(x, k=2) = k*x`, or with Python's `def f(x, k=2):`",
    "parse.values": "a function of several values is defined as in `{form}`",
    "parse.default_number": "a default is a number, as in `f(x, k=2) = k*x`",
    "parse.nothing": "an argument is None at `{token}`, where there has to be something",
    "parse.nothing_left": (
        "what is None can be added, multiplied, subtracted or divided by; the operation is left out"
    ),
    "parse.no_default": "`{token}` has no default, and stands behind one that has",
    "parse.defaults_last": "write the arguments with defaults last",
    "parse.twice_here": "two arguments are called `{token}`",
    "parse.other_parameter": "give each argument a name of its own",
    "parse.ends_so": "a function goes on in lines that stand further to the right, and ends with `return ...`",
    "parse.indent": "the lines of a function begin below one another",
    "parse.no_inner": "define each function in a line of its own, outside of others",
    "parse.line_of_function": "a line in a function is `t = ...` or `return ...`",
    "parse.return_last": "`return` is the last line of a function",
    "parse.only_defined": "the text defines a function, and does not call it",
    "parse.call_in_line": "add a line that does, such as `{form}`",
    "parse.not_given": "`{token}` is not known inside the function",
    "parse.give_it": "a function knows its arguments only: write `{form}`",
    "parse.recursion": "`{token}` calls itself",
    "parse.no_recursion": "there is no case in which it would end: write out as many steps as there are",
    "parse.too_deep": "functions call one another more than {count} deep",
    "parse.too_many": "the functions make more than {count} operations",
    "parse.no_parameter": "there is no argument `{token}`",
    "parse.takes_no_option": "`{token}` has no option `{option}`",
    "parse.option_last": "write options such as axis=0 behind all operands",
    "parse.given_twice": "`{token}` is given twice",
    "parse.after_keyword": "an argument without its name stands behind one with it",
    "parse.missing_argument": "`{token}` is called without `{name}`",
    "parse.several": "`{token}` returns {count} values",
    "parse.unpacked": "the number of names is {names}, and that of values {count}",
    "parse.as_many": "write as many names as there are values in `{form}`",
    # An answer
    "answer.kind": "{source} is neither a number nor an array of numbers",
    "answer.too_long": "the answer has {count} characters; at most {limit} are read",
    "answer.shorter": "a shorter form will do",
    "answer.unknown": "`{name}` is not known at this step",
    "answer.names": "an answer may use numbers and {names}",
    "answer.no_names": "an answer may use numbers and nothing else",
    "answer.list": "write an array as nested lists, such as [1, 2] or [[1, 2], [3, 4]]",
    "answer.bracket": "this bracket does not fit",
    "answer.entry": "an entry is missing before this `{token}`",
    "answer.open": "the list is not closed",
    "answer.ragged": "the lists have different lengths",
    # A value that is typed
    "entry.name": "`{name}` is no number",
    "entry.not_finite": "this makes no finite number but {number}",
    "entry.ask": "where that is meant, write inf or nan",
    "entry.empty": "nothing is written here",
    "entry.program": "a value is one number",
}
