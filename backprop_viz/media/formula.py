"""The LaTeX that a step says, typeset as SVG: text that can be selected, and no library.

It knows what the table of operations, the steps and the worksheets write (the live explorer's
``tex.js`` is its twin for the browser) and shows anything else as text. Boxes are put beside, over
and into each other as in D. E. Knuth, *The TeXbook* (1984), chapters 11 and 17, in round numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape

from ..draw.fonts import text_width
from ..draw.plan import is_italic, isolated
from ..spell.symbols import FUNCTIONS, SPACES, SYMBOLS

__all__ = ["BLANK", "Box", "typeset"]

BLANK = r"\blank"
"""Room to write a number by hand; no LaTeX, but known here."""

RELATIONS = frozenset("=<>≤≥→∼")
BINARY = frozenset("+−·⊙×")
OPENING = frozenset("([|‖,")

# In units of the type's size
AXIS = 0.31  # of fractions and fences, above the baseline
ABOVE, BELOW = 0.76, 0.22  # of a line of text
RULE = 0.055
SMALL = 0.7  # an index or exponent
FRACTION = 0.85
TALL = 1.25  # a fence around more than this is drawn, not written

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\S", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Box:
    """Something typeset: its reach from its place on the baseline, and its SVG around there.

    ``kind`` is "relation", "binary", "function", "fraction", "comma", "open", "close", "quad" or
    "" and decides the room beside it.
    """

    width: float
    above: float
    below: float
    svg: str
    kind: str = ""

    @property
    def height(self) -> float:
        return self.above + self.below

    def at(self, x: float, y: float) -> str:
        """Its SVG with its baseline beginning at a place."""
        if not self.svg:
            return ""
        return f'<g transform="translate({x:.2f},{y:.2f})">{self.svg}</g>'

    def scaled(self, factor: float) -> Box:
        """It, smaller or larger."""
        svg = f'<g transform="scale({factor:.4f})">{self.svg}</g>'
        sizes = (self.width * factor, self.above * factor, self.below * factor)
        return Box(*sizes, svg, self.kind)


def typeset(latex: str, size: float, width: float = float("inf")) -> Box:
    """A formula in type of ``size``; one wider than ``width`` is broken before its equals signs.

    What cannot be broken is made smaller until it fits.
    """
    parts = _Reader(latex, size).parts()
    lines: list[list[Box]] = [[]]
    for part in parts:
        if lines[-1] and sum(box.width for box in (*lines[-1], part)) > width:
            lines.append([])
        lines[-1].append(part)
    rows = [_beside(line) for line in lines]
    indent = 2 * size if len(rows) > 1 else 0.0
    rows = [
        row.scaled(room / row.width) if row.width > (room := width - indent * (n > 0)) else row
        for n, row in enumerate(rows)
    ]
    return rows[0] if len(rows) == 1 else _under(rows, indent, 0.5 * size)


def _beside(boxes: Sequence[Box]) -> Box:
    """Boxes on one baseline, one after the other."""
    if len(boxes) == 1:
        return boxes[0]
    x, svg = 0.0, []
    for box in boxes:
        svg.append(box.at(x, 0.0))
        x += box.width
    above = max((box.above for box in boxes), default=0.0)
    below = max((box.below for box in boxes), default=0.0)
    return Box(x, above, below, "".join(svg))


def _under(rows: Sequence[Box], indent: float, gap: float) -> Box:
    """Rows under each other; the first keeps the baseline, the others are indented."""
    svg, y = [rows[0].at(0.0, 0.0)], rows[0].below
    for row in rows[1:]:
        y += gap + row.above
        svg.append(row.at(indent, y))
        y += row.below
    width = max(row.width + indent * (n > 0) for n, row in enumerate(rows))
    return Box(width, rows[0].above, y, "".join(svg))


class _Reader:
    """Reads one formula. Every method takes what it needs from the tokens at ``at``."""

    def __init__(self, latex: str, size: float) -> None:
        self.tokens: list[str] = _TOKEN.findall(latex)
        self.at = 0
        self.size = size
        self._builders = {
            r"\frac": self._fraction,
            r"\sqrt": self._root,
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
                parts.append(_beside(boxes))
                is_new = boxes[-1].kind == "quad"
                boxes = []
            elif box.kind == "relation":
                is_new = False
            boxes.append(box)
        return [*parts, _beside(boxes)]

    def _take(self) -> str:
        token = self.tokens[self.at] if self.at < len(self.tokens) else ""
        self.at += 1
        return token

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _until(self, *ends: str) -> list[Box]:
        boxes = []
        while self.at < len(self.tokens) and self._next() not in ends:
            box = self._scripted(self._atom())
            if box is not None:
                boxes.append(box)
        self.at += 1  # the end itself
        return boxes

    def _spaced(self, boxes: list[Box]) -> list[Box]:
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
        return _beside(self._spaced(self._until(*ends)))

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
                more = _text(primes, self.size)
            sup = more if sup is None else _beside((sup, more))
            if mark == "'":  # a prime stands as high as its font drew it
                base = _beside((base, more)) if base else more
                sup = None
        if base is None or (sub is None and sup is None):
            return base
        svg, width = base.svg, base.width
        above, below = base.above, base.below
        if sub is not None:
            drop = max(0.18 * self.size, base.below - 0.1 * self.size)
            svg += sub.at(base.width + 0.04 * self.size, drop)
            width = max(width, base.width + sub.width + 0.08 * self.size)
            below = max(below, drop + sub.below)
        if sup is not None:
            rise = max(0.4 * self.size, base.above - 0.36 * self.size)
            svg += sup.at(base.width + 0.04 * self.size, -rise)
            width = max(width, base.width + sup.width + 0.08 * self.size)
            above = max(above, rise + sup.above)
        kind = base.kind if base.kind in ("function", "fraction") else ""
        return Box(width, above, below, svg, kind)

    def _atom(self) -> Box | None:
        token = self._take()
        if token in ("", "}"):
            return None
        if token == "{":
            return self._row("}")
        if token[0].isdigit():
            return _text(token, self.size)
        if token[0] != "\\" or token == "\\":
            return self._character(token)
        name = token[1:]
        if token in self._builders:
            return self._builders[token]()
        if token == BLANK:
            return _blank(self.size)
        if name in ("mathrm", "operatorname", "text"):
            kind = "function" if name == "operatorname" else ""
            return _text(isolated(self._plain()), self.size, kind=kind)
        if name == "mathbf":
            return _text(self._plain(), self.size, bold=True)
        if name == "hat":
            self._plain()
            return _text("^", self.size)
        if name in SPACES:
            return Box(SPACES[name] * self.size, 0.0, 0.0, "", "quad" if name == "quad" else "")
        if name in FUNCTIONS:
            return _text(name, self.size, kind="function")
        if name in SYMBOLS:
            return self._character(SYMBOLS[name])
        return _text(name if len(name) == 1 else token, self.size)

    def _character(self, character: str) -> Box:
        shown = "−" if character == "-" else character
        if shown in RELATIONS:
            return _text(shown, self.size, kind="relation")
        if shown in BINARY:
            return _text(shown, self.size, kind="binary")
        if shown in ",;":
            return _text(shown, self.size, kind="comma")
        kind = "open" if shown in OPENING else "close" if shown in ")]" else ""
        italic = shown.isalpha() and is_italic(shown)
        return _text(isolated(shown), self.size, italic=italic, kind=kind)

    def _fraction(self) -> Box:
        over, under = self._smaller(FRACTION), self._smaller(FRACTION)
        size = self.size
        pad, gap = 0.08 * size, 0.14 * size
        width = max(over.width, under.width) + 2 * pad
        rise, drop = AXIS * size + gap + over.below, gap + under.above - AXIS * size
        line = _rectangle(0.4 * pad, -AXIS * size - RULE * size / 2, width - 0.8 * pad, RULE * size)
        svg = over.at((width - over.width) / 2, -rise) + line
        svg += under.at((width - under.width) / 2, drop)
        return Box(width, rise + over.above, drop + under.below, svg, "fraction")

    def _root(self) -> Box:
        inside, size = self._argument(), self.size
        rule, hook = RULE * size, 0.62 * size
        top, bottom = inside.above + 0.14 * size, max(inside.below, 0.1 * size)
        middle = (bottom - top) / 2 + 0.12 * size
        points = (
            (0.04 * size, middle + 0.04 * size),
            (0.2 * size, middle - 0.06 * size),
            (0.36 * size, bottom - 0.2 * size),
            (hook - rule, -top),
            (hook + inside.width + 0.08 * size, -top),
            (hook + inside.width + 0.08 * size, -top + rule),
            (hook - 0.3 * rule, -top + rule),
            (0.36 * size, bottom),
            (0.14 * size, middle + 0.04 * size),
            (0.06 * size, middle + 0.08 * size),
        )
        outline = "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points) + "Z"
        svg = f'<path d="{outline}"/>' + inside.at(hook + 0.04 * size, 0.0)
        return Box(hook + inside.width + 0.12 * size, top + rule, bottom, svg)

    def _fence(self) -> str:
        token = self._take()
        return "" if token == "." else SYMBOLS.get(token[1:], token)

    def _between_fences(self) -> Box:
        opening = self._fence()
        inside = self._row("\\right")
        fenced = _fenced(opening, inside, self._fence(), self.size)
        return replace(fenced, kind="fraction" if inside.kind == "fraction" else "")

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
        size = self.size
        columns = [max(row[i].width for row in rows if i < len(row)) for i in range(len(rows[0]))]
        line = 1.3 * size
        height = line * len(rows)
        svg, x = "", 0.0
        for i, width in enumerate(columns):
            for n, row in enumerate(rows):
                if i < len(row):
                    baseline = -AXIS * size - height / 2 + line * n + line / 2 + 0.36 * size
                    svg += row[i].at(x + (width - row[i].width) / 2, baseline)
            x += width + 0.7 * size
        inside = Box(x - 0.7 * size, height / 2 + AXIS * size, height / 2 - AXIS * size, svg)
        return _fenced("[", inside, "]", size)


def _fenced(opening: str, inside: Box, closing: str, size: float) -> Box:
    if inside.height <= TALL * size:
        parts = [_text(opening, size, kind="open")] if opening else []
        parts.append(inside)
        parts += [_text(closing, size, kind="close")] if closing else []
        return _beside(parts)
    # As far above the axis as below it.
    reach = max(inside.above - AXIS * size, inside.below + AXIS * size) + 0.05 * size
    above, below = reach + AXIS * size, reach - AXIS * size
    width = 0.36 * size
    svg = _drawn_fence(opening, width, above, below, size) if opening else ""
    start = width if opening else 0.0
    svg += inside.at(start, 0.0)
    total = start + inside.width
    if closing:
        drawn = _drawn_fence(closing, width, above, below, size)
        svg += f'<g transform="translate({total:.2f},0)">{drawn}</g>'
        total += width
    return Box(total, above, below, svg)


def _drawn_fence(mark: str, width: float, above: float, below: float, size: float) -> str:
    rule, middle = 1.3 * RULE * size, width / 2
    if mark == "|":
        return _rectangle(middle - rule / 2, -above, rule, above + below)
    inner, outer = (0.9 * width, 0.3 * width) if mark in "([" else (0.1 * width, 0.7 * width)
    if mark in "[]":
        left = min(inner, outer)
        reach = abs(inner - outer)
        upright = outer if mark == "[" else outer - rule
        return (
            _rectangle(upright, -above, rule, above + below)
            + _rectangle(left, -above, reach, rule)
            + _rectangle(left, below - rule, reach, rule)
        )
    centre = (below - above) / 2
    bulge = 2 * outer - inner  # the control point of a curve that comes as far as ``outer``
    thick = rule if mark == "(" else -rule
    return (
        f'<path d="M{inner:.2f},{-above:.2f}Q{bulge:.2f},{centre:.2f} {inner:.2f},{below:.2f}'
        f'Q{bulge + 2 * thick:.2f},{centre:.2f} {inner:.2f},{-above:.2f}Z"/>'
    )


def _blank(size: float) -> Box:
    width, above, below, rule = 3.0 * size, 0.95 * size, 0.45 * size, 0.6 * RULE * size
    svg = (
        _rectangle(0.1 * size, -above, width - 0.2 * size, rule)
        + _rectangle(0.1 * size, below - rule, width - 0.2 * size, rule)
        + _rectangle(0.1 * size, -above, rule, above + below)
        + _rectangle(width - 0.1 * size - rule, -above, rule, above + below)
    )
    return Box(width, above, below, svg)


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"/>'


@lru_cache(maxsize=4096)
def _text(
    text: str, size: float, *, bold: bool = False, italic: bool = False, kind: str = ""
) -> Box:
    look = ' font-weight="bold"' * bold + ' font-style="italic"' * italic
    svg = f'<text font-size="{size:.2f}"{look}>{escape(text)}</text>' if text.strip() else ""
    width = text_width(text, size, bold=bold, italic=italic)
    return Box(width, ABOVE * size, BELOW * size, svg, kind)
