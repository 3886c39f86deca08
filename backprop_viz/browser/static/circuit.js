// The circuit of an entry as a program of its own: a graph of numbers with its plan and its schedule,
// of the same form as browser/program.py makes of a graph.

const LARGEST_CIRCUIT = 400; // quantities; beyond it only what stands right before is opened

// {program, geometry, inputs, way, parts}; null where nothing is inside. `beyond` is how many more named
// quantities it goes through, `part` the name of the part of a sum that is shown in its place; `way` are
// the entry and the parts that lead there, `parts` those that it has, each as [part, what it is called].
function circuitProgram(outer, walk, kind, index, place, { beyond = 0, part = "" } = {}) {
  for (const open of beyond ? [true] : [true, false]) {
    const circuit = new Circuit(outer, walk, { most: MOST_TERMS, open, beyond, limit: open ? LARGEST_CIRCUIT : Infinity });
    try {
      let root = circuit.entry(kind, index, place);
      if (open && root.size > LARGEST_CIRCUIT) continue;
      const named = (name) => [name, partNamed(name)[1]];
      const way = part ? part.split("_").map((_, n, names) => names.slice(0, n + 1).join("_")) : [];
      if (part) root = circuit.part(way);
      if (!root.op) return null;
      const made = new CircuitProgram(outer, walk, root, { kind, index, place, part }, part || circuit.goal);
      return { program: made.program(), geometry: new CircuitLayout(made).layout(), inputs: made.inputs, way: [["", made.shownGoal], ...way.map(named)], parts: made.parts.map(named) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return null;
}

class CircuitProgram {
  // `name` is that of the entry, its goal.
  constructor(outer, walk, root, goal, name) {
    Object.assign(this, { outer, walk, root });
    this.spelling = new Spelling(outer, walk, 0);
    this.goal = goal;
    this.nodes = [];
    this.rows = [];
    this.exprs = [];
    this.places = new Map(); // expression or input → its node
    this.stem = freeStem([...namesOf(root), name]);
    const order = inOrder(root);
    this.root = order.at(-1);
    order.forEach((x) => this.node(x));
    this.last = this.nodes.length - 1;
    this.find();
  }

  // Each node comes after its operands.
  node(x) {
    const isLeaf = !x.op;
    const operands = isLeaf ? [] : x.operands.map((one) => this.places.get(one));
    const number = numberOf(x);
    const isConstant = isLeaf && (x.name === undefined || x.isFixed);
    const row = isLeaf ? null : this.row(x);
    const isFixed = isLeaf ? isConstant : operands.every((i) => this.nodes[i].isFixed) || this.rows[row].stops;
    const [name, shown, symbol] = this.called(x);
    const value = isConstant ? asNumber(number) : null;
    const made = { name, shown, latex: symbol, row, operands, value, isFixed, has_gradient: !isFixed || x === this.root, hasName: name !== "" };
    this.nodes.push(made);
    this.exprs.push(x);
    this.places.set(x, this.nodes.length - 1);
  }

  row({ op, options }) {
    const key = `${op} ${options.join()}`;
    const known = this.rows.findIndex((row) => row.key === key);
    if (known >= 0) return known;
    const told = this.outer.circuits.rows[op];
    if (!told) throw new RangeError(op);
    const number = latexNumber(options[0] ?? 0);
    const filled = JSON.parse(JSON.stringify(told).replace(/<n!?>/g, JSON.stringify(number).slice(1, -1)));
    this.rows.push({ ...filled, options, key });
    return this.rows.length - 1;
  }

  // Name, the same for the eye, and LaTeX.
  called(x) {
    const { spelling } = this;
    if (x === this.root && this.goal.part) return partNamed(this.goal.part);
    if (x === this.root) {
      const { kind, index, place } = this.goal;
      return [this.shownGoal, this.shownGoal, spelling.goal(kind, index, place)];
    }
    if (!x.op && x.name === undefined) {
      return ["", formatNumber(x.number, 0, this.outer.digits), latexNumber(x.number, this.outer.digits)];
    }
    if (x.called) {
      const { name, kind, index, place } = x.called;
      return [name, this.eye(kind, index, place), spelling.symbol({ kind, index, place }).text];
    }
    if (x.op) {
      this.count = (this.count ?? 0) + 1;
      const digits = subscript(String(this.count));
      return [`${this.stem}${this.count}`, `${this.stem}${digits}`, `${this.stem}_{${this.count}}`];
    }
    if (x.kind === "part") return partNamed(x.name);
    if (x.kind === "slope") return [x.name, `(∂${this.eye("value", ...x.of)}/∂${this.eye("value", ...x.by)})`, spelling.symbol(x).text];
    return [x.name, this.eye(x.kind, x.index, x.place), spelling.symbol(x).text];
  }

  get shownGoal() {
    const { kind, index, place } = this.goal;
    const node = kind === "contribution" ? this.outer.edges[index].operand : index;
    return this.eye(kind === "value" ? kind : "gradient", node, place);
  }

  eye(kind, index, place) {
    const shape = shapeOf(this.walk.values[index]);
    const at = placeIn(shape, place);
    const [own, stem, primes] = /^(.*?)(′*)$/.exec(this.outer.nodes[index].shown);
    const joined = subscript(at.join(isShort(at, shape) ? "" : ","));
    const name = at.length ? `${stem}${/[₀-₉]$/.test(stem) ? "," : ""}${joined}${primes}` : own;
    return kind === "gradient" ? `(∂${this.outer.nodes[this.outer.output].shown}/∂${name})` : name;
  }

  // The parts of its sums, which can be opened.
  get parts() { return this.exprs.flatMap(({ kind, name }) => (kind === "part" ? [name] : [])); }

  get inputs() { return this.exprs.flatMap((x, i) => (this.isInput(i) ? [numberOf(x)] : [])); }

  isInput(i) { return this.nodes[i].row === null && this.nodes[i].value === null; }

  // ---- The graph --------------------------------------------------------------------------------------

  find() {
    const { nodes, last } = this;
    this.operations = nodes.flatMap(({ row }, i) => (row === null ? [] : [i]));
    const reaches = nodes.map((_, i) => i === last);
    this.all = [];
    for (let node = last; node >= 0; node -= 1) {
      const { row, operands } = nodes[node];
      if (!reaches[node] || row === null || this.rows[row].stops) continue;
      operands.forEach((operand) => { reaches[operand] = true; });
    }
    this.reaches = reaches;
    nodes.forEach(({ operands }, node) => operands.forEach((operand, position) => this.all.push({ operand, node, position })));
    this.edges = [];
    for (let node = last; node >= 0; node -= 1) {
      if (!reaches[node] || nodes[node].isFixed) continue;
      nodes[node].operands.forEach((operand, position) => { if (!nodes[operand].isFixed) this.edges.push({ operand, node, position }); });
    }
    this.seed = this.operations.length + 1;
    this.known = nodes.map(({ value }, i) => (this.operations.includes(i) ? 1 + this.operations.indexOf(i) : value === null ? 1 : 0));
  }

  edgeOf({ node, position }) { return this.edges.findIndex((edge) => edge.node === node && edge.position === position); }

  program() {
    const { outer, nodes, edges, last } = this;
    const { languages, words, screen, themes, looks, digits, circuits } = outer;
    this.plan = this.planned();
    const latex = this.formula(last);
    return {
      languages, words, screen, themes, looks, digits, isInside: true,
      nodes, rows: this.rows, edges, plan: this.plan,
      inputs: nodes.flatMap((_, i) => (this.isInput(i) ? [i] : [])),
      parameters: nodes.flatMap((_, i) => (this.role(i) === "parameter" ? [i] : [])),
      output: last, output_name: nodes[last].name, output_latex: nodes[last].latex,
      operations: this.operations, output_is_fixed: nodes[last].isFixed, reaches_output: this.reaches,
      uses: nodes.map((_, i) => edges.filter(({ operand }) => operand === i).length),
      formula: { latex: latex.replace(/\\at\{[\d-]+\}|\\ta /g, ""), pages: [[latex]] },
      schedule: this.schedule(this.plan),
      circuits,
    };
  }

  // The formula with the marks of its parts, as tell/lines.py makes them.
  formula(last) {
    const written = (i) => {
      const { row, operands, latex } = this.nodes[i];
      if (row === null) return { text: latex, tight: latex.startsWith("-") ? 0 : 2 };
      const { op, latex: template } = this.rows[row];
      const slots = { "*": [" ", ""] };
      operands.forEach((operand, position) => {
        const { text, tight } = written(operand);
        const marked = `\\at{${i}-${position}}${text}\\ta `;
        const least = LOOSEST[op] ?? 2;
        slots["abc"[position]] = [tight >= (position ? least : Math.min(least, LOOSE_FIRST[op] ?? 2)) ? marked : `\\left(${marked}\\right)`, marked];
      });
      const numbers = operands.some((operand) => /^[\d-]/.test(this.nodes[operand].latex));
      if (numbers) slots["*"] = [" \\cdot ", ""];
      return { text: `\\at{${i}}${put(template, slots)}\\ta `, tight: TIGHTNESS[op] ?? 2 };
    };
    return `${this.nodes[last].latex} = ${written(last).text}`;
  }

  // ---- The plan and the schedule ------------------------------------------------------------------------

  role(i) {
    if (i === this.last) return "output";
    const { row, value } = this.nodes[i];
    if (row !== null) return "operation";
    const { outer } = this;
    const isParameter = outer.parameters.includes(this.exprs[i].index) && this.exprs[i].kind === "value";
    return value !== null ? "constant" : isParameter ? "parameter" : "input";
  }

  planned() {
    const { nodes } = this;
    const plan = { wires: [], branches: [], circles: [], links: [], terminals: [], turns: {} };
    const link = (tail, head, node, edge = null) => plan.links.push({ tail, head, node, into: edge && edge.node,
      edge: edge && (this.edgeOf(edge) < 0 ? null : this.edgeOf(edge)), turn: null });
    nodes.forEach(({ shown, row, operands, hasName }, i) => {
      const role = this.role(i);
      const title = shown.startsWith("(∂") ? shown.slice(1, -1) : shown;
      const name = hasName ? title : "";
      plan.wires.push({ id: `w${i}`, node: i, role, name, title, constant: hasName ? [] : [shown], italic: true, drawn_name: name });
      if (row !== null) {
        const { glyph, circle: [font_size, size] } = this.rows[row];
        plan.circles.push({ id: `o${i}`, node: i, glyph, size, font_size });
        link(`o${i}`, `w${i}`, i);
      }
      if (row === null || role === "output") {
        plan.terminals.push({ id: `t${i}`, role });
        link(...(row === null ? [`t${i}`, `w${i}`] : [`w${i}`, `t${i}`]), i);
      }
      operands.forEach((operand, position) => {
        const edge = { operand, node: i, position };
        const isShared = this.edges.filter((one) => one.operand === operand).length > 1 && this.edgeOf(edge) >= 0;
        if (!isShared) { link(`w${operand}`, `o${i}`, operand, edge); return; }
        const id = `b${i}_${position}`;
        plan.branches.push({ id, node: operand, edge: this.edgeOf(edge) });
        link(`w${operand}`, id, operand, edge);
        link(id, `o${i}`, operand, edge);
      });
    });
    return plan;
  }

  schedule({ wires, branches, circles, links }) {
    const { edges, all, known, seed, nodes, last } = this;
    const told = (first, marks) => {
      const touched = new Map();
      for (const [code, steps] of marks) for (const k of steps) touched.set(k, code);
      let before = 0;
      return [first, ...[...touched].sort(([a], [b]) => a - b).map(([k, code]) => {
        const entry = 4 * (k - before) + code;
        before = k;
        return entry;
      })];
    };
    const [USED, FORWARD, BACKWARD] = [1, 2, 3];
    const reads = (i) => all.filter(({ operand }) => operand === i).map(({ node }) => known[node]);
    const computes = (i) => (nodes[i].row === null ? [] : [known[i]]);
    const steps = (is) => edges.flatMap((edge, n) => (is(edge) ? [seed + 1 + n] : []));
    const [arrivals, departures] = [(i) => steps(({ operand }) => operand === i), (i) => steps(({ node }) => node === i)];
    const ofEdge = (edge) => {
      const place = this.edgeOf(edge);
      return told(known[edge.operand], [[FORWARD, [known[edge.node]]], [BACKWARD, place < 0 ? [] : [seed + 1 + place]]]);
    };
    const ofCircle = (i) => told(known[i], [[FORWARD, computes(i)], [BACKWARD, departures(i)]]);
    const ofLink = ({ tail, head, node }) => {
      const end = [tail, head].find((id) => id[0] === "b") ?? head;
      if (end[0] === "b" || end[0] === "o") {
        const [to, position] = end[0] === "b" ? end.slice(1).split("_").map(Number) : [Number(end.slice(1)), null];
        return ofEdge({ operand: node, node: to, position: position ?? this.nodes[to].operands.indexOf(node) });
      }
      return tail[0] === "o" ? ofCircle(node) : told(known[node], [[FORWARD, computes(node)]]);
    };
    return {
      values: wires.map(({ node: i }) => told(known[i], [[USED, reads(i)], [FORWARD, known[i] > 0 && known[i] < seed ? [known[i]] : []]])),
      gradients: wires.map(({ node: i }) => {
        if (!nodes[i].has_gradient) return [0];
        const came = arrivals(i).length ? arrivals(i) : [seed];
        return told(came[0], [[USED, departures(i)], [BACKWARD, came]]);
      }),
      contributions: branches.map(({ edge }) => told(seed + 1 + edge, [[BACKWARD, [seed + 1 + edge]]])),
      wires: wires.map(({ node: i }) => told(known[i], [[FORWARD, [...computes(i), ...reads(i)]],
        [BACKWARD, [...(i === last && nodes[i].has_gradient ? [seed] : []), ...arrivals(i), ...departures(i)]]])),
      branches: branches.map(({ edge }) => ofEdge(edges[edge])),
      circles: circles.map(({ node }) => ofCircle(node)),
      links: links.map(ofLink),
      trunks: {},
    };
  }
}

// The name of a part, the same for the eye, and in LaTeX.
function partNamed(name) {
  const [, stem, number] = /^(.*?)_?(\d.*)$/.exec(name);
  const apart = number.replaceAll("_", ",");
  return [name, `${stem}${subscript(apart)}`, `${stem}_{${apart}}`];
}

const LOOSEST = { add: 1, sub: 1, neg: 1, mul: 1 };
const LOOSE_FIRST = { add: 0, sub: 0 };
const TIGHTNESS = { add: 0, sub: 0, neg: 0, mul: 1, square: 1, pown: 1, pow: 1 };

// Everything below a circuit as a program lists it: operations in their order, and before each the
// inputs and constants that it uses first. The twin of _in_order in core/graph.py; numbers become
// quantities of their own.
function inOrder(root) {
  const made = new Map();
  const met = [];
  const boxed = (x) => {
    if (!isExpression(x)) return { number: x };
    if (made.has(x)) return made.get(x);
    const own = x.op ? { ...x } : x;
    made.set(x, own);
    if (x.op) own.operands = x.operands.map(boxed);
    met.push(own);
    return own;
  };
  boxed(root);
  const isInput = (x) => !x.op && x.name !== undefined && !x.isFixed;
  const inputs = met.filter(isInput);
  const order = [];
  let count = 0;
  for (const x of met) {
    if (!x.op) continue;
    for (const operand of x.operands) {
      const place = inputs.indexOf(operand);
      if (place >= count) {
        order.push(...inputs.slice(count, place + 1));
        count = place + 1;
      } else if (!operand.op && place < 0 && !order.includes(operand)) order.push(operand);
    }
    order.push(x);
  }
  return order;
}

const namesOf = (x) => (x.name ? [x.name] : (x.operands ?? []).flatMap(namesOf));
// What begins the names of what has none: v, or another letter where that is taken.
function freeStem(names) {
  const numbered = new Set(names.map((name) => /^(.*\p{L})_?\d+(_\d+)*'*$/u.exec(name)?.[1]));
  const taken = new Set([...numbered, ...names.map((name) => name.replace(/'+$/, ""))]);
  return numbered.has("v") ? [..."vuzhrqmndgkjlopswtcabyxf"].find((letter) => !taken.has(letter)) ?? "Σ" : "v";
}

const asNumber = (x) => (Number.isFinite(x) ? x : String(x).replace("Infinity", "inf").replace("NaN", "nan"));
const subscript = (text) => text.replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);
