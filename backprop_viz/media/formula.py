"""The LaTeX that a step says, typeset as SVG: text that can be selected, and no library.

It knows what the table of operations, the steps and the worksheets write (the live explorer's
``tex.js`` is its twin for the browser) and shows anything else as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from ..core import walk as core
from ..draw.slots import is_italic, isolated
from ..spell.symbols import FUNCTIONS, SPACES, SYMBOLS
from ..tell import formula as formulas
from ..tell.walk import Step
from ..theme import Theme
from .boxes import (
    FRACTION,
    SMALL,
    TINY,
    Box,
    Light,
    beside,
    blank,
    fenced,
    fraction,
    lit,
    matrix,
    root,
    text_box,
    under,
    underset,
    with_scripts,
)

__all__ = ["BLANK", "Box", "height_of_whole", "line_of_whole", "narrowest", "typeset", "whole"]

BLANK = r"\blank"
"""Room to write a number by hand; no LaTeX, but known here."""

INDENT = 2.0  # of a line that goes on, in sizes of the type
RELATIONS = frozenset("=≈<>≤≥→∼")
BINARY = frozenset("+−·⊙×")
MARKS = frozenset(("at", "ta"))
OPENING = frozenset("([|‖,")

_TOKEN = re.compile(r"\\at\{[\d-]+\}|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\S", re.DOTALL)


def whole(step: Step, theme: Theme, size: float, width: float = float("inf")) -> Box:
    """The formula of the graph, with the part lit that a step is about."""
    return typeset(formulas.formula_of(step.walk).page(step), size, width, _lights(step, theme))


def line_of_whole(step: Step, theme: Theme, size: float, width: float) -> Box:
    """The same, but only the line in which that part stands."""
    return typeset(formulas.formula_of(step.walk).line(step), size, width, _lights(step, theme))


def height_of_whole(walk: core.Walk, size: float, width: float = float("inf")) -> float:
    """The height that it needs at every step."""
    return max(typeset(page, size, width).height for page in formulas.formula_of(walk).shown)


def _lights(step: Step, theme: Theme) -> Mapping[str, Light]:
    """How the parts of the whole formula are lit that a step is about."""
    looks = {
        "forward": Light(theme.forward, theme.forward_tint),
        "back": Light(theme.backward, theme.backward_tint),
        "node": Light(line=theme.backward),
    }
    return {key: looks[look] for key, look in formulas.lit(step).items()}


def typeset(
    latex: str,
    size: float,
    width: float = float("inf"),
    lights: Mapping[str, Light] | None = None,
) -> Box:
    """A formula in type of ``size``; one wider than ``width`` is broken before its equals signs.

    What cannot be broken is made smaller until it fits. ``lights`` are for its parts by the keys of
    their marks (:mod:`..tell.lines`).
    """
    parts = _Reader(latex, size, lights).parts() if lights else _unlit(latex, size)
    lines: list[list[Box]] = [[]]
    for part in parts:
        if lines[-1] and sum(box.width for box in (*lines[-1], part)) > width:
            lines.append([])
        lines[-1].append(part)
    rows = [beside(line) for line in lines]
    indent = INDENT * size if len(rows) > 1 else 0.0
    rows = [
        row.scaled(room / row.width) if row.width > (room := width - indent * (n > 0)) else row
        for n, row in enumerate(rows)
    ]
    return rows[0] if len(rows) == 1 else under(rows, indent, 0.5 * size)


def narrowest(latex: str, size: float) -> float:
    """The least width at which the formula is broken only, and not made smaller."""
    first, *others = (part.width for part in _unlit(latex, size))
    return max(first, *(width + INDENT * size for width in others), 0.0)


@lru_cache(maxsize=1024)  # pages are laid out in many ways, until one is chosen
def _unlit(latex: str, size: float) -> tuple[Box, ...]:
    """The pieces of a formula."""
    return tuple(_Reader(latex, size, {}).parts())


class _Reader:
    """Reads one formula. Every method takes what it needs from the tokens at ``at``."""

    def __init__(self, latex: str, size: float, lights: Mapping[str, Light]) -> None:
        self.lights = lights
        self.tokens: list[str] = _TOKEN.findall(latex)
        self.at = 0
        self.size = size
        self._builders = {
            r"\frac": self._fraction,
            r"\sqrt": self._root,
            r"\underset": self._underset,
            r"\left": self._between_fences,
            r"\begin": self._matrix,
        }

    def parts(self) -> list[Box]:
        """The whole formula, in the pieces between which a line may be broken."""
        boxes: list[Box] = []
        parts: list[Box] = []
        is_new = False  # another equation has begun, and its first equals sign is to come
        for box in self._spaced(self._until()):
            if boxes and (boxes[-1].kind == "quad" or (box.kind == "relation" and not is_new)):
                parts.append(beside(boxes))
                is_new = boxes[-1].kind == "quad"
                boxes = []
            elif box.kind == "relation":
                is_new = False
            boxes.append(box)
        return [*parts, beside(boxes)]

    def _take(self) -> str:
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        self.at += 1
        return token

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _until(self, *ends: str) -> list[Box]:
        boxes = []
        while self.at < len(self.tokens) and self._next() not in ends:
            atom = self._atom()
            if atom is not None and atom.kind == "ta" and self._next() in ("^", "_"):
                # What a script behind a mark belongs to is the last box in it.
                boxes.append(atom)
                base = next((b for b in reversed(boxes) if b.kind not in MARKS), atom)
                atom = Box(0.0, base.above, base.below, "", "script")
            box = self._scripted(atom)
            if box is not None:
                boxes.append(box)
        self.at += 1  # the end itself
        return boxes

    def _spaced(self, boxes: list[Box]) -> list[Box]:
        """The boxes with room between them, lit as their marks say."""
        spaced = iter(self._apart([box for box in boxes if box.kind not in MARKS]))
        levels: list[list[Box]] = [[]]
        keys: list[str] = []
        for box in boxes:
            if box.kind == "at":
                levels.append([])
                keys.append(box.svg)
            elif box.kind != "ta":
                levels[-1].append(next(spaced))
            elif keys:
                inside, key = levels.pop(), keys.pop()
                is_lit = key in self.lights
                levels[-1] += lit(inside, self.lights[key], self.size) if is_lit else inside
        return [box for level in levels for box in level]

    def _apart(self, boxes: list[Box]) -> list[Box]:
        """The boxes with room around relations and operators, and behind names of functions."""
        spaced = []
        for n, box in enumerate(boxes):
            before = boxes[n - 1].kind if n else "open"
            behind = boxes[n + 1].kind if n + 1 < len(boxes) else "close"
            left = right = 0.0
            if box.kind == "relation":
                left = right = 0.28
            elif box.kind == "binary" and before not in ("open", "relation", "binary", "quad"):
                left = right = 0.22
            elif box.kind == "comma":
                right = 0.2
            elif box.kind == "function":
                left = 0.17 if before in ("", "function", "fraction", "close") else 0.0
                right = 0.17 if behind not in ("open", "close") else 0.0
            elif box.kind == "fraction" and before == "fraction":
                left = 0.14
            left, right = left * self.size, right * self.size
            width = left + box.width + right
            svg = box.at(left, 0.0) if left else box.svg
            spaced.append(Box(width, box.above, box.below, svg, box.kind))
        return spaced

    def _row(self, *ends: str) -> Box:
        return beside(self._spaced(self._until(*ends)))

    def _argument(self) -> Box:
        if self._next() != "{":
            return self._atom() or Box(0, 0, 0, "")
        self.at += 1
        return self._row("}")

    def _smaller(self, factor: float) -> Box:
        size, self.size = self.size, self.size * factor
        box = self._argument()
        self.size = size
        return box

    def _plain(self) -> str:
        """The text of ``{...}``, for names."""
        depth, text = 0, ""
        while True:
            token = self._take()
            if not token:
                return text
            if token == "{":
                depth += 1
            elif token == "}":
                depth -= 1
            elif len(token) > 2 and token[0] == "\\":
                text += SYMBOLS.get(token[1:], token)
            else:
                text += token.removeprefix("\\") or "\\"
            if not depth:
                return text

    def _scripted(self, base: Box | None) -> Box | None:
        sub: Box | None = None
        sup: Box | None = None
        while (mark := self._next()) and mark in "_^'":
            self.at += 1
            if mark == "_":
                sub = self._smaller(SMALL)
                continue
            if mark == "^":
                more = self._smaller(SMALL)
            else:
                primes = "′"
                while self._next() == "'":
                    self.at += 1
                    primes += "′"
                more = text_box(primes, self.size)
            sup = more if sup is None else beside((sup, more))
            if mark == "'":  # a prime stands as high as its font drew it
                base = beside((base, more)) if base else more
                sup = None
        if base is None or (sub is None and sup is None):
            return base
        return with_scripts(base, sub, sup, self.size)

    def _atom(self) -> Box | None:
        token = self._take()
        if token in ("", "}"):
            return None
        if token == "{":
            return self._row("}")
        if token[0].isdigit():
            return text_box(token, self.size)
        if token[0] != "\\" or token == "\\":
            return self._character(token)
        name = token[1:]
        if name.startswith("at{"):
            return Box(0.0, 0.0, 0.0, name[3:-1], "at")
        if name == "ta":
            return Box(0.0, 0.0, 0.0, "", "ta")
        if token in self._builders:
            return self._builders[token]()
        if token == BLANK:
            return blank(self.size)
        if name in ("mathrm", "operatorname", "text"):
            kind = "function" if name == "operatorname" else ""
            return text_box(isolated(self._plain()), self.size, kind=kind)
        if name == "mathbf":
            return text_box(self._plain(), self.size, bold=True)
        if name == "hat":
            self._plain()
            return text_box("^", self.size)
        if name in SPACES:
            return Box(SPACES[name] * self.size, 0.0, 0.0, "", "quad" if name == "quad" else "")
        if name in FUNCTIONS:
            return text_box(name, self.size, kind="function")
        if name in SYMBOLS:
            return self._character(SYMBOLS[name])
        return text_box(name if len(name) == 1 else token, self.size)

    def _character(self, character: str) -> Box:
        shown = "−" if character == "-" else character
        if shown in RELATIONS:
            return text_box(shown, self.size, kind="relation")
        if shown in BINARY:
            return text_box(shown, self.size, kind="binary")
        if shown in ",;":
            return text_box(shown, self.size, kind="comma")
        kind = "open" if shown in OPENING else "close" if shown in ")]" else ""
        italic = shown.isalpha() and is_italic(shown)
        return text_box(isolated(shown), self.size, italic=italic, kind=kind)

    def _fraction(self) -> Box:
        return fraction(self._smaller(FRACTION), self._smaller(FRACTION), self.size)

    def _root(self) -> Box:
        return root(self._argument(), self.size)

    def _underset(self) -> Box:
        small = self._smaller(TINY)
        return underset(self._argument(), small, self.size)

    def _fence(self) -> str:
        token = self._take()
        return "" if token == "." else SYMBOLS.get(token[1:], token)

    def _between_fences(self) -> Box:
        opening = self._fence()
        inside = self._row("\\right")
        made = fenced(opening, inside, self._fence(), self.size)
        return replace(made, kind="fraction" if inside.kind == "fraction" else "")

    def _matrix(self) -> Box:
        self._plain()  # bmatrix
        rows: list[list[Box]] = [[]]
        while self.at < len(self.tokens):
            cell = self._row("&", "\\\\", "\\end")
            rows[-1].append(cell)
            end = self.tokens[self.at - 1] if self.at <= len(self.tokens) else "\\end"
            if end == "\\\\":
                rows.append([])
            elif end != "&":
                break
        self._plain()
        return matrix(rows, self.size)
