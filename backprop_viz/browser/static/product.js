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
// row to row and from column to column. Each sum goes from left to right, but those of two rows and
// four columns are made at once: what is read is used more than once, and no sum waits in memory.
// Where there are fewer, the first stands for what is missing, and is written last.
function multiply(one, start, down, along, other, from, below, across, sizes, data, at) {
  const [rows, inner, columns] = sizes;
  for (let row = 0; row < rows; row += 2) {
    const upper = start + row * down;
    const lower = row + 1 < rows ? upper + down : upper;
    const next = row + 1 < rows ? columns : 0;
    for (let column = 0; column < columns; column += 4) {
      const left = columns - column;
      const first = from + column * across;
      const second = left > 1 ? first + across : first;
      const third = left > 2 ? first + 2 * across : first;
      const fourth = left > 3 ? first + 3 * across : first;
      let [a, b, c, d] = [0, 0, 0, 0];
      let [e, f, g, h] = [0, 0, 0, 0];
      for (let k = 0, i = 0, j = 0; k < inner; k += 1, i += along, j += below) {
        const x = one[upper + i];
        const y = one[lower + i];
        const p = other[first + j];
        const q = other[second + j];
        const r = other[third + j];
        const s = other[fourth + j];
        a += x * p;
        b += x * q;
        c += x * r;
        d += x * s;
        e += y * p;
        f += y * q;
        g += y * r;
        h += y * s;
      }
      const place = at + row * columns + column;
      if (left > 3) {
        data[place + next + 3] = h;
        data[place + 3] = d;
      }
      if (left > 2) {
        data[place + next + 2] = g;
        data[place + 2] = c;
      }
      if (left > 1) {
        data[place + next + 1] = f;
        data[place + 1] = b;
      }
      data[place + next] = e;
      data[place] = a;
    }
  }
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
