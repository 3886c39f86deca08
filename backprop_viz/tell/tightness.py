"""How tightly the parts of a formula hold together, and so where it needs parentheses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..core.operation import Op
from ..spell.templates import JOINT, SLOT

__all__ = [
    "ATOM",
    "MARK",
    "OPPOSITE",
    "SUM",
    "TERM",
    "Template",
    "symbols",
    "template_of",
    "unmarked",
]

MARK = re.compile(r"\\at\{([\d-]+)\}|\\ta ")
_SYMBOL = re.compile(r"\\[A-Za-z]+|[^\s{}_^\\]")

TERM, SUM, OPPOSITE, PRODUCT, OTHER, ATOM = range(-1, 5)
"""How tightly an expression holds together, and the least that a place asks for."""


class Template(NamedTuple):
    """What stands before each slot and which operand in it, at least how tight; the rank of the
    whole, and its own symbols.
    """

    pieces: tuple[tuple[str, int | None, int], ...]
    rank: int
    size: int


def template_of(op: Op) -> Template:
    """The template of an operation's value."""
    return _parsed(op.value_latex, op.parameters)


@lru_cache(maxsize=1024)
def _parsed(latex: str, parameters: tuple[str, ...]) -> Template:
    pieces: list[tuple[str, int | None, int]] = []
    literal, end = "", 0
    for match in SLOT.finditer(latex):
        literal += latex[end : match.start()]
        end = match.end()
        if match[1] is None:
            literal += JOINT
        elif match[1] in parameters:
            least = SUM if match[2] else _least(latex[: match.start()], latex[end:])
            pieces.append((literal, parameters.index(match[1]), least))
            literal = ""
    pieces.append((literal + latex[end:], None, SUM))
    return Template(tuple(pieces), _rank(latex), symbols(SLOT.sub("", latex)))


_FACTOR = re.compile(r"<\*>|\\cdot|\\odot|\\times")


def _least(before: str, after: str) -> int:
    """How tight an operand must be between these parts of a template."""
    before, after = before.rstrip(), after.lstrip()
    if after.startswith(("^", "_")):
        return ATOM
    if before.endswith("+"):
        return TERM
    if not before and after.startswith(("+", "-")):
        return SUM
    is_factor = _FACTOR.match(after) or before.endswith(("<*>", "\\cdot", "\\odot", "\\times"))
    return PRODUCT if before.endswith("-") or is_factor else ATOM


_FENCED = re.compile(r"\\left(?![a-z]).*\\right(?![a-z])\\?.|\{[^{}]*\}|\([^()]*\)|\[[^][]*\]")


def _rank(latex: str) -> int:
    """How tight the whole is, by what stands outside of all brackets."""
    text, outside = "", SLOT.sub(lambda m: "@" if m[1] else "*", latex)
    while text != outside:
        text, outside = outside, _FENCED.sub("", outside)
    if not text:
        return ATOM
    if re.fullmatch(r"-@", text):
        return OPPOSITE
    one = r"(@|\d+|[a-z]|\\[A-Za-z]+)([\^_]\w?)?"
    if re.fullmatch(one, text):
        return OTHER
    return PRODUCT if re.fullmatch(rf"{one}((\*| ?\\(cdot|odot|times) ?){one})+", text) else SUM


def unmarked(marked: str) -> str:
    """LaTeX without its marks."""
    return MARK.sub("", marked)


def symbols(latex: str) -> int:
    """How many signs a reader sees."""
    return len(_SYMBOL.findall(unmarked(latex)))
