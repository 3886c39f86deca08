"""A line between things that go down differently far: it keeps its shape in each column of things,
and goes over from one height to the other in the gaps between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from .places import Curve, Point
from .shifts import Column, Shifts, Tie

__all__ = ["bent", "between", "cut"]

SAME = 0.01  # points
FLAT = 1.0037  # points; one end of a line is higher than the other from here on
HALVINGS = 24

Ends = tuple[float, float]
Turn = tuple[float, float, float]  # from the left to the right, how far down it goes from there on


def bent(curve: Curve, tie: Tie, by: Ends, shifts: Shifts, *, is_pointed: bool = False) -> Curve:
    """A line whose two ends go so far down, between what is over it and under it everywhere.

    Where it goes less far up or down than it did, it is less steep there, but for an end that is
    pointed.
    """
    heights = [y for _, y in curve]
    made = between(heights, (heights[0] + by[0], heights[-1] + by[1]))
    first, last = shifts.column[tie.tail], shifts.column[tie.head]
    columns = shifts.columns[first : last + 1]
    passed = [column.around(tie.tail) for column in columns[:1]]
    for column in columns[1:-1]:
        passed.append(column.between(_height(curve, column.middle)))
    passed += [column.around(tie.head) for column in columns[1:][-1:]]
    if first >= last or _is_free(curve, made, columns, passed):
        points, eased = list(curve), [(0, len(curve) - 1)]
    else:
        points, made, eased = _turned(curve, by[0], _turns(curve, by, columns, passed))
    old = [y for _, y in points]
    for ends in eased:
        _ease(old, made, ends, is_pointed)
    return tuple((x, y) for (x, _), y in zip(points, made, strict=True))


def _ease(old: Sequence[float], made: list[float], ends: tuple[int, int], is_pointed: bool) -> None:
    """Makes it less steep at both ends of a piece by as much as it goes less far."""
    first, last = ends
    drop = old[last] - old[first]
    if abs(drop) < FLAT:
        return
    share = min(max((made[last] - made[first]) / drop, 0.0), 1.0)
    for knot in ends:
        for n in (knot - 1, knot + 1):
            if 0 <= n < len(made) and not (is_pointed and knot == len(made) - 1):
                made[n] = made[knot] + share * (made[n] - made[knot])


def _is_free(
    curve: Curve, made: Sequence[float], columns: Sequence[Column], passed: Sequence[Ends]
) -> bool:
    """Whether it stays between the same things in all columns: how far a curve goes down is
    between how far its points do.
    """
    for n in range(0, len(curve) - 1, 3):
        points = curve[n : n + 4]
        far = [y - old for y, (_, old) in zip(made[n : n + 4], points, strict=True)]
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        for column, (least, most) in zip(columns, passed, strict=True):
            is_in = left < column.right and column.left < right
            if is_in and (min(far) < least - SAME or max(far) > most + SAME):
                return False
    return True


def _turns(
    curve: Curve, by: Ends, columns: Sequence[Column], passed: Sequence[Ends]
) -> Iterator[Turn]:
    """It goes as far as its start while it can, or else no further than it must; and where that is
    not as far as its start, as far as its end as soon as it can for good.
    """
    (start, end), (first, last) = by, (curve[0][0], curve[-1][0])
    good = len(columns) - 1
    while good > 1 and passed[good - 1][0] <= end <= passed[good - 1][1]:
        good -= 1
    now = start
    for n in range(1, len(columns)):
        (before, column), (here, there) = columns[n - 1 : n + 1], passed[n - 1 : n + 1]
        is_last = n == len(columns) - 1 or (n >= good and now != start)
        to = end if is_last else min(max(now, there[0]), there[1])
        if abs(to - now) > SAME:
            left = before.middle if here[0] <= to <= here[1] else before.right
            right = column.middle if there[0] <= now <= there[1] else column.left
            yield max(left, first), min(right, last), to
            now = to


def _turned(
    curve: Curve, start: float, turns: Iterable[Turn]
) -> tuple[list[Point], list[float], list[tuple[int, int]]]:
    """The curve cut where it turns, how high its points are then, and between which it turns."""
    points, now, done = list(curve), start, 0
    made: list[float] = []
    turned: list[tuple[int, int]] = []
    for left, right, to in turns:
        first = cut(points, done, left)
        last = _straight(points, first, cut(points, first, right))
        made += [y + now for _, y in points[done:first]]
        piece = [y for _, y in points[first : last + 1]]
        made += between(piece, (piece[0] + now, piece[-1] + to))[:-1]
        now, done = to, last
        turned.append((first, last))
    made += [y + now for _, y in points[done:]]
    return points, made, turned


def _straight(points: list[Point], first: int, last: int) -> int:
    """Makes a piece that is level one curve, however it was cut; the place of its last point."""
    (left, y), (right, end) = points[first], points[last]
    heights = [y for _, y in points[first : last + 1]]
    if last == first or max(heights) - min(heights) >= FLAT:
        return last
    middle = (left + right) / 2
    points[first : last + 1] = (left, y), (middle, y), (middle, end), (right, end)
    return first + 3


def _height(curve: Curve, across: float) -> float:
    n = _piece(curve, 0, across)
    if n == len(curve) - 1 or curve[n][0] >= across - SAME:
        return curve[n][1]
    return _halves(curve[n : n + 4], across)[3][1]


def cut(points: list[Point], start: int, across: float) -> int:
    """The place of the point that is so far from the left; where there is none, it is made."""
    n = _piece(points, start, across)
    if n == len(points) - 1 or points[n][0] >= across - SAME:
        return n
    if points[n + 3][0] > across + SAME:
        points[n : n + 4] = _halves(points[n : n + 4], across)
    return n + 3


def _piece(points: Sequence[Point], start: int, across: float) -> int:
    """The first point of the first piece that ends so far from the left, or the last point."""
    ends = range(start, len(points) - 1, 3)
    return next((n for n in ends if points[n + 3][0] >= across - SAME), len(points) - 1)


def _halves(points: Sequence[Point], across: float) -> list[Point]:
    """Two curves, of which the first ends so far from the left, for one."""
    low, high = 0.0, 1.0
    made: list[Point] = []
    for _ in range(HALVINGS):
        t = (low + high) / 2
        a, b, c = (_on(t, one, other) for one, other in pairwise(points))
        ab, bc = _on(t, a, b), _on(t, b, c)
        middle = _on(t, ab, bc)
        made = [points[0], a, ab, middle, bc, c, points[3]]
        low, high = (t, high) if middle[0] < across else (low, t)
    return made


def _on(t: float, one: Point, other: Point) -> Point:
    return one[0] + t * (other[0] - one[0]), one[1] + t * (other[1] - one[1])


def between(old: Sequence[float], now: Ends) -> list[float]:
    """What is between the ends stays so, and what is beyond them as far from the nearer end.

    Where it turns back on its way, it goes no further back than it did.
    """
    (first, last), (to_first, to_last) = (old[0], old[-1]), now
    least, highest = min(first, last), max(first, last)
    made = []
    left = last  # from where all that follows is between there and the last end
    for n, y in reversed([*enumerate(old)]):
        left = min(max(min(left, y) if first < last else max(left, y), least), highest)
        if abs(last - first) < FLAT:  # it has a step then, half way
            way = n // 3 / ((len(old) - 1) // 3) if n % 3 == 0 else float(2 * n > len(old))
            way = 0.0 if way < 0.5 else 1.0 if way > 0.5 else 0.5
        else:
            way = (left - first) / (last - first)
        made.append(y - first - way * (last - first) + to_first + way * (to_last - to_first))
    return _at_ends(old, made[::-1], now)


def _at_ends(old: Sequence[float], made: list[float], now: Ends) -> list[float]:
    """With the ends where they are now, and the same directions there."""
    made[:2] = now[0], old[1] - old[0] + now[0]
    made[-2:] = old[-2] - old[-1] + now[1], now[1]
    return made
