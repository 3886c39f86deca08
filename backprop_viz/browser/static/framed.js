// Where everything stands where some blocks are open: the twin of draw/framed.py.

// Points, as in draw/framed.py.
const LEVEL = { margin: 8, gutter: 26, head: 26, foot: 6, beside: 12, arrow: 7, least: 0.5 };

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
  const spans = [...sizes].map(([id, size]) => [before[id][0], before[id][2], size[0] + roomFor(id, before, reach)]);
  const across = stretchedMap(spans);
  const left = keptMap(spans, across);
  const ends = told.map(([link]) => [link.tail, link.head].map((id) => (id in before ? id : doors.get(id))));
  const ties = told.map(([link, curve], n) => tieOf(link, curve, ends[n], before, inner));
  const things = new Map(Object.entries(before).filter(([id]) => !isEnd(id)));
  const grown = new Map([...sizes].map(([id, size]) => [id, size[1] - before[id][3]]));
  const down = new Shifts(things, ties.filter((tie) => tie), grown, reach);
  const [boxes, lines] = [{}, new Map()];
  for (const [id, by] of down.by) {
    const [x, y, ...old] = before[id];
    const size = sizes.get(id) ?? old;
    boxes[id] = [left(x - old[0] / 2) + size[0] / 2, y - old[1] / 2 + by + size[1] / 2, ...size];
  }
  told.forEach(([{ number, tail, head: to }, curve, arrow], n) => {
    const [tie, here] = [ties[n], ends[n]];
    if (!tie) {
      const [wire, end] = isEnd(tail) ? [to, tail] : [tail, to];
      const [dx, dy] = [boxes[wire][0] - before[wire][0], down.by.get(wire)];
      const [x, y, ...size] = before[end];
      boxes[end] = [x + dx, y + dy, ...size];
      lines.set(number, [shifted(curve, dx, dy), shifted(arrow, dx, dy)]);
      return;
    }
    const far = here.map((id, k) => down.by.get(id) + tie[2 + k]);
    const made = [bent(curve, here, far, down, arrow.length > 0), shifted(arrow, 0, far[1])];
    lines.set(number, movedEnds(here, here.map((id) => inner.has(id)), made, before, boxes, across));
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
  return trimmed({ width, height, boxes: before, lines: told.map(([, ...line]) => line) }, boxes, lines, across);
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
  const [x, , width] = before[id];
  const [left, right] = [x - width / 2, x + width / 2];
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
function trimmed(before, boxes, lines, across) {
  const told = [
    [extentOfBoxes(Object.values(before.boxes)), extentOfBoxes(Object.values(boxes))],
    [extentOfLines(before.lines), extentOfLines(lines.values())],
  ].filter(([[top]]) => top < Infinity);
  const by = Math.max(...told.map(([[top], [over]]) => Math.max(top, 0) - over));
  for (const sides of Object.values(boxes)) sides[1] += by;
  for (const [number, line] of lines) lines.set(number, line.map((points) => shifted(points, 0, by)));
  const under = told.map(([[, old], [, now]]) => Math.max(before.height - old, 0) + now);
  return { width: across(before.width), height: by + Math.max(...under), boxes, lines };
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
// beside the port in it. Where its first thing has stayed at the left of what has grown, it runs beside
// that first.
function movedEnds(ends, areFrames, [curve, arrow], before, after, across) {
  let run = [];
  const places = spreadLine(curve.filter((_, n) => n % 2 === 0), across);
  ends.forEach((id, n) => {
    const [old, now] = [before[id], after[id]];
    const [end, near, side] = n ? [curve.length - 2, curve.length - 4, -1] : [0, 2, 1];
    const [x, y] = [curve[end], curve[end + 1]];
    let a = areFrames[n] ? now[0] + side * now[2] / 2 : now[0] + x - old[0];
    if (n) {
      arrow = shifted(arrow, a - x, 0);
      places.forEach((place, at) => {
        const was = curve[2 * at];
        const most = was <= curve[near] ? curve[near] + a - x : a + Math.max(0, was - x);
        places[at] = Math.min(place, most);
      });
    } else if (places[0] > a + LEVEL.least) {
      const ahead = curve[near] - x;
      const share = Math.min(1, (places[0] - a) / 2 / Math.max(Math.abs(ahead), LEVEL.least));
      const [by, over] = [share * ahead, share * (curve[near + 1] - y)];
      run = [a, y, a + by, y + over];
      [a] = places;
      run.push(a - by, y - over);
    }
    if (!n) places.forEach((place, at) => {
      places[at] = Math.max(place, a + Math.min(0, curve[2 * at] - x));
    });
    [places[near / 2], places[end / 2]] = [curve[near] + a - x, a];
  });
  return [[...run, ...places.flatMap((x, n) => [x, curve[2 * n + 1]])], arrow];
}

// Where the points of a line go: its curves reach no further back beyond their ends than they
// did, even where they do so over or under what has grown.
function spreadLine(old, across) {
  const made = old.map(across);
  for (let n = 0; n < old.length - 1; n += 3) {
    const ends = [[old[n], made[n]], [old[n + 3], made[n + 3]]];
    const [[low, least], [high, most]] = ends.sort(([a, b], [c, d]) => a - c || b - d);
    for (const k of [n + 1, n + 2]) {
      const beyond = [Math.max(0, low - old[k]), Math.max(0, old[k] - high)];
      made[k] = Math.min(Math.max(made[k], least - beyond[0]), most + beyond[1]);
    }
  }
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

// Where left sides go: one beside spans that have grown to where the first of these begins.
function keptMap(spans, place) {
  const runs = [];
  const sides = spans.map(([x, length]) => [x - length / 2, x + length / 2]);
  sides.sort(([a, b], [c, d]) => a - c || b - d);
  for (const [left, right] of sides) {
    const last = runs.at(-1);
    if (last && left < last[1]) last[1] = Math.max(last[1], right);
    else runs.push([left, right]);
  }
  return (x) => {
    const beside = runs.findLast(([left]) => left <= x);
    return beside && x < beside[1] ? x + place(beside[0]) - beside[0] : place(x);
  };
}

// Where places go when spans, each by its middle and length, get new lengths. Where several lie
// beside one another, the one that grows most tells.
function stretchedMap(spans) {
  const edges = [...new Set(spans.flatMap(([x, length]) => [x - length / 2, x + length / 2]))].sort((a, b) => a - b);
  const grown = [0];
  for (let n = 1; n < edges.length; n += 1) {
    const [left, right] = [edges[n - 1], edges[n]];
    let most = 1;
    for (const [x, length, size] of spans) {
      if (x - length / 2 <= left && right <= x + length / 2) most = Math.max(most, size / length);
    }
    grown.push(grown[n - 1] + (right - left) * (most - 1));
  }
  return (x) => {
    let [n, end] = [0, edges.length];
    while (n < end) { // how many are not beyond it
      const middle = (n + end) >> 1;
      if (edges[middle] <= x) n = middle + 1;
      else end = middle;
    }
    if (n === 0) return x;
    if (n === edges.length) return x + grown.at(-1);
    return x + grown[n - 1] + (grown[n] - grown[n - 1]) * (x - edges[n - 1]) / (edges[n] - edges[n - 1]);
  };
}
