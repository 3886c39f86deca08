// Values: a number, or an array {shape, data} with its entries row by row: a list, or of a
// large one a Float64Array, whose map makes numbers only.

const isArray = (value) => typeof value === "object" && value !== null;
const shapeOf = (value) => (isArray(value) ? value.shape : []);
const entriesOf = (value) => (isArray(value) ? value.data : [value]);
const sizeOf = (shape) => shape.reduce((product, size) => product * size, 1);

const knownFloats = new WeakMap(); // of entries, which are gone through more than once

// The entries for a long loop: one that met every kind of list would be several times as slow.
function floatsOf(data) {
  if (data instanceof Float64Array) return data;
  if (!knownFloats.has(data)) knownFloats.set(data, new Float64Array(data));
  return knownFloats.get(data);
}

function isFinite(value) {
  if (!isArray(value)) return value - value === 0;
  const entries = floatsOf(value.data);
  for (let i = 0; i < entries.length; i += 1) if (entries[i] - entries[i] !== 0) return false;
  return true;
}

function isSameShape(one, other) {
  return one.length === other.length && one.every((size, axis) => size === other[axis]);
}

function isSame(one, other) {
  if (one === other || !isArray(one) || !isArray(other)) return Object.is(one, other);
  if (!isSameShape(one.shape, other.shape)) return false;
  const [here, there] = [one.data, other.data];
  for (let i = 0; i < here.length; i += 1) if (!Object.is(here[i], there[i])) return false;
  return true;
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

// Where each entry of an array of the shape `whole` comes from that was stretched from `shape`.
function origins(shape, whole) {
  let places = [0];
  for (let axis = 0; axis < whole.length; axis += 1) {
    const own = axis - whole.length + shape.length;
    const stride = (shape[own] ?? 1) > 1 ? sizeOf(shape.slice(own + 1)) : 0;
    const further = [];
    for (let i = 0; i < places.length; i += 1) {
      for (let k = 0; k < whole[axis]; k += 1) further.push(places[i] + k * stride);
    }
    places = further;
  }
  return places;
}

function stretched(value, whole) {
  const [entries, shape] = [entriesOf(value), shapeOf(value)];
  if (isSameShape(shape, whole)) return entries;
  return origins(shape, whole).map((place) => entries[place]);
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
  const one = given.map((value) => (isArray(value) ? NaN : value)); // of numbers alone it is fast
  const [data, size, [place], [own]] = [[], sizeOf(shape), places, entries];
  for (let i = 0; i < size; i += 1) {
    one[place] = own[i];
    for (let k = 1; k < places.length; k += 1) one[places[k]] = entries[k][i];
    data.push(formula(one));
  }
  return { shape, data };
}

// Sum a term over the axes along which an operand of this shape was stretched.
function unbroadcast(term, shape) {
  if (isSameShape(shapeOf(term), shape)) return term;
  const whole = broadcast([shapeOf(term), shape]);
  const sums = new Array(sizeOf(shape)).fill(0);
  const places = origins(shape, whole);
  stretched(term, whole).forEach((x, i) => {
    sums[places[i]] += x;
  });
  return shape.length ? { shape, data: sums } : sums[0];
}

// The sum of the entries. Of an output it is what every gradient is of, for the seed is all ones.
const total = (value) => entriesOf(value).reduce((sum, x) => sum + x, 0);

// A value of the same shape with this number everywhere.
function filled(value, x) {
  return isArray(value) ? { shape: value.shape, data: value.data.map(() => x) } : x;
}

// JSON has no nan and no infinities, so a program writes them as strings. A list is an index, a
// shape or some axes.
function fromJson(value) {
  if (Array.isArray(value)) return value;
  if (isArray(value)) {
    return { shape: value.shape, data: value.data?.map(fromJson) ?? entriesIn(value) };
  }
  return typeof value === "string" ? Number(value.replace("inf", "Infinity")) : value;
}
