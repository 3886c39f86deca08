"""What a question says: what is asked, hints, and the judgement."""

TEXTS = {
    # A question
    "predict.ask_value": "Forward: what is the value of {node} = {formula}?",
    "predict.ask_output": "Forward: {outputs} = {formula}. What is the value of {node}?",
    "predict.ask_gradient": "Backward through {node} = {formula}: what is ∂{output}/∂{operand}?",
    "predict.ask_part": (
        "{operand} is used {uses} times. Backward through {node} = {formula}, way {use} of {uses}: "
        "what does this one way contribute to ∂{output}/∂{operand}?"
    ),
    "predict.ask_total": (
        "{operand} is used {uses} times, and the last way back leads through {node} = {formula}. "
        "What is ∂{output}/∂{operand} in total?"
    ),
    "predict.ask_sum": "All {uses} parts have come back to {operand}. What is ∂{output}/∂{operand} in total?",
    "predict.ask_array": "The answer is {form}, written as a list in brackets.",
    "predict.number": "a single number",
    "predict.array": "an array of size {shape}",
    "predict.hint_value": "{node} = {formula}: read {names} off the picture.",
    "predict.hint_constant": "{node} = {formula}: every number it needs stands in the formula.",
    "predict.hint_gradient": (
        "Multiply two things: the upstream gradient ∂{output}/∂{node}, already in the picture, and "
        "the local derivative ∂{node}/∂{operand} of {node} = {formula}."
    ),
    "predict.hint_part": (
        "Multiply two things: the upstream gradient ∂{output}/∂{node}, already in the picture, and "
        "the local derivative of {node} = {formula} by this one use of {operand}."
    ),
    "predict.hint_total": (
        "Multiply the upstream gradient ∂{output}/∂{node} by the local derivative of {node} = "
        "{formula} by this use of {operand}, and add what has come back to {operand} before."
    ),
    "predict.hint_sum": "Add up the {uses} parts that have come back to {operand}.",
    "predict.hint_whole": (
        "Take the upstream gradient ∂{output}/∂{node}, already in the picture, back through {node} "
        "= {formula}. What arrives has the shape of {operand}."
    ),
    "predict.hint_whole_total": (
        "Take the upstream gradient ∂{output}/∂{node} back through {node} = {formula}, and add what "
        "has come back to {operand} before. All of it has the shape of {operand}."
    ),
    "predict.hint_block_value": (
        "{node} comes from {formula}: read {names} off the picture, and go through what is in "
        "{block}. It opens."
    ),
    "predict.hint_block": (
        "Take the upstream gradient ∂{output}/∂{node}, already in the picture, back through what is "
        "in {block}. It opens. All that comes back to {operand} there is added up."
    ),
    "predict.hint_block_total": (
        "Take the upstream gradient ∂{output}/∂{node} back through what is in {block}, which opens, "
        "and add what has come back to {operand} before."
    ),
    "predict.hint_not_finite": "Mind that the result may be no finite number; write nan or ∞ then.",
    "predict.right": "Right!",
    "predict.read_as": "(Read as {form}.)",
    "predict.not_yet": "Not yet.",
    "predict.perhaps": "Not yet. One possible reason:",
    "predict.wrong_other": "Take it one piece at a time.",
    "predict.wrong_entries": "{right} of {count} entries are right.",
    "predict.wrong_shape": "Needed here is {wanted}; this is {given}.",
    "predict.wrong_not_finite": (
        "Here arithmetic leaves the finite numbers: is there a value at all, or an infinite one? "
        "Write nan or ∞."
    ),
    "predict.wrong_coincidence": (
        "This formula happens to give the right number at these inputs, but not at others."
    ),
    "predict.wrong_flipped": (
        "The size is right, but not the sign. Does the local derivative or the upstream gradient "
        "have a minus?"
    ),
    "predict.wrong_flipped_value": "The size is right, but not the sign.",
    "predict.wrong_upstream": (
        "That is {that_local} alone: the upstream gradient ∂{output}/∂{node} has been forgotten. "
        "Multiply by it."
    ),
    "predict.wrong_local": (
        "That is the upstream gradient alone, {that_upstream}: the local derivative{slope} has "
        "been forgotten. Multiply by it."
    ),
    "predict.wrong_inner": (
        "That is the outer derivative alone, {that_upstream}. By the chain rule it is multiplied "
        "by the inner derivative{slope}, the one of {node} = {formula}."
    ),
    "predict.wrong_swapped": (
        "That comes from the local derivative with respect to the other operand: the two of "
        "{node} = {formula} have been swapped. Which one is with respect to {operand}?"
    ),
    "predict.wrong_power": (
        "The rule of powers has two parts: the exponent comes down in front, and then is lowered "
        "by one. One of them is missing."
    ),
    "predict.wrong_undifferentiated": (
        "The upstream gradient was multiplied by the value of {node} = {formula}. What is needed "
        "is its slope."
    ),
    "predict.wrong_added": (
        "The upstream gradient and the local derivative have been added. Along one way they are "
        "multiplied."
    ),
    "predict.wrong_value": (
        "That is a value of the forward pass. What is asked for is a gradient: how much {output} "
        "changes when {operand} does."
    ),
    "predict.wrong_overwritten": (
        "That is only a part of the sum. A new contribution does not overwrite what has come back "
        "before: all {uses} of them are added."
    ),
    "predict.wrong_early": (
        "That comes from only a part of ∂{output}/∂{node}. {node} is used several times and has to "
        "wait: only the sum of all that comes back may go on."
    ),
    "predict.wrong_multiplied": (
        "The contributions have been multiplied. What comes back along different ways is added."
    ),
    "predict.wrong_whole": (
        "That includes what comes back along other ways. Here only this one way, through {node}, "
        "is asked for."
    ),
    "predict.wrong_forgotten": (
        "The upstream gradient ∂{output}/∂{node} has been forgotten, or taken for ones."
    ),
    "predict.wrong_passed": (
        "That is the upstream gradient ∂{output}/∂{node} as it came, but {node} = {formula} does "
        "not pass it on unchanged."
    ),
    "predict.wrong_other_operand": (
        "That is what goes back to the other operand of {node} = {formula}. Which one is {operand}?"
    ),
    "predict.wrong_transposed": (
        "Something is transposed that should not be, or is not where it should be. Follow one entry "
        "of {operand}: where in {node} = {formula} does it take part?"
    ),
    "predict.wrong_axis": (
        "That goes along another axis: axis 0 runs down the rows, the last one along each of them."
    ),
    "predict.wrong_undivided": (
        "Here the division is missing: a mean divides by the number of entries, and so does what it "
        "passes back."
    ),
    "predict.wrong_unsummed": (
        "That is what comes back from every place that {operand} takes part in, not yet summed. {operand} was stretched, so its gradient is the sum over these places, in the shape of {operand}."
    ),
    "predict.wrong_averaged": (
        "That is a mean. Contributions are added; a mean it is only if the formula takes one."
    ),
    "predict.wrong_one_of_many": (
        "That is what comes back from one example, or from one place, alone. All of them share {operand}, so its gradient sums over them."
    ),
    "predict.wrong_reversed": (
        "The numbers are right, but rows and columns are exchanged: a gradient has the shape of its variable, {operand}."
    ),
    "predict.wrong_factors": (
        "The factors are the other way round: matrices do not commute. Follow one entry of {operand}: where in {node} = {formula} does it take part?"
    ),
    "predict.wrong_order": "That is {detail}: the operands are the other way round.",
    "predict.wrong_precedence": (
        "That is {detail}: the operations have been done in another order. Follow the graph from "
        "left to right."
    ),
    "predict.wrong_inside": (
        "That is {detail}, a value on the way through {block}: it goes on from there."
    ),
    "predict.wrong_other_output": "That is {detail}, another output of {block}.",
    "predict.wrong_inside_back": (
        "That is the gradient at {detail}, on the way back through {block}: it goes on from there "
        "to {operand}."
    ),
    "predict.wrong_other_argument": "That is what goes back to {detail}. What goes back to {operand}?",
    "predict.wrong_one_output": (
        "That comes back from {detail} alone. {block} has several outputs, and what comes back from "
        "each of them is added."
    ),
    "predict.wrong_doubled": (
        "That is the number times the exponent. A power multiplies the number by itself."
    ),
    "predict.wrong_unchanged": "That is the value of {detail}, before the operation.",
    "predict.wrong_operation": "That is {detail}. Which operation stands in the circle?",
    "predict.wrong_rounded": "Nearly: that is close, but with too few digits. Give three digits.",
    "predict.in_last": (
        "Before, {before} had come back. The rest, {rest}, is for the last part, which comes "
        "through {node}. About that part: {why}"
    ),
    "predict.in_alone": (
        "What had come back before, {before}, is missing; this can only be the last part, which "
        "comes through {node}. About that part: {why}"
    ),
    "predict.local_derivative": "the local derivative",
    # The question on the screen
    "predict.then": "This shows once the answer to the question above is there.",
    "predict.anyway": "Show it anyway",
    "predict.answer": "your answer",
    "predict.placeholder": "a number or a formula",
    "predict.check": "Check",
    "predict.hint": "Hint",
    "predict.show": "Show the answer",
    "predict.next": "Next question",
    "predict.progress": "Question {number} of {count}",
    "predict.finished": "That was the last question. Right in the end: {right} of {count}.",
    "predict.empty": "Type an answer first: a number or a formula.",
    "predict.choose": "Pick one of the choices first.",
    "predict.solution": "The answer is {answer}.",
    "predict.no_kernel": "No kernel is running, so only a number can be judged here, not a formula.",
    "predict.needs_kernel": ("No kernel is running, and only it can judge this answer."),
    "predict.unreadable": "This cannot be read, and does not count as an attempt:",
}
