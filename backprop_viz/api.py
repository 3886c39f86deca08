"""What a user holds: the graph and the walk, with a method for every way on from there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from . import descent
from . import graph as core
from . import walk as core_walk
from .expression import variables
from .gradient_code import gradient_function
from .numbers import Value
from .progress import progress
from .read import read
from .theme import Theme
from .words import language

__all__ = ["Graph", "Walk", "descend", "graph", "landscape", "page", "variables"]


class Graph(core.Graph):
    """A formula as a computational graph, made by :func:`graph`; nothing in it ever changes.

    ``nodes`` are in topological order, ``output`` names the one whose gradient is sought,
    ``names`` leads from each name to the index of its node, and ``parameters`` are the inputs
    that learning would change. ``str()`` gives a program that can be read again.
    """

    def walk(
        self, inputs: Mapping[str, Any] | None = None, /, *, strict: bool = False, **named: Any
    ) -> Walk:
        """Evaluate at some inputs, forward and backward.

        Inputs are numbers or arrays, in a mapping by name or as keywords (``y_`` for y′); those
        that are not given are the defaults of the text or the Python function, if any. Raises
        ``InputError`` for missing or unknown ones, and with ``strict=True`` ``DomainError`` where
        a value is undefined or overflows.
        """
        return Walk(self, {**core_walk.by_name(inputs), **named}, strict=strict)

    def analytic(self) -> dict[str, Any]:
        """The derivative of the output by every input as SymPy expressions, by name.

        Raises ``GraphError`` for a formula too large for SymPy.
        """
        from .analytic import analytic

        return analytic(self)

    def gradient_function(
        self, over: str | Iterable[str] = ()
    ) -> Callable[..., tuple[Value, tuple[Value, ...]]]:
        """The graph as fast code: a function of the inputs, in the order of ``inputs``.

        It returns (output, gradients) as a walk has them; ``over`` names inputs that are given for
        many places at once. See :func:`backprop_viz.gradient_code.gradient_function`.
        """
        return gradient_function(self, over)

    def picture(self, *, theme: str | Theme = "light", lang: str | None = None) -> Any:
        """The bare graph as a picture, for which no input is needed.

        ``theme`` is "light", "dark", "print", "colorblind" or a ``Theme``, ``lang`` "en" or "ja",
        by default the language that is spoken (``bv.speak``). Raises ``ValueError`` for another
        one.
        """
        from .draw.picture import Picture

        return Picture(self, theme_name=theme, lang=lang)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle: dict[str, Any] = self.picture()._repr_mimebundle_()
        return {**bundle, "text/plain": str(self)}


class Walk(core_walk.Walk):
    """A graph at some inputs: every value, every gradient, and every step to them.

    ``inputs``, ``values`` and ``gradients`` are mappings by name, in any spelling of it, to
    float64 scalars or arrays. A gradient is that of the output (of an array, of the sum of its
    entries), in the shape of what it is the gradient by; a constant has none.
    """

    def check(self, against: str | Iterable[str] | None = None, *, lang: str | None = None) -> Any:
        """Hold every gradient against SymPy's, a central difference and, if asked, libraries'.

        ``against`` is "torch", "jax" or "tensorflow", or several of them, ``lang`` by default the
        language that is spoken (``bv.speak``). Raises ``MissingLibraryError`` with the line that
        installs it if one is not there.
        """
        from .check import check

        return check(self, against, lang)

    def picture(
        self, step: int | None = None, *, theme: str | Theme = "light", lang: str | None = None
    ) -> Any:
        """The picture of a step; the last by default, and negative ones count from there.

        ``theme`` is "light", "dark", "print" or "colorblind", ``lang`` by default the language
        that is spoken (``bv.speak``). Raises ``IndexError`` for a step that there is not,
        ``ValueError`` for an unknown theme or language.
        """
        from .draw.picture import Picture

        return Picture(self.graph, self, step, theme_name=theme, lang=lang)

    def pictures(self, *, theme: str | Theme = "light", lang: str | None = None) -> Iterator[Any]:
        """The pictures of all steps, in order; for the rest see :meth:`picture`."""
        lang = language(lang)
        return (self.picture(k, theme=theme, lang=lang) for k in range(len(self.steps)))

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        step: int | None = None,
        steps: Iterable[int] | None = None,
        theme: str | Theme | None = None,
        lang: str | None = None,
        title: str | None = None,
        pace: float | None = None,
        hold: float | None = None,
        width: int | None = None,
        caption: bool | None = None,
        worksheet: bool | None = None,
        beamer: bool | None = None,
        slides: bool | None = None,
        ranges: Mapping[str, tuple[float, float, float]] | None = None,
        watch: Callable[[Any], Iterable[int]] | None = None,
    ) -> Path:
        """Write the walk in the medium that the file's ending tells; return the path.

        ``.svg``, ``.png`` and ``.dot`` are the picture of one ``step``, the last by default, and
        so is ``.pdf`` with a ``step``. All others tell every step, or those in ``steps``:

        - ``.gif``, ``.webp``, ``.apng``, ``.mp4``: an animation. ``pace`` and ``hold`` are the
          seconds of a step and of the last one, ``width`` is in pixels, and ``caption=False``
          leaves out the formula and the sentence under the picture.
        - ``.pdf``: a handout; with ``worksheet=True`` with blanks to fill in, and an answer key.
        - ``.tex``: a LaTeX document; with ``beamer=True`` overlays for a talk.
        - ``.html``: a live page of its own. Without a theme it follows its reader's light or
          dark; ``ranges`` are the sliders' (least, greatest, step) by name. ``slides=True``, or
          the name ``slides.html``, opens it as a presentation.
        - ``.pptx``: slides. ``.md``: Markdown with pictures in a folder beside it.

        ``lang`` is by default the language that is spoken (``bv.speak``). ``watch`` goes through
        the steps in the caller's sight, as ``tqdm.tqdm`` does. The file
        appears whole or not at all, and is the same in every run. Raises ``ValueError`` for an
        unknown ending or an option that is not for it, ``MissingLibraryError`` where an optional
        library is not installed, ``FontError`` if no font has a character.
        """
        from .media.save import save

        return save(
            self,
            path,
            step=step,
            steps=steps,
            theme=theme,
            lang=lang,
            title=title,
            pace=pace,
            hold=hold,
            width=width,
            caption=caption,
            worksheet=worksheet,
            beamer=beamer,
            slides=slides,
            ranges=ranges,
            watch=watch,
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle: dict[str, Any] = self.picture()._repr_mimebundle_()
        return bundle


def graph(source: Any, *, parameters: Iterable[str] = ()) -> Graph:
    """The computational graph of a source.

    ``source`` is text (one formula, or a program of named intermediates separated by ``;`` or
    new lines), a SymPy expression, a Python function of its inputs, or an expression of
    :func:`variables`. In text a name that is assigned a number or a list of numbers is an input
    with that default, and a line may say what a name is: ``const k = 3``, ``param w = 3``,
    ``input x``. ``parameters`` are the inputs that learning would change, beside those of the
    text; pictures mark them. Raises ``ParseError`` for text that is no formula, ``GraphError``
    otherwise.

    >>> graph("p = w*x; y = p + b; (y' - y)**2").inputs
    ('w', 'x', 'b', "y'")
    """
    if isinstance(source, core.Graph):
        marked = source.parameters | core.checked_parameters(parameters, source.nodes)
        return Graph(source.nodes, source.output, source.names, marked, source.defaults)
    made = read(source)
    return Graph.build(
        made.roots,
        made.output,
        made.names,
        [*made.parameters, *core.listed(parameters)],
        made.defaults,
    )


def descend(
    source: Any,
    inputs: Mapping[str, Any] | None = None,
    parameters: str | Iterable[str] | None = None,
    rate: float = 0.1,
    steps: int = 50,
    method: str = "plain",
    data: Mapping[str, Any] | None = None,
    batch: int | None = None,
    seed: int = 0,
    watch: Callable[[Any], Iterable[int]] | None = None,
) -> descent.Path:
    """Gradient descent on a graph, or on anything that :func:`graph` takes.

    From ``inputs`` (numbers or arrays, by name) the ``parameters`` move against their gradients
    for so many ``steps``: a path, indexable by step. A long one shows how far it is, or
    ``watch`` does, such as ``tqdm.tqdm``; who interrupts it gets the path so far. See
    :func:`backprop_viz.descent.descend` for the arguments, the path and the errors.
    """
    made = source if isinstance(source, Graph) else graph(source)
    return descent.descend(
        made,
        inputs,
        parameters,
        rate,
        steps,
        method,
        data,
        batch,
        seed,
        watch=progress if watch is None else watch,
        walk=Walk,
    )


def page(
    walks: Mapping[str, Walk] | Iterable[Walk], *, lang: str | None = None, **options: Any
) -> Any:
    """One live HTML page of several walks, its chapters, given by their titles.

    ``lang`` is by default the language that is spoken (``bv.speak``); see
    :func:`backprop_viz.media.page.page` for the other options. ``.save("walks.html")`` writes it.
    """
    from .media.page import page

    return page(walks, lang=language(lang), **options)


def landscape(source: Any, *names: str, **options: Any) -> Any:
    """The cost over one or two inputs, of a graph (or its source) or of a path of descent.

    ``names`` are the inputs to spread out: one for a curve, two for contours. See
    :func:`backprop_viz.terrain.landscape` for the options, the result and the errors. Of an
    explorer it is a widget that follows its sliders: ``explorer.landscape``.
    """
    from .terrain import landscape

    if hasattr(source, "landscape"):
        return source.landscape(*names, **options)
    is_ready = isinstance(source, (core.Graph, descent.Path))
    return landscape(source if is_ready else graph(source), *names, **options)
