"""What waits while a formula is read: operators for their right operands, and open groups.

An operator waits until one that binds less comes behind it (Dijkstra's shunting yard).
"""

from __future__ import annotations

from ..core.operation import Op
from .grammar import POWER, ROOT, Group, Instruction, Operator, Unfinished
from .scanner import Token

__all__ = ["Waiting"]


class Waiting(Unfinished):
    """A formula that is read as far as a place, and what waits there."""

    def _open(self, group: Group) -> None:
        self.waiting.append(group)
        self.counts.append(1)
        self.place += 1

    def _wait(self, binds: int, row: Op, token: Token) -> None:
        """Let an operator wait for its right operand; powers group to the right."""
        self._release(binds + (binds == POWER))
        self.waiting.append(Operator(binds, row, token))

    def _release(self, binds: int = 0) -> None:
        """Write the operators that bind at least so much, as far as the innermost open group."""
        while self.waiting:
            last = self.waiting[-1]
            if isinstance(last, Group) or last.binds < binds:
                break
            self.waiting.pop()
            self.written.append(Instruction("apply", last.token, last.row))

    def _separates(self) -> bool:
        """Whether a comma stands between the operands of a call, or the entries of a list.

        An operand of a call may be a list in parentheses, as Python's tuples are.
        """
        self._release()
        group, outside = self.last, self.waiting[-2:-1]
        if not isinstance(group, Group):
            return False
        is_tuple = any(isinstance(one, Group) and one.called is not None for one in outside)
        return group.called is not None or group.token.kind == "[" or is_tuple

    def _is_under_root(self) -> bool:
        last = self.last
        return isinstance(last, Operator) and last.binds == ROOT

    def _under_root(self) -> None:
        """An operand is complete: draw the roots that stand right before it."""
        while self._is_under_root():
            if self.here.kind in ("**", "power", "method"):
                self.fail("parse.root", self.here.at, "parse.call_root")
            self._release(ROOT)
