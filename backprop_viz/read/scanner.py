"""Splits a formula into tokens; what is no token is left for the parser to report.

Nothing is taken for something else: a superscript is a power, never a letter of a name, and a
character that only stands for letters (½, ①, ᵢ) is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import takewhile
from typing import NamedTuple, NoReturn

from ..errors import ParseError
from ..spell.constants import NUMBERS
from ..spell.names import canonical, misleads
from ..words import Message
from .libraries import LIBRARIES

__all__ = ["Source", "Token", "canonical_name", "end_of", "scan", "short"]

# What keyboards and copied pictures bring along; each is one character, so columns stay true.
_SAME = {0xFF01 + i: chr(0x21 + i) for i in range(0x5E) if not chr(0x21 + i).isalnum()}
_SAME |= dict.fromkeys(map(ord, "\u00a0\u1680\u202f\u205f\u3000"), " ")
_SAME |= dict.fromkeys(range(0x2000, 0x200B), " ")
_SAME |= dict.fromkeys(map(ord, "−‐‑‒–﹣"), "-")
_SAME |= dict.fromkeys(map(ord, "×⋅·∙∗"), "*")
_SAME |= dict.fromkeys(map(ord, "÷⁄∕"), "/")
_SAME |= {0x2223: "|"}


def _is_raised(character: str) -> bool:
    """Whether it is a raised sign, digit or letter; ª and º are no powers."""
    tag, _, raised = unicodedata.decomposition(character).partition(" ")
    return tag == "<super>" and " " not in raised and character not in "ªº"


_BLOCKS = (  # of the characters that are raised
    *((0xB2, 0xB9), (0x2B0, 0x2E4), (0x1D2C, 0x1D78), (0x1D9B, 0x1DBF), (0x2070, 0x207F)),
    *((0x2C7D, 0x2C7D), (0xA69C, 0xA69D), (0xA7F2, 0xA7F9), (0xAB5C, 0xAB69), (0x10780, 0x107BA)),
)
_RAISED = "".join(filter(_is_raised, (chr(c) for a, b in _BLOCKS for c in range(a, b + 1))))
_LETTER, _PART = rf"[^\W\d{_RAISED}]", rf"[^\W{_RAISED}]"

_TOKEN = re.compile(
    rf"""
    (?P<white> [ \t\r\f\v]+ | \"""[\s\S]*?\""" | \#[^\n]* | (?<=[\w\s)\]|'])\.(?=[-+*/^(]) )
  | (?P<number> (?: \d+ (?: \.\d* )? | \.\d+ ) (?: [eE] [+-]? \d+ (?!\w) )? | ∞ )
  | (?P<name> {_LETTER}{_PART}* (?: [ \t]*\.[ \t]*{_LETTER}{_PART}* )* ['′’″]* )
  | (?P<method> \.{_LETTER}{_PART}* )
  | (?P<text> "[^"\n]*" | '[^'\n]*' )
  | (?P<quoted> ` (?: [^`\n] | `` )+ ` )
  | (?P<mark> \*\* | [<>=!]= | \.\.\. | [-+*/@^()\[\]|√,=;\n<>≤≥≠:] )
    """,
    re.VERBOSE,
)
_MEANT = {"^": "**", "≤": "<=", "≥": ">=", "≠": "!="}
_MORE = re.compile(rf"{_PART}*['′’″]*")
_ROOTS = {library.partition(".")[0] for library in LIBRARIES}


class Token(NamedTuple):
    """A token of the ``kind`` "name", "quoted" (a name), "dotted", "method", "number", "power"
    (superscripts), "text" (as Python quotes it), "end", "wrong" (no token), or a sign, which is its
    own kind. ``at`` is its place in the text.
    """

    kind: str
    text: str
    at: int


class Source:
    """A text, and errors that show a place in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1

    def fail(self, told: str | Message, at: int, hint: str, **slots: object) -> NoReturn:
        """Raise the ``ParseError`` that tells what is wrong at a place, and the remedy."""
        column = at - (self.text.rfind("\n", 0, at) + 1) + 1
        raise ParseError(
            told, text=self.text, line=self.line(at), column=column, hint=hint, **slots
        )

    def fail_at(self, told: str, token: Token, hint: str, **slots: object) -> NoReturn:
        """Fail where a token stands, and quote it."""
        self.fail(told, token.at, hint, **{"token": short(token.text), **slots})


def end_of(token: Token) -> int:
    """Where the text goes on behind a token."""
    return token.at + len(token.text)


def scan(text: str, known: Collection[str] = ()) -> list[Token]:
    """The tokens up to the first that is "wrong", and an "end" at last.

    Of ``known`` names, a point may be in one.

    A line goes on where a parenthesis or bracket is open. A colon and three points belong to an
    index only, but for the colon of ``def``, and the points in ``axes=(1, ...)``.
    """
    tokens: list[Token] = []
    open_: list[str] = []
    for token in _tokens(text.translate(_SAME), known):
        match token.kind:
            case "(" | "[":
                open_.append("=" if tokens and tokens[-1].kind == "=" else token.kind)
            case ")" | "]":
                del open_[-1:]
            case "\n" if open_:
                continue
            case ":" if not open_ and _is_head(tokens):
                pass
            case "..." if open_[-1:] == ["="]:
                pass
            case ":" | "..." if open_[-1:] != ["["]:
                tokens.append(token._replace(kind="wrong", text=token.text[0]))
                break
            case "quoted":
                token = token._replace(text=text[token.at : end_of(token)])
        tokens.append(token)
    tokens.append(Token("end", "", end_of(tokens[-1]) if tokens else 0))
    return tokens


def _is_head(tokens: list[Token]) -> bool:
    """Whether the line so far is the first of a ``def``, without its colon."""
    line = list(takewhile(lambda token: token.kind not in ("\n", ";", ":"), reversed(tokens)))
    return bool(line) and line[-1].text == "def"


def _tokens(text: str, known: Collection[str]) -> Iterator[Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        kind = match.lastgroup if match else "wrong"
        found = match[0] if match else text[at]
        if kind == "white":
            at += len(found)
            continue
        if kind == "name":
            token = _name(text, at, found, known)
        elif kind == "mark":
            token = Token(_MEANT.get(found, found), found, at)
        elif kind == "wrong" and _is_raised(found):
            token = _power(text, at)
        else:
            token = Token(kind or "wrong", found, at)
        yield token
        if token.kind == "wrong":
            break
        at += len(token.text)


def _name(text: str, at: int, found: str, known: Collection[str]) -> Token:
    """A name up to the first character that cannot be in one; marks, as in x̄, belong to it.

    A point is in it only behind the name of a library, or of a block; else it is a method's.
    """
    first = found.partition(".")[0].rstrip()
    if known and "." in found and canonical(found) in known:
        return Token("name", found, at)
    if first not in _ROOTS:
        found = first
    end = at + len(found)
    if not found.isascii() or (end < len(text) and text[end] > "\x7f"):
        while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Mc"):
            more = _MORE.match(text, end + 1)
            assert more is not None
            end = more.end()
        found = text[at:end]
        if misleads(found[0]):
            return Token("wrong", found[0], at)
        cut = (i for i, c in enumerate(found) if c not in "′’″" and misleads(c))
        found = found[: next(cut, None)]
    if found in NUMBERS:
        return Token("number", found, at)
    return Token("dotted" if "." in found else "name", found, at)


def _power(text: str, at: int) -> Token:
    end = at
    while end < len(text) and _is_raised(text[end]):
        end += 1
    return Token("power", text[at:end], at)


def canonical_name(token: Token) -> str:
    """What a name is called: of a quoted one, what stands in the quotes."""
    if token.kind == "quoted":
        return canonical(token.text[1:-1].replace("``", "`"))
    return canonical(token.text)


def short(text: str) -> str:
    """A token's text as an error quotes it."""
    text = "\\n" if text == "\n" else text
    return text if len(text) <= 40 else f"{text[:39]}…"
