"""What an error says. Values, names and lists of them fill the slots; they need no translation."""

TEXTS = {
    # In a notebook
    "error.in_cell": "line {number} of the cell",
    "error.in_file": "{file}, line {number}",
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
    "parse.transpose": "`{token}` is no power: nothing is transposed here",
    "parse.entry_by_entry": "operations act entry by entry; for a power write `**`, as in `x**2`",
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
        "operations act entry by entry, and none takes a whole sum or vector: write it out, as in "
        "`a1*b1 + a2*b2`"
    ),
    "parse.no_slope": "it is a staircase, which has slope 0 or none: leave it out",
    "parse.no_such": "it has no formula in the functions here, {known}",
    "parse.no_branch": "a formula has no cases: use `maximum`, `minimum`, `relu` or `abs`",
    "parse.no_derivative": "write the formula itself; the walk finds its derivatives",
    "parse.lists": "write an array as nested lists, such as [1, 2] or [[1, 2], [3, 4]]",
    "parse.no_chance": "a formula has the same value each time: make chance an input",
    "parse.no_comparison": (
        "nothing is compared: the operators are + - * / ** (or ^), and `=` gives a single name its "
        "value"
    ),
    "parse.only_equals": "a name gets its value with `=`, as in `y = 2*x`",
    "parse.new_name": "a name is defined once; write `{form}`",
    "parse.no_operands": (
        "left of `=` stands only a single name, without its operands: write `{form}`"
    ),
    "parse.no_python": (
        "a program has lines such as `y = 2*x` and no others; a Python function is given to "
        "bv.graph itself"
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
    "parse.operators": "the operators are + - * / ** (or ^)",
    "parse.point": "a number needs a digit beside its point",
    "parse.made_of": "a formula has names, numbers, + - * / ** ( ) and functions such as exp(x)",
    "parse.token": "unexpected `{token}`",
    "parse.empty": "the formula is empty",
    "parse.write_one": 'write one, such as "w*x + b"',
    "parse.short": "the formula ends too early",
    "parse.go_on": "something is missing here: a name or a number",
    "parse.closed": "a parenthesis is closed that was not opened",
    "parse.open_it": "remove it, or add `(` before",
    "parse.no_operator": "an operator is missing before `{token}`",
    "parse.a_number": "write a number, such as 1 for True and 0 for False",
    "parse.no_option": "an operand has no name here, and a function no options",
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
    # An answer
    "answer.kind": "{source} is neither a number nor an array of numbers",
    "answer.too_long": "the answer has {count} characters; at most {limit} are read",
    "answer.shorter": "a shorter form will do",
    "answer.unknown": "`{name}` is not known at this step",
    "answer.names": "an answer may use numbers and {names}",
    "answer.no_names": "an answer may use numbers and nothing else",
    "answer.list": "write an array as nested lists, such as [1, 2] or [[1, 2], [3, 4]]",
    "answer.number": "an entry of a list is a number",
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
    # Sources that are no text
    "source.kind": (
        "no graph can be made of {kind}: give a formula as text, a SymPy expression, a Python "
        "function, or an expression of variables"
    ),
    "source.returned": "the function returned {kind}; return one expression of its parameters",
    "source.signature": "{function} does not tell its parameters; wrap it, as in lambda x: f(x)",
    "source.starred": "the parameter *{name} stands for any number of inputs; name each one",
    "source.sympy": (
        "SymPy's {name} (in {where}) has no counterpart here; there are + - * / **, {known}"
    ),
    "source.complex": "SymPy's {name} is no real number; a graph has real numbers only",
    "graph.lost_shape": (
        "an array without entries, of shape {shape}, is written as {written}, of shape {other}"
    ),
    "source.real": (
        "{value} cannot stand in a formula: use real numbers, arrays of them, or variables"
    ),
    "source.no_variable": 'name at least one variable, as in variables("x w")',
    "source.operands": "{name} takes {arity} operand(s), not {count}",
    "source.keyword": "{name} takes operands only, no {option}=",
    "source.option": "{name} takes a plain number for {option}",
    "source.shapes": "{name}: arrays of the shapes {shapes} do not fit together",
    "source.asked": (
        "{asked} cannot be traced: a variable stands for a number or for an array of any shape, "
        "and every operation acts entry by entry; {remedy}"
    ),
    "remedy.known": "there are {known}",
    "remedy.sum": (
        "write a + b + c, with a variable for each entry (where the output is an array, a walk "
        "takes the gradient of the sum of its entries by itself)"
    ),
    "remedy.mean": "write (a + b + c)/3, with a variable for each entry",
    "remedy.product": "write a*b*c, with a variable for each entry",
    "remedy.matrix": (
        "write a matrix product out with * and +, as in a*x + b*y, with a variable for each entry"
    ),
    "remedy.norm": "write (a**2 + b**2)**0.5, with a variable for each entry",
    "remedy.spread": (
        "write m = (a + b)/2 and ((a - m)**2 + (b - m)**2)/2, with a variable for each entry"
    ),
    "remedy.greatest": "write np.maximum(np.maximum(a, b), c), with a variable for each entry",
    "remedy.least": "write np.minimum(np.minimum(a, b), c), with a variable for each entry",
    "remedy.clip": "write np.clip(x, low, high), with two numbers or variables and nothing else",
    "remedy.compare": (
        "its values are not known yet and cannot be compared; use np.maximum, np.minimum, np.abs "
        "or bv.relu"
    ),
    "remedy.round": (
        "rounding and remainders are not among the operations, as no gradient passes them"
    ),
    "remedy.entries": "use a variable for each entry, such as a, b, c in place of x[0], x[1], x[2]",
    "remedy.store": "make a new value, as in y = y + x in place of y += x",
    "remedy.walk": "a walk has values and gradients, as in bv.graph(x**2).walk(x=3).gradients",
    "source.entries": (
        "a variable stands for a number or for an array of any shape, so its length and its "
        "entries are not known yet: use a variable for each entry, such as a, b, c in place of "
        "x[0], x[1], x[2] or of a loop over x"
    ),
    "source.array": (
        "an expression has no place in an array or a list of operands, as it may stand for an "
        "array itself: write the formula of the entries out, as in a + 2*a in place of np.sum([a, "
        "2*a]), and use NumPy's functions on single expressions and without masked arrays"
    ),
    "source.branch": (
        "a formula cannot branch on or compare a value that is not known yet; use maximum, "
        "minimum, relu or abs instead"
    ),
    "source.matrix": "there is no matrix product here; write it out with * and +",
    "source.operator": (
        "the operator {operator} is not among the operations; there are + - * / ** and functions "
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
        "arrays that are not known yet, for + - * / ** and functions such as np.exp and bv.relu"
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
    # Inputs
    "inputs.nothing": "none",
    "inputs.twice": "the input {name} is given twice",
    "inputs.missing": "inputs missing: {missing} (the formula's inputs: {inputs})",
    "inputs.unknown": "inputs unknown: {unknown} (the formula's inputs: {inputs})",
    "inputs.missing_and_unknown": (
        "inputs missing: {missing}; unknown: {unknown} (the formula's inputs: {inputs})"
    ),
    "inputs.number": "the input {name} is {value}: a real number or an array is needed",
    "inputs.by_name": "inputs are given by name, as in x=2 or in a dictionary, not as {given}",
    "inputs.ranges_by_name": "ranges are given by name, in a dictionary, not as {given}",
    "inputs.names": "{given} names no inputs; write the names in one text or in a list",
    "inputs.because": "the input {name}: {why}",
    "inputs.shapes": "{node}: arrays of the shapes {others} and {last} do not fit together",
    "inputs.misfit": "arrays of these shapes do not fit together: {shapes}",
    "inputs.size": (
        "{node}: arrays of the shapes {shapes} make one of {count} numbers together; at most "
        "{most} are computed with"
    ),
    "inputs.memory": (
        "there is not enough memory for arrays of this size; a walk keeps every value and "
        "gradient, of {most} numbers at most where shapes are stretched"
    ),
    "inputs.slider": "{name} = {value}: a slider is set by (value, least, greatest, step)",
    "inputs.slider_order": "{name} = {value}: least ≤ value ≤ greatest and step > 0 are needed",
    "inputs.slider_finite": "{name} = {value}: a slider needs a finite number to start from",
    # Arithmetic that leaves the numbers
    "domain.value": "{node} = {formula} is {value}, at {given}",
    "domain.gradient": "{node} = {formula} passes the gradient {value} on to {operand}, at {given}",
    "domain.because": "{what}. {why}",
    # A descent, its data and its landscape
    "descend.rate": "the rate is {rate}: a positive number is needed",
    "descend.no_data": "a batch is taken from data, and no data are given",
    "descend.nothing_moves": (
        "there are no parameters to move: name some when the graph is made or here, as in "
        "parameters=[{names}], or move every input with parameters='all'"
    ),
    "descend.columns": (
        "parameters that are columns of data, which stay as they are: {names}; the inputs that can "
        "move: {inputs}"
    ),
    "descend.no_inputs": (
        "parameters that are no inputs: {names}; the inputs that can move: {inputs}"
    ),
    "descend.at_least": "{name} is {number}: a whole number is needed, at least {low}",
    "descend.between": "{name} is {number}: a whole number is needed, from {low} to {high}",
    "data.both": "{names}: given both in the inputs and in the data",
    "data.column": "the data of {name} are {column}: one list of numbers is needed",
    "data.empty": "there are no examples in the data",
    "data.lengths": "the data differ in length ({lengths}): each example needs a number of each",
    "data.arrays": "{names}: beside data, every other input is one number, not an array",
    "data.array_inside": "a formula with an array in it has no single cost per example of data",
    "terrain.path": "a path that is shown is one of the same formula and the same data",
    "terrain.range": (
        "the range of {name} is from {low} to {high}: it needs a low end and a higher one, and "
        "there are ranges for {names}"
    ),
    "terrain.pair": "a range is a pair of numbers such as (-1, 5); that of {name} is {value}",
    "terrain.no_path": (
        "a path is made by bv.descend, or several of them are in a list; {value} is none"
    ),
    "terrain.over_data": (
        "under the sliders a landscape has one example, and this path is one over data; "
        "bv.landscape(path) draws it"
    ),
    "terrain.search": "a search needs a path to match, or a number of tries",
    "terrain.nothing": "there are none",
    "terrain.names": (
        "a landscape is over one or two inputs that are single numbers ({can}), not {wrong}"
    ),
    "terrain.count": (
        "a landscape is over one or two inputs that are single numbers ({can}), not {count}"
    ),
    # A question
    "question.graph": "the bare graph",
    "question.seed": "the seed, which is always 1",
    "question.nothing": "step {step} is {what}, and no other step has anything to ask",
    "question.nearest": "step {step} is {what}: nothing to ask there; ask step {nearest}",
    "question.walk": (
        "a question is asked about a walk, as in bv.graph(...).walk(...), not about {kind}"
    ),
    "question.no_step": "no step to ask about was given",
    # What has to be installed
    "engine.install": (
        "install one: `pip install graphviz-pure`, or Graphviz itself (`apt-get install graphviz`, "
        "`brew install graphviz`, `conda install -c conda-forge graphviz`, `winget install "
        "graphviz`)"
    ),
    "engine.not_there": "{variable} names {program}, which is not there; {install}",
    "engine.no_graphviz": (
        "{variable} names {program}, which is no Graphviz, and so is not used: it may be one of "
        "{names}, or the path of a Graphviz program"
    ),
    "engine.none": "there is no Graphviz to lay out the picture; {install}",
    "engine.cannot_run": "{program} cannot be run ({reason}); {install}",
    "engine.slow": "{program} took longer than {seconds} seconds",
    "engine.failed": "{program} failed ({status}): {said}",
    "engine.silent": "{program} ended without a layout and without a word ({status})",
    "engine.no_text": "{program} wrote what is no text",
    "engine.no_layout": "{program} wrote no layout of the picture",
    "font.missing": (
        "no font here can draw {characters} (U+{code}, ...): install one, such as fonts-noto-cjk "
        "for Japanese (`apt-get install fonts-noto-cjk`) or fonts-noto-core, or name a font file "
        "in {variable}; SVG and DOT need no font"
    ),
    "library.png": "a PNG needs resvg, which is not installed:\npip install resvg",
    "library.pdf": 'a PDF needs fpdf2, which is not installed:\npip install "backprop-viz[pdf]"',
    "library.animation": (
        'an animation needs Pillow, which is not installed:\npip install "backprop-viz[animation]"'
    ),
    "library.script": (
        "to set {text} in a PDF, its letters must be shaped by uharfbuzz, which is not installed "
        "(SVG and PNG do not need it):\n"
        "pip install uharfbuzz"
    ),
    "library.explorer": (
        'the explorer needs {library}, which is not installed:\npip install "backprop-viz[lab]"'
    ),
    "library.question": (
        'a question needs {library}, which is not installed:\npip install "backprop-viz[lab]"'
    ),
    "library.landscape": (
        'a landscape needs matplotlib, which is not installed:\npip install "backprop-viz[lab]"'
    ),
    "library.slides": (
        "PowerPoint slides need python-pptx, which is not installed:\n"
        'pip install "backprop-viz[pptx]"'
    ),
    "library.video": 'a video needs PyAV, which is not installed:\npip install "backprop-viz[mp4]"',
    "library.witness": (
        '{library} is not installed; to check against it: pip install "backprop-viz[{library}]"'
    ),
    # An argument that names what there is not
    "usage.language": "no language {given}; there are {known}",
    "usage.step": "there is no step {step}; the steps are 0 to {last}",
    "usage.step_kind": "{given} is no step; a step is a whole number",
    "usage.no_steps": "no step is chosen; give one at least",
    "usage.step_or_steps": "give step or steps, not both",
    "usage.one_step": "{name}: a picture shows one step, not {count}",
    "usage.theme": "no theme {given}; there are {known}",
    "usage.theme_name": "the name of a theme is a text, not {given}",
    "usage.colour": "{field}={given} is no colour: write it as `#rrggbb`, such as `#c4002b`",
    "usage.method": "no method {given}; there are {known}",
    "usage.witness": "no witness {given}; there are {known}",
    "usage.name": "no {given}; there are {known}",
    "usage.inputs": "{count} inputs are needed ({known}), not {given}",
    "usage.live": "live=True needs anywidget and Graphviz (pip install anywidget)",
    "usage.immutable": "an expression is immutable",
    # Files
    "usage.picture_ending": "{name}: a picture ends in {known}",
    "usage.landscape_ending": "{name}: a landscape ends in .png, .svg or .pdf",
    "usage.page_ending": "{name}: a page is saved to a file that ends in .html",
    "usage.walk_ending": "{name}: a walk is saved to a file that ends in {known}",
    "usage.option": "{option} is for {known}, not for a {given}",
    "usage.option_of_step": "{option} is for {known}, not for a {given} of one step",
    "system.none": "No such file or directory",
    "system.folder": "Is a directory",
    "system.no_folder": "Not a directory",
    "system.denied": "Permission denied",
    "system.read_only": "Read-only file system",
    "system.full": "No space left on device",
    "system.large": "File too large",
    "system.long": "File name too long",
    "system.circle": "Too many levels of symbolic links",
    "usage.path": "{given} is no path of a file",
    "usage.interrupted": "interrupted",
    "usage.half": "{reason}; {done} of {count} files are written, and these are missing: {missing}",
    "usage.no_folder": "there is no such folder",
    "usage.is_folder": "is a folder; name a file",
    "usage.foreign": "holds files that are not from here; move it or choose another name",
    "usage.walks": "a page is made of walks, in a list or by their titles, not of {given}",
    "usage.no_chapter": "a page needs one walk at least",
    "usage.scale": "the scale is {scale}; it is a number from 0.01 to 20",
    "usage.png": (
        "a PNG of {width} by {height} pixels is too large; take a smaller scale, or SVG, which is "
        "sharp at any size"
    ),
    "usage.film": "an animation of {width} by {height} pixels is too large; take a smaller width",
    "usage.side": (
        "an animation of {width} by {height} pixels is too large for this kind of file, whose "
        "sides have {most} at most; take a smaller width"
    ),
    "usage.text": "{name} is {given}; it is a text",
    "usage.yes_or_no": "{name} is {given}; it is True or False",
    "usage.steps": "steps are {given}; they are whole numbers, such as [0, 5, -1]",
    "usage.watch": (
        "watch gave {given}, not {step}: it gives on every step that it is given, as tqdm does"
    ),
    "usage.range_of": (
        "there is no slider for {name} to set a range of; there are sliders for: {known}"
    ),
    "usage.ranges": "the range of {name} is {given}; it is three numbers, such as (-5, 5, 0.1)",
    "usage.seconds": "{name} is {given}; it is in seconds, 0.02 to {most}",
    "usage.width": "width is {given}; it is in pixels, 64 to 16000",
    # A path that ended
    "path.step": "there is no step {step}; the path has the steps 0 to {last}",
    "path.grew": (
        "there is no step {step}; the path has the steps 0 to {last}: it stopped there, as the "
        "cost grew without bound"
    ),
    "path.fell": (
        "there is no step {step}; the path has the steps 0 to {last}: it stopped there, as the "
        "cost fell without bound"
    ),
    "path.undefined": (
        "there is no step {step}; the path has the steps 0 to {last}: it stopped there, as the "
        "cost or a gradient was no finite number any more"
    ),
    "path.interrupted": (
        "there is no step {step}; the path has the steps 0 to {last}: it was interrupted there"
    ),
    "path.full": (
        "there is no step {step}; the path has the steps 0 to {last}: it stopped there, as more "
        "places would take too much memory"
    ),
    "path.settled": (
        "there is no step {step}; the path has the steps 0 to {last}: nothing changes after that"
    ),
    # A command
    "shell.missing": "{missing} is missing; see {program} --help",
    "shell.unknown": "{given} is not understood; see {program} --help",
    "shell.choice": "{option} {given}: there are {known}",
    "shell.value": "{option} {given}: a number is needed",
    "shell.needs_value": "{option} needs a value",
    "shell.takes_none": "{option} takes no value (a formula that begins like it goes behind --)",
    "shell.for_files": "{option} is for a file such as walk.gif or walk.pdf, not for {output}",
    "shell.for_pictures": "{option} is for a folder of pictures, not for {output}",
    "shell.is_file": "{folder} is a file; name a folder",
    "shell.page_ending": "{name}: a page ends in .html",
    "shell.no_input": "there is no standard input to read the formula from",
    "shell.no_text": "the formula is no UTF-8 text (byte {byte})",
    "shell.pair": "{pair}: an input is given as NAME=VALUE, such as x=2",
    "shell.number": (
        "{pair}: a number is needed, such as 2, 1e-3 or pi/4, or a list [1,2]; {reason}"
    ),
    "shell.memory": "there is not enough memory for this; take smaller arrays or pictures",
    "shell.unforeseen": "this should not have happened ({what}); please report it with the command",
    "shell.no_step": "{given} is no step; give numbers from 0 to {last}, or all",
    "shell.no_format": "no format {given}; there are {known}",
}
