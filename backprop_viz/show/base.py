"""What every explorer has: the controls, the walk on show, and the check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, cast

import ipywidgets as widgets
import numpy as np
import traitlets

from ..api import Graph, Walk
from ..browser.spread import Spread
from ..descent.path import Path
from ..draw.cells import ZERO
from ..draw.picture import Picture
from ..given.slider import Slider, sliders
from ..spell.names import canonical
from ..spell.numbers import Value
from ..theme import OWN, THEMES, Theme, theme
from ..words import say
from .controls import Control, Controls
from .fallback import fallback_of, read_as_page, with_fallback
from .pacing import Debounce, after_cell
from .rewriting import rewritten

if TYPE_CHECKING:
    from .landscape import LiveLandscape

__all__ = ["Explorer", "legend"]

CHECK_DELAY = 0.25  # seconds that the inputs rest before SymPy is asked


class _Inputs(Mapping[str, Any]):
    """What a user links and observes, by the name of the input."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls

    def __getitem__(self, name: str) -> Any:
        return self._controls[canonical(name)].widget

    def __iter__(self) -> Iterator[str]:
        return iter(self._controls)

    def __len__(self) -> int:
        return len(self._controls)


class Explorer(widgets.VBox):  # type: ignore[misc]
    """An explorer as a widget, made of ipywidgets that can be linked, observed and placed.

    ``inputs`` are the sliders by name (text fields for arrays), ``step`` is the slider of the
    step, and ``walk``, which can be observed, the walk at the inputs on show. ``look`` is the
    theme and the language on show. ``text`` is the formula as it was typed, or its program.
    """

    walk = cast("traitlets.TraitType[Walk, Walk]", traitlets.Any())
    look = traitlets.Any()

    def __init__(
        self,
        walk: Walk,
        given: Mapping[str, Slider],
        *,
        step: int,
        lang: str,
        check: bool,
        theme_name: str | Theme | None,
        text: str = "",
        spread: Spread = None,
    ) -> None:
        super().__init__(
            layout=widgets.Layout(width="100%"), _dom_classes=["backprop-viz-explorer"]
        )
        self._checking = Debounce(self.show_check, CHECK_DELAY)
        self.graph: Graph = walk.graph  # type: ignore[assignment]
        self.lang, self.shows_check = lang, check
        self.theme_name, self.spread = theme_name, spread
        self.text = text or str(walk.graph)
        self.walk = walk
        self.look = (theme("light" if theme_name is None else theme_name), lang)
        self._landscapes: dict[Any, LiveLandscape] = {}
        self.controls = Controls(self._names(), given, lang, self._listen, self.graph.parameters)
        self.inputs: Mapping[str, Any] = _Inputs(self.controls)
        last = len(walk.steps) - 1
        self.step = widgets.IntSlider(
            value=range(last + 1)[step],
            min=0,
            max=last,
            description=self.say("step"),
            layout=widgets.Layout(flex="1 1 14rem", width="auto"),
        )

    @cached_property
    def checked(self) -> widgets.HTMLMath:
        """The table of the check, of which a notebook makes three models, where it is shown."""
        # As a block, or it would be as narrow as its caption, and the table would fold.
        wide = widgets.Layout(width="auto", overflow="auto", display="block")
        return widgets.HTMLMath(layout=wide)

    def _listen(self, made: Sequence[Control]) -> None:
        """Listen to the controls that have been made."""
        raise NotImplementedError

    def rewrite(self, source: Any) -> None:
        """Go on with another formula, in any form that :func:`backprop_viz.graph` takes.

        Inputs that stay keep their values and their sliders, a new one is 1, unless the formula
        gives it a value. Raises what ``graph`` and ``walk`` raise; then nothing has changed.
        """
        walk = rewritten(source, self.walk)
        shown = self._prepared(walk)
        self.graph = walk.graph  # type: ignore[assignment]
        self.text = source if isinstance(source, str) else str(walk.graph)
        self.controls.renew(self._names(), sliders(walk.inputs), self.graph.parameters)
        self.step.max = len(walk.steps) - 1
        self.walk = walk
        self._rewritten(shown)
        self.show_check()

    def _prepared(self, walk: Walk) -> Any:
        """What it takes to show another graph; an error comes before anything has changed."""

    def _rewritten(self, shown: Any) -> None:
        """Show the graph that has come."""
        raise NotImplementedError

    def _names(self) -> dict[str, str]:
        return {name: self.shown(name) for name in self.graph.inputs}

    def say(self, key: str, **slots: object) -> str:
        return say(f"explore.{key}", self.lang, **slots)

    def shown(self, name: str) -> str:
        return self.graph.displayed[self.graph.names[name]]

    def moved(self, values: Mapping[str, Value]) -> Walk:
        """The walk on show with other values of some inputs."""
        walk = self.graph.walk({**self.walk.inputs, **values})
        return walk.with_digits(self.walk.digits)

    def follow_look(self, view: Any) -> None:
        """Keep ``look`` what a view in the browser has."""

        known = {**THEMES, OWN: theme("light" if self.theme_name is None else self.theme_name)}

        def follow(_: Any) -> None:
            self.look = (known.get(view.shown_theme, self.look[0]), view.lang)

        view.observe(follow, ["shown_theme", "lang"])

    def landscape(
        self,
        *names: str,
        ranges: Mapping[str, tuple[float, float]] | None = None,
        surface: bool = False,
        path: Path | None = None,
        search: bool | int = False,
        seed: int = 0,
        theme: str | Theme | None = None,
        lang: str | None = None,
    ) -> LiveLandscape:
        """The cost over one or two inputs as a widget that follows the explorer.

        ``names`` are the inputs to spread out, by default those that ``path`` moves or that the
        graph marks as parameters. They are shown as far as their sliders reach, or as ``ranges``
        says by name, and that grows only when the place leaves it. ``surface=True`` draws two
        inputs as a surface in space.

        ``path``, one descent of the same formula without data, is repeated from wherever the
        sliders stand; ``search=True`` draws beside it as many random tries as it has places, and a
        number that many, drawn with ``seed``. Theme and language are the explorer's, unless given.
        The same arguments give the same widget.

        Raises what :func:`backprop_viz.landscape` raises.
        """
        from ..landscapes.ranges import pairs
        from .landscape import LiveLandscape

        spans = pairs(ranges or {})
        given = tuple(sorted(spans.items()))
        key = (names, given, surface, id(path), search, seed, theme, lang)
        if key not in self._landscapes or self._landscapes[key].comm is None:  # it was closed
            self._landscapes[key] = LiveLandscape(
                self,
                *names,
                ranges=spans,
                surface=surface,
                path=path,
                search=search,
                seed=seed,
                theme=theme,
                lang=lang,
            )
        return self._landscapes[key]

    def show_check(self) -> None:
        """Hold the walk on show against its witnesses, if that is wanted."""
        if self.shows_check:
            table = self.walk.check(lang=self.lang)
            caption = f"<p><b>{escape(self.say('check'))}</b></p>"
            self.checked.value = caption + table._repr_html_()

    def check_first(self) -> None:
        """The same where the picture waits to be shown: SymPy takes longer to be imported."""
        if self.shows_check:
            after_cell(self.show_check)

    def check_soon(self) -> None:
        """The same once the inputs rest: SymPy is slower than a hand."""
        if self.shows_check:
            self._checking.ask()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.text}>"  # not all widgets in it, which takes long

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        """The widget, and for readers without one the picture and the sentence."""
        colours = theme("light" if self.theme_name is None else self.theme_name)
        picture = self.walk.picture(self.step.value, theme=colours, lang=self.lang)
        saved = read_as_page(self._fallback(picture), picture, picture.description)
        return with_fallback(super()._repr_mimebundle_(**options), saved)

    def _fallback(self, picture: Picture) -> dict[str, Any]:
        """What of a picture is saved in the notebook."""
        return fallback_of(picture)[0]


def legend(picture: Picture) -> str:
    """What the marks of a picture mean, with its note, as HTML."""
    made, lang, note = picture.graph, picture.lang, picture.note
    roles = ["input"] if set(made.inputs) - made.parameters else []
    roles += ["parameter"] if made.parameters else []
    roles += ["constant"] if any(node.is_constant for node in made.nodes) else []
    words = (say(f"legend.{key}", lang) for key in [*roles, "output", "gradient", "unknown"])
    told = " · ".join([*map(escape, [*words, *([note] if note else [])]), *_tones(picture)])
    return f'<div style="opacity:.75;font-size:.85em">{told}</div>'


def _tones(picture: Picture) -> Iterator[str]:
    """What the colours of the entries of arrays mean."""
    if picture.walk is None or not any(map(np.ndim, picture.walk.node_values)):
        return
    colours = picture.theme
    signs = {"minus": ("−", colours.minus), "plus": ("+", colours.plus)}
    for key, (sign, behind) in {**signs, "zero": (ZERO, colours.paper)}.items():
        style = f"padding:0 .5em;color:{colours.ink};background:{behind}"
        yield f'<span style="{style}">{sign}</span> {escape(say(f"tones.{key}", picture.lang))}'
