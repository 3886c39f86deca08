"""A hunt for a browser without a kernel: its picture, and every judgement in advance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..attempts.attempt import Attempt
from ..browser.program import as_json
from ..core.graph import Edge
from ..errors import InputError
from ..practice.pictured import Pictured
from ..practice.places import Place, places
from ..practice.task import MOST
from ..quiz.question import question
from ..quiz.verdicts import verdicts
from ..tell.walk import Walk
from ..words import row, say, texts
from .carried import Bugged
from .rules import BUGS
from .verdicts import checked, elsewhere, guessed, mending, solution, task_of
from .wires import is_shown, slots_of, step_of, steps_of

__all__ = ["prepared"]


def prepared(bugged: Bugged, attempt: Attempt, lang: str) -> dict[str, Any]:
    """All that the browser needs to let a learner hunt, and to judge the moves.

    Raises ``InputError`` for a walk that is too large for it.
    """
    wires = [place for place in places(bugged.walk.graph) if place.kind in ("edge", "sum")]
    if len(wires) > MOST:
        raise InputError("hunt.large", count=len(wires), most=MOST)
    wrong = Pictured(bugged.as_walk(), lang)
    seen = wrong.filled_with("plain", "plain")
    right = Pictured(bugged.walk, lang).filled_with("plain", "plain")
    changed = [[n, right[n]] for n, part in enumerate(seen) if part != right[n]]
    return {
        "lang": lang,
        "attempt": {**attempt.as_data(), "moves": []},
        "picture": wrong.framed(seen),
        "mended": changed,
        "places": [_wire(bugged, place, wrong, lang) for place in wires],
        "checks": _checks(bugged, lang),
        "bugs": [[bug, say(f"hunt.{bug}", lang)] for bug in BUGS],
        "mend": _mend(bugged, lang),
        "solution": solution(bugged, lang),
        "words": {**_words(lang), "task": task_of(bugged.walk, lang)},
    }


def _words(lang: str) -> dict[str, str]:
    rooms = ("practice.on_", "hunt.on_")  # of the second there are those that differ
    words = {
        key.removeprefix(room): say(key, lang)
        for room in rooms
        for key in texts(lang)
        if key.startswith(room)
    }
    told = {"done": say("hunt.done", lang)}
    gap, unreadable = row(lang).gap, say("practice.unreadable", lang)
    return {**words, **told, "gap": gap, "unreadable": unreadable}


def _wire(bugged: Bugged, place: Place, picture: Pictured, lang: str) -> dict[str, Any]:
    """A wire: what is said of it, and of every guess there."""
    walk, edge = bugged.walk, None
    if place.kind == "edge":
        edge = picture.edge(place)
    wire = walk.graph.nodes[place.node].name if edge is None else step_of(walk, edge)
    told = {"id": str(wire), "wire": wire, "hits": picture.hits(place)}
    if edge is None:
        slots = _slots_of_sum(walk, place.node)
        return {
            **told,
            "label": say("hunt.at_sum", lang, **slots),
            "asked": say("hunt.ask_sum", lang, **slots),
        }
    flow = bugged.backflows[walk.graph.backward_places[edge]]
    shown = {"arrives": walk.written(flow.contribution), "total": walk.written(flow.total)}
    slots = {**slots_of(walk, edge), **shown}
    is_all = walk.graph.live_uses[edge.operand] == 1 and shown["arrives"] == shown["total"]
    key = "hunt.ask" if is_all else "hunt.ask_part"
    return {
        **told,
        "label": say("hunt.at_edge", lang, **slots),
        "asked": say(key, lang, **slots),
        **_guesses(bugged, edge, lang),
    }


def _checks(bugged: Bugged, lang: str) -> dict[str, list[Any]]:
    """What finite differences say of every wire: an edge, by its step, or a node, by its name."""
    graph = bugged.walk.graph
    wires: list[int | str] = [*steps_of(graph).values()]
    wires += [node.name for node in graph.nodes if is_shown(graph, node.index)]
    found = {wire: checked(bugged, wire, lang) for wire in wires}
    return {str(wire): [bool(one), "", one.sentence] for wire, one in found.items()}


def _slots_of_sum(walk: Walk, node: int) -> Mapping[str, object]:
    return {"node": walk.shown[node], "output": walk.shown[walk.graph.output_node.index]}


def _guesses(bugged: Bugged, edge: Edge, lang: str) -> dict[str, Any]:
    """What is said of each bug there; of all of them alike, and of any number, elsewhere."""
    told: dict[str, Any] = {}
    if edge != bugged.edge:
        told["elsewhere"] = _told(elsewhere(bugged, edge, lang))
    if edge in bugged.edges:
        step = step_of(bugged.walk, edge)
        told["guess"] = {bug: _told(guessed(bugged, step, bug, lang)) for bug in BUGS}
    return told


def _told(judged: Any) -> list[Any]:
    return [judged.right, judged.reason, judged.sentence]


def _mend(bugged: Bugged, lang: str) -> dict[str, Any]:
    """The judgement of what is typed for the first wrong edge."""
    wanted, told, wrong = mending(bugged, lang)
    if wrong is not None:
        names = list(bugged.walk.graph.names)
        only = [wrong.reason, wrong.sentence]
        return {"wanted": as_json(wanted), "said": {"right": told}, "only": only, "names": names}
    step = step_of(bugged.walk, bugged.edge)
    data = verdicts(question(bugged.walk, step, lang), as_json)
    return {**data, "said": {**data["said"], "right": told}}
