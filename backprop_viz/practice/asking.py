"""What is asked at a place, in words: its name in a list, and a question for each answer."""

from __future__ import annotations

from ..spell.names import display
from ..tell.blocks import given
from ..words import say
from .judging import number_question, slots
from .places import Place
from .task import Ask, Task

__all__ = ["asked", "label", "rule_name"]


def label(task: Task, place: Place, lang: str) -> str:
    """The place as it stands in a list; where an operand is used twice, with its number."""
    told = say(f"practice.at_{place.kind}", lang, **slots(task, place))
    if place.kind != "edge":
        return told
    nodes, block = task.walk.graph.nodes, task.block(place)
    node = nodes[place.node]
    operands = node.operands if block is None else given(block, task.walk.graph)
    if list(operands).count(node.operands[place.position]) == 1:
        return told
    own = place.position + 1 if block is None else display(node.name.rpartition(".")[2])
    return f"{told} ({own})"


def rule_name(rule: str, lang: str) -> str:
    """A rule as it is offered."""
    return say(f"practice.rule_{rule}", lang)


def asked(task: Task, place: Place, ask: Ask, lang: str) -> str:
    """The question for one of the answers."""
    if ask == "value":
        return str(number_question(task, place, lang).sentence)
    about = slots(task, place)
    if ask == "entry":
        at = ", ".join(map(str, task.entry(place)))
        return say(f"practice.ask_entry_{place.kind}", lang, at=f"[{at}]", **about)
    typing = task.typing(place) if ask == "expression" else None
    if typing is not None:
        return say("practice.ask_typed", lang, names=", ".join(typing.offered), **about)
    return say(f"practice.ask_{ask}_{place.kind}", lang, **about)
