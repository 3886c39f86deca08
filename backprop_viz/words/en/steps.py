"""What a walk, its check and its picture say."""

TEXTS = {
    # The walk, step by step
    "graph": (
        "The bare graph of {output}, read from left to right. Its operations: {count}. Nothing is "
        "computed yet."
    ),
    "graph_closed": (
        "The bare graph of {output}, read from left to right. Its operations: {count}; in closed "
        "blocks: {inside}. Nothing is computed yet."
    ),
    "inputs": "Given: {inputs}.",
    "forward": "Forward: {node} = {numbers}.",
    "seed": (
        "Backward starts at the output: ∂{output}/∂{output} = 1, since {output} changes exactly as "
        "much as {output} itself."
    ),
    "seed_array": (
        "{output} is an array, so every entry is seeded with 1: the gradients below are those of "
        "the sum of its entries."
    ),
    "unreached": (
        "Not on any way to {output}, and so without influence on it: {names}. The gradient there "
        "is 0."
    ),
    "stopped": (
        "What stops gradients lies between {stopped} and {output}: nothing flows back there, and the "
        "gradient is 0, whatever the influence."
    ),
    "fixed": "But {output} depends on no input, so nothing flows back.",
    "backward": (
        "Backward: ∂{output}/∂{operand} = ∂{node}/∂{operand} · ∂{output}/∂{node} = {numbers}."
    ),
    "backward_output": "Backward: ∂{output}/∂{operand} = {local} · ∂{output}/∂{node} = {numbers}.",
    "backward_shared": (
        "Backward, by way of {node} ({place} of {uses} uses of {operand}): {local} · "
        "∂{output}/∂{node} = {numbers}."
    ),
    "backward_whole": "Backward: ∂{output}/∂{operand} = {local} = {numbers}.",
    "backward_whole_shared": (
        "Backward, by way of {node} ({place} of {uses} uses of {operand}): {local} = {numbers}."
    ),
    "forward_block": "Forward through {node}: {formula} = {value}. Operations in there: {count}.",
    "backward_block": "Backward through {node}: ∂{output}/∂{operand} = {value}.",
    "backward_block_shared": (
        "Backward through {node} by its {port} ({place} of {uses} uses of {operand}): {value}."
    ),
    "walked_inside": "Walked inside, {count} steps.",
    "walked_inside_once": "Walked inside, 1 step.",
    "backward_port": (
        "Backward, out of {node}: what has come back to its {port} goes on, so ∂{output}/∂{operand} "
        "= {value}."
    ),
    "backward_port_shared": (
        "Backward, out of {node} by its {port} ({place} of {uses} uses of {operand}): what has come "
        "back there goes on, {value}."
    ),
    "forward_block_beside": "Forward through {node}. Operations in there: {count}.",
    "backward_block_beside": "Backward through {node} to {operand}.",
    "backward_block_shared_beside": (
        "Backward through {node} by its {port} ({place} of {uses} uses of {operand})."
    ),
    "backward_port_beside": "Backward, out of {node}: what has come back to its {port} goes on.",
    "backward_port_shared_beside": (
        "Backward, out of {node} by its {port} ({place} of {uses} uses of {operand}): what has come "
        "back there goes on."
    ),
    "forward_beside": "Forward: the value of {node}.",
    "seed_beside": (
        "Backward starts at the output: {output} changes exactly as much as {output} itself."
    ),
    "backward_beside": "Backward, from {node} to {operand}.",
    "backward_shared_beside": ("Backward, by way of {node} ({place} of {uses} uses of {operand})."),
    "shared_partial_beside": "The parts add up, and more is to come.",
    "shared_complete_beside": (
        "A node used more than once adds what comes back along every use; the sum is now complete."
    ),
    "local": "the local derivative",
    "shared_partial": "The parts add up, and more is to come: so far {sum}.",
    "shared_complete": (
        "A node used more than once adds what comes back along every use: ∂{output}/∂{operand} = "
        "{sum}, now complete."
    ),
    "sum": "the sum of {terms}",
    "broadcast": (
        "{operand} was stretched to the shape of {node}, so its gradient is summed back to its own "
        "shape."
    ),
    "source": "In the program: {source}",
    # Arithmetic that leaves the numbers
    "inside": "In there, at {node}: {text}",
    "some_entries": "For some entries: {text}",
    "overflow": "The result is too large for a 64-bit float, so it shows as {value} (overflow).",
    "overflow_sum": (
        "The sum becomes too large for a 64-bit float, so it shows as {value} (overflow)."
    ),
    "undefined": "{why} So {node} shows as {value}.",
    "undefined_slope": "{why} So the local derivative ∂{node}/∂{operand} here is {value}.",
    "no_value": "But {node} has no value here, so this slope tells nothing.",
    "steep": (
        "As a 64-bit float, the local derivative ∂{node}/∂{operand} has no finite value here: "
        "{value}."
    ),
    "carried": "A value on the way is undefined or infinite, so {value} comes out.",
    "carried_slope": (
        "A value on the way is undefined or infinite, so the local derivative ∂{node}/∂{operand} "
        "here is {value}."
    ),
    "indeterminate": "{formula} has no definite value, so {node} shows as {value}.",
    "zero_times": (
        "A factor of 0 meets an infinite one, and 0 · ∞ has no definite value, so {value} comes "
        "out."
    ),
    "closed": (
        "The way from {node} back to {operand} is closed here, so nothing passes, whatever comes "
        "from upstream."
    ),
    "opposed": "In the sum ∞ and −∞ meet, and ∞ − ∞ has no definite value, so {value} comes out.",
    # What another framework computes
    "opaque.back": (
        "What goes back through {name} is told by {framework}, which runs it backward (its vjp): to "
        "this package it is opaque."
    ),
    "opaque.legend": "⊚ not live: computed by PyTorch",
    "opaque.kept": (
        "The numbers stay as they are: {text} is computed by PyTorch, which a page cannot ask."
    ),
    # The check
    "check.nothing": "there is nothing to check: the formula has no inputs",
    "check.agree": "all gradients agree",
    "check.differ": "the gradients do not agree for {names}",
    "check.open": "there is no derivative to compare with for {names}",
    "check.input": "input",
    "check.backprop": "back propagation",
    "check.by_entry": "by SymPy, entry by entry",
    "check.many_entries": "too many entries for SymPy: {count}, and {most} are the most",
    "check.formula": "analytic derivative",
    "check.analytic": "its value",
    "check.numeric": "central difference",
    "check.along": "along {count} directions",
    "check.error": "relative error",
    "check.verdict": "verdict",
    "check.ok": "agree",
    "check.bad": "differ",
    "check.chosen": "by convention",
    "check.all_chosen": "here is a corner and no slope: the gradient for {names} is a convention",
    "check.some_chosen": (
        "the gradients agree; that for {names} is a convention, as there is a corner and no slope"
    ),
    "check.no_derivative": "SymPy has no derivative",
    "check.no_value": "the analytic derivative cannot tell here",
    "check.stopped": "all columns hold still what stops gradients",
    "check.no_difference": "the central difference cannot tell here",
    "check.own_backward": (
        "the central difference is another: a function on the way has a backward of its own, which "
        "need not be its slope"
    ),
    "check.rounded": "rounding errors hide the gradient here",
    "check.out_of_range": (
        "the value of {name} is {value} by rounding alone, as its true size is beyond 64-bit "
        "floats: the gradient is not to be trusted here"
    ),
    "check.unknown": "not comparable",
    # The picture
    "picture.title": "Step {step} of {last} of the walk through {output}",
    "picture.beyond": "Laid out in columns: Graphviz would take too long for a graph of this form.",
    "picture.instead": "Laid out in columns, without Graphviz: {trouble}.",
    "picture.told": "{title}. {sentence}",
    "picture.goes_on": "Scroll sideways: the picture goes on →",
    "picture.live": "open this walk in the browser",
    "compare.title": "{output} at two places",
    "compare.told": "Moved: {moved}. Output: {output} = {value}. Gradients: {gradients}.",
    "compare.same": (
        "As far as these digits tell, both walks are at the same place. "
        "Output: {output} = {value}. Gradients: {gradients}."
    ),
    "compare.fixed": "Without inputs both walks are the same. Output: {output} = {value}.",
    "picture.value": "{name} = {value}",
    "picture.gradient": "gradient {value}",
    "role.input": "input",
    "role.parameter": "parameter",
    "role.constant": "constant",
    "role.operation": "intermediate result",
    "role.output": "output",
    "legend.input": "○ input",
    "owned.one": "1 parameter",
    "owned.more": "{count} parameters",
    "legend.parameter": "■ parameter",
    "legend.constant": "❙ constant",
    "legend.output": "◎ output",
    "legend.gradient": "∂ gradient of the output",
    "legend.unknown": "? not computed yet",
    "tones.minus": "below 0",
    "tones.plus": "above 0 (the farther from 0, the deeper; the scale never changes)",
    "tones.zero": "exactly 0",
    "legend.path": "••• way of a product",
    # The story of a gradient, path by path
    "no_story": "{node} has no gradient: no input moves it, or gradients stop there. So no way leads back to it.",
    "story.output": "{node} is the output itself: no operation lies between.",
    "story.none": "No way leads from {output} back to {node}: {output} does not depend on it, or only by what stops gradients.",
    "story.one": (
        "One way leads from {output} back to {node}; the local derivatives along it are multiplied."
    ),
    "story.several": (
        "{count} ways lead from {output} back to {node}; the local derivatives along each are "
        "multiplied, and the products are added."
    ),
    "story.many": (
        "{count} ways lead from {output} back to {node}, too many to write out (at most {most}). "
        "Back propagation follows none of them to its end: it passes every edge once and adds up "
        "where a wire forks."
    ),
    "story.arrays": (
        "Along this way there are arrays, whose entries meet and are summed: no single product of "
        "numbers tells it, but the steps do."
    ),
    "story.long": (
        "A way of {length} factors is too long to write out as one product (at most {most})."
    ),
    "story.apart": (
        "With these numbers the products along the ways are not finite, or lose their digits; the "
        "steps, which add up where a wire forks, tell the gradient."
    ),
    "story.later": "Step {step} completes ∂{output}/∂{node}; until then a part of it is unknown.",
    "story.path": "way {number}: {names}",
    # A Jacobian
    "jacobian.layout": "numerator layout: the entry {index} is ∂{of}/∂{by}, so the rows belong to the value and the columns to the operand",
    "jacobian.number": "the slope ∂{of}/∂{by}, one number",
}
