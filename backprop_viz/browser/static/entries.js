// Arrays whose entries are expressions, each made when it is asked for: the twin of circuits/entries
// and its neighbours. An expression is {op, options, operands, number}, an input of a circuit
// {name, number}, and a number that is known is a number.

class Entries {
  constructor(shape, make) {
    this.shape = shape;
    this.make = make;
    this.made = new Map();
  }

  at(i) {
    if (!this.made.has(i)) this.made.set(i, this.make(i));
    return this.made.get(i);
  }
}

const isExpression = (x) => typeof x === "object";
const numberOf = (x) => (isExpression(x) ? x.number : x);
const isThe = (x, number) => x === number; // an expression is none

// Its size is that of the text it would be.
function expression(op, operands, options = []) {
  const number = OPS[op].f([...operands.map(numberOf), NaN, ...options]);
  const size = operands.reduce((sum, one) => sum + (one.size ?? 1), 1);
  return { op, operands, options, number, size };
}

// An operation on quantities; of numbers alone, the number.
function applied(op, ...operands) {
  const made = expression(op, operands);
  return operands.some(isExpression) ? made : made.number;
}

const plus = (a, b) => (isThe(a, 0) ? b : isThe(b, 0) ? a : applied("add", a, b));
const negative = (a) => applied("neg", a);
const minus = (a, b) => (isThe(b, 0) ? a : isThe(a, 0) ? negative(b) : applied("sub", a, b));
const over = (a, b) => (isThe(b, 1) ? a : applied("div", a, b));

function times(a, b) {
  for (const [one, other] of [[a, b], [b, a]]) {
    if (isThe(one, 1)) return other;
    if (isThe(one, -1)) return negative(other);
  }
  return applied("mul", a, b);
}

function power(a, b) {
  if (isThe(b, 0)) return 1;
  if (isThe(b, 1)) return a;
  return isExpression(a) && !isExpression(b) ? expression("pown", [a], [b]) : applied("pow", a, b);
}

const SAME_SLOPE = 1e-13; // of their size, by which two ways to compute a slope may differ

// The branch that is taken; of two that come to the same, the one that is named first.
function branch(condition, yes, no) {
  if (condition || !isExpression(yes) || !isExpression(no)) return condition ? yes : no;
  const [one, other] = [numberOf(yes), numberOf(no)];
  return other !== 0 && Math.abs(one - other) <= SAME_SLOPE * Math.abs(other) ? yes : no;
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

const entryAt = (one, i, shape) =>
  (one instanceof Entries ? one.at(origin(i, one.shape, shape)) : one);

// A function of quantities, entry by entry; of numbers alone it is the function itself.
const lifted = (f) => (...operands) => {
  const shapes = operands.filter((one) => one instanceof Entries).map((one) => one.shape);
  if (!shapes.length) return f(...operands);
  const shape = broadcast(shapes);
  return new Entries(shape, (i) => f(...operands.map((one) => entryAt(one, i, shape))));
};

const compared = (f) => lifted((a, b) => f(numberOf(a), numberOf(b)));

function noRow() {
  throw new RangeError("no row");
}

// What the formulas of the rows may name; `total` adds the terms of a sum.
function vocabularyOf(total) {
  const names = Object.entries(APPLIED).map(([name, op]) =>
    [name, op === null ? noRow : lifted((...operands) => applied(op, ...operands))]);
  const moving = ["spread", "pick", "reshape", "like", "T", "T_back", "stretch", "join", "ahead",
    "behind"];
  const [left, right] = [(g, a, b) => product(g, turnedOver(asTable(b, 1)), total),
    (g, a, b) => product(turnedOver(asTable(a, 0)), g, total)];
  return {
    ...Object.fromEntries(names),
    ...Object.fromEntries(moving.map((name) => [name, (...given) => relocated(M[name], given)])),
    Add: lifted(plus),
    Sub: lifted(minus),
    Mult: lifted(times),
    Div: lifted(over),
    USub: lifted(negative),
    pow: lifted(power),
    Eq: compared((a, b) => a === b),
    NotEq: compared((a, b) => a !== b),
    Lt: compared((a, b) => a < b),
    LtE: compared((a, b) => a <= b),
    Gt: compared((a, b) => a > b),
    GtE: compared((a, b) => a >= b),
    BitAnd: lifted((a, b) => a && b),
    BitOr: lifted((a, b) => a || b),
    where: lifted(branch),
    count: (a, axis) => count(a, axis),
    sum: (a, axis, keepdims) => reduced(a, axis, keepdims, total),
    amax: (a, axis, keepdims) => reduced(a, axis, keepdims, (terms) =>
      terms.reduce((one, other) => applied("maximum", one, other))),
    shared: sharedOut,
    put_back: (g, a, index) => {
      const { places } = picked(a.shape, index);
      return new Entries(a.shape, (i) =>
        total(places.flatMap((place, n) => (place === i ? [g.at(n)] : []))));
    },
    windowed: (a, size, stride, padding, fill) =>
      relocated(M.windowed, [a, size, stride, padding, -1], fill),
    windowed_back: (g, a, size, stride, padding) => {
      const { places } = windowPlaces(a.shape, size, stride, padding);
      return new Entries(a.shape, (i) =>
        total(places.flatMap((place, n) => (place === i ? [g.at(n)] : []))));
    },
    window_of: (b) => b.shape.slice(-2),
    matmul: (a, b) => {
      const made = product(asTable(a, 0), asTable(b, 1), total);
      const [rows, columns] = [isVector(a) ? [] : [made.shape.at(-2)], isVector(b) ? [] : [made.shape.at(-1)]];
      return shapedAs(made, [...made.shape.slice(0, -2), ...rows, ...columns]);
    },
    to_left: (g, a, b) => {
      const made = left(asUpstream(g, a, b), a, b);
      return isVector(a) ? shapedAs(made, [...made.shape.slice(0, -2), made.shape.at(-1)]) : made;
    },
    to_right: (g, a, b) => {
      const made = right(asUpstream(g, a, b), a, b);
      return isVector(b) ? shapedAs(made, made.shape.slice(0, -1)) : made;
    },
    one_hot: (y, z) => (isSameShape(y.shape, z.shape) ? y : noRow()),
    to_targets: (g, y, z) => (isSameShape(y.shape, z.shape) ? g : 0),
  };
}

// What only moves entries about is tried out on their places; -1 is that of what is filled in.
function relocated(move, given, fill = 0) {
  const arrays = given.filter((one) => one instanceof Entries);
  const starts = [];
  let end = 0;
  const places = given.map((one) => {
    if (!(one instanceof Entries)) return one;
    const start = end;
    starts.push(start);
    end += sizeOf(one.shape);
    return arrayOf(one.shape, Array.from({ length: end - start }, (_, i) => start + i));
  });
  const moved = move(...places);
  const from = entriesOf(moved);
  return new Entries(shapeOf(moved), (i) => {
    if (from[i] < 0) return fill;
    const which = starts.findLastIndex((start) => start <= from[i]);
    return arrays[which].at(from[i] - starts[which]);
  });
}

const shapedAs = (one, shape) => new Entries(shape, (i) => one.at(i));

function asTable(one, isColumn) {
  if (one.shape.length > 1) return one;
  return shapedAs(one, isColumn ? [one.shape[0], 1] : [1, one.shape[0]]);
}

function asUpstream(g, a, b) {
  const { shape } = asProduct({ shape: g.shape, data: [] }, a, b);
  return shapedAs(g, shape);
}

function turnedOver(one) {
  const [rows, columns] = one.shape.slice(-2);
  const size = rows * columns;
  return new Entries([...one.shape.slice(0, -2), columns, rows], (i) => {
    const place = i % size;
    return one.at(i - place + (place % rows) * columns + Math.floor(place / rows));
  });
}

// The product of two stacks of matrices.
function product(a, b, total) {
  const [[rows, inner], columns] = [a.shape.slice(-2), b.shape.at(-1)];
  const stacks = [a, b].map(({ shape }) => shape.slice(0, -2));
  const stack = broadcast(stacks);
  return new Entries([...stack, rows, columns], (i) => {
    const row = Math.floor(i / columns);
    const which = Math.floor(row / rows);
    const start = origin(which, stacks[0], stack) * rows * inner + (row % rows) * inner;
    const other = origin(which, stacks[1], stack) * inner * columns + (i % columns);
    return total(Array.from({ length: inner }, (_, k) => times(a.at(start + k), b.at(other + k * columns))));
  });
}

// The places of the entries that become each one of a sum along some axes.
function gatheredBy(a, axis, keepdims) {
  const wide = widened(a, axis);
  const axes = axesOf(axis, a.shape.length);
  const groups = Array.from({ length: sizeOf(wide) }, () => []);
  for (let i = 0; i < sizeOf(a.shape); i += 1) groups[origin(i, wide, a.shape)].push(i);
  return { shape: keepdims ? wide : a.shape.filter((_, i) => !axes.includes(i)), groups };
}

function reduced(a, axis, keepdims, join) {
  const { shape, groups } = gatheredBy(a, axis, keepdims);
  return new Entries(shape, (i) => join(groups[i].map((place) => a.at(place))));
}

// What goes back of a greatest entry: to each of those that are equal, its share.
function sharedOut(g, a, axis, keepdims) {
  const { groups } = gatheredBy(a, axis, keepdims);
  const whither = [];
  groups.forEach((places, n) => places.forEach((place) => { whither[place] = n; }));
  return new Entries(a.shape, (i) => {
    const numbers = groups[whither[i]].map((place) => numberOf(a.at(place)));
    const greatest = numbers.reduce(M.maximum);
    if (Number.isNaN(greatest)) return NaN;
    if (numberOf(a.at(i)) !== greatest) return 0;
    return times(1 / numbers.filter((x) => x === greatest).length, g.at(whither[i]));
  });
}
