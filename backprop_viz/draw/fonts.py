"""Fonts for PNG and PDF: the one that the package brings, and the system's where it must help."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from ..errors import FontError
from ..words import LANGUAGES, row
from . import sfnt

__all__ = ["VARIABLE", "characters", "font_files", "is_invisible", "own_fonts", "text_width"]

VARIABLE = "BACKPROP_VIZ_FONTS"
"""The environment variable that names further font files or folders, as PATH is written."""

# What to try for a character that the package's own font lacks, behind the fonts of the languages.
_PREFERRED = (
    "NotoEmoji",
    "NotoColorEmoji",
    "Apple Color Emoji",
    "seguiemj",
    "Symbola",
    "NotoSans",
)
_INVISIBLE = {0x09, 0x0A, 0x0D, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)}


@cache
def own_fonts() -> tuple[Path, ...]:
    """The font files of the package, regular first."""
    folder = Path(__file__).parent.parent / "fonts"
    styles = ("", "-Bold", "-Oblique", "-BoldOblique")
    return tuple(folder / f"DejaVuSans{style}.ttf" for style in styles)


def font_files(text: str) -> list[str]:
    """The font files that draw every character of ``text``, the package's own first.

    Raises ``FontError`` that names the characters no font has, and what to install.
    """
    files = [*own_fonts()]
    missing = {ord(c) for c in text if not is_invisible(c)} - characters(files[0])
    missing = {c for c in missing if unicodedata.category(chr(c)) not in ("Mn", "Zs")}
    if missing:
        for candidate in _system_fonts():
            found = missing & characters(candidate)
            if found:
                files.append(candidate)
                missing -= found
                if not missing:
                    break
    if missing:
        shown = " ".join(chr(c) for c in sorted(missing)[:12])
        code = f"{min(missing):04X}"
        raise FontError("font.missing", characters=shown, code=code, variable=VARIABLE)
    return [str(file) for file in files]


def text_width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """The exact width of ``text`` in the package's font; a character beyond it counts as a square.

    A layout of the graph must hold in any font and takes that of ``widths``, which never sees one.
    """
    advances = _advances(own_fonts()[bold + 2 * italic])
    return size * sum(
        0.0 if ord(c) in _INVISIBLE or unicodedata.combining(c) else advances.get(ord(c), 1.0)
        for c in text
    )


@lru_cache(maxsize=4)
def _advances(file: Path) -> dict[int, float]:
    """The width of each character of a font file, in units of its size."""
    return sfnt.advances(file)


def is_invisible(character: str) -> bool:
    """Whether a character only tells how others are set."""
    return ord(character) in _INVISIBLE or unicodedata.category(character) == "Cf"


@lru_cache(maxsize=512)
def characters(file: str | Path) -> frozenset[int]:
    """The code points that a font file (the first face of a collection) has glyphs for."""
    try:
        return frozenset(sfnt.characters(file))
    except (OSError, ValueError):
        return frozenset()


def _system_fonts() -> Iterator[Path]:
    found = list(_fonts_below(_folders()))
    preferred = [font.lower() for lang in LANGUAGES for font in row(lang).fonts]
    preferred += map(str.lower, _PREFERRED)

    def rank(file: Path) -> tuple[int, int, str]:
        name = file.name.lower()
        place = next((i for i, part in enumerate(preferred) if part in name), 999)
        return place, "regular" not in name, name

    yield from sorted(found, key=rank)


def _folders() -> Iterator[Path]:
    for entry in os.environ.get(VARIABLE, "").split(os.pathsep):
        if entry:
            yield Path(entry)
    home = Path.home()
    if sys.platform == "darwin":
        yield from map(Path, ("/System/Library/Fonts", "/Library/Fonts"))
        yield home / "Library/Fonts"
    elif sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        yield home / "AppData/Local/Microsoft/Windows/Fonts"
    else:
        yield from map(Path, ("/usr/share/fonts", "/usr/local/share/fonts"))
        yield from (home / ".fonts", home / ".local/share/fonts")
        yield Path(sys.prefix) / "share/fonts"


def _fonts_below(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_file():
            yield place
        elif place.is_dir():
            yield from (
                file
                for file in sorted(place.rglob("*"))
                if file.suffix.lower() in (".ttf", ".otf", ".ttc", ".otc")
            )
