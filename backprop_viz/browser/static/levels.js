// What is shown of a graph whose blocks are open or closed: its steps, the twin of blocks/view.py, and
// its things, those of draw/plan.py. A level is what stands side by side, in a block or in none (0).

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

// How a step through a closed block is told: some shortcuts hold only where shapes go together.
function wayBack({ values }, way) {
  if (!way?.where) return way;
  const { where, shortcut, ...rest } = way;
  const valueAt = (port) => values[port];
  const holds = where.every((asked) => goWith(asked, (port) => shapeOf(values[port]), valueAt));
  return holds ? { ...rest, shortcut } : rest;
}
