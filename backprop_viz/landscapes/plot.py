"""A relief drawn with Matplotlib: the ground, the compass, paths, darts and their legend."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from textwrap import wrap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..descent.path import Path
from ..draw.fonts import font_files, own_fonts
from ..draw.plan import is_italic
from ..errors import MissingLibraryError
from ..spell.numbers import format_number, format_value
from ..theme import FONT
from ..words import row, say, texts
from .surface import Range, Relief, in_sight

__all__ = ["DPI", "Plot", "encoded", "of_few_colours"]

DPI = 144
_STYLES = (  # of paths beside each other
    *(("o", "-"), ("s", (0, (4, 1.5))), ("^", (0, (1, 1.2)))),
    *(("D", (0, (8, 2))), ("v", (0, (4, 1.5, 1, 1.5))), ("P", (0, (2, 2)))),
)
_ROOM = 0.08  # inches below a legend
_GROUND = 4.0  # inches of height the ground has at least
_AXIS_ROOM = 0.58  # inches for the numbers and the name of an axis
_LABEL_ROOM = 0.88  # of the way from the middle to the frame is for contours' labels
_LABEL_SIZE = 0.17  # of the way from the middle to the frame a label keeps from what is marked
_LABEL_VERTICES = 12  # of a contour are longer than its label
_ARROW = [(-1, -0.07), (0.35, -0.07), (0.35, -0.3), (1, 0), (0.35, 0.3), (0.35, 0.07), (-1, 0.07)]


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


class Plot:
    """Draws a landscape, panel by panel, and marks its place if it is ``stood_on``."""

    def __init__(self, shown: Relief, *, stood_on: bool = True) -> None:
        try:
            import matplotlib
            from matplotlib.figure import Figure
        except ImportError:
            raise MissingLibraryError("library.landscape") from None
        self.shown, self.colours, self.legend = shown, shown.theme, list[Any]()
        self.stood_on = stood_on
        with matplotlib.rc_context(self._style()):
            panels = 2 if shown.search and stood_on else 1
            size = (7.0 if panels == 1 else 12.4, 7.2)
            self.figure: Any = Figure(figsize=size, layout="constrained")
            space = {"projection": "3d", "computed_zorder": False} if shown.surface else {}
            for panel in range(panels):
                self.panel = panel
                axes = self.figure.add_subplot(1, panels, panel + 1, **space)
                self.legend.clear()
                self._ground(axes)
                if panel == 0:
                    self._compass(axes)
                    for number, path in enumerate(shown.paths if stood_on else ()):
                        self._path(axes, path, number)
                else:
                    self._search(axes)
                self._caption(axes, panel)
            self.figure.suptitle("\n".join([shown.title, *self._beside()]), fontsize=18)
            self._settle()

    def _settle(self) -> None:
        """Draw until nothing moves: Matplotlib's layout finds its place in several goes.

        Grow until no legend is cut or takes the ground's room: they are of any length.
        """
        before: list[Any] = []
        for _ in range(6):
            self.figure.draw_without_rendering()
            places = [tuple(axes.get_position().bounds) for axes in self.figure.axes]
            short = self._short() if self.shown.paths or self.shown.search else 0.0
            if short > 0:
                width, height = self.figure.get_size_inches()
                self.figure.set_size_inches(width, height + short + _ROOM)
            elif before and np.allclose(places, before, atol=1e-4):
                break
            before = places

    def _short(self) -> float:
        """The inches of height that are missing; none is less than nothing."""
        legends = [axes.get_legend().get_window_extent() for axes in self.figure.axes]
        ground = min(axes.get_window_extent().height for axes in self.figure.axes)
        lowest = min(legend.y0 for legend in legends)
        return float(max(_ROOM - lowest / self.figure.dpi, _GROUND - ground / self.figure.dpi))

    def _style(self) -> Any:
        c, shown = self.colours, self.shown
        spoken = "".join(
            text
            for key, text in texts(shown.lang).items()
            if key.startswith(("descent.", "landscape."))
        )
        names = "".join(shown.cost.graph.displayed)
        inks = ("text.color", "axes.edgecolor", "axes.labelcolor", "axes.titlecolor")
        panes = (f"axes3d.{axis}axis.panecolor" for axis in "xyz")
        papers = ("figure.facecolor", "axes.facecolor", "savefig.facecolor", *panes)
        return {
            "font.family": [FONT, *_families(spoken + names)],
            "font.size": 15,
            "axes.titlesize": 16,
            "axes.labelsize": 20,
            "xtick.labelsize": 14,
            "ytick.labelsize": 14,
            "legend.fontsize": 14.5,
            "axes.linewidth": 1.2,
            "figure.constrained_layout.w_pad": 0.1,
            "figure.constrained_layout.h_pad": 0.1,
            "grid.color": _mixed(c.faint, c.paper, 0.5),
            "text.parse_math": False,  # a $ in a name is a $
            **dict.fromkeys((*inks, "xtick.color", "ytick.color"), c.ink),
            **dict.fromkeys(papers, c.paper),
        }

    # The ground: the curve, the contours or the surface

    def _ground(self, axes: Any) -> None:
        shown = self.shown
        low, high = self._heights()
        self._scale(axes, "x", shown.shown(shown.names[0]), shown.ranges[shown.names[0]])
        if len(shown.names) == 1:
            room = 0.1 * (high - low)
            self._scale(axes, "y", shown.output, (low - 2 * room, high + room))
            axes.plot(*shown.axes.values(), shown.costs, color=self.colours.forward, lw=3.5)
            axes.grid()
            axes.spines[["top", "right"]].set_visible(False)
            return
        self._scale(axes, "y", shown.shown(shown.names[1]), shown.ranges[shown.names[1]])
        if shown.surface:
            self._scale(axes, "z", shown.output, (low, high))
        self._relief(axes, low, high)

    def _scale(self, axes: Any, axis: str, name: str, span: Range) -> None:
        from matplotlib.ticker import FuncFormatter, MaxNLocator

        upright: dict[str, Any] = {} if axis == "x" else {"rotation": 0, "labelpad": 16}
        if self.shown.surface:
            upright = {"labelpad": 10}
        axes.set(**{f"{axis}lim": span})
        style = "italic" if is_italic(name) else "normal"
        getattr(axes, f"set_{axis}label")(name, style=style, **upright)
        ruler = getattr(axes, f"{axis}axis")
        ruler.set_major_locator(MaxNLocator(4 if self.shown.surface else 5))
        ruler.set_major_formatter(FuncFormatter(lambda x, _: format_number(x)))

    def _relief(self, axes: Any, low: float, high: float) -> None:
        from matplotlib import patheffects
        from matplotlib.colors import LinearSegmentedColormap

        shown, c = self.shown, self.colours
        x, y = shown.axes.values()
        z = np.ma.masked_invalid(shown.costs)
        even = np.linspace(0, 1, 13) ** 2  # contours at even distances in a round bowl
        between = [
            level
            for level in low + (high - low) * even[1:]
            if z.count() and z.min() < level < z.max()
        ]
        colours = LinearSegmentedColormap.from_list(
            "depth", [_mixed(c.forward, c.paper, 0.5), c.paper]
        )
        if shown.surface:
            axes.plot_surface(
                *np.meshgrid(x, y),
                np.ma.masked_greater(z, high).filled(np.nan),
                cmap=colours,
                vmin=low,
                vmax=high,
                rcount=60,
                ccount=60,
                alpha=0.9,
                linewidth=0,
                zorder=1,
            )
            if between:
                axes.contour(x, y, z, between, colors=c.faint, linewidths=0.8, zorder=2)
            axes.view_init(elev=52, azim=-60)
            axes.set_box_aspect((1, 1, 0.8), zoom=0.9)
            return
        spans = [high - low for low, high in (shown.ranges[name] for name in shown.names)]
        if max(spans) <= 3 * min(spans):
            axes.set_aspect("equal")
        axes.patch.set(hatch="///", edgecolor=c.faint, alpha=0.5)  # seen where there is no value
        share = np.minimum((z - low) / (high - low), 10)  # of the height drawn: numbers of any size
        axes.contourf(x, y, share, even, cmap=colours, extend="both", zorder=1)
        if between:
            lines = axes.contour(
                x,
                y,
                share,
                [(level - low) / (high - low) for level in between],
                colors=c.faint,
                linewidths=1.0,
                linestyles="solid",
                zorder=2,
            )
            halo = [patheffects.withStroke(linewidth=3.5, foreground=c.paper)]
            # A label is of the line that it stands on: of fewer levels 3.10 makes an error.
            for text in axes.clabel(
                lines,
                fmt=lambda v: format_number(float(f"{low + v * (high - low):.2g}")),
                fontsize=13,
                colors=c.ink,
                zorder=5,
                manual=self._label_places(lines, 2, 3),
            ):
                text.set_path_effects(halo)

    def _label_places(self, lines: Any, first: int, every: int) -> list[NDArray[Any]]:
        """A place on each piece of some contours, away from what stands on the ground.

        So far inside that the frame cuts no label.
        """
        ends = np.array([self.shown.ranges[name] for name in self.shown.names])
        middle, reach = ends.mean(axis=1), np.diff(ends)[:, 0] / 2
        taken = (self._taken() - middle) / reach

        def is_free(place: NDArray[Any]) -> bool:
            away = np.hypot(*((place - middle) / reach - taken).T)
            return bool((away > _LABEL_SIZE).all())

        found: list[NDArray[Any]] = []
        for number, path in enumerate(lines.get_paths()[first::every]):
            starts = np.flatnonzero(path.codes == path.MOVETO)[1:]
            pieces = [
                piece[(np.abs(piece - middle) < _LABEL_ROOM * reach).all(axis=1)]
                for piece in np.split(path.vertices, starts)
            ]
            for piece in sorted(pieces, key=len)[-2:]:
                if len(piece) >= _LABEL_VERTICES:
                    best = len(piece) * (1 + number % 2) // 3  # not all in a row
                    near = sorted(range(len(piece)), key=lambda i: abs(i - best))
                    found += [piece[i] for i in near if is_free(piece[i])][:1]
        return found

    def _taken(self) -> NDArray[Any]:
        """Where a path, a dart or the place is marked, of shape (m, 2)."""
        shown = self.shown
        if not self.stood_on:
            return np.empty((0, 2))
        if self.panel and shown.search is not None:
            return np.column_stack(list(shown.tried(shown.search)[0].values()))
        if not shown.paths:
            return np.array([[shown.state[name] for name in shown.names]])
        ways = []
        for path in shown.paths:
            corners = np.column_stack(list(shown.walked(path)[0].values()))
            along = np.linspace(0, 1, 9)[:, None, None]
            between = corners[:-1] + along * np.diff(corners, axis=0)
            ways += [corners, between.reshape(-1, 2)]
        return np.concatenate(ways)

    def _heights(self) -> Range:
        """From where to where the cost is drawn; walls out of all proportion are cut."""
        shown = self.shown
        finite = shown.costs[np.isfinite(shown.costs)]
        if not finite.size:
            return 0.0, 1.0
        if not self.stood_on:  # the mark that comes later may stand anywhere
            low, high, wall = (float(x) for x in np.quantile(finite, (0, 0.97, 1)))
            high = wall if wall - low <= 2 * (high - low) else high
            return (low, high) if high > low else (low - 0.5, low + 0.5)
        here = {name: np.array([shown.state[name]]) for name in shown.names}
        stood = np.concatenate(
            [shown.cost.over(shown.state, here)[0], *(shown.walked(p)[1] for p in shown.paths)]
        )
        low = float(finite.min())
        high = max(np.quantile(finite, 0.97), *stood[np.isfinite(stood)], low)
        return (low, float(high)) if high > low else (low - 0.5, low + 0.5)

    # What stands on it

    def _on(
        self, places: Mapping[str, NDArray[Any]], costs: NDArray[Any] | None = None
    ) -> list[NDArray[Any]]:
        """The coordinates of places: on the ground, or at costs that other inputs have made."""
        flat = {name: places[name] for name in self.shown.names}
        if len(flat) == 2 and not self.shown.surface:
            return list(flat.values())
        if costs is None:
            costs = self.shown.cost.over(self.shown.state, flat)[0]
        return [*flat.values(), np.where(np.isfinite(costs), costs, np.nan)]

    def _compass(self, axes: Any) -> None:
        shown, c = self.shown, self.colours
        at = shown.needles
        here = {name: np.array([shown.state[name]]) for name in shown.names}
        if len(shown.names) == 1:
            if self.stood_on:
                self._tangent(axes, here)
            low, high = axes.get_ylim()
            bottom = np.full(len(at[shown.names[0]]), low + 0.05 * (high - low))
            arrows = [at[shown.names[0]], bottom, at[f"-{shown.names[0]}"], 0 * bottom]
            axes.quiver(*arrows, color=c.gradient, width=0.006, pivot="mid", scale=30, zorder=4)
        elif shown.surface:
            self._slopes(axes, at)
        else:
            first, second = shown.names
            axes.quiver(
                *(at[name] for name in (first, second, f"-{first}", f"-{second}")),
                color=c.gradient,
                alpha=0.8,
                angles="xy",
                scale=20,
                width=0.0048,
                pivot="mid",
                headwidth=4.5,
                headlength=5,
                zorder=3,
            )
        self._explain(shown.say("compass"), marker=_ARROW, ms=26, mew=0, color=c.gradient)
        if not self.stood_on:
            tangent = {"color": c.gradient, "lw": 2.4, "ls": (0, (5, 2))}
            level = {"color": c.ink, "lw": 2.4, "ls": "-"}
            curve = len(shown.names) == 1
            self._explain(shown.say("slope" if curve else "level"), **(tangent if curve else level))
        elif not shown.paths:
            self._mark(axes, self._on(here), "o", 14, c.paper, c.ink, 3.2)
        if not (self.stood_on and shown.paths):
            self._explain(shown.say("here"), marker="o", ms=12, mfc=c.paper, mec=c.ink, mew=3)
        if not self.stood_on:
            self._moving()

    def _moving(self) -> None:
        """Explain what is drawn on top from wherever one stands."""
        shown, c = self.shown, self.colours
        for path in shown.paths:
            method = say(f"descent.{path.method}", shown.lang)
            text = shown.say("from_here", method=method, rate=format_number(path.rate))
            self._explain(text, marker="o", ms=8, color=c.ink, lw=2.2, ls="-")
            self._explain(shown.say("arrived"), marker="*", ms=18, color=c.ink)
        if shown.search is not None:
            self._explain(shown.say("tried"), marker="x", ms=9, mew=2.6, color=c.ink)
            self._explain(shown.say("best_tried"), marker="D", ms=11, color=c.forward)

    def _slopes(self, axes: Any, at: Mapping[str, NDArray[Any]]) -> None:
        """Needles of one length that lie on the surface."""
        from mpl_toolkits.mplot3d.art3d import Line3DCollection

        shown = self.shown
        gradients = shown.cost.over(shown.state, {n: at[n] for n in shown.names})[1]
        across = [at[f"-{n}"] for n in shown.names]
        down = sum(a * gradients[n] for a, n in zip(across, shown.names, strict=True))
        where = np.array(self._on(at))
        limits = (axes.get_xlim(), axes.get_ylim(), axes.get_zlim())
        span = np.diff(limits)  # heads are drawn in shares of it: costs have another scale
        along = np.array([*across, down]) / span
        along *= 0.085 / np.linalg.norm(along, axis=0)
        seen = where[-1] <= limits[-1][1]
        if not seen.any():
            return
        start, along = where[:, seen] / span, along[:, seen]
        side = np.array([-along[1], along[0], 0 * along[2]])
        side *= 0.022 / np.linalg.norm(side, axis=0)
        tip, neck = start + along, start + 0.6 * along
        lines = [[start, tip], [neck + side, tip, neck - side]]
        needles = [
            needle for line in lines for needle in (np.array(line) * span).transpose(2, 0, 1)
        ]
        axes.add_collection3d(
            Line3DCollection(needles, colors=self.colours.gradient, linewidths=1.8, zorder=3)
        )

    def _tangent(self, axes: Any, here: Mapping[str, NDArray[Any]]) -> None:
        shown = self.shown
        (x,), (height,) = self._on(here)
        ((slope,),) = shown.cost.over(shown.state, here)[1].values()
        if not (math.isfinite(slope) and math.isfinite(height)):
            return
        style = {"color": self.colours.gradient, "lw": 2.4, "ls": (0, (5, 2))}
        axes.axline((x, height), slope=slope, zorder=3, **style)
        self._explain(shown.say("tangent", slope=format_value(slope)), **style)

    def _path(self, axes: Any, path: Path, number: int) -> None:
        from matplotlib import patheffects

        shown, c = self.shown, self.colours
        where = self._on(*shown.walked(path))
        solid, blue, hollow = (c.ink, c.ink), (c.forward, c.forward), (c.ink, c.paper)
        looks = (solid, blue, hollow) if len(shown.names) == 2 else (solid, hollow)  # on blue
        line, fill = looks[number % len(looks)]
        marker, dashes = _STYLES[number % len(_STYLES)]
        size = 8 if len(where[0]) <= 30 else 6
        dots = {"marker": marker, "ms": size, "mfc": fill, "mec": c.paper, "mew": 1.0}
        if fill == c.paper:
            dots |= {"mec": line, "mew": 1.6}
        halo = [patheffects.withStroke(linewidth=5.5, foreground=c.paper)]
        axes.plot(
            *where,
            color=line,
            ls=dashes,
            lw=2.2 if len(shown.names) == 2 else 1.3,
            zorder=6,
            path_effects=halo if len(shown.names) == 2 else None,
        )
        axes.plot(*where, ls="", zorder=7, **dots)
        self._mark(axes, [w[:1] for w in where], "o", 14, c.paper, line, 3.2)
        if number == 0:
            self._explain(shown.say("start"), marker="o", ms=12, mfc=c.paper, mec=line, mew=3)
        if in_sight(path) == len(path) and not path.diverged:
            self._mark(axes, [w[-1:] for w in where], "*", 23, line, c.paper, 1.5)
        rate = format_number(path.rate)
        method = say(f"descent.{path.method}", shown.lang)
        if path.batch is not None:
            method = shown.say("batch", method=method, batch=path.batch)
        if len({other.rate for other in shown.paths}) > 1 and not path.diverged:
            method = shown.say("rate", method=method, rate=rate)
        if path.diverged:
            key = "undefined" if path.ending == "undefined" else "diverges"
            text = shown.say(key, method=method, rate=rate, step=path[-1].step)
        else:
            value = format_value(path.cost_at(-1))
            text = shown.say("end", method=method, steps=path[-1].step, value=value)
        self._explain(text, color=line, lw=2.2, ls=dashes, **{**dots, "ms": 9})

    def _search(self, axes: Any) -> None:
        shown, c = self.shown, self.colours
        assert shown.search is not None
        found, best = shown.search, shown.search.best
        where = self._on(*shown.tried(found))
        for size, width, colour in ((11, 5.5, c.paper), (9, 2.6, c.ink)):
            axes.plot(*where, marker="x", ls="", ms=size, mew=width, color=colour, zorder=6)
        self._explain(shown.say("tried"), marker="x", ms=9, mew=2.6, color=c.ink)
        self._mark(axes, [w[best : best + 1] for w in where], "*", 23, c.ink, c.paper, 1.5)
        value = format_value(found.costs[best])
        text = shown.say("best", count=len(found.costs), value=value)
        self._explain(text, marker="*", ms=18, color=c.ink)

    def _mark(
        self, axes: Any, at: Sequence[Any], marker: str, size: float, fill: str, edge: str, w: float
    ) -> None:
        axes.plot(*at, marker=marker, ls="", ms=size, mfc=fill, mec=edge, mew=w, zorder=9)

    # The words

    def _explain(self, text: str, **style: Any) -> None:
        from matplotlib.lines import Line2D

        whole_equations = text.replace(" = ", "\u00a0=\u00a0")
        width = row(self.shown.lang).columns  # a longer line would take its room from the ground
        text = "\n".join(wrap(whole_equations, width, break_on_hyphens=False))
        self.legend.append(Line2D([], [], label=text, **{"ls": "", **style}))

    def _beside(self) -> list[str]:
        """What else the cost depends on."""
        shown, told = self.shown, []
        held = [name for name in shown.cost.start if name not in shown.names]
        if held:
            values = ", ".join(f"{shown.shown(n)} = {format_value(shown.state[n])}" for n in held)
            told.append(shown.say("held", inputs=values))
        if shown.cost.columns:
            told.append(shown.say("averaged", count=shown.cost.count))
        return [" · ".join(told)] if told else []

    def _caption(self, axes: Any, panel: int) -> None:
        shown = self.shown
        if shown.search is not None and self.stood_on:
            count = len(shown.search.costs) * shown.cost.count
            if not panel:
                count = shown.paths[0].evaluations if shown.paths else 0
            if count:
                axes.set_title(shown.say("search_panel" if panel else "descent_panel", count=count))
        from matplotlib.transforms import ScaledTranslation

        below = ScaledTranslation(
            0, -0.2 if shown.surface else -_AXIS_ROOM, self.figure.dpi_scale_trans
        )
        axes.legend(
            handles=list(self.legend),
            loc="upper center",
            bbox_to_anchor=(0.5, 0),
            bbox_transform=axes.transAxes + below,
            frameon=False,
            handlelength=2.4,
        )


def _mixed(colour: str, other: str, share: float) -> str:
    """``share`` of a ``#rrggbb`` colour, the rest of another."""
    pairs = [[int(c[i : i + 2], 16) for c in (colour, other)] for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def _families(text: str) -> list[str]:
    """The font families beyond the usual one that have the characters of ``text``."""
    own = {str(file) for file in own_fonts()}
    return [_family(file) for file in font_files(text) if file not in own]


@lru_cache(maxsize=64)
def _family(file: str) -> str:
    from matplotlib.font_manager import FontProperties, fontManager

    fontManager.addfont(file)
    return str(FontProperties(fname=file).get_name())
