"""Names of quantities: one canonical spelling, one for the eye, one for LaTeX.

The canonical spelling is what dictionaries are keyed by. Primes are written ``'`` in it, and
``y_`` is how Python, which has no primes, spells ``y'``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..errors import GraphError
from .symbols import GREEK

__all__ = [
    "bare",
    "canonical",
    "display",
    "displays",
    "entry_names",
    "is_plain",
    "is_unseen",
    "latex",
    "look",
    "misleads",
    "slope_name",
    "style",
]

_PRIMES = "'′’"
_MANY_PRIMES = {0x2019: "'", 0x2032: "'", 0x2033: "''", 0x2034: "'''", 0x2057: "''''"}
# A letter in another dress, by the tag of its decomposition: ｘ, 𝑥, ﺏ.
_DRESSES = ("<wide>", "<narrow>", "<font>", "<initial>", "<medial>", "<final>", "<isolated>")
_OTHER_LETTERS = "ſϖĿŀŉ"  # they are said to stand for letters that nobody sees in them
# Cyrillic and Greek letters that are drawn like Latin ones.
_LOOKS = str.maketrans(
    "асеорхуіјѕԁһԛԝАВСЕНІЈКМОРЅТХУοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aceopxyijsdhqwABCEHIJKMOPSTXYoABEZHIKMNOPTYX",
)
# Letters and marks that show nothing: fillers, joiners, variation selectors.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u3164\uffa0")
_INVISIBLE |= frozenset(map(chr, range(0xFE00, 0xFE10)))
_INVISIBLE_FROM = "\U000e0000"
_TAIL = re.compile(r"(.*?[^\W_])([_" + _PRIMES + r"]*)", re.DOTALL)
_SUBSCRIPT = re.compile(r"(.*[^\W\d_])_?(\d+(?:_\d+)*)")
# Of derivatives, which few programs have: they are compiled when one is met.
_SLOPE = r"∂([²³⁴⁵⁶⁷⁸⁹]?)([^∂/]+|\(∂.+\))/((?:∂(?:[^∂/()]+|\(∂.+\)))+)"
_BY = r"∂([^∂/()]+?|\(∂.+\))([²³⁴⁵⁶⁷⁸⁹]?)(?=∂|$)"
_RAISED = "  ²³⁴⁵⁶⁷⁸⁹"
_TO_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
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


def canonical(name: str) -> str:
    """The one spelling of a name: plain letters, primes as ``'``, a trailing ``_`` as a prime.

    A letter that is the same one to the eye (ｘ, 𝑥, ﬁ) becomes the plain one, a subscript digit a
    digit. Any other character stays as it is: x² is not x2.

    >>> canonical("y_"), canonical("y′′"), canonical("x₁")
    ("y'", "y''", 'x1')

    Raises ``GraphError`` for an empty name or one with control characters or lone surrogates.
    """
    if not isinstance(name, str):
        raise GraphError("names.kind", kind=type(name).__name__)
    return _canonical(name)


@lru_cache(maxsize=65536)
def _canonical(name: str) -> str:
    bad = next(
        (c for c in name if unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff"), None
    )
    if bad is not None:
        raise GraphError("names.control", name=repr(name), character=repr(bad))
    text = name
    if not name.isascii():
        text = unicodedata.normalize("NFC", "".join(map(_undressed, name))).translate(_MANY_PRIMES)
    text = text.strip()
    if not text:
        raise GraphError("names.empty")
    match = _TAIL.fullmatch(text)
    if match is None:
        return text
    stem, tail = match.groups()
    return stem + "'" * len(tail)


@lru_cache(maxsize=4096)
def _undressed(character: str) -> str:
    """The plain letter or digit that a character is to the eye, else the character."""
    tag = unicodedata.decomposition(character).partition(" ")[0]
    letter = unicodedata.normalize("NFKC", character)
    is_letter = character.isalpha() and character not in _OTHER_LETTERS
    if (
        tag in _DRESSES
        or tag == "<noBreak>"
        or (tag == "<sub>" and letter.isdecimal())
        or (tag == "<compat>" and is_letter)
    ):
        return letter
    return character


def _slope(name: str) -> re.Match[str] | None:
    """The parts of a derivative's name; None for another one."""
    return re.fullmatch(_SLOPE, name) if name.startswith("∂") else None


def is_unseen(character: str) -> bool:
    """Whether a letter, a mark or a sign of layout shows nothing."""
    return (
        character in _INVISIBLE
        or character >= _INVISIBLE_FROM
        or unicodedata.category(character) == "Cf"
    )


def misleads(character: str) -> bool:
    """Whether a letter or mark cannot stand in a name as it is: ½, ①, ᵢ, or one that is unseen."""
    if is_unseen(character):
        return True
    stands_for = unicodedata.decomposition(character).startswith("<")
    letter = _undressed(character)
    is_part = letter.isalnum() or unicodedata.category(letter[0]) == "Mn"
    return stands_for and (letter == character or not is_part)


def look(name: str) -> str:
    """A name as the eye takes it: a Cyrillic or Greek letter that looks Latin as the Latin one."""
    return name if name.isascii() else name.translate(_LOOKS)


def style(name: str) -> str:
    """The letters of a name that are in another style, which may be meant as another name: 𝐱, ϕ."""
    return "" if name.isascii() else "".join(c for c in name if _is_styled(c))


def _is_styled(character: str) -> bool:
    tag, _, letters = unicodedata.decomposition(character).partition(" ")
    return tag == "<font>" or (tag == "<compat>" and " " not in letters and character != "µ")


def is_plain(name: str) -> bool:
    """Whether a canonical name can stand in a formula as it is, without quotes around it."""
    stem = name.rstrip("'")
    if name.isascii():
        return stem.isidentifier() and canonical(name) == name
    return (
        (stem[:1] == "_" or stem[:1].isalpha())
        and all(c == "_" or c.isalnum() or unicodedata.category(c) in ("Mn", "Mc") for c in stem)
        and not any(map(misleads, stem))
        and canonical(name) == name
    )


@lru_cache(maxsize=65536)
def display(name: str) -> str:
    """A canonical name as the eye wants it, in Unicode: ``x1`` is x₁, ``x1_10`` x₁,₁₀, ``y'`` y′.

    So is each part of ``layer_2.z1``, layer₂.z₁.

    A derivative, ``∂f/∂x``, stands in parentheses, as another may be taken of it.
    """
    if slope := _slope(name):
        power, of, by = slope.groups()
        below = "".join(f"∂{display(bare(one))}{n}" for one, n in re.findall(_BY, by))
        return f"(∂{power}{display(bare(of))}/{below})"
    if len(parts := _parts(name)) > 1:
        return ".".join(map(display, parts))
    stem = name.rstrip("'")
    primes = "′" * (len(name) - len(stem))
    match = _SUBSCRIPT.fullmatch(stem)
    if match is not None:
        stem = match[1] + match[2].translate(_TO_SUBSCRIPT).replace("_", ",")
    return stem + primes


def displays(names: Iterable[str]) -> list[tuple[str, str]]:
    """Many names, each with the same: what stands before its last point, a block's names share."""
    around_known: dict[str, str] = {"": ""}  # "" is what has to be looked at as a whole
    own_known: dict[str, str] = {}
    found: list[tuple[str, str]] = []
    for name in names:
        around, _, own = name.rpartition(".")
        if around not in around_known:
            is_whole = name.startswith("∂") or len(_parts(f"{around}.x")) == 1
            around_known[around] = "" if is_whole else display(around)
        if not (first := around_known[around]) or not own.strip("'"):
            found.append((name, display(name)))
            continue
        if own not in own_known:
            own_known[own] = display(own)
        found.append((name, f"{first}.{own_known[own]}"))
    return found


def _parts(name: str) -> list[str]:
    """A name and those of the blocks around it, as in ``layer_2.z``."""
    parts = name.split(".")
    return parts if all(part.strip("'") for part in parts) else [name]


def bare(name: str) -> str:
    """A derivative as it stands alone, without the parentheses that it has elsewhere."""
    return name[1:-1] if name.startswith("(∂") else name


def slope_name(of: str, by: str) -> str:
    """What a derivative of one quantity by another is called; that of a derivative is a higher one.

    >>> slope_name("f", "x1"), slope_name(slope_name("f", "x"), "x")
    ('∂f/∂x1', '∂²f/∂x²')
    """
    inner = by if not _slope(by) else f"({by})"
    slope = _slope(of)
    found = [] if slope is None else re.findall(_BY, slope[3])
    power = 1 + sum(_RAISED.index(n) if n else 1 for _, n in found)
    if slope is None or power >= len(_RAISED):
        return f"∂{of if slope is None else f'({of})'}/∂{inner}"
    times = {one: _RAISED.index(n) if n else 1 for one, n in found}
    times = {inner: times.pop(inner, 0) + 1, **times}
    below = "".join(f"∂{one}{_RAISED[n].strip()}" for one, n in times.items())
    return f"∂{_RAISED[power]}{slope[2]}/{below}"


def entry_names(name: str, at: Sequence[int], shape: Sequence[int]) -> tuple[str, ...]:
    """What the entry of an array may be called, the best first: ``X02`` reads as X₀₂.

    Indices of several digits are apart, and so is the index that the name has already.

    >>> entry_names("X", (0, 2), (3, 3))[0], entry_names("W1", (0, 12), (3, 20))[0]
    ('X02', 'W1_0_12')
    """
    if not at:
        return (name,)
    if slope := _slope(name):
        of, _, by = name.rpartition("/∂")
        if not slope[1] and not by.endswith(")"):
            return tuple(f"{of}/∂{one}" for one in entry_names(by, at, shape))
    stem = name.rstrip("'")
    primes, apart = name[len(stem) :], "_".join(map(str, at))
    sign = "_" if stem[-1].isdigit() else ""
    short = "".join(map(str, at)) if max(shape) <= 10 or len(at) == 1 else apart
    names = (f"{stem}{sign}{short}{primes}", f"{stem}{sign}{apart}{primes}")
    return (*dict.fromkeys(names), f"{name}[{','.join(map(str, at))}]")


@lru_cache(maxsize=65536)
def latex(name: str) -> str:
    """A canonical name in LaTeX mathematics; every special character is escaped."""
    if slope := _slope(name):
        power, of, by = slope.groups()
        above = rf"\partial{_latex_power(power)} {latex(bare(of))}"
        found = re.findall(_BY, by)
        below = " ".join(rf"\partial {_latex_by(bare(x), n)}" for x, n in found)
        return rf"\frac{{{above}}}{{{below}}}"
    if len(parts := _parts(name)) > 1:
        return "{.}".join(map(latex, parts))
    stem = name.rstrip("'")
    primes = "'" * (len(name) - len(stem))
    match = _SUBSCRIPT.fullmatch(stem)
    stem, index = (match[1], f"_{{{match[2].replace('_', ',')}}}") if match else (stem, "")
    if stem in GREEK:
        body = f"\\{stem}"
    elif len(stem) == 1 and stem.isalpha():
        body = stem
    elif stem.isascii() and stem.isalnum():
        body = f"\\mathrm{{{stem}}}"
    else:
        body = f"\\mathrm{{{''.join(_LATEX_SPECIAL.get(c, c) for c in stem)}}}"
    return f"{{{body}{index}}}{primes}" if primes and index else f"{body}{index}{primes}"


def _latex_by(name: str, raised: str) -> str:
    symbol = latex(name)
    return (
        f"{{{symbol}}}{_latex_power(raised)}"
        if raised and "'" in symbol
        else (symbol + _latex_power(raised))
    )


def _latex_power(raised: str) -> str:
    return f"^{{{_RAISED.index(raised)}}}" if raised else ""
