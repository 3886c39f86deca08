// The walk in the browser: values, gradients, labels, sentences and mathematics of every step,
// to the letter as the Python package gives them (spell/numbers, core/walk, tell, draw/scene).
//
// Nothing here touches a page, and no text is compiled, so it runs under a strict
// Content-Security-Policy. The table OPS, generated from the rows of core/ops.py, stands before this
// text. A value is a number, or an array {shape, data} with its entries row by row; `program` is
// what browser/javascript.py made of a graph, and `walk` what run() made of a program and inputs.

// --- The functions that the formulas of OPS name ------------------------------------------------

const M = {
  exp: Math.exp,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  abs: Math.abs,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  floor: Math.floor,
  // Of two zeros NumPy gives the second, Math.max the positive one: 1/max(0, -0) would differ.
  maximum: (a, b) => (a > b || a !== a ? a : b),
  minimum: (a, b) => (a < b || a !== a ? a : b),
  // Math.sign keeps the sign of a zero, NumPy does not.
  sign: (a) => (a !== a ? a : Number(a > 0) - Number(a < 0)),
  pow,
  erfc,
  ln2: Math.LN2,
  ln10: Math.LN10,
  pi: Math.PI,
};

// In C, 1 to any power is 1, even to nan, and so is -1 to an infinite one; JavaScript says nan.
// NumPy takes a power of 1/2 for a square root, which knows no root of -Infinity.
function pow(a, b) {
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
  return b === 0.5 ? Math.sqrt(a) : a ** b;
}

// 1 - erf, each tail to its last digit: near 0 a series without a subtraction; further out the
// continued fraction (nearer to 1 it takes longer).
function erfc(x) {
  const size = Math.abs(x);
  if (size < 1) {
    let term = x;
    let sum = x;
    for (let n = 1; sum + term !== sum; n += 1) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = size;
  const depth = 25 + Math.ceil(200 / (size * size));
  for (let n = depth; n > 0; n -= 1) fraction = size + n / 2 / fraction;
  const rest = Math.exp(-size * size) / (Math.sqrt(Math.PI) * fraction);
  return x < 0 ? 2 - rest : rest;
}

// --- Arrays -------------------------------------------------------------------------------------

const isArray = (value) => typeof value === "object" && value !== null;
const shapeOf = (value) => (isArray(value) ? value.shape : []);
const entriesOf = (value) => (isArray(value) ? value.data : [value]);
const sizeOf = (shape) => shape.reduce((product, size) => product * size, 1);
const isFinite = (value) => entriesOf(value).every(Number.isFinite);

function isSameShape(one, other) {
  return one.length === other.length && one.every((size, axis) => size === other[axis]);
}

function isSame(one, other) {
  if (!isArray(one) || !isArray(other)) return Object.is(one, other);
  const { shape, data } = other;
  return isSameShape(one.shape, shape) && one.data.every((x, i) => Object.is(x, data[i]));
}

// The shape that arrays of these shapes have together, by NumPy's rule.
function broadcast(shapes) {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    return sizes.find((size) => size !== 1) ?? 1;
  });
}

// Where entry number i of an array of the shape `whole` comes from that was stretched from `shape`.
function origin(i, shape, whole) {
  let place = 0;
  let stride = 1;
  for (let axis = 1; axis <= shape.length; axis += 1) {
    const [size, wide] = [shape.at(-axis), whole.at(-axis)];
    if (size > 1) place += stride * (i % wide);
    stride *= size;
    i = Math.floor(i / wide);
  }
  return place;
}

function stretched(value, whole) {
  const [entries, shape] = [entriesOf(value), shapeOf(value)];
  if (isSameShape(shape, whole)) return entries;
  return Array.from({ length: sizeOf(whole) }, (_, i) => entries[origin(i, shape, whole)]);
}

// A formula of OPS on values, entry by entry where it reads arrays.
function apply(formula, given) {
  for (let i = 0; i < given.length; i += 1) {
    if (isArray(given[i])) return byEntry(formula, given);
  }
  return formula(given);
}

function byEntry(formula, given) {
  const places = formula.reads.filter((place) => isArray(given[place]));
  if (!places.length) return formula(given);
  const shape = broadcast(places.map((place) => given[place].shape));
  const entries = places.map((place) => stretched(given[place], shape));
  const one = [...given];
  const data = Array.from({ length: sizeOf(shape) }, (_, i) => {
    for (let k = 0; k < places.length; k += 1) one[places[k]] = entries[k][i];
    return formula(one);
  });
  return { shape, data };
}

// Sum a term over the axes along which an operand of this shape was stretched.
function unbroadcast(term, shape) {
  if (isSameShape(shapeOf(term), shape)) return term;
  const whole = broadcast([shapeOf(term), shape]);
  const sums = new Array(sizeOf(shape)).fill(0);
  stretched(term, whole).forEach((x, i) => {
    sums[origin(i, shape, whole)] += x;
  });
  return shape.length ? { shape, data: sums } : sums[0];
}

// The sum of the entries. Of an output it is what every gradient is of, for the seed is all ones.
const total = (value) => entriesOf(value).reduce((sum, x) => sum + x, 0);

// --- Numbers as they are shown ------------------------------------------------------------------

const DIGITS = 4;
const NUMBER_WIDTH = 7; // characters of a number in its slot of the picture
const ENTRY_WIDTH = 6; // ... of an entry of an array
const WRITTEN_OUT = 3; // arrays up to 3×3 are written out

function formatNumber(x, width = 0, digits = DIGITS) {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  if (x === 0) return "0";
  let text = rounded(x, digits);
  while (width && text.length > width && digits > 1) {
    digits -= 1;
    text = rounded(x, digits);
  }
  return text;
}

function rounded(x, digits) {
  const size = Math.abs(x);
  const scientific = size.toExponential(digits - 1); // rounds ties away from zero
  const [mantissa, power] = scientific.split("e");
  const figures = mantissa.replace(".", "").replace(/0+$/, "");
  const exponent = Number(power);
  const sign = x < 0 ? "−" : "";
  // A number as large as 12345 is not shown as 12350: that would look exact and be wrong.
  const isExact = exponent >= 0 && exponent < 6 && Number(scientific) === size;
  if ((exponent >= -4 && exponent < digits) || isExact) {
    if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${figures}`;
    if (figures.length <= exponent + 1) return sign + figures.padEnd(exponent + 1, "0");
    return `${sign}${figures.slice(0, exponent + 1)}.${figures.slice(exponent + 1)}`;
  }
  const tail = figures.length > 1 ? `.${figures.slice(1)}` : "";
  return `${sign}${figures[0]}${tail}e${exponent < 0 ? "−" : ""}${Math.abs(exponent)}`;
}

// A number as one line, an array up to 3×3 as one line per row; a larger one by shape and norm.
function formatLines(value, width = 0) {
  if (!isArray(value)) return [formatNumber(value, width)];
  const { shape } = value;
  if (!isWrittenOut(shape)) return [`${shape.join("×")} ‖${formatNumber(norm(value), width)}‖`];
  return rowsOf(value).map((row) => `[${row.map((x) => formatNumber(x, width)).join(", ")}]`);
}

function formatValue(value, width = 0) {
  const lines = formatLines(value, width);
  if (lines.length === 1) return lines[0];
  return `[${lines.map((row) => row.slice(1, -1)).join("; ")}]`;
}

// A value as the lines of its slot in the picture.
function labelLines(value) {
  return formatLines(value, isArray(value) ? ENTRY_WIDTH : NUMBER_WIDTH);
}

function isWrittenOut(shape) {
  return sizeOf(shape) > 0 && shape.length <= 2 && Math.max(...shape) <= WRITTEN_OUT;
}

function rowsOf({ shape, data }) {
  const wide = shape.at(-1);
  return Array.from({ length: data.length / wide }, (_, i) => data.slice(i * wide, (i + 1) * wide));
}

function norm({ data }) {
  return Math.sqrt(data.reduce((sum, x) => sum + x * x, 0));
}

function latexValue(value) {
  if (!isArray(value)) return latexNumber(value);
  const { shape } = value;
  if (!isWrittenOut(shape)) {
    return `[${shape.join(" \\times ")},\\ \\lVert\\cdot\\rVert = ${latexNumber(norm(value))}]`;
  }
  const rows = rowsOf(value).map((row) => row.map(latexNumber).join(" & "));
  return `\\begin{bmatrix}${rows.join(" \\\\ ")}\\end{bmatrix}`;
}

function latexNumber(x) {
  const text = formatNumber(x).replaceAll("−", "-").replace("∞", "\\infty");
  if (text === "nan") return "\\mathrm{nan}";
  const [mantissa, exponent] = text.split("e");
  return exponent === undefined ? mantissa : `${mantissa} \\times 10^{${exponent}}`;
}

// JSON has no nan and no infinities, so a program writes them as strings.
function fromJson(value) {
  if (isArray(value)) return { shape: value.shape, data: value.data.map(fromJson) };
  return typeof value === "string" ? Number(value.replace("inf", "Infinity")) : value;
}

// --- The walk -----------------------------------------------------------------------------------

// `inputs` are values in the order of program.inputs.
function run(program, inputs) {
  const values = forward(program, inputs);
  const { passages, gradients } = backward(program, values);
  return { inputs: Array.from(inputs), values, gradients, passages };
}

// What the formulas of a row are given: the operands, the value (a number, for lists of numbers
// alone are fast) and the options. The list of operands becomes it.
function given(row, operands, value = NaN) {
  operands.push(value);
  for (let i = 0; i < row.options.length; i += 1) operands.push(fromJson(row.options[i]));
  return operands;
}

function taken(values, places) {
  const found = [];
  for (let i = 0; i < places.length; i += 1) found.push(values[places[i]]);
  return found;
}

// The values of all nodes; `epsilon` is added to (each entry of) the one of the node `nudged`.
function forward(program, inputs, nudged = -1, epsilon = 0) {
  const { nodes, rows } = program;
  const values = new Array(nodes.length);
  let count = 0;
  for (let i = 0; i < nodes.length; i += 1) {
    const { row, operands, value } = nodes[i];
    if (row !== null) {
      values[i] = apply(OPS[rows[row].op].f, given(rows[row], taken(values, operands)));
    } else if (value !== null) {
      values[i] = fromJson(value);
    } else {
      values[i] = inputs[count];
      count += 1;
    }
    if (i === nudged) {
      const data = entriesOf(values[i]).map((x) => x + epsilon);
      values[i] = isArray(values[i]) ? { ...values[i], data } : data[0];
    }
  }
  return values;
}

function backward(program, values) {
  const { nodes, rows, edges, uses, output } = program;
  const totals = new Array(nodes.length).fill(null);
  const arrived = new Array(nodes.length).fill(0);
  if (nodes[output].has_gradient) totals[output] = filled(values[output], 1);
  const passages = new Array(edges.length);
  for (let i = 0; i < edges.length; i += 1) {
    const { operand, node, position } = edges[i];
    const { row, operands } = nodes[node];
    const formulas = OPS[rows[row].op];
    const upstream = totals[node];
    const known = given(rows[row], taken(values, operands), values[node]);
    const local = apply(formulas.d[position], known);
    known.push(upstream, local);
    const term = apply(formulas.back[position], known);
    const contribution = unbroadcast(term, shapeOf(values[operand]));
    const before = totals[operand];
    const total = before === null ? contribution : apply(OPS.add.f, [before, contribution]);
    totals[operand] = total;
    arrived[operand] += 1;
    passages[i] = {
      operand,
      node,
      position,
      use: arrived[operand],
      uses: uses[operand],
      upstream,
      local,
      contribution,
      before,
      total,
      complete: arrived[operand] === uses[operand],
    };
  }
  const gradients = totals.map((total, i) =>
    total === null && nodes[i].has_gradient ? filled(values[i], 0) : total,
  );
  return { passages, gradients };
}

// A value of the same shape with this number everywhere.
function filled(value, x) {
  return isArray(value) ? { shape: value.shape, data: value.data.map(() => x) } : x;
}

// What the output does when `epsilon` is added to a node's value, and what its gradient foretells
// (null for what has none). Of arrays, the sums.
function nudge(program, walk, node, epsilon) {
  const gradient = walk.gradients[node];
  return {
    before: total(walk.values[program.output]),
    after: total(forward(program, walk.inputs, node, epsilon)[program.output]),
    predicted: gradient === null ? null : total(gradient) * epsilon,
  };
}

// --- Steps --------------------------------------------------------------------------------------

function seedStep(program) {
  return program.operations.length + 1;
}

function lastStep(program) {
  return seedStep(program) + program.edges.length;
}

// Nodes are told by their index; what a kind of step does not have is null.
function step(program, walk, k) {
  if (!Number.isInteger(k) || k < 0 || k > lastStep(program)) {
    throw new RangeError(`no step ${k}; there are 0 to ${lastStep(program)}`);
  }
  const seed = seedStep(program);
  if (k > seed) return { index: k, kind: "backward", ...walk.passages[k - seed - 1] };
  const nothing = {
    operand: null,
    position: null,
    use: null,
    uses: null,
    upstream: null,
    local: null,
    contribution: null,
    before: null,
    total: null,
    complete: null,
  };
  if (k === 0) return { index: k, kind: "graph", node: null, ...nothing };
  if (k === seed) return { index: k, kind: "seed", node: program.output, ...nothing };
  return { index: k, kind: "forward", node: program.operations[k - 1], ...nothing };
}

// The running total as an equation: `8 + ?`, and at last `8 + 4`, `12`.
function runningSum(now, show, guarded) {
  const total = show(now.total);
  if (!now.complete) return [`${total} + ?`];
  return [`${show(now.before)} + ${guarded(show(now.contribution))}`, total];
}

// --- A step in words ----------------------------------------------------------------------------

function sentence(program, walk, k, lang) {
  const { nodes, rows, words } = program;
  const now = step(program, walk, k);
  const output = nodes[program.output].shown;
  const say = (key, slots) =>
    words[key][lang].replace(/\{(\w+)\}/g, (_, slot) => String(slots[slot]));
  // Reasons in words; what is said of some entries only says so.
  const told = (found, slots) => found.map(({ key, isWhole }) => {
    const text = say(key, slots);
    return isWhole ? text : say("some_entries", { text });
  });
  if (now.kind === "graph") return say("graph", { output, count: program.operations.length });

  const { gap } = program.languages[lang];
  const parts = [];
  if (now.kind === "seed") {
    parts.push(say("seed", { output }));
    if (isArray(walk.values[now.node])) parts.push(say("seed_array", { output }));
    const unreached = nodes.filter((n, i) => !program.reaches_output[i] && n.has_gradient);
    if (unreached.length) {
      parts.push(say("unreached", { names: unreached.map((n) => n.shown).join(", "), output }));
    }
    if (program.output_is_fixed) parts.push(say("fixed", { output }));
    return parts.join(gap);
  }

  const here = nodes[now.node];
  const row = rows[here.row];
  const node = here.shown;
  const value = walk.values[now.node];
  const operands = here.operands.map((i) => walk.values[i]);

  if (now.kind === "forward") {
    if (k === 1 && program.inputs.length) {
      const given = (i) => `${nodes[i].shown} = ${formatValue(walk.values[i])}`;
      parts.push(say("inputs", { inputs: program.inputs.map(given).join(", ") }));
    }
    const formula = written(row, here.operands.map((i) => nodes[i].shown));
    const shown = formatValue(value);
    const reckoned = written(row, operands.map((x) => formatValue(x)));
    parts.push(say("forward", { node, formula, numbers: `${reckoned} = ${shown}` }));
    const why = row.domain === null ? "" : row.domain[lang];
    const slots = { why, node, value: shown, formula: reckoned };
    parts.push(...told(forwardReasons(row, operands, value), slots));
    return parts.join(gap);
  }

  const operand = nodes[now.operand].shown;
  const [local, contribution] = [formatValue(now.local), formatValue(now.contribution)];
  const terms = `${local} ${timesSign(now)} ${guard(formatValue(now.upstream))}`;
  const isStretched = wasStretched(now, walk);
  const numbers = `${isStretched ? say("sum", { terms }) : terms} = ${contribution}`;
  const symbols = localWritten(program, now, operands) ?? words.local[lang];
  const slots = { output, node, operand, local: symbols };
  parts.push(
    now.uses === 1
      ? say(now.node === program.output ? "backward_output" : "backward", { ...slots, numbers })
      : say("backward_shared", { ...slots, numbers, place: now.use, uses: now.uses }),
    row.why[lang],
  );
  if (row.kink !== null) {
    const atKink = entriesOf(where("kink", row, operands));
    const text = row.kink[lang];
    const isAnywhere = atKink.some(Boolean);
    if (isAnywhere) parts.push(atKink.every(Boolean) ? text : say("some_entries", { text }));
  }
  const why = row.domain === null ? "" : row.domain[lang];
  const slopes = slopeReasons(row, operands, value, now.local);
  parts.push(...told(slopes, { ...slots, why, value: local }));
  const products = productReasons(row, [...operands, value], now, isStretched);
  parts.push(...told(products, { ...slots, value: contribution }));
  if (isStretched) parts.push(say("broadcast", slots));
  if (now.uses > 1) {
    const sum = runningSum(now, formatValue, guard).join(" = ");
    parts.push(say(now.complete ? "shared_complete" : "shared_partial", { ...slots, sum }));
    parts.push(...told(totalReasons(now), { value: formatValue(now.total) }));
  }
  return parts.join(gap);
}

// The local derivative in symbols, on one line; null where they do not give it.
function localWritten({ nodes, rows }, now, operands) {
  const here = nodes[now.node];
  const row = rows[here.row];
  const template = row.local_written[now.position];
  if (template === null || holds("kink", row, operands)) return null;
  const names = here.operands.map((i) => nodes[i].shown);
  // A letter with an index or a prime is still one symbol: 2x₁, but 2 · cost.
  const isOne = [...names[0].replace(/[₀-₉′]+$/, "")].length === 1;
  const slots = { y: [here.shown, here.shown], "*": [isOne ? "" : " · ", ""] };
  return put(template, { ...operandSlots(row, names, guard), ...slots });
}

// Whether the condition "undefined" or "kink" of a row is met, entry by entry, and anywhere.
function where(condition, row, operands) {
  const formula = OPS[row.op][condition];
  return apply(formula, given(row, [...operands]));
}

function holds(condition, row, operands) {
  return entriesOf(where(condition, row, operands)).some(Boolean);
}

// Why a number is nan or infinite: of the keys those that `reason` names for some entry.

const isInfinite = (x) => Math.abs(x) === Infinity;

function reasons(keys, values, reason) {
  const whole = broadcast(values.map(shapeOf));
  const size = sizeOf(whole);
  const entries = values.map((value) => stretched(value, whole));
  const counts = new Map(keys.map((key) => [key, 0]));
  for (let i = 0; i < size; i += 1) {
    const key = reason(...entries.map((value) => value[i]));
    if (key) counts.set(key, counts.get(key) + 1);
  }
  return keys
    .filter((key) => counts.get(key))
    .map((key) => ({ key, isWhole: counts.get(key) === size }));
}

function forwardReasons(row, operands, value) {
  if (isFinite(value)) return [];
  const undefinedAt = where("undefined", row, operands);
  const keys = ["undefined", "overflow", "indeterminate", "carried"];
  return reasons(keys, [value, undefinedAt, ...operands], (y, isUndefined, ...given) => {
    if (Number.isFinite(y)) return null;
    if (given.some(Number.isNaN)) return Number.isNaN(y) ? "carried" : null;
    if (isUndefined) return "undefined";
    if (Number.isNaN(y)) return "indeterminate";
    return given.some(isInfinite) ? "carried" : "overflow";
  });
}

function slopeReasons(row, operands, value, local) {
  const undefinedAt = where("undefined", row, operands);
  if (isFinite(local) && !entriesOf(undefinedAt).some(Boolean)) return [];
  const keys = ["undefined_slope", "steep", "carried_slope", "no_value"];
  return reasons(keys, [local, undefinedAt, value, ...operands], (d, isUndefined, y, ...given) => {
    const hasNoValue = isUndefined && !given.some(Number.isNaN);
    if (Number.isFinite(d)) return hasNoValue ? "no_value" : null;
    if (hasNoValue) return "undefined_slope";
    return Number.isFinite(y) && given.every(Number.isFinite) ? "steep" : "carried_slope";
  });
}

// Beyond what the local derivative is: that of what goes back, and of its sum.
function productReasons(row, values, { upstream, local, contribution, position }, isStretched) {
  if ([upstream, local, contribution].every(isFinite)) return [];
  const multiplied = apply(OPS.mul.f, [upstream, local]);
  const known = [...given(row, values.slice(0, -1), values.at(-1)), upstream, local];
  const back = apply(OPS[row.op].back[position], known);
  const shape = shapeOf(multiplied);
  const [us, ds, backs] = [upstream, local, back].map((value) => stretched(value, shape));
  const product = shape.length ? { shape, data: backs } : back;
  const isGrown = (p, u, d) => isInfinite(p) && Number.isFinite(u) && Number.isFinite(d);
  const keys = ["closed", "zero_times", "carried", "overflow"];
  const found = reasons(keys, [product, upstream, local], (p, u, d) => {
    if (Number.isFinite(p)) return Number.isFinite(u * d) ? null : "closed";
    if (Number.isNaN(p) && !Number.isNaN(u) && !Number.isNaN(d)) return "zero_times";
    if (!Number.isFinite(u)) return "carried";
    return !isStretched && isGrown(p, u, d) ? "overflow" : null;
  });
  if (!isStretched) return found;
  const counted = (test) => {
    const data = product.data.map((p, i) => Number(test(p, us[i], ds[i])));
    return unbroadcast({ shape, data }, shapeOf(contribution));
  };
  const sums = [contribution, ...[Number.isNaN, (p) => !Number.isFinite(p), isGrown].map(counted)];
  return [...found, ...reasons(["opposed", "overflow_sum"], sums, (sum, nans, wild, grown) => {
    if (Number.isNaN(sum) && !nans) return "opposed";
    return isInfinite(sum) && (!wild || grown) ? "overflow_sum" : null;
  })];
}

function totalReasons({ before, contribution, total }) {
  if (before === null || isFinite(total)) return [];
  return reasons(["opposed", "overflow_sum"], [total, before, contribution], (sum, ...parts) => {
    if (Number.isNaN(sum) && !parts.some(Number.isNaN)) return "opposed";
    return isInfinite(sum) && parts.every(Number.isFinite) ? "overflow_sum" : null;
  });
}

// Whether the contribution of a backward step is a sum over what was broadcast.
function wasStretched(now, walk) {
  return !isSameShape(shapeOf(now.contribution), shapeOf(walk.values[now.node]));
}

// Arrays are multiplied entry by entry.
function timesSign(now) {
  return isArray(now.upstream) || isArray(now.local) ? "⊙" : "·";
}

// An operation on its operands for the eye: `w × x`, `exp(t)`, `t²`.
function written(row, operands) {
  return put(row.written, operandSlots(row, operands, guard));
}

// For each operand's slot in a template, its text as a factor and as it stands alone.
function operandSlots(row, texts, asFactor) {
  return Object.fromEntries(texts.map((text, i) => [row.parameters[i], [asFactor(text), text]]));
}

function guard(number) {
  return number.startsWith("−") ? `(${number})` : number;
}

// --- A step in mathematics ----------------------------------------------------------------------

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
  const shown = [symbols, numbers].map((slots) => fill(row.shown[now.position], slots));
  const chain = [];
  if (now.node === program.output) {
    // Its chain rule would say that a thing is itself times 1.
    chain.push(times(shown[0], partial(output, here.latex)), times(shown[1]));
  } else {
    let local = partial(here.latex, operand);
    // By this one use of the operand: not the whole derivative, which looks the same.
    if (isTwice) local = `\\left.${local}\\right|_{${now.position + 1}}`;
    chain.push(local + partial(output, here.latex), times(shown[0]), times(shown[1]));
  }
  const operands = here.operands.map((i) => walk.values[i]);
  const isAtKink = holds("kink", row, operands); // where the symbols do not give the number
  if (now.upstream !== 1 || isAtKink) chain.push(times(latexValue(now.local)));
  chain.push(latexValue(now.contribution));
  if (now.uses === 1) return equals(goal, ...chain);
  // Where one operation uses the operand twice, its edges are told apart by a number.
  const which = isTwice ? `,\\,${now.position + 1}` : "";
  const along = `\\left.${goal}\\right|_{\\to ${here.latex}${which}}`;
  const sum = runningSum(now, latexValue, parenthesised);
  return `${equals(along, ...chain)},\\quad ${equals(goal, ...sum)}`;
}

const SLOT = /<([a-z]\d*)(!?)>| ?<(\*)> ?/g;
const JOINT = "\x00"; // stands between two factors until both neighbours are known

// All slots of a row's templates in LaTeX.
function latexSlots(row, here, index, show, joint) {
  const y = show(index);
  const slots = operandSlots(row, here.operands.map(show), parenthesised);
  return { ...slots, y: [parenthesised(y), y], "*": joint };
}

function put(template, slots) {
  return template.replace(SLOT, (_, slot, alone, times) => slots[slot ?? times][alone ? 1 : 0]);
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

// --- What the picture shows at a step -----------------------------------------------------------

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

export {
  M, OPS, formatNumber, fromJson, lastStep, latex, latexNumber, nudge, run, scene, sentence, step,
};
