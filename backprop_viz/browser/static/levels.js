// What is shown of a graph whose blocks are open or closed: its steps, the twin of blocks/view.py,
// its things, those of draw/plan.py, and where all of it stands, the twin of draw/framed.py. A level is
// what stands side by side, in a block or in none (0).

// The view, the formula, the plan and the schedule of a program, of which the blocks of these names are open.
function viewed(program, names) {
  const { levels: { blocks } } = program;
  const isShown = [true]; // by level
  blocks.forEach(({ block, inside }) => isShown.push(isShown[inside] && names.has(block)));
  const shut = blocks.flatMap(({ inside }, b) => (isShown[inside] && !isShown[b + 1] ? [b] : []));
  const view = { blocks, isShown, ...stopsOf(program, blocks, isShown) };
  const levels = insidesOf(program, isShown);
  const shown = (kind) => levels.flatMap((level) => level[kind]);
  const doors = new Map(shut.flatMap((b) => {
    const { arguments: ports, outputs, circle } = blocks[b];
    return [...ports, ...outputs].map((node) => [`o${node}`, circle.id]);
  }));
  const end = (id) => doors.get(id) ?? id;
  const links = shown("links").sort((a, b) => a.number - b.number);
  const boxes = shut.map((b) => ({ ...blocks[b].circle, at: blocks[b].outputs[0] }));
  const circles = [...shown("circles"), ...boxes];
  const made = {
    ...program.plan,
    wires: shown("wires").sort((a, b) => a.node - b.node),
    branches: shown("branches").sort((a, b) => a.number - b.number),
    circles: circles.sort((a, b) => (a.at ?? a.node) - (b.at ?? b.node)),
    terminals: shown("terminals").sort((a, b) => a.node - b.node),
    links: links.map((link) => ({ ...link, tail: end(link.tail), head: end(link.head) })),
    turns: Object.assign({}, ...levels.map(({ turns }) => turns)),
    frames: blocks.map(({ circle, block }, number) => ({ id: circle.id, block, number, shown: circle.part.shown }))
      .filter(({ number }) => isShown[number + 1]),
  };
  const formula = formulaOf(program, shut.map((b) => blocks[b]));
  return { view, formula, plan: made, schedule: scheduleOf(program, view, made, shut) };
}

// ---- Steps ----------------------------------------------------------------------------------------

// A step is what it is `at`, and the `last` that has happened with it; of a closed block it is by its
// number. `computed` and `returned` tell at which step each operation and each edge has happened. What
// is in closed blocks is passed over, for it may be far more than what is shown: `seen` are the
// operations outside of them, and their ports; `inner` all others.
function stopsOf({ nodes, operations, edges }, blocks, isShown) {
  const [shut, ends, entries, exits, hidden] = [new Map(), new Map(), new Set(), new Map(), new Set()];
  blocks.forEach((block, b) => {
    const [start, stop] = block.operations;
    if (isShown[b + 1]) {
      for (const node of block.ports) {
        entries.add(node);
        if (!block.arguments.includes(node)) hidden.add(node); // to what it owns
      }
      for (const node of block.outputs) { exits.set(node, start); hidden.add(node); }
    } else if (isShown[block.inside]) {
      shut.set(start, b);
      ends.set(stop - 1, b);
    }
  });
  const forward = [];
  for (let place = 0; place < operations.length; place += 1) {
    const [b, node] = [shut.get(place), operations[place]];
    if (b !== undefined) {
      place = blocks[b].operations[1] - 1;
      forward.push({ last: place, place, at: operations[place], block: b });
    } else if (exits.has(node) && forward.length && forward.at(-1).place >= exits.get(node)) {
      forward.at(-1).last = place;
    } else if (!entries.has(node)) forward.push({ last: place, place, at: node });
  }
  const [starts, backward, seen] = [edgeStarts(nodes, edges), [], []];
  const goBack = (node, told) => {
    for (let edge = starts[node]; edges[edge]?.node === node; edge += 1) {
      backward.push({ last: edge, at: edge, ...told });
    }
  };
  const fromLast = (list) => [...new Set(list)].sort((one, other) => other - one);
  for (let place = operations.length - 1; place >= 0; place -= 1) {
    const [b, node] = [ends.get(place), operations[place]];
    if (b === undefined) {
      seen.push(node);
      if (!hidden.has(node)) goBack(node);
      continue;
    }
    const { ports, outputs, operations: [start] } = blocks[b];
    for (const port of fromLast(ports)) goBack(port, { block: b });
    seen.push(...fromLast([...outputs, ...ports]));
    place = start;
  }
  const reached = (stops, count, first) => {
    if (stops.length) stops.at(-1).last = Math.max(stops.at(-1).last, count - 1);
    const steps = new Int32Array(count);
    stops.forEach(({ last }, n) => steps.fill(first + n, (stops[n - 1]?.last ?? -1) + 1, last + 1));
    return steps;
  };
  const inner = innerOf(nodes, operations, [...shut.values()].map((b) => blocks[b]));
  return {
    forward, backward, seen: seen.reverse(), inner,
    computed: reached(forward, operations.length, 1), returned: reached(backward, edges.length, 0),
    // those of them by which nothing enters
    through: () => operations.filter((node) => inner.has(node) && !inner.enters(node)),
  };
}

// What is in closed blocks and does not come out of them.
function innerOf(nodes, operations, shut) {
  const rooms = shut.map(({ operations: [start, stop], ports, outputs }) =>
    ({ from: operations[start], to: operations[stop - 1], ports, outputs })).sort((a, b) => a.from - b.from);
  const around = (node) => {
    let [n, end] = [0, rooms.length];
    while (n < end) { // how many do not begin after it
      const middle = (n + end) >> 1;
      if (rooms[middle].from <= node) n = middle + 1;
      else end = middle;
    }
    return rooms[n - 1]?.to >= node && nodes[node].row !== null ? rooms[n - 1] : null;
  };
  return {
    has: (node) => around(node)?.outputs.includes(node) === false,
    enters: (node) => around(node)?.ports.includes(node) ?? false,
  };
}

// ---- Places ---------------------------------------------------------------------------------------

// Points, as in draw/framed.py.
const LEVEL = { margin: 8, gutter: 26, head: 26, foot: 6, arrow: 7, least: 0.5 };

// The layout of what is shown; `levels` are those of browser/levels.py. Points are x and y in turns.
function placedLayout(program, { view: { isShown }, plan }, geometry) {
  const { levels: { blocks } } = program;
  const { levels: _, insides: __, ...told } = geometry;
  const within = isShown.map(() => []);
  blocks.forEach(({ inside }, b) => within[inside].push(b));
  const root = sizedLevel(0, blocks, within, isShown, (level) => placesIn(program, geometry, level));
  const [boxes, lines] = [{}, new Map()];
  placeLevel(root, 0, 0, boxes, lines);
  const pixels = (points) => 0.75 * Math.ceil(Math.round(points / 0.75 * 1000) / 1000);
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

// A level with those of the open blocks in it: where it stretches for them, and how large it is then.
function sizedLevel(level, blocks, within, isShown, placesAt) {
  const { width, height, boxes, lines } = placesAt(level);
  const { margin, gutter, head, foot } = LEVEL;
  const [inner, doors] = [new Map(), new Map()];
  for (const b of within[level]) {
    const { circle: { id }, arguments: ports, outputs } = blocks[b];
    for (const node of [...ports, ...outputs]) doors.set(`o${node}`, id);
    if (!isShown[b + 1]) continue;
    const one = sizedLevel(b + 1, blocks, within, isShown, placesAt);
    inner.set(id, { ...one, size: [one.width - 2 * margin + 2 * gutter, one.height - 2 * margin + head + foot] });
  }
  const made = { boxes, lines, inner, doors, maps: null, width, height };
  if (!inner.size) return made;
  const spans = [0, 1].map((side) =>
    [...inner].map(([id, { size }]) => [boxes[id][side], boxes[id][side + 2], size[side]]));
  const maps = spans.map(stretchedMap);
  const left = keptMap(spans[0], maps[0]);
  return { ...made, maps, left, width: maps[0](width), height: maps[1](height) };
}

// Puts the things and the lines of a level, and of all that is open in it, so far from where they are.
// Where a wire begins or ends in nothing, that stays beside it.
function placeLevel(level, dx, dy, boxes, lines) {
  const { boxes: before, lines: told, inner, doors, maps, left: kept } = level;
  const isEnd = (id) => id[0] === "t";
  const [across, down] = maps ? [(x) => maps[0](x) + dx, (y) => maps[1](y) + dy] : [(x) => x + dx, (y) => y + dy];
  for (const [id, [x, y, ...size]] of Object.entries(before)) {
    const [width, height] = inner.get(id)?.size ?? size;
    boxes[id] = [kept ? kept(x - size[0] / 2) + width / 2 + dx : x + dx, down(y), width, height];
  }
  const beside = new Map();
  for (const [{ number, tail, head }] of maps ? told : []) {
    if (!isEnd(tail) && !isEnd(head)) continue;
    const [wire, end] = isEnd(tail) ? [head, tail] : [tail, head];
    const by = [0, 1].map((side) => boxes[wire][side] - before[wire][side]);
    beside.set(number, by);
    const [x, y, ...size] = before[end];
    boxes[end] = [x + by[0], y + by[1], ...size];
  }
  for (const [id, one] of inner) {
    const [x, y, width, height] = boxes[id];
    const [left, top] = [x - width / 2 + LEVEL.gutter, y - height / 2 + LEVEL.head];
    placeLevel(one, left - LEVEL.margin, top - LEVEL.margin, boxes, lines);
  }
  const around = maps && new Beside(before, boxes, bandsOf(before, inner), down);
  for (const [{ number, tail, head }, curve, arrow] of told) {
    const by = maps ? beside.get(number) : [dx, dy];
    if (by) { lines.set(number, [shifted(curve, ...by), shifted(arrow, ...by)]); continue; }
    const ends = [tail, head];
    const here = ends.map((id) => (id in before ? id : doors.get(id)));
    const frames = here.map((id, n) => inner.has(id) && boxes[ends[n]]);
    const now = here.map((id, n) =>
      (frames[n] ? frames[n][1] : boxes[id][1] + curve.at(n ? -1 : 1) - before[id][1]));
    const sides = curve.filter((_, n) => n % 2 === 0).map(across);
    const [run, moved] = movedEnds(here, frames, curve, arrow, before, boxes, sides);
    const heights = around.heights(curve, sides, now, here);
    const bent = [...run, ...sides.flatMap((x, n) => [x, heights[n]])];
    lines.set(number, throughFrames(frames, bent, moved));
  }
}

function shifted(points, dx, dy) {
  return points.map((at, n) => at + (n % 2 ? dy : dx));
}

// The ends of a line, and its arrow, stay where they are at their things; at the side of a frame it
// ends beside the port in it. Where its first thing has stayed at the left of what has grown, it
// runs beside that first. The `places` of its points, from the left, are changed; their heights are
// another matter.
function movedEnds(ends, ports, curve, arrow, before, after, places) {
  let run = [];
  ends.forEach((id, n) => {
    const [old, now] = [before[id], after[id]];
    const [end, near, side] = n ? [curve.length - 2, curve.length - 4, -1] : [0, 2, 1];
    const [x, y] = [curve[end], curve[end + 1]];
    let [a, b] = [now[0] + x - old[0], now[1] + y - old[1]];
    if (ports[n]) [a, b] = [now[0] + side * now[2] / 2, ports[n][1]];
    if (n) {
      arrow = shifted(arrow, a - x, b - y);
      places.forEach((place, at) => {
        const was = curve[2 * at];
        const most = was <= curve[near] ? curve[near] + a - x : a + Math.max(0, was - x);
        places[at] = Math.min(place, most);
      });
    } else if (places[0] > a + LEVEL.least) {
      const ahead = curve[near] - x;
      const share = Math.min(1, (places[0] - a) / 2 / Math.max(Math.abs(ahead), LEVEL.least));
      const [by, over] = [share * ahead, share * (curve[near + 1] - y)];
      run = [a, b, a + by, b + over];
      [a] = places;
      run.push(a - by, b - over);
    }
    if (!n) places.forEach((place, at) => {
      places[at] = Math.max(place, a + Math.min(0, curve[2 * at] - x));
    });
    [places[near / 2], places[end / 2]] = [curve[near] + a - x, a];
  });
  return [run, arrow];
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

// How a step through a closed block is told: some shortcuts hold only for so many axes of a port.
function wayBack(walk, way) {
  if (!way?.where) return way;
  const { where: [port, axes], shortcut, ...rest } = way;
  return shapeOf(walk.values[port]).length === axes ? { ...rest, shortcut } : rest;
}
