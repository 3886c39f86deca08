// Why a number is nan or infinite: the ladders of reasons, and what the row of an operation says.

// Whether the condition "undefined" or "kink" of a row is met, entry by entry, and anywhere.
function where(condition, row, operands) {
  const formula = OPS[row.op][condition];
  return apply(formula, given(row, [...operands]));
}

function holds(condition, row, operands) {
  return entriesOf(where(condition, row, operands)).some(Boolean);
}

// For each rung of a ladder, where it holds, from what the ladder's names stand for.
function reasons(ladder, ...values) {
  return LADDERS[ladder].map(([key, formula]) => ({ key, where: apply(formula, values) }));
}

// Where a test holds for any, or for all, of some values, entry by entry.
const everything = (values) => values.map((_, i) => i);
const anyEntry = (test, values) => apply(of(everything(values), (v) => v.some(test)), values);
const allEntries = (test, values) => apply(of(everything(values), (v) => v.every(test)), values);

function whyValue(row, operands, value) {
  if (isFinite(value)) return [];
  const nans = anyEntry(Number.isNaN, operands);
  const infinities = anyEntry((x) => Math.abs(x) === Infinity, operands);
  return reasons("value", value, where("undefined", row, operands), nans, infinities);
}

function whySlope(row, operands, value, local) {
  const undefinedAt = where("undefined", row, operands);
  if (isFinite(local) && !entriesOf(undefinedAt).some(Boolean)) return [];
  const nans = anyEntry(Number.isNaN, operands);
  const isUndefined = allEntries(Boolean, [undefinedAt, apply(of([0], (v) => !v[0]), [nans])]);
  return reasons("slope", local, isUndefined, allEntries(Number.isFinite, [...operands, value]));
}

// Why the product is not finite where its factors are, or is finite where one is not.
function whyProduct(row, operands, value, { upstream, local, contribution, position }, isSummed) {
  if ([upstream, local, contribution].every(isFinite)) return [];
  const known = [...given(row, operands, value), upstream, local];
  const term = apply(OPS[row.op].back[position], known);
  const shape = shapeOf(apply(OPS.mul.f, [upstream, local]));
  const product = shape.length ? { shape, data: stretched(term, shape) } : term;
  const found = reasons("product", product, upstream, local);
  if (!isSummed) return found;
  const grown = found.pop().where; // "overflow", which is told of the sum
  const [nans, wild, overflown] = [
    anyEntry(Number.isNaN, [product]), anyEntry((x) => !Number.isFinite(x), [product]), grown,
  ].map((condition) => unbroadcast(condition, shapeOf(contribution)));
  return [...found, ...reasons("sum", contribution, nans, wild, overflown)];
}

function whyTotal({ before, contribution, total }) {
  if (before === null || isFinite(total)) return [];
  const parts = [before, contribution];
  const wild = anyEntry((x) => !Number.isFinite(x), parts);
  return reasons("sum", total, anyEntry(Number.isNaN, parts), wild, false);
}
