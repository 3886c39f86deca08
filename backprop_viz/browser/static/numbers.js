// Numbers as they are shown, in text and in LaTeX: the twin of spell/numbers.py, whose constants,
// and the widths of slots from draw/plan.py, stand before this text.

function formatNumber(x, width = 0, digits = DIGITS) {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  if (x === 0) return "0";
  let text = rounded(x, digits);
  while (width && text.length > width && digits > 1) {
    digits -= 1;
    text = rounded(x, digits);
  }
  return text;
}

function rounded(x, digits) {
  const size = Math.abs(x);
  const plain = size.toPrecision(digits); // most are written so, but for zeros at the end
  if (size >= 0.001 && plain.indexOf("e") < 0) {
    const shown = plain.indexOf(".") > 0 ? plain.replace(/\.?0+$/, "") : plain;
    return x < 0 ? `−${shown}` : shown;
  }
  const scientific = size.toExponential(digits - 1); // rounds ties away from zero
  const [mantissa, power] = scientific.split("e");
  const figures = mantissa.replace(".", "").replace(/0+$/, "");
  const exponent = Number(power);
  const sign = x < 0 ? "−" : "";
  // A number as large as 12345 is not shown as 12350: that would look exact and be wrong.
  const isExact = exponent >= 0 && exponent < 6 && Number(scientific) === size;
  if ((exponent >= -4 && exponent < digits) || isExact) {
    if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${figures}`;
    if (figures.length <= exponent + 1) return sign + figures.padEnd(exponent + 1, "0");
    return `${sign}${figures.slice(0, exponent + 1)}.${figures.slice(exponent + 1)}`;
  }
  const tail = figures.length > 1 ? `.${figures.slice(1)}` : "";
  return `${sign}${figures[0]}${tail}e${exponent < 0 ? "−" : ""}${Math.abs(exponent)}`;
}

// A number as one line, an array up to 3×3 as one line per row; a larger one by shape and norm.
function formatLines(value, width = 0, digits = DIGITS) {
  const show = (x) => formatNumber(x, width, digits);
  if (!isArray(value)) return [show(value)];
  const { shape } = value;
  if (!isWrittenOut(shape)) return [`${shape.join("×")} ‖${show(norm(value))}‖`];
  return rowsOf(value).map((row) => `[${row.map(show).join(", ")}]`);
}

function formatValue(value, width = 0, digits = DIGITS) {
  const lines = formatLines(value, width, digits);
  if (lines.length === 1) return lines[0];
  return `[${lines.map((row) => row.slice(1, -1)).join("; ")}]`;
}

// A value as the lines of its slot in the picture.
function labelLines(value, digits = DIGITS) {
  return formatLines(value, labelWidth(value, digits), digits);
}

// The characters of that slot for each of its numbers.
function labelWidth(value, digits) {
  const width = isArray(value) ? ENTRY_WIDTH : NUMBER_WIDTH;
  return digits > DIGITS ? width + digits - DIGITS + WIDER : width;
}

function isWrittenOut(shape) {
  const size = sizeOf(shape);
  return size > 0 && size <= WRITTEN_OUT && shape.length <= 2 && Math.max(...shape) <= LONGEST_SIDE;
}

function rowsOf({ shape, data }) {
  const wide = shape.at(-1);
  return Array.from({ length: data.length / wide }, (_, i) =>
    Array.from(data.slice(i * wide, (i + 1) * wide)));
}

const knownSums = new WeakMap(); // of entries that are shown more than once

// Their norm, the least and the greatest (nan where one is nan), and the greatest finite size: in
// one loop without branches, for a large array is long.
function sumsOf({ data }) {
  const known = knownSums.get(data);
  if (known) return known;
  let sum = 0;
  let least = Infinity;
  let greatest = -Infinity;
  const entries = floatsOf(data);
  for (let i = 0; i < entries.length; i += 1) {
    const x = entries[i];
    sum += x * x;
    least = Math.min(least, x);
    greatest = Math.max(greatest, x);
  }
  let size = Math.max(-least, greatest, 0);
  if (!(size < Infinity)) {
    const finite = (most, x) => (Math.abs(x) < Infinity ? Math.max(most, Math.abs(x)) : most);
    size = data.reduce(finite, 0);
  }
  const found = { norm: Math.sqrt(sum), least, greatest, size };
  knownSums.set(data, found);
  return found;
}

const norm = (value) => sumsOf(value).norm;

function latexValue(value, digits = DIGITS) {
  const show = (x) => latexNumber(x, digits);
  if (!isArray(value)) return show(value);
  const { shape } = value;
  if (!isWrittenOut(shape)) {
    return `[${shape.join(" \\times ")},\\ \\lVert\\cdot\\rVert = ${show(norm(value))}]`;
  }
  const rows = rowsOf(value).map((row) => row.map(show).join(" & "));
  return `\\begin{bmatrix}${rows.join(" \\\\ ")}\\end{bmatrix}`;
}

function latexNumber(x, digits = DIGITS) {
  const text = formatNumber(x, 0, digits).replaceAll("−", "-").replace("∞", "\\infty");
  if (text === "nan") return "\\mathrm{nan}";
  const [mantissa, exponent] = text.split("e");
  return exponent === undefined ? mantissa : `${mantissa} \\times 10^{${exponent}}`;
}
