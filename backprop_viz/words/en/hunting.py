"""What is said of a walk with a bug in it, of gradients of one's own, and of a class."""

TEXTS = {
    # The bugs by name
    "hunt.overwritten": "= in place of +=",
    "hunt.unordered": "passed on too early (no topological order)",
    "hunt.kept": "old gradients not cleared (zero_grad)",
    "hunt.swapped": "factors swapped",
    "hunt.upstream": "upstream gradient forgotten",
    "hunt.flipped": "wrong sign",
    "hunt.inner": "local (inner) derivative forgotten",
    "hunt.transposed": "transpose missing",
    "hunt.unsummed": "not summed over the batch",
    "hunt.axis": "summed along the wrong axis",
    "hunt.keepdims": "keepdims lost",
    "hunt.undivided": "1/n forgotten",
    "hunt.other_axis": "softmax over the wrong axis",
    "hunt.other_twice": "softmax twice",
    # What each of them does
    "hunt.told_overwritten": (
        "{operand} is used several times, and what comes back through {node} = {formula} replaces "
        "what had come back before. It has to be added: +=, not =."
    ),
    "hunt.told_unordered": (
        "{node} is used several times, and passes on what has come back first, before the rest has "
        "arrived. In the reverse of a topological order every node waits for all of it."
    ),
    "hunt.told_kept": (
        "What arrives at {operand} is added to a gradient of an earlier pass, which nobody has "
        "set to zero."
    ),
    "hunt.told_swapped": (
        "Back through {node} = {formula}, {operand} gets what belongs to the other operand, or the "
        "factors the other way round."
    ),
    "hunt.told_upstream": (
        "Back through {node} = {formula}, the local derivative with respect to {operand} is not "
        "multiplied by the upstream gradient ∂{output}/∂{node}."
    ),
    "hunt.told_flipped": "Back through {node} = {formula}, {operand} gets the number with the other sign.",
    "hunt.told_inner": (
        "Back through {node} = {formula}, {operand} gets the upstream gradient as it is: it is not "
        "multiplied by the local derivative, the inner one of the chain rule."
    ),
    "hunt.told_transposed": (
        "Back through {node} = {formula}, {operand} gets a product without its transpose, which "
        "square shapes do not show."
    ),
    "hunt.told_unsummed": (
        "{operand} is shared by all examples, and only what comes back from the first one "
        "through {node} = {formula} arrives. It has to be summed over all of them."
    ),
    "hunt.told_axis": (
        "What comes back through {node} = {formula} is summed along the wrong axis before it arrives at {operand}, which square shapes do not show."
    ),
    "hunt.told_keepdims": (
        "Back through {node} = {formula}, the upstream gradient has lost the axis of length 1, and "
        "is stretched along the wrong one."
    ),
    "hunt.told_undivided": (
        "{node} = {formula} divides by the number of entries, and what goes back to {operand} does "
        "not."
    ),
    "hunt.told_other_axis": (
        "What arrives at {operand} is right for another formula, whose softmax goes along the other axis."
    ),
    "hunt.told_other_twice": (
        "What arrives at {operand} is right for another formula, with a softmax twice: what takes scores has been given probabilities."
    ),
    "hunt.inside": "The bug is inside the block {block}. {why}",
    # The hunt
    "hunt.task": (
        "One rule on the way back is wrong, and all that follows is computed with what it gave. Find "
        "the first wrong edge, name the bug, and mend it."
    ),
    "hunt.closed": (
        "Closed blocks ({blocks}) are boxes: the way back through one is a single step for each of "
        "its arguments, and the bug may be inside."
    ),
    "hunt.done": "Solved: the edge, the bug and the right number.",
    # On the screen
    "hunt.title": "Find the bug",
    "hunt.on_next": "Which wire?",
    "hunt.on_pick": "(click it in the picture, or pick it here)",
    "hunt.on_choose": "Choose a wire: an edge that may be wrong, or any other for a check.",
    "hunt.on_tool": "Finite difference",
    "hunt.on_which": "If this is the first wrong edge: what is the bug?",
    "hunt.on_needed": "What has to stand there?",
    "hunt.on_missing": "Which number is it?",
    "hunt.on_named": "edge and bug",
    "hunt.on_mended": "number",
    "hunt.on_bugged": "Show the wrong numbers",
    "hunt.at_edge": "step {step}: {node} → {operand}",
    "hunt.at_sum": "∂{output}/∂{node} in total",
    "hunt.ask": "Step {step}: back through {node} = {formula}, {arrives} arrives at {operand}.",
    "hunt.ask_part": (
        "Step {step}: back through {node} = {formula}, {arrives} arrives at {operand}; the total so far is {total}."
    ),
    "hunt.ask_sum": (
        "∂{output}/∂{node}: all that has come back to {node} together. A finite difference tells "
        "whether it is right."
    ),
    # The table
    "hunt.step": "step",
    "hunt.through": "back through",
    "hunt.to": "to",
    "hunt.arrives": "arrives",
    "hunt.total": "total so far",
    "hunt.values": "Forward: {values}",
    "hunt.found": "Right: that is the first wrong edge, and the bug. {why}",
    "hunt.other_bug": (
        "That is the edge. But with “{bug}” it would say {number} there, and it says {shown}."
    ),
    "hunt.other_bug_in": (
        "That is the block. But “{bug}” does not lead to these numbers, wherever in {block} it is."
    ),
    "hunt.no_such_bug": "That is the edge. But “{bug}” cannot happen there.",
    "hunt.carried": (
        "What arrives here is wrong, but follows from an upstream gradient that is wrong already: "
        "look nearer to the output, before step {step}."
    ),
    "hunt.beside": (
        "This number is wrong by the bug itself, too, but it is not the first: mend that of step {first}."
    ),
    "hunt.sound": "At step {step} everything is right: look elsewhere.",
    "hunt.harmed": (
        "At step {step} the rule is right, and so is what comes in; only what it is added to is "
        "wrong already. Look before it."
    ),
    "hunt.mended": "Mended: {answer} is what has to stand there.",
    "hunt.not_total": "Needed here is the total so far, with what had come back before.",
    "hunt.check_right": "{what} = {shown}, and a finite difference says {numeric}: right.",
    "hunt.check_wrong": "{what} = {shown}, but a finite difference says {numeric}: wrong.",
    "hunt.check_open": "{what} = {shown}; a finite difference cannot tell here.",
    "hunt.part": "∂{output}/∂{operand} through {node} alone",
    "hunt.solution": "Step {step}, back through {node} = {formula} to {operand}: {bug}. {why}",
    # Gradients of one's own
    "judge.name": "gradient of",
    "judge.given": "yours",
    "judge.right": "the walk's",
    "judge.exact": "exact",
    "judge.close": "close",
    "judge.gap": "greatest difference",
    "judge.verdict": "verdict",
    "judge.is_exact": "exact",
    "judge.is_close": "close",
    "judge.is_rounded": "too few digits",
    "judge.is_wrong": "wrong",
    "judge.is_shape": "shape",
    "judge.is_missing": "missing",
    "judge.is_seed": "The gradient of the output with respect to itself is 1.",
    "judge.yes": "yes",
    "judge.no": "no",
    "judge.shapes": "{given}, not {wanted}",
    "judge.all_exact": "All of them are right, to the last digit.",
    "judge.all_right": "All of them are right.",
    "judge.nothing": "There is nothing to judge: the formula has no inputs.",
    "judge.missing": "Still missing: {names}.",
    "judge.none_there": (
        "{name} has no gradient (None): has backward been called, and is it a leaf that requires one?"
    ),
    "judge.first": "The first wrong one on the way back is {gradient}.",
    "judge.shape": "Needed there is {wanted}; this is {given}.",
    "judge.nan": "Not finite: {count} of {size}.",
    "judge.rounded": "It is near, but not as exact as a computer's: right are {number}.",
    "judge.likely": "All of these numbers come of one bug, at step {step}: {bug}. {why}",
    "judge.perhaps": "All of these numbers come of one bug, such as this one at step {step}: {bug}. {why}",
    "judge.likely_in": "All of these numbers come of one bug in the rule of {rule}: {bug}. {why}",
    "judge.likely_all": "All of these numbers come of one bug, everywhere: {bug}. {why}",
    "judge.other_axis": (
        "These are the gradients of another formula: with the softmax, or what else goes along an axis, over the wrong axis."
    ),
    "judge.other_twice": (
        "These are the gradients of another formula: with a softmax twice. What takes scores must not be given probabilities."
    ),
    "judge.look": "It is found at step {step}.",
    # A class
    "grade.file": "attempt",
    "grade.kind": "kind",
    "grade.seed": "seed",
    "grade.verdict": "verdict",
    "grade.right": "right",
    "grade.wrong": "wrong",
    "grade.time": "seconds",
    "grade.mistakes": "mistakes",
    "grade.note": "remark",
    "grade.and": "{one}, {other}",
    "grade.solved": "solved",
    "grade.unsolved": "not solved",
    "grade.refused": "refused",
    "grade.other_seed": "another seed than the key's",
    "grade.reason": "misconception",
    "grade.attempts": "attempts",
    "grade.times": "times",
    "grade.summary": "{solved} of {count} solved; {refused} refused.",
    "grade.taken": "{bug}: taken for “{other}”",
    # Misconceptions
    "slip.flipped_value": "wrong sign",
    "slip.local": "local derivative forgotten",
    "slip.power": "half of the power rule",
    "slip.undifferentiated": "value in place of the slope",
    "slip.added": "added in place of multiplied",
    "slip.value": "value in place of a gradient",
    "slip.early": "passed on too early",
    "slip.multiplied": "ways multiplied in place of added",
    "slip.whole": "all ways in place of one",
    "slip.forgotten": "upstream gradient forgotten",
    "slip.passed": "passed on unchanged",
    "slip.other_operand": "what belongs to the other operand",
    "slip.averaged": "mean in place of a sum",
    "slip.one_of_many": "one example alone",
    "slip.reversed": "rows and columns exchanged",
    "slip.factors": "factors the other way round",
    "slip.rounded": "too few digits",
    "slip.entries": "some entries wrong",
    "slip.shape": "wrong shape",
    "slip.coincidence": "right by chance",
    "slip.not_finite": "no finite number",
    "slip.seed": "the seed is not 1",
    "slip.other": "other",
    "slip.missing": "gradient missing",
    "slip.unreadable": "not readable",
    "slip.carried": "a consequence taken for the bug",
    "slip.harmed": "a consequence taken for the bug",
    "slip.sound": "a right edge taken for wrong",
}
