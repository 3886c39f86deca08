// Why a number is nan or infinite: what the row of an operation says of its operands.

// Whether the condition "undefined" or "kink" of a row is met, entry by entry, and anywhere.
function where(condition, row, operands) {
  const formula = OPS[row.op][condition];
  return apply(formula, given(row, [...operands]));
}

function holds(condition, row, operands) {
  return entriesOf(where(condition, row, operands)).some(Boolean);
}

const isInfinite = (x) => Math.abs(x) === Infinity;

// Of the keys those that `reason` names for some entry.
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
