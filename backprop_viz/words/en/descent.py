"""What a descent and a landscape say."""

TEXTS = {
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
}
