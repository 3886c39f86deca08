"""The table of endings: the medium that a file's name stands for, and the options it takes."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..draw.picture import FORMATS, Picture
from ..errors import OptionError
from ..tell.walk import Walk
from ..writing import path_of, place_of
from .files import Folder, write
from .script import Script, checked_title

__all__ = ["MEDIA", "OPTIONS", "Medium", "endings", "kind_of", "save"]

Made = bytes | Folder


@dataclass(frozen=True)
class Medium:
    """One row: what makes the content of a file, and the options that it knows."""

    make: Callable[[Script, str], Made]  # from the script and the file's name without its ending
    what: str
    options: frozenset[str] = frozenset()


def _gif(script: Script, stem: str) -> Made:
    from .gif import gif

    return gif(script)


def _apng(script: Script, stem: str) -> Made:
    from .apng import apng

    return apng(script)


def _webp(script: Script, stem: str) -> Made:
    from .webp import webp

    return webp(script)


def _mp4(script: Script, stem: str) -> Made:
    from .mp4 import mp4

    return mp4(script)


def _pdf(script: Script, stem: str) -> Made:
    if script.worksheet:
        from .worksheet import worksheet

        return worksheet(script)
    from .handout import handout

    return handout(script)


def _tex(script: Script, stem: str) -> Made:
    from .tikz import document

    return document(script).encode()


def _pptx(script: Script, stem: str) -> Made:
    from .powerpoint import powerpoint

    return powerpoint(script)


def _html(script: Script, stem: str) -> Made:
    from .page import Chapter, Page

    steps = [step.index for step in script.each_step()]
    chapter = Chapter(script.walk, script.title, steps, steps[0], script.ranges, script.landscape)
    theme = script.theme if script.is_themed else None
    slides = script.slides or stem == "slides"
    page = Page((chapter,), script.title, script.lang, theme, slides)
    return page.html.encode()


def _md(script: Script, stem: str) -> Made:
    from .markdown import markdown

    return markdown(script, f"{stem}_files")


MOVING = frozenset(("pace", "hold", "width", "caption"))

# Each maker imports its module when it is called: a GIF needs no python-pptx.
MEDIA = {
    "gif": Medium(_gif, "animation", MOVING),
    "webp": Medium(_webp, "animation", MOVING),
    "apng": Medium(_apng, "animation", MOVING),
    "mp4": Medium(_mp4, "video", MOVING),
    "pdf": Medium(_pdf, "handout", frozenset(("worksheet", "paper"))),
    "tex": Medium(_tex, "LaTeX document", frozenset(("beamer",))),
    "pptx": Medium(_pptx, "slides"),
    "html": Medium(_html, "live page", frozenset(("slides", "ranges", "landscape"))),
    "md": Medium(_md, "Markdown with pictures"),
}

CAPTIONED = dict.fromkeys(("svg", "png", "pdf"), frozenset(("caption",)))
"""What a picture of a step may have: the formula over it, and what is said under it."""

OPTIONS = frozenset().union(*(medium.options for medium in MEDIA.values()))
"""What only some media know. All of them know steps, theme, lang, digits, title and watch."""


def kind_of(path: str | os.PathLike[str]) -> str:
    """The ending of a file's name if a walk can be saved so; else an empty text."""
    kind = Path(path).suffix.lower().removeprefix(".")
    return kind if kind in MEDIA or kind in FORMATS else ""


def endings() -> tuple[str, ...]:
    """The endings of files that a walk is saved to."""
    return tuple(f".{kind}" for kind in dict.fromkeys((*FORMATS, *MEDIA)))


def save(
    walk: Walk, path: str | os.PathLike[str], *, step: int | None = None, **options: Any
) -> Path:
    """Write a walk in the medium that the file's ending tells; return the path.

    A picture (``.svg``, ``.png``, ``.dot``, and ``.pdf`` with a ``step``) shows one step, by
    default the last; all else shows all steps, those in ``steps``, or the one ``step``. The file
    appears whole or not at all. Raises ``ValueError`` for an unknown ending, or an option that the
    medium does not know.
    """
    target = path_of(path)
    kind = kind_of(target)
    if not kind:
        raise OptionError("usage.walk_ending", name=target.name, known=", ".join(endings()))
    options = {name: value for name, value in options.items() if value is not None}
    steps = options.pop("steps", None)
    if step is not None and steps is not None:
        raise OptionError("usage.step_or_steps")
    is_picture = kind not in MEDIA or (kind == "pdf" and step is not None)
    _check_options(kind, is_picture, options)
    place = place_of(target)  # fails, if it must, before anything is drawn
    if is_picture:
        if steps is not None:
            try:
                chosen = list(steps)
            except TypeError:
                chosen = []
            if len(chosen) != 1:
                raise OptionError("usage.one_step", name=target.name, count=len(chosen))
            step = chosen[0]
        title = checked_title(options.get("title", ""))
        if options.get("caption"):
            from .captioned import CaptionedPicture

            script = Script.of(walk, (-1 if step is None else step,), **options)
            return CaptionedPicture(script, title).save(target)
        look = options.get("theme", "light")
        lang, digits = options.get("lang"), options.get("digits")
        drawn = Picture(
            walk.graph, walk, step, theme_name=look, lang=lang, digits=digits, title=title
        )
        return drawn.save(target)
    script = Script.of(walk, steps if step is None else (step,), **options)
    write(target, MEDIA[kind].make(script, place.stem))
    return target


def _check_options(kind: str, is_picture: bool, options: dict[str, Any]) -> None:
    known = MEDIA[kind].options if not is_picture else CAPTIONED.get(kind, frozenset())
    for name, value in options.items():
        if name not in OPTIONS or name in known or value is False:
            continue
        where = ", ".join(f".{k}" for k, medium in MEDIA.items() if name in medium.options)
        key = "usage.option_of_step" if is_picture and kind in MEDIA else "usage.option"
        raise OptionError(key, option=name, known=where, given=f".{kind}")
