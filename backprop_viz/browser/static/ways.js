// What of the picture lies on a way to the output, or on the path of a story.

// The elements of all that lies between a node or an edge and the output.
function groupsLitBy(program, parts, kind, index) {
  const on = onTheWay(program, kind === 'edge' ? program.edges[index].node : index);
  const lit = new Set();
  for (const { kind: what, item, group } of parts) {
    if (!group) continue;
    const isPassed = what === 'links' && item.turn !== null && kind === 'edge'
      && passes(program.plan, item, program.edges[index]);
    const isOwn = what === 'links' ? isPassed || (kind === 'edge' && item.edge === index)
      : what === 'wires' && on.has(item.node);
    const isAfter = what === 'links'
      ? on.has(item.node) && (item.into === null || on.has(item.into))
      : what === 'circles' && on.has(item.node) && !(kind === 'node' && item.node === index);
    if (isOwn || isAfter) lit.add(group);
  }
  return lit;
}

// The parts on a path of these edges, which begins at the output.
function partsAlong({ plan, edges: all }, parts, edges) {
  const [way, passed] = [edges.map((i) => all[i]), new Set(edges)];
  const nodes = new Set(way.flatMap(({ operand, node }) => [operand, node]));
  const circles = new Set(way.map(({ node }) => node));
  const isOn = ({ kind, item }) => {
    if (kind === 'wires') return nodes.has(item.node);
    if (kind === 'circles') return circles.has(item.node);
    if (kind === 'branches') return passed.has(item.edge);
    if (kind !== 'links') return false;
    if (item.turn !== null) return way.some((edge) => passes(plan, item, edge));
    return item.edge === null ? item.into === null && nodes.has(item.node) : passed.has(item.edge);
  };
  return new Set(edges.length ? parts.filter(isOn) : []);
}

// The nodes from one to the output, both included.
function onTheWay({ nodes, reaches_output: reaches }, start) {
  const found = new Set([start]);
  nodes.forEach(({ operands }, i) => { if (operands.some((o) => found.has(o))) found.add(i); });
  return new Set([...found].filter((i) => reaches[i]));
}
