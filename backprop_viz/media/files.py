"""Files that are there whole or not at all, also where there are several."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..words import say
from ..writing import draft_beside, place_of, write_whole

__all__ = ["Folder", "write"]

_OURS = re.compile(r"step-\d+\.\w+")


@dataclass(frozen=True)
class Folder:
    """A main file, and others for a folder beside it; these are made as they are written."""

    main: bytes
    name: str
    files: Iterable[tuple[str, bytes]]


def write(target: Path, content: bytes | Folder) -> None:
    """Write the file, or the file and its folder. What was there before goes only at the end.

    Raises ``FileExistsError`` if the folder holds anything that was not written here.
    """
    if isinstance(content, bytes):
        write_whole(target, content)
        return
    place = place_of(target).parent / content.name
    _refuse_foreign(place)
    with draft_beside(place) as draft:
        new, old = draft / "new", draft / "old"
        new.mkdir()
        for name, data in content.files:
            (new / name).write_bytes(data)
        _swap(new, place, old)
        try:
            write_whole(target, content.main)
        except BaseException:
            _swap(old, place, new)
            raise


def _swap(new: Path, place: Path, aside: Path) -> None:
    """Put ``new`` (nothing, if it is not there) in place; what was there goes aside."""
    if place.exists():
        place.rename(aside)
    if new.exists():
        new.rename(place)


def _refuse_foreign(place: Path) -> None:
    if not place.exists():
        return
    if place.is_dir() and all(_OURS.fullmatch(file.name) for file in place.iterdir()):
        return
    raise FileExistsError(errno.EEXIST, say("usage.foreign"), str(place))
