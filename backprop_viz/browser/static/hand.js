// The entries of an array input under the hand: dragged sideways, typed, moved and changed by keys,
// and pasted as a table. A grid tells which of its elements stand for which entries.

const DRAG = 5; // CSS pixels for a step of a drag, and before it begins

class Hand {
  // `grid.at(target)` is {i, place} of an element that stands for an entry of input i, else null,
  // `grid.cell(i, place)` that element, and `grid.go(i, place)` moves the focus to it.
  constructor(view, root, grid) {
    Object.assign(this, { view, root, grid });
    const stop = (event) => event.stopPropagation();
    root.addEventListener('pointerdown', (event) => this.grasp(event));
    root.addEventListener('dblclick', (event) => { const at = grid.at(event.target); if (at) this.type(at); });
    root.addEventListener('touchstart', (event) => { if (grid.at(event.target)) stop(event); }, { passive: true });
    root.addEventListener('keydown', (event) => {
      const at = grid.at(event.target);
      if (at && this.press(event, at)) { event.preventDefault(); stop(event); }
    });
    root.addEventListener('paste', (event) => {
      const at = grid.at(event.target);
      if (!at) return;
      event.preventDefault();
      this.paste(at, event.clipboardData.getData('text/plain'));
    });
    root.addEventListener('copy', (event) => {
      const at = grid.at(event.target);
      if (!at) return;
      event.preventDefault();
      event.clipboardData.setData('text/plain', tableText(this.value(at)));
    });
  }

  value({ i }) { return this.view.store.inputs[i]; }

  // A step that suits the size of all entries.
  step(at) { return 10 ** Math.floor(Math.log10(scaleOf([this.value(at)]) / 6)); }

  put(at, changes) {
    const { shape, data } = this.value(at);
    const moved = data.slice();
    for (const [place, x] of changes) moved[place] = x;
    this.view.store.place(at.i, { shape, data: moved });
  }

  change(at, by) { this.put(at, [[at.place, tidy(this.value(at).data[at.place] + by)]]); }

  // ---- A drag ---------------------------------------------------------------------------------------

  grasp(event) {
    const at = event.button === 0 && this.grid.at(event.target);
    if (!at) return;
    event.stopPropagation(); // the picture stays where it is
    const [from, step, start] = [event.clientX, this.step(at), this.value(at).data[at.place]];
    let moved = 0;
    const { root } = this;
    const life = new AbortController();
    const on = (type, listener) => root.addEventListener(type, listener, { signal: life.signal });
    on('pointermove', ({ pointerId, clientX }) => {
      const by = Math.trunc((clientX - from) / DRAG);
      if (by === moved) return;
      root.setPointerCapture?.(pointerId);
      moved = by;
      this.view.drawing.sketch.begin(at);
      this.put(at, [[at.place, tidy(start + by * step)]]);
    });
    const end = () => { life.abort(); this.view.drawing.sketch.end(); };
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture']) on(type, end);
    this.view.whenGone(() => life.abort());
    this.grid.go(at.i, at.place);
    this.view.drawing.sketch.expect(at);
    event.preventDefault();
  }

  // ---- Keys -----------------------------------------------------------------------------------------

  press(event, at) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[key];
    if (by && (event.shiftKey || key.startsWith('Page'))) this.change(at, by * this.step(at));
    else if (key === 'Enter' || key === 'F2') this.type(at);
    else if (key === 'Delete' || key === 'Backspace') this.put(at, [[at.place, 0]]);
    else if (/^[-0-9.−(√]$/.test(key)) this.type(at, key);
    else return false;
    return true;
  }

  // A field over the entry. Enter goes on to the entry below, Tab to the next one.
  type(at, begun = null) {
    const { view } = this;
    const cell = this.grid.cell(at.i, at.place);
    const field = element('input', {
      type: 'text', class: 'bpv-typing', autocomplete: 'off', inputmode: 'decimal',
      'aria-label': view.say('value_of', { name: this.named(at) }),
    });
    field.value = begun ?? typedForm(this.value(at).data[at.place]);
    view.root.append(field);
    const [over, here] = [cell.getBoundingClientRect(), field.getBoundingClientRect()];
    const width = Math.max(over.width, 64);
    field.style.cssText = `left: ${over.left + (over.width - width) / 2 - here.left}px; top: ${over.top - here.top}px;`
      + ` width: ${width}px; height: ${Math.max(over.height, 24)}px`;
    let isOpen = true;
    const close = (isKept, next = at.place) => {
      if (!isOpen) return;
      isOpen = false;
      const { value: text } = field;
      field.remove();
      if (isKept) this.enter(at, text);
      if (next !== null) this.grid.go(at.i, next);
    };
    const { length } = this.value(at).data;
    const columns = this.value(at).shape.at(-1);
    field.addEventListener('keydown', (event) => {
      event.stopPropagation();
      const to = { Enter: at.place + (this.value(at).shape.length > 1 ? columns : 1), Tab: at.place + (event.shiftKey ? -1 : 1) }[event.key];
      if (to !== undefined) close(true, to >= 0 && to < length ? to : at.place);
      else if (event.key === 'Escape') close(false);
      else return;
      event.preventDefault();
    });
    field.addEventListener('blur', () => close(true, null));
    field.focus({ preventScroll: true });
    if (begun === null) field.select();
  }

  named({ i, place }) {
    const { program } = this.view;
    const { shape } = this.value({ i });
    return `${this.view.shown(program.inputs[i])}[${placeIn(shape, place).join()}]`;
  }

  enter(at, text) {
    const typed = parseTyped(`[${text}]`, { shape: [1], data: this.value(at).data });
    if (typed === null) this.refuse('bad_value', at, text);
    else this.put(at, [[at.place, typed.data[0]]]);
  }

  refuse(key, { i }, text) {
    const { store } = this.view;
    store.message = { key, text: text.slice(0, 40), input: i };
    store.changed();
  }

  // A table from a spreadsheet goes from this entry to the right and down; a list is the whole array.
  paste(at, text) {
    if (text.trim().startsWith('[')) { this.view.store.placeText(at.i, text); return; }
    const table = readTable(text);
    const { shape, data } = this.value(at);
    const columns = shape.at(-1);
    const [row, column] = [Math.floor(at.place / columns), at.place % columns];
    const [high, wide] = [table.length, Math.max(...table.map((line) => line.length))];
    const turned = shape.length === 1 && wide === 1 ? [table.flat()] : table; // a column for a vector
    const fits = turned.length && row + turned.length <= data.length / columns
      && turned.every((line) => column + line.length <= columns && line.every((x) => x !== null));
    if (!fits) { this.refuse('entries_bad_table', at, `${high}×${wide}`); return; }
    this.put(at, turned.flatMap((line, down) => line.map((x, across) => [(row + down) * columns + column + across, x])));
  }
}

// The numbers of a table in text, null for what is none: columns are apart by tabs, else by
// semicolons or commas, else by spaces; with tabs and semicolons a comma may be a decimal point.
function readTable(text) {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim());
  const sign = ['\t', ';', ','].find((one) => text.includes(one)) ?? /\s+/;
  const number = (cell) => {
    const isDecimal = sign !== ',' && /^[-+−]?\d+,\d+$/.test(cell);
    return parseTyped(isDecimal ? cell.replace(',', '.') : cell, 0);
  };
  return lines.map((line) => line.trim().split(sign).map((cell) => number(cell.trim())));
}

// The entries as a table that a spreadsheet takes.
function tableText(value) {
  return rowsOf(value).map((row) => row.map((x) => typedForm(x)).join('\t')).join('\n');
}

// Where a key goes from an entry of a table, if it is one that goes.
function placeBeside({ key, ctrlKey, metaKey, altKey, shiftKey }, place, [rows, columns]) {
  if (ctrlKey || metaKey || altKey || shiftKey) return null;
  const [row, column] = [Math.floor(place / columns), place % columns];
  const to = {
    ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
    Home: [row, 0], End: [row, columns - 1],
  }[key];
  if (!to) return null;
  return Math.min(Math.max(to[0], 0), rows - 1) * columns + Math.min(Math.max(to[1], 0), columns - 1);
}
