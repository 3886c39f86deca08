"""Text as LaTeX that is set as these very characters, in words and in mathematics."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from ..spell.symbols import GREEK, SIGNS, VARIANTS
from .wrapping import break_places

__all__ = ["CHARACTERS", "mathematics", "words"]

CHARACTERS = {
    **{"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "#": r"\#", "%": r"\%"},
    **{"&": r"\&", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"},
    **{"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "-": "{-}"},
    **{"`": r"\textasciigrave{}", "'": "{'}", '"': "''", "“": "``", "”": "''", "’": "'"},
    **{"−": "$-$", "÷": r"$\div$", "′": "$'$", "…": r"\dots{}", "—": "---", "–": "--"},
    **{sign: rf"$\{name}$" for name, sign in (SIGNS | GREEK | VARIANTS).items()},
}
"""What LaTeX needs in a text for a character that it would not set as it stands."""

_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ʸˣ·", "0123456789-yx.")
_PIECES = re.compile(r"(?P<low>[₀-₉]+)|(?P<high>[⁰¹²³⁴-⁹⁻ʸˣ][⁰¹²³⁴-⁹⁻·]*)|(?P<other>.)", re.DOTALL)
_BREAK = "\u200b"  # the preamble makes it a place where a line may end


def words(text: str, breakable: bool = False) -> str:
    """Text for LaTeX: whatever it is, it is set as these characters."""
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc"))
    pieces = break_places(text) if breakable else [text]
    return _BREAK.join(map(_escaped, pieces)).replace(f" {_BREAK}", " ")


def _escaped(text: str) -> str:
    def one(match: re.Match[str]) -> str:
        if match["low"]:
            return f"$_{{{match['low'].translate(_SUBSCRIPTS)}}}$"
        if match["high"]:
            return f"$^{{{match['high'].translate(_SUPERSCRIPTS)}}}$"
        return CHARACTERS.get(match["other"], match["other"])

    runs = (
        (right, "".join(run))
        for right, run in groupby(text, key=lambda c: unicodedata.bidirectional(c) in ("R", "AL"))
    )
    return "".join(rf"\rl{{{run}}}" if right else _PIECES.sub(one, run) for right, run in runs)


def mathematics(latex: str) -> str:
    """A formula of a step; letters that mathematics has no font for are set as text."""
    shown = "".join(c for c in latex if unicodedata.category(c) != "Cf")
    return re.sub(r"[^\x00-\x7f]+", lambda run: rf"\text{{{_escaped(run[0])}}}", shown)
