"""What stands raised behind an operand: a power, as in x², xⁿ, eˣ and x⁻¹, or a transposition."""

from __future__ import annotations

import re
import unicodedata

from ..core.ops import OPS
from . import refusals
from .grammar import Instruction, Unfinished
from .identifiers import RESERVED
from .scanner import Token

__all__ = ["raised"]

_RAISED = re.compile(r"([+-]?)(\d+|[^\W\d])")


def raised(so_far: Unfinished, token: Token) -> None:
    """The operand to the power that stands raised behind it, as in x², xⁿ, eˣ and x⁻¹."""
    above = unicodedata.normalize("NFKC", token.text).replace("−", "-")
    base = so_far.written[-1].token
    if so_far.written[-1].does == "name" and base.text in RESERVED:
        refusals.no_power(so_far, base.text, above, token.at, base.text + token.text)
    if above == "T":
        so_far.written.append(Instruction("apply", token, OPS["transpose"]))
        return
    if above == "H":
        so_far.fail("parse.transpose", token.at, "parse.transposed", token=token.text)
    match = _RAISED.fullmatch(above)
    if match is None and above in ("+", "-"):
        so_far.fail("parse.raised", token.at, "parse.raised_sign", token=token.text, sign=above)
    if match is None:
        form = f"**({above})"
        so_far.fail("parse.raised", token.at, "parse.write", token=token.text, form=form)
    sign, exponent = match.groups()
    if exponent.isdecimal():
        number = Token("number", exponent, token.at)
        so_far.written.append(Instruction("number", number, so_far.value(number, sign == "-")))
    else:
        so_far.written.append(Instruction("name", Token("name", exponent, token.at)))
        if sign == "-":
            so_far.written.append(Instruction("apply", token, OPS["neg"]))
    so_far.written.append(Instruction("apply", token, OPS["pow"]))
