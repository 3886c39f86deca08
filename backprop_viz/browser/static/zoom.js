// One entry of an array, or of a gradient, as a circuit of numbers: the twin of circuits/zoom.py.
// It goes down to the entries of the nearest named quantities, or to what stands right before.

const DEEPEST = 40; // operations without a name that are gone through on one way

class Circuit {
  // Sums of more than `most` terms are ones of parts. Where it is not `open`, what has no name is a
  // quantity of its own, too. `beyond` is how many more named quantities to go through. With more
  // than `limit` quantities it is given up.
  constructor(program, walk, { most = Infinity, open = true, beyond = 0, limit = Infinity } = {}) {
    Object.assign(this, { program, walk, most, open, beyond, limit });
    this.nameless = new Set(program.circuits.unnamed);
    this.unnamed = new Set([...this.nameless, ...(program.view?.through() ?? [])]); // or in a closed block
    this.made = new Map(); // "value-3-17" → a quantity
    this.known = new Map(); // name → an input
    this.names = new Map(); // name → whose it is
    this.parts = new Map(); // name → its terms
    this.entrances = new Set(program.circuits.entrances);
    program.nodes.forEach(({ name }, i) => { if (!this.nameless.has(i)) this.names.set(name, null); });
    this.E = vocabularyOf((terms) => this.total(terms));
    this.depth = 0;
  }

  // What an entry is made of: of a "value", of a "gradient", or of the "contribution" of an edge.
  entry(kind, index, place) {
    const isValue = kind === "value";
    const made = isValue ? this.origin(index) : index;
    this.start = `${kind}-${made}`;
    if (this.beyond) {
      this.gone = { value: this.below(isValue ? made : null), gradient: isValue ? new Set() : this.above(index) };
    }
    const isAlong = kind === "contribution";
    this.goal = this.nameOf(isAlong ? "gradient" : kind, isAlong ? this.program.edges[index].operand : index, place);
    if (!isAlong) return this.ask(kind, made, place);
    const found = this.total(this.terms(this.walk.backflows[index], place));
    this.made.set(`${kind}-${index}-${place}`, found);
    return found;
  }

  // What comes to a port, as it is.
  origin(index) {
    const { program: { nodes } } = this;
    while (nodes[index].port && nodes[index].row !== null) [index] = nodes[index].operands;
    return index;
  }

  ask(kind, index, place) {
    const key = `${kind}-${index}-${place}`;
    if (!this.made.has(key)) this.made.set(key, this.make(kind, index, place));
    if (this.made.size > this.limit) throw new RangeError("a long way");
    return this.made.get(key);
  }

  make(kind, index, place) {
    const { program: { nodes, output }, unnamed, nameless } = this;
    if (kind === "gradient" && index === output) return 1;
    const isOpen = `${kind}-${index}` === this.start || (kind === "gradient" && this.entrances.has(index))
      || (this.open && (this.gone?.[kind].has(index) ?? unnamed.has(index)) && this.depth < DEEPEST);
    if (!isOpen || (nodes[index].row === null && kind === "value")) return this.leaf(kind, index, place);
    this.depth += 1;
    const found = kind === "value" ? this.value(index, place) : this.gradient(index, place);
    this.depth -= 1;
    // On the way further it keeps its name.
    const isPassed = kind === "gradient" && this.entrances.has(index) && `${kind}-${index}` !== this.start;
    if (isExpression(found) && found.op && !nameless.has(index) && !isPassed) found.called = { name: this.nameOf(kind, index, place), kind, index, place };
    return found;
  }

  // What is gone through on the way down: all without a name, and the first named ones.
  below(start) {
    const { program: { nodes }, unnamed } = this;
    const left = new Map([...unnamed].map((i) => [i, 0]));
    if (start !== null) left.set(start, this.beyond);
    for (let i = nodes.length - 1; i >= 0; i -= 1) {
      if (!left.has(i) || nodes[i].row === null) continue;
      const isAlias = nodes[i].port && !unnamed.has(i);
      for (const operand of nodes[i].operands) {
        const rest = left.get(i) - (unnamed.has(operand) || isAlias ? 0 : 1);
        if (nodes[operand].row !== null && rest >= 0) left.set(operand, Math.max(rest, left.get(operand) ?? 0));
      }
    }
    return new Set(left.keys());
  }

  // The same on the way up, to where the gradients come from.
  above(start) {
    const { program: { edges, output }, unnamed } = this;
    const left = new Map([...unnamed].map((i) => [i, 0]));
    left.set(start, this.beyond);
    for (const { operand, node } of [...edges].reverse()) {
      const rest = (left.get(operand) ?? -Infinity) - (unnamed.has(node) || this.entrances.has(node) ? 0 : 1);
      if (rest >= 0) left.set(node, Math.max(rest, left.get(node) ?? 0));
    }
    left.delete(output);
    return new Set(left.keys());
  }

  // A quantity of its own, or a constant.
  leaf(kind, index, place) {
    const { program: { circuits: { fixed, owned } }, walk } = this;
    const number = entriesOf(kind === "value" ? walk.values[index] : walk.gradients[index])[place];
    const isFixed = kind === "value" && fixed.includes(index);
    if (isFixed && !owned.includes(index)) return number;
    return this.quantity(this.nameOf(kind, index, place), number, { kind, index, place, isFixed });
  }

  quantity(name, number, more) {
    if (!this.known.has(name)) this.known.set(name, { name, number, ...more });
    return this.known.get(name);
  }

  // The first of the names that nothing else goes by.
  called(names, owner) {
    for (const name of names) {
      if (!this.names.has(name)) this.names.set(name, owner);
      if (this.names.get(name) === owner) return name;
    }
    return this.called([`${names.at(-1)}'`], owner);
  }

  nameOf(kind, index, place) {
    const { program: { nodes, output_name: output }, walk } = this;
    const shape = shapeOf(walk.values[index]);
    const own = nodes[index].name;
    const name = kind === "gradient" ? slopeName(output, own) : own;
    if (kind === "value" && !shape.length) return name;
    return this.called(entryNames(name, placeIn(shape, place), shape), `${kind}-${index}-${place}`);
  }

  entries(kind, index) {
    return new Entries(shapeOf(this.walk.values[index]), (i) => this.ask(kind, index, i));
  }

  // ---- Values -------------------------------------------------------------------------------------

  value(index, place) {
    const { program: { nodes, rows }, walk, E } = this;
    const { row, operands } = nodes[index];
    const { op, options } = rows[row];
    const given = operands.map((i) => this.entries("value", i));
    if (nodes[index].port) return given[0].at(place);
    if (isEntrywise(rows[row])) {
      const shape = shapeOf(walk.values[index]);
      return expression(op, given.map((one) => entryAt(one, place, shape)), options.map(fromJson));
    }
    const { value } = CIRCUITS[op];
    if (!value) return this.leaf("value", index, place);
    try {
      const found = value([...given, NaN, ...options.map(fromJson)], E);
      return found instanceof Entries ? found.at(place) : found;
    } catch (error) {
      if (this.made.size > this.limit) throw error;
      return this.leaf("value", index, place);
    }
  }

  // ---- Gradients ----------------------------------------------------------------------------------

  gradient(index, place) {
    const arriving = this.walk.backflows.filter(({ operand }) => operand === index);
    return this.total(arriving.flatMap((backflow) => this.terms(backflow, place)));
  }

  // What comes back along an edge to an entry, over all the entries to which that was stretched.
  terms(backflow, place) {
    const shape = shapeOf(this.walk.values[backflow.operand]);
    for (const cameBack of [this.byText, this.byNumbers]) {
      const depth = this.depth;
      try {
        const found = cameBack.call(this, backflow);
        if (!(found instanceof Entries)) return [found];
        const wide = broadcast([found.shape, shape]);
        const places = [...Array(sizeOf(wide)).keys()];
        return places.flatMap((i) => (origin(i, shape, wide) === place ? [entryAt(found, i, wide)] : []));
      } catch (error) {
        if (this.made.size > this.limit) throw error;
        this.depth = depth;
      }
    }
    throw new RangeError("no circuit");
  }

  byText({ node, position }) {
    const { program: { nodes, rows }, E } = this;
    const { row, operands } = nodes[node];
    const { op, options } = rows[row];
    const { local, back } = CIRCUITS[op];
    const given = [...operands, node].map((i) => this.entries("value", i));
    given.push(...options.map(fromJson));
    const slope = local.length ? local[position](given, E) : null;
    return back[position]([...given, this.entries("gradient", node), slope], E);
  }

  // The same where the text makes no circuit: its coefficients are numbers.
  byNumbers({ node, operand, local }) {
    if (local === null) throw new RangeError("no circuit");
    const { program: { nodes }, walk } = this;
    const [shape, own] = [node, operand].map((i) => shapeOf(walk.values[i]));
    const slopes = stretched(local, shape);
    const factor = new Entries(shape, (i) => {
      const [above, below] = [[node, i, shape], [operand, origin(i, own, shape), own]].map(([index, place, sizes]) =>
        entryNames(nodes[index].name, placeIn(sizes, place), sizes)[0]);
      const name = this.called([slopeName(above, below)], `slope-${node}-${operand}-${i}`);
      return this.quantity(name, slopes[i], { kind: "slope", of: [node, i], by: [operand, origin(i, own, shape)] });
    });
    return this.E.Mult(this.entries("gradient", node), factor);
  }

  // ---- Sums ---------------------------------------------------------------------------------------

  total(given, within = "") {
    let terms = given.filter((term) => isExpression(term) || term !== 0);
    if (terms.length > this.most) terms = this.partsOf(terms, within ? `${within}_` : this.stem);
    return terms.reduce(plus, 0);
  }

  get stem() {
    const stems = ["s", "p", "part", "sum_of_part"];
    const taken = [...this.names].flatMap(([name, owner]) => (owner === null ? [name] : []));
    return stems.find((stem) => !taken.some((name) => new RegExp(`^${stem}_?\\d`).test(name))) ?? "Σ";
  }

  // A part of the sums that were made, and what it is called.
  part(names) {
    return names.reduce((_, name) => this.total(this.parts.get(name) ?? [], name), null);
  }

  partsOf(terms, stem) {
    const count = Math.min(this.most, Math.ceil(terms.length / this.most));
    const ends = Array.from({ length: count + 1 }, (_, i) => Math.floor((terms.length * i) / count));
    const isPart = (name) => name.startsWith(stem) && /^\d+$/.test(name.slice(stem.length));
    const first = [...this.parts.keys()].filter(isPart).length + 1;
    return ends.slice(1).map((end, i) => {
      const part = terms.slice(ends[i], end);
      const name = this.called([`${stem}${first + i}`], stem);
      this.parts.set(name, part);
      return this.quantity(name, part.reduce((sum, term) => sum + numberOf(term), 0), { kind: "part" });
    });
  }
}

// The indices of an entry, from its place among all.
function placeIn(shape, place) {
  const found = [];
  for (let axis = shape.length - 1, rest = place; axis >= 0; axis -= 1) {
    found.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return found;
}

// What an entry may be called, the best first: X02 reads as X₀₂. The twin of spell/names.py.
function entryNames(name, at, shape) {
  if (!at.length) return [name];
  const cut = name.lastIndexOf("/∂");
  if (name.startsWith("∂") && cut > 0 && !/^∂[²³⁴⁵⁶⁷⁸⁹]/.test(name) && !name.endsWith(")")) {
    return entryNames(name.slice(cut + 2), at, shape).map((one) => `${name.slice(0, cut)}/∂${one}`);
  }
  const stem = name.replace(/'+$/, "");
  const primes = name.slice(stem.length);
  const apart = at.join("_");
  const sign = /\d$/.test(stem) ? "_" : "";
  const short = isShort(at, shape) ? at.join("") : apart;
  const names = [`${stem}${sign}${short}${primes}`, `${stem}${sign}${apart}${primes}`];
  return [...new Set(names), `${name}[${at.join()}]`];
}

// Whether the indices can stand together without commas.
const isShort = (at, shape) => Math.max(...shape) <= 10 || at.length === 1;

const slopeName = (of, by) =>
  `∂${of.startsWith("∂") ? `(${of})` : of}/∂${by.startsWith("∂") ? `(${by})` : by}`;
