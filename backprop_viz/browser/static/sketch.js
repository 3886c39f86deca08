// While a hand drags an entry, the cells that change are drawn on canvases over their cards: to lay out
// and paint some hundred texts of SVG takes longer than there is from frame to frame. They show the same
// picture, which is written once the hand rests; the entry under the hand is written at once.

const PAUSE = 120; // milliseconds after which a hand rests, and all is written

class Sketch {
  constructor(view) {
    const { drawing, life: { signal } } = view;
    Object.assign(this, { view, drawing, isOn: false });
    this.sheets = new Map(); // half of a card → the canvas over its grid; a label → that in its place
    this.hidden = new Set(); // texts of the SVG that nobody sees, and that are written all the same
    this.late = []; // what shows nothing that is looked at amid a drag
    drawing.sketch = this;
    const end = () => this.end();
    addEventListener('scroll', end, { signal, capture: true, passive: true });
    for (const type of ['resize', 'beforeprint']) addEventListener(type, end, { signal });
    view.whenGone(() => this.clear());
  }

  // The entry `held`, {i, place}, is about to change.
  begin(held) {
    this.held = held;
    this.view.store.isHeld = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), PAUSE);
    this.open();
  }

  // The hand is on the entry `held`, which it may drag: what takes long is there before it moves, once
  // the press itself has been painted.
  expect(held) {
    this.held = held;
    requestAnimationFrame(() => setTimeout(() => {
      if (this.isOn || this.held !== held) return;
      this.open();
      const { drawing: { cards, program }, isOn } = this;
      const moved = isOn && onTheWay(program, program.inputs[held.i]);
      const isPlain = (slot) => slot.cells && slot.shown && !slot.were && this.sees(slot);
      const changes = ({ kind, index }) => kind !== 'value' || moved.has(index);
      if (isOn) for (const slot of cards) if (isPlain(slot) && changes(slot)) this.draw(slot, slot.shown);
    }));
  }

  open() {
    if (this.isOn) return;
    const { svg, frame, program: { layout } } = this.drawing;
    const [whole, around] = [svg, frame].map((made) => made.getBoundingClientRect());
    if (!whole.width) return;
    this.isOn = true;
    this.scale = whole.width / layout.width;
    this.origin = [whole.left, whole.top];
    this.size = this.scale * devicePixelRatio;
    const within = (at, start) => (at - start) / this.scale;
    this.seen = [
      within(Math.max(around.left, 0), whole.left), within(Math.max(around.top, 0), whole.top),
      within(Math.min(around.right, innerWidth), whole.left), within(Math.min(around.bottom, innerHeight), whole.top),
    ];
    this.blend = blendOf(this.view.theme.colours);
    this.looks = new Map();
  }

  // Whether the half of a card shows a label here, or out of view not yet.
  takes(slot, label, before) {
    if (!this.isOn || this.isWriting) return false;
    const isSame = !before && slot.shown && !slot.were && slot.mark === label.mark;
    if (isSame && !this.sees(slot)) return true;
    const sheet = this.sheets.get(slot);
    if (!isSame || !slot.cells || !label.cells) {
      this.remove(slot);
      if (this.holds(slot)) this.reveal(slot.cells[this.held.place].text.text);
      return false;
    }
    if (label.cells === (sheet ?? slot).shown) return Boolean(sheet);
    this.draw(slot, label.cells);
    if (this.holds(slot)) {
      const { held: { place } } = this;
      this.hide(slot.cells[place].text.text);
      slot.paintCell(slot.cells[place], label.cells.texts[place], label.mark);
    }
    return true;
  }

  // Whether the entry under the hand is one of these.
  holds({ kind, index, cells }) { return kind === 'value' && cells && index === this.drawing.program.inputs[this.held.i]; }

  // An SVG in which a text changes is painted anew, all of it; but not for a text that takes no room.
  hide(text) {
    if (this.hidden.has(text)) return;
    text.setAttribute('display', 'none');
    this.hidden.add(text);
  }

  // Whether the changed label of a number is to be drawn once it is written, where nobody sees that.
  takesLabel(slot, label, before) {
    if (!this.isOn || this.isWriting) return false;
    if (before || slot.shown === null || slot.mark !== label.mark) {
      this.remove(slot);
      slot.texts.forEach(({ text }) => this.reveal(text));
      return false;
    }
    slot.texts.forEach(({ text }) => this.hide(text));
    return this.sees(slot);
  }

  drawLabel(slot) {
    const { size, sheets } = this;
    const { x, top, width, half, texts, fontSize } = slot;
    if (!sheets.has(slot)) {
      const [style] = texts.map(({ text }) => getComputedStyle(text));
      const look = { ink: style.fill, weight: style.fontWeight, family: style.fontFamily };
      const sheet = this.cover(slot, [x - (width + OVERHANG) / 2, top, width + OVERHANG, half], true);
      Object.assign(sheet, { look, isLabel: true });
    }
    const { context, start: [left, over], look: { ink, weight, family } } = sheets.get(slot);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    context.fillStyle = ink;
    context.textAlign = 'left';
    for (const { text, tail, name } of texts) {
      const high = Number(text.getAttribute('font-size') ?? fontSize) * size;
      const runs = [[slot.italic ? 'italic' : 'normal', name], ['normal', tail.data]].map(([slant, told]) => {
        context.font = `${slant} ${weight} ${high}px ${family}`;
        return { font: context.font, told, width: context.measureText(told).width };
      });
      let across = x * size - left - (runs[0].width + runs[1].width) / 2;
      for (const { font, told, width: wide } of runs) {
        context.font = font;
        context.fillText(told, across, text.getAttribute('y') * size - over);
        across += wide;
      }
    }
  }

  sees({ x, top, width, half }) {
    const [left, over, right, under] = this.seen;
    return x + width / 2 > left && x - width / 2 < right && top + half > over && top < under;
  }

  coverGrid(slot) {
    const { card: { lefts, tops, cell }, corner } = slot;
    const sheet = this.cover(slot, [...corner, lefts.at(-1) + cell[0], tops.at(-1) + cell[1]], false);
    sheet.look = this.lookOf(slot);
    return sheet;
  }

  // A canvas whose pixels are those of the screen, where a browser begins boxes and pictures.
  cover(slot, [x, y, ...lengths], alpha) {
    const starts = [x, y].map((at) => Math.floor(at * this.scale) - 1);
    const sizes = [x, y].map((at, n) => Math.ceil((at + lengths[n]) * this.scale) + 1 - starts[n]);
    const onScreen = (at) => Math.round(at * devicePixelRatio);
    const start = starts.map((at, n) => onScreen(this.origin[n] + at) - onScreen(this.origin[n]));
    const [width, height] = starts.map((at, n) => onScreen(this.origin[n] + at + sizes[n]) - onScreen(this.origin[n]) - start[n]);
    const canvas = element('canvas', { class: 'bpv-sheet', width, height, 'aria-hidden': 'true' });
    const [left, top, wide, high] = [...starts, ...sizes].map((at) => `${at}px`);
    Object.assign(canvas.style, { left, top, width: wide, height: high });
    const context = canvas.getContext('2d', { alpha });
    context.textAlign = 'center';
    const sheet = { canvas, context, start };
    this.sheets.set(slot, sheet);
    this.drawing.canvas.append(canvas);
    return sheet;
  }

  // The colours and the type of a card as they are on the screen.
  lookOf({ cells: [{ rect, text: { text } }], tint, dim, lights, point }) {
    const [edge, ink, ground] = [rect, text, tint].map((made) => getComputedStyle(made));
    const paper = this.blend('paper', 'paper', 0);
    return {
      edge: edge.stroke, thick: parseFloat(edge.strokeWidth), ink: ink.fill, family: ink.fontFamily, weight: ink.fontWeight,
      ground: ground.visibility === 'visible' ? ground.fill : paper, paper,
      over: [dim, lights, point].filter(Boolean).map((path) => {
        const { fill, fillOpacity, stroke, strokeWidth } = getComputedStyle(path); // which stays alive
        return [path, { fill, fillOpacity, stroke, strokeWidth }];
      }),
    };
  }

  // Where nothing lies over the cells, only those that change.
  draw(slot, cells) {
    const { size, sheets } = this;
    const { texts, tones } = cells;
    const sheet = sheets.get(slot) ?? this.coverGrid(slot);
    const { context, start: [x, y], look, shown } = sheet;
    const { card: { lefts, tops, cell: [width, height], size: most }, corner } = slot;
    const over = look.over.filter(([path]) => path.getAttribute('d'));
    const isWhole = !shown || over.length > 0 || sheet.isOver;
    Object.assign(sheet, { shown: cells, isOver: over.length > 0 });
    if (isWhole) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = look.ground;
      context.fillRect(0, 0, context.canvas.width, context.canvas.height);
    }
    context.setTransform(size, 0, 0, size, -x, -y);
    context.strokeStyle = look.edge;
    context.lineWidth = look.thick;
    const [bySize, toRenew] = [new Map(), []];
    const edge = INSET + look.thick / 2;
    for (let n = 0; n < texts.length; n += 1) {
      const isToned = isWhole || tones[n] !== shown.tones[n];
      if (!isToned && texts[n] === shown.texts[n]) continue;
      const [left, top] = [corner[0] + lefts[n % lefts.length], corner[1] + tops[Math.floor(n / lefts.length)]];
      if (isToned) {
        if (!isWhole) {
          context.fillStyle = look.ground;
          context.fillRect(left, top, width, height);
        }
        context.fillStyle = this.toned(tones[n]);
        context.fillRect(left + INSET, top + INSET, width - 2 * INSET, height - 2 * INSET);
        context.strokeRect(left + INSET, top + INSET, width - 2 * INSET, height - 2 * INSET);
      } else toRenew.push([tones[n], left + edge, top + edge]);
      const own = slot.sizeOf(texts[n], false);
      if (!bySize.has(own)) bySize.set(own, []);
      bySize.get(own).push([texts[n], (left + width / 2) * size - x, (top + height / 2 + 0.35 * most) * size - y]);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    // Where the tone is the same, the whole pixels within the edge are: an edge takes longer to draw.
    for (const [tone, left, top] of toRenew) {
      const [from, over] = [Math.ceil(left * size - x), Math.ceil(top * size - y)];
      const [to, under] = [Math.floor((left + width - 2 * edge) * size - x), Math.floor((top + height - 2 * edge) * size - y)];
      context.fillStyle = this.toned(tone);
      context.fillRect(from, over, to - from, under - over);
    }
    context.fillStyle = look.ink;
    for (const [own, told] of bySize) {
      const font = `${look.weight} ${own * size}px ${look.family}`;
      if (sheet.font !== font) context.font = sheet.font = font; // to set it takes time
      for (const [text, across, down] of told) context.fillText(text, across, down);
    }
    context.setTransform(size, 0, 0, size, -x, -y);
    for (const [path, pen] of over) this.trace(context, path.getAttribute('d'), pen);
  }

  trace(context, d, { fill, fillOpacity, stroke, strokeWidth }) {
    const path = new Path2D(d);
    if (fill !== 'none') {
      context.globalAlpha = Number(fillOpacity);
      context.fillStyle = fill;
      context.fill(path);
      context.globalAlpha = 1;
    }
    if (stroke === 'none') return;
    context.strokeStyle = stroke;
    context.lineWidth = parseFloat(strokeWidth);
    context.stroke(path);
  }

  toned(tone) {
    if (!this.looks.has(tone)) this.looks.set(tone, this.blend('paper', ...colouring(tone)));
    return this.looks.get(tone);
  }

  // The hand rests: all is written under the canvases, which show the same.
  settle() {
    clearTimeout(this.timer);
    this.view.store.isHeld = false;
    this.view.tell();
    for (const write of this.late) write();
    if (!this.isOn) return;
    this.revealAll();
    this.isWriting = true;
    this.drawing.write(this.drawing.near());
    this.isWriting = false;
  }

  reveal(text) {
    if (this.hidden.delete(text)) text.removeAttribute('display');
  }

  // Labels are drawn on nothing, in the place of their texts.
  revealAll() {
    for (const text of this.hidden) this.reveal(text);
    for (const [slot, { isLabel }] of this.sheets) if (isLabel) this.remove(slot);
  }

  remove(slot) {
    this.sheets.get(slot)?.canvas.remove();
    this.sheets.delete(slot);
  }

  // The hand is gone, or something else is to be seen.
  end() {
    this.held = null;
    this.settle();
    this.clear();
  }

  clear() {
    clearTimeout(this.timer);
    this.isOn = this.view.store.isHeld = false;
    this.revealAll();
    for (const slot of this.sheets.keys()) this.remove(slot);
  }
}
