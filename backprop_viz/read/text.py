"""Text to expressions: a formula, or a program of named intermediates.

The text is parsed against a grammar and a whitelist of functions, by an LALR parser that does not
recurse; nothing in it is ever evaluated by Python.
"""

from __future__ import annotations

import math
import os
import re
import sys
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from ..errors import ParseError
from ..expression import FUNCTIONS, Expr, apply, constant, variable
from ..graph import names_free
from ..names import canonical
from ..ops import ALIASES, OPS
from .reading import Reading

__all__ = ["read_text"]

MAX_CHARACTERS = 2_000_000

_GRAMMAR = r"""
    program: _SEP* statement (_SEP+ statement)* _SEP*
    statement: NAME _EQUALS sum   -> define
             | sum                -> bare
    ?sum: product | sum "+" product -> add | sum "-" product -> sub
    ?product: factor | product "*" factor -> mul | product "/" factor -> div
    ?factor: power | "-" factor -> neg | "+" factor -> pos
    ?power: atom | atom _POWER factor -> pow
    ?atom: NUMBER -> number
         | NAME   -> name
         | NAME "(" sum ("," sum)* ")" -> call
         | "(" sum ")"
    NUMBER: /(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+(?!\w))?/
    NAME: /[^\W\d⁰¹²³⁴-⁹][^\W⁰¹²³⁴-⁹]*['′’″]*/
    _POWER: "**" | "^"
    _EQUALS: "="
    _SEP: /[;\n]/
    COMMENT: /#[^\n]*/
    WHITE: /[ \t\r\f\v]+/
    %ignore COMMENT
    %ignore WHITE
"""

# What keyboards and copied pictures bring along; each is one character, so columns stay true.
_SAME = {0x3000: " ", 0x2212: "-", 0x00D7: "*", 0x22C5: "*", 0x00B7: "*", 0x00F7: "/", 0xA0: " "}
_SAME |= {0xFF01 + i: chr(0x21 + i) for i in range(0x5E) if not chr(0x21 + i).isalnum()}
_NAME = re.compile(r"[^\W\d]\w*'*")
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_CONSTANTS = {"pi": (math.pi, "π"), "π": (math.pi, "π"), "e": (math.e, "e")}


class _OpenParentheses:
    """Lets a formula go on over the line's end while a parenthesis is open."""

    always_accept = ()

    def process(self, stream: Iterable[Token]) -> Iterator[Token]:
        depth = 0
        for token in stream:
            depth += (token.type == "LPAR") - (token.type == "RPAR")
            if not (depth > 0 and token.type == "_SEP" and token == "\n"):
                yield token


def read_text(text: str) -> Reading:
    """The expressions of a formula or program. Raises ``ParseError`` that shows the place."""
    if len(text) > MAX_CHARACTERS:
        raise ParseError(
            "parse.too_long",
            hint="parse.in_python",
            count=f"{len(text):,}",
            limit=f"{MAX_CHARACTERS:,}",
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        tree = _parser().parse(text.translate(_SAME))
    except UnexpectedCharacters as error:
        raise _unexpected_character(text, error) from None
    except UnexpectedToken as error:
        raise _unexpected_token(text, error) from None
    return _Program(text, tree).reading()


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(
        _GRAMMAR,
        start="program",
        parser="lalr",
        lexer="basic",
        postlex=_OpenParentheses(),
        maybe_placeholders=False,
        cache=_cache_file() or False,
    )


def _cache_file() -> str | None:
    """Where Lark keeps the grammar as it analysed it, which halves the time to the first formula.

    In a folder of the user's own, since what is kept there is trusted; None if there can be none.
    """
    places = {"win32": os.environ.get("LOCALAPPDATA"), "darwin": "~/Library/Caches"}
    place = places.get(sys.platform) or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        folder = Path(place).expanduser() / "backprop-viz"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owned = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
    except (OSError, RuntimeError):
        return None
    return str(folder / "grammar") if owned and os.access(folder, os.W_OK) else None


class _Program:
    """Walks a parse tree bottom up and builds expressions, statement by statement."""

    def __init__(self, text: str, tree: Tree[Token]) -> None:
        self.text = text
        self.statements = [node for node in tree.children if isinstance(node, Tree)]
        self.names: dict[str, Expr] = {}
        self.defined_at: dict[str, Token] = {}
        for statement in self.statements:
            if statement.data == "define":
                self._declare(_token(statement.children[0]))
        self.inputs: dict[str, Expr] = {}
        self.defining: Token | None = None
        self.by_name: set[Expr] = set()  # expressions that mention a name of the program

    def reading(self) -> Reading:
        for number, statement in enumerate(self.statements, start=1):
            last = number == len(self.statements)
            if statement.data == "define":
                self.defining = _token(statement.children[0])
                self.names[canonical(self.defining)] = self._expression(statement.children[1])
            elif last:
                self.defining = None
                output = self._expression(statement.children[0])
                return Reading([*self.names.values(), output], output, self.names)
            else:
                self._fail("parse.unnamed", _first_token(statement), "parse.name_it")
        *_, output = self.names.values()
        return Reading(list(self.names.values()), output, self.names)

    def _declare(self, token: Token) -> None:
        name = self._canonical(token)
        if name in self.defined_at:
            first, other = self.defined_at[name].line, self._another(name)
            self._fail("parse.twice", token, "parse.define_once", first=first, other=other)
        if name in FUNCTIONS:
            other = self._another(name)
            self._fail("parse.name_of_function", token, "parse.other_name", other=other)
        self.defined_at[name] = token

    def _canonical(self, token: Token) -> str:
        name = canonical(token)
        if not _NAME.fullmatch(name):
            self._fail("parse.no_name", token, "parse.begin_with_letter", name=name)
        return name

    def _another(self, name: str) -> str:
        stem = name.rstrip("'")
        return names_free((), stem + "_" * stem[-1].isdigit(), {stem, f"{stem}1", *self.defined_at})

    def _expression(self, root: Tree[Token] | Token) -> Expr:
        """Post-order without recursion: operands first, then what uses them."""
        results: list[Expr] = []
        stack: list[tuple[Tree[Token], bool]] = [(_tree(root), False)]
        while stack:
            node, operands_done = stack.pop()
            branches = [child for child in node.children if isinstance(child, Tree)]
            if branches and not operands_done:
                stack.append((node, True))
                stack.extend((branch, False) for branch in reversed(branches))
                continue
            start = len(results) - len(branches)
            operands = results[start:]
            results[start:] = [self._build(node, operands)]
        return results[0]

    def _build(self, node: Tree[Token], operands: list[Expr]) -> Expr:
        match node.data:
            case "number":
                return self._number(_token(node.children[0]))
            case "name":
                return self._name(_token(node.children[0]))
            case "call":
                return self._call(_token(node.children[0]), operands)
            case "neg" if self._is_literal(operands[0]):
                return constant(-operands[0].value)
            case "pos":
                return operands[0]
        by_name = operands[-1] in self.by_name  # such an exponent stays a node of the graph
        result = apply(OPS[node.data], *operands, keep_exponent=by_name)
        if any(operand in self.by_name for operand in operands):
            self.by_name.add(result)
        return result

    def _is_literal(self, expr: Expr) -> bool:
        is_number = expr.op is None and expr.value is not None and not expr.name
        return is_number and expr not in self.by_name

    def _number(self, token: Token) -> Expr:
        value = float(token)
        if math.isinf(value):
            self._fail("parse.too_large", token, "parse.largest")
        return constant(value)

    def _name(self, token: Token) -> Expr:
        name = self._canonical(token)
        if name in self.names:
            self.by_name.add(self.names[name])
            return self.names[name]
        if name in self.defined_at:
            here = self.defined_at[name]
            if self.defining is here:
                other = self._another(name)
                self._fail("parse.in_itself", token, "parse.name_result", other=other)
            self._fail("parse.too_early", token, "parse.move_up", defined=here.line)
        if name in FUNCTIONS:
            self._fail("parse.function", token, "parse.call_it")
        if name in _CONSTANTS:
            return constant(*_CONSTANTS[name])
        return self.inputs.setdefault(name, variable(name))

    def _call(self, token: Token, operands: list[Expr]) -> Expr:
        name = canonical(token)
        call = FUNCTIONS.get(name)
        if call is None:
            close = get_close_matches(name, FUNCTIONS, n=1, cutoff=0.6)
            if name in self.defined_at or name in self.inputs:
                close = [f"{_short(token)}*(...)"]
            hint = "parse.did_you_mean" if close else "parse.functions"
            known = ", ".join(sorted(set(FUNCTIONS) - set(ALIASES)))
            self._fail("parse.no_function", token, hint, close="".join(close), known=known)
        arity = OPS[ALIASES.get(name, name)].arity
        if len(operands) != arity:
            key = "parse.operand" if arity == 1 else "parse.operands"
            form = f"{token}({', '.join('ab'[:arity])})"
            self._fail(key, token, "parse.write", arity=arity, count=len(operands), form=form)
        result = call(*operands)
        assert isinstance(result, Expr)
        return result

    def _fail(self, told: str, token: Token, hint: str, **slots: object) -> NoReturn:
        raise ParseError(
            told,
            text=self.text,
            line=token.line or 1,
            column=token.column or 1,
            hint=hint,
            token=_short(token),
            **slots,
        )


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _token(node: Tree[Token] | Token) -> Token:
    assert isinstance(node, Token)
    return node


def _tree(node: Tree[Token] | Token) -> Tree[Token]:
    assert isinstance(node, Tree)
    return node


def _first_token(node: Tree[Token]) -> Token:
    found: Tree[Token] | Token = node
    while isinstance(found, Tree):
        found = found.children[0]
    return found


def _unexpected_character(text: str, error: UnexpectedCharacters) -> ParseError:
    line, column = error.line, error.column
    character = text.split("\n")[line - 1][column - 1 : column]
    if character in _SUPERSCRIPTS:
        hint = "parse.power"
    elif character in ("'", "′", "’"):
        hint = "parse.prime"
    elif character in "[]{}":
        hint = "parse.parentheses"
    elif character in "<>!&|%@":
        hint = "parse.operators"
    elif character == ".":
        hint = "parse.point"
    else:
        hint = "parse.made_of"
    return ParseError(
        "parse.character",
        text=text,
        line=line,
        column=column,
        hint=hint,
        character=repr(character),
    )


def _unexpected_token(text: str, error: UnexpectedToken) -> ParseError:
    token = error.token
    line, column = token.line or 1, token.column or 1
    expected = error.accepts or error.expected
    shown = "\\n" if token == "\n" else str(token)
    bare = re.sub(r"#[^\n]*", lambda comment: " " * len(comment[0]), text)
    told = "parse.token"
    if token.type == "$END" and "_EQUALS" not in expected and not bare.strip():
        line = column = 1
        told, hint = "parse.empty", "parse.write_one"
    elif token.type == "$END" or token.type == "_SEP":
        if token.type == "$END":
            stripped = bare.rstrip()
            line = stripped.count("\n") + 1
            column = len(stripped) - (stripped.rfind("\n") + 1) + 1
        if "RPAR" in expected and "NUMBER" not in expected:
            told, hint = "parse.open", "parse.close_it"
        else:
            told, hint = "parse.short", "parse.go_on"
    elif token.type == "RPAR" and "NUMBER" not in expected:
        told, hint = "parse.closed", "parse.open_it"
    elif token.type in ("NAME", "NUMBER", "LPAR") and "STAR" in expected:
        told, hint = "parse.no_operator", "parse.product"
    elif token.type == "_EQUALS":
        hint = "parse.equals"
    elif token.type == "COMMA":
        hint = "parse.comma"
    else:
        hint = "parse.belongs"
    return ParseError(told, text=text, line=line, column=column, hint=hint, token=shown[:40])
