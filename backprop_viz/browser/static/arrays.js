// Values: a number, or an array {shape, data} with its entries row by row.

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

// Whether they go together: along each axis they are of one size, or stretched to it.
function goTogether(shapes) {
  const whole = broadcast(shapes);
  return shapes.every((shape) => shape.every((size, axis) =>
    size === 1 || size === whole[whole.length - shape.length + axis]));
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

// A value of the same shape with this number everywhere.
function filled(value, x) {
  return isArray(value) ? { shape: value.shape, data: value.data.map(() => x) } : x;
}

// JSON has no nan and no infinities, so a program writes them as strings.
function fromJson(value) {
  if (isArray(value)) return { shape: value.shape, data: value.data.map(fromJson) };
  return typeof value === "string" ? Number(value.replace("inf", "Infinity")) : value;
}

// ---- Whole arrays -------------------------------------------------------------------------------

const arrayOf = (shape, data) => (shape.length ? { shape, data } : data[0]);

// An array with its axes in the reverse order.
function T(a) {
  const [from, shape] = [shapeOf(a), [...shapeOf(a)].reverse()];
  const strides = from.map((_, axis) => sizeOf(from.slice(axis + 1))).reverse();
  const entries = entriesOf(a);
  const data = Array.from({ length: sizeOf(shape) }, (_, i) => {
    let [rest, place] = [i, 0];
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      place += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    return entries[place];
  });
  return arrayOf(shape, data);
}

// The product of two stacks of matrices, which are stretched to each other.
function matmul(a, b) {
  if (!isArray(a) || !isArray(b)) throw new RangeError("a product of numbers");
  const [left, right] = [asMatrix(a, 0), asMatrix(b, 1)];
  const [rows, inner] = left.shape.slice(-2);
  const columns = right.shape.at(-1);
  const stacks = [left.shape.slice(0, -2), right.shape.slice(0, -2)];
  if (right.shape.at(-2) !== inner || !goTogether(stacks)) throw new RangeError("shapes");
  const stack = broadcast(stacks);
  const one = stretched(left, [...stack, rows, inner]);
  const other = stretched(right, [...stack, inner, columns]);
  const data = new Array(sizeOf(stack) * rows * columns).fill(0);
  for (let place = 0; place < data.length; place += 1) {
    const row = Math.floor(place / columns);
    const start = Math.floor(row / rows) * inner * columns + (place % columns);
    for (let k = 0; k < inner; k += 1) {
      data[place] += one[row * inner + k] * other[start + k * columns];
    }
  }
  const shape = [...stack, ...(isVector(a) ? [] : [rows]), ...(isVector(b) ? [] : [columns])];
  return arrayOf(shape, data);
}

const isVector = ({ shape }) => shape.length === 1;

// A vector as a row, or as a column.
function asMatrix(array, isColumn) {
  const { shape, data } = array;
  if (shape.length > 1) return array;
  return { shape: isColumn ? [shape[0], 1] : [1, shape[0]], data };
}

// The last two axes of each matrix exchanged.
function turned({ shape, data }) {
  const [rows, columns] = shape.slice(-2);
  const size = rows * columns;
  const moved = data.map((_, i) => {
    const place = i % size;
    return data[i - place + (place % rows) * columns + Math.floor(place / rows)];
  });
  return { shape: [...shape.slice(0, -2), columns, rows], data: moved };
}

// The upstream gradient of a product whose factors may be vectors, as that of one of matrices.
function asProduct(g, a, b) {
  const shape = [...shapeOf(g)];
  if (isVector(b)) shape.push(1);
  if (isVector(a)) shape.splice(shape.length - 1, 0, 1);
  return { shape, data: entriesOf(g) };
}

// What goes back to the factors of a @ b: g @ T(b), and T(a) @ g.
function toLeft(g, a, b) {
  const { shape, data } = matmul(asProduct(g, a, b), turned(asMatrix(b, 1)));
  return arrayOf(isVector(a) ? [...shape.slice(0, -2), shape.at(-1)] : shape, data);
}

function toRight(g, a, b) {
  const { shape, data } = matmul(turned(asMatrix(a, 0)), asProduct(g, a, b));
  return arrayOf(isVector(b) ? shape.slice(0, -1) : shape, data);
}
