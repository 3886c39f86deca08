// What is shown of a graph whose blocks are open or closed: its steps, the twin of blocks/view.py,
// its things and their marks, those of draw/plan.py and draw/schedule.py, and where all of it stands,
// the twin of draw/framed.py. A level is what stands side by side, in a block or in none (0).

// The view, the formula, the plan and the schedule of a program, of which the blocks of these names are open.
function viewed(program, names) {
  const { nodes, levels: { blocks, homes }, plan, schedule, operations, edges } = program;
  const isShown = [true]; // by level
  blocks.forEach(({ block, inside }) => isShown.push(isShown[inside] && names.has(block)));
  const shut = blocks.filter(({ inside }, b) => isShown[inside] && !isShown[b + 1]);
  const view = { blocks, isShown, ...stopsOf({ operations, edges }, blocks, isShown) };
  const home = new Map();
  for (const [kind, found] of Object.entries(homes)) found.forEach((level, i) => home.set(plan[kind][i].id, level));
  const level = (id, node) => home.get(id[0] === "k" ? `w${node}` : id);
  const links = plan.links.map((link, i) => {
    const [tail, head] = [level(link.tail, link.node), level(link.head, link.node)];
    const here = tail === head || blocks[head - 1]?.inside === tail ? tail : head;
    const end = (id, at) => (at === here || isShown[at] ? id : blocks[at - 1].circle.id);
    return { i, here, link: { ...link, tail: end(link.tail, tail), head: end(link.head, head) } };
  }).filter(({ here }) => isShown[here]);
  const chosen = (kind) => [...plan[kind].keys()].filter((i) => isShown[homes[kind][i]]);
  const [wires, branches] = [chosen("wires"), chosen("branches")];
  const circles = chosen("circles").map((i) => ({ item: plan.circles[i], told: schedule.circles[i], at: plan.circles[i].node }));
  circles.push(...shut.map(({ circle, marks, outputs }) => ({ item: circle, told: marks, at: outputs[0] })));
  circles.sort((a, b) => a.at - b.at);
  const left = new Map(shut.flatMap(({ outputs, marks }) =>
    outputs.filter((node) => nodes[node].has_gradient).map((node) => [node, marks])));
  const made = {
    ...plan,
    wires: wires.map((i) => plan.wires[i]),
    branches: branches.map((i) => plan.branches[i]),
    circles: circles.map(({ item }) => item),
    terminals: plan.terminals.filter((_, i) => isShown[homes.terminals[i]]),
    links: links.map(({ link }) => link),
    lines: links.map(({ i }) => i),
    frames: blocks.map(({ circle, block }, number) => ({ id: circle.id, block, number, shown: circle.part.shown }))
      .filter(({ number }) => isShown[number + 1]),
  };
  const formula = formulaOf(program, shut);
  return { view, formula, plan: made, schedule: scheduleOf(schedule, view, { wires, branches, circles, links, left, made }) };
}

// ---- Steps ----------------------------------------------------------------------------------------

// A step is what it is `at`, and the `last` that has happened with it; of a closed block it is by its
// number. `computed` and `returned` tell at which step each operation and each edge has happened.
function stopsOf({ operations, edges }, blocks, isShown) {
  const [shut, entries, exits, ports, hidden] = [new Map(), new Set(), new Map(), new Map(), new Set()];
  blocks.forEach((block, b) => {
    const [start, stop] = block.operations;
    if (isShown[b + 1]) {
      for (const node of block.ports) entries.add(node);
      for (const node of block.outputs) { exits.set(node, start); hidden.add(node); }
    } else if (isShown[block.inside]) {
      shut.set(start, b);
      for (const node of block.ports) ports.set(node, b);
      for (let place = start; place < stop; place += 1) hidden.add(operations[place]);
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
  const backward = edges.flatMap(({ node }, place) => {
    if (ports.has(node)) return [{ last: place, at: place, block: ports.get(node) }];
    return hidden.has(node) ? [] : [{ last: place, at: place }];
  });
  const reached = (stops, count, first) => {
    if (stops.length) stops.at(-1).last = Math.max(stops.at(-1).last, count - 1);
    return stops.flatMap(({ last }, n) => new Array(last - (stops[n - 1]?.last ?? -1)).fill(first + n));
  };
  const inner = new Set([...shut.values()].flatMap((b) => {
    const { operations: [start, stop], outputs } = blocks[b];
    return operations.slice(start, stop).filter((node) => !outputs.includes(node));
  }));
  const computed = reached(forward, operations.length, 1);
  const through = [...inner].filter((node) => !ports.has(node));
  return { forward, backward, computed, inner, through, returned: reached(backward, edges.length, 0) };
}

// ---- Marks ----------------------------------------------------------------------------------------

// The schedule that is told holds where every step is shown; here each is the one shown with which it
// has happened. What comes out of a closed block (`left`) goes back to each of its arguments.
function scheduleOf(schedule, { forward, computed, returned }, { wires, branches, circles, links, left, made }) {
  const [flat, seed] = [computed.length + 1, forward.length + 1];
  const shown = (k) => (k === 0 ? 0 : k < flat ? computed[k - 1] : k === flat ? seed : seed + 1 + returned[k - flat - 1]);
  const marks = (told, more) => (more ? joinedMarks(shown(told[0]), touchesOf(told, shown, more)) : marksOf(told, shown));
  const returns = (node, code) => {
    if (!left.has(node)) return null;
    const found = new Map();
    for (const [k, was] of touchesOf(left.get(node), shown)) if (was === 3) found.set(k, code);
    return found;
  };
  const ofWires = (kind, code) => wires.map((i, n) =>
    marks(schedule[kind][i], code && returns(made.wires[n].node, code)));
  const drawn = new Set(made.wires.map(({ node }) => node));
  const trunks = Object.entries(schedule.trunks).filter(([node]) => drawn.has(Number(node)));
  return {
    values: ofWires("values"),
    gradients: ofWires("gradients", 1),
    contributions: branches.map((i) => marks(schedule.contributions[i])),
    wires: ofWires("wires", 3),
    branches: branches.map((i) => marks(schedule.branches[i])),
    circles: circles.map(({ told }) => marks(told)),
    links: links.map(({ i, link: { tail, node, turn } }) => (turn ? [shown(schedule.links[i][0])]
      : marks(schedule.links[i], tail.startsWith("ob") && returns(node, 3)))),
    trunks: Object.fromEntries(trunks.map(([node, [told, turns]]) => {
      const touches = touchesOf(told, shown);
      const reach = new Map();
      [...stepsOf(told)].forEach(([k], n) => reach.set(shown(k), Math.max(turns[n], reach.get(shown(k)) ?? 0)));
      const steps = [...reach.keys()].sort((a, b) => a - b);
      return [node, [joinedMarks(shown(told[0]), touches), steps.map((k) => reach.get(k))]];
    })),
  };
}

// The marks of a thing at the steps that are shown, which come in the same order: of several at one
// the strongest.
function marksOf(told, shown) {
  const made = [shown(told[0])];
  let [step, before] = [0, 0];
  for (let n = 1; n < told.length; n += 1) {
    step += told[n] >> 2;
    const [k, code] = [shown(step), told[n] & 3];
    const last = made.length - 1;
    if (last && k === before) made[last] += Math.max(0, code - (made[last] & 3));
    else made.push(4 * (k - before) + code);
    before = k;
  }
  return made;
}

// The steps that touch a thing, each with the code of its mark, as browser/schedule.py tells them.
function stepsOf(told) {
  let step = 0;
  return told.slice(1).map((number) => { step += number >> 2; return [step, number & 3]; });
}

// The same of the steps that are shown, and `more`: of several the strongest mark.
function touchesOf(told, shown, more = new Map()) {
  const found = new Map(more);
  for (const [k, code] of stepsOf(told)) found.set(shown(k), Math.max(code, found.get(shown(k)) ?? 0));
  return found;
}

function joinedMarks(known, touches) {
  let before = 0;
  const steps = [...touches].sort(([a], [b]) => a - b);
  return [known, ...steps.map(([k, code]) => {
    const number = 4 * (k - before) + code;
    before = k;
    return number;
  })];
}

// ---- Places ---------------------------------------------------------------------------------------

const LEVEL = { margin: 8, gutter: 26, head: 26, foot: 6, arrow: 7 }; // points, as in draw/framed.py

// The layout of what is shown; `levels` are those of browser/levels.py. Points are x and y in turns.
function placedLayout({ levels: { blocks }, plan: whole }, { view: { isShown }, plan }, { levels, ...told }) {
  const within = levels.map(() => []);
  blocks.forEach(({ inside }, b) => within[inside].push(b));
  const root = sizedLevel(0, blocks, within, isShown, levels);
  const [boxes, lines] = [{}, []];
  const isEnd = new Set(whole.terminals.map(({ id }) => id));
  placeLevel(root, 0, 0, { links: whole.links, isEnd }, boxes, lines);
  const pixels = (points) => 0.75 * Math.ceil(Math.round(points / 0.75 * 1000) / 1000);
  const curves = plan.lines.map((i) => {
    const [curve, arrow] = lines[i];
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
function sizedLevel(level, blocks, within, isShown, levels) {
  const { width, height, boxes, lines } = levels[level];
  const { margin, gutter, head, foot } = LEVEL;
  const [inner, doors] = [new Map(), new Map()];
  for (const b of within[level]) {
    const { circle: { id }, arguments: ports, outputs } = blocks[b];
    for (const node of [...ports, ...outputs]) doors.set(`o${node}`, id);
    if (!isShown[b + 1]) continue;
    const one = sizedLevel(b + 1, blocks, within, isShown, levels);
    inner.set(id, { ...one, size: [one.width - 2 * margin + 2 * gutter, one.height - 2 * margin + head + foot] });
  }
  const made = { boxes, lines, inner, doors, maps: null, width, height };
  if (!inner.size) return made;
  const maps = [0, 1].map((side) =>
    stretchedMap([...inner].map(([id, { size }]) => [boxes[id][side], boxes[id][side + 2], size[side]])));
  return { ...made, maps, width: maps[0](width), height: maps[1](height) };
}

// Puts the things and the lines of a level, and of all that is open in it, so far from where they are.
// Where a wire begins or ends in nothing, that stays beside it.
function placeLevel({ boxes: before, lines: told, inner, doors, maps }, dx, dy, whole, boxes, lines) {
  const { links, isEnd } = whole;
  const [across, down] = maps ? [(x) => maps[0](x) + dx, (y) => maps[1](y) + dy] : [(x) => x + dx, (y) => y + dy];
  for (const [id, [x, y, ...size]] of Object.entries(before)) {
    boxes[id] = [across(x), down(y), ...inner.get(id)?.size ?? size];
  }
  const beside = new Map();
  for (const [i] of maps ? told : []) {
    const { tail, head } = links[i];
    if (!isEnd.has(tail) && !isEnd.has(head)) continue;
    const [wire, end] = isEnd.has(tail) ? [head, tail] : [tail, head];
    const by = [0, 1].map((side) => boxes[wire][side] - before[wire][side]);
    beside.set(i, by);
    const [x, y, ...size] = before[end];
    boxes[end] = [x + by[0], y + by[1], ...size];
  }
  for (const [id, one] of inner) {
    const [x, y, width, height] = boxes[id];
    const [left, top] = [x - width / 2 + LEVEL.gutter, y - height / 2 + LEVEL.head];
    placeLevel(one, left - LEVEL.margin, top - LEVEL.margin, whole, boxes, lines);
  }
  for (const [i, curve, arrow] of told) {
    const by = maps ? beside.get(i) : [dx, dy];
    if (by) { lines[i] = [shifted(curve, ...by), shifted(arrow, ...by)]; continue; }
    const ends = [links[i].tail, links[i].head];
    const here = ends.map((id) => (id in before ? id : doors.get(id)));
    const points = curve.map((at, n) => (n % 2 ? down(at) : across(at)));
    const frames = here.map((id, n) => inner.has(id) && boxes[ends[n]]);
    lines[i] = throughFrames(frames, points, movedEnds(here, frames, curve, arrow, before, boxes, points));
  }
}

function shifted(points, dx, dy) {
  return points.map((at, n) => at + (n % 2 ? dy : dx));
}

// The ends of a line, and its arrow, which is given back, stay where they are at their things; at the
// side of a frame it ends beside the port in it.
function movedEnds(ends, ports, curve, arrow, before, after, points) {
  ends.forEach((id, n) => {
    const [old, now] = [before[id], after[id]];
    const [end, near, side] = n ? [curve.length - 2, curve.length - 4, -1] : [0, 2, 1];
    const [x, y] = [curve[end], curve[end + 1]];
    const [a, b] = ports[n] ? [now[0] + side * now[2] / 2, ports[n][1]] : [now[0] + x - old[0], now[1] + y - old[1]];
    [points[near], points[near + 1]] = [curve[near] + a - x, curve[near + 1] + b - y];
    [points[end], points[end + 1]] = [a, b];
    if (n) arrow = shifted(arrow, a - x, b - y);
  });
  return arrow;
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
