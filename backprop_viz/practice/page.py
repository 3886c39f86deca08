"""A task as one HTML file, which is performed without a kernel, a server or a network."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from ..browser.javascript import perform_source
from ..draw.picture import Picture
from ..errors import OptionError
from ..media.page import document
from ..theme import Theme, theme
from ..words import language, one_line
from ..writing import path_of, write_whole
from .look import sheet
from .prepared import prepared
from .task import Task

__all__ = ["TaskPage"]


@dataclass(frozen=True)
class TaskPage:
    """A task on a page of its own; without a theme it is light or dark as its reader's system."""

    task: Task
    title: str
    lang: str = field(default_factory=language)
    theme_name: str | Theme | None = None

    @property
    def html(self) -> str:
        """The file's text, the same in every run. Raises ``EngineError`` without a Graphviz."""
        chosen = None if self.theme_name is None else theme(self.theme_name)
        title = one_line(self.title)
        bare = Picture(self.task.walk.graph, lang=self.lang)
        return document(
            lang=self.lang,
            title=title,
            style=sheet(chosen, is_page=True),
            still=bare.svg.replace(' style="max-width:100%;height:auto"', ""),
            data={"title": title, **prepared(self.task, self.lang)},
            script=perform_source("page"),
        )

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the file, whole or not at all; return its path."""
        target = path_of(path)
        if target.suffix.lower() not in (".html", ".htm"):
            raise OptionError("usage.page_ending", name=target.name)
        write_whole(target, self.html.encode())
        return target
