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
function formatLines(value, width = 0) {
  if (!isArray(value)) return [formatNumber(value, width)];
  const { shape } = value;
  if (!isWrittenOut(shape)) return [`${shape.join("×")} ‖${formatNumber(norm(value), width)}‖`];
  return rowsOf(value).map((row) => `[${row.map((x) => formatNumber(x, width)).join(", ")}]`);
}

function formatValue(value, width = 0) {
  const lines = formatLines(value, width);
  if (lines.length === 1) return lines[0];
  return `[${lines.map((row) => row.slice(1, -1)).join("; ")}]`;
}

// A value as the lines of its slot in the picture.
function labelLines(value) {
  return formatLines(value, isArray(value) ? ENTRY_WIDTH : NUMBER_WIDTH);
}

function isWrittenOut(shape) {
  return sizeOf(shape) > 0 && shape.length <= 2 && Math.max(...shape) <= WRITTEN_OUT;
}

function rowsOf({ shape, data }) {
  const wide = shape.at(-1);
  return Array.from({ length: data.length / wide }, (_, i) => data.slice(i * wide, (i + 1) * wide));
}

function norm({ data }) {
  return Math.sqrt(data.reduce((sum, x) => sum + x * x, 0));
}

function latexValue(value) {
  if (!isArray(value)) return latexNumber(value);
  const { shape } = value;
  if (!isWrittenOut(shape)) {
    return `[${shape.join(" \\times ")},\\ \\lVert\\cdot\\rVert = ${latexNumber(norm(value))}]`;
  }
  const rows = rowsOf(value).map((row) => row.map(latexNumber).join(" & "));
  return `\\begin{bmatrix}${rows.join(" \\\\ ")}\\end{bmatrix}`;
}

function latexNumber(x) {
  const text = formatNumber(x).replaceAll("−", "-").replace("∞", "\\infty");
  if (text === "nan") return "\\mathrm{nan}";
  const [mantissa, exponent] = text.split("e");
  return exponent === undefined ? mantissa : `${mantissa} \\times 10^{${exponent}}`;
}
