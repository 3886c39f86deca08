"""An exercise as one HTML file, which is done without a kernel, a server or a network."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..browser.javascript import ExerciseKind, exercise_source
from ..core.graph import Graph
from ..draw.picture import Picture
from ..errors import OptionError
from ..media.page import document
from ..theme import Theme, theme
from ..words import language, one_line
from ..writing import path_of, write_whole
from .look import sheet
from .prepared import is_typed, prepared
from .task import Task

__all__ = ["ExercisePage", "TaskPage"]


class ExercisePage(ABC):
    """An exercise on a page; without a theme it is light or dark as its reader's system."""

    kind: ExerciseKind
    title: str
    lang: str
    theme_name: str | Theme | None

    @property
    @abstractmethod
    def graph(self) -> Graph:
        """What readers without scripts see."""

    @property
    @abstractmethod
    def prepared(self) -> Mapping[str, Any]:
        """What the browser needs."""

    @property
    def html(self) -> str:
        """The file's text, the same in every run. Raises ``EngineError`` without a Graphviz."""
        chosen = None if self.theme_name is None else theme(self.theme_name)
        title = one_line(self.title)
        bare, data = Picture(self.graph, lang=self.lang), self.prepared
        return document(
            lang=self.lang,
            title=title,
            style=sheet(chosen, is_page=True),
            still=bare.svg.replace(' style="max-width:100%;height:auto"', ""),
            data={"title": title, **data},
            script=exercise_source(self.kind, "page", typed=is_typed(data)),
        )

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the file, whole or not at all; return its path."""
        target = path_of(path)
        if target.suffix.lower() not in (".html", ".htm"):
            raise OptionError("usage.page_ending", name=target.name)
        write_whole(target, self.html.encode())
        return target


@dataclass(frozen=True)
class TaskPage(ExercisePage):
    """A task on a page of its own."""

    task: Task
    title: str
    lang: str = field(default_factory=language)
    theme_name: str | Theme | None = None
    kind = "perform"

    @property
    def graph(self) -> Graph:
        return self.task.walk.graph

    @property
    def prepared(self) -> Mapping[str, Any]:
        return prepared(self.task, self.lang)
