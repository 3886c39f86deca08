// What the formulas of rows on whole arrays name besides: the twin of arithmetic/arrays.py.

const arrayOf = (shape, data) => (shape.length ? { shape, data } : data[0]);

function misfit() {
  throw new RangeError("shapes");
}

// The axes as numbers from 0 on; null is all of them.
function axesOf(axis, rank) {
  if (axis === null || axis === undefined) return Array.from({ length: rank }, (_, i) => i);
  const axes = (Array.isArray(axis) ? axis : [axis]).map((a) => (a < 0 ? a + rank : a));
  if (axes.some((a, i) => a < 0 || a >= rank || axes.indexOf(a) < i)) misfit();
  return axes;
}

// The shape with sizes of 1 where entries become one.
function widened(a, axis) {
  const axes = axesOf(axis, shapeOf(a).length);
  return shapeOf(a).map((size, i) => (axes.includes(i) ? 1 : size));
}

// One number for all entries that become one, by a function of two.
function folded(a, axis, keepdims, first, join) {
  const [shape, wide] = [shapeOf(a), widened(a, axis)];
  const data = new Array(sizeOf(wide)).fill(first);
  const places = origins(wide, shape);
  entriesOf(a).forEach((x, i) => {
    const place = places[i];
    data[place] = data[place] === undefined ? x : join(data[place], x);
  });
  if (data.includes(undefined)) misfit();
  const axes = axesOf(axis, shape.length);
  return arrayOf(keepdims ? wide : shape.filter((_, i) => !axes.includes(i)), data);
}

const sum = (a, axis, keepdims) => folded(a, axis, keepdims, 0, (one, other) => one + other);
const amax = (a, axis, keepdims) => folded(a, axis, keepdims, undefined, M.maximum);
const count = (a, axis) => axesOf(axis, shapeOf(a).length).reduce((n, i) => n * shapeOf(a)[i], 1);

// `g`, which has one entry for several of `a`, at each of them.
function spread(g, a, axis) {
  const [shape, wide] = [shapeOf(a), widened(a, axis)];
  return arrayOf(shape, stretched(arrayOf(wide, entriesOf(g)), shape));
}

// `g` at the greatest entries, shared among those that are equal; beside nan none is the greatest.
function shared(g, a, axis) {
  const greatest = entriesOf(spread(amax(a, axis, true), a, axis));
  const picked = arrayOf(shapeOf(a), entriesOf(a).map((x, i) => Number(x === greatest[i])));
  const counts = entriesOf(spread(sum(picked, axis, true), a, axis));
  const shares = entriesOf(spread(g, a, axis)).map((x, i) => x / (counts[i] || NaN));
  const data = shares.map((x, i) => (entriesOf(picked)[i] || Number.isNaN(x) ? x : 0));
  return arrayOf(shapeOf(a), data);
}

// The places in an array of this shape that an index picks: the shape of what is picked, and where
// each entry of it comes from. Lists, and whole numbers beside them, are gone through together.
function picked(shape, index) {
  const named = index.filter((item) => item !== null && item !== "...").length;
  const missing = shape.length - named;
  if (missing < 0) misfit();
  const every = new Array(missing).fill(["slice", null, null, null]);
  const whole = index.includes("...") ? index.flatMap((item) => (item === "..." ? every : [item]))
    : [...index, ...every];
  const hasList = whole.some((item) => Array.isArray(item) && item[0] === "list");
  const dims = [];
  const together = [];
  let [axis, at, last, apart] = [0, -1, -1, false];
  whole.forEach((item, place) => {
    if (item === null) return dims.push([0]);
    const size = shape[axis];
    const stride = sizeOf(shape.slice(axis + 1));
    axis += 1;
    if (Array.isArray(item) && item[0] === "slice") {
      return dims.push(sliced(item.slice(1), size).map((i) => i * stride));
    }
    const found = (Array.isArray(item) ? item.slice(1) : [item]).map((i) => (i < 0 ? i + size : i));
    if (found.some((i) => i < 0 || i >= size)) misfit();
    together.push(found.map((i) => i * stride));
    if (at < 0) at = dims.length;
    apart ||= last >= 0 && place > last + 1;
    last = place;
    return 0;
  });
  if (together.length) {
    const length = Math.max(...together.map((one) => one.length));
    if (together.some((one) => one.length !== 1 && one.length !== length)) misfit();
    const joined = Array.from({ length: hasList ? length : 1 }, (_, i) =>
      together.reduce((sum_, one) => sum_ + one[one.length === 1 ? 0 : i], 0));
    joined.isNumber = !hasList;
    dims.splice(hasList && apart ? 0 : at, 0, joined);
  }
  const places = dims.reduce((all, dim) => all.flatMap((a) => dim.map((b) => a + b)), [0]);
  return { shape: dims.filter((dim) => !dim.isNumber).map((dim) => dim.length), places };
}

// The places of a slice, as Python counts them.
function sliced([start, stop, step], size) {
  const by = step ?? 1;
  const [low, high] = by > 0 ? [0, size] : [-1, size - 1];
  const bound = (i) => Math.min(Math.max(i < 0 ? i + size : i, low), high);
  const [from, to] = [start === null ? (by > 0 ? low : high) : bound(start),
    stop === null ? (by > 0 ? high : low) : bound(stop)];
  const found = [];
  for (let i = from; by > 0 ? i < to : i > to; i += by) found.push(i);
  return found;
}

function pick(a, index) {
  const { shape, places } = picked(shapeOf(a), index);
  return arrayOf(shape, places.map((place) => entriesOf(a)[place]));
}

function putBack(g, a, index) {
  const data = new Array(entriesOf(a).length).fill(0);
  picked(shapeOf(a), index).places.forEach((place, i) => {
    data[place] += entriesOf(g)[i];
  });
  return arrayOf(shapeOf(a), data);
}

// The axes from `start` on in another shape.
function reshape(a, inner, start = 0) {
  const data = entriesOf(a);
  if (start) axesOf(start, shapeOf(a).length); // there is such an axis
  const known = inner.reduce((n, size) => (size === -1 ? n : n * size), 1);
  const behind = sizeOf(shapeOf(a).slice(start)); // as all may be 0 entries
  const sizes = inner.map((size) => (size === -1 ? behind / known : size));
  sizes.unshift(...shapeOf(a).slice(0, start));
  if (sizeOf(sizes) !== data.length || !sizes.every(Number.isInteger)) misfit();
  return arrayOf(sizes, data);
}

// An order of axes: the reverse by default; "..." stands for all that are not named.
function orderOf(axes, rank) {
  if (axes === null) return axesOf(null, rank).reverse();
  const named = axesOf(axes.filter((axis) => axis !== "..."), rank);
  const others = axesOf(null, rank).filter((axis) => !named.includes(axis));
  const before = axes.indexOf("...");
  if (others.length && before < 0) misfit();
  return [...named.slice(0, Math.max(before, 0)), ...others, ...named.slice(Math.max(before, 0))];
}

// An array with its axes in another order.
function moved(a, order) {
  const from = shapeOf(a);
  const shape = order.map((axis) => from[axis]);
  const strides = order.map((axis) => sizeOf(from.slice(axis + 1)));
  const entries = entriesOf(a);
  const data = entries.map((_, i) => {
    let [rest, place] = [i, 0];
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      place += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    return entries[place];
  });
  return arrayOf(shape, data);
}

const T = (a, axes) => moved(a, orderOf(axes, shapeOf(a).length));

function movedBack(g, axes) {
  const order = orderOf(axes, shapeOf(g).length);
  return moved(g, order.map((_, axis) => order.indexOf(axis)));
}

function stretch(a, shape) {
  const both = [shapeOf(a), shape];
  const fits = goTogether(both) && isSameShape(broadcast(both), shape);
  return fits ? arrayOf(shape, stretched(a, shape)) : misfit();
}

function join(a, b, axis) {
  const [one, other] = [shapeOf(a), shapeOf(b)];
  const [at] = axesOf(axis, one.length);
  const isOff = one.length !== other.length || one.some((n, i) => i !== at && n !== other[i]);
  if (isOff || !one.length) misfit();
  const [left, right] = [sizeOf(one.slice(at)), sizeOf(other.slice(at))];
  const data = [];
  for (let i = 0; i < sizeOf(one.slice(0, at)); i += 1) {
    data.push(...a.data.slice(i * left, (i + 1) * left));
    data.push(...b.data.slice(i * right, (i + 1) * right));
  }
  return { shape: one.map((n, i) => (i === at ? n + other[i] : n)), data };
}

// What of `g` belongs to the first of the two that were joined, and what is behind it.
function parted(g, a, axis, isBehind) {
  const [at] = axesOf(axis, shapeOf(g).length);
  const size = shapeOf(a)[at];
  const range = isBehind ? ["slice", size, null, null] : ["slice", null, size, null];
  return pick(g, [...new Array(at).fill(["slice", null, null, null]), range]);
}

// Labels as ones among zeros along the last axis of the scores; probabilities stay as they are.
function oneHot(y, z) {
  const [shape, scores] = [shapeOf(y), shapeOf(z)];
  if (isSameShape(shape, scores)) return y;
  if (!isSameShape(shape, scores.slice(0, -1)) || !scores.length) misfit();
  const size = scores.at(-1);
  const data = Array.from(entriesOf(y)).flatMap((label) => Array.from({ length: size }, (_, i) =>
    (Number.isInteger(label) && label >= 0 && label < size ? Number(label === i) : NaN)));
  return { shape: scores, data };
}

Object.assign(M, {
  sum,
  amax,
  count,
  spread,
  shared,
  pick,
  put_back: putBack,
  reshape,
  like: (g, a) => reshape(g, shapeOf(a)),
  T,
  T_back: movedBack,
  stretch,
  join,
  ahead: (g, a, axis) => parted(g, a, axis, false),
  behind: (g, a, axis) => parted(g, a, axis, true),
  one_hot: oneHot,
  to_targets: (g, y, z) => (isSameShape(shapeOf(y), shapeOf(z)) ? g : filled(y, 0)),
});
