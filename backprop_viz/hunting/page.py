"""A hunt as one HTML file, which is played without a kernel, a server or a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..attempts.attempt import Attempt
from ..core.graph import Graph
from ..practice.page import ExercisePage
from ..theme import Theme
from ..words import language
from .carried import Bugged
from .prepared import prepared

__all__ = ["HuntPage"]


@dataclass(frozen=True)
class HuntPage(ExercisePage):
    """A hunt on a page of its own, from its beginning."""

    bugged: Bugged
    attempt: Attempt
    title: str
    lang: str = field(default_factory=language)
    theme_name: str | Theme | None = None
    kind = "hunt"

    @property
    def graph(self) -> Graph:
        return self.bugged.walk.graph

    @property
    def prepared(self) -> Mapping[str, Any]:
        return prepared(self.bugged, self.attempt, self.lang)
