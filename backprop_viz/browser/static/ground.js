// The output over one or two inputs: its values on a grid, which is filled a little at a time, and
// the lines of one height on it. Nothing here touches a page.

const ROUGH = { 1: 121, 2: 25 }; // places along an axis: at once, while a hand moves ...
const FINE = { 1: 481, 2: 97 }; // ... and afterwards
const TO_SCALE = 0.97; // of all heights; walls out of all proportion are cut
const TALLEST = 1e300;

class Ground {
  // `axes` are of the form {input, low, high}: one, or two.
  constructor(program, inputs, axes, count) {
    Object.assign(this, { program, axes, count, inputs: [...inputs], filled: 0 });
    this.heights = new Float64Array(count ** axes.length);
  }

  get isWhole() { return this.filled === this.heights.length; }

  // The number of an input at a place of the grid, which may be between two.
  at(axis, place) {
    const { low, high } = this.axes[axis];
    return low + (high - low) * place / (this.count - 1);
  }

  // Go on until it is whole, or until that time.
  fill(until) {
    const { program, inputs, axes, count, heights } = this;
    while (!this.isWhole && (this.filled % 8 || performance.now() < until)) {
      axes.forEach(({ input }, axis) => {
        inputs[input] = this.at(axis, axis ? Math.floor(this.filled / count) : this.filled % count);
      });
      heights[this.filled] = total(forward(program, inputs)[program.output]);
      this.filled += 1;
    }
  }

  // From where to where the heights are shown.
  get span() {
    const sorted = this.heights.filter(Number.isFinite).sort();
    if (!sorted.length) return [0, 1];
    const [low, wall] = [Math.max(sorted[0], -TALLEST), Math.min(sorted.at(-1), TALLEST)];
    const most = sorted[Math.floor(TO_SCALE * (sorted.length - 1))];
    const high = wall - low <= 2 * (most - low) ? wall : Math.min(most, TALLEST);
    const least = Math.max(1e-9 * Math.abs(low), Number.MIN_VALUE);
    return high - low > least ? [low, high] : [low - Math.max(0.5, least), low + Math.max(0.5, least)];
  }

  // The line of a height over two inputs, as pieces [x, y, x, y] in places of the grid.
  contour(height) {
    const { count, heights } = this;
    const pieces = [];
    for (let y = 0; y < count - 1; y += 1) {
      for (let x = 0; x < count - 1; x += 1) {
        const i = y * count + x;
        const [a, b, c, d] = [heights[i], heights[i + 1], heights[i + count + 1], heights[i + count]];
        const above = (a > height) + (b > height) + (c > height) + (d > height);
        if (above % 4 && Number.isFinite(a + b + c + d)) pieces.push(...crossed([a, b, c, d], height, x, y));
      }
    }
    return pieces;
  }
}

// The pieces of a line through one square of the grid, whose corners go round it.
function crossed(corners, height, x, y) {
  const met = [];
  corners.forEach((here, k) => {
    const next = corners[(k + 1) % 4];
    if ((here > height) === (next > height)) return;
    const part = (height - here) / (next - here);
    met.push([x + [part, 1, 1 - part, 0][k], y + [0, part, 1, 1 - part][k]]);
  });
  const [one, two, three, four] = met;
  if (!three) return [[...one, ...two]];
  // A saddle: what is in its middle tells which of them go together.
  const isMiddle = corners.reduce((sum, z) => sum + z / 4, 0) > height;
  return isMiddle === corners[0] > height ? [[...one, ...two], [...three, ...four]]
    : [[...four, ...one], [...two, ...three]];
}

// The ends of a scale are round, and stay while what there is to show fills a good part of it.
function steady(kept, [low, high]) {
  if (kept && low >= kept[0] && high <= kept[1] && high - low > (kept[1] - kept[0]) / 4) return kept;
  const step = roundStep((high - low) / 5);
  return [tidy(Math.floor(low / step) * step), tidy(Math.ceil(high / step) * step)];
}

// The least of 1, 2 and 5 times a power of ten that is not below.
function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((times) => times * power >= least) ?? 10);
}

// Round numbers along an axis, about `most` of them.
function ticks(low, high, most) {
  const step = roundStep((high - low) / most);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, k) => tidy((first + k) * step));
}
