// A step in mathematics.

const JOINT = "\x00"; // stands between two factors until both neighbours are known

function latex(program, walk, k) {
  const { nodes, rows } = program;
  const now = step(program, walk, k);
  const output = program.output_latex;
  if (now.kind === "graph") return program.signature;
  if (now.kind === "seed") {
    return `${partial(output, output)} = ${latexValue(filled(walk.values[now.node], 1))}`;
  }

  const here = nodes[now.node];
  const row = rows[here.row];
  const symbols = latexSlots(row, here, now.node, (i) => nodes[i].latex, [JOINT, ""]);
  const number = (i) => latexValue(walk.values[i]);
  const numbers = latexSlots(row, here, now.node, number, [" \\cdot ", ""]);
  if (now.kind === "forward") {
    const result = latexValue(walk.values[now.node]);
    return equals(here.latex, fill(row.latex, symbols), fill(row.latex, numbers), result);
  }

  const operand = nodes[now.operand].latex;
  const goal = partial(output, operand);
  const sign = timesSign(now) === "⊙" ? "\\odot" : "\\cdot";
  const upstream = parenthesised(latexValue(now.upstream));
  const isStretched = wasStretched(now, walk);
  const times = (factor, by = upstream) => {
    const product = `${factor} ${sign} ${by}`;
    return isStretched ? `\\operatorname{sum}\\left(${product}\\right)` : product;
  };
  const isTwice = here.operands.filter((i) => i === now.operand).length > 1;
  const chain = [times(latexValue(now.local))];
  const operands = here.operands.map((i) => walk.values[i]);
  if (!holds("kink", row, operands)) { // where the symbols do not give the number
    const shown = [symbols, numbers].map((slots) => fill(row.shown[now.position], slots));
    // At the output the chain rule would say that a thing is itself times 1.
    const isAtOutput = now.node === program.output;
    const whole = isAtOutput ? times(shown[0], partial(output, here.latex)) : times(shown[0]);
    chain.splice(0, now.upstream === 1 ? 1 : 0, whole, times(shown[1]));
  }
  if (now.node !== program.output) {
    let local = partial(here.latex, operand);
    // By this one use of the operand: not the whole derivative, which looks the same.
    if (isTwice) local = `\\left.${local}\\right|_{${now.position + 1}}`;
    chain.unshift(local + partial(output, here.latex));
  }
  chain.push(latexValue(now.contribution));
  if (now.uses === 1) return equals(goal, ...chain);
  const along = alongEdge(goal, nodes, now);
  const sum = runningSum(now, latexValue, parenthesised);
  return `${equals(along, ...chain)},\\quad ${equals(goal, ...sum)}`;
}

// The part of a gradient that comes along an edge. Where one operation uses the operand twice, its
// edges are told apart by a number.
function alongEdge(goal, nodes, { operand, node, position }) {
  const here = nodes[node];
  const isTwice = here.operands.filter((i) => i === operand).length > 1;
  const which = isTwice ? `,\\,${position + 1}` : "";
  return `\\left.${goal}\\right|_{\\to ${here.latex}${which}}`;
}

// All slots of a row's templates in LaTeX.
function latexSlots(row, here, index, show, joint) {
  const y = show(index);
  const slots = operandSlots(row, here.operands.map(show), parenthesised);
  return { ...slots, y: [parenthesised(y), y], "*": joint };
}

function fill(template, slots) {
  const factors = put(template, slots).split(JOINT);
  let left = factors[0];
  for (const right of factors.slice(1)) {
    let joint = /[0-9]$/.test(left) ? "" : " ";
    if (/^[0-9(]/.test(right)) joint = " \\cdot "; // x2 would read as a name, x(2) as a call
    else if ((left + right).includes("\\mathrm")) joint = "\\,";
    left += joint + right;
  }
  return left;
}

// The sides joined by equals signs; a side that repeats the one before is left out.
function equals(...sides) {
  return sides.filter((side, i) => i === 0 || side !== sides[i - 1]).join(" = ");
}

function partial(of, by) {
  return `\\frac{\\partial ${of}}{\\partial ${by}}`;
}

function parenthesised(number) {
  if (/^(\[|\\begin)/.test(number)) return number; // an array
  return number.startsWith("-") || number.includes("\\times") ? `(${number})` : number;
}
