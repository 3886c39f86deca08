// What marks the things of a graph with blocks, some of them open, at the steps that are shown: the
// twin of draw/schedule.py, told as browser/schedule.py tells it.

const [USED, FORWARD, BACKWARD] = [1, 2, 3];

// `shut` are the closed blocks that are shown.
function scheduleOf({ nodes, operations, edges, output }, view, plan, shut) {
  const { wires, branches, circles, links, turns } = plan;
  const seed = view.forward.length + 1;
  const at = (edge) => seed + 1 + view.returned[edge];
  const known = new Int32Array(nodes.length);
  for (const { node } of wires) known[node] = nodes[node].value === null ? 1 : 0;
  let place = 0;
  for (const node of view.seen) {
    while (operations[place] !== node) place += 1;
    known[node] = view.computed[place];
  }
  // Its port in an open block stands for it.
  const owned = new Set(wires.flatMap(({ node, role }) =>
    (role === "parameter" && nodes[node].row !== null ? [node] : [])));
  for (const node of owned) known[node] = Math.min(known[node], 1);
  const [reads, arrivals, departures, through] = [[], [], [], new Map()];
  const [trunks, placeOf, entered] = [new Map(), new Map(), []];
  for (const [key, turn] of Object.entries(turns)) {
    const [node, position] = key.split("-").map(Number);
    const operand = nodes[node].operands[position];
    if (!trunks.has(operand)) trunks.set(operand, []);
    trunks.get(operand).push({ key, node, turn });
  }
  const add = (list, i, step) => { if (list[i]) list[i].push(step); else list[i] = [step]; };
  for (const i of view.seen) {
    for (const operand of nodes[i].operands) add(reads, operand, known[i]);
  }
  const starts = edgeStarts(nodes, edges);
  for (let n = view.seen.length - 1; n >= 0; n -= 1) {
    for (let edge = starts[view.seen[n]]; edges[edge]?.node === view.seen[n]; edge += 1) {
      const { operand, node, position } = edges[edge];
      if (nodes[node].port) entered[node] = edge;
      if (trunks.has(operand)) placeOf.set(`${node}-${position}`, edge);
      add(arrivals, operand, at(edge));
      if (!owned.has(node)) add(departures, node, at(edge));
    }
  }
  for (const b of shut) { // what comes out is what goes back to each of its arguments
    const { ports, arguments: own, outputs } = view.blocks[b];
    const back = ports.flatMap((port) => {
      const way = [port]; // what it owns may come through the ports of blocks around it
      const isOwned = !own.includes(port);
      while (isOwned && nodes[way.at(-1)].row !== null) way.push(nodes[way.at(-1)].operands[0]);
      return way.flatMap((i) => (entered[i] === undefined ? [] : [at(entered[i])]));
    });
    through.set(b, back);
    for (const i of outputs.filter((node) => nodes[node].has_gradient)) {
      for (const step of back) add(departures, i, step);
    }
  }
  const steps = (list, i) => list[i] ?? [];
  const computes = (i) => (nodes[i].row === null || owned.has(i) ? [] : [known[i]]);
  const ofEdge = (operand, node, edge) =>
    toldMarks(known[operand], [], [known[node]], edge === null ? [] : [at(edge)]);
  const ofCircle = (i, backward) => toldMarks(known[i], [], computes(i), backward);
  return {
    values: wires.map(({ node: i }) =>
      toldMarks(known[i], steps(reads, i), known[i] > 0 && known[i] < seed ? [known[i]] : [], [])),
    gradients: wires.map(({ node: i }) => {
      if (!nodes[i].has_gradient) return [0];
      const come = arrivals[i] ?? [seed];
      return toldMarks(come[0], steps(departures, i), [], come);
    }),
    contributions: branches.map(({ edge }) => toldMarks(at(edge), [], [], [at(edge)])),
    wires: wires.map(({ node: i }) => {
      const first = i === output && nodes[i].has_gradient ? [seed] : [];
      const backward = [...first, ...steps(arrivals, i), ...steps(departures, i)];
      return toldMarks(known[i], [], [...computes(i), ...steps(reads, i)], backward);
    }),
    branches: branches.map(({ edge }) => ofEdge(edges[edge].operand, edges[edge].node, edge)),
    circles: circles.map(({ node, part }) =>
      ofCircle(node, part ? through.get(part.number) ?? [] : steps(departures, node))),
    links: links.map(({ tail, node, into, edge, turn }) => {
      if (into !== null) return ofEdge(node, into, edge);
      if (turn !== null) return [known[node]];
      return tail[0] === "o" ? ofCircle(node, steps(departures, node)) : ofCircle(node, []);
    }),
    trunks: Object.fromEntries([...trunks].map(([node, ways]) => {
      const [ahead, back, reach] = [[], [], new Map()];
      for (const way of ways) {
        const edge = placeOf.get(way.key);
        const met = [known[way.node], ...(edge === undefined ? [] : [at(edge)])];
        ahead.push(met[0]);
        back.push(...met.slice(1));
        for (const step of met) reach.set(step, Math.max(way.turn, reach.get(step) ?? 0));
      }
      const order = [...reach.keys()].sort((a, b) => a - b);
      const marks = toldMarks(known[node], [], ahead, back);
      return [node, [marks, order.map((step) => reach.get(step))]];
    })),
  };
}

// The step from which on a thing is known, and those that touch it; the last kind tells most.
function toldMarks(known, used, forward, backward) {
  const touched = new Map();
  [used, forward, backward].forEach((steps, n) => {
    for (const step of steps) touched.set(step, USED + n);
  });
  const made = [known];
  let before = 0;
  for (const [step, code] of touched.size > 1 ? [...touched].sort(([a], [b]) => a - b) : touched) {
    made.push(4 * (step - before) + code);
    before = step;
  }
  return made;
}
