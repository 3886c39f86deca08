// Whether an equation holds for its numbers as they are printed: the twin of tell/printed.py.

// The signs for it, in words and in LaTeX.
const equalsSign = (isTold) => (isTold ? "=" : "≈");
const about = (isTold, side) => (isTold ? side : ABOUT + side);

const ABOUT = "\\approx ";
const MULTIPLIED = Object.assign(([local, upstream]) => local * upstream, { reads: [0, 1] });

function isValueTold({ digits, rows, nodes }, walk, now) {
  const { row, operands } = nodes[now.node];
  const reckon = (...numbers) => apply(OPS[rows[row].op].f, given(rows[row], numbers));
  return holdsPrinted(reckon, walk.values[now.node], taken(walk.values, operands), digits);
}

function isLocalTold({ digits, rows, nodes }, walk, now) {
  const { row, operands } = nodes[now.node];
  const known = [walk.values[now.node], ...taken(walk.values, operands)];
  const reckon = (value, ...numbers) =>
    localOf(rows[row], now, meant(rows[row], now, value, numbers), numbers);
  return holdsPrinted(reckon, now.local, known, digits);
}

function localOf(row, { position }, value, operands) {
  return apply(OPS[row.op].d[position], given(row, [...operands], value));
}

// The value that a row computes its slope with, where what is shown has operands alone.
function meant(row, { position }, value, operands) {
  if (row.shown[position].includes("<y")) return value;
  return apply(OPS[row.op].f, given(row, [...operands]));
}

function isProductTold({ digits }, now) {
  const reckon = (...factors) => sentTo(now, apply(MULTIPLIED, factors));
  return holdsPrinted(reckon, now.contribution, [now.local, now.upstream], digits);
}

function isSentTold({ digits, rows, nodes }, walk, now) {
  const { row: index, operands } = nodes[now.node];
  const row = rows[index];
  const reckon = (upstream, shown, ...numbers) => {
    const value = meant(row, now, shown, numbers);
    const local = isEntrywise(row) ? localOf(row, now, value, numbers) : null;
    const known = given(row, numbers, value);
    known.push(upstream, local);
    return sentTo(now, apply(OPS[row.op].back[now.position], known));
  };
  const known = [now.upstream, walk.values[now.node], ...taken(walk.values, operands)];
  return holdsPrinted(reckon, now.contribution, known, digits);
}

function isTotalTold({ digits }, now) {
  const reckon = (before, contribution) => apply(OPS.add.f, [before, contribution]);
  return holdsPrinted(reckon, now.total, [now.before, now.contribution], digits);
}

const sentTo = ({ contribution }, term) => unbroadcast(term, shapeOf(contribution));

// True as well where the numbers are not all printed.
function holdsPrinted(reckon, result, known, digits) {
  const isShort = (value) => !isArray(value) || isWrittenOut(value.shape);
  if (![result, ...known].every(isShort)) return true;
  const printed = known.map((value) => asPrinted(value, digits));
  const isSame = (value, i) =>
    entriesOf(value).every((x, k) => x === entriesOf(known[i])[k] || Number.isNaN(x));
  if (printed.every(isSame)) return true;
  const found = stretched(reckon(...printed), shapeOf(result));
  const text = (y) => formatNumber(y, 0, digits);
  return entriesOf(result).every((y, i) => isPrintedSo(found[i], text(y), digits));
}

// The number, or the entries, as they are read where they are printed.
function asPrinted(value, digits) {
  const read = (x) =>
    (Number.isFinite(x) ? Number(formatNumber(x, 0, digits).replaceAll("−", "-")) : x);
  return isArray(value) ? { ...value, data: Array.from(value.data, read) } : read(value);
}

function isPrintedSo(x, text, digits) {
  const near = [x, x * (1 + TIE), x * (1 - TIE)];
  return near.some((one) => formatNumber(one, 0, digits) === text);
}
