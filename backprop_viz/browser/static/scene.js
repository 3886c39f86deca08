// What the picture shows at a step: the twin of draw/scene.py.

// Labels {lines, mark} and marks, in the order of the plan's wires, branches, circles and links;
// without a walk the graph is bare.
function scene(program, walk, k) {
  const { nodes, plan, digits } = program;
  const isBare = walk === null || k === 0;
  const marks = marksAt(program, isBare ? 0 : k);
  const shown = k - seedStep(program) - 1;
  const latest = latestBackflows(program, walk, program.view?.backward[shown]?.last ?? shown);
  const labels = (things, told, write) =>
    things.map((thing, n) => new Label(told[n], thing, write));
  const made = {
    step: isBare ? 0 : k,
    ...marks,
    values: labels(plan.wires, marks.values, ({ node, constant }) =>
      (isBare ? constant : labelLines(walk.values[node], digits))),
    gradients: labels(plan.wires, marks.gradients, ({ node }) =>
      (isBare || !nodes[node].has_gradient ? [] : gradientLines(walk, latest[node], node, digits))),
    contributions: labels(plan.branches, marks.contributions, ({ edge }) =>
      (isBare ? [] : labelLines(walk.backflows[edge].contribution, digits))),
  };
  if (plan.cards) fillCards(program, walk, latest, made);
  return made;
}

// Its lines are written once they are asked for, which they are not of what is far from the view. A
// network has thousands: a function for each would be most of what a moving slider leaves behind.
class Label {
  constructor(mark, thing, write) {
    this.mark = mark;
    this.thing = thing;
    this.write = write;
    this.made = null;
  }

  get lines() { return this.made ??= this.mark === "faint" ? ["?"] : this.write(this.thing); }
}

const knownMarks = new WeakMap(); // of a schedule those of the step that was asked for last

// How every thing is marked at a step, as `_told` in browser/program.py tells of it.
function marksAt({ plan, schedule }, k) {
  const known = knownMarks.get(schedule);
  if (known?.k === k) return known.found;
  const { trunks, ...things } = schedule;
  const marked = ([kind, told]) => [kind, told.map((marks) => markAt(marks, k))];
  const found = Object.fromEntries(Object.entries(things).map(marked));
  for (const [node, [told, turns]] of Object.entries(trunks)) {
    const reached = turns[touch(told, k) - 1]; // the turn up to which something goes along it
    if (!reached) continue;
    plan.links.forEach((link, n) => {
      const isPiece = link.node === Number(node) && link.turn !== null;
      if (isPiece && link.turn <= reached) found.links[n] = markAt(told, k);
    });
  }
  knownMarks.set(schedule, { k, found });
  return found;
}

const PASSING = [null, "used", "forward", "backward"];

// The place of what touches a thing at a step; 0 if nothing does.
function touch(told, k) {
  for (let i = 1, step = 0; step < k && i < told.length; i += 1) {
    step += told[i] >> 2;
    if (step === k) return i;
  }
  return 0;
}

function markAt(told, k) {
  const i = touch(told, k);
  return i ? PASSING[told[i] & 3] : told[0] <= k || k === 0 ? "plain" : "faint";
}

// Whether the way of an edge goes along a piece of a trunk.
function passes(plan, piece, { operand, node, position }) {
  return piece.node === operand && piece.turn <= (plan.turns[`${node}-${position}`] ?? 0);
}

// For each node the last backflow that has arrived at it, up to backward edge number `current`.
function latestBackflows(program, walk, current) {
  const latest = new Array(program.nodes.length).fill(null);
  for (let i = 0; i <= current; i += 1) latest[walk.backflows[i].operand] = walk.backflows[i];
  return latest;
}

// Nothing ever arrives at the output, nor where the output does not depend on the node.
function gradientLines(walk, backflow, node, digits) {
  const lines = labelLines(backflow ? backflow.total : walk.gradients[node], digits);
  if (backflow && !backflow.complete) lines.push(`${lines.pop()} + ?`);
  return lines;
}
