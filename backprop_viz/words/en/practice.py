"""What is said to who does a walk: the rules, what comes next, hints, and the judgement."""

TEXTS = {
    # The rules, as they are offered
    "practice.rule_passes": "passes on",
    "practice.rule_flips": "flips the sign",
    "practice.rule_swaps": "swaps",
    "practice.rule_routes": "routes",
    "practice.rule_slope": "times the slope",
    "practice.rule_adds": "adds up",
    "practice.rule_transposes": "times the transpose",
    "practice.rule_sums": "sums the places",
    "practice.rule_spreads": "spreads",
    "practice.rule_rearranges": "moves back",
    # What each is for
    "practice.not_passes": "A sum passes the gradient on as it comes.",
    "practice.not_flips": "What is subtracted gets the gradient with the other sign.",
    "practice.not_swaps": (
        "In a product each factor gets the gradient times the other factor: they swap."
    ),
    "practice.not_routes": (
        "A gate, such as a maximum, sends the whole gradient one way and 0 the other."
    ),
    "practice.not_slope": "A function multiplies the gradient by its slope.",
    "practice.not_adds": "Where a node is used more than once, the parts that come back add up.",
    "practice.not_transposes": (
        "In a matrix product, Z = X W, X gets G Wᵀ and W gets Xᵀ G: the other one, transposed, on the side on which it stood."
    ),
    "practice.not_sums": (
        "What was stretched, as a bias is over a batch, gets the sum over all its places."
    ),
    "practice.not_spreads": "A sum over entries hands its gradient to each of them.",
    "practice.not_rearranges": (
        "What only moves entries elsewhere moves their gradients back to where they were."
    ),
    "practice.here_edge": "But here {node} = {formula}: what does it do with the gradient for {operand}?",
    "practice.here_sum": "But here all parts have come back to {node}: what becomes of them?",
    "practice.not_summed": (
        "The operation does that, but {operand} was stretched: it takes part in several places. "
        "What comes of all that comes back from them?"
    ),
    # Places
    "practice.at_value": "{node} = {formula}",
    "practice.at_seed": "∂{output}/∂{output}",
    "practice.at_edge": "{node} → {operand}",
    "practice.at_sum": "the sum at {node}",
    # What is asked
    "practice.ask_next": "What comes next?",
    "practice.ask_rule_edge": "From {node} = {formula} back to {operand}: which rule applies?",
    "practice.ask_rule_sum": (
        "{node} is used {uses} times, and all parts have come back to it: which rule applies?"
    ),
    "practice.ask_shape_value": "Which shape does {node} = {formula} have?",
    "practice.ask_shape_edge": "Which shape does what comes back to {operand} have?",
    "practice.ask_expression_edge": "Which expression is it that comes back to {operand}?",
    "practice.ask_typed": (
        "Which expression is it that comes back to {operand}? Type it with the names {names}; "
        "write A @ B, A.T, A * B, sum(A, axis=0)."
    ),
    "practice.ask_entry_value": "What is the entry {at} of {node}, counted from 0?",
    "practice.ask_entry_seed": "What is the entry {at} of ∂{output}/∂{output}?",
    "practice.ask_entry_edge": (
        "What is the entry {at} of what comes back to {operand} through {node}, counted from 0?"
    ),
    "practice.ask_entry_sum": "What is the entry {at} of ∂{output}/∂{node}, counted from 0?",
    "practice.ask_whole_value": "What is {node} = {formula}, as nested lists such as [[1, 2], [3, 4]]?",
    "practice.ask_whole_seed": "What is ∂{output}/∂{output}, as nested lists such as [[1, 2], [3, 4]]?",
    "practice.ask_whole_edge": (
        "What comes back to {operand} through {node}, as nested lists such as [[1, 2], [3, 4]]?"
    ),
    "practice.ask_whole_sum": "What is ∂{output}/∂{node}, as nested lists such as [[1, 2], [3, 4]]?",
    "practice.ask_block_value": "Forward through {formula}, a closed block: what is {node}?",
    "practice.ask_block_edge": "Back through {formula}, a closed block: what comes back to {operand}?",
    "practice.block_value": (
        "{formula} is a closed block: what is in it (operations: {count}) is one step here. Work it out on paper, or perform the walk with the block open."
    ),
    "practice.block_edge": (
        "{formula} is a closed block: the way back through it (steps inside: {count}) is one step here. Walk it on paper, from ∂{output}/∂{node} to {operand}."
    ),
    "practice.ask_seed": "The way back begins at the output: what is ∂{output}/∂{output}?",
    "practice.missing_rule": "Which rule applies here? Pick one.",
    "practice.missing_shape": "Which shape does it have? Type it as 3×2.",
    "practice.missing_expression": "Which expression is it? Pick one.",
    "practice.missing_value": "Which number is it?",
    "practice.missing_entry": "Which number is this entry?",
    # What comes next
    "practice.where_value": (
        "Possible next: the value of {node}, as all that it is computed from is known."
    ),
    "practice.where_seed": (
        "Possible next: ∂{output}/∂{output} at the output, where the way back begins."
    ),
    "practice.where_edge": (
        "Possible next: from {node} back to {operand}, as ∂{output}/∂{node} is complete."
    ),
    "practice.where_sum": (
        "Possible next: the sum at {node}, as all {uses} parts have come back to it."
    ),
    "practice.expression": "It is {expression}.",
    "practice.not_ready_value": (
        "Not possible yet: something that {node} = {formula} is computed from has no value."
    ),
    "practice.not_ready_seed": "Not possible yet: the forward pass is not complete.",
    "practice.not_ready_edge": (
        "Not possible yet: {node} can pass nothing on to {operand}, as its own gradient, "
        "∂{output}/∂{node}, is not complete."
    ),
    "practice.not_ready_sum": (
        "Not possible yet: {node} is used {uses} times, and not all parts have come back to it."
    ),
    "practice.done_before": "This has been done already.",
    "practice.no_way": "No gradient flows there: what stands at its end depends on no input.",
    "practice.wrong_shape_value": "Look at the shapes of what {node} = {formula} is computed from.",
    "practice.wrong_shape_edge": "A gradient has the shape of its variable: look at {operand}.",
    "practice.unreadable": "This cannot be read, and does not count as an attempt.",
    # Of an expression that is typed
    "practice.typed_misfit": (
        "The shapes do not go together. Which product has the shape of {operand}?"
    ),
    "practice.typed_rounded": "Nearly: a number in it is rounded. Write it as it is, as in 1/3.",
    "practice.typed_coincidence": (
        "With these numbers it is the same by accident; with others it is not."
    ),
    "practice.typed_other": (
        "That is not what comes back to {operand} through {node} = {formula}. Take the upstream "
        "gradient first: what does the rule do with it?"
    ),
    # On the screen
    "practice.on_next": "What comes next?",
    "practice.on_pick": "(click it in the picture, or pick it here)",
    "practice.on_choose": "Choose what comes next.",
    "practice.on_picture": "The graph: what can be chosen in it is a button",
    "practice.on_answer": "your answer",
    "practice.on_check": "Check",
    "practice.on_tool": "Hint",
    "practice.on_whole": "Type all of the array",
    "practice.on_pieces": "Shape, expression, one entry",
    "practice.on_save": "Save the attempt",
    "practice.on_number_only": "Only numbers can be judged here, no formula.",
    "practice.on_mine": "Your walk",
    "practice.on_model": "The model's walk",
    "practice.shown": "What comes is {value}.",
    # At a terminal
    "practice.keys": "Type ? for a hint, and q (or Ctrl-D) to leave.",
    "practice.given": "Given: {inputs}.",
    "practice.no_choice": "Pick one of these by its number.",
    "practice.kept": "Kept; it is judged at the end.",
    "practice.left": "Left at {right} of {count}.",
    "practice.over": "Done: {first} of {count} right at the first attempt and without a hint.",
    "practice.over_end": "Done: {right} of {count} right.",
}
