"""Why an operation passes the gradient on as it does, and where it has no value or no slope."""

TEXTS = {
    # How the gradient passes
    "op.why.add": "An addition passes the gradient on unchanged to both sides.",
    "op.why.sub": (
        "A subtraction passes the gradient on to what it subtracts from, and with its sign flipped "
        "to what it subtracts."
    ),
    "op.why.mul": "A multiplication swaps its factors: the local derivative with respect to one is the other.",
    "op.why.div": (
        "In a division the gradient reaches the numerator divided by the denominator, and the "
        "denominator multiplied by −numerator/denominator²."
    ),
    "op.why.pow": (
        "A power brings its exponent down in front for the base, and lowers it by one; for the "
        "exponent the factor is the power itself times the logarithm of the base."
    ),
    "op.why.pown": "A power brings its exponent down in front and lowers it by one.",
    "op.why.neg": "A change of sign flips the sign of the gradient.",
    "op.why.square": (
        "A square brings its exponent down in front: its slope is twice what was squared."
    ),
    "op.why.slope": "The gradient is multiplied by the slope of {name} at this point.",
    "op.why.exp": "The exponential is its own slope.",
    "op.why.sin": "The slope of the sine is the cosine.",
    "op.why.cos": "The slope of the cosine is −sine.",
    "op.why.tan": "The slope of the tangent is 1 + tan².",
    "op.why.tanh": "The slope of tanh is 1 − tanh²: steepest at 0, and it saturates on both sides.",
    "op.why.sigmoid": (
        "The slope of the sigmoid is σ·(1 − σ): at most ¼, and it saturates on both sides."
    ),
    "op.why.relu": "A ReLU is a gate: above 0 the gradient passes unchanged, below 0 it stops.",
    "op.why.leaky_relu": (
        "A leaky ReLU passes the gradient unchanged above 0 and one hundredth of it below."
    ),
    "op.why.logaddexp": (
        "Each operand has its share of the sum of exponentials: the slope is the sigmoid of how far "
        "it is above the other."
    ),
    "op.why.softplus": "The slope of softplus is the sigmoid.",
    "op.why.gelu": "GELU is x·Φ(x) with the normal distribution Φ; its slope is Φ(x) + x·φ(x).",
    "op.why.abs": (
        "An absolute value passes the gradient on for positive numbers and flips its sign for "
        "negative ones."
    ),
    "op.why.sign": "The sign is flat, so no gradient comes through.",
    "op.why.maximum": (
        "A maximum routes the gradient to the operand that it picked; the other gets 0."
    ),
    "op.why.minimum": (
        "A minimum routes the gradient to the operand that it picked; the other gets 0."
    ),
    "op.why.matmul": (
        "An entry of either factor takes part in a whole row or column of the product, so its "
        "gradient sums over all of these: for Z = X W the gradient G goes to X as G Wᵀ, and to W as "
        "Xᵀ G, the other factor transposed, on the side on which it stood."
    ),
    "op.why.sum": "A sum passes the gradient on unchanged to every entry.",
    "op.why.mean": "A mean of n entries gives each of them an n-th of the gradient.",
    "op.why.amax": (
        "Only the largest entry matters, so it gets the gradient and the others get 0; where several "
        "are equal, they share it equally."
    ),
    "op.why.norm": (
        "If an entry x grows a little, the length grows x/‖x‖ times as much; at length 0 there is no slope, and by "
        "PyTorch's convention it counts as 0."
    ),
    "op.why.size": "How many entries there are does not depend on their values.",
    "op.why.take": (
        "The gradient goes back to the entries that were picked, and adds up where one was picked "
        "more than once; the others get 0."
    ),
    "op.why.transpose": "A transposition only moves the entries, so it moves the gradient back.",
    "op.why.reshape": "The entries stay the same, so the gradient takes their old arrangement.",
    "op.why.broadcast_to": "An entry that is repeated gets the sum of what comes back to its copies.",
    "op.why.concat": "Each part gets back its own part of the gradient.",
    "op.why.one_hot_like": "Probabilities stay as they are, and so does their gradient. A label only names a place, so no "
    "gradient goes back to it.",
    "op.why.one_hot_max": "Which entry is the largest is 1 or 0 and flat, so no gradient comes through.",
    "op.why.windows": (
        "Windows overlap: an entry gets the sum of what comes back from every window that it is in."
    ),
    "op.why.where": "The gradient goes to the side that was chosen; the other gets 0.",
    "op.why.compare": "A comparison is 1 or 0 and flat, so no gradient comes through.",
    "op.why.detach": "Here the gradient is stopped on purpose: the value counts as a constant.",
    "op.why.port": "What comes in at a port goes on as it is, so the gradient does, too.",
    "op.why.erf": "The slope of erf is the bell curve 2/√π · exp(−t²).",
    # Where there is no value
    "op.domain.zero": "Division by zero has no finite value.",
    "op.domain.power": (
        "A negative number has no real power of that exponent, nor has 0 a negative one."
    ),
    "op.domain.log": "A logarithm exists only for numbers above 0.",
    "op.domain.log1p": "A logarithm exists only for numbers above 0, so log1p only above −1.",
    "op.domain.sqrt": "A negative number has no real square root.",
    "op.domain.angle": "Only numbers from −1 to 1 have such an angle.",
    "op.domain.acosh": "Only numbers from 1 on have an acosh.",
    "op.domain.atanh": "Only numbers between −1 and 1 have an atanh.",
    # Where there is no slope
    "op.kink.corner": (
        "At 0 {name} has a corner and no slope; by PyTorch's convention it counts as {slope}."
    ),
    "op.kink.sign": "At 0 the sign jumps and has no slope; by PyTorch's convention it counts as 0.",
    "op.kink.compare": "Where both sides are equal the comparison jumps and has no slope.",
    "op.kink.tie": (
        "Here, though, the operands are equal: by PyTorch's convention each gets half of it."
    ),
    "op.kink.tip": "Where both are 0 the length has a tip and no slope; as in PyTorch it is nan.",
}
