// A step in mathematics.

const JOINT = "\x00"; // stands between two factors until both neighbours are known

function latex(program, walk, k) {
  const { nodes, rows } = program;
  const now = step(program, walk, k);
  const output = program.output_latex;
  const show = (value) => latexValue(value, program.digits);
  if (now.kind === "graph") return program.formula.latex;
  if (now.kind === "seed") {
    return `${partial(output, output)} = ${show(filled(walk.values[now.node], 1))}`;
  }

  const here = nodes[now.node];
  if (now.manner === "forward_block") {
    const { latex: called, outputs } = program.view.blocks[now.block];
    return equals(...called, listed(outputs.map((i) => show(walk.values[i]))));
  }
  const row = rows[here.row];
  const known = partial(output, here.latex);
  const share = shareOf(walk.values[here.operands[0]], walk.values[now.node]);
  const name = (i) => nodes[i].latex;
  const symbols = latexSlots(row, here, now.node, name, [JOINT, ""], known, share);
  const number = (i) => show(walk.values[i]);
  const given = now.upstream === null ? "" : show(now.upstream);
  const numbers = latexSlots(row, here, now.node, number, [" \\cdot ", ""], given, share);
  const whole = !isEntrywise(row); // a product of these has its shapes under it
  const shapes = { g: shapeOf(now.upstream) };
  here.operands.forEach((i, k) => { shapes[row.parameters[k]] = shapeOf(walk.values[i]); });
  if (now.kind === "forward") {
    const result = show(walk.values[now.node]);
    const isOfArrays = joinsArrays(here.operands.map((i) => walk.values[i]));
    const sign = isOfArrays ? { "*": [" \\odot ", ""] } : {};
    const sized = whole ? withShapes(row.latex, shapes) : row.latex;
    const told = fill(sized, { ...symbols, ...sign });
    const isSized = whole && isProduct(row.latex);
    const goal = isSized ? under(here.latex, shapeOf(walk.values[now.node])) : here.latex;
    const isTold = isValueTold(program, walk, now);
    return equals(goal, told, fill(row.latex, { ...numbers, ...sign }), about(isTold, result));
  }

  const operand = nodes[now.operand].latex;
  const goal = partial(output, operand);
  const isTwice = here.operands.filter((i) => i === now.operand).length > 1;
  const template = row.shown[now.position];
  const sized = whole ? withShapes(template, shapes) : template;
  const shown = [fill(sized, symbols), fill(template, numbers)];
  const chain = now.manner !== now.kind ? passedOn(program, walk, now, known)
    : whole ? shown.map((product) => summed(now, product))
      : chainRule(program, walk, now, shown, isTwice);
  chain.push(about(isLastTold(program, walk, now), show(now.contribution)));
  let part = now.uses === 1 ? goal : alongEdge(goal, nodes, now);
  if (whole && isProduct(template)) part = under(part, shapeOf(now.contribution));
  const told = equals(part, ...chain) + (now.shortcut?.[1] ?? "");
  if (now.uses === 1) return told;
  const [terms, ...total] = runningSum(now, show, parenthesised);
  const sums = total.map((one) => about(isTotalTold(program, now), one));
  return `${told},\\quad ${equals(goal, terms, ...sums)}`;
}

// Whether the last side but one, as it is printed, gives what arrives.
function isLastTold(program, walk, now) {
  if (now.manner !== now.kind) return true;
  const { rows, nodes } = program;
  const { row, operands } = nodes[now.node];
  const isAtKink = () => holds("kink", rows[row], taken(walk.values, operands));
  return !isEntrywise(rows[row]) || (now.upstream === 1 && !isAtKink())
    ? isSentTold(program, walk, now) : isProductTold(program, now);
}

// What comes back out of a block: along its outputs, where these are numbers, or at a port.
function passedOn({ view }, walk, now, upstream) {
  if (now.block === null) return [upstream];
  if (now.shortcut) return [now.shortcut[0]];
  const met = [...view.blocks[now.block].outputs, now.operand];
  return now.uses > 1 || met.some((i) => isArray(walk.values[i])) ? [] : [now.chain];
}

// The local derivative times the upstream gradient, in symbols and in numbers.
function chainRule(program, walk, now, shown, isTwice) {
  const { nodes, rows, output_latex: output } = program;
  const show = (value) => latexValue(value, program.digits);
  const here = nodes[now.node];
  const isAtOutput = now.node === program.output;
  const operands = here.operands.map((i) => walk.values[i]);
  const sign = timesSign(now) === "⊙" ? "\\odot" : "\\cdot";
  const upstream = parenthesised(show(now.upstream));
  const times = (factor, by = upstream) => summed(now, `${factor} ${sign} ${by}`);
  const chain = [times(show(now.local))];
  if (!holds("kink", rows[here.row], operands)) { // where the symbols do not give the number
    // At the output the chain rule would say that a thing is itself times 1.
    const whole = isAtOutput ? times(shown[0], partial(output, here.latex)) : times(shown[0]);
    const last = about(isLocalTold(program, walk, now), chain.pop());
    chain.push(whole, times(shown[1]), ...(now.upstream === 1 ? [] : [last]));
  }
  if (!isAtOutput) {
    let local = partial(here.latex, nodes[now.operand].latex);
    // By this one use of the operand: not the whole derivative, which looks the same.
    if (isTwice) local = `\\left.${local}\\right|_{${now.position + 1}}`;
    chain.unshift(local + partial(output, here.latex));
  }
  return chain;
}

// A product, or its sum where the operand was stretched.
function summed(now, product) {
  return now.isSummed ? `\\operatorname{sum}\\left(${product}\\right)` : product;
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
function latexSlots(row, here, index, show, joint, upstream = "", share = "") {
  const slots = operandSlots(row, here.operands.map(show), parenthesised);
  const own = { y: show(index), g: upstream };
  for (const [slot, text] of Object.entries(own)) slots[slot] = [parenthesised(text), text];
  return { ...slots, n: [share, share], "*": joint };
}

function fill(template, slots) {
  return sideBySide(put(template, slots).split(JOINT));
}

// Factors as a product; of a text a reader sees what `seen` says.
function sideBySide([left, ...others], seen = (text) => text) {
  for (const right of others) {
    const [end, start] = [seen(left), seen(right)];
    let joint = /[0-9]$/.test(end) ? "" : " ";
    if (/^[0-9(]/.test(start)) joint = " \\cdot "; // x2 would read as a name, x(2) as a call
    else if ((end + start).includes("\\mathrm")) joint = "\\,";
    left += joint + right;
  }
  return left;
}

// The sides joined by equals signs; a side that repeats the one before is left out. One that is
// only about what stands before it has its own sign.
function equals(...sides) {
  let [text, last] = ["", null];
  for (const side of sides) {
    const isAbout = side.startsWith(ABOUT);
    const bare = isAbout ? side.slice(ABOUT.length) : side;
    if (bare !== last) text += (last === null ? "" : isAbout ? " " : " = ") + side;
    last = bare;
  }
  return text;
}

function partial(of, by) {
  return `\\frac{\\partial ${of}}{\\partial ${by}}`;
}

function parenthesised(number) {
  if (/^(\[|\\begin)/.test(number)) return number; // an array
  return number.startsWith("-") || number.includes("\\times") ? `(${number})` : number;
}

// Without the marks of a formula's parts.
const unmarked = (latex) => latex.replace(/\\at\{[\d-]+\}|\\ta /g, "");
