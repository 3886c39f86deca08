// A line between things that go down differently far: the twin of draw/bent.py. It keeps its shape in
// each column of things, and goes over from one height to the other in the gaps between them.

// Points, as there.
const BENT = { same: 0.01, flat: 1.0037, halvings: 24 };

// A line, x and y in turns, whose two ends go so far down (`by`), between what is over it and under it
// everywhere. Where it goes less far up or down than it did, it is less steep there, but for an end that is
// pointed.
function bent(curve, [tail, head], by, shifts, isPointed) {
  const heights = curve.filter((_, n) => n % 2);
  let made = between(heights, [heights[0] + by[0], heights.at(-1) + by[1]]);
  const [first, last] = [shifts.column.get(tail), shifts.column.get(head)];
  const columns = shifts.columns.slice(first, last + 1);
  const points = heights.map((y, n) => [curve[2 * n], y]);
  const passed = columns.map((column, n) => {
    if (!n) return column.around(tail);
    return n === columns.length - 1 ? column.around(head) : column.between(heightAt(points, column.middle));
  });
  let eased = [[0, heights.length - 1]];
  if (first < last && !isFree(curve, heights, made, columns, passed)) {
    [made, eased] = turnedCurve(points, by[0], turnsOf(curve, by, columns, passed));
  }
  for (const ends of eased) ease(points, made, ends, isPointed);
  return points.flatMap(([x], n) => [x, made[n]]);
}

// Makes it less steep at both ends of a piece by as much as it goes less far.
function ease(old, made, [first, last], isPointed) {
  const drop = old[last][1] - old[first][1];
  if (Math.abs(drop) < BENT.flat) return;
  const share = Math.min(Math.max((made[last] - made[first]) / drop, 0), 1);
  for (const knot of [first, last]) {
    for (const n of [knot - 1, knot + 1]) {
      const isThere = n >= 0 && n < made.length && !(isPointed && knot === made.length - 1);
      if (isThere) made[n] = made[knot] + share * (made[n] - made[knot]);
    }
  }
}

// Whether it stays between the same things in all columns: how far a curve goes down is between how far its
// points do.
function isFree(curve, heights, made, columns, passed) {
  for (let n = 0; n < made.length - 1; n += 3) {
    const places = [0, 1, 2, 3].map((k) => n + k);
    const far = places.map((k) => made[k] - heights[k]);
    const across = places.map((k) => curve[2 * k]);
    const [left, right, least, most] = [Math.min(...across), Math.max(...across), Math.min(...far), Math.max(...far)];
    const isOut = columns.some((column, k) => left < column.right && column.left < right
      && (least < passed[k][0] - BENT.same || most > passed[k][1] + BENT.same));
    if (isOut) return false;
  }
  return true;
}

// Where it turns, from the left to the right, and how far down it goes from there on: as far as its start
// while it can, or else no further than it must; and where that is not as far as its start, as far as its
// end as soon as it can for good.
function turnsOf(curve, [start, end], columns, passed) {
  const [first, last, found] = [curve[0], curve.at(-2), []];
  const isIn = ([least, most], far) => least <= far && far <= most;
  let [now, good] = [start, columns.length - 1];
  while (good > 1 && isIn(passed[good - 1], end)) good -= 1;
  for (let n = 1; n < columns.length; n += 1) {
    const [before, column, here, there] = [columns[n - 1], columns[n], passed[n - 1], passed[n]];
    const isLast = n === columns.length - 1 || (n >= good && now !== start);
    const to = isLast ? end : Math.min(Math.max(now, there[0]), there[1]);
    if (Math.abs(to - now) <= BENT.same) continue;
    const left = isIn(here, to) ? before.middle : before.right;
    const right = isIn(there, now) ? column.middle : column.left;
    found.push([Math.max(left, first), Math.min(right, last), to]);
    now = to;
  }
  return found;
}

// How high the points of a curve are, from its start so far down, and between which of them it turns; it is
// cut there.
function turnedCurve(points, start, turns) {
  let [now, done] = [start, 0];
  const [made, eased] = [[], []];
  for (const [left, right, to] of turns) {
    const first = cutAt(points, done, left);
    const last = straight(points, first, cutAt(points, first, right));
    for (const [, y] of points.slice(done, first)) made.push(y + now);
    const piece = points.slice(first, last + 1).map(([, y]) => y);
    made.push(...between(piece, [piece[0] + now, piece.at(-1) + to]).slice(0, -1));
    [now, done] = [to, last];
    eased.push([first, last]);
  }
  for (const [, y] of points.slice(done)) made.push(y + now);
  return [made, eased];
}

// Makes a piece that is level one curve, however it was cut; the place of its last point.
function straight(points, first, last) {
  const [[left, y], [right, end]] = [points[first], points[last]];
  const heights = points.slice(first, last + 1).map(([, at]) => at);
  if (last === first || Math.max(...heights) - Math.min(...heights) >= BENT.flat) return last;
  const middle = (left + right) / 2;
  points.splice(first, last + 1 - first, [left, y], [middle, y], [middle, end], [right, end]);
  return first + 3;
}

function heightAt(points, across) {
  const n = pieceAt(points, 0, across);
  if (n === points.length - 1 || points[n][0] >= across - BENT.same) return points[n][1];
  return halves(points.slice(n, n + 4), across)[3][1];
}

// The place of the point that is so far from the left; where there is none, it is made.
function cutAt(points, start, across) {
  const n = pieceAt(points, start, across);
  if (n === points.length - 1 || points[n][0] >= across - BENT.same) return n;
  if (points[n + 3][0] > across + BENT.same) points.splice(n, 4, ...halves(points.slice(n, n + 4), across));
  return n + 3;
}

// The first point of the first piece that ends so far from the left, or the last point.
function pieceAt(points, start, across) {
  let n = start;
  while (n < points.length - 1 && points[n + 3][0] < across - BENT.same) n += 3;
  return n;
}

// Two curves, of which the first ends so far from the left, for one.
function halves([start, one, other, end], across) {
  const on = (t, [x, y], [a, b]) => [x + t * (a - x), y + t * (b - y)];
  let [low, high, made] = [0, 1, []];
  for (let n = 0; n < BENT.halvings; n += 1) {
    const t = (low + high) / 2;
    const [a, b, c] = [on(t, start, one), on(t, one, other), on(t, other, end)];
    const [ab, bc] = [on(t, a, b), on(t, b, c)];
    const middle = on(t, ab, bc);
    made = [start, a, ab, middle, bc, c, end];
    if (middle[0] < across) low = t;
    else high = t;
  }
  return made;
}

// What is between the ends stays so, and what is beyond them as far from the nearer end. Where it turns
// back on its way, it goes no further back than it did.
function between(old, now) {
  const [first, last] = [old[0], old.at(-1)];
  const [least, highest] = [Math.min(first, last), Math.max(first, last)];
  const made = [];
  let left = last; // from where all that follows is between there and the last end
  for (let n = old.length - 1; n >= 0; n -= 1) {
    const y = old[n];
    let way;
    left = Math.min(Math.max(first < last ? Math.min(left, y) : Math.max(left, y), least), highest);
    if (Math.abs(last - first) < BENT.flat) { // it has a step then, half way
      way = n % 3 ? Number(2 * n > old.length) : Math.floor(n / 3) / Math.floor((old.length - 1) / 3);
      way = way < 0.5 ? 0 : way > 0.5 ? 1 : 0.5;
    } else way = (left - first) / (last - first);
    made[n] = y - first - way * (last - first) + now[0] + way * (now[1] - now[0]);
  }
  return atEnds(old, made, now);
}

// With the ends where they are now, and the same directions there.
function atEnds(old, made, now) {
  const last = old.length - 1;
  [made[0], made[1]] = [now[0], old[1] - old[0] + now[0]];
  [made[last - 1], made[last]] = [old[last - 1] - old[last] + now[1], now[1]];
  return made;
}
