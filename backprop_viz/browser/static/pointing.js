// An entry of a card under the pointer, a finger or the focus: what it is made of is lit in the other
// cards, and the line below the picture spells it out.

// The number of the input whose entries stand on the card of a node, -1 of none. That of a parameter
// stands at its port in an open block.
function inputShown({ inputs, nodes, plan }, node) {
  const wire = nodes[node].port && plan.wires.find((one) => one.node === node);
  while (wire?.role === "parameter" && nodes[node].row !== null) [node] = nodes[node].operands;
  return inputs.indexOf(node);
}

class Pointing {
  constructor(view) {
    this.view = view;
    this.at = null; // {slot, place}
    this.slots = new Map(); // "value-3" → the halves of cards that show it
    this.line = element('div', { class: 'bpv-entry', role: 'status', tabindex: '0' });
    this.batch = new Batch(view);
    view.root.toggleAttribute('data-entries', true);
    view.fit.place.after(element('div', { class: 'bpv-entries' }, [this.line, ...(this.batch.chooser ? [this.batch.chooser] : [])]));
    const { drawing } = view;
    drawing.cards.forEach((slot) => this.add(slot));
    drawing.onCard = (slot) => this.add(slot);
    drawing.onRenewed = () => { this.sketch.clear(); this.slots.clear(); };
    this.listen(drawing.svg);
    this.grids = new Grids(view);
    this.opened = new Opened(view);
    this.sketch = new Sketch(view);
    const half = (i) => [...this.slots.values()].find(([slot]) => slot.input === i)[0];
    this.hand = new Hand(view, drawing.svg, {
      at: (target) => this.inputAt(target),
      cell: (i, place) => half(i).cells[place].rect,
      go: (i, place) => this.go(half(i), place),
    });
    view.telling.push(() => this.paint());
    this.paint();
  }

  add(slot) {
    const key = `${slot.kind}-${slot.index}`;
    this.slots.set(key, [...this.slots.get(key) ?? [], slot]);
    slot.group.dataset.half = key;
    this.batch.dim(slot);
    [slot.lights, slot.point] = ['lights', 'point'].map((name) => drawn('path', { class: name }, slot.group));
    slot.grid.setAttribute('role', slot.cells ? 'grid' : 'img');
    slot.input = slot.kind === 'value' ? inputShown(this.view.program, slot.index) : -1;
    const isInput = slot.input >= 0;
    if (slot.cells) slot.grid.setAttribute('aria-readonly', String(!isInput));
    slot.grid.classList.toggle('held', isInput && Boolean(slot.cells));
    this.name(slot);
    if (!slot.cells) { slot.grid.setAttribute('tabindex', '0'); return; }
    for (const row of slot.grid.children) row.setAttribute('role', 'row');
    slot.cells.forEach(({ group }, place) => {
      group.setAttribute('role', 'gridcell');
      group.setAttribute('tabindex', place ? '-1' : '0');
      group.dataset.place = String(place);
    });
  }

  name(slot) {
    const index = slot.input >= 0 ? this.view.program.inputs[slot.input] : slot.index;
    slot.grid.setAttribute('aria-label', this.said(slot.kind, index, slot.card.told));
  }

  // What the entries of a value, a gradient, or what came back along an edge are called.
  said(kind, index, shape) {
    const { view, view: { program: { edges, output } } } = this;
    const { operand, node } = kind === 'contribution' ? edges[index] : { operand: index };
    const slots = { name: view.shown(operand), shape, output: view.shown(output), node: view.shown(node ?? operand) };
    return view.say(`entries_${kind}`, slots);
  }

  listen(svg) {
    let byHand = null; // where the pointer was seen last
    svg.addEventListener('pointermove', (event) => {
      byHand = this.under(event);
      this.show(byHand ?? this.focused);
    });
    svg.addEventListener('pointerdown', (event) => { this.show(this.under(event)); });
    svg.addEventListener('pointerleave', ({ pointerType }) => { if (pointerType !== 'touch') this.show(this.focused); });
    svg.addEventListener('focusin', ({ target }) => {
      this.focused = this.of(target);
      this.show(this.focused);
    });
    svg.addEventListener('focusout', () => { this.focused = null; this.show(null); });
    svg.addEventListener('click', (event) => this.click(event), true);
    // In a cell it is the entries that are lit, not the way to the output.
    svg.addEventListener('pointerover', (event) => {
      if (!this.under(event)) return;
      event.stopPropagation();
      this.view.drawing.light(null);
    }, true);
    // Escape closes a circuit from wherever in the view it is pressed, once nothing smaller is open.
    this.view.root.addEventListener('keydown', (event) => {
      const { target, key } = event;
      const isFree = key === 'Escape' && this.opened?.inner && !this.view.explanation.selected && !target.closest('input, textarea, .bpv-menu');
      if (!isFree || this.opened.root.contains(target)) return;
      this.opened.close();
      event.stopPropagation();
    });
    svg.addEventListener('keydown', (event) => { if (this.press(event)) { event.preventDefault(); event.stopPropagation(); } });
  }

  // ---- Which entry ----------------------------------------------------------------------------------

  slotOf(target) {
    const half = target.closest?.('[data-half]');
    return half && this.slots.get(half.dataset.half).find(({ group }) => group === half);
  }

  // The entry that has the focus.
  of(target) {
    const slot = this.slotOf(target);
    if (!slot || target.closest('[role=button]')) return null;
    const place = target.dataset.place ?? (target === slot.grid ? slot.kept ?? 0 : null);
    return place === null ? null : { slot, place: Number(place) };
  }

  // The entry of an input that an element stands for, which can be changed.
  inputAt(target) {
    const at = this.of(target.closest?.('[data-place]') ?? target);
    if (!at?.slot.cells || at.slot.kind !== 'value') return null;
    const { slot: { input: i } } = at;
    return i < 0 ? null : { i, place: at.place };
  }

  under({ target, clientX, clientY }) {
    const slot = this.slotOf(target);
    if (!slot) return null;
    const box = this.view.drawing.svg.getBoundingClientRect();
    const scale = this.view.program.layout.width / box.width;
    const { card: { lefts, tops, cell: [width, height], table: [rows, columns] }, corner: [left, top] } = slot;
    const along = (at, starts, size, count) => {
      const block = starts.findLastIndex((start) => start <= at);
      if (block < 0 || at > starts[block] + size) return -1;
      const [first, next] = [block, block + 1].map((n) => Math.floor((n * count) / starts.length));
      return first + Math.min(Math.floor(((at - starts[block]) / size) * (next - first)), next - first - 1);
    };
    const row = along((clientY - box.top) * scale - top, tops, height, rows);
    const column = along((clientX - box.left) * scale - left, lefts, width, columns);
    return row < 0 || column < 0 ? null : { slot, place: row * columns + column };
  }

  show(at) {
    if (at?.slot === this.at?.slot && at?.place === this.at?.place) return;
    this.at = at;
    this.paint();
  }

  // The arrow keys go from entry to entry.
  press(event) {
    const here = this.of(event.target);
    if (!here) return false;
    const { slot, place } = here;
    const to = placeBeside(event, place, slot.card.table);
    if (to !== null) this.go(slot, to);
    else if (event.key === 'Enter' && !this.inputAt(event.target)) this.open(here);
    else if (event.key === 'Escape' && (this.opened.inner || this.grids.panel)) this.close();
    else return false;
    return true;
  }

  click(event) {
    const here = this.under(event);
    if (!here) return;
    event.stopPropagation();
    this.go(here.slot, here.place);
    this.open(here);
  }

  // The circuit of an entry, or of an image first the window on it.
  open({ slot, place }) {
    if (!slot.cells) this.grids.open(slot, place);
    else if (this.labelOf(slot)?.cells && this.opened.open(slot.kind, slot.index, place)) this.opened.inner.root.focus();
  }

  close() {
    this.opened.close();
    this.grids.close();
  }

  // What the line tells of as long as nothing else is pointed at: what is opened.
  pin(at) {
    const [kind, index, place] = at ?? [];
    const slot = at && this.slots.get(`${kind}-${index}`)?.[0];
    this.pinned = slot ? { slot, place } : null;
    this.paint();
  }

  // Back to an entry, from its circuit.
  back(kind, index, place) {
    const slot = this.slots.get(`${kind}-${index}`)?.[0];
    if (slot) this.go(slot, place);
  }

  go(slot, place) {
    slot.kept = place;
    if (!slot.cells) { this.focused = { slot, place }; this.show(this.focused); return; }
    slot.cells.forEach(({ group }, i) => group.setAttribute('tabindex', i === place ? '0' : '-1'));
    slot.cells[place].group.focus();
  }

  // ---- What is said and lit ---------------------------------------------------------------------------

  paint() {
    const { view } = this;
    const at = this.at ?? this.pinned;
    const { store } = view;
    if (this.worded !== store.lang) {
      this.worded = store.lang;
      for (const slots of this.slots.values()) slots.forEach((slot) => this.name(slot));
    }
    const key = at ? `${store.step} ${store.lang}` : store.lang;
    if (this.shownOf === at && this.shownRun === store.run && this.shownKey === key) return;
    [this.shownOf, this.shownRun, this.shownKey] = [at, store.run, key];
    const told = at && this.told(at);
    this.light(at, told?.made);
    const wanted = told ? flowing(told.latex) : element('span', { class: 'bpv-hint' }, [view.say('entries_hint')]);
    if (this.line.firstChild) renew(this.line.firstChild, wanted);
    else this.line.append(wanted);
  }

  told({ slot, place }) {
    const { program, store: { run: walk } } = this.view;
    const { kind, index } = slot;
    const made = lineOf(program, walk, kind, index, place);
    if (!made) return null;
    const { line, root } = made;
    const [goal, label] = [line.goal(kind, index, place), this.labelOf(slot)];
    const sides = [goal, line.symbols];
    if (!label?.cells) return { made, latex: equals(...sides, '?') };
    if (label.lines.at(-1).endsWith(' + ?')) sides.push(`${label.value ? latexNumber(label.value.data[place], program.digits) : ''} + ?`);
    else {
      const numbers = line.numbers((count) => this.view.say('entries_more', { count }));
      sides.push(numbers, about(line.isTold(), latexNumber(numberOf(root), program.digits)));
    }
    return { made, latex: equals(...sides) };
  }

  // What the step on show knows of a half of a card.
  labelOf(slot) {
    const { now, parts } = this.view.drawing;
    const part = parts.find(({ slots }) => slots.includes(slot));
    return now?.[slot.labels][part.i];
  }

  light(at, made) {
    const lit = new Map();
    for (const key of made ? litBy(made) : []) {
      const [kind, index, place] = key.split('-');
      const half = `${kind}-${index}`;
      if (at && half === `${at.slot.kind}-${at.slot.index}` && Number(place) === at.place) continue;
      lit.set(half, [...lit.get(half) ?? [], Number(place)]);
    }
    for (const [half, slots] of this.slots) {
      for (const slot of slots) {
        write(slot.lights, outline(slot, lit.get(half) ?? []));
        write(slot.point, outline(slot, at?.slot === slot ? [at.place] : []));
      }
    }
  }
}

function write(path, d) {
  if ((path.getAttribute('d') ?? '') === d) return;
  path.setAttribute('d', d);
  path.parentNode.append(path); // over what has been drawn meanwhile
}

// Around the cells of some entries, or the blocks that they are in.
function outline({ card: { lefts, tops, cell: [width, height], table: [rows, columns] }, corner: [x, y] }, places) {
  const block = (i, size, count) => Math.floor(((i + 1) * count - 1) / size);
  const blocks = new Set(places.map((place) =>
    block(Math.floor(place / columns), rows, tops.length) * lefts.length + block(place % columns, columns, lefts.length)));
  return [...blocks].map((n) => {
    const [left, top] = [x + lefts[n % lefts.length], y + tops[Math.floor(n / lefts.length)]];
    return `M${left},${top}h${width}v${height}h${-width}Z`;
  }).join('');
}

EXTENSIONS.push((view) => { if (view.program.plan.cards) view.pointing = new Pointing(view); });
