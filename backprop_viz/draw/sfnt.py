"""What a font file (TrueType, OpenType, or a collection of them) says of its characters.

Only the tables that tell which characters there are, and how wide, as the OpenType specification
lays them out; all numbers are big-endian.
"""

from __future__ import annotations

import struct
from pathlib import Path

__all__ = ["advances", "characters"]

# Platform and encoding of the tables from characters to glyphs, the fullest first.
_PREFERRED = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


def characters(file: str | Path) -> dict[int, int]:
    """The glyph of each code point, in the first face of a font file.

    Raises ``OSError`` where there is no file, and ``ValueError`` where it is no font.
    """
    try:
        return _glyphs(_tables(file, "cmap")["cmap"])
    except (KeyError, StopIteration, struct.error):
        raise ValueError(file) from None


def advances(file: str | Path) -> dict[int, float]:
    """The width of each code point, in units of the font's size."""
    tables = _tables(file, "cmap", "head", "hhea", "hmtx")
    (units,) = struct.unpack_from(">H", tables["head"], 18)
    (count,) = struct.unpack_from(">H", tables["hhea"], 34)
    widths = struct.unpack_from(">" + "Hh" * count, tables["hmtx"])[::2]
    glyphs = _glyphs(tables["cmap"])
    # The glyphs behind the last width have that width.
    return {code: widths[min(glyph, count - 1)] / units for code, glyph in glyphs.items()}


def _tables(file: str | Path, *names: str) -> dict[str, bytes]:
    """Some of a font's tables, by name; of a large file no more is read."""
    found = {}
    with open(file, "rb") as font:
        start = 0
        if font.read(4) == b"ttcf":  # a collection: where its first face begins
            font.seek(12)
            (start,) = struct.unpack(">I", font.read(4))
        font.seek(start + 4)
        (count,) = struct.unpack(">H6x", font.read(8))
        for tag, offset, length in struct.iter_unpack(">4s4xII", font.read(16 * count)):
            name = tag.decode("latin-1")
            if name in names:
                font.seek(offset)
                found[name] = font.read(length)
    return found


def _glyphs(cmap: bytes) -> dict[int, int]:
    (count,) = struct.unpack_from(">2xH", cmap)
    places = {
        (platform, encoding): offset
        for platform, encoding, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count])
    }
    table = cmap[next(places[key] for key in _PREFERRED if key in places) :]
    (form,) = struct.unpack_from(">H", table)
    glyphs = {4: _segments, 6: _array, 12: _groups}[form](table)
    return {code: glyph for code, glyph in glyphs.items() if glyph}


def _segments(table: bytes) -> dict[int, int]:
    """Format 4: segments whose glyphs are counted on, or looked up behind them."""
    (twice,) = struct.unpack_from(">6xH", table)
    count = twice // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", table, 14 + k * twice + 2 * (k > 0)) for k in range(4)
    )
    glyphs = {}
    for n, (end, start, delta, offset) in enumerate(
        zip(ends, starts, deltas, offsets, strict=True)
    ):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = 16 + 3 * twice + 2 * n + offset + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", table, place)
                if not glyph:
                    continue
            glyphs[code] = (glyph + delta) & 0xFFFF
    return glyphs


def _array(table: bytes) -> dict[int, int]:
    """Format 6: one stretch of characters."""
    first, count = struct.unpack_from(">6xHH", table)
    return dict(enumerate(struct.unpack_from(f">{count}H", table, 10), first))


def _groups(table: bytes) -> dict[int, int]:
    """Format 12: stretches of characters whose glyphs are counted on."""
    (count,) = struct.unpack_from(">12xI", table)
    groups = struct.iter_unpack(">III", table[16 : 16 + 12 * count])
    return {
        code: glyph + code - start
        for start, end, glyph in groups
        for code in range(start, min(end, 0x10FFFF) + 1)
    }
