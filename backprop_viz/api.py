"""What a user holds: the graph and the walk, and all that can be made of them as methods."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Literal, Self

from .core import graph as core
from .core.expression import variables
from .errors import GraphError
from .given.inputs import checked_parameters, listed, united
from .gradient_function import gradient_function
from .models.source import is_model
from .read import read
from .spell.numbers import Number
from .tell import walk as tell_walk
from .tell.program import in_brief, program
from .theme import Theme
from .uncollected import uncollected
from .words import language, quoted

if TYPE_CHECKING:
    from pathlib import Path

    import sympy

    from .blocks.view import Names
    from .browser.spread import Spread
    from .draw.picture import Picture
    from .verify.table import Check

__all__ = ["Graph", "Walk", "graph", "variables"]

_PLAIN = frozenset((float, int))
Like = Mapping[str, Any] | tuple[Any, ...] | None


class Graph(core.Graph):
    """A formula as a computational graph, made by :func:`graph`; nothing in it ever changes.

    ``nodes`` are in topological order, ``output`` names the one whose gradient is sought,
    ``names`` leads from each name to the index of its node, and ``parameters`` are the inputs
    that learning would change. ``blocks`` are the parts that have a name: the uses of functions
    that the text defines, and of :func:`block`. ``str()`` gives a program that can be read again.
    """

    def walk(
        self, inputs: Mapping[str, Any] | None = None, /, *, strict: bool = False, **named: Any
    ) -> Walk:
        """Evaluate at some inputs, forward and backward.

        Inputs are numbers or arrays, in a mapping by name or as keywords (``y_`` for y′); those
        that are not given are the defaults of the text or the Python function, if any. Raises
        ``InputError`` for missing or unknown ones, for one that is given twice, and where True and
        False would be added as 1 and 0, and with ``strict=True`` ``DomainError`` where a value is
        undefined or overflows.
        """
        given = united(inputs, named)
        walk = Walk(self, given)
        if not _PLAIN.issuperset(map(type, given.values())):
            from .blocks.conditions import check_conditions

            check_conditions(self, given)
        if strict:
            from .tell.domain import check_finite

            check_finite(walk)
        return walk

    def analytic(self) -> dict[str, sympy.Expr]:
        """By input, as a SymPy expression: the derivative of the output with respect to it.

        Raises ``GraphError`` for a formula too large for SymPy.
        """
        from .verify.symbolic import analytic

        return analytic(self)

    def derivative(self, name: str) -> Graph:
        """The gradient of the output by an input as a graph of its own, for single numbers.

        It has the same inputs, defaults and parameters, also where they drop out, so it is walked,
        checked and drawn as the formula is, and ``graph.derivative("x").derivative("x")`` is the
        second derivative. It is made of what the operations say of their slopes, and is no shorter
        than the backward pass. Where an operation has a kink, it has the slope that a walk takes.

        Raises ``GraphError`` for a name that is no input, for a graph with arrays in it, and for
        an operation whose slope no operations make up.
        """
        from .circuits.derivative import derivative

        made = derivative(self, name)
        numbers: dict[str, tuple[int, ...]] = dict.fromkeys(self.inputs, ())
        return Graph.build(
            made.roots, made.output, made.names, self.parameters, self.defaults, numbers
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to know of a graph that was read from a model, in the current language.

        Such as: that it is computed in float64, and which way an ``if`` on data was taken.
        """
        from .models.witness import witness_of

        model = witness_of(self)
        return () if model is None else tuple(dict.fromkeys(note.say() for note in model.notes))

    def gradient_function(
        self, over: str | Iterable[str] = ()
    ) -> Callable[..., tuple[Number, tuple[Number, ...]]]:
        """A function of the inputs, in the order of ``inputs``, that returns (output, gradients).

        These are what a walk has, computed by code made for this graph. ``over`` names inputs that
        have values for many places at once. See
        :func:`backprop_viz.gradient_function.gradient_function`.
        """
        return gradient_function(self, over)

    def opened(self, *names: str) -> Self:
        """The same graph, shown with these blocks open, and what is around them; all without names.

        In a name ``*`` and ``?`` stand for other signs, ``layer_*``; ``"*"`` are all blocks. It
        changes what is shown and which steps there are, and no number. Raises ``GraphError`` for a
        name that no block has.
        """
        from .blocks.view import with_opened

        return with_opened(self, names)

    def closed(self, *names: str) -> Self:
        """The same graph, shown with these blocks closed; all without names. See :meth:`opened`."""
        from .blocks.view import with_closed

        return with_closed(self, names)

    def picture(
        self,
        *,
        theme: str | Theme | None = None,
        lang: str | None = None,
        digits: int | None = None,
        opened: Names = None,
    ) -> Picture:
        """The picture of the bare graph, which needs no inputs.

        ``theme`` is "light", "dark", "print", "colorblind" or a ``Theme``; without one it is light,
        and in a notebook as light or dark as that. ``lang`` is "en" or "ja", by default the current
        language (``bv.speak``), and ``digits`` is how many significant ones
        its numbers have, and have room for, by default four. ``opened`` are the names of blocks to
        show open, as :meth:`opened` takes them. Raises ``ValueError`` for any other.
        """
        from .draw.picture import Picture

        return Picture(_seen(self, opened), theme_name=theme, lang=lang, digits=digits)

    def __str__(self) -> str:
        return program(self)

    def __repr__(self) -> str:
        of = ", ".join(self.inputs)
        return f"<graph of {self.output}{f' with {of}' if of else ''}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {**self.picture()._repr_mimebundle_(), "text/plain": in_brief(self)}

    def _mime_(self) -> tuple[str, str]:
        return self.picture()._mime_()


class Walk(tell_walk.Walk):
    """A graph at some inputs: every value, every gradient, and every step to them.

    ``inputs``, ``values`` and ``gradients`` are mappings by name, in any spelling of it, to
    float64 scalars or arrays. A gradient is that of the output (of an array, of the sum of its
    entries) and has the shape of the value that it belongs to; a constant has none.
    """

    def zoom(
        self,
        name: str,
        at: int | Sequence[int] = (),
        *,
        gradient: bool = False,
        depth: int = 0,
        part: str = "",
        most: int = 12,
    ) -> Walk:
        """The entry ``at`` a place of what is computed, as a circuit of numbers: a walk of its own.

        It goes down to the entries of the nearest named quantities, which are its inputs: of
        ``Z = X @ W + b``, ``walk.zoom("Z", (0, 1))`` has X₀₀, W₀₁, b₁ and so on. ``depth`` is how
        many more named quantities to go through. With ``gradient=True`` it is an entry of the
        gradient instead, the sum of all that comes back to it, over the gradients that come from
        the next named quantities. Where an operation branches, it is the branch taken here.

        A sum of more than ``most`` terms is one of parts, s₁, s₂, ..., which are inputs with the
        values that they have; ``part="s2"`` opens one of them in its place.

        Raises ``KeyError`` for a name or a part that is not there, ``InputError`` for an entry
        that is not, and for what has nothing inside.
        """
        from .circuits.zoom import zoom

        made = zoom(self, name, at, gradient=gradient, depth=depth, part=part, most=most)
        graph = Graph.build([], made.output, made.names, made.parameters)
        return graph.walk(made.values).with_digits(self.digits)

    def opened(self, *names: str) -> Self:
        """The same walk, shown with these blocks open; see :meth:`Graph.opened`."""
        from .blocks.view import with_opened

        return self.with_graph(with_opened(self.graph, names))

    def closed(self, *names: str) -> Self:
        """The same walk, shown with these blocks closed; see :meth:`Graph.opened`."""
        from .blocks.view import with_closed

        return self.with_graph(with_closed(self.graph, names))

    def check(
        self, against: str | Iterable[str] | None = None, *, lang: str | None = None
    ) -> Check:
        """A table of every gradient beside SymPy's, a central difference and other libraries'.

        ``against`` is "torch", "jax" or "tensorflow", or several of them, ``lang`` by default the
        current language (``bv.speak``). Raises ``MissingLibraryError``, with the line that
        installs it, for one that is not installed.
        """
        from .verify.check import check

        return check(self, against, lang)

    def picture(
        self,
        step: int | None = None,
        *,
        theme: str | Theme | None = None,
        lang: str | None = None,
        digits: int | None = None,
        caption: bool = False,
        opened: Names = None,
    ) -> Picture:
        """The picture of a step; the last by default, and negative numbers count from there.

        ``theme`` is "light", "dark", "print", "colorblind" or a ``Theme``; without one it is light,
        and in a notebook as light or dark as that. ``lang`` is by default the current language
        (``bv.speak``). ``digits``, 1 to 12, is how many significant ones numbers
        have, by default those of the walk (:meth:`with_digits`), four. ``caption=True`` puts the
        formula over the picture and what the step says under it. ``opened`` are the names of
        blocks to show open, as :meth:`opened` takes them. Raises ``IndexError`` if
        there is no such step, ``ValueError`` for an unknown theme or language, or such digits.
        """
        if opened is not None:
            return _walk_seen(self, opened).picture(
                step, theme=theme, lang=lang, digits=digits, caption=caption
            )
        if caption:
            from .media.captioned import CaptionedPicture
            from .media.script import Script

            steps = (-1 if step is None else step,)
            return CaptionedPicture(
                Script.of(self, steps, theme, lang, None, digits, caption=caption)
            )
        from .draw.picture import Picture

        return Picture(self.graph, self, step, theme_name=theme, lang=lang, digits=digits)

    def pictures(
        self,
        *,
        theme: str | Theme | None = None,
        lang: str | None = None,
        digits: int | None = None,
        caption: bool = False,
        opened: Names = None,
    ) -> Iterator[Picture]:
        """The pictures of all steps, in order, with the options of :meth:`picture`."""
        lang, told = language(lang), self if digits is None else self.with_digits(digits)
        told = _walk_seen(told, opened)
        return (
            told.picture(k, theme=theme, lang=lang, caption=caption) for k in range(len(told.steps))
        )

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        step: int | None = None,
        steps: Iterable[int] | None = None,
        theme: str | Theme | None = None,
        lang: str | None = None,
        digits: int | None = None,
        title: str | None = None,
        pace: float | None = None,
        hold: float | None = None,
        width: int | None = None,
        caption: bool | None = None,
        worksheet: bool | Literal["values", "gradients", "rules", "steps"] | None = None,
        paper: Literal["a4", "b5", "letter", "legal"] | None = None,
        beamer: bool | None = None,
        slides: bool | None = None,
        ranges: Mapping[str, tuple[float, float, float]] | None = None,
        landscape: Spread = None,
        opened: Names = None,
        watch: tell_walk.Watch | None = None,
    ) -> Path:
        """Write the walk in the medium that the file's ending tells; return the path.

        ``.svg``, ``.png`` and ``.dot`` are the picture of one ``step``, the last by default, and
        so is ``.pdf`` with a ``step``; ``caption=True`` puts the formula over it and what the step
        says under it. All others tell every step, or those in ``steps``:

        - ``.gif``, ``.webp``, ``.apng``, ``.mp4``: an animation. ``pace`` and ``hold`` are the
          seconds of a step and of the last one, ``width`` is in pixels, and ``caption=False``
          leaves out the formula over the picture and what is said under it.
        - ``.pdf``: a handout, as many steps on a page as can be read. With ``worksheet=True`` a
          picture with numbered blanks for values and gradients, and its key; ``"values"`` and
          ``"gradients"`` ask for these alone, ``"rules"`` for every chain rule, ``"steps"`` asks
          step by step, each on a page. ``paper`` is the sheet: ``"a4"``, ``"b5"`` (of Japan),
          ``"letter"`` or ``"legal"``.
        - ``.tex``: a LaTeX document; with ``beamer=True`` overlays for a talk.
        - ``.html``: a live page of its own. Without a theme it follows its reader's light or
          dark; ``ranges`` are the sliders' (least, greatest, step) by name. ``slides=True``, or
          the name ``slides.html``, opens it as a presentation, and ``landscape="w b"`` shows the
          output over one or two inputs beside the graph, where the place can be dragged.
        - ``.pptx``: slides. ``.md``: Markdown with pictures in a folder beside it.

        ``lang`` is by default the current language (``bv.speak``), ``digits`` how many significant
        ones numbers have, by default those of the walk, and ``opened`` the names of blocks to show
        open, as :meth:`opened` takes them. ``watch`` goes through the
        steps and may show a progress bar, as ``tqdm.tqdm`` does. The file appears whole or not at
        all, and is the same in every run. Raises ``ValueError`` for an unknown ending or an option
        that is not for it, ``MissingLibraryError`` where an optional library is not installed,
        ``FontError`` if no font has a character.
        """
        # The signature is the one place that lists them; notebooks complete no other form of it.
        options = {**locals()}
        from .media.save import save

        walk = _walk_seen(options.pop("self"), options.pop("opened"))
        return save(walk, options.pop("path"), **options)

    def embed(
        self,
        address: str | os.PathLike[str] | None = None,
        *,
        step: int | None = None,
        theme: str | Theme | None = None,
        lang: str | None = None,
        opened: Names = None,
    ) -> str:
        """HTML that shows the walk, live, in any other page: an ``<iframe>``, and a small script.

        The page is in it, or at the ``address`` of a playground. It opens at ``step``, tells how
        high it is, and without a ``theme`` is light or dark as all around it. ``opened`` are the
        names of blocks to show open, as :meth:`opened` takes them. Raises ``ValueError`` for what
        is no address.
        """
        from .media.embed import framed

        return framed(_walk_seen(self, opened), address, step=step, lang=lang, theme=theme)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return self.picture()._repr_mimebundle_()

    def _mime_(self) -> tuple[str, str]:
        return self.picture()._mime_()


def _seen(graph: core.Graph, opened: Names) -> core.Graph:
    if opened is None:
        return graph
    from .blocks.view import seen

    return seen(graph, opened)


def _walk_seen(walk: Walk, opened: Names) -> Walk:
    return walk if opened is None else walk.with_graph(_seen(walk.graph, opened))


def graph(
    source: Any, *, parameters: Iterable[str] = (), like: Like = None, opaque: bool = False
) -> Graph:
    """The computational graph of a formula, in any of its forms.

    ``source`` is text (one formula, or a program of named intermediates separated by ``;`` or
    new lines), a SymPy expression, a Python function of its inputs, or an expression of
    :func:`variables`. In text a name that is assigned a number or a list of numbers is an input
    with that default, and a line may say what a name is: ``const k = 3``, ``param w = 3``,
    ``input x``. A text may define functions, ``neuron(x, w, b) = tanh(w @ x + b)`` or with ``def``
    and ``return``, and call them in later lines. ``parameters`` are the inputs that learning would
    change, beside those of the text; pictures mark them.

    A model of PyTorch, that is a module or a function of tensors, is run once with what it is
    ``like``, a tuple or a mapping of examples, which become the defaults. Its parameters are inputs
    and the graph's parameters, its modules are blocks, and a graph that computes other than PyTorch
    is refused, by operation, line and module. So is what has no row, unless it may be ``opaque``:
    then the operation, or the module that it is in, is one operation whose value and gradient come
    from PyTorch. A ``torch.autograd.Function`` always is.

    With ``like`` a Python function may ask for ``x.shape`` and ``len(x)``, unpack ``x`` and go
    through it, also with NumPy's functions of shapes. It gives, by name or as a tuple in the order
    of the parameters, what they are like: a shape, as a tuple of whole numbers, or a value, which
    becomes the default. Where the function asks for a shape, the graph holds for that alone, and a
    walk refuses any other.

    Raises ``ParseError`` for text that is no formula, ``GraphError`` otherwise.

    >>> graph("p = w*x; y = p + b; (y' - y)**2").inputs
    ('w', 'x', 'b', "y'")
    >>> graph(lambda x: sum(xi**2 for xi in x) / len(x), like={"x": (3,)}).shapes["x"]
    (3,)
    """
    with uncollected():
        return _made(source, parameters, like, opaque=opaque)


def _made(source: Any, parameters: Iterable[str], like: Like, *, opaque: bool) -> Graph:
    if isinstance(source, core.Graph) and like is None:
        marked = source.parameters | checked_parameters(parameters, source.inputs)
        own = {field.name: getattr(source, field.name) for field in fields(core.Graph)}
        return Graph(**{**own, "parameters": marked})
    witness, called = None, listed(parameters)
    if is_model(source, like):
        from .models.reader import read_model

        made, witness = read_model(source, like, opaque=opaque)
    elif opaque:
        raise GraphError("models.opaque_source", given=quoted(source))
    else:
        made = read(source, like, called)
    blocks = made.blocks
    built = Graph.build(
        made.roots,
        made.output,
        made.names,
        [*made.parameters, *called],
        made.defaults,
        text=made.text,
        places=made.places,
        lines=made.lines,
        inside=None if blocks is None else blocks.inside(made.names),
    )
    if blocks is not None:
        from .blocks.tree import blocks_of
        from .blocks.view import with_closed

        built = with_closed(built.with_fields(blocks=blocks_of(built, blocks)), ())
    if witness is not None:
        built = built.with_fields(origin=witness)
        witness.take(built, made)
    return built
