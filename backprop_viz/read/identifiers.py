"""The names of a text: each is told from all others, and is defined once."""

from __future__ import annotations

from ..calls.library import FUNCTIONS
from ..core.number_ops import NUMBER_OPS
from ..core.ops import ALIASES, OPS
from ..errors import GraphError
from ..spell.constants import CONSTANTS, PYTHON
from ..spell.fresh import free_name
from ..spell.names import is_plain, look, style
from .scanner import Source, Token, canonical_name

__all__ = ["RESERVED", "Identifiers"]

RESERVED = {name for name in FUNCTIONS if OPS.get(ALIASES.get(name, name)) in NUMBER_OPS}
"""The functions whose names no quantity may have; ``sum`` is one where it is not called."""


class Identifiers(Source):
    """A text, and what its tokens are called. Raises ``ParseError`` that shows the place."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.defined_at: dict[str, Token] = {}
        self._spelled: dict[tuple[str, str], str] = {}  # the name of each token, once it is checked
        self._seen: dict[str, tuple[str, str, str]] = {}  # how a name looks, and whose it is

    def define(self, token: Token, defined: dict[str, Token]) -> None:
        """A line defines a name; once, and none of those that are always functions."""
        name = self.called(token)
        if name in defined:
            first, other = self.line(defined[name].at), self.another(name)
            self.fail_at("parse.twice", token, "parse.define_once", first=first, other=other)
        if name in RESERVED and token.kind != "quoted":
            other = self.another(name)
            self.fail_at("parse.name_of_function", token, "parse.other_name", other=other)
        defined[name] = token

    def called(self, token: Token) -> str:
        """The canonical name of a token, which no other name of the text may look like."""
        key = token.kind, token.text
        if key not in self._spelled:
            try:
                name = canonical_name(token)
            except GraphError as error:
                self.fail(error.reason, token.at, "parse.quotes")
            if token.kind != "quoted":
                self._check(token, name)
            self._spelled[key] = name
        return self._spelled[key]

    def _check(self, token: Token, name: str) -> None:
        if not is_plain(name) and not ("." in name and all(map(is_plain, name.split(".")))):
            self.fail_at("parse.no_name", token, "parse.begin_with_letter", name=name)
        if name in PYTHON:
            self.fail_at("parse.token", token, "parse.a_number")
        looks = look(name)
        own = name, style(token.text), token.text
        first = self._seen.setdefault(looks, own)
        if looks != name and (looks in RESERVED or looks in CONSTANTS):
            first = looks, "", looks
        if first[:2] != own[:2]:
            other = self.another(looks)
            self.fail_at("parse.alike", token, "parse.tell_apart", first=first[2], other=other)

    def another(self, name: str) -> str:
        """A name that is free, made from one that is not."""
        stem = name.rstrip("'")
        return free_name((), stem + "_" * stem[-1].isdigit(), {stem, f"{stem}1", *self.defined_at})
