"""LaTeX of the table's rows as text on one line: ``\\frac{1}{<b!>}`` is ``1/<b>``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .symbols import GREEK, SYMBOLS, VARIANTS

__all__ = ["SUPERSCRIPT", "inline"]

SUPERSCRIPT = str.maketrans("0123456789.−e", "⁰¹²³⁴⁵⁶⁷⁸⁹·⁻ᵉ")

_TOKEN = re.compile(r"<[a-z]\d*!?>| ?<\*> ?|\\[A-Za-z]+[ ({]?|.")
_ATOM = re.compile(r"<[a-z]\d*!?>[⁰¹²³⁴⁵⁶⁷⁸⁹·⁻ᵉ]*|[a-z]+\([^()]*\)|[\d.]+|∞")
TRANSPOSED = "ᵀ"
_SIGNS = {
    **{"left": "", "right": "", "infty": SYMBOLS["infty"], **GREEK, **VARIANTS},
    "top": TRANSPOSED,
    **{name: f"{SYMBOLS[name]} " for name in ("cdot", "times", "gt", "lt", "ge", "le", "ne")},
}
_STYLES = ("mathbf", "mathrm", "operatorname")


@lru_cache(maxsize=1024)
def inline(latex: str) -> str | None:
    """The template with its slots, as it stands in a sentence; None where there is no such text.

    ``<*>`` is left only behind a digit, where a product of symbols is written without a sign.

    >>> inline(r"\\left(-\\frac{<a!>}{<b>^2}\\right)"), inline("2<*><a>")
    ('(−<a>/<b>²)', '2<*><a>')
    """
    try:
        text = _run(iter(_TOKEN.findall(latex)))
    except (KeyError, StopIteration):
        return None
    return re.sub(r"(?<!\d)<\*>|(?<=\d)(?=[a-z])", " · ", text)


def _run(tokens: Iterator[str], end: str = "") -> str:
    """The text up to the token ``end``."""
    parts: list[str] = []
    for token in tokens:
        if token == end:
            return "".join(parts)
        if token == "^":
            power = _argument(tokens)
            if parts[-1:] == ["e"]:
                parts[-1] = f"exp({power})"
            elif power == TRANSPOSED:
                parts.append(power)
            elif re.fullmatch(r"[\d.−e]+", power):
                parts.append(power.translate(SUPERSCRIPT))
            else:
                parts.append(f"^{_factor(power)}")
        else:
            parts.append(_said(token, tokens))
    if end:
        raise StopIteration
    return "".join(parts)


def _said(token: str, tokens: Iterator[str]) -> str:
    if token == "{":
        return _run(tokens, "}")
    if not token.startswith("\\"):
        return token.replace("-", "−").replace(" <*> ", "<*>")
    name = token[1:].rstrip(" ({")
    opens = token[len(name) + 1 :]
    if opens == "{":
        inside = _run(tokens, "}")
        if name == "frac":
            return f"{_factor(inside)}/{_factor(_argument(tokens))}"
        return inside if name in _STYLES else f"{name}({inside})"
    if name in _SIGNS:
        return _SIGNS[name] + opens.strip()
    if not opens:
        raise KeyError(name)
    return name + opens  # a function


def _argument(tokens: Iterator[str]) -> str:
    """What a command is followed by: a group, or a single token."""
    return _said(next(tokens), tokens)


def _factor(text: str) -> str:
    """A text that is divided or a power: in parentheses, unless it is one thing."""
    return text.replace("!", "") if _ATOM.fullmatch(text) else f"({text})"
