// Products of matrices, which is where the time of a walk of large arrays goes.

const isVector = ({ shape }) => shape.length === 1;

// A vector as a row, or as a column.
function asMatrix(array, isColumn) {
  const { shape, data } = array;
  if (shape.length > 1) return array;
  return { shape: isColumn ? [shape[0], 1] : [1, shape[0]], data };
}

// The last two axes of each matrix exchanged: the entries stay where they are.
function turned({ shape, data }) {
  return { shape: [...shape.slice(0, -2), shape.at(-1), shape.at(-2)], data, isTurned: true };
}

// The product of two stacks of matrices, which are stretched to each other.
function matrixProduct(left, right) {
  const [rows, inner] = left.shape.slice(-2);
  const columns = right.shape.at(-1);
  const stacks = [left, right].map(({ shape }) => shape.slice(0, -2));
  if (right.shape.at(-2) !== inner || !goTogether(stacks)) throw new RangeError("shapes");
  const stack = broadcast(stacks);
  const [ones, others] = stacks.map((own) => origins(own, stack));
  const [one, other] = [left, right].map(({ data }) => floatsOf(data));
  const hasFloats = [left, right].some((factor) => factor.data instanceof Float64Array);
  const shape = [...stack, rows, columns];
  const isPlain = ones.length === 1 && !left.isTurned && !right.isTurned;
  const isLong = isPlain && hasFloats && rows * inner * columns >= LONG_PRODUCT;
  const known = isLong && renewed(one, other, [rows, inner, columns]);
  if (known) return { shape, data: known };
  const data = new (hasFloats ? Float64Array : Array)(sizeOf(shape));
  const [down, along] = left.isTurned ? [1, rows] : [inner, 1];
  const [below, across] = right.isTurned ? [1, inner] : [columns, 1];
  for (let n = 0; n < ones.length; n += 1) {
    const starts = [ones[n] * rows * inner, others[n] * inner * columns];
    multiply(one, starts[0], down, along, other, starts[1], below, across,
      [rows, inner, columns], data, n * rows * columns);
  }
  if (isLong) knownProducts.set(one, { other, data });
  return { shape, data };
}

const LONG_PRODUCT = 1e5; // products of numbers, from which on a matrix product is remembered
const FEW_COLUMNS = 8; // of which so many are made anew
const knownProducts = new WeakMap(); // of a left factor's entries: the other one's, and the product

// The product of one of these with another matrix of which few columns have changed, null if more
// have: under a hand it is one entry. Each sum goes from left to right, so it is the same number.
function renewed(one, other, sizes) {
  const [rows, inner, columns] = sizes;
  const known = knownProducts.get(one);
  if (known?.other.length !== other.length || known.data.length !== rows * columns) return null;
  const changed = new Set();
  for (let i = 0; i < other.length; i += 1) {
    if (Object.is(other[i], known.other[i])) continue;
    changed.add(i % columns);
    if (changed.size > FEW_COLUMNS) return null;
  }
  const data = known.data.slice();
  const made = new Float64Array(rows);
  for (const column of changed) {
    multiply(one, 0, inner, 1, other, column, columns, 1, [rows, inner, 1], made, 0);
    for (let row = 0; row < rows; row += 1) data[row * columns + column] = made[row];
  }
  knownProducts.set(one, { other, data });
  return data;
}

// The product of two matrices into `data`, from the places where they start, and how far it is from
// row to row and from column to column. Each sum goes from left to right, but those of four rows
// and four columns are made at once: what is read is used more than once, and no sum waits in
// memory. Where there are fewer, the first stands for what is missing.
function multiply(one, start, down, along, other, from, below, across, sizes, data, at) {
  const [rows, inner, columns] = sizes;
  for (let row = 0; row < rows; row += 4) {
    const high = rows - row;
    const w = start + row * down;
    const x = high > 1 ? w + down : w;
    const y = high > 2 ? w + 2 * down : w;
    const z = high > 3 ? w + 3 * down : w;
    for (let column = 0; column < columns; column += 4) {
      const wide = columns - column;
      const p = from + column * across;
      const q = wide > 1 ? p + across : p;
      const r = wide > 2 ? p + 2 * across : p;
      const s = wide > 3 ? p + 3 * across : p;
      let wp = 0, wq = 0, wr = 0, ws = 0;
      let xp = 0, xq = 0, xr = 0, xs = 0;
      let yp = 0, yq = 0, yr = 0, ys = 0;
      let zp = 0, zq = 0, zr = 0, zs = 0;
      for (let k = 0, i = 0, j = 0; k < inner; k += 1, i += along, j += below) {
        const a = one[w + i];
        const b = one[x + i];
        const c = one[y + i];
        const d = one[z + i];
        const e = other[p + j];
        const f = other[q + j];
        const g = other[r + j];
        const h = other[s + j];
        wp += a * e;
        wq += a * f;
        wr += a * g;
        ws += a * h;
        xp += b * e;
        xq += b * f;
        xr += b * g;
        xs += b * h;
        yp += c * e;
        yq += c * f;
        yr += c * g;
        ys += c * h;
        zp += d * e;
        zq += d * f;
        zr += d * g;
        zs += d * h;
      }
      const place = at + row * columns + column;
      putSums(data, place, wide, wp, wq, wr, ws);
      if (high > 1) putSums(data, place + columns, wide, xp, xq, xr, xs);
      if (high > 2) putSums(data, place + 2 * columns, wide, yp, yq, yr, ys);
      if (high > 3) putSums(data, place + 3 * columns, wide, zp, zq, zr, zs);
    }
  }
}

function putSums(data, place, count, a, b, c, d) {
  data[place] = a;
  if (count > 1) data[place + 1] = b;
  if (count > 2) data[place + 2] = c;
  if (count > 3) data[place + 3] = d;
}

function matmul(a, b) {
  if (!isArray(a) || !isArray(b)) throw new RangeError("a product of numbers");
  const { shape, data } = matrixProduct(asMatrix(a, 0), asMatrix(b, 1));
  const [rows, columns] = [isVector(a) ? [] : [shape.at(-2)], isVector(b) ? [] : [shape.at(-1)]];
  return arrayOf([...shape.slice(0, -2), ...rows, ...columns], data);
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
  const { shape, data } = matrixProduct(asProduct(g, a, b), turned(asMatrix(b, 1)));
  return arrayOf(isVector(a) ? [...shape.slice(0, -2), shape.at(-1)] : shape, data);
}

function toRight(g, a, b) {
  const { shape, data } = matrixProduct(turned(asMatrix(a, 0)), asProduct(g, a, b));
  return arrayOf(isVector(b) ? shape.slice(0, -1) : shape, data);
}

Object.assign(M, {
  matmul,
  to_left: toLeft,
  to_right: toRight,
});
