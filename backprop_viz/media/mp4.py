"""An animation as MP4 video (H.264, which every browser and player shows)."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from ..errors import MissingLibraryError
from .script import Script

try:
    from .film import Film
except MissingLibraryError:  # the one line brings both libraries
    raise MissingLibraryError("library.video") from None

__all__ = ["mp4"]

LONGEST = 16_384  # pixels of a side
RATE = 10  # frames of the video in a second
WHOLE = 600  # frames until one is held whole again, by which a player seeks: a minute


def mp4(script: Script) -> bytes:
    """The video. Raises ``MissingLibraryError`` without PyAV, ``FontError``."""
    try:
        import av
    except ImportError:
        raise MissingLibraryError("library.video") from None
    film = Film(script, LONGEST)
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        container.metadata["title"] = script.title
        stream: Any = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height = film.size
        stream.pix_fmt = "yuv420p"
        # Two threads or ten write other bytes, and so does x264's tree of macroblocks in two runs
        # where the last of them go on beyond the picture.
        stream.codec_context.thread_count = 1
        stream.options = {"crf": "16", "preset": "medium", "tune": "animation"}
        stream.options |= {"g": str(WHOLE), "x264-params": "mbtree=0"}
        place = 0
        for image, seconds in zip(film.frames(), film.durations, strict=True):
            painted = np.asarray(image.convert("RGB"))
            frame = av.VideoFrame.from_ndarray(painted, format="rgb24")
            frame = frame.reformat(format=stream.pix_fmt)  # once, and not each time it is shown
            for _ in range(max(1, round(seconds * RATE))):
                frame.pts = place
                container.mux(stream.encode(frame))
                place += 1
        container.mux(stream.encode(None))
    return file.getvalue()
