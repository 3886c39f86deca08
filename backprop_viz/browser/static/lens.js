// An array as a grid of numbers on the page: all of it, or of a large one a window that moves over it.

const WINDOW = 8; // rows, and columns, of a window
const SMALL_IMAGE = 120; // CSS pixels of the longer side of the image that it moves over

class ArrayGrid {
  // Of a node the "value" or the "gradient", or of an edge its "contribution"; the entries of an input
  // can be changed.
  constructor(view, kind, node) {
    Object.assign(this, { view, kind, node });
    this.input = kind === 'value' ? inputShown(view.program, node) : -1;
    this.place = 0;
    [this.top, this.left] = [0, 0];
    this.grid = element('div', { class: 'bpv-grid', role: 'grid', 'aria-readonly': String(this.input < 0) });
    this.root = element('div', { class: 'bpv-lens' }, [this.grid]);
    this.grid.addEventListener('focusin', ({ target }) => {
      this.place = this.placeOf(target) ?? this.place;
      this.point(target);
    });
    this.grid.addEventListener('pointerover', ({ target }) => this.point(target));
    for (const type of ['pointerleave', 'focusout']) this.grid.addEventListener(type, () => view.pointing.show(null));
    if (this.input >= 0) {
      this.hand = new Hand(view, this.grid, {
        at: (target) => { const place = this.placeOf(target); return place === null ? null : { i: this.input, place }; },
        cell: (_, place) => this.cellAt(place),
        go: (_, place) => this.go(place),
      });
    }
    this.grid.addEventListener('keydown', (event) => {
      const to = this.placeOf(event.target) === null ? null : placeBeside(event, this.place, this.table);
      if (to !== null) this.go(to);
      else if (event.key !== 'Enter' || !this.isKnown || !view.pointing.opened.open(kind, node, this.place)) return;
      else view.pointing.opened.inner.root.focus();
      event.preventDefault();
      event.stopPropagation();
    });
    this.paint();
  }

  get value() {
    const { store } = this.view;
    const { run: { values, gradients, backflows } } = store;
    const value = { value: () => values[this.node], gradient: () => gradients[this.node], contribution: () => backflows[this.node].contribution };
    return this.isKnown ? value[this.kind]() : null;
  }

  get isKnown() {
    const { store: { step }, explanation } = this.view;
    if (this.input >= 0) return true;
    if (this.kind === 'contribution') return this.view.store.stepOfEdge(this.node) <= step;
    return (this.kind === 'value' ? explanation.stepOfValue(this.node) : explanation.stepOfGradient(this.node)) <= step;
  }

  get shape() {
    const { store, program: { edges } } = this.view;
    const node = this.kind === 'contribution' ? edges[this.node].operand : this.node;
    return shapeOf(this.input >= 0 ? store.inputs[this.input] : store.run.values[node]);
  }

  get table() {
    const { shape } = this;
    return [sizeOf(shape.slice(0, -1)), shape.at(-1)];
  }

  placeOf(target) {
    const cell = target.closest?.('[data-place]');
    return cell && this.grid.contains(cell) ? Number(cell.dataset.place) : null;
  }

  point(target) {
    const place = this.placeOf(target);
    const slot = this.view.pointing.slots.get(`${this.kind}-${this.node}`)?.[0];
    if (place !== null && slot) this.view.pointing.show({ slot, place });
  }

  cellAt(place) { return this.grid.querySelector(`[data-place="${place}"]`); }

  // The focus goes to an entry, and the window goes along.
  go(place) {
    this.look(place);
    this.cellAt(place).focus({ preventScroll: true });
  }

  look(place) {
    const [, columns] = this.table;
    const within = (at, first) => Math.min(Math.max(first, at - WINDOW + 1), at);
    this.place = place;
    this.top = within(Math.floor(place / columns), this.top);
    this.left = within(place % columns, this.left);
    this.paint();
  }

  make(rows, columns) {
    this.made = `${rows} ${columns}`;
    const head = element('div', { role: 'row' }, [element('span', { 'aria-hidden': 'true' }),
      ...Array.from({ length: columns }, () => element('span', { role: 'columnheader' }))]);
    const body = Array.from({ length: rows }, () => element('div', { role: 'row' }, [element('span', this.shape.length > 1 ? { role: 'rowheader' } : { 'aria-hidden': 'true' }),
      ...Array.from({ length: columns }, () => element('span', { role: 'gridcell' }))]));
    this.grid.replaceChildren(head, ...body);
    this.grid.style.gridTemplateColumns = `auto repeat(${columns}, minmax(4.4em, 1fr))`;
  }

  paint() {
    const { view } = this;
    const [rows, columns] = this.table;
    const [high, wide] = [Math.min(rows, WINDOW), Math.min(columns, WINDOW)];
    [this.top, this.left] = [Math.min(this.top, rows - high), Math.min(this.left, columns - wide)];
    if (this.made !== `${high} ${wide}`) this.make(high, wide);
    const { value, shape } = this;
    showAttributes(this.grid, {
      'aria-label': view.pointing.said(this.kind, this.node, shape.join('×')),
      'aria-rowcount': rows + 1, 'aria-colcount': columns + 1,
    });
    const scale = value ? scaleOf([value]) : 1;
    const [head, ...lines] = this.grid.children;
    [...head.children].slice(1).forEach((cell, n) => showText(cell, String(this.left + n)));
    lines.forEach((line, down) => {
      showAttributes(line, { 'aria-rowindex': this.top + down + 2 });
      [...line.children].forEach((cell, n) => {
        if (!n) { showText(cell, shape.length > 1 ? placeIn(shape.slice(0, -1), this.top + down).join() : ''); return; }
        const place = (this.top + down) * columns + this.left + n - 1;
        const tone = value && toneOf(value.data[place], scale);
        showAttributes(cell, {
          'data-place': place, tabindex: place === this.place ? 0 : -1, 'aria-colindex': this.left + n + 1,
        });
        showText(cell, value ? formatNumber(value.data[place], 0, view.program.digits) : '?');
        if (cell.tone !== tone) cell.style.background = tone === null ? '' : tintOf(tone);
        cell.tone = tone;
      });
    });
    if (!this.cellAt(this.place)) this.grid.querySelector('[data-place]').tabIndex = 0;
    if (rows > WINDOW || columns > WINDOW) this.paintImage(value, scale, rows, columns);
    else { this.image?.remove(); this.image = null; }
  }

  // ---- The image that the window moves over -----------------------------------------------------------

  paintImage(value, scale, rows, columns) {
    if (!this.image) this.makeImage();
    const { canvas, window: frame } = this;
    const size = SMALL_IMAGE / Math.max(rows, columns);
    const [width, height] = [columns * size, rows * size].map((side) => Math.max(side, 14));
    for (const made of [canvas, this.image]) Object.assign(made.style, { width: `${width}px`, height: `${height}px` });
    Object.assign(frame.style, {
      left: `${(this.left / columns) * width}px`, top: `${(this.top / rows) * height}px`,
      width: `${(Math.min(WINDOW, columns) / columns) * width}px`, height: `${(Math.min(WINDOW, rows) / rows) * height}px`,
    });
    const colours = this.view.theme.colours;
    if (this.drawn === value && this.drawnIn === colours) return;
    [this.drawn, this.drawnIn] = [value, colours];
    [canvas.width, canvas.height] = [columns, rows];
    const pen = canvas.getContext('2d');
    const pixels = pen.createImageData(columns, rows);
    const tones = value ? tonesOf(value.data, scale) : new Int8Array(rows * columns);
    const dots = new Uint32Array(pixels.data.buffer); // four channels in one
    const inks = Uint8Array.from(EVERY_TONE.flatMap((tone) => channelsOf(tone, colours)));
    const known = new Uint32Array(inks.buffer);
    for (let i = 0; i < tones.length; i += 1) dots[i] = known[tones[i] + UNDEFINED];
    pen.putImageData(pixels, 0, 0);
  }

  makeImage() {
    this.canvas = element('canvas');
    this.window = element('div', { class: 'bpv-window' });
    this.image = element('div', { class: 'bpv-thumb', 'aria-hidden': 'true' }, [this.canvas, this.window]);
    const to = ({ clientX, clientY }) => {
      const [box, [rows, columns]] = [this.image.getBoundingClientRect(), this.table];
      const first = (at, size, count) => Math.min(Math.max(Math.round((at / size) * count - WINDOW / 2), 0), Math.max(count - WINDOW, 0));
      this.top = first(clientY - box.top, box.height, rows);
      this.left = first(clientX - box.left, box.width, columns);
      this.place = this.top * columns + this.left;
      this.paint();
    };
    this.image.addEventListener('pointerdown', (event) => { this.image.setPointerCapture(event.pointerId); to(event); });
    this.image.addEventListener('pointermove', (event) => { if (event.buttons) to(event); });
    this.root.append(this.image);
  }
}

function showAttributes(made, wanted) {
  for (const [name, value] of Object.entries(wanted)) {
    if (made.getAttribute(name) !== String(value)) made.setAttribute(name, value);
  }
}

const EVERY_TONE = Array.from({ length: 2 * UNDEFINED + 1 }, (_, n) => n - UNDEFINED);

// The colours of an entry: as a style's, and as red, green, blue and opacity.
function tintOf(tone) {
  const [colour, share] = colouring(tone);
  return share ? `color-mix(in srgb, var(--bpv-${colour}) ${share * 100}%, var(--bpv-paper))` : 'var(--bpv-paper)';
}

function channelsOf(tone, theme) {
  const [colour, share] = colouring(tone);
  const channels = (name) => [1, 3, 5].map((at) => parseInt(theme[name].slice(at, at + 2), 16));
  const [from, to] = [channels('paper'), channels(colour)];
  return [...from.map((a, i) => Math.round(a + (to[i] - a) * share)), 255];
}

// The grids of a view: one under each list of an input where it is asked for, and one under the
// picture for an array that is drawn as an image.
class Grids {
  constructor(view) {
    this.view = view;
    this.shown = new Set();
    view.follow(() => this.shown.forEach((grid) => grid.paint()));
  }

  hasEntries(i) { return isArray(this.view.store.opening[i]) && this.view.store.opening[i].data.length > 0; }

  // Buttons that show the grids of the inputs that are arrays.
  under({ rows }) {
    for (const { row, i } of rows) {
      if (!this.hasEntries(i)) continue;
      const place = element('div', { class: 'bpv-array' });
      row.parentNode.toggleAttribute('data-arrays', true);
      row.replaceWith(place);
      place.append(row, this.opener(i, place));
    }
  }

  // The same in the controls of a notebook, which stand outside of the view.
  beside(row, i) {
    if (!this.hasEntries(i) || row.querySelector('.bpv-opens')) return;
    row.classList.add('bpv-gridded');
    row.append(this.opener(i, row));
    const { view } = this;
    const colour = () => paintColours(row, view.theme.colours);
    const observer = new MutationObserver(colour);
    observer.observe(view.root, { attributeFilter: ['data-theme'] });
    colour();
    view.whenGone(() => observer.disconnect());
    view.whenGone(() => {
      row.querySelectorAll('.bpv-opens, .bpv-lens').forEach((made) => made.remove());
      tellLenses(row.parentNode);
    });
  }

  // A button that puts the grid of an input into a place, and takes it away.
  opener(i, place) {
    const { view } = this;
    const node = view.program.inputs[i];
    const opener = element('button', { type: 'button', class: 'bpv-opens', 'aria-expanded': 'false' }, ['▦']);
    let grid = null;
    opener.onclick = () => {
      const isOpen = opener.getAttribute('aria-expanded') === 'false';
      opener.setAttribute('aria-expanded', String(isOpen));
      grid ??= new ArrayGrid(view, 'value', node);
      if (isOpen) { this.shown.add(grid); grid.paint(); place.append(grid.root); } else { this.shown.delete(grid); grid.root.remove(); }
      tellLenses(place.parentNode);
    };
    const label = () => showAttributes(opener, { 'aria-label': view.say('entries_grid_of', { name: view.shown(node) }) });
    view.follow(label);
    label();
    return opener;
  }

  // Of a value or a gradient that is an image, at an entry.
  open({ kind, index }, place) {
    if (this.lens?.kind !== kind || this.lens.node !== index) {
      this.close();
      this.lens = new ArrayGrid(this.view, kind, index);
      this.shown.add(this.lens);
      const close = element('button', { type: 'button', class: 'bpv-close', onclick: () => this.close(), 'aria-label': this.view.say('close') }, ['×']);
      const heading = element('p', { class: 'bpv-heading' }, [this.lens.grid.getAttribute('aria-label')]);
      this.panel = element('section', { class: 'bpv-explanation' }, [close, heading, this.lens.root]);
      this.panel.addEventListener('keydown', (event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        this.close();
      });
      this.view.pointing.line.parentNode.after(this.panel);
    }
    const [, columns] = this.lens.table;
    const middle = (at) => Math.max(at - WINDOW / 2, 0);
    [this.lens.top, this.lens.left] = [middle(Math.floor(place / columns)), middle(place % columns)];
    this.lens.go(place);
  }

  close() {
    this.panel?.remove();
    this.shown.delete(this.lens);
    this.panel = this.lens = null;
  }
}

// For the style of what is around: a `:has()` there would be asked again at every change of the page.
function tellLenses(around) {
  around?.toggleAttribute('data-lenses', Boolean(around.querySelector('.bpv-lens')));
}
