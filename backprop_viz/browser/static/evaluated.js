// The value of a typed expression of arrays: the twin of practice/evaluated.py.

// Arrays; a vector may be a row, when it was transposed.
const arrayOf = (shape, data) => (shape.length ? { shape, data } : data[0]);
const isRowOf = (value) => isArray(value) && value.isRow === true;
const asRow = (value, isRow) => (isArray(value) && value.shape.length === 1
  ? { shape: value.shape, data: value.data, isRow } : value);

function transposed(value) {
  const shape = shapeOf(value);
  if (shape.length > 2) throw new Misfit();
  if (shape.length < 2) return asRow(value, !isRowOf(value));
  const [high, wide] = shape;
  const data = value.data.map((_, i) => value.data[(i % high) * wide + Math.floor(i / high)]);
  return { shape: [wide, high], data };
}

function entrywise(own, parts) {
  const shapes = parts.map(shapeOf);
  if (!goTogether(shapes)) throw new Misfit();
  const shape = broadcast(shapes);
  const entries = parts.map((part) => stretched(part, shape));
  const data = Array.from({ length: sizeOf(shape) }, (_, i) => own(...entries.map((x) => x[i])));
  const arrays = parts.filter((part) => shapeOf(part).length);
  return asRow(arrayOf(shape, data), arrays.length > 0 && arrays.every(isRowOf));
}

const outer = (one, other) => ({
  shape: [one.data.length, other.data.length],
  data: one.data.flatMap((x) => other.data.map((y) => x * y)),
});

function matrixProduct(one, other) {
  const [a, b] = [shapeOf(one), shapeOf(other)];
  if (![1, 2].includes(a.length) || ![1, 2].includes(b.length)) throw new Misfit();
  if (a.length === 1 && b.length === 1 && isRowOf(other) && !isRowOf(one)) return outer(one, other);
  const inner = a.at(-1);
  if (inner !== b[0]) throw new Misfit();
  const [high, wide] = [a.length === 2 ? a[0] : 1, b.length === 2 ? b[1] : 1];
  const data = Array.from({ length: high * wide }, (_, i) => {
    const [row, column] = [Math.floor(i / wide), i % wide];
    let sum = 0;
    for (let k = 0; k < inner; k += 1) {
      sum += one.data[row * inner + k] * other.data[k * wide + column];
    }
    return sum;
  });
  const made = arrayOf([...a.slice(0, -1), ...b.slice(1)], data);
  return asRow(made, a.length === 1 && isRowOf(one) && b.length === 2);
}

function reduced({ kind, axes: given, keeps }, value, isOther) {
  const shape = shapeOf(value);
  const axes = isOther ? [shape.length === 2 ? 1 - ((given[0] + 2) % 2) : NaN] : given;
  if (axes?.some((axis) => !(axis >= -shape.length && axis < shape.length))) throw new Misfit();
  const along = axes?.map((axis) => (axis + shape.length) % shape.length) ?? shape.map((_, i) => i);
  if (new Set(along).size < along.length) throw new Misfit();
  const kept = shape.map((size, axis) => (along.includes(axis) ? 1 : size));
  const sums = unbroadcast(value, kept);
  const count = sizeOf(shape) / sizeOf(kept);
  const data = entriesOf(sums).map((x) => (kind === 'sum' ? x : x / count));
  return arrayOf(keeps ? kept : shape.filter((_, axis) => !along.includes(axis)), data);
}

// The value of a tree at numbers for its names; a dot between factors is a product of matrices, or
// `byEntry`. In a `change` the node that is turned, the product that is, and the sum along another
// axis.
function valueOfTree(tree, names, byEntry, change) {
  const of = (node) => {
    const parts = node.parts.map(of);
    if (node.id === change.swapped) parts.reverse();
    const found = made(node, parts);
    return node.id === change.turned ? transposed(found) : found;
  };
  const made = ({ kind: given, number, name, ...rest }, parts) => {
    let kind = given;
    if (kind === 'number') return number;
    if (kind === 'name') return names[name];
    if (kind === 'minus') return entrywise((x) => -x, parts);
    if (kind === 'T') return transposed(parts[0]);
    if (kind === 'sum' || kind === 'mean') {
      return reduced({ kind, ...rest }, parts[0], rest.id === change.along);
    }
    if (kind === '·' && (byEntry || !parts.every((part) => shapeOf(part).length))) kind = '*';
    if (kind === '@' || kind === '·') return matrixProduct(...parts);
    if (name === 'outer') {
      if (!parts.every((part) => shapeOf(part).length === 1)) throw new Misfit();
      return outer(...parts);
    }
    const own = TYPED_FUNCTIONS[name];
    return entrywise(own ? (...v) => OPS[own].f(v) : TYPED_BY_ENTRY[kind], parts);
  };
  return of(tree);
}

const partsOf = (tree, kinds) => [
  ...tree.parts.flatMap((part) => partsOf(part, kinds)),
  ...(kinds.includes(tree.kind) ? [tree] : []),
];

// Whether shape and numbers are the same, but for errors of rounding.
function isEqualTo(given, wanted, digits = 1e-8) {
  const isKnown = isFinite(given) && isFinite(wanted);
  if (!isKnown || !isSameShape(shapeOf(given), shapeOf(wanted))) return false;
  const [mine, theirs] = [entriesOf(given), entriesOf(wanted)];
  const most = Math.max(0, ...theirs.map(Math.abs));
  return mine.every((x, i) => Math.abs(x - theirs[i]) <= Math.max(digits * most, 1e-12));
}
