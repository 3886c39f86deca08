"""The address of a walk on the playground: ``#f=sigmoid(w*x)&p=w&lang=ja&step=3&w=2&x=1``.

Its twin in the browser is ``static/address.js``. What an address holds is read as a formula and as
numbers, and never run.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from ..errors import OptionError
from ..spell.names import canonical
from ..words import LANGUAGES

__all__ = ["LONG", "MOST", "OF_PAGE", "Link", "packed", "read_link"]

OF_PAGE = ("f", "py", "p", "lang", "chapter", "open", "step", "at", "embed", "slides")
"""What an address says of the page itself. An input of such a name goes by it behind a dot."""

LONG = 300  # characters of a program, from where it is compressed
MOST = 100_000  # bytes of one: more than is read, so that it is told to be too long
_PACKED = "~"  # no formula begins so


@dataclass(frozen=True)
class Link:
    """A program, its inputs as they are typed, its parameters, and where it is looked at."""

    text: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()
    step: int = 0
    lang: str = ""
    opened: tuple[str, ...] | None = None  # blocks; None as the program begins
    in_python: bool = False  # a function of Python, which nobody runs because of an address

    def __str__(self) -> str:
        """The address behind its ``#``."""
        told = {"py" if self.in_python else "f": packed(self.text)}
        if self.parameters:
            told["p"] = " ".join(self.parameters)
        if self.lang:
            told["lang"] = self.lang
        if self.opened is not None:
            told["open"] = ",".join(self.opened)
        told["step"] = str(self.step)
        for name, value in self.inputs.items():
            told[f".{name}" if name in OF_PAGE else name] = value
        return urlencode(told)


def packed(text: str) -> str:
    """A program as an address holds it: as it is, or compressed if it is long."""
    if len(text) <= LONG and not text.startswith(_PACKED):
        return text
    compressor = zlib.compressobj(9, wbits=-15)
    made = compressor.compress(text.encode()) + compressor.flush()
    return _PACKED + base64.urlsafe_b64encode(made).decode().rstrip("=")


def _unpacked(told: str) -> str:
    if not told.startswith(_PACKED):
        return told[:MOST]
    try:
        data = base64.urlsafe_b64decode(told[1:] + "=" * (-len(told[1:]) % 4))
        reader = zlib.decompressobj(wbits=-15)
        text = reader.decompress(data, MOST)
    except (zlib.error, binascii.Error, ValueError):
        raise OptionError("usage.link_broken") from None
    if not reader.eof and len(text) < MOST:
        raise OptionError("usage.link_broken")
    return text.decode(errors="replace")


def read_link(address: str) -> Link:
    """What an address says. Raises ``OptionError`` if it holds no program."""
    asked = parse_qsl(address.partition("#")[2], keep_blank_values=True)
    told = dict(reversed(asked))  # of a word that comes twice, the first is taken
    if not {"f", "py"} & told.keys():
        raise OptionError("usage.no_link")
    step, lang = told.get("step", ""), told.get("lang", "")
    return Link(
        _unpacked(told["f"] if "f" in told else told["py"]),
        {canonical(name.removeprefix(".")): text for name, text in asked if name not in OF_PAGE},
        tuple(told.get("p", "").split()),
        int(step) if step.isascii() and step.isdigit() and len(step) < 10 else 0,
        lang if lang in LANGUAGES else "",
        tuple(filter(None, told["open"].split(","))) if "open" in told else None,
        "f" not in told,
    )
