// The formula of a graph some of whose blocks are closed, with the marks of its parts: the twin of
// tell/lines.py. A text is its LaTeX, its symbols (`size`), how tightly it holds together (`rank`),
// and the row that makes it, where it multiplies arrays (`product`).

function formulaOf(program, closed) {
  const { nodes, operations, output, levels: { text } } = program;
  const { fixed, lines: lineRuns, products = [] } = text;
  const [calls, starts] = [new Map(), new Map()];
  for (const block of closed) {
    calls.set(block.outputs.at(-1), block);
    starts.set(block.operations[0], block);
  }
  const several = closed.filter(({ outputs }) => outputs.length > 1);
  const own = new Set([...unrolled(lineRuns), ...several.flatMap(({ outputs }) => outputs)]);
  const [found, lines] = [new Map(), new Map()];
  const [isFixed, multiplies] = [new Set(fixed), new Set(products)];
  const of = (i) => found.get(i) ?? leafOf(program, i);
  const marked = (i, key) => {
    const { latex } = of(i);
    return isFixed.has(i) ? latex : withMark(found.has(i) ? i : key, latex);
  };
  for (let place = 0; place < operations.length; place += 1) {
    const block = starts.get(place);
    if (block) place = block.operations[1] - 1;
    const i = block ? block.outputs.at(-1) : operations[place];
    const operands = block ? block.ports.map((port) => nodes[port].operands[0]) : nodes[i].operands;
    const textOf = () => (block ? callText(block, operands, of, marked)
      : nodes[i].port ? portText(i, operands[0], of, marked)
        : operationText(program, i, found, of, isFixed, multiplies));
    const inner = [...new Set(operands)].filter((j) => found.has(j))
      .sort((a, b) => found.get(a).size - found.get(b).size || a - b);
    let text = textOf();
    while (inner.length && text.size > FORMULA.longest) {
      const cut = inner.pop();
      lines.set(cut, found.get(cut).latex);
      found.delete(cut);
      text = textOf();
    }
    for (const j of inner) found.delete(j);
    if (own.has(i)) lines.set(i, text.latex);
    else found.set(i, text);
  }
  const name = (i) => (i === output ? program.output_latex : nodes[i].latex);
  const equations = [...lines].sort(([a], [b]) => a - b).map(([i, latex]) =>
    equationOf(listed((calls.get(i)?.outputs ?? [i]).map(name)), withMark(i, latex)));
  if (nodes[output].row === null) {
    const { value, latex } = nodes[output];
    const shown = value === null ? latex : latexValue(value, program.digits);
    equations.unshift(equationOf(program.output_latex, withMark(output, shown)));
  }
  return paged(equations);
}

const withMark = (key, latex) => `\\at{${key}}${latex}\\ta `;
const symbolsOf = (latex) => unmarked(latex).match(/\\[A-Za-z]+|[^\s{}_^\\]/gu)?.length ?? 0;
const equationOf = (name, latex) => (name === unmarked(latex) ? latex : `${name} = ${latex}`);

function paged(equations) {
  const pages = [[]];
  let room = FORMULA.page;
  for (const equation of equations) {
    const size = symbolsOf(equation);
    room -= size;
    if (room < 0) {
      pages.push([]);
      room = FORMULA.page - size;
    }
    pages.at(-1).push(equation);
  }
  const more = pages.length > 1 ? ["\\ldots", equations.at(-1)] : [];
  return { latex: unmarked([...pages[0], ...more].join(",\\quad ")), pages };
}

function leafOf({ nodes, levels: { text: { numbers } } }, i) {
  const { latex, name } = nodes[i];
  const [size, rank] = numbers[i] ?? [[...name.replace(/['0-9]+$/, "")].length || 1, FORMULA.atom];
  return { latex, size, rank };
}

function operationText(program, i, found, of, isFixed, multiplies) {
  const { nodes, levels: { text: { templates } } } = program;
  const { row, operands } = nodes[i];
  const own = multiplies.has(i) ? row : null;
  const [pieces, rank, signs, name] = templates[row];
  if (name) return joinedText(program, i, found, of, isFixed);
  let [made, size, parts] = ["", signs, []];
  for (const [literal, slot, least] of pieces) {
    made += literal;
    if (slot === null) continue;
    const operand = operands[slot];
    const text = of(operand);
    let { latex } = text;
    size += text.size;
    let isTerm = least === FORMULA.term && unmarked(latex).startsWith("-");
    if (isTerm && text.rank === FORMULA.opposite) { // a + (-b) is written a - b
      made = made.trimEnd().replace(/\+$/, "");
      latex = `- ${latex.slice(1)}`;
      isTerm = false;
    }
    const isMixed = rank === FORMULA.product && ![null, own].includes(text.product ?? null);
    const isLoose = isTerm || text.rank < least || isMixed; // (A ⊙ B)·C is not A ⊙ (B·C)
    const key = found.has(operand) ? operand : `${i}-${slot}`;
    if (key === operand || !isFixed.has(operand)) latex = withMark(key, latex);
    const isTall = /\\frac|\\begin/.test(latex);
    made += !isLoose ? latex : isTall ? `\\left(${latex}\\right)` : `(${latex})`;
    if (isLoose) size += 2;
    parts = [latex];
  }
  const factors = made.split(JOINT);
  const latex = own === null ? sideBySide(factors, unmarked) : factors.join(" \\odot ");
  return { latex, size, rank, parts, product: own };
}

// What is joined along an axis, as one call: of parts with a new axis it is a stack.
function joinedText({ nodes, levels: { text: { templates } } }, i, found, of, isFixed) {
  const { row, operands } = nodes[i];
  const [pieces, , , name, longer] = templates[row];
  const end = pieces.at(-1)[0];
  let [whole, stacked, size, saved, bare] = ["", "", symbolsOf(end), 0, 0];
  operands.forEach((operand, slot) => {
    const text = of(operand);
    const made = found.has(operand) ? nodes[operand].row : null;
    const key = found.has(operand) ? operand : `${i}-${slot}`;
    let [part, more] = [text.latex, ""];
    if (made === row && !slot) {
      [part, more] = text.parts;
      saved += (more ? "stack" : name).length + symbolsOf(end);
    } else if (made !== null && made === longer) {
      [more] = text.parts;
      bare += templates[longer][2];
    }
    if (found.has(operand) || !isFixed.has(operand)) {
      part = withMark(key, part);
      more = more && withMark(key, more);
    }
    whole = slot ? `${whole}, ${part}` : part;
    stacked = !slot || !more ? more : stacked && `${stacked}, ${more}`;
    size += text.size;
  });
  const [called, told] = stacked ? ["stack", stacked] : [name, whole];
  size += called.length - saved - (stacked ? bare : 0);
  const latex = `\\operatorname{${called}}(${told}${end}`;
  return { latex, size, rank: FORMULA.atom, parts: [whole, stacked] };
}

// A port is what goes through it.
function portText(i, operand, of, marked) {
  const { size, rank: inner, product } = of(operand);
  const rank = inner === FORMULA.opposite ? FORMULA.sum : inner;
  return { latex: marked(operand, `${i}-0`), size, rank, product };
}

// A closed block with its arguments.
function callText({ ports, called: [name, length] }, operands, of, marked) {
  const told = operands.map((operand, n) => marked(operand, `${ports[n]}-0`));
  const size = operands.reduce((sum, operand) => sum + 2 + of(operand).size, length);
  return { latex: `${name}(${told.join(", ")})`, size, rank: FORMULA.atom };
}
