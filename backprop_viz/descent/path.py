"""Gradient descent: from some inputs downhill, step by step, along the negative gradient.

The plain rule ``w <- w - rate * dC/dw`` is A. Cauchy's (1847). Following the gradient of a few
examples instead of all is H. Robbins and S. Monro's stochastic approximation (Annals of
Mathematical Statistics 22, 1951).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..api import Graph, graph
from ..spell.numbers import format_value
from ..tell.walk import Watch
from ..words import language
from .arguments import batch_size, known_method, moving, positive_rate, whole
from .batches import Batches
from .cost import Cost
from .positions import Positions
from .rules import METHODS
from .run import run
from .telling import description

__all__ = ["Path", "descend"]


class Path(Positions):
    """A descent: its places by step, 0 being the start.

    ``ending`` is None, or tells why the path stopped early. It diverged: the cost "grew" or "fell"
    without bound, or it became "undefined" (it or a gradient was no finite number any more). Or it
    was "interrupted"; it had too many places to keep ("full"); or it had "settled" where nothing
    changes any more, and the rest, the same place again and again, was too long to keep. The
    place where that happened is the path's last. ``settled`` is the first of the steps at the end
    that all stay at the same place, if there are several.
    """

    def again(self, inputs: Mapping[str, Any], steps: int | None = None) -> Path:
        """The same descent from other ``inputs``, by default of the same number of ``steps``.

        Raises ``InputError`` for inputs with other names.
        """
        return descend(
            self.graph,
            inputs,
            self.parameters,
            self.rate,
            self.steps if steps is None else steps,
            self.method,
            self.cost.columns or None,
            self.batch,
            self.seed,
            watch=iter,
        )

    def sentence(self, lang: str | None = None) -> str:
        """What became of the cost and, if the path was stopped, why and what to try.

        ``lang`` is by default the current language (``bv.speak``). Raises ``ValueError`` for an
        unknown one.
        """
        return description(self, language(lang))

    def __str__(self) -> str:
        return self.sentence()

    def _repr_markdown_(self) -> str:
        return re.sub(r"([\\`*_\[\]<>$#|~])", r"\\\1", self.sentence())

    def __repr__(self) -> str:
        moved = ", ".join(self.parameters)
        last = self[-1]
        ending = f", {self.ending}" if self.ending else ""
        return (
            f"<descent of {self.graph.output} along {moved}: {last.step} steps of {self.method}, "
            f"{format_value(self[0].output)} to {format_value(last.output)}{ending}>"
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
    watch: Watch | None = None,
) -> Path:
    """Go downhill from ``inputs``: in each step every parameter moves against its gradient.

    ``source`` is a graph, or anything that :func:`backprop_viz.graph` takes, and ``inputs`` are
    numbers or arrays by name. ``parameters`` names those that move (a list, or text such as
    "w, b"; "all" moves every input); by default those that the graph marks. ``method`` is
    "plain", "momentum" or "adam", and ``rate`` its learning rate.

    ``data`` has one list of n numbers per input that changes from example to example; the cost
    is then the average over the examples, and "all" does not move those inputs. Each step looks
    at all examples or, with ``batch``, at that number of them: shuffled with ``seed``, each once
    before any comes again, the last batch of a round being smaller if ``batch`` does not divide n.
    A long descent shows a progress bar; ``watch`` replaces it, and goes through the numbers of the
    steps as ``tqdm.tqdm`` does.

    Returns a :class:`Path` of ``steps`` + 1 places, fewer if it diverged: if the cost or a
    gradient left the finite numbers, or the cost its start by a factor of 1e12. An interrupted
    descent gives the path so far, and so does one of more places than half a gigabyte holds.
    Where nothing changes any more, the remaining places are the same, and cost no time.

    Raises ``InputError`` for inputs or data as :class:`Cost` does, without any parameter, for one
    that is no input, and for a rate, a number of steps or a batch that makes no sense;
    ``ValueError`` for an unknown method.

    >>> path = descend("(w - 3)**2", {"w": 0}, "w", rate=0.5, steps=1)
    >>> path.inputs["w"].tolist(), path.outputs.tolist()
    ([0.0, 3.0], [9.0, 0.0])
    """
    made = source if isinstance(source, Graph) else graph(source)
    method, rate = known_method(method), positive_rate(rate)
    steps = whole("steps", steps, 0)
    cost = Cost(made, inputs, data)
    moved = moving(made, parameters, cost)
    batch = batch_size(batch, cost)
    seed = whole("seed", seed, 0)
    batches = Batches(cost.count, batch, seed)
    found = run(cost, moved, METHODS[method], rate, steps, batches, watch)
    return Path(
        made,
        moved,
        rate,
        method,
        cost,
        batch,
        found.ending,
        steps,
        seed,
        found.settled,
        _columns=found.columns,
        _batches=batches,
    )
