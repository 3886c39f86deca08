"""Builds the expression of a formula from its postfix code, and tells what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property, reduce
from itertools import chain
from typing import Any, NoReturn

import numpy as np

from ..calls.library import FUNCTIONS
from ..calls.written import LIBRARY
from ..core.expression import Expr, apply, constant, variable
from ..core.operation import Op
from ..core.ops import ALIASES, OPS
from ..errors import GraphError
from ..spell.constants import CONSTANTS
from ..spell.names import look
from . import hints
from .array_calls import ArrayCalls, Entries, plain
from .definitions import Definition
from .functions import NOTHING, Function, Outputs
from .grammar import NAMES, Instruction, Statement
from .identifiers import RESERVED
from .libraries import (
    is_otherwise,
    layer,
    shared_constant,
    shared_function,
)
from .scanner import Token, canonical_name, short

__all__ = ["Formulas"]

# How a call is read, by the kind of its token; ``x.exp()`` as ``np.exp(x)``.
_OF_LIBRARIES: Mapping[str, Callable[[str], Op | None]] = {
    "dotted": shared_function,
    "method": lambda name: shared_function(f"np{name}"),
    "attribute": lambda name: None,
    "layer": layer,
}


class Formulas(ArrayCalls):
    """The names of a text, or of a function's body, and the formulas over them.

    ``known`` are those of a graph, where an answer is read.
    """

    def __init__(
        self,
        text: str,
        statements: Sequence[Statement | Definition],
        known: Collection[str] | None = None,
    ) -> None:
        super().__init__(text)
        self.statements = statements
        self.known = known
        self.names: dict[str, Expr] = {}
        self.inputs: dict[str, Expr] = {}
        self.functions: dict[str, Function] = {}
        self.pending: dict[str, Token] = {}  # where each is defined
        self.defining: Token | None = None

    def expression(self, code: Sequence[Instruction]) -> Expr:
        return self.one(self.evaluated(code))

    def one(self, found: Expr | Outputs) -> Expr:
        """A single value. Raises ``ParseError`` where a call returns several."""
        if isinstance(found, Expr):
            return found
        count, names = len(found.items), ", ".join("abcdefgh"[: len(found.items)])
        slots = {
            "token": short(found.token.text),
            "count": count,
            "form": f"{names} = {found.form}",
        }
        self.fail("parse.several", found.token.at, "parse.write", **slots)

    def evaluated(self, code: Sequence[Instruction]) -> Expr | Outputs:
        operands: list[Expr | Entries | Outputs] = []
        for step in code:
            if step.does == "name":
                operands.append(self.name(step.token))
            elif step.does == "number":
                operands.append(constant(step.what))
            elif step.does == "none":
                operands.append(NOTHING)
            else:
                start = len(operands) - step.takes
                given = [self.one(o) if isinstance(o, Outputs) else o for o in operands[start:]]
                operands[start:] = [self._made(step, given)]
        (found,) = operands
        return found if isinstance(found, Outputs) else self.whole(found)

    def _made(self, step: Instruction, given: list[Expr | Entries]) -> Expr | Entries | Outputs:
        """What is made of operands."""
        if step.does == "apply":
            return self.apply(step.what, list(map(self.whole, given)), step.token)
        if step.does == "list":
            return self._list(step.token, given)
        if self.functions and self._is_of_text(step.token):
            made = self.function_called(step, list(map(self.whole, given)))
            return made if len(made.items) > 1 else made.items[0]
        name = self.array_function(step.token, len(given))
        if step.token.kind in ("method", "dotted"):
            self._same_elsewhere(step.token, name, given)
        if name:
            return self.array_call(name, step, given)
        return self._call(step.token, list(map(self.whole, given)), step.options)

    def function_called(self, step: Instruction, given: list[Expr]) -> Outputs:
        """What a function returns that the text defines."""
        raise NotImplementedError

    def _is_of_text(self, token: Token) -> bool:
        """Whether a call is of a function that the text defines."""
        if token.kind not in NAMES or (token.kind == "name" and token.text in RESERVED):
            return False
        return self.called(token) in self.functions

    def apply(self, row: Op, operands: list[Expr], token: Token) -> Expr:
        """An operation. Raises ``ParseError`` where its operands do not go together."""
        by_name = operands[-1] in self.by_name  # such an exponent stays a node of the graph
        try:
            result = apply(row, *operands, keep_number=by_name)
        except GraphError as error:  # of arrays that do not go together
            self.fail(error.reason, token.at, "parse.shapes")
        if not self.by_name.isdisjoint(operands):
            self.by_name.add(result)
        self.places[result] = token.at
        return result

    def option(self, given: Any) -> Any:
        """An option's value: as it is written, or what the names in it stand for."""
        if not isinstance(given, Token):
            return tuple(map(self.option, given)) if isinstance(given, tuple) else given
        found = self.names.get(canonical_name(given))
        if found is None or found.value is None:
            self.fail_at("parse.token", given, "parse.option_value")
        return None if found is NOTHING else plain(found.value)

    def _list(self, token: Token, items: list[Expr | Entries]) -> Expr | Entries:
        values = [item.value for item in items if isinstance(item, Expr) and item.value is not None]
        if len(values) < len(items):
            return Entries(token, items)
        try:
            return constant(np.array(values, dtype=np.float64))
        except ValueError:
            self.fail("answer.ragged", token.at, "answer.list")

    def name(self, token: Token) -> Expr:
        if token.kind == "dotted":
            return self._library_constant(token)
        name = self.called(token)
        if name in self.names:
            self.by_name.add(self.names[name])
            return self.names[name]
        if name in self.inputs:
            return self.inputs[name]
        if name in self.functions:
            form = self.functions[name].definition.form
            self.fail_at("parse.function", token, "parse.call_it", form=form)
        if name in self.defined_at:
            here = self.defined_at[name]
            if self.defining is here:
                other = self.another(name)
                self.fail_at("parse.in_itself", token, "parse.name_result", other=other)
            self.fail_at("parse.too_early", token, "parse.move_up", defined=self.line(here.at))
        if token.kind != "quoted" and not (self.known and name in self.known):
            if name in RESERVED:
                self._uncalled(token, OPS[ALIASES.get(name, name)])
            if name in CONSTANTS:
                return constant(*CONSTANTS[name])
        return self.free(token, name)

    def free(self, token: Token, name: str) -> Expr:
        """A name that nothing defines: an input."""
        return self.inputs.setdefault(name, variable(name))

    def _library_constant(self, token: Token) -> Expr:
        found = shared_constant(token.text)
        if found is not None:
            return constant(*found)
        row = shared_function(token.text)
        if row is not None:
            self._uncalled(token, row)
        self._not_shared(token)

    def _call(self, token: Token, operands: list[Expr], given: Mapping[str, Any]) -> Expr:
        if token.kind in _OF_LIBRARIES:
            row = _OF_LIBRARIES[token.kind](token.text)
            if row is None:
                self._not_shared(token)
        else:
            row = self._function(token)
        is_of_many = row.arity == 2 < len(operands) and row.commutative and token.kind != "dotted"
        if given and (is_of_many or len(operands) == row.arity + len(row.options)):
            option, form = next(iter(given)), self._form(token, row)
            self.fail_at("parse.takes_no_option", token, "parse.write", option=option, form=form)
        if is_of_many:
            return reduce(lambda left, right: self.apply(row, [left, right], token), operands)
        if len(operands) != row.arity + len(row.options):
            self._fail_count(token, row, len(operands))
        if row.options:
            return self.apply(self._chosen(token, row, operands), operands[: row.arity], token)
        return self.apply(row, operands, token)

    def _chosen(self, token: Token, row: Op, operands: list[Expr]) -> Op:
        """The row with the options that stand behind its operands."""
        numbers = [operand.value for operand in operands[row.arity :]]
        if any(number is None or np.ndim(number) for number in numbers):
            options, form = ", ".join(row.options), self._form(token, row)
            self.fail_at("parse.option_number", token, "parse.write", form=form, options=options)
        return row.choose(*numbers)

    def _function(self, token: Token) -> Op:
        name = self.called(token)
        if name in FUNCTIONS and (name in RESERVED or not self.is_quantity(name)):
            return OPS[ALIASES.get(name, name)]
        if name in hints.SIGMA and not self.is_quantity(name):
            return OPS["sigmoid"]
        self._no_function(token, name)

    def is_quantity(self, name: str) -> bool:
        """Whether the text has a name anywhere else than before a parenthesis."""
        defined = self.defined_at.get(name)
        is_plain = defined is not None and defined.kind != "quoted"
        return is_plain or name in (self.known or ()) or name in self._mentioned

    @cached_property
    def _mentioned(self) -> set[str]:
        lines = (s for s in self.statements if isinstance(s, Statement))
        steps = chain.from_iterable(statement.code for statement in lines)
        tokens = {step.token.text: step.token for step in steps if step.does == "name"}
        return {canonical_name(token) for token in tokens.values() if token.kind == "name"}

    # What is wrong

    def _no_function(self, token: Token, name: str) -> NoReturn:
        if name in self.pending:
            here = self.pending[name]
            if self.defining is here:
                self.fail_at("parse.recursion", token, "parse.no_recursion")
            self.fail_at("parse.too_early", token, "parse.move_up", defined=self.line(here.at))
        if name in self.inputs or self.is_quantity(name):
            close = f"{short(token.text)}*(...)"
            self.fail_at("parse.no_function", token, "parse.did_you_mean", close=close)
        seen = look(name).lower()
        self._known_elsewhere("parse.no_function", token, seen)
        if seen.rstrip("'") in FUNCTIONS and seen.endswith("'"):
            self.fail_at("parse.no_function", token, "parse.no_derivative")
        near = [seen] if seen in FUNCTIONS else get_close_matches(name, FUNCTIONS, 1, 0.6)
        hint = "parse.did_you_mean" if near else "parse.functions"
        self.fail_at("parse.no_function", token, hint, close="".join(near), known=hints.KNOWN)

    def _same_elsewhere(self, token: Token, name: str, given: list[Expr | Entries]) -> None:
        """Fail for a function whose further arguments mean something else there."""
        values = [one.value if isinstance(one, Expr) else None for one in given[1:]]
        if is_otherwise(token.text, [None if v is None else plain(v) for v in values]):
            last = name or token.text.rpartition(".")[2].strip()
            self.fail_at("parse.otherwise", token, "parse.without_library", name=last)

    def _not_shared(self, token: Token) -> NoReturn:
        """A name with points in it that is nobody's, or not known here."""
        last = token.text.rpartition(".")[2].strip()
        for name in (token.text, last.lower()):
            self._known_elsewhere("parse.not_here", token, name)
        if token.kind == "attribute":
            known = last in FUNCTIONS
            hint, form = ("parse.write", f".{last}()") if known else ("parse.no_points", "")
            self.fail_at("parse.not_here", token, hint, form=form)
        if last not in FUNCTIONS and last.lower() in LIBRARY:  # a layer's name, as in nn.SiLU
            self.fail_at("parse.not_here", token, "parse.write", form=LIBRARY[last.lower()].form)
        if last in FUNCTIONS:
            self.fail_at("parse.otherwise", token, "parse.without_library", name=last)
        if (row := layer(token.text)) is not None:
            self.fail_at("parse.not_here", token, "parse.write", form=f"{row.name}(x)")
        self.fail_at("parse.not_here", token, "parse.functions_here", known=hints.KNOWN)

    def _known_elsewhere(self, told: str, token: Token, name: str) -> None:
        """Fail for a function that is known elsewhere and not here."""
        form = hints.with_options(name, self.text, token.at, token.text) or hints.FORMS.get(name)
        if form:
            self.fail_at(told, token, "parse.write", form=form)
        if name in hints.OTHERS:
            self.fail_at(told, token, hints.OTHERS[name], known=hints.KNOWN)

    def _uncalled(self, token: Token, row: Op) -> NoReturn:
        form = f"{short(token.text)}({', '.join('xy'[: row.arity])})"
        self.fail_at("parse.function", token, "parse.call_it", form=form)

    def _fail_count(self, token: Token, row: Op, count: int) -> NoReturn:
        arity = row.arity + len(row.options)
        told = "parse.operand" if arity == 1 else "parse.operands"
        form = hints.with_options(row.name, self.text, token.at, token.text)
        form = form or self._form(token, row)
        self.fail_at(told, token, "parse.write", arity=arity, count=count, form=form)

    def _form(self, token: Token, row: Op) -> str:
        """How the row is called."""
        called = row.name if token.kind == "method" else short(token.text)
        return f"{called}({', '.join([*row.parameters, *row.options])})"
