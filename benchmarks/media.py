"""Every medium: its time and its size, and a script that runs ``dot`` for each frame beside it."""

from __future__ import annotations

import io
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

import backprop_viz as bv
from backprop_viz.draw import engine, layout
from backprop_viz.media.save import MEDIA
from backprop_viz.media.script import Script
from backprop_viz.media.stills import stills

from .peers import ARTICLE_POINT, MIDDLE, article_graph, points
from .table import Row, aim, heading, interleave, print_table, ratio, seconds

__all__ = ["run"]

STEPS = 20  # of the large graph, in the middle of its way back
WIDTH = 1600  # pixels of an animation


def run() -> None:
    heading(
        "media: a walk in every medium",
        "ours: walk.save; or every picture as SVG or PNG as `draw` writes it, the layout included.",
        "dot: a script with the DOT source of each frame at hand runs dot for each, to SVG, to",
        f"  PNG at the same size, or to PNG of {WIDTH} pixels that Pillow puts into a GIF.",
    )
    cases = (
        ("article", article_graph(""), ARTICLE_POINT, None),
        ("MLP 3-6-6-1", MIDDLE.graph(""), points(MIDDLE.names)[0], STEPS),
    )
    for name, graph, point, count in cases:
        walk = graph.walk(point)
        last = len(walk.steps) - 1
        steps = list(range(last + 1))
        if count is not None:
            steps = steps[last // 2 : last // 2 + count]
        of = f"{len(steps)} of {last + 1} steps" if count else f"{last + 1} steps"
        label = f"{name} ({len(graph.nodes)} nodes, {of})"
        print_table((label, "ours", "dot", "ratio", "size"), _rows(name, walk, steps))


def _rows(name: str, walk: bv.Walk, steps: list[int]) -> list[Row]:
    rows: list[Row] = []
    sources = [walk.picture(k).dot for k in steps]
    width = Image.open(io.BytesIO(walk.picture(steps[0]).png(1.0))).size[0]
    with tempfile.TemporaryDirectory() as folder:
        gif = Path(folder) / "walk.gif"
        pairs: list[tuple[str, Callable[[], object], Callable[[], object], float]] = [
            ("svg", lambda: _pictures(walk, steps, "svg"), lambda: _dots(sources, "svg", 0), 10),
            ("png", lambda: _pictures(walk, steps, "png"), lambda: _dots(sources, "png", width), 3),
            (
                "gif",
                lambda: walk.save(gif, steps=steps, caption=False, width=WIDTH),
                lambda: _dot_gif(sources),
                3,
            ),
        ]
        reached = []
        for kind, ours, theirs, limit in pairs:
            median = interleave({"ours": ours, "dot": theirs}, repeats=3)
            times = median["dot"] / median["ours"]
            reached.append((f"all {kind} frames, {name}", times, limit))
            size = sum(map(len, ours())) if kind != "gif" else gif.stat().st_size  # type: ignore[call-overload]
            rows.append(
                (
                    f"{kind}, pictures only",
                    seconds(median["ours"]),
                    seconds(median["dot"]),
                    ratio(median["dot"], median["ours"]),
                    _kilobytes(size),
                )
            )
        for kind in MEDIA:
            path = Path(folder) / f"whole.{kind}"
            try:
                began = time.perf_counter()
                walk.save(path, steps=steps)
                taken = time.perf_counter() - began
            except bv.MissingLibraryError:
                rows.append((kind, "not installed", "", "", ""))
                continue
            size = path.stat().st_size
            size += sum(
                p.stat().st_size for p in Path(folder).glob("whole_files/*") if kind == "md"
            )
            rows.append((kind, seconds(taken), "", "", _kilobytes(size)))
    for what, times, limit in reached:
        aim(f"faster than dot for each frame, {what}", times, limit, at_most=False)
    return rows


def _pictures(walk: bv.Walk, steps: list[int], kind: str) -> list[str] | list[bytes]:
    """Every picture, and the layout anew."""
    layout._lay_out.cache_clear()
    fresh = bv.graph(walk.graph).walk(walk.inputs)
    if kind == "svg":
        return [fresh.picture(k).svg for k in steps]
    return list(stills(Script.of(fresh, steps), 1.0))


def _dots(sources: list[str], kind: str, width: int) -> list[bytes]:
    """Each frame by a run of its own; ``width`` pixels, if it has pixels."""
    made = []
    for source in sources:
        command = [engine.find(), "-Kdot", f"-T{kind}"]
        if width:
            command.append(f"-Gsize={width / 96},1000!")
            command.append("-Gdpi=96")
        done = subprocess.run(command, input=source.encode(), capture_output=True, check=True)
        made.append(done.stdout)
    return made


def _dot_gif(sources: list[str]) -> bytes:
    frames = [Image.open(io.BytesIO(png)).convert("P") for png in _dots(sources, "png", WIDTH)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=1500, loop=0)
    return file.getvalue()


def _kilobytes(size: int) -> str:
    return f"{size / 1000:,.0f} kB"
