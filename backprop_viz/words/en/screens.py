"""What stands on a screen or in a file: pages, media, landscapes, questions, explorers."""

TEXTS = {
    # A page of its own
    "page.title": "Back propagation, step by step",
    "page.chapter": "chapter",
    "page.slides": "present",
    "page.leave": "leave the presentation",
    "page.keys": "→ next · ← back · O overview · F full screen · B blank · Esc end",
    "page.print": "print …",
    "page.one": "print one step a page",
    "page.six": "print six steps a page",
    "page.noscript": "The live page needs JavaScript; this is its last step.",
    # Handouts, slides and animations
    "media.title": "Back propagation through {output}",
    "media.step": "Step {step} of {last}: {kind}",
    "media.graph": "the graph",
    "media.forward": "forward",
    "media.seed": "backward begins",
    "media.backward": "backward",
    "media.page": "page {page} of {pages}",
    "media.worksheet": "{title}: worksheet",
    "media.answers": "Answer key",
    "media.given": "Given: {inputs}.",
    "media.fill": "Fill in every box, here and in the picture.",
    "media.name": "Name:",
    "media.inputs": "Inputs",
    # A descent
    "descent.plain": "plain gradient descent",
    "descent.momentum": "descent with momentum",
    "descent.adam": "Adam",
    "descent.done": (
        "After step {step} of {method} (rate {rate}), {output} has gone from {before} to {after}."
    ),
    "descent.risen": "It has risen: the steps are too long for this valley. Try a smaller rate.",
    "descent.still": (
        "After step {step} of {method} (rate {rate}), {output} is {after}, as at the start."
    ),
    "descent.still_nearly": (
        "After step {step} of {method} (rate {rate}), {output} is {after}, almost as at the start."
    ),
    "descent.flips": (
        "It jumps to and fro between two places, {inputs} and {other}, where {output} is {after} "
        "and {other_output}: the rate is too large. Try a smaller one, such as {half}."
    ),
    "descent.across": (
        "The last step has jumped across the valley, to the same height on the other side: the "
        "rate is too large. Try a smaller one, such as {half}."
    ),
    "descent.across_nearly": (
        "The last step has jumped across the valley, to almost the same height on the other side: "
        "the rate is too large. Try a smaller one, such as {half}."
    ),
    "descent.bounces": (
        "It jumps to and fro across the valley and gets no lower: the rate is too large. Try a "
        "smaller one, such as {half}."
    ),
    "descent.swings": (
        "It swings: each step jumps across the valley and lands a little lower on the other side. "
        "With a smaller rate, such as {half}, it should go straight down."
    ),
    "descent.back": (
        "It was lower on the way, {lowest} at step {lowest_step}, and has risen again since."
    ),
    "descent.crawls": (
        "It hardly moves: a step is the rate times the gradient, and that is {rate} times {slope}. "
        "Try a larger rate, such as {larger}, or start where the ground is steeper."
    ),
    "descent.stuck": (
        "Nothing moves from {inputs}, and {output} stays at {after}, though the gradient there is "
        "{slope} in size: with the rate {rate} a step is too short to change even the last digit. "
        "Try a larger rate."
    ),
    "descent.settled": "From step {settled} on nothing changes any more: the gradient is 0.",
    "descent.settled_short": (
        "From step {settled} on nothing changes any more: the steps have become too short to "
        "change even the last digit."
    ),
    "descent.left_out": "So the other steps, up to {steps}, are left out.",
    "descent.interrupted": (
        "Interrupted after step {step} of {steps}; what follows is about the path so far."
    ),
    "descent.full": (
        "Stopped at step {step} of {steps}: the numbers of its places fill the {room} MB that a "
        "path may take. To go on, start another path at its last place."
    ),
    "descent.no_step": "No step is taken yet: {output} = {before}.",
    "descent.flat": (
        "The gradient is 0 at {inputs}: the ground is level, so nothing moves, and {output} stays "
        "at {after}."
    ),
    "descent.grew": (
        "Stopped at step {step}: {output} has grown from {before} to {after}. The steps are so "
        "long that they jump across the valley and land higher up each time: the rate {rate} is "
        "too large. Try a smaller one, such as {smaller}."
    ),
    "descent.fell": (
        "Stopped at step {step}: {output} has fallen from {before} to {after} and goes on falling. "
        "This way down seems to have no bottom, and a descent that never arrives finds no minimum."
    ),
    "descent.undefined": (
        "Stopped at step {step}: at {inputs}, where {output} = {after}, the value or a gradient is "
        "no finite number, so there is no direction to follow. The last step led out of the region "
        "where the formula works. Try a rate smaller than {rate}."
    ),
    "descent.undefined_start": (
        "No step is possible: at the start, {inputs}, where {output} = {after}, the value or a "
        "gradient is no finite number. Start somewhere else."
    ),
    "descent.undefined_data": (
        "Stopped at step {step}: there are entries in the data that are no finite numbers, so "
        "{output} is none. Leave those examples out."
    ),
    "descent.all_data": "Here {output} is the average over all {count} examples.",
    "descent.batches": (
        "Here {output} is the average over all {count} examples, though each step saw only {batch} "
        "of them."
    ),
    # A landscape
    "landscape.title_curve": "{output} as a function of {first}",
    "landscape.title": "{output} over {first} and {second}",
    "landscape.held": "held: {inputs}",
    "landscape.averaged": "average over {count} examples",
    "landscape.start": "start",
    "landscape.here": "here",
    "landscape.batch": "{method} ({batch} at a time)",
    "landscape.end": "{method} to step {steps}: {output} = {value}",
    "landscape.diverges": "{method}, rate {rate}: diverges",
    "landscape.undefined": "{method}, rate {rate}: undefined at step {step}",
    "landscape.compass": "compass: against the gradient",
    "landscape.tangent": "tangent: its slope is ∂{output}/∂{first} = {slope}",
    "landscape.slope": "tangent: its slope is the gradient",
    "landscape.level": "as high as here",
    "landscape.stand": "At {inputs}: {output} = {value}, {gradients}.",
    "landscape.held_back": "The picture is the last that could be drawn: {error}",
    "landscape.descent_panel": "Descent: {count} evaluations",
    "landscape.search_panel": "At random: {count} evaluations",
    "landscape.tried": "tried",
    "landscape.best": "best of {count}: {output} = {value}",
    "landscape.shown_curve": "A curve: {output} for {first} from {low} to {high}.",
    "landscape.shown": (
        "{output} for {first} from {low} to {high} and {second} from {low2} to {high2}; the "
        "darker, the lower. Its lowest value in this picture is about {least}."
    ),
    "landscape.compass_here": (
        "At {inputs} the gradient is {gradients}; the compass points the other way."
    ),
    "landscape.flat_here": (
        "At {inputs} the gradient is {gradients}: the ground is level, and the compass points "
        "nowhere."
    ),
    "landscape.undefined_here": (
        "At {inputs} {output} or its gradient is no finite number, so there is no compass."
    ),
    "landscape.in_space": "It is drawn as a surface in space.",
    "landscape.best_alone": (
        "The best of {count} tried at random in this region has {output} = {value}."
    ),
    "landscape.nothing_found": (
        "Of {count} tried at random in this region, none has a finite {output}."
    ),
    "landscape.rate": "{method} (rate {rate})",
    "landscape.from_here": "from here: {method}, rate {rate}",
    "landscape.arrived": "where it arrives",
    "landscape.best_tried": "the best of those",
    "landscape.searched": (
        "The best of {count} tried at random in the same region, with as many evaluations, has "
        "{output} = {value}."
    ),
    # A question
    "predict.ask_value": "Forward: what is the value of {node} = {formula}?",
    "predict.ask_gradient": "Backward through {node} = {formula}: what is ∂{output}/∂{operand}?",
    "predict.ask_part": (
        "{operand} is used {uses} times. Backward through {node} = {formula}, way {use} of {uses}: "
        "what does this one way contribute to ∂{output}/∂{operand}?"
    ),
    "predict.ask_total": (
        "{operand} is used {uses} times, and the last way back leads through {node} = {formula}. "
        "What is ∂{output}/∂{operand} in total?"
    ),
    "predict.ask_array": "The answer is {form}, as nested lists.",
    "predict.number": "a single number",
    "predict.array": "an array of the shape {shape}",
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
        "That comes of the local derivative by the other operand: the two of {node} = {formula} "
        "have been swapped. Which one is by {operand}?"
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
        "That comes of the local derivative times only a part of ∂{output}/∂{node}. {node} is used "
        "several times and has to wait: only the sum of all that comes back may go on."
    ),
    "predict.wrong_multiplied": (
        "The contributions have been multiplied. What comes back along different ways is added."
    ),
    "predict.wrong_whole": (
        "That includes what comes back along other ways. Here only this one way, through {node}, "
        "is asked for."
    ),
    "predict.wrong_order": "That is {detail}: the operands are the other way round.",
    "predict.wrong_precedence": (
        "That is {detail}: the operations have been done in another order. Follow the graph from "
        "left to right."
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
    "predict.unreadable": "This cannot be read, and does not count as an attempt:",
    # The explorer
    "explore.title": "The walk through {output}",
    "explore.step": "step",
    "explore.first": "first step",
    "explore.previous": "previous step",
    "explore.next": "next step",
    "explore.last": "last step",
    "explore.play": "play the steps",
    "explore.value_of": "value of {name}",
    "explore.more": "show more inputs ({count} left)",
    "explore.slider_of": "slider for {name}",
    "explore.bad_value": "“{text}” is not a finite number: {name} stays at {value}.",
    "explore.bad_array": (
        "“{text}” is not a list of numbers of the same shape: {name} stays at {value}."
    ),
    "explore.check": "Check: three ways to the same gradients",
    "explore.explorer": "Explorer of {output}",
    "explore.toolbar": "Steps and view",
    "explore.picture": "Computational graph",
    "explore.formula": "Chain rule",
    "explore.speed": "speed of playing",
    "explore.reset": "all inputs back to their opening values",
    "explore.ghosts": "compare with the opening values",
    "explore.smaller": "smaller picture",
    "explore.larger": "larger picture",
    "explore.language": "language",
    "explore.theme": "theme",
    "explore.theme_auto": "theme: automatic",
    "explore.theme_own": "own theme",
    "explore.theme_light": "light",
    "explore.theme_dark": "dark",
    "explore.theme_print": "print",
    "explore.theme_colorblind": "colour-blind",
    "explore.download": "download …",
    "explore.svg": "download this step as SVG",
    "explore.png": "download this step as PNG",
    "explore.all_svg": "download all steps as SVG, in a ZIP file",
    "explore.all_png": "download all steps as PNG, in a ZIP file",
    "explore.numbers": "All numbers of this step",
    "explore.column_name": "name",
    "explore.column_value": "value",
    "explore.column_gradient": "gradient ∂",
    "explore.node_label": "{name}: value and gradient",
    "explore.edge_label": "from {node} back to {operand}: the contribution of this way",
    "explore.upstream_from": "The upstream gradient was found at:",
    "explore.this_step": "this way is step {step}",
    "explore.go_to_step": "go to step {step}",
    "explore.locals": "Local derivatives of this operation:",
    "explore.close": "close the explanation",
    "explore.nudge_up": "nudge this value up by ε",
    "explore.nudge_down": "nudge this value down by ε",
    "explore.nudge_hint": "Nudge this value a little: what does the output really do?",
    "explore.nudge_result": (
        "{name} moved by ε = {epsilon}: {output} goes from {before} to {after}, a change of "
        "{real}. Gradient · ε = {predicted}."
    ),
    "explore.nudge_each": (
        "Every entry of {name} moved by ε = {epsilon}: {output} goes from {before} to {after}, a "
        "change of {real}. The sum of the gradient · ε = {predicted}."
    ),
    "explore.nudge_output": "{name}",
    "explore.nudge_sum": "the sum of {name}",
}
