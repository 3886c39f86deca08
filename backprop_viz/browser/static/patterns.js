// Which shapes go together, the twin of arithmetic/patterns.py: what is `asked` of each port in turn
// is told by the factors of its axes.

function goWith(asked, shapeAt, valueAt = null) {
  const sizes = new Map();
  return asked.every(([port, forms]) => {
    if (port === null) return forms[0].flat().reduce((n, one) => n * (sizes.get(one) ?? 2), 1) > 1;
    if (!valueAt && !shapeAt(port).length) return true; // a number goes with any array
    return forms.some((form) => (form[0]?.[0] === "=1" ? valueAt !== null && sumToOne(valueAt(port))
      : takesShape(form, shapeAt(port), sizes)));
  });
}

const blocksAllow = ({ levels }, shapes) =>
  levels.blocks.every(({ asked }) => !asked || goWith(asked, (port) => shapes[port]));

// Whether the entries along the last axis do.
function sumToOne(value) {
  const size = shapeOf(value).at(-1) ?? 1;
  const data = Array.from(entriesOf(value));
  const sums = Array.from({ length: data.length / size }, (_, i) =>
    data.slice(i * size, (i + 1) * size).reduce((a, b) => a + b, 0));
  return sums.every((one) => Math.abs(one - 1) < 1e-9);
}

const sizeNamed = (factor, sizes) => (/^\d+$/.test(factor) ? Number(factor) : sizes.get(factor));

// Whether a shape is of a form, as far as axes are known by name; if so, all then are.
function takesShape(form, shape, sizes) {
  if (form[0]?.[0] === "~") return reachesShape(form.slice(1), shape, sizes);
  const known = new Map(sizes);
  const lead = form[0]?.[0];
  if (lead === "..." || lead === "*") {
    const count = shape.length - form.length + 1;
    if (count < 0) return false;
    const before = shape.slice(0, count);
    const others = known.get(lead);
    if (lead === "...") {
      if (others && !isSameShape(others, before)) return false;
      known.set(lead, before);
    } else {
      const both = [others ?? [], before];
      if (!goTogether(both)) return false;
      known.set(lead, broadcast(both));
    }
    [form, shape] = [form.slice(1), shape.slice(count)];
  }
  const isAxis = (factors, size) => {
    const found = factors.map((one) => sizeNamed(one, known));
    const times = found.reduce((n, one) => n * (one ?? 1), 1);
    const at = found.indexOf(undefined);
    if (at < 0) return size === times;
    known.set(factors[at], Math.floor(size / times));
    return size % times === 0;
  };
  if (form.length !== shape.length || !form.every((axis, i) => isAxis(axis, shape[i]))) return false;
  known.forEach((size, name) => sizes.set(name, size));
  return true;
}

// Whether a shape can be stretched to a form of which all is known.
function reachesShape(form, shape, known) {
  const goal = form.flatMap((factors) => {
    if (factors[0] === "..." || factors[0] === "*") return known.get(factors[0]) ?? [];
    return [factors.reduce((n, one) => n * (sizeNamed(one, known) ?? NaN), 1)];
  });
  const both = [shape, goal];
  return !goal.includes(NaN) && goTogether(both) && isSameShape(broadcast(both), goal);
}
