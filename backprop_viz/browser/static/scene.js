// What the picture shows at a step: the twin of draw/scene.py.

// Labels {lines, mark} and marks, in the order of the plan's wires, branches, circles and links.
// A mark is "faint", "plain", "used", "forward" or "backward"; without a walk the graph is bare.
function scene(program, walk, k) {
  const { nodes, edges, plan, output } = program;
  if (walk === null || k === 0) return bareScene(plan);
  const seed = seedStep(program);
  const now = step(program, walk, k);
  const isForward = now.kind === "forward";
  const current = k - seed - 1; // the backward edge of this step; negative before
  const edge = current >= 0 ? edges[current] : null;
  const active = now.node;
  const computed = program.computed_at;
  const reads = new Set(isForward ? nodes[active].operands : []);
  const latest = latestPassages(program, walk, current);

  const values = [];
  const gradients = [];
  const wires = [];
  for (const { node: i } of plan.wires) {
    const isKnown = computed[i] <= k;
    const rest = isKnown ? "plain" : "faint";
    const isFresh = isForward && computed[i] === k;
    values.push({
      lines: isKnown ? labelLines(walk.values[i]) : ["?"],
      mark: isFresh ? "forward" : reads.has(i) ? "used" : rest,
    });
    gradients.push(gradientLabel(program, walk, now, latest[i], i));
    const isBackward = edge
      ? i === edge.operand || i === edge.node
      : now.kind === "seed" && i === active && nodes[i].has_gradient;
    const isReached = isForward && (i === active || reads.has(i));
    wires.push(isBackward ? "backward" : isReached ? "forward" : rest);
  }

  // How a link is marked while values run forward along it, and after.
  const along = (into, node) => {
    if (isForward && (into === null ? node : into) === active) return "forward";
    return computed[node] <= k ? "plain" : "faint";
  };
  const contributions = [];
  const branches = [];
  for (const branch of plan.branches) {
    const isKnown = branch.edge <= current;
    const isHere = branch.edge === current;
    contributions.push({
      lines: isKnown ? labelLines(walk.passages[branch.edge].contribution) : ["?"],
      mark: isHere ? "backward" : isKnown ? "plain" : "faint",
    });
    const { operand, node } = edges[branch.edge];
    branches.push(isHere ? "backward" : along(node, operand));
  }
  const circles = plan.circles.map(({ node }) => {
    if (edge && node === edge.node) return "backward";
    if (isForward && node === active) return "forward";
    return computed[node] <= k ? "plain" : "faint";
  });
  const passing = edge ? [edge] : isForward
    ? nodes[active].operands.map((operand, position) => ({ operand, node: active, position })) : [];
  const links = plan.links.map((link) => {
    if (link.turn !== null) {
      if (passing.some((way) => passes(plan, link, way))) return edge ? "backward" : "forward";
      return edge || computed[link.node] <= k ? "plain" : "faint";
    }
    if (!edge) return along(link.into, link.node);
    const leavesCircle = link.node === edge.node && link.tail[0] === "o";
    return link.edge === current || leavesCircle ? "backward" : "plain";
  });
  return { step: k, values, gradients, contributions, wires, branches, circles, links };
}

// Whether the way of an edge goes along a piece of a trunk.
function passes(plan, piece, { operand, node, position }) {
  return piece.node === operand && piece.turn <= (plan.turns[`${node}-${position}`] ?? 0);
}

// For each node the last passage that has arrived at it, up to backward edge number `current`.
function latestPassages(program, walk, current) {
  const latest = new Array(program.nodes.length).fill(null);
  for (let i = 0; i <= current; i += 1) latest[walk.passages[i].operand] = walk.passages[i];
  return latest;
}

function gradientLabel(program, walk, now, passage, node) {
  const seed = seedStep(program);
  if (!program.nodes[node].has_gradient) return { lines: [], mark: "plain" };
  // Nothing ever arrives at the output, nor where the output does not depend on the node.
  const isKnown = program.uses[node] ? passage !== null : now.index >= seed;
  if (!isKnown) return { lines: ["?"], mark: "faint" };
  const lines = labelLines(passage ? passage.total : walk.gradients[node]);
  if (passage && !passage.complete) lines.push(`${lines.pop()} + ?`);
  const isFresh = program.uses[node] ? now.operand === node : now.index === seed;
  const isUpstream = now.kind === "backward" && now.node === node;
  return {
    lines,
    mark: isFresh ? "backward" : isUpstream ? "used" : "plain",
  };
}

function bareScene(plan) {
  const plain = (things) => things.map(() => "plain");
  const empty = (things) => things.map(() => ({ lines: [], mark: "plain" }));
  return {
    step: 0,
    values: plan.wires.map((wire) => ({ lines: wire.constant, mark: "plain" })),
    gradients: empty(plan.wires),
    contributions: empty(plan.branches),
    wires: plain(plan.wires),
    branches: plain(plan.branches),
    circles: plain(plan.circles),
    links: plain(plan.links),
  };
}
