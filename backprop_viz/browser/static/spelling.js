// What an entry is made of, written as one line of mathematics: in symbols, where terms that differ
// by their indices alone stand behind one Σ, and in numbers.

const FOLDED = 6; // terms of a sum that are written out
const AHEAD = 3; // ... of a longer one
const LONG_LINE = 160; // characters of symbols, beyond which what has no name is not gone through
const MUCH = 5000; // quantities, beyond which it is not, either
const LETTERS = [..."kmnijlpqr"];

// The circuit of an entry that a line is made of: gone through to what has a name, if that is short.
function lineOf(program, walk, kind, index, place) {
  for (const open of [true, false]) {
    const circuit = new Circuit(program, walk, { open, limit: open ? MUCH : Infinity });
    try {
      const root = circuit.entry(kind, index, place);
      if (open && root.size > MUCH) continue;
      const line = new Spelling(program, walk, root);
      if (!open || line.symbols.length <= LONG_LINE) return { circuit, root, line };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return null;
}

// The quantities, as "value-3-17", that an entry is made of: those that its line goes through. One
// that only told which way to compute it is none of them, unless a number is all that is left.
function litBy({ circuit, root }) {
  const found = new Set([root]);
  for (const x of found) if (isExpression(x)) x.operands?.forEach((one) => found.add(one));
  const isLit = (x) => !isExpression(x) || !isExpression(root) || found.has(x);
  return [...circuit.made].flatMap(([key, x]) => (isLit(x) ? [key] : []));
}

class Spelling {
  constructor(program, walk, root) {
    Object.assign(this, { program, walk, root });
    this.symbols = this.written(root, (leaf) => this.symbol(leaf)).text;
  }

  // `more(n)` says that there are n more terms.
  numbers(more) {
    const shown = ({ number }) => this.number(number);
    this.more = more;
    this.isFolded = false;
    const { text } = this.written(this.root, shown);
    this.more = null;
    return text;
  }

  // Whether these, as printed, give the entry as printed; true of those that are not all printed.
  isTold() {
    const { root, isFolded, program: { digits } } = this;
    const text = formatNumber(numberOf(root), 0, digits);
    return isFolded || isPrintedSo(reckoned(root, digits), text, digits);
  }

  number(x) {
    const text = latexNumber(x, this.program.digits);
    return { text, tight: text.includes("\\times") ? 1 : 2 };
  }

  // ---- An expression --------------------------------------------------------------------------------

  // Its text, and how tight it is: a sum, a product, or what needs no parentheses.
  written(x, leaf) {
    if (!isExpression(x)) return leaf({ number: x });
    if (x.name !== undefined) return leaf(x);
    if (x.op === "add") return this.sum(termsOf(x), leaf);
    const operands = joinedOperands(x);
    const least = { mul: 1, add: 1, sub: 1, neg: 1 }[x.op] ?? 2;
    const slots = { "*": this.more ? [" \\cdot ", ""] : [JOINT, ""], n: x.options.map((n) => latexNumber(n)) };
    slots.n = [slots.n[0], slots.n[0]];
    const texts = operands.map((operand) => this.written(operand, leaf));
    texts.forEach(({ text, tight }, i) => {
      const isOpen = tight >= least && (!text.startsWith("-") || (x.op === "sub" && !i));
      slots["abc"[i]] = [isOpen ? text : inParentheses(text), text];
    });
    if (operands.length > x.operands.length) {
      return { text: fill(SPELLED[x.op], { ...slots, a: all(texts.slice(0, -1)), b: all(texts.slice(-1)) }), tight: 2 };
    }
    const tight = { add: 0, sub: 0, neg: 0, mul: 1, square: 1.9, pown: 1.9, pow: 1.9, exp: 1.9 }[x.op] ?? 2;
    return { text: fill(SPELLED[x.op], slots), tight: COMPARISON.test(SPELLED[x.op]) ? 0 : tight };
  }

  // In symbols what differs by its indices stands behind a Σ; in numbers a long sum is folded.
  sum(terms, leaf) {
    const groups = this.groups(terms);
    const texts = groups.flatMap((group) => {
      if (!this.more && !this.isGeneral && group.length > 2) {
        const sigma = this.sigma(group);
        if (sigma) return [sigma];
      }
      const shown = group.length > FOLDED && !this.isGeneral ? group.slice(0, AHEAD) : group;
      const written = shown.map((term) => this.written(term, leaf).text);
      const rest = group.length - shown.length;
      if (rest) this.isFolded = true;
      return rest ? [...written, this.more ? `\\cdots + \\text{${this.more(rest)}}` : "\\cdots"] : written;
    });
    const text = texts.reduce((sum, one) => `${sum} + ${one.startsWith("-") ? `(${one})` : one}`);
    return { text, tight: texts.length > 1 || text.startsWith("\\sum") ? 0 : 1 };
  }

  // Neighbours that are built alike.
  groups(terms) {
    const found = [];
    let last = null;
    for (const term of terms) {
      const key = this.skeleton(term);
      if (key === last) found.at(-1).push(term);
      else found.push([term]);
      last = key;
    }
    return found;
  }

  skeleton(x) {
    if (!isExpression(x)) return this.more ? "0" : String(x);
    if (x.name !== undefined) return piecesOf(x).map(([index]) => `${x.kind}${index}`).join();
    return `(${x.op}${x.options.join()} ${x.operands.map((one) => this.skeleton(one)).join(" ")})`;
  }

  // ---- Terms behind a Σ -------------------------------------------------------------------------------

  sigma(terms) {
    const indices = terms.map((term) => leavesOf(term).flatMap((leaf) =>
      piecesOf(leaf).flatMap(([index, place]) => placeIn(this.shape(index), place))));
    const runs = indices[0].map((_, n) => indices.map((all_) => all_[n]));
    const varying = [...new Set(runs.filter((run) => run.some((i) => i !== run[0])).map((run) => run.join()))];
    const moving = varying.map((run) => run.split(",").map(Number));
    // Together they count through the terms, the last one fastest.
    const order = moving.map((run) => [run.findIndex((i) => i !== run[0]), run]).sort(([a], [b]) => b - a);
    const sizes = order.map(([, run]) => Math.max(...run) + 1);
    const counts = terms.every((_, t) =>
      order.reduce((at, [, run], n) => at * sizes[n] + run[t], 0) === t);
    if (!counts || sizeOf(sizes) !== terms.length) return null;
    const taken = leavesOf(terms[0]).flatMap((leaf) => piecesOf(leaf).map(([index]) => this.program.nodes[index].name));
    const letters = LETTERS.filter((letter) => !taken.includes(letter));
    const named = new Map(order.map(([, run], n) => [run.join(), letters[n]]));
    let at = 0;
    const general = (leaf) => this.symbol(leaf, (indices_) => indices_.map((i) => {
      const run = runs[at].join();
      at += 1;
      return named.get(run) ?? String(i);
    }));
    this.isGeneral = true;
    const { text, tight } = this.written(terms[0], general);
    this.isGeneral = false;
    return `\\sum_{${order.map((_, n) => letters[n]).join(",")}} ${tight < 1 ? inParentheses(text) : text}`;
  }

  // ---- A quantity -------------------------------------------------------------------------------------

  shape(index) { return shapeOf(this.walk.values[index]); }

  // `through` makes texts of its indices.
  symbol(leaf, through = (indices) => indices.map(String)) {
    if (!leaf.kind) return this.number(leaf.number);
    const symbols = piecesOf(leaf).map(([index, place]) => this.entrySymbol(index, place, through));
    if (leaf.kind === "value") return { text: symbols[0], tight: 2 };
    if (leaf.kind === "part") return { text: leaf.name, tight: 2 };
    return { text: partial(...(leaf.kind === "slope" ? symbols : [this.program.output_latex, symbols[0]])), tight: 2 };
  }

  // What an entry of a kind is called.
  goal(kind, index, place) {
    const { program: { edges, nodes, output_latex: output } } = this;
    if (kind === "value") return this.entrySymbol(index, place);
    const node = kind === "gradient" ? index : edges[index].operand;
    const goal = partial(output, this.entrySymbol(node, place));
    return kind === "gradient" ? goal : alongEdge(goal, nodes, edges[index]);
  }

  entrySymbol(index, place, through = (indices) => indices.map(String)) {
    const shape = this.shape(index);
    const at = placeIn(shape, place);
    if (!at.length) return this.program.nodes[index].latex;
    const texts = through(at);
    return subscripted(this.program.nodes[index].latex, texts.join(isShort(at, shape) ? "" : ","));
  }
}

const inParentheses = (text) =>
  (/\\(frac|sum|sqrt)/.test(text) ? `\\left(${text}\\right)` : `(${text})`);
const COMPARISON = /\\(lt|le|gt|ge|ne) | = /;
const all = (texts) => { const text = texts.map((one) => one.text).join(", "); return [text, text]; };

// A name in LaTeX with indices behind those that it has.
function subscripted(latex, indices) {
  const [, whole, primes] = /^(.*?)('*)$/.exec(latex);
  const inner = primes && whole.startsWith("{") ? whole.slice(1, -1) : whole; // {x_{1}}'
  const [, body, own] = /^(.*?)(?:_\{([^{}]*)\})?$/.exec(inner);
  const named = `${body}_{${own ? `${own},` : ""}${indices}}`;
  return primes ? `{${named}}${primes}` : named;
}

// What an expression is of: the entries [index, place] of a quantity, two of a slope.
const piecesOf = (leaf) => (leaf.of ? [leaf.of, leaf.by] : leaf.kind && leaf.kind !== "part" ? [[leaf.index, leaf.place]] : []);

function leavesOf(x) {
  if (!isExpression(x)) return [];
  return x.name === undefined ? x.operands.flatMap(leavesOf) : [x];
}

// What an expression comes to, of its numbers as they are printed.
function reckoned(x, digits) {
  if (!isExpression(x) || x.name !== undefined) return asPrinted(numberOf(x), digits);
  const operands = x.operands.map((one) => reckoned(one, digits));
  return OPS[x.op].f([...operands, NaN, ...x.options]);
}

// The terms of a sum, from left to right.
function termsOf(x) {
  const terms = [];
  let rest = x;
  for (; rest.op === "add"; [rest] = rest.operands) terms.unshift(rest.operands[1]);
  return [rest, ...terms];
}

// The greatest of many is one of all of them.
function joinedOperands(x) {
  if (x.op !== "maximum" && x.op !== "minimum") return x.operands;
  const [first, second] = x.operands;
  return first.op === x.op ? [...joinedOperands(first), second] : [first, second];
}
