// The heights on the lines of a landscape: a few numbers, none over another or over the place.

const NUMBERED = 3; // every so manyth line has its height ...
const TWICE = 0.45; // ... two times, where these are further apart than this part of the ground
const LONG = 12; // pieces of a line that has room for a number
const LETTER = [7.6, 15]; // CSS pixels of one, across and down ...
const AIR = 5; // ... and around a number
const CLEAR = 15; // CSS pixels that the place and its arrow keep free on each side

// Where the numbers stand, [{text, x, y, half}] in CSS pixels. `lines` are of the form [height, points].
function numbersOn(lines, { left, top, width, height: tall }) {
  const found = [];
  for (const [height, points] of lines) {
    const text = formatNumber(Number(height.toPrecision(2)));
    const half = [LETTER[0] * text.length / 2 + AIR, LETTER[1] / 2 + AIR];
    const isFree = ([x, y]) => x > left + half[0] && x < left + width - half[0] && y > top + half[1] && y < top + tall - half[1]
      && found.every((other) => Math.abs(x - other.x) > half[0] + other.half[0] || Math.abs(y - other.y) > half[1] + other.half[1]);
    const far = ([x, y]) => Math.min(...found.map((other) => Math.hypot(x - other.x, y - other.y)));
    for (const least of [0, TWICE * Math.min(width, tall)]) {
      const free = points.filter(isFree);
      if (free.length < LONG) break;
      const furthest = (best, point) => (far(point) > far(best) ? point : best);
      const [x, y] = found.length ? free.reduce(furthest) : free[Math.floor(free.length / 3)];
      if (found.length && far([x, y]) < least) break;
      found.push({ text, x, y, half });
    }
  }
  return found;
}

// Whether a number is clear of the way from one point to another.
function isClear({ x, y, half }, [x0, y0], [x1, y1]) {
  const reach = [half[0] + CLEAR, half[1] + CLEAR];
  return ![0, 0.5, 1].some((part) =>
    Math.abs(x0 + part * (x1 - x0) - x) < reach[0] && Math.abs(y0 + part * (y1 - y0) - y) < reach[1]);
}
