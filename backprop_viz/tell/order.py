"""What a step says, in which order: rows that are read by Python and by the browser.

A row is a condition and what is said where it holds. A condition is facts of a step, all of which
must hold, or must not behind an exclamation mark. What is said is an entry of the catalogue, or,
in angle brackets, something of its own: why a slope is what it is, or why a number is not finite.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["BESIDE", "HAPPENS", "SENTENCES"]

_TOTAL = (
    ("shared complete", "shared_complete"),
    ("shared !complete", "shared_partial"),
    ("shared", "<total>"),
)

SENTENCES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "graph": (("!shut", "graph"), ("shut", "graph_closed")),
        "seed": (
            ("", "seed"),
            ("array", "seed_array"),
            ("unreached", "unreached"),
            ("stopped", "stopped"),
            ("fixed", "fixed"),
        ),
        "forward": (("first", "inputs"), ("", "forward"), ("", "<value>")),
        "backward": (
            ("entrywise !shared !output", "backward"),
            ("entrywise !shared output", "backward_output"),
            ("entrywise shared", "backward_shared"),
            ("!entrywise !shared", "backward_whole"),
            ("!entrywise shared", "backward_whole_shared"),
            ("", "<why>"),
            ("", "<kink>"),
            ("", "<slope>"),
            ("", "<product>"),
            ("summed", "broadcast"),
            *_TOTAL,
        ),
        "forward_block": (("first", "inputs"), ("", "forward_block"), ("", "<inside>")),
        "backward_block": (
            ("!shared", "backward_block"),
            ("shared", "backward_block_shared"),
            ("!short !once", "walked_inside"),
            ("!short once", "walked_inside_once"),
            ("", "<inside>"),
            *_TOTAL,
        ),
        "backward_port": (
            ("!shared", "backward_port"),
            ("shared", "backward_port_shared"),
            *_TOTAL,
        ),
    }
)
"""For each kind of step its rows: ``first`` is the first step of all with inputs, ``output`` that
the step is at the output, ``shared`` that the operand's gradient is a sum of several parts,
``entrywise`` that its local derivative acts entry by entry. A step of a closed block, and one out
of an open one by a port, have rows of their own: ``short`` is that a shortcut says what all of the
way back through it comes to, ``once`` that there is one step inside."""


BESIDE: Mapping[str, str] = MappingProxyType(
    {
        "forward": "forward_beside",
        "seed": "seed_beside",
        "backward": "backward_beside",
        "backward_output": "backward_beside",
        "backward_shared": "backward_shared_beside",
        "backward_whole": "backward_beside",
        "backward_whole_shared": "backward_shared_beside",
        "forward_block": "forward_block_beside",
        "backward_block": "backward_block_beside",
        "backward_block_shared": "backward_block_shared_beside",
        "backward_port": "backward_port_beside",
        "backward_port_shared": "backward_port_shared_beside",
        "shared_partial": "shared_partial_beside",
        "shared_complete": "shared_complete_beside",
    }
)
"""What stands for an entry where the mathematics stands beside it, which has the numbers."""


HAPPENS = (
    *("inputs", "forward", "backward", "backward_output", "backward_shared"),
    *("backward_whole", "backward_whole_shared"),
    *("forward_block", "backward_block", "backward_block_shared"),
    *("walked_inside", "walked_inside_once"),
    *("backward_port", "backward_port_shared"),
)
"""The entries that say what happens, and not why."""
