"""The walk as a sequence of steps, each of which tells itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import index as as_index
from typing import TYPE_CHECKING, overload

from ..core import walk as core_walk
from ..errors import OptionError, StepError
from ..spell.names import canonical
from ..words import language, quoted
from . import step
from .latex import exercise, local_latex, step_latex
from .sentence import step_grounds, step_reason, step_remark, step_sentence

if TYPE_CHECKING:
    from .jacobian import Jacobian
    from .story import Story

__all__ = ["Step", "Steps", "Walk", "Watch"]

Watch = Callable[[Sequence[int]], Iterable[int]]
"""Goes through the numbers of steps and may show how far it is."""


@dataclass(frozen=True, eq=False, repr=False)
class Step(step.Step):
    """One visible step of a walk, in facts, in mathematics and in words.

    ``kind`` is "graph", "forward", "seed" or "backward". ``node`` is the operation that is
    computed (forward) or passed backward through; ``operand`` is the node that receives the
    gradient, and ``position`` its place among the operands. A backward step holds the ``upstream``
    gradient ∂f/∂node, the ``local`` derivative ∂node/∂operand, their product ``contribution`` (of
    the operand's shape), the running ``total`` of ∂f/∂operand and whether that total is
    ``complete``. In other kinds of steps all of these are None.
    """

    @property
    def local_latex(self) -> str:
        """The local derivative in symbols, as LaTeX; empty except in a backward step."""
        return local_latex(self)

    @property
    def latex(self) -> str:
        """The step in LaTeX: symbols, then numbers, then the result."""
        return step_latex(self)

    def jacobian(self) -> Jacobian:
        """Every slope of the operation of a backward step by its operand, in numerator layout.

        What is passed back is the upstream gradient times this: a product over the axes of the
        operation's value. Its ``layout`` says so. Raises ``InputError`` for a step that is not
        backward or goes through a closed block, and for more than four million numbers.
        """
        from .jacobian import jacobian_of

        return jacobian_of(self)

    def exercise(self, blank: str) -> str:
        """:attr:`latex` for a worksheet: ``blank`` stands for every number that is to be found."""
        return exercise(self, blank)

    def reason(self, lang: str | None = None) -> str:
        """Why the local derivative of a backward step is what it is; empty in other kinds."""
        return step_reason(self, lang)

    def sentence(self, lang: str | None = None) -> str:
        """The step in a plain sentence as a teacher would say it, with the reason.

        ``lang`` is a language such as ``"ja"``, by default the current one (``bv.speak``). Raises
        ``ValueError`` for an unknown one.
        """
        return step_sentence(self, language(lang))

    def remark(self, lang: str | None = None) -> str:
        """What happens in the step and why, for where :attr:`latex` stands beside it.

        It is :meth:`sentence` without what the mathematics says, and takes the same.
        """
        return step_remark(self, language(lang))

    def grounds(self, lang: str | None = None) -> str:
        """Why the step is so, for where a question stands above it and :attr:`latex` beside it.

        It is :meth:`remark` without what happens, and takes the same.
        """
        return step_grounds(self, language(lang))


class Steps(Sequence[Step]):
    """The steps of a walk as a sequence; each is made on access."""

    def __init__(self, walk: core_walk.Walk) -> None:
        self._walk = walk

    def __len__(self) -> int:
        return self._walk.step_count

    def number(self, index: int) -> int:
        """The number of the step at ``index``, where a negative one counts from the last.

        Raises ``IndexError``, which tells the number of steps, and ``OptionError`` for what is no
        number.
        """
        try:
            return range(len(self))[as_index(index)]
        except IndexError:
            raise StepError("usage.step", step=index, last=len(self) - 1) from None
        except TypeError:
            raise OptionError("usage.step_kind", given=quoted(index)) from None

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> list[Step]: ...
    def __getitem__(self, index: int | slice) -> Step | list[Step]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return Step(self._walk, self.number(index))

    def __repr__(self) -> str:
        return f"<{len(self)} steps>"


class Walk(core_walk.Walk):
    """All values and gradients of a graph at some inputs, and the steps that lead there.

    It takes and raises what a :class:`backprop_viz.core.walk.Walk` does.
    """

    @property
    def steps(self) -> Steps:
        """Every step, from the bare graph to the last gradient."""
        return Steps(self)

    def story(self, name: str, step: int | None = None) -> Story:
        """The gradient of a node as the sum of the products along all paths back to it.

        What is not known yet at ``step``, by default the last, is ``?``. Of a node without a
        gradient it says that there is none. Raises ``KeyError`` for a name that there is not, and
        what :attr:`steps` raise for a step that is not there.
        """
        from .story import story

        _ = self.values[name]  # there must be one
        node = self.graph.names[canonical(name)]
        return story(self, node, self.steps.number(-1 if step is None else step))
