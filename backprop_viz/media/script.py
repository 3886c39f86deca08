"""The script of a medium: which steps of which walk it tells, in what language, at what pace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..browser.spread import Spread
from ..draw.picture import Picture, canvas
from ..draw.svg import Canvas
from ..errors import OptionError
from ..spell.numbers import is_between
from ..tell.formula import formula_of
from ..tell.walk import Step, Walk, Watch
from ..theme import Theme
from ..theme import theme as theme_named
from ..words import language, one_line, quoted, say

__all__ = ["PAPERS", "WORKSHEETS", "Script", "checked_title", "title_of"]

WORKSHEETS = ("values", "gradients", "rules", "steps")
"""What a worksheet can ask for; True asks for values and gradients."""

PAPERS = {
    "a4": (595.0, 842.0),
    "b5": (516.0, 729.0),  # of Japan
    "letter": (612.0, 792.0),
    "legal": (612.0, 1008.0),
}
"""The sheets of a handout by their names: width and height in points, upright."""

LONGEST = 600.0  # seconds; what the formats can hold


@dataclass(frozen=True)
class Script:
    """All that a medium is told; each uses the fields that it needs.

    ``steps`` are the numbers of the steps, not negative. ``pace`` and ``hold`` are the seconds of
    a step and of the last one, ``width`` the pixels of an animation, ``ranges`` the sliders' least,
    greatest and step by the name of the input, ``landscape`` the inputs of the one on a page.
    ``is_themed`` tells whether the theme was asked for. Raises ``ValueError`` for a value that is
    not allowed.
    """

    walk: Walk
    steps: tuple[int, ...]
    theme: Theme
    lang: str
    title: str
    pace: float = 1.5
    hold: float = 4.0
    width: int | None = None
    caption: bool = True
    worksheet: bool | str = False
    paper: str = "a4"
    beamer: bool = False
    slides: bool = False
    ranges: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    landscape: Spread = None
    is_themed: bool = True
    watch: Watch = iter

    @classmethod
    def of(
        cls,
        walk: Walk,
        steps: Iterable[int] | None = None,
        theme: str | Theme | None = None,
        lang: str | None = None,
        title: str | None = None,
        digits: int | None = None,
        **options: object,
    ) -> Script:
        """A script with its defaults worked out and everything checked."""
        lang = language(lang)
        walk = walk if digits is None else walk.with_digits(digits)
        heading = title_of(walk, lang) if title is None else checked_title(title)
        every = range(len(walk.steps))
        try:
            chosen = tuple(every if steps is None else map(walk.steps.number, steps))
        except TypeError:
            raise OptionError("usage.steps", given=quoted(steps)) from None
        if not chosen:
            raise OptionError("usage.no_steps")
        look, is_themed = theme_named("light" if theme is None else theme), theme is not None
        made = cls(walk, chosen, look, lang, heading, is_themed=is_themed, **options)  # type: ignore[arg-type]
        made._check()
        return made

    def _check(self) -> None:
        for name in ("pace", "hold"):
            given = getattr(self, name)
            if not is_between(given, 0.02, LONGEST):
                told = quoted(given)
                raise OptionError("usage.seconds", name=name, given=told, most=f"{LONGEST:g}")
        if self.width is not None and not is_between(self.width, 64, 16000):
            raise OptionError("usage.width", given=quoted(self.width))
        if not isinstance(self.worksheet, bool) and self.worksheet not in WORKSHEETS:
            known = ", ".join(WORKSHEETS)
            raise OptionError("usage.worksheet", given=quoted(self.worksheet), known=known)
        if not isinstance(self.paper, str) or self.paper not in PAPERS:
            known = ", ".join(PAPERS)
            raise OptionError("usage.paper", given=quoted(self.paper), known=known)
        for name in ("caption", "beamer", "slides"):
            given = getattr(self, name)
            if not isinstance(given, bool):
                raise OptionError("usage.yes_or_no", name=name, given=quoted(given))

    @cached_property
    def canvas(self) -> Canvas:
        """What draws the pictures; its layout is that of every step."""
        values = dict(enumerate(self.walk.node_values))
        return canvas(self.walk.graph, values, self.walk.digits)

    @property
    def has_arrays(self) -> bool:
        """Whether there are arrays in the picture."""
        return self.canvas.plan.has_cards

    def each_step(self) -> Iterator[Step]:
        """The steps in turn, watched.

        Raises ``OptionError`` where a watch leaves one out, which the file would lack.
        """
        try:
            watched = iter(self.watch(self.steps))
        except TypeError:
            raise OptionError("usage.watch", given=quoted(self.watch), step=self.steps[0]) from None
        for k in self.steps:
            seen = next(watched, None)
            if not is_between(seen, k, k):
                raise OptionError("usage.watch", given=quoted(seen), step=k)
            yield self.walk.steps[k]
        next(watched, None)  # to its end, where a progress bar is put away

    def mathematics(self, step: Step) -> str:
        """What a step says in LaTeX where the formula stands over it, which step 0 only repeats."""
        is_said = step.kind == "graph" and len(formula_of(self.walk).pages) == 1
        return "" if is_said else step.latex

    def picture(self, step: int) -> Picture:
        return Picture(self.walk.graph, self.walk, step, theme_name=self.theme, lang=self.lang)

    @property
    def inputs(self) -> list[str]:
        """Every input with its value, such as ``w = 3``."""
        graph, values = self.walk.graph, self.walk.inputs
        return [
            f"{graph.displayed[graph.names[name]]} = {self.walk.written(values[name])}"
            for name in graph.inputs
        ]

    def heading(self, step: int) -> str:
        """The heading of a step: its number and kind."""
        last = len(self.walk.steps) - 1
        kind = say(f"media.{self.walk.steps[step].kind}", self.lang)
        return say("media.step", self.lang, step=step, last=last, kind=kind)


def checked_title(title: object) -> str:
    """A title that was given, on one line. Raises ``OptionError`` for what is no text."""
    if not isinstance(title, str):
        raise OptionError("usage.text", name="title", given=quoted(title))
    return one_line(title)


def title_of(walk: Walk, lang: str) -> str:
    """The title of a document of a walk, unless another one is given."""
    output = walk.graph.displayed[walk.graph.output_node.index]
    return say("media.title", lang, output=output)
