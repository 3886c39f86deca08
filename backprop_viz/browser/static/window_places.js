// The windows of convolution and pooling, where there are some: the twin of arithmetic/windows.

const pairOf = (sizes) => (Array.isArray(sizes) ? sizes : [sizes, sizes]);

// For each entry of each window its place in an array of this shape, or -1 round it.
function windowPlaces(shape, size, stride, padding) {
  const [sizes, steps, margins] = [size, stride ?? size, padding].map(pairOf);
  if ([shape.slice(-2), sizes, steps, margins].some((one) => one.length !== 2)) misfit();
  const whole = shape.slice(-2);
  const rooms = whole.map((n, axis) => n + 2 * margins[axis] - sizes[axis]);
  const isOff = Math.min(...rooms, ...margins) < 0 || Math.min(...sizes, ...steps) < 1;
  if (isOff) misfit();
  const counts = rooms.map((room, axis) => Math.floor(room / steps[axis]) + 1);
  const places = [];
  const [rows, columns] = whole;
  for (let start = 0; start < sizeOf(shape); start += rows * columns) {
    for (let at = 0; at < counts[0] * counts[1]; at += 1) {
      const top = Math.floor(at / counts[1]) * steps[0] - margins[0];
      const left = (at % counts[1]) * steps[1] - margins[1];
      for (let row = top; row < top + sizes[0]; row += 1) {
        for (let column = left; column < left + sizes[1]; column += 1) {
          const isInside = row >= 0 && row < rows && column >= 0 && column < columns;
          places.push(isInside ? start + row * columns + column : -1);
        }
      }
    }
  }
  return { shape: [...shape.slice(0, -2), ...counts, sizes[0] * sizes[1]], places };
}

// 1 at the greatest entry along an axis, at the first of several, and 0 elsewhere.
function first(a, axis) {
  const [shape, wide, entries] = [shapeOf(a), widened(a, axis), entriesOf(a)];
  const whither = origins(wide, shape);
  const picked = [];
  entries.forEach((x, i) => {
    const best = entries[picked[whither[i]]];
    if (best === undefined || x > best || (Number.isNaN(x) && !Number.isNaN(best))) {
      picked[whither[i]] = i;
    }
  });
  return arrayOf(shape, entries.map((_, i) => Number(picked[whither[i]] === i)));
}

Object.assign(M, {
  first,
  windowed: (a, size, stride, padding, fill) => {
    const { shape, places } = windowPlaces(shapeOf(a), size, stride, padding);
    return arrayOf(shape, places.map((place) => (place < 0 ? fill : entriesOf(a)[place])));
  },
  windowed_back: (g, a, size, stride, padding) => {
    const data = new Array(entriesOf(a).length).fill(0);
    windowPlaces(shapeOf(a), size, stride, padding).places.forEach((place, i) => {
      if (place >= 0) data[place] += entriesOf(g)[i];
    });
    return arrayOf(shapeOf(a), data);
  },
  window_of: (b) => shapeOf(b).slice(-2),
});
