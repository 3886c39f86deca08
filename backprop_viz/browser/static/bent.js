// How high the points of a line go when something beside it has been opened: the twin of draw/bent.py.

// Points, as there.
const BENT = { near: 3.0037, flat: 1.0037, wide: 64, step: 16, shares: [0, 0.25, 0.5, 0.75] };

// The heights, from the top to the bottom, of those things that have grown.
function bandsOf(before, inner) {
  return [...inner.keys()].map((id) => [-1, 1].map((side) => before[id][1] + side * before[id][3] / 2));
}

class Beside {
  // The things of a level `before` and `after` some in it have been opened; `down` leads from heights
  // to those that they have now.
  constructor(before, after, bands, down) {
    Object.assign(this, { before, after, bands, down, strips: null });
  }

  // The heights of the points of a curve, which are `across` from the left, where its ends, at two
  // things, are `now` so high.
  heights(curve, across, now, ends) {
    const old = curve.filter((_, n) => n % 2);
    const far = atEnds(old, old.map(this.down), now);
    if (!old.some((y) => this.bands.some(([top, bottom]) => top < y && y < bottom))) return far;
    const near = between(old, now);
    for (const share of BENT.shares) {
      const made = near.map((y, n) => (1 - share) * y + share * far[n]);
      if (this.isFree(across, made, ends)) return made;
    }
    return far;
  }

  isFree(across, heights, ends) {
    this.strips ??= this.inStrips();
    return placesOf(across, heights, (x, y) => {
      for (const [id, [left, top, width, height]] of this.strips.get(Math.floor(x / BENT.wide)) ?? []) {
        const isThere = Math.abs(x - left) < width / 2 + BENT.near
          && Math.abs(y - top) < height / 2 + BENT.near;
        if (isThere && !ends.includes(id)) return false;
      }
      return true;
    });
  }

  inStrips() {
    const found = new Map();
    for (const id of Object.keys(this.before)) {
      const box = this.after[id];
      const reach = box[2] / 2 + BENT.near;
      const [left, right] = [-1, 1].map((side) => Math.floor((box[0] + side * reach) / BENT.wide));
      for (let strip = left; strip <= right; strip += 1) {
        if (!found.has(strip)) found.set(strip, []);
        found.get(strip).push([id, box]);
      }
    }
    return found;
  }
}

// What is between the ends stays so, and what is beyond them as far from the nearer end. Where it turns
// back on its way, it goes no further back than it did.
function between(old, now) {
  const [first, last] = [old[0], old.at(-1)];
  const [least, highest] = [Math.min(first, last), Math.max(first, last)];
  const made = [];
  let left = last; // from where all that follows is between there and the last end
  for (let n = old.length - 1; n >= 0; n -= 1) {
    const y = old[n];
    let way;
    left = Math.min(Math.max(first < last ? Math.min(left, y) : Math.max(left, y), least), highest);
    if (Math.abs(last - first) < BENT.flat) { // it has a step then, half way
      way = n % 3 ? Number(2 * n > old.length) : Math.floor(n / 3) / Math.floor((old.length - 1) / 3);
      way = way < 0.5 ? 0 : way > 0.5 ? 1 : 0.5;
    } else way = (left - first) / (last - first);
    made[n] = y - first - way * (last - first) + now[0] + way * (now[1] - now[0]);
  }
  return atEnds(old, made, now);
}

// With the ends where they are now, and the same directions there.
function atEnds(old, made, now) {
  const last = old.length - 1;
  [made[0], made[1]] = [now[0], old[1] - old[0] + now[0]];
  [made[last - 1], made[last]] = [old[last - 1] - old[last] + now[1], now[1]];
  return made;
}

// Whether all places of a curve, one beside the other, are such.
function placesOf(across, heights, isSuch) {
  for (let n = 0; n < across.length - 1; n += 3) {
    const [[x, a, b, right], [y, c, d, end]] = [across, heights].map((sides) => sides.slice(n, n + 4));
    const count = Math.ceil((Math.abs(right - x) + Math.abs(end - y)) / BENT.step) + 1;
    for (let k = 0; k <= count; k += 1) {
      const t = k / count;
      const [w, u, v, z] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
      if (!isSuch(w * x + u * a + v * b + z * right, w * y + u * c + v * d + z * end)) return false;
    }
  }
  return true;
}
