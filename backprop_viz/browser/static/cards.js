// The card of an array, as draw/grid.py writes it. Every element is made once; a step or a change of an
// input writes the numbers, the tones and the marks that it changes.

const [MOVED, LOWER, HIGHER] = [0.72, 0.22, 0.04]; // of the type of two numbers in a cell, and of its height

const KINDS = { values: 'value', gradients: 'gradient', contributions: 'contribution' };

function cardSlots(drawing, item, group, kinds) {
  const { id, card, drawn_name: name, italic } = item;
  const [x, y, width, height] = drawing.program.layout.boxes[id];
  const slots = kinds.map(([labels, role], n) => {
    const top = y - height / 2 + n * card.half;
    const tint = drawn('path', { d: roundBox(x - width / 2, top, width, card.half), class: 'tint' }, group);
    const told = { kind: KINDS[labels], index: item.edge ?? item.node };
    return new CardSlot({ ...told, drawing, labels, role, italic, card, group, tint, x, top, width, half: card.half }, drawing.program.layout);
  });
  if (card.halves > 1) drawn('path', { d: `M${x - width / 2},${y}H${x + width / 2}`, class: 'line' }, group);
  drawn('path', { d: roundBox(x - width / 2, y - height / 2, width, height), class: 'line frame' }, group);
  slots.forEach((slot) => {
    slot.build(name);
    if (slot.kind === 'value') drawing.clickable(slot.head, 'node', item.node);
    drawing.cards.push(slot);
    drawing.onCard?.(slot);
  });
  return slots;
}

// What the colours of entries mean, for the legend.
const toneKeys = (say) => [['minus', '−'], ['plus', '+'], ['zero', ZERO]].flatMap(([key, sign]) => [
  ' · ', element('span', { class: `bpv-tone bpv-${key}` }, [sign]), ` ${say(`tones_${key}`)}`]);

class CardSlot {
  constructor(told, layout) {
    Object.assign(this, told);
    this.layout = layout;
    this.isValue = this.role === 'value';
  }

  build(name) {
    const { card, x, top, width, role } = this;
    const group = this.group = drawn('g', { class: role }, this.group);
    const [base, side] = [top + HEAD / 2 + 5.5, width / 2 - SIDE];
    this.head = drawn('g', { class: 'heading' }, group);
    if (this.isValue) drawn('rect', { x: x - width / 2, y: top, width, height: HEAD, class: 'hit' }, this.head);
    const text = (at, anchor, more) => drawn('text', { x: at, y: base, 'text-anchor': anchor, ...more }, this.head);
    this.sign = text(x - side, 'start', { class: role });
    if (name && this.italic) this.sign.setAttribute('font-style', 'italic');
    this.note = this.isValue ? text(x + side, 'end', { class: 'note', 'font-size': NOTE }) : text(x + side, 'end', { class: role });
    showText(this.sign, this.isValue ? name ?? '' : '');
    showText(this.note, this.isValue ? card.told : '');
    const [across, down] = [card.lefts.at(-1) + card.cell[0], card.tops.at(-1) + card.cell[1]];
    this.corner = [x - across / 2, top + HEAD];
    const edge = `cell${this.isValue ? '' : ' back'}`;
    this.grid = drawn('g', {}, group);
    if (!card.size) drawn('rect', { x: this.corner[0], y: this.corner[1], width: across, height: down, class: edge }, this.grid);
    // What is written across a grid that shows no cells of its own.
    const whole = drawn('text', { x, y: top + HEAD + down / 2 + 0.35 * this.layout.font_size }, group);
    this.whole = { text: whole, tail: whole.appendChild(document.createTextNode('')), name: '' };
    if (card.size) this.cells = card.tops.flatMap((over) => this.row(over, edge));
    else this.blocks = new Map();
    if (!card.size) this.told = drawn('text', { x, y: top + HEAD + down + NOTE + 4, class: 'note', 'font-size': NOTE }, group);
  }

  row(over, edge) {
    const { card: { lefts }, corner: [x, y] } = this;
    const row = drawn('g', {}, this.grid);
    return lefts.map((left) => this.cell(row, x + left, y + over, edge));
  }

  cell(row, left, over, edge) {
    const { card: { cell: [width, height], size } } = this;
    const group = drawn('g', {}, row);
    const rect = drawn('rect', {
      x: left + INSET, y: over + INSET, width: width - 2 * INSET, height: height - 2 * INSET, class: edge,
    }, group);
    const text = drawn('text', { x: left + width / 2, y: over + height / 2 + 0.35 * size, 'font-size': size }, group);
    return { group, rect, text: { text, tail: text.appendChild(document.createTextNode('')) }, tone: null, mark: null, size, middle: over + height / 2 };
  }

  // Show a label, if it is another than before.
  paint(label, before) {
    if (this.drawing.sketch?.takes(this, label, before)) return;
    const { card } = this;
    const { lines, cells = null, mark } = label;
    const isFresh = this.mark !== mark;
    const were = cells && before?.cells?.texts;
    const told = lines.join();
    if (cells === this.shown && were === this.were && mark === this.mark && told === this.lines) return;
    Object.assign(this, { shown: cells, were, mark, lines: told });
    const isUnknown = lines.length === 1 && lines[0] === '?';
    if (isFresh) for (const made of [this.sign, this.tint, ...(this.isValue ? [] : [this.note])]) made.dataset.mark = mark;
    if (!this.isValue) {
      showText(this.sign, lines.length ? '∂' : '');
      showText(this.note, lines.at(-1)?.endsWith(' + ?') ? '+ ?' : '');
    }
    // An array of another shape than the card was made for is written as a text.
    const isOther = !cells && lines.length > 0 && !isUnknown;
    if (this.isValue) showText(this.note, isOther ? '' : card.told);
    const across = isOther || (isUnknown && !card.size) ? asRoomy(lines, 1)[0] : '';
    const room = { width: this.width - 2 * SIDE, fontSize: this.layout.font_size };
    writeLine(room, this.whole, '', across);
    this.whole.text.dataset.mark = mark;
    if (!card.size) { this.paintBlocks(cells); return; }
    this.cells.forEach((cell, n) => {
      const tone = cells ? cells.tones[n] : null;
      if (cell.tone !== tone) {
        if (tone === null) cell.rect.removeAttribute('data-tone'); else cell.rect.setAttribute('data-tone', tone);
        cell.tone = tone;
      }
      this.paintCell(cell, cells ? cells.texts[n] : isUnknown ? '?' : '', mark, were?.[n]);
    });
    if (isOther !== Boolean(this.isOther)) this.cells.forEach(({ rect }) => rect.classList.toggle('gone', isOther));
    this.isOther = isOther;
  }

  // `was` is what stood there before; where it is another number, it stands over this one.
  paintCell(cell, shown, mark, was = shown) {
    const { text, tail } = cell.text;
    if (tail.data !== shown || cell.was !== was) {
      tail.data = shown;
      cell.was = was;
      const isMoved = was !== shown;
      const size = this.sizeOf(shown, isMoved);
      if (size !== cell.size) text.setAttribute('font-size', cell.size = size);
      if (isMoved !== Boolean(cell.isMoved)) text.setAttribute('y', cell.middle + 0.35 * size + isMoved * this.card.cell[1] * LOWER);
      cell.isMoved = isMoved;
      if (isMoved) cell.ghost ??= drawn('text', { x: text.getAttribute('x'), y: cell.middle - this.card.cell[1] * HIGHER, class: 'ghost' }, cell.group);
      if (cell.ghost) showText(cell.ghost, isMoved ? was : '');
      if (isMoved) cell.ghost.setAttribute('font-size', this.sizeOf(was, true));
    }
    if (cell.mark !== mark) text.dataset.mark = cell.mark = mark;
  }

  sizeOf(shown, isMoved) {
    const { size, cell: [width] } = this.card;
    return Math.min(isMoved ? size * MOVED : size, (width - 3) / advance(shown));
  }

  // A path for each tone, of the runs of blocks that have it, and one for the marks.
  paintBlocks(cells) {
    const { card: { lefts, tops, cell: [width, height] }, corner: [x, y], group } = this;
    const runs = new Map();
    const marks = { signs: '', minus: '' };
    const hasRoom = Math.min(width, height) >= MARKED;
    const across = lefts.length;
    tops.forEach((top, row) => {
      if (!cells) return;
      for (let n = 0, start = 0; n < across; n += 1) {
        const tone = cells.tones[row * across + n];
        if (hasRoom) signOf(marks, tone, x + lefts[n], y + top, width, height);
        if (n + 1 < across && cells.tones[row * across + n + 1] === tone) continue;
        const path = `M${x + lefts[start]},${y + top}H${x + lefts[n] + width}V${y + top + height}H${x + lefts[start]}Z`;
        if (tone) runs.set(tone, (runs.get(tone) ?? '') + path);
        start = n + 1;
      }
    });
    for (const tone of runs.keys()) {
      if (!this.blocks.has(tone)) this.blocks.set(tone, drawn('path', { 'data-tone': tone }, group));
    }
    this.blocks.forEach((path, tone) => path.setAttribute('d', runs.get(tone) ?? ''));
    this.marks ??= Object.fromEntries(Object.keys(marks).map((kind) => [kind, drawn('path', { class: kind }, group)]));
    for (const kind of Object.keys(marks)) {
      group.append(this.marks[kind]);
      this.marks[kind].setAttribute('d', marks[kind]);
    }
    showText(this.told, cells ? cells.told.at(-1) : '');
  }
}

// A dot for 0, a cross for nan, a box for ∞, and a bar for −, which shows where there are no colours.
function signOf(marks, tone, x, y, width, height) {
  const [across, down, reach] = [x + width / 2, y + height / 2, Math.min(width, height) / 4];
  const [left, right, top, bottom] = [across - reach, across + reach, down - reach, down + reach];
  if (tone === 0) marks.signs += `M${across - 0.4},${down}H${across + 0.4}`;
  else if (tone === UNDEFINED) marks.signs += `M${left},${top}L${right},${bottom}M${left},${bottom}L${right},${top}`;
  else if (Math.abs(tone) === INFINITE) marks.signs += `M${left},${top}H${right}V${bottom}H${left}Z`;
  else if (tone < 0) marks.minus += `M${left},${down}H${right}`;
}

// About how wide a number is, in the size of its type.
const advance = (text) => [...text].reduce((sum, sign) =>
  sum + (sign === '−' ? 0.84 : sign === '.' ? 0.4 : sign === '∞' ? 1.11 : sign >= '0' && sign <= '9' ? 0.7 : 0.73), 0);

function roundBox(x, y, width, height) {
  const [right, bottom, r] = [x + width, y + height, 6];
  return `M${x + r},${y}H${right - r}Q${right},${y} ${right},${y + r}V${bottom - r}Q${right},${bottom} ${right - r},${bottom}`
    + `H${x + r}Q${x},${bottom} ${x},${bottom - r}V${y + r}Q${x},${y} ${x + r},${y}Z`;
}

// Blends of the colours of a theme: of two by their names, and how much there is of the second.
function blendOf(theme) {
  const channels = (name) => [1, 3, 5].map((at) => parseInt(theme[name].slice(at, at + 2), 16));
  return (ground, colour, share) => {
    const [from, to] = [channels(ground), channels(colour)];
    const mixed = from.map((a, i) => Math.floor(a + (to[i] - a) * share + 0.5));
    return `#${mixed.map((x) => x.toString(16).padStart(2, '0')).join('')}`;
  };
}

// The colour of a tone, and how much there is of it over paper.
function colouring(tone) {
  if (tone === UNDEFINED) return ['faint', 0.4];
  return [tone < 0 ? 'minus' : 'plus', Math.min(Math.abs(tone), TONES) / TONES];
}

// The colours of cards written out, for a picture that is a file of its own.
function paintCards(paint, theme) {
  const blend = blendOf(theme);
  for (const mark of ['plain', 'faint', 'used']) {
    paint(`g[data-mark=${mark}] > .frame`, { stroke: blend('paper', 'faint', 0.6), 'stroke-width': '1' });
  }
  paint('.cell', { fill: theme.paper, stroke: blend('paper', 'ink', 0.2), 'stroke-width': '0.6' });
  paint('.back', { stroke: blend('paper', 'gradient', 0.5) });
  paint('.gone', { fill: 'none', stroke: 'none' });
  paint('.note', { fill: theme.faint });
  for (let tone = 1; tone <= INFINITE; tone += 1) {
    for (const one of [tone, -tone]) paint(`[data-tone="${one}"]`, { fill: blend('paper', ...colouring(one)) });
  }
  paint(`[data-tone="${UNDEFINED}"]`, { fill: blend('paper', ...colouring(UNDEFINED)) });
  const pen = { fill: 'none', stroke: theme.ink, 'stroke-width': '0.8' };
  paint('.signs', pen);
  paint('.minus', theme.minus === theme.plus ? pen : { fill: 'none', stroke: 'none' });
}
