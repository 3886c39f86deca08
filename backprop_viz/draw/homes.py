"""In which frame of an open block each thing of a picture stands."""

from __future__ import annotations

from collections.abc import Iterable

from ..parts import Block
from .parts import Frame
from .plan import Plan

__all__ = ["Homes"]


class Homes:
    """The frame ``of`` each thing of a plan, and the ``parent`` of each frame."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.frames = sorted(plan.frames, key=lambda frame: frame.depth)
        self.parent = self._parents()
        self.innermost = {node: frame for frame in self.frames for node in frame.inside}
        self.of = self._found()

    def _parents(self) -> dict[str, Frame | None]:
        frames = {frame.part.name: frame for frame in self.frames}
        found: dict[str, Frame | None] = {}
        waiting: list[tuple[Block, Frame | None]] = [(b, None) for b in self.plan.graph.blocks]
        while waiting:
            block, around = waiting.pop()
            found[block.name] = around
            inner = frames.get(block.name, around)
            waiting += [(part, inner) for part in block.parts]
        return found

    def _home(self, node: int) -> Frame | None:
        """The innermost frame that a node is computed in."""
        return self.innermost.get(node)

    def _found(self) -> dict[str, Frame | None]:
        """In which frame each thing stands."""
        plan, graph = self.plan, self.plan.graph
        exits = {node: frame for frame in self.frames for node in frame.part.outputs}
        entries = {node: frame for frame in self.frames for node in frame.part.arguments}

        def of_use(node: int) -> Frame | None:
            return self.parent[entries[node].part.name] if node in entries else self._home(node)

        def of_wire(node: int) -> Frame | None:
            if graph.nodes[node].is_constant:
                return self._common([of_use(use.node) for use in graph.uses[node]])
            if node in exits:
                return self.parent[exits[node].part.name]
            return self._home(node)

        homes = {wire.id: of_wire(wire.node) for wire in plan.wires}
        homes |= {branch.id: homes[f"w{branch.edge.operand}"] for branch in plan.branches}
        homes |= {knot.id: homes[f"w{knot.node}"] for knot in plan.knots}
        homes |= {end.id: homes[f"w{end.node}"] for end in plan.terminals}
        for circle in plan.circles:
            of_part = homes[f"w{circle.node}"] if circle.part else None
            homes[circle.id] = of_part if circle.part else self._home(circle.node)
        return homes

    def _common(self, homes: Iterable[Frame | None]) -> Frame | None:
        """The innermost frame around all of these."""
        lines = [self._line(home) for home in homes]
        found = None
        for frames in zip(*lines, strict=False):
            if any(frame is not frames[0] for frame in frames):
                break
            found = frames[0]
        return found

    def _line(self, frame: Frame | None) -> list[Frame]:
        line: list[Frame] = []
        while frame is not None:
            line.append(frame)
            frame = self.parent[frame.part.name]
        return line[::-1]
