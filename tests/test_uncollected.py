"""New objects are not searched for garbage right after they are made, and yet none stays."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from backprop_viz import uncollected as module
from backprop_viz.uncollected import uncollected


class _Thing:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(module, "_unsearched", 0)
    assert gc.isenabled()
    gc.unfreeze()  # what conftest.py has frozen, as nobody has elsewhere
    gc.collect(1)  # the young ones
    yield
    assert gc.isenabled()
    gc.unfreeze()
    gc.freeze()


def _made(count: int) -> list[_Thing]:
    with uncollected():
        assert not gc.isenabled()
        return [_Thing() for _ in range(count)]


def test_many_new_objects_are_not_searched_at_once() -> None:
    searches: list[int] = []

    def heard(phase: str, about: dict[str, int]) -> None:
        searches.append(about["generation"])

    gc.callbacks.append(heard)
    try:
        stays = _made(2 * module.MANY)
        others = [[] for _ in range(10)]  # type: ignore[var-annotated]  # where a search would begin
    finally:
        gc.callbacks.remove(heard)
    assert len(stays) == 2 * module.MANY
    assert len(others) == 10
    assert searches == []
    assert gc.get_freeze_count() == 0  # they are old, not frozen


def test_garbage_goes_when_there_has_been_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 8 * module.MANY)
    first = weakref.ref(_made(2 * module.MANY)[0])
    assert first() is not None  # it holds itself, and nobody has searched
    for _ in range(4):
        _made(2 * module.MANY)
    assert first() is None


def test_what_someone_has_frozen_stays_frozen() -> None:
    gc.freeze()
    frozen = gc.get_freeze_count()
    assert frozen
    _made(2 * module.MANY)
    assert gc.get_freeze_count() >= frozen - 10
