// Where the view looks at a step.

const VIEW_AIR = 8; // pixels beside what the view is moved to

// The middle of what a step is about: its circle; at the seed the output; in the bare graph where it
// begins. And the bounds of that with where a gradient arrives, which may be far away, if a view of
// these sizes holds both.
function spotOf({ layout, plan, output }, now, scale, sizes) {
  const boxOf = ({ id }) => around(layout.boxes[id]).map((at) => at * scale);
  const i = now.circles.findIndex((mark) => mark === 'forward' || mark === 'backward');
  const left = ({ id }) => layout.boxes[id][0];
  const thing = i >= 0 ? plan.circles[i]
    : now.step ? plan.wires.find(({ node }) => node === output)
      : plan.wires.reduce((first, wire) => (left(wire) < left(first) ? wire : first));
  const own = boxOf(thing);
  const arrives = i < 0 ? [] : [
    ...plan.wires.filter((_, n) => now.gradients[n].mark === 'backward'),
    ...plan.branches.filter((_, n) => now.branches[n] === 'backward'),
  ];
  const seen = arrives.map(boxOf).reduce((all, box) => {
    const both = all.map((at, n) => (n < 2 ? Math.min(at, box[n]) : Math.max(at, box[n])));
    return sizes.every((size, n) => both[n + 2] - both[n] <= size - 2 * VIEW_AIR) ? both : all;
  }, own);
  return [[(own[0] + own[2]) / 2, (own[1] + own[3]) / 2], seen];
}
