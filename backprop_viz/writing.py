"""Files and folders that are there whole or not at all, whatever happens in between."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from .errors import OptionError
from .words import quoted, say

__all__ = ["as_json", "draft_beside", "drafted", "path_of", "place_of", "reason", "write_whole"]


def path_of(path: object) -> Path:
    """A ``Path`` from a text, its bytes or a path-like object.

    Raises ``OptionError`` for anything else, and for a path that no file can have.
    """
    if not isinstance(path, (str, bytes, os.PathLike)):
        raise OptionError("usage.path", given=quoted(path))
    text = os.fsdecode(path)
    if not text or "\0" in text:
        raise OptionError("usage.path", given=quoted(text))
    return Path(text)


def place_of(path: Path) -> Path:
    """Where a file of this path is written: a symbolic link is written through, not replaced.

    Raises ``OSError`` where no file can be: no folder, a folder of that name, links in a circle.
    """
    place = Path(os.path.realpath(path))
    if place.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    if not place.parent.is_dir():
        named = place.parent if path.is_symlink() else path.parent
        raise FileNotFoundError(errno.ENOENT, say("usage.no_folder"), str(named))
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, say("usage.is_folder"), str(path))
    if place.exists() and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    return place


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all.

    What was there keeps its permissions. A device or a pipe is written into. Raises ``OSError``
    that names the file.
    """
    place = place_of(path)
    try:
        if place.exists() and not place.is_file():
            place.write_bytes(content)
            return
        mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o666 & ~_umask()
        handle, draft = tempfile.mkstemp(dir=place.parent, prefix=_prefix(place))
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(draft, mode)
            os.replace(draft, place)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _of_its_place(path, error) from None


@contextmanager
def drafted(folder: Path) -> Iterator[Path]:
    """A folder to write files into, which go to ``folder`` together at the end, or not at all.

    A folder that is there keeps its other files. Raises ``OSError`` that names the folder; where
    some of the files could not be moved any more, it tells how many are there and which are not.
    """
    is_there = os.path.lexists(folder)
    with draft_beside(folder / "files" if is_there else folder, named=folder) as draft:
        files = draft / "files"
        files.mkdir()
        yield files
        if is_there:
            _move(files, folder)
        else:
            folder.parent.mkdir(parents=True, exist_ok=True)
            os.rename(files, folder)


@contextmanager
def draft_beside(place: Path, named: Path | None = None) -> Iterator[Path]:
    """A temporary folder on the disk of ``place``, for files that will be moved there.

    Raises ``OSError`` that names ``named``, by default ``place``, not the draft.
    """
    there = place.parent
    while not os.path.lexists(there) and there != there.parent:
        there = there.parent
    if not there.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(there))
    begins = str(there / _prefix(place))
    try:
        draft = Path(tempfile.mkdtemp(dir=there, prefix=_prefix(place)))
        try:
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        if error.filename is not None and not str(error.filename).startswith(begins):
            raise
        raise _of_its_place(named or place, error) from None


def _move(draft: Path, folder: Path) -> None:
    files = sorted(draft.iterdir())
    try:
        for file in files:
            target = folder / file.name
            if target.is_symlink():
                write_whole(target, file.read_bytes())
            else:
                os.replace(file, target)
    except BaseException as error:
        left = [file.name for file in files if file.exists()]
        if len(left) == len(files):
            raise
        message = say(
            "usage.half",
            reason=reason(error) if isinstance(error, OSError) else say("usage.interrupted"),
            done=len(files) - len(left),
            count=len(files),
            missing=", ".join(left),
        )
        if isinstance(error, OSError):
            raise OSError(error.errno, message, str(folder)) from None
        raise type(error)(message) from None


def reason(error: OSError) -> str:
    """What the system says, in the current language; a text that already is in it stays."""
    number = error.errno or 0
    if number in _REASONS and error.strerror == os.strerror(number):
        return say(_REASONS[number])
    return error.strerror or str(error)


_REASONS = {
    errno.ENOENT: "system.none",
    errno.EISDIR: "system.folder",
    errno.ENOTDIR: "system.no_folder",
    errno.EACCES: "system.denied",
    errno.EPERM: "system.denied",
    errno.EROFS: "system.read_only",
    errno.ENOSPC: "system.full",
    getattr(errno, "EDQUOT", -1): "system.full",
    errno.EFBIG: "system.large",
    errno.ENAMETOOLONG: "system.long",
    errno.ELOOP: "system.circle",
}


def _prefix(path: Path) -> str:
    return f".{path.name[:40]}."


def _of_its_place(path: Path, error: OSError) -> OSError:
    """The error with the name of the file itself, not of its draft."""
    error.filename, error.filename2 = str(path), None
    return error


def _umask() -> int:
    if sys.platform == "emscripten":  # where the mask is one by which nobody could read a file
        return 0o022
    mask = os.umask(0)
    os.umask(mask)
    return mask


def as_json(value: Any) -> Any:
    """A number, an array or a text as JSON holds it; nan and infinities as text."""
    if isinstance(value, str):
        return value
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return str(value)
    if array.ndim:
        return [as_json(entry) for entry in array]
    return float(array) if np.isfinite(array) else str(float(array))
