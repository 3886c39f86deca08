"""Names that are still free, for what nobody has named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, count

__all__ = ["FRESH", "free_name", "free_stem"]

FRESH = "v"
"""What names of operations without one begin with."""

_STEMS = "vuzhrqmndgkjlopswtcabyxf"
_NUMBERED = re.compile(r"(.*[^\W\d_])_?\d+(?:_\d+)*'*")


def free_name(preferred: Iterable[str], stem: str, taken: Iterable[str]) -> str:
    """The first preferred name that is not taken, else ``stem`` with the first free number."""
    used = set(taken)
    return next(
        name for name in chain(preferred, (f"{stem}{n}" for n in count(1))) if name not in used
    )


def free_stem(usual: str, taken: Iterable[str]) -> str:
    """A stem for names with numbers: the usual one, unless some of its numbers are taken.

    The other stem is no name itself, so that the numbered names do not seem to belong to it.
    """
    names = [*taken]
    alike = (_NUMBERED.fullmatch(name) for name in names if name.startswith(usual))
    if usual not in {match[1] for match in alike if match}:
        return usual
    numbered = {match[1] for name in names if (match := _NUMBERED.fullmatch(name))}
    others = {*numbered, *(name.rstrip("'") for name in names)}
    longer = (letter * times for times in count(2) for letter in _STEMS)
    return next(stem for stem in chain(_STEMS, longer) if stem not in others)
