"""The rules of a descent: how a gradient becomes a move. All are taken entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..spell.numbers import Number

__all__ = ["METHODS", "Method", "Rule"]

Rule = Callable[[Number, Any, float, int], tuple[Number, Any]]
"""(gradient, memory, rate, number of the step, from 1) to (move, memory)."""


class Method(NamedTuple):
    """A ``rule`` and its ``memory`` before the first step.

    If the rule ``counts``, its move depends on the number of the step as well.
    """

    rule: Rule
    memory: Any
    counts: bool = False


def plain(gradient: Number, memory: None, rate: float, count: int) -> tuple[Number, None]:
    """``-rate * gradient``: downhill, and the further the steeper."""
    return -rate * gradient, None


def momentum(gradient: Number, memory: Number, rate: float, count: int) -> tuple[Number, Number]:
    """A heavy ball: 0.9 of the last move, and the plain one.

    B. T. Polyak, *Some methods of speeding up the convergence of iteration methods*, USSR
    Computational Mathematics and Mathematical Physics 4(5), 1964; 0.9 is the customary value.
    """
    move = 0.9 * memory - rate * gradient
    return move, move


def adam(
    gradient: Number, memory: tuple[Number, Number], rate: float, count: int
) -> tuple[Number, tuple[Number, Number]]:
    """The running mean of the gradient over the root of that of its square: about ``rate`` a step.

    D. P. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015, algorithm 1,
    with its beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8. (Its rate for deep networks is 0.001.)
    """
    mean = 0.9 * memory[0] + (1 - 0.9) * gradient
    square = 0.999 * memory[1] + (1 - 0.999) * (gradient * gradient)
    mean_hat, square_hat = mean / (1 - 0.9**count), square / (1 - 0.999**count)
    return -rate * mean_hat / (square_hat**0.5 + 1e-8), (mean, square)


METHODS = {
    "plain": Method(plain, None),
    "momentum": Method(momentum, 0.0),
    "adam": Method(adam, (0.0, 0.0), counts=True),
}
