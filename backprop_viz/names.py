"""Names of quantities: one canonical spelling, one for the eye, one for LaTeX.

The canonical spelling is what dictionaries are keyed by. Primes are written ``'`` in it, and
``y_`` is how Python, which has no primes, spells ``y'``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .errors import GraphError

__all__ = ["canonical", "display", "latex"]

_PRIMES = "'′’"
_TAIL = re.compile(r"(.*?[^\W_])([_" + _PRIMES + r"]*)", re.DOTALL)
_SUBSCRIPT = re.compile(r"(.*[^\W\d_])_?(\d+)")
_TO_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_GREEK_LETTERS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
_GREEK = frozenset(_GREEK_LETTERS.split())
_LATEX_SPECIAL = {
    "\\": r"\backslash ",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "#": r"\#",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "^": r"\hat{}",
    "~": r"\sim ",
    "<": r"\lt ",
    ">": r"\gt ",
    "'": r"'",
    " ": r"\ ",
}


@lru_cache(maxsize=65536)
def canonical(name: str) -> str:
    """The one spelling of a name: NFKC, primes as ``'``, a trailing ``_`` as a prime.

    >>> canonical("y_"), canonical("y′′"), canonical("x₁")
    ("y'", "y''", 'x1')

    Raises ``GraphError`` for an empty name or one with control characters or lone surrogates.
    """
    if not isinstance(name, str):
        raise GraphError("names.kind", kind=type(name).__name__)
    bad = next(
        (c for c in name if unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff"), None
    )
    if bad is not None:
        raise GraphError("names.control", name=repr(name), character=repr(bad))
    text = unicodedata.normalize("NFKC", name).replace("’", "'").replace("′", "'").strip()
    if not text:
        raise GraphError("names.empty")
    match = _TAIL.fullmatch(text)
    if match is None:
        return text
    stem, tail = match.groups()
    return stem + "'" * len(tail)


@lru_cache(maxsize=65536)
def display(name: str) -> str:
    """A canonical name as the eye wants it, in Unicode: ``x1`` is x₁, ``y'`` is y′."""
    stem = name.rstrip("'")
    primes = "′" * (len(name) - len(stem))
    match = _SUBSCRIPT.fullmatch(stem)
    if match is not None:
        stem = match[1] + match[2].translate(_TO_SUBSCRIPT)
    return stem + primes


@lru_cache(maxsize=65536)
def latex(name: str) -> str:
    """A canonical name in LaTeX mathematics; every special character is escaped."""
    stem = name.rstrip("'")
    primes = "'" * (len(name) - len(stem))
    match = _SUBSCRIPT.fullmatch(stem)
    stem, index = (match[1], f"_{{{match[2]}}}") if match else (stem, "")
    if stem in _GREEK:
        body = f"\\{stem}"
    elif len(stem) == 1 and stem.isalpha():
        body = stem
    elif stem.isascii() and stem.isalnum():
        body = f"\\mathrm{{{stem}}}"
    else:
        body = f"\\mathrm{{{''.join(_LATEX_SPECIAL.get(c, c) for c in stem)}}}"
    return f"{{{body}{index}}}{primes}" if primes and index else f"{body}{index}{primes}"
