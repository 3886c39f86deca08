// What the picture shows at a step: the twin of draw/scene.py.

// Labels {lines, mark} and marks, in the order of the plan's wires, branches, circles and links;
// without a walk the graph is bare.
function scene(program, walk, k) {
  const { nodes, plan } = program;
  const isBare = walk === null || k === 0;
  const marks = marksAt(program, isBare ? 0 : k);
  const latest = latestPassages(program, walk, k - seedStep(program) - 1);
  const labels = (things, told, lines) => things.map((thing, n) => {
    const mark = told[n];
    return { lines: mark === "faint" ? ["?"] : lines(thing), mark };
  });
  return {
    step: isBare ? 0 : k,
    ...marks,
    values: labels(plan.wires, marks.values, ({ node, constant }) =>
      (isBare ? constant : labelLines(walk.values[node]))),
    gradients: labels(plan.wires, marks.gradients, ({ node }) =>
      (isBare || !nodes[node].has_gradient ? [] : gradientLines(walk, latest[node], node))),
    contributions: labels(plan.branches, marks.contributions, ({ edge }) =>
      (isBare ? [] : labelLines(walk.passages[edge].contribution))),
  };
}

// How every thing is marked at a step. Of each the program tells (`_told` in browser/program.py)
// from which step on it is plain, no longer faint, and which steps touch it.
const SIGNS = { "=": "used", ">": "forward", "<": "backward" };
const schedules = new WeakMap();

function marksAt(program, k) {
  if (!schedules.has(program)) {
    const read = ([kind, things]) => [kind, things.map(touches)];
    schedules.set(program, Object.entries(program.schedule).map(read));
  }
  const rest = ({ known }) => (known <= k || k === 0 ? "plain" : "faint");
  const mark = (marks) => marks.touched.get(k) ?? rest(marks);
  const found = {};
  for (const [kind, things] of schedules.get(program)) found[kind] = things.map(mark);
  return found;
}

// "3>3=2<7": known at step 3, which computes it; read by step 5; at step 12 a gradient comes back.
function touches(text) {
  const touched = new Map();
  let step = 0;
  for (const [, sign, later] of text.matchAll(/([=><])(\d+)/g)) {
    step += Number(later);
    touched.set(step, SIGNS[sign]);
  }
  return { known: parseInt(text, 10), touched };
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

// Nothing ever arrives at the output, nor where the output does not depend on the node.
function gradientLines(walk, passage, node) {
  const lines = labelLines(passage ? passage.total : walk.gradients[node]);
  if (passage && !passage.complete) lines.push(`${lines.pop()} + ?`);
  return lines;
}
