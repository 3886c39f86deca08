// The drawing of a landscape: a canvas of colours, over it an SVG of lines, axes and the place.

class LandscapeScene {
  // `move` is told the numbers along the axes to go to, `nudge` by how many steps along each.
  constructor(move, nudge) {
    Object.assign(this, { move, nudge });
    this.canvas = element('canvas', { 'aria-hidden': 'true' });
    this.svg = drawn('svg', { class: 'bpv-ground' });
    this.back = drawn('g', { 'aria-hidden': 'true' }, this.svg);
    this.window = drawn('svg', { class: 'bpv-ground-window', 'aria-hidden': 'true' }, this.svg); // cuts without an id
    this.lines = drawn('path', { class: 'lines' }, this.window);
    this.curve = drawn('path', { class: 'curve' }, this.window);
    this.halo = drawn('path', { class: 'halo' }, this.window);
    this.level = drawn('path', { class: 'level' }, this.window);
    this.tangent = drawn('path', { class: 'tangent' }, this.window);
    this.heights = drawn('g', { class: 'heights', 'aria-hidden': 'true' }, this.svg);
    this.arrow = drawn('path', { class: 'arrow', 'aria-hidden': 'true' }, this.svg);
    this.place = drawn('g', { class: 'place', tabindex: '0', role: 'slider' }, this.svg);
    drawn('circle', { r: 22, class: 'touch' }, this.place);
    drawn('circle', { r: 7.5, class: 'spot' }, this.place);
    this.root = element('div', { class: 'bpv-ground-frame' }, [this.canvas, this.svg]);
    this.listen();
  }

  listen() {
    const { svg } = this;
    const follow = (event) => {
      const box = svg.getBoundingClientRect();
      this.move(this.numbersAt(event.clientX - box.left, event.clientY - box.top));
    };
    let isFollowed = false; // already, and to parts of a pixel, which a click lacks
    svg.addEventListener('click', (event) => { if (!isFollowed) follow(event); }); // a tap; a finger that goes on scrolls, but on the place
    svg.addEventListener('pointerdown', (event) => {
      isFollowed = false;
      if (event.button || (event.pointerType === 'touch' && !this.place.contains(event.target))) return;
      svg.setPointerCapture(event.pointerId);
      event.preventDefault();
      this.place.focus({ preventScroll: true });
      follow(event);
      isFollowed = true;
    });
    this.place.addEventListener('touchstart', (event) => event.preventDefault(), { passive: false }); // is no scroll
    svg.addEventListener('pointermove', (event) => { if (svg.hasPointerCapture(event.pointerId)) follow(event); });
    this.place.addEventListener('keydown', (event) => {
      const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.nudge(by.map((steps) => steps * (event.shiftKey ? 10 : 1)));
    });
  }

  // Over two inputs of like ranges a step is as long along both, so that downhill crosses the lines
  // at right angles.
  resize(room, axes) {
    const most = { width: room - ROOM.left - ROOM.right, height: Math.min(HIGHEST, room) - ROOM.top - ROOM.bottom };
    const [across, up] = axes.map(({ low, high }) => high - low);
    const step = Math.min(most.width / across, most.height / up); // NaN of a curve
    const isLike = Math.max(across, up) <= 3 * Math.min(across, up);
    const frame = isLike ? { width: step * across, height: step * up } : { ...most, height: Math.min(most.height, TALL * most.width) };
    this.frame = { ...frame, left: ROOM.left, top: ROOM.top };
    const [width, height] = [frame.width + ROOM.left + ROOM.right, frame.height + ROOM.top + ROOM.bottom];
    for (const [key, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, width, height })) this.svg.setAttribute(key, value);
    const { left: x, top: y, width: wide, height: high } = this.frame;
    const cut = { x, y, width: wide, height: high, viewBox: `${x} ${y} ${wide} ${high}` };
    for (const [key, value] of Object.entries(cut)) this.window.setAttribute(key, value);
    Object.assign(this.canvas.style, { left: `${x}px`, top: `${y}px`, width: `${wide}px`, height: `${high}px` });
  }

  // ---- From numbers to CSS pixels, and back -------------------------------------------------------

  x(value) {
    const { low, high } = this.ground.axes[0];
    return this.frame.left + this.frame.width * (value - low) / (high - low);
  }

  y(value) {
    const [low, high] = this.upright;
    return this.frame.top + this.frame.height * (high - value) / (high - low);
  }

  numbersAt(x, y) {
    const { frame, ground: { axes: [across] }, upright: [low, high] } = this;
    return [
      across.low + (across.high - across.low) * (x - frame.left) / frame.width,
      high - (high - low) * (y - frame.top) / frame.height];
  }

  // ---- The ground ---------------------------------------------------------------------------------

  paintGround(ground, [low, high], { names, output, colours }) {
    const isFlat = ground.axes.length === 2;
    const room = 0.1 * (high - low);
    this.ground = ground;
    this.upright = isFlat ? [ground.axes[1].low, ground.axes[1].high] : [low - room, high + room];
    this.root.dataset.kind = isFlat ? 'flat' : 'curve';
    this.shade(ground, low, high, colours);
    this.rule(names[0], names[1] ?? output);
    const heights = isFlat ? Array.from({ length: LINES - 1 }, (_, k) => low + (high - low) * ((k + 1) / LINES) ** 2) : [];
    this.lines.setAttribute('d', heights.map((height) => this.lineOf(height)).join(''));
    this.number(heights.filter((_, k) => k % NUMBERED === NUMBERED - 1));
    this.curve.setAttribute('d', isFlat ? '' : this.curveOf());
  }

  // From low to high a colour fades into paper; what has no value stays empty, and the hatch shows.
  shade({ heights, count, axes }, low, high, { forward, paper }) {
    const rows = axes.length === 2 ? count : 1;
    Object.assign(this.canvas, { width: count, height: rows });
    const context = this.canvas.getContext('2d');
    const made = context.createImageData(count, rows);
    const [deep, shallow] = [forward, paper].map(channels);
    heights.forEach((height, i) => {
      if (!Number.isFinite(height)) return;
      const share = rows === 1 ? 1 : 0.45 + 0.55 * Math.sqrt(Math.min(Math.max((height - low) / (high - low), 0), 1));
      const place = 4 * ((rows - 1 - Math.floor(i / count)) * count + i % count);
      for (let k = 0; k < 3; k += 1) made.data[place + k] = deep[k] + share * (shallow[k] - deep[k]);
      made.data[place + 3] = 255;
    });
    context.putImageData(made, 0, 0);
  }

  // The axes with their numbers and names.
  rule(across, up) {
    const { left, top, width, height } = this.frame;
    const ruled = JSON.stringify([across, up, this.frame, this.ground.axes, this.upright]);
    if (this.ruled === ruled) return;
    this.ruled = ruled;
    this.back.replaceChildren();
    const text = (words, attributes) => { drawn('text', attributes, this.back).textContent = words; };
    const { low, high } = this.ground.axes[0];
    for (const value of ticks(low, high, Math.max(2, Math.floor(width / 75)))) {
      const x = this.x(value);
      drawn('path', { d: `M${x} ${top + height}v5` }, this.back);
      text(formatNumber(value), { x, y: top + height + 18, 'text-anchor': 'middle' });
    }
    for (const value of ticks(...this.upright, Math.max(2, Math.floor(height / 55)))) {
      const y = this.y(value);
      drawn('path', { d: `M${left} ${y}h-5` }, this.back);
      text(formatNumber(value), { x: left - 8, y: y + 4, 'text-anchor': 'end' });
    }
    drawn('rect', { x: left, y: top, width, height, class: 'edge' }, this.back);
    text(across, { x: left + width / 2, y: top + height + 35, 'text-anchor': 'middle', class: 'axis' });
    text(up, { x: left, y: top - 8, 'text-anchor': 'middle', class: 'axis' });
  }

  // The heights of some lines, once they are drawn in detail.
  number(heights) {
    const { ground, frame } = this;
    const points = (height) => ground.contour(height).map(([x, y, u, v]) =>
      [this.x(ground.at(0, (x + u) / 2)), this.y(ground.at(1, (y + v) / 2))]);
    const isFine = ground.count === FINE[2];
    this.numbers = isFine ? numbersOn(heights.map((height) => [height, points(height)]), frame) : [];
    this.heights.replaceChildren(...this.numbers.map((number) => {
      const { text, x, y } = number;
      number.made = drawn('text', { x: x.toFixed(1), y: (y + 4.5).toFixed(1), 'text-anchor': 'middle' });
      number.made.textContent = text;
      return number.made;
    }));
  }

  lineOf(height) {
    const { ground } = this;
    const point = (x, y) => `${this.x(ground.at(0, x)).toFixed(1)} ${this.y(ground.at(1, y)).toFixed(1)}`;
    return ground.contour(height).map(([x, y, u, v]) => `M${point(x, y)}L${point(u, v)}`).join('');
  }

  curveOf() {
    const { ground, frame } = this;
    const far = 10 * frame.height; // a wall goes out of the frame, not to infinity
    let isOn = false;
    return Array.from(ground.heights, (height, k) => {
      const y = Math.min(Math.max(this.y(height), -far), far);
      if (!Number.isFinite(height) || Number.isNaN(y)) { isOn = false; return ''; }
      const piece = `${isOn ? 'L' : 'M'}${this.x(ground.at(0, k)).toFixed(1)} ${y.toFixed(1)}`;
      isOn = true;
      return piece;
    }).join('');
  }

  // ---- The place ----------------------------------------------------------------------------------

  // `slopes` are along the axes; null, where they are not known.
  paintPlace({ here, height, slopes }) {
    const { frame, ground, upright } = this;
    const isFlat = ground.axes.length === 2;
    const within = (value, [least, most]) => Math.min(Math.max(value, least), most);
    const bottom = frame.top + frame.height;
    const [x, y] = [this.x(here[0]), isFlat ? this.y(here[1]) : this.y(height)];
    const spot = [within(x, [frame.left, frame.left + frame.width]), Number.isNaN(y) ? bottom : within(y, [frame.top, bottom])];
    this.place.setAttribute('transform', `translate(${spot.map((part) => part.toFixed(1)).join(' ')})`);
    const isThere = Number.isFinite(height);
    this.place.classList.toggle('nowhere', !isThere);
    const level = isFlat && isThere ? this.lineOf(height) : '';
    this.level.setAttribute('d', level);
    this.halo.setAttribute('d', level);
    const along = isThere && slopes ? downhill(slopes, frame, [ground.axes[0].high - ground.axes[0].low, upright[1] - upright[0]]) : null;
    this.arrow.setAttribute('d', along ? arrowFrom(spot, along) : '');
    const tip = spot.map((part, k) => part + (along?.[k] ?? 0));
    for (const number of this.numbers) number.made.classList.toggle('behind', !isClear(number, spot, tip));
    const [across, down] = along?.map((part) => 100 * part) ?? [];
    this.tangent.setAttribute('d', along && !isFlat ? `M${spot[0] - across} ${spot[1] - down}l${2 * across} ${2 * down}` : '');
  }
}

// Straight downhill in CSS pixels: against the gradient or, on a curve, along it.
function downhill(slopes, { width, height }, [wide, high]) {
  const [x, y] = slopes.length === 2 ? slopes.map((slope) => -slope) : [-slopes[0], -(slopes[0] ** 2)];
  const size = Math.max(Math.abs(x), Math.abs(y)); // first, so that none of it overflows
  const along = [(x / size) * width / wide, (-y / size) * height / high];
  const length = Math.hypot(...along);
  return length > 0 && Number.isFinite(length) ? along.map((part) => part * POINTER / length) : null;
}

function arrowFrom([x, y], [dx, dy]) {
  const length = Math.hypot(dx, dy);
  const [u, v] = [dx / length, dy / length];
  const at = (along, aside) => `${(x + u * along - v * aside).toFixed(1)} ${(y + v * along + u * aside).toFixed(1)}`;
  return `M${at(0, 2.2)}L${at(length - 12, 2.2)}L${at(length - 13, 8)}L${at(length, 0)}L${at(length - 13, -8)}`
    + `L${at(length - 12, -2.2)}L${at(0, -2.2)}Z`;
}

const channels = (colour) => [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16));

// A sign of the legend, drawn as it stands in the picture.
function keySign(kind) {
  const svg = drawn('svg', { class: 'bpv-ground bpv-ground-sign', width: 22, height: 14, 'aria-hidden': 'true' });
  if (kind === 'here') drawn('circle', { cx: 11, cy: 7, r: 5, class: 'spot' }, svg);
  else if (kind === 'downhill') drawn('path', { class: 'arrow', d: 'M1 5.5h11v-4l9 5.5-9 5.5v-4H1z' }, svg);
  else if (kind === 'gap') return element('i', { class: 'bpv-ground-gap', 'aria-hidden': 'true' });
  else drawn('path', { class: kind, d: 'M1 7h20' }, svg);
  return svg;
}
