// Where everything stands where some blocks are open: the twin of draw/framed.py.

// Points, as in draw/framed.py.
const LEVEL = { margin: 8, gutter: 26, head: 26, foot: 6, beside: 12, arrow: 7, apart: 6, least: 0.5 };

// The layout of what is shown; `levels` are those of browser/levels.py. Points are x and y in turns.
function placedLayout(program, { view: { isShown }, plan }, geometry) {
  const { levels: { blocks } } = program;
  const { levels: _, insides: __, ...told } = geometry;
  const within = isShown.map(() => []);
  blocks.forEach(({ inside }, b) => within[inside].push(b));
  const root = placedLevel(0, blocks, within, isShown, (level) => placesIn(program, geometry, level));
  const pixels = (points) => 0.75 * Math.ceil(Math.round(points / 0.75 * 1000) / 1000);
  const { boxes, lines } = root;
  const curves = plan.links.map(({ number }) => {
    const [curve, arrow] = lines.get(number);
    return [pathOf(curve, "C"), arrow.length ? `${pathOf(arrow, "L")}Z` : ""];
  });
  for (const sides of Object.values(boxes)) sides.forEach((x, n) => { sides[n] = hundredth(x); });
  return { ...told, width: pixels(root.width), height: pixels(root.height), boxes, curves };
}

const hundredth = (x) => Math.round(x * 100) / 100;

// A path of curves, each of three points, or of straight lines.
function pathOf(points, kind) {
  let path = `M${hundredth(points[0])},${hundredth(points[1])}`;
  for (let n = 2; n < points.length; n += 2) {
    path += `${kind === "L" || n % 6 === 2 ? kind : " "}${hundredth(points[n])},${hundredth(points[n + 1])}`;
  }
  return path;
}

// A level with those of the open blocks in it. Where a wire begins or ends in nothing, that stays beside it.
function placedLevel(level, blocks, within, isShown, placesAt) {
  const { width, height, boxes: before, lines: drawn } = placesAt(level);
  const told = [...drawn].sort(([one], [other]) => one.number - other.number);
  const [inner, doors] = [new Map(), new Map()];
  for (const b of within[level]) {
    const { circle: { id }, arguments: ports, outputs } = blocks[b];
    for (const node of [...ports, ...outputs]) doors.set(`o${node}`, id);
    if (isShown[b + 1]) inner.set(id, placedLevel(b + 1, blocks, within, isShown, placesAt));
  }
  if (!inner.size) {
    const lines = new Map(told.map(([{ number }, ...line]) => [number, line]));
    return { width, height, boxes: copied(before), lines };
  }
  const { margin, gutter, head, foot } = LEVEL;
  const sizes = new Map([...inner].map(([id, one]) =>
    [id, [one.width - 2 * margin + 2 * gutter, one.height - 2 * margin + head + foot]]));
  const reach = wireEnds(before, told);
  const growths = growthsOf([...sizes].map(([id, size]) => [...edgesOf(before[id]), size[0] + roomFor(id, before, reach)]));
  const ends = told.map(([link]) => [link.tail, link.head].map((id) => (id in before ? id : doors.get(id))));
  const ties = told.map(([link, curve], n) => tieOf(link, curve, ends[n], before, inner));
  const things = new Map(Object.entries(before).filter(([id]) => !isEnd(id)));
  const grown = new Map([...sizes].map(([id, size]) => [id, size[1] - before[id][3]]));
  const down = new Shifts(things, ties.filter((tie) => tie), grown, reach);
  const [boxes, lines] = [{}, new Map()];
  for (const [id, by] of down.by) {
    const [x, y, ...old] = before[id];
    const size = sizes.get(id) ?? old;
    const left = x - old[0] / 2; // beside what has been opened it stays there
    boxes[id] = [left + widerBy(growths, ({ right }) => right <= left) + size[0] / 2, y - old[1] / 2 + by + size[1] / 2, ...size];
  }
  const far = told.map((_, n) => ties[n] && ends[n].map((id, k) => down.by.get(id) + ties[n][2 + k]));
  const led = ledLines(told.map(([, curve, arrow], n) => ties[n] && bent(curve, ends[n], far[n], down, arrow.length > 0)), growths);
  told.forEach(([{ number, tail, head: to }, curve, arrow], n) => {
    const here = ends[n];
    if (!ties[n]) {
      const [wire, end] = isEnd(tail) ? [to, tail] : [tail, to];
      const [dx, dy] = [boxes[wire][0] - before[wire][0], down.by.get(wire)];
      const [x, y, ...size] = before[end];
      boxes[end] = [x + dx, y + dy, ...size];
      lines.set(number, [shifted(curve, dx, dy), shifted(arrow, dx, dy)]);
      return;
    }
    const made = [led[n], shifted(arrow, 0, far[n][1])];
    const sides = [curve[0], curve.at(-2)];
    lines.set(number, movedEnds(here, here.map((id) => inner.has(id)), made, sides, before, boxes));
  });
  for (const [id, one] of inner) {
    const [x, y, ...size] = boxes[id];
    const by = [x - size[0] / 2 + gutter - margin, y - size[1] / 2 + head - margin];
    for (const [name, [a, b, ...rest]] of Object.entries(one.boxes)) boxes[name] = [a + by[0], b + by[1], ...rest];
    for (const [number, line] of one.lines) lines.set(number, line.map((points) => shifted(points, ...by)));
  }
  told.forEach(([{ number, tail, head: to }], n) => {
    const frames = [tail, to].map((id, k) => inner.has(ends[n][k]) && boxes[id]);
    lines.set(number, throughFrames(frames, ...lines.get(number)));
  });
  const wide = width + widerBy(growths, () => true);
  return trimmed({ width: wide, height, boxes: before, lines: told.map(([, ...line]) => line) }, boxes, lines);
}

const copied = (boxes) => Object.fromEntries(Object.entries(boxes).map(([id, sides]) => [id, [...sides]]));

const isEnd = (id) => id[0] === "t";

// How far from the left the wires begin and end that do so in nothing.
function wireEnds(before, told) {
  const found = new Map();
  for (const [{ tail, head }] of told) {
    if (isEnd(tail) === isEnd(head)) continue;
    const wire = isEnd(tail) ? head : tail;
    const [start, end] = found.get(wire) ?? [Infinity, -Infinity];
    const [from, to] = [before[tail], before[head]];
    found.set(wire, [Math.min(start, from[0] - from[2] / 2), Math.max(end, to[0] + to[2] / 2)]);
  }
  return found;
}

// How much room right of what has been opened is for the ends of wires that were over it or under it, so
// that they are beside it.
function roomFor(id, before, reach) {
  const [left, right] = edgesOf(before[id]);
  let room = 0;
  for (const [wire, [start, end]] of reach) {
    const here = before[wire][0] - before[wire][2] / 2;
    if (left < start && start < right && right <= here) {
      room = Math.max(room, right + LEVEL.beside - start);
      reach.set(wire, [here, end]);
    }
  }
  return room;
}

// What ties two things to one another: how much further than the top of a box the port in it goes, now that
// it is open.
function tieOf({ tail, head }, curve, ends, before, inner) {
  if (isEnd(tail) || isEnd(head)) return null;
  const lifts = [tail, head].map((port, n) => {
    const one = inner.get(ends[n]);
    if (!one) return 0;
    const [, y, , height] = before[ends[n]];
    return y - height / 2 + LEVEL.head - LEVEL.margin + one.boxes[port][1] - curve.at(n ? -1 : 1);
  });
  return [...ends, ...lifts, curve.at(-1) - curve[1]];
}

// With as much room over and under its boxes, and its lines, as they had before.
function trimmed(before, boxes, lines) {
  const told = [
    [extentOfBoxes(Object.values(before.boxes)), extentOfBoxes(Object.values(boxes))],
    [extentOfLines(before.lines), extentOfLines(lines.values())],
  ].filter(([[top]]) => top < Infinity);
  const by = Math.max(...told.map(([[top], [over]]) => Math.max(top, 0) - over));
  for (const sides of Object.values(boxes)) sides[1] += by;
  for (const [number, line] of lines) lines.set(number, line.map((points) => shifted(points, 0, by)));
  const under = told.map(([[, old], [, now]]) => Math.max(before.height - old, 0) + now);
  return { width: before.width, height: by + Math.max(...under), boxes, lines };
}

// From the highest to the lowest side of boxes, and point of lines.
function extentOfBoxes(boxes) {
  let [least, most] = [Infinity, -Infinity];
  for (const [, y, , height] of boxes) {
    [least, most] = [Math.min(least, y - height / 2), Math.max(most, y + height / 2)];
  }
  return [least, most];
}

function extentOfLines(lines) {
  let [least, most] = [Infinity, -Infinity];
  for (const [curve] of lines) {
    for (let n = 1; n < curve.length; n += 2) [least, most] = [Math.min(least, curve[n]), Math.max(most, curve[n])];
  }
  return [least, most];
}

function shifted(points, dx, dy) {
  return points.map((at, n) => at + (n % 2 ? dy : dx));
}

// A line whose ends, and its arrow, stay where they are at their things; at the side of a frame it ends
// beside the port in it. `sides` is how far from the left the ends were. Where its first thing has stayed at
// the left of what has grown, it runs beside that first.
function movedEnds(ends, areFrames, [points, arrow], sides, before, after) {
  const [left, right] = ends.map((id, n) => (areFrames[n] ? edgesOf(after[id])[1 - n] : after[id][0] + sides[n] - before[id][0]));
  const [[x, y], [to, down]] = [points[0], points.at(-1)];
  if (x > left + LEVEL.least) {
    points[1] = [points[1][0], y];
    points.unshift([left, y], [(2 * left + x) / 3, y], [(left + 2 * x) / 3, y]);
  }
  points.at(-2)[0] += right - to;
  points[points.length - 1] = [right, down];
  return [points.flat(), shifted(arrow, right - sides[1], 0)];
}

// Lines that are level over and under what has been opened, and keep their shape beside it. They are so in its
// middle: lines cross one another between columns, and in the middle of one they are apart. Where they are not,
// they are made so.
function ledLines(curves, growths) {
  const points = curves.map((curve) => curve && Array.from({ length: curve.length / 2 }, (_, n) => curve.slice(2 * n, 2 * n + 2)));
  const cuts = points.map(() => []);
  for (const { left, right, middle, by } of growths) {
    const passing = [];
    points.forEach((line, number) => {
      if (!line || !(line[0][0] + LEVEL.least < middle && middle < line.at(-1)[0] - LEVEL.least)) return;
      let [n] = cuts[number].at(-1) ?? [0];
      for (const side of [left, middle]) n = cutAt(line, n, side);
      cutAt(line, n, right);
      cuts[number].push([n, by]);
      passing.push([line[n][1], number]);
    });
    passing.sort(([a, n], [b, m]) => a - b || n - m);
    sharedWay(passing.map(([y]) => y), passing.map((_, n) => LEVEL.apart * n)).forEach((y, k) => {
      const [line, [n]] = [points[passing[k][1]], cuts[passing[k][1]].at(-1)];
      for (const at of [n - 1, n, n + 1]) line[at] = [line[at][0], y];
    });
  }
  return points.map((line, number) => line && runOn(line, cuts[number], growths));
}

// A line that runs on to the right where it has been cut, so far.
function runOn(points, cuts, growths) {
  const made = [];
  let [by, done] = [widerBy(growths, ({ middle }) => middle <= points[0][0] + LEVEL.least), 0];
  for (const [n, more] of cuts) {
    for (const [x, y] of points.slice(done, n + 1)) made.push([x + by, y]);
    const [x, y] = made.at(-1);
    made.push([x + more / 3, y], [x + more * 2 / 3, y]);
    [done, by] = [n, by + more];
  }
  for (const [x, y] of points.slice(done)) made.push([x + by, y]);
  return made;
}

// A line that goes on through the sides of frames, from a port in one and to a port in another.
function throughFrames([from, to], curve, arrow) {
  const across = (x, y, a, b) => [(x + a) / 2, y, (x + a) / 2, b, a, b];
  if (to) {
    const [x, y] = [to[0] - to[2] / 2 - LEVEL.arrow, to[1]];
    const half = 0.35 * LEVEL.arrow;
    curve = [...curve, ...across(...curve.slice(-2), x, y)];
    arrow = [x + LEVEL.arrow, y, x, y + half, x, y - half];
  }
  if (from) {
    const start = [from[0] + from[2] / 2, from[1]];
    curve = [...start, ...across(...start, ...curve.slice(0, 2)), ...curve.slice(2)];
  }
  return [curve, arrow];
}

const edgesOf = ([x, , width]) => [x - width / 2, x + width / 2];

// What has been opened in each column: its sides before, and how much further right it ends. Things are by
// their sides and new lengths; those in one column are one.
function growthsOf(spans) {
  const found = [];
  for (let [left, right, size] of spans.sort(([a, b, c], [d, e, f]) => a - d || b - e || c - f)) {
    let end = left + size;
    if (found.length && left < found.at(-1).right) {
      const last = found.pop();
      end = Math.max(end, last.right + last.by);
      [left, right] = [last.left, Math.max(last.right, right)];
    }
    found.push({ left, right, middle: (left + right) / 2, by: end - right });
  }
  return found;
}

const widerBy = (growths, isMeant) => growths.reduce((by, one) => by + (isMeant(one) ? one.by : 0), 0);
