"""What an error says of a walk, a descent, a landscape or a question."""

TEXTS = {
    # Inputs
    "inputs.nothing": "none",
    "inputs.twice": "the input {name} is given twice",
    "inputs.both": "the input {name} is given twice: {one} in the mapping, {other} as a keyword",
    "inputs.missing": "inputs missing: {missing} (the formula's inputs: {inputs})",
    "inputs.unknown": "inputs unknown: {unknown} (the formula's inputs: {inputs})",
    "inputs.missing_and_unknown": (
        "inputs missing: {missing}; unknown: {unknown} (the formula's inputs: {inputs})"
    ),
    "inputs.number": "the input {name} is {value}: a real number or an array is needed",
    "inputs.raised": "{what}; x^T is a power, and a transposition is written x.T",
    "inputs.of_number": (
        "the input {name} is an array of the shape {shape}: this graph holds for single numbers, of "
        "the shape (), so give it one number"
    ),
    "inputs.of_shape": (
        "the input {name} has the shape {shape}, and this graph holds for {wanted} alone, as its "
        "function asked for that; make a graph for the other one, with like= of that shape"
    ),
    "inputs.by_name": "inputs are given by name, as in x=2 or in a dictionary, not as {given}",
    "inputs.ranges_by_name": "ranges are given by name, in a dictionary, not as {given}",
    "inputs.names": "{given} names no inputs; write the names in one text or in a list",
    "inputs.because": "the input {name}: {why}",
    "inputs.other_graph": "the walks are of different graphs: {one} in one, {other} in the other",
    "inputs.other_shape": "{name} is {one} in one walk, and {other} in the other",
    "shape.axis": "{node}: an array of shape {shape} has no axis {axis}; write one of {known}",
    "shape.no_axes": "{node}: a number, of the shape (), has no axes, so none that is axis {axis}",
    "shape.no_matrix": (
        "{node}: an array of at least 2 axes is needed to exchange the last two, not one of the "
        "shape {shape}"
    ),
    "shape.dot": (
        "{node}: dot multiplies vectors and matrices, and goes through an array of shape {shape} in an order "
        "of its own; write a @ b for a product of each matrix, or np.einsum"
    ),
    "shape.empty": (
        "{node}: an array of shape {shape} has no entry to take the largest or the mean of"
    ),
    "shape.index": (
        "{node}: the index leads out of an array of shape {shape}, or has more items "
        "than it has axes"
    ),
    "shape.reshape": (
        "{node}: {count} entries of shape {shape} cannot be arranged as {goal}; write a "
        "shape with as many, or −1 for one size"
    ),
    "shape.order": (
        "{node}: an array of shape {shape} has {count} axes; write each of them once, not {axes}"
    ),
    "shape.stretch": (
        "{node}: an array of shape {shape} cannot be stretched to {goal}; only axes of size 1 can"
    ),
    "shape.join_number": "{node}: a number has no axis to be joined along; write stack(a, b) for numbers",
    "shape.join": (
        "{node}: {shape} and {other} cannot be joined along axis {axis}; all other sizes"
        " must be equal"
    ),
    "shape.stack": "{node}: only arrays of one shape can be stacked",
    "shape.labels": (
        "{node}: labels of shape {shape} do not fit scores of shape {scores}; write a "
        "label for each row of scores, or probabilities of their shape"
    ),
    "shape.unlike": "{name}: the shape of {off} does not fit, of {given}; it takes {asked}",
    "shape.windows": (
        "{node}: windows of size {size} do not fit into an array of shape {shape}; they go over its "
        "last two axes, in steps of 1 or more, with padding of 0 or more"
    ),
    "inputs.operation": "{what} ({node} = {formula}, {operands})",
    "inputs.condition": (
        "{name} is of True and False, and is added to something, where it would count as 1 and 0; a mask "
        "that is added is np.where({name}, 0, -np.inf), and for the numbers write 1.0*{name}"
    ),
    "inputs.in_block": "in {block}, which was given {given}: {what}",
    "inputs.instead": "for an array of {count} axes write {instead}; {what}",
    "inputs.turned": "{what}; write {form} if that is meant",
    "inputs.at": "{what}\n{line}\n{caret}",
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
    "landscape.path": "a path that is shown is one of the same formula and the same data",
    "landscape.range": (
        "the range of {name} is from {low} to {high}: it needs a low end and a higher one, and "
        "there are ranges for {names}"
    ),
    "landscape.pair": "a range is a pair of numbers such as (-1, 5); that of {name} is {value}",
    "landscape.no_path": (
        "a path is made by bv.descend, or several of them are in a list; {value} is none"
    ),
    "landscape.over_data": (
        "under the sliders a landscape has one example, and this path is one over data; "
        "bv.landscape(path) draws it"
    ),
    "landscape.search": "a search needs a path to match, or a number of tries",
    "landscape.nothing": "there are none",
    "landscape.names": (
        "a landscape is over one or two inputs that are single numbers ({can}), not {wrong}"
    ),
    "landscape.count": (
        "a landscape is over one or two inputs that are single numbers ({can}), not {count}"
    ),
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
    # A question
    "question.graph": "the bare graph",
    "question.seed": "the seed, which is always 1",
    "question.port": "the way out of an open block, where nothing is changed",
    "question.nothing": "step {step} is {what}, and no other step has anything to ask",
    "question.nearest": "step {step} is {what}: nothing to ask there; ask step {nearest}",
    "question.walk": (
        "a question is asked about a walk, as in bv.graph(...).walk(...), or it is a text with its "
        "answer=...; {kind} is neither"
    ),
    "question.no_step": "no step to ask about was given",
    "question.one_step": "choices are for one step; here are several",
    "question.choices": "a question with choices needs two of them, or more",
    "question.choice": "that is none of the choices, which are {choices}",
    "question.no_right": "one of the choices has to be right, and none of {choices} is",
    "question.not_among": "the answer {answer} is none of the choices",
    "question.not_number": (
        "without choices, an answer is a number, or a function that says of a number whether it is "
        "right; {answer} is neither"
    ),
}
