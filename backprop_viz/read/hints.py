"""What to write instead of that which people paste or type, and which is no formula here."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from ..names import is_unseen

__all__ = ["FORMS", "for_character", "for_function", "for_word"]

_BY_CHARACTER = {
    **dict.fromkeys("'′’", "parse.prime"),
    **dict.fromkeys("[]{}", "parse.parentheses"),
    **dict.fromkeys("<>≤≥≠≈≡", "parse.no_comparison"),
    **dict.fromkeys("!&%@⊙⊗⊕°", "parse.operators"),
    **dict.fromkeys("∑∏∫Σ", "parse.write_out"),
    **dict.fromkeys("∂∇∆", "parse.no_derivative"),
    **dict.fromkeys("∛∜", "parse.other_root"),
    ".": "parse.point",
    ":": "parse.no_python",
    "\\": "parse.no_latex",
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
}


FORMS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("swish", "silu"), "x*sigmoid(x)"),
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
        **dict.fromkeys(("asinh", "arcsinh"), "log(x + sqrt(x**2 + 1))"),
        **dict.fromkeys(("acosh", "arccosh"), "log(x + sqrt(x**2 - 1))"),
        **dict.fromkeys(("atanh", "arctanh"), "log((1 + x)/(1 - x))/2"),
        **dict.fromkeys(("cot", "cotan"), "1/tan(x)"),
        "sec": "1/cos(x)",
        **dict.fromkeys(("csc", "cosec"), "1/sin(x)"),
        "coth": "1/tanh(x)",
        "sech": "1/cosh(x)",
        "csch": "1/sinh(x)",
        **dict.fromkeys(("arctan2", "atan2"), "atan(y/x)"),
        "exp2": "2**x",
        "exp10": "10**x",
        "expm1": "exp(x) - 1",
        "log1p": "log(1 + x)",
        "logaddexp": "log(exp(a) + exp(b))",
        **dict.fromkeys(("lg", "logten"), "log10(x)"),
        **dict.fromkeys(("ld", "lb"), "log2(x)"),
        "cbrt": "sign(x)*abs(x)**(1/3)",
        "rsqrt": "1/sqrt(x)",
        **dict.fromkeys(("root", "squareroot"), "sqrt(x)"),
        "hypot": "sqrt(a**2 + b**2)",
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
        **dict.fromkeys(("mse", "mse_loss"), "(y - t)**2"),
        **dict.fromkeys(("bce", "binary_cross_entropy"), "-(t*log(y) + (1 - t)*log(1 - y))"),
        "print": "x",
    }
)
"""Formulas for functions that are known elsewhere and not here, over x, or a and b."""

_OTHERS = {
    **dict.fromkeys(
        (
            *("sum", "mean", "average", "prod", "dot", "matmul", "inner", "outer", "norm", "var"),
            *("std", "softmax", "log_softmax", "logsumexp", "argmax", "argmin", "cumsum", "det"),
            *("transpose", "cross_entropy", "layer_norm", "batch_norm", "inv"),
        ),
        "parse.write_out",
    ),
    **dict.fromkeys(
        ("floor", "ceil", "round", "mod", "fmod", "remainder", "int", "trunc", "rint", "factorial"),
        "parse.no_slope",
    ),
    **dict.fromkeys(("erf", "erfc", "gamma", "lgamma", "beta", "zeta"), "parse.no_such"),
    **dict.fromkeys(("where", "if", "select", "piecewise", "cond"), "parse.no_branch"),
    **dict.fromkeys(("grad", "diff", "derivative", "integrate", "limit"), "parse.no_derivative"),
    **dict.fromkeys(("range", "len", "array", "list", "zeros", "ones", "tensor"), "parse.lists"),
    **dict.fromkeys(("dropout", "rand", "randn", "random", "normal"), "parse.no_chance"),
}


def for_function(name: str) -> str:
    """The key of a hint for a function that has no formula entry by entry, else nothing."""
    return _OTHERS.get(name, "")


def for_character(text: str, at: int) -> tuple[str, str]:
    """The key of a hint for a character that belongs to no formula, and what stands for it."""
    character = text[at]
    if character == ":" and text[at + 1 : at + 2] == "=":
        return "parse.only_equals", ""
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


def for_word(word: str) -> str:
    """The key of a hint for a word of Python's where no name can stand, else nothing."""
    return _WORDS.get(word, "")
