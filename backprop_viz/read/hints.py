"""What to write instead of that which people paste or type, and which is no formula here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from ..calls.library import FUNCTIONS
from ..core.ops import ALIASES
from ..spell.names import is_unseen

__all__ = [
    "FORMS",
    "KNOWN",
    "OTHERS",
    "REMAINDERS",
    "SIGMA",
    "TYPES",
    "for_character",
    "for_layer",
    "for_word",
    "inverse_of",
    "with_options",
]

KNOWN = ", ".join(sorted(set(FUNCTIONS) - set(ALIASES)))
SIGMA = ("σ", "sigma")  # a sigmoid where it is called, unless the text has it as a quantity

_BY_CHARACTER = {
    **dict.fromkeys("'′’", "parse.prime"),
    **dict.fromkeys("[]{}", "parse.parentheses"),
    **dict.fromkeys("<>≤≥≠≈≡", "parse.no_comparison"),
    **dict.fromkeys("!&⊙⊗⊕∘°~", "parse.operators"),
    **dict.fromkeys("∑∏∫Σ‖∥⟨⟩", "parse.write_out"),
    **dict.fromkeys("⌊⌋⌈⌉", "parse.no_slope"),
    **dict.fromkeys("←→⟵⟶", "parse.only_equals"),
    **dict.fromkeys("∂∇∆", "parse.no_derivative"),
    **dict.fromkeys("∛∜", "parse.other_root"),
    ".": "parse.point",
    ":": "parse.no_python",
    **dict.fromkeys("⊤†", "parse.transposed"),
    "↦": "parse.no_python",
    "%": "parse.no_remainder",
    '"': "parse.no_text",
    **dict.fromkeys("\\$", "parse.no_latex"),
    "`": "parse.quotes",
    "—": "parse.minus",
}

_WORDS = {
    **dict.fromkeys(
        ("def", "lambda", "class", "import", "from", "as", "for", "in", "while", "with"),
        "parse.no_python",
    ),
    **dict.fromkeys(("if", "else", "elif", "and", "or", "not"), "parse.no_branch"),
    **dict.fromkeys(("return", "print"), "parse.no_return"),
    **dict.fromkeys(("function", "func", "fn"), "parse.no_python"),
    "where": "parse.lines",
}

REMAINDERS = ("mod", "rem", "div", "divmod")
_DECLARING = "let var val auto double float int local set my"
TYPES: Mapping[str, str] = MappingProxyType(dict.fromkeys(_DECLARING.split(), "parse.leave_out"))
"""Words that stand before a name and its value in other languages."""

_TYPED = re.compile(r":\s*[\w.]+\s*=")  # x: float = 2
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\{(\w+)\})?")
_GREEK = "alpha beta gamma delta epsilon eta theta kappa mu nu phi psi omega pi"
_LATEX = {
    **dict.fromkeys(("frac", "dfrac", "tfrac"), "a/b"),
    **dict.fromkeys(("cdot", "times", "ast"), "*"),
    **dict.fromkeys(("left", "bigl", "big"), "("),
    **dict.fromkeys(("right", "bigr"), ")"),
    **{name: f"{name}(x)" for name in FUNCTIONS if name != "sum"},
    **{name: name for name in _GREEK.split()},
    **{name: f"{name}(a, b)" for name in ("max", "min")},
    **{"sigma": "sigmoid(z)", "div": "/", "lambda": "`lambda`"},
    "infty": "inf",
}
_LETTERING = ("mathrm", "operatorname", "text", "mathbf", "boldsymbol", "vec")
_OTHER_LATEX = {
    **{"sum": "parse.write_out", "prod": "parse.write_out", "int": "parse.write_out"},
    **{"partial": "parse.no_derivative", "nabla": "parse.no_derivative"},
}

FORMS: Mapping[str, str] = MappingProxyType(
    {
        "mish": "x*tanh(softplus(x))",
        "relu6": "minimum(relu(x), 6)",
        "elu": "relu(x) + minimum(0, exp(x) - 1)",
        "selu": "1.0507*(relu(x) + minimum(0, 1.67326*(exp(x) - 1)))",
        **dict.fromkeys(("logsigmoid", "log_sigmoid"), "-softplus(-x)"),
        "softsign": "x/(1 + abs(x))",
        "hardtanh": "maximum(-1, minimum(x, 1))",
        "hardsigmoid": "minimum(1, relu(x + 3)/6)",
        "tanhshrink": "x - tanh(x)",
        **dict.fromkeys(("expit", "logistic"), "sigmoid(x)"),
        "logit": "log(x/(1 - x))",
        **dict.fromkeys(("clip", "clamp"), "maximum(a, minimum(x, b))"),
        **{"arsinh": "asinh(x)", "arcosh": "acosh(x)", "artanh": "atanh(x)"},
        **dict.fromkeys(("cot", "cotan", "ctg", "cotg"), "1/tan(x)"),
        "sec": "1/cos(x)",
        **dict.fromkeys(("csc", "cosec"), "1/sin(x)"),
        "coth": "1/tanh(x)",
        "sech": "1/cosh(x)",
        "csch": "1/sinh(x)",
        **{"tg": "tan(x)", "arctg": "atan(x)", "sh": "sinh(x)", "ch": "cosh(x)", "th": "tanh(x)"},
        **dict.fromkeys(("arctan2", "atan2"), "atan(y/x)"),
        "exp2": "2**x",
        "exp10": "10**x",
        **dict.fromkeys(("lg", "logten"), "log10(x)"),
        **dict.fromkeys(("ld", "lb"), "log2(x)"),
        "cbrt": "sign(x)*abs(x)**(1/3)",
        "rsqrt": "1/sqrt(x)",
        **dict.fromkeys(("root", "squareroot"), "sqrt(x)"),
        **dict.fromkeys(("pow", "power"), "a**b"),
        **dict.fromkeys(("sqr", "sq"), "x**2"),
        **dict.fromkeys(("heaviside", "step"), "(1 + sign(x))/2"),
        **dict.fromkeys(("sgn", "signum"), "sign(x)"),
        "sinc": "sin(pi*x)/(pi*x)",
        **dict.fromkeys(("deg2rad", "radians"), "x*pi/180"),
        **dict.fromkeys(("rad2deg", "degrees"), "x*180/pi"),
        **dict.fromkeys(("add", "plus"), "a + b"),
        **dict.fromkeys(("subtract", "sub", "minus"), "a - b"),
        **dict.fromkeys(("multiply", "mul", "times"), "a*b"),
        **dict.fromkeys(("divide", "div"), "a/b"),
        **dict.fromkeys(("negative", "neg"), "-x"),
        **dict.fromkeys(("mse_loss", "mseloss"), "mse(y, t)"),
        **dict.fromkeys(("bce", "bceloss"), "binary_cross_entropy(y, t)"),
        **dict.fromkeys(("inner", "matmul", "mm", "mv"), "a @ b"),
        "print": "x",
    }
)
"""Formulas for functions that are known elsewhere and not here, over x, or a and b."""

# With options that are known elsewhere: by how many operands there are, or by an option's name.
_GELU = "0.5*{0}*(1 + tanh(sqrt(2/pi)*({0} + 0.044715*{0}**3)))"
_WITH_OPTIONS: Mapping[tuple[object, ...], str] = {
    ("leaky_relu", 2): "maximum({0}, {1}*{0})",
    **{("softplus", count): "softplus({1}*{0})/{1}" for count in (2, 3)},
    ("elu", 2): "relu({0}) + {1}*minimum(0, exp({0}) - 1)",
    ("celu", 2): "relu({0}) + {1}*minimum(0, exp({0}/{1}) - 1)",
    ("prelu", 2): "maximum({0}, {1}*{0})",
    **{("gelu", option): _GELU for option in (2, "approximate")},
    **{("log", count): "log({0})/log({1})" for count in (2, "base")},
    ("sqrt", 2): "{0}**(1/{1})",
    ("atan", 2): "atan({0}/{1})",
    **{(name, 3): "maximum({1}, minimum({0}, {2}))" for name in ("clip", "clamp", "hardtanh")},
    **{("clip", f"{a}min", f"{a}max"): "maximum({1}, minimum({0}, {2}))" for a in ("", "a_")},
    ("clamp", "min", "max"): "maximum({1}, minimum({0}, {2}))",
    **{(name, "min"): "maximum({0}, {1})" for name in ("clip", "clamp")},
    **{(name, "max"): "minimum({0}, {1})" for name in ("clip", "clamp")},
    **{(name, 2): "{0}**{1}" for name in ("pow", "power")},
}
_OPERAND = re.compile(r"(?:([^\W\d]\w*)\s*=(?!=))?\s*(.*)", re.DOTALL)
_SIMPLE = re.compile(r"[\w.]+([eE]-\d+)?|\(\.\.\.\)")
_NAME_BEFORE = re.compile(r"[\w']+\Z")
_OPENED = re.compile(r"\s*\(")
_LAYERS = {
    "leakyrelu": "maximum(x, {0}*x)",
    "elu": "relu(x) + {0}*minimum(0, exp(x) - 1)",
    "softplus": "softplus({0}*x)/{0}",
    "linear": "w*x + b",
    "gelu": _GELU.replace("{0}", "x"),
}

OTHERS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("average", "prod", "std", "argmax", "argmin", "cumsum", "det", "bmm", "einsum"),
            *(".var", "batch_norm", "inv"),
        ),
        "parse.write_out",
    ),
    **dict.fromkeys(
        ("floor", "ceil", "round", "mod", "fmod", "remainder", "int", "trunc", "rint", "factorial"),
        "parse.no_slope",
    ),
    **dict.fromkeys(("gamma", "lgamma", "beta", "zeta"), "parse.no_such"),
    **dict.fromkeys(("divmod", "floordiv", "floor_divide"), "parse.no_remainder"),
    **dict.fromkeys((".H", ".t"), "parse.transposed"),
    **dict.fromkeys((".backward", ".zero_grad", ".requires_grad"), "parse.no_derivative"),
    **dict.fromkeys(
        (
            *(".item", ".numpy", ".data", ".value", ".tolist", ".cpu", ".cuda", ".to"),
            *(".float", ".double", ".clone", ".copy", ".astype", ".squeeze"),
            *(".retain_grad", ".requires_grad_", "int32", "float32", "number"),
        ),
        "parse.leave_out",
    ),
    ".detach": "parse.detached",
    **dict.fromkeys(("if", "select", "piecewise", "cond"), "parse.no_branch"),
    **dict.fromkeys(
        ("grad", "gradient", "diff", "derivative", "integrate", "limit"), "parse.no_derivative"
    ),
    **dict.fromkeys(("range", "len", "list", "zeros", "ones", "linspace", "arange"), "parse.lists"),
    **dict.fromkeys(
        ("array", "asarray", "tensor", "value", "variable", "constant", "float", "parameter"),
        "parse.makes_numbers",
    ),
    **dict.fromkeys(("dropout", "rand", "randn", "random", "normal"), "parse.no_chance"),
}


def with_options(name: str, text: str, at: int, called: str) -> str:
    """The formula for a call with options, whose function is written ``called`` at a place.

    It has the operands of the call in it: ``leaky_relu(z, 0.2)`` is ``maximum(z, 0.2*z)``, and so
    is ``z.leaky_relu(0.2)``. Empty if there is none.
    """
    operands = _operands(text, at + len(called))
    if called.startswith("."):
        before = _NAME_BEFORE.search(text, max(0, at - 40), at)
        operands.insert(0, before[0] if before else "(...)")
    matches = [match for operand in operands if (match := _OPERAND.fullmatch(operand))]
    values = [match[2] if _SIMPLE.fullmatch(match[2]) else f"({match[2]})" for match in matches]
    options = tuple(match[1] for match in matches if match[1])
    is_whole = len(values) > len(options) > 0
    form = _WITH_OPTIONS.get((name, *options)) if is_whole else None
    if form is None and (len(values) == 2 or not options):
        form = _WITH_OPTIONS.get((name, len(values)))
    return form.format(*values) if form else ""


def for_layer(name: str, text: str, at: int, called: str) -> str:
    """The formula for a layer that is called, as in ``nn.LeakyReLU(0.2)(x)``, else nothing."""
    matches = map(_OPERAND.fullmatch, _operands(text, at + len(called)))
    return _LAYERS.get(name, "").format(*[match[2] for match in matches if match] or ["0.01"])


def _operands(text: str, at: int) -> list[str]:
    """The operands of a call as they are written, if its parentheses stand right behind a place.

    Empty if one is too long for a hint.
    """
    opened = _OPENED.match(text, at)
    depth, start, found = 1, opened.end() if opened else len(text), []
    for place in range(start, len(text)):
        character = text[place]
        depth += (character in "([") - (character in ")]")
        if depth == 0 or (depth == 1 and character == ","):
            found.append(text[start:place].strip())
            start = place + 1
        if depth == 0:
            break
    return found if found != [""] and max(map(len, found), default=0) <= 40 else []


def inverse_of(function: str) -> str:
    """The inverse function of a function, over x, if it is known by its name with an a."""
    name = f"a{function}"
    return f"{name}(x)" if name in FUNCTIONS else FORMS.get(name, "")


def for_character(text: str, at: int) -> tuple[str, str]:
    """The key of a hint for a character that belongs to no formula, and what stands for it."""
    character = text[at]
    if _turns(text, at):
        return "parse.transposed", ""
    if character == ":" and text[at + 1 : at + 2] == "=":
        return "parse.only_equals", ""
    if character == ":" and _TYPED.match(text, at):
        return "parse.only_equals", ""
    if text[at : at + 2] == "<-":
        return "parse.only_equals", ""
    if character == "'" and text.find("'", at + 1) > 0 and not text[:at][-1:].strip(" ,=(*/+-"):
        return "parse.no_text", ""
    if character == "\\" and (command := _COMMAND.match(text, at)):
        name, inside = command.groups()
        if inside and name in _LETTERING:
            return "parse.latex", inside
        if inside and name == "hat":
            return "parse.latex", f"{inside}'"
        key = "parse.latex" if name in _LATEX else _OTHER_LATEX.get(name, "parse.no_latex")
        return key, _LATEX.get(name, "")
    if character == "{" and text[:at].endswith("_"):
        return "parse.subscript", ""
    if character in "³⁴⁵⁶⁷⁸⁹" and text[at + 1 : at + 2] == "√":
        return "parse.other_root", ""
    if character in _BY_CHARACTER:
        return _BY_CHARACTER[character], ""
    if is_unseen(character) or not character.strip():
        return "parse.unseen", ""
    plain = unicodedata.normalize("NFKC", character).replace("⁄", "/")
    if unicodedata.decomposition(character).startswith("<sub>") and plain.isalpha():
        plain = f"_{plain}"
    if plain != character and plain.isprintable():
        return "parse.plain", plain.strip()
    return "parse.made_of", ""


def _turns(text: str, at: int) -> bool:
    """Whether LaTeX's transposition begins there, as in x^{\\top} and x^{T}."""
    return text[:at].rstrip().endswith("^") and _TURNED.match(text, at) is not None


_TURNED = re.compile(r"\{?\s*(\\(top|intercal|mathsf|mathrm|text)\b|(?<=\{)\s*T\s*\})")


def for_word(word: str) -> str:
    """The key of a hint for a word of Python's where no name can stand, else nothing."""
    return _WORDS.get(word, "")
