"""Values over many steps as plain numbers, 8 bytes each, from which a step is read again."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..spell.numbers import Number

__all__ = ["COST", "Columns"]

COST = ""  # the name of the cost among the columns of a path; no input is called so


class Columns:
    """Rows of values by name, of the shapes that the first one has.

    A row counts once all of it is there, so that what is interrupted keeps whole rows.
    """

    def __init__(self, first: Mapping[str, Number]) -> None:
        self._shapes = {name: np.shape(value) for name, value in first.items()}
        self._numbers = {name: array("d") for name in first}
        self._length = 0
        self.append(first)

    def __len__(self) -> int:
        return self._length

    @property
    def row_size(self) -> int:
        """The bytes of a row."""
        return 8 * sum(int(math.prod(shape)) for shape in self._shapes.values())

    def append(self, row: Mapping[str, Number]) -> None:
        for name, numbers in self._numbers.items():
            value = row[name]
            if value.__class__ is float:
                numbers.append(value)
            else:
                numbers.frombytes(np.asarray(value, dtype=np.float64).tobytes())
        self._length += 1

    def repeat(self, times: int) -> None:
        """Append the last row ``times`` more times."""
        for name, numbers in self._numbers.items():
            size = math.prod(self._shapes[name])
            numbers.extend(numbers[len(numbers) - size :] * times)
        self._length += times

    def row(self, index: int) -> dict[str, Number]:
        """One row: floats, and read-only arrays."""
        return {
            name: self.column(name)[index].copy() if shape else self._numbers[name][index]
            for name, shape in self._shapes.items()
        }

    def column(self, name: str) -> NDArray[np.float64]:
        """All values of a name, of shape (rows, ...), read-only and not copied."""
        shape = (self._length, *self._shapes[name])
        numbers = np.frombuffer(self._numbers[name], dtype=np.float64, count=math.prod(shape))
        numbers.flags.writeable = False
        return numbers.reshape(shape)

    def flat(self, names: tuple[str, ...], last: int | None = None) -> NDArray[np.float64]:
        """The numbers of some names side by side, of shape (rows, numbers); the ``last`` rows."""
        first = 0 if last is None else max(0, self._length - last)
        parts = [self.column(name)[first:].reshape(self._length - first, -1) for name in names]
        return np.hstack(parts)
