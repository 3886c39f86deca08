"""A figure as the bytes of a file."""

from __future__ import annotations

import io
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..theme import Theme

__all__ = ["DPI", "encoded", "of_few_colours", "recoloured"]

DPI = 144


def encoded(figure: Any, kind: str, **how: Any) -> bytes:
    """A figure as ``"png"``, ``"svg"`` or ``"pdf"``, the same bytes in every run."""
    import matplotlib

    stream, undated = io.BytesIO(), {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    with matplotlib.rc_context({"svg.hashsalt": "landscape", "pdf.fonttype": 42}):
        figure.savefig(stream, format=kind, dpi=DPI, metadata=undated.get(kind), **how)
    return stream.getvalue()


def of_few_colours(png: bytes) -> bytes:
    """A PNG of at most 256 colours: as good to look at, and a quarter as large in a notebook."""
    from PIL import Image

    made = io.BytesIO()
    drawn = Image.open(io.BytesIO(png)).convert("RGB")
    drawn.quantize(256, dither=Image.Dither.NONE).save(made, "png", optimize=True)
    return made.getvalue()


def recoloured(png: bytes, before: Theme, after: Theme) -> bytes:
    """What :func:`of_few_colours` made in one theme, in another, without drawing it again.

    Every colour in it is a mixture of four colours of the theme, so the one map of mixtures to
    mixtures that leads these four to the others leads all of them there.
    """
    at = png.index(b"PLTE") + 4
    end = at + int.from_bytes(png[at - 8 : at - 4], "big")
    palette = np.frombuffer(png[at:end], np.uint8).reshape(-1, 3)
    turned = np.linalg.solve(_corners(before), _corners(after))
    colours = (np.column_stack([palette, np.ones(len(palette))]) @ turned)[:, :3]
    told = bytes(np.clip(np.rint(colours), 0, 255).astype(np.uint8).tobytes())
    checked = crc32(b"PLTE" + told).to_bytes(4, "big")
    return png[:at] + told + checked + png[end + 4 :]


def _corners(theme: Theme) -> NDArray[Any]:
    """The four colours as rows of red, green, blue and 1."""
    names = ("paper", "ink", "forward", "gradient")
    pairs = ([theme.colour(name)[i : i + 2] for i in (1, 3, 5)] for name in names)
    return np.array([[*(int(pair, 16) for pair in row), 1] for row in pairs], dtype=float)
