"""Reads text into expressions: a formula, or a program of named intermediates.

The text is read by a parser of its own, which does not recurse, against a whitelist of functions;
nothing in it is ever evaluated by Python.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ..blocks.calls import inside, port
from ..core.expression import Expr, constant, variable
from ..core.operation import Op
from ..errors import ParseError
from ..parts import INSIDE, Call
from ..spell.numbers import Value
from .definitions import Definition, lines
from .formulas import Formulas
from .functions import MAX_DEPTH, MAX_OPERATIONS, NOTHING, Function, Outputs, bound
from .grammar import Instruction, Statement
from .parser import Parser
from .reading import Reading
from .scanner import Token, short

__all__ = ["Body", "Program", "read_answer_text", "read_text"]

MAX_CHARACTERS = 2_000_000


def read_text(text: str) -> Reading:
    """The expressions of a formula or program. Raises ``ParseError`` that shows the place."""
    if len(text) > MAX_CHARACTERS:
        raise ParseError(
            "parse.too_long",
            hint="parse.in_python",
            count=f"{len(text):,}",
            limit=f"{MAX_CHARACTERS:,}",
        )
    text = _with_plain_ends(text)
    return Program(text, lines(Parser(text))).reading()


def read_answer_text(text: str, known: Collection[str]) -> tuple[Reading, str]:
    """The same for an answer in the names of a graph, and the answer as it was read.

    A name in ``known`` is a quantity, whatever else it could be, and a number that a line assigns
    is a constant. ``2t`` is read as ``2*t`` where nothing else can be meant; where that happened,
    the second result is the answer with the signs that were left out, else it is empty.
    """
    text = _with_plain_ends(text)
    parser = Parser(text, lenient=True, known=known)
    reading = Program(text, lines(parser), known).reading()
    pieces = [text[a:b] for a, b in zip([0, *parser.stars], [*parser.stars, None], strict=True)]
    return reading, "*".join(pieces) if parser.stars else ""


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Program(Formulas):
    """Builds expressions statement by statement."""

    def __init__(
        self,
        text: str,
        statements: Sequence[Statement | Definition],
        known: Collection[str] | None = None,
        parameters: Sequence[Token] = (),
    ) -> None:
        super().__init__(text, statements, known)
        for token in parameters:
            self.define(token, self.defined_at)
        self.defaults: dict[str, Value] = {}
        self.parameters: list[str] = []
        self.deepest = 0  # how deep the functions go that are called
        for statement in statements:
            if isinstance(statement, Definition):
                self.define(statement.name, self.pending)
                continue
            for token in statement.names:
                self.define(token, self.defined_at)

    def reading(self) -> Reading:
        roots: list[Expr] = []
        last = self.statements[-1]
        for statement in self.statements:
            if isinstance(statement, Definition):
                self._define(statement)
                continue
            if statement.kind == "bare" and statement is not last:
                self.fail("parse.unnamed", statement.at, "parse.name_it")
            roots += self._read(statement)
        if isinstance(last, Definition):
            self.fail("parse.only_defined", last.name.at, "parse.call_in_line", form=last.form)
        parameters = frozenset(self.parameters)
        output, names, defaults = roots[-1], self.names, self.defaults
        return Reading(roots, output, names, defaults, parameters, self.text, self.places)

    def _read(self, statement: Statement) -> list[Expr]:
        """What a statement adds to the graph."""
        if statement.kind == "bare":
            self.defining = None
            return [self.one(self.evaluated(statement.code))]
        self.defining = statement.names[-1]
        name = self.called(self.defining)
        if statement.kind == "define" and len(statement.names) > 1:
            return self._unpacked(statement)
        if statement.kind == "define":
            made = self.expression(statement.code)
            if self.keeps_numbers or made.value is None or not _is_plain(statement):
                self.names[name] = made
                return [made]
            value = made.value
        else:
            value = self._fixed(statement) if statement.code else None
        if statement.kind == "const":
            self.names[name] = constant(value)
            return [self.names[name]]
        names = [self.called(token) for token in statement.names]
        if statement.kind == "param":
            self.parameters += names
        if value is not None:
            self.defaults[name] = value
        return [self.inputs.setdefault(name, variable(name)) for name in names]

    @property
    def keeps_numbers(self) -> bool:
        """Whether a number that a line assigns is a constant, and no input."""
        return self.known is not None

    def _unpacked(self, statement: Statement) -> list[Expr]:
        """``a, b = f(x)``."""
        found = self.evaluated(statement.code)
        names = [self.called(token) for token in statement.names]
        items = found.items if isinstance(found, Outputs) else [found]
        if len(items) != len(names):
            form = f"{', '.join('abcdefgh'[: len(items)])} = ..."
            slots = {"count": len(items), "names": len(names), "form": form}
            self.fail("parse.unpacked", statement.at, "parse.as_many", **slots)
        self.names |= dict(zip(names, items, strict=True))
        return [*items]

    # Functions that the text defines

    def _define(self, definition: Definition) -> None:
        """Make a function known. It is tried out at once, so that each of its errors shows."""
        from ..blocks.copied import Pattern

        name = self.called(definition.name)
        defaults = [self.expression(code) if code else None for code in definition.defaults]
        function = Function(name, definition, defaults)
        before = len(self.places)
        self.defining = definition.name
        given = {name: variable(name) for name in function.parameters}
        call, tried = self._run(function, given)
        function.pattern = Pattern(call)
        function.operations = len(self.places) - before
        function.depth = 1 + tried.deepest
        if function.depth > MAX_DEPTH:
            self.fail("parse.too_deep", definition.name.at, "parse.in_python", count=MAX_DEPTH)
        self.functions[name] = function

    def function_called(self, step: Instruction, given: list[Expr]) -> Outputs:
        token, function = step.token, self.functions[self.called(step.token)]
        if len(self.places) + function.operations > MAX_OPERATIONS:
            self.fail("parse.too_many", token.at, "parse.in_python", count=f"{MAX_OPERATIONS:,}")
        arguments = bound(self, token, function, given, step.options.get("keywords", {}))
        if all(one.value is None and one.sketch is None for one in arguments.values()):
            outputs = self._again(function, arguments).outputs
        else:
            outputs = self._run(function, arguments)[0].outputs
        if not self.by_name.isdisjoint(given):
            self.by_name.update(outputs)
        self.deepest = max(self.deepest, function.depth)
        return Outputs(token, function.definition.form, outputs)

    def _run(self, function: Function, arguments: Mapping[str, Expr]) -> tuple[Call[Expr], Body]:
        """A call, and the body that has been read for it."""
        call: Call[Expr] = Call(function.name, INSIDE.get())
        given = {name: one for name, one in arguments.items() if one is not NOTHING}
        ports = {name: port(call, one) for name, one in given.items()}
        with inside(call):
            body = Body(self, function, {**arguments, **ports})
            body.outputs = [port(call, output) for output in body.outputs]
        call.arguments, call.names, call.outputs = ports, body.own, body.outputs
        return call, body

    def _again(self, function: Function, arguments: Mapping[str, Expr]) -> Call[Expr]:
        """A call of a function that has been tried out for arguments like these."""
        assert function.pattern is not None
        call, now = function.pattern.again(arguments)
        for known, expr in now.items():
            if known in self.places:
                self.places[expr] = self.places[known]
            if known in self.by_name:
                self.by_name.add(expr)
        return call

    def _fixed(self, statement: Statement) -> Value:
        """The value behind a declaration, which no input may have a part in."""
        value = self.expression(statement.code).value
        if value is not None:
            return value
        token = self._first_free(statement.code)
        self.fail_at("parse.not_fixed", token, "parse.declare")

    def _first_free(self, code: Collection[Instruction], at: int = 0) -> Token:
        """The first name from a place on that stands for no fixed value."""
        names = (step for step in code if step.does == "name" and step.token.at >= at)
        return next(step.token for step in names if self.name(step.token).value is None)


class Body(Program):
    """The body of a function, for the arguments of one call: it knows these, and functions.

    ``own`` are the names that it defines itself, and ``outputs`` what it returns.
    """

    def __init__(self, outer: Program, function: Function, arguments: Mapping[str, Expr]) -> None:
        definition = function.definition
        super().__init__(outer.text, definition.body, outer.known, definition.parameters)
        self.by_name, self.places, self.functions = outer.by_name, outer.places, outer.functions
        self.pending, self.form = outer.pending, definition.form
        self.names = dict(arguments)
        for statement in definition.body:
            self._read(statement)
        self.own = {name: e for name, e in self.names.items() if name not in arguments}
        self.defining = definition.name
        self.outputs = [self.expression(code) for code in definition.returns]
        if any(one is NOTHING for one in self.outputs):
            self.fail_at("parse.nothing", definition.name, "parse.nothing_left")

    @property
    def keeps_numbers(self) -> bool:
        return True

    def apply(self, row: Op, operands: list[Expr], token: Token) -> Expr:
        """The operation; without an operand that is None, what remains of it."""
        if not any(operand is NOTHING for operand in operands):
            return super().apply(row, operands, token)
        first, *others = operands
        if row.operator in ("+", "*") and len(others) == 1 and first is NOTHING:
            return others[0]
        if row.operator not in ("+", "-", "*", "/") or first is NOTHING:
            self.fail_at("parse.nothing", token, "parse.nothing_left")
        return first

    def free(self, token: Token, name: str) -> Expr:
        form = f"{self.form[:-1]}, {short(token.text)})".replace("(, ", "(")
        self.fail_at("parse.not_given", token, "parse.give_it", form=form)


def _is_plain(statement: Statement) -> bool:
    """Whether a line assigns a number or a list of numbers, and so declares an input."""
    return statement.code[-1].does in ("number", "list")
