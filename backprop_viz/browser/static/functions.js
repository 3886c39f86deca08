// The functions that the formulas of OPS name. The table, generated from the rows of core/ops.py,
// stands before this text.

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
  erf,
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

// Near 0 by a series without a subtraction.
function erf(x) {
  if (!(Math.abs(x) < 1)) return 1 - erfc(x);
  let term = x;
  let sum = x;
  for (let n = 1; sum + term !== sum; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

// 1 - erf, each tail to its last digit: further out by the continued fraction (nearer to 1 it takes
// longer).
function erfc(x) {
  const size = Math.abs(x);
  if (size < 1) return 1 - erf(x);
  let fraction = size;
  const depth = 25 + Math.ceil(200 / (size * size));
  for (let n = depth; n > 0; n -= 1) fraction = size + n / 2 / fraction;
  const rest = Math.exp(-size * size) / (Math.sqrt(Math.PI) * fraction);
  return x < 0 ? 2 - rest : rest;
}
