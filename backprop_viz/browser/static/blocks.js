// Blocks in the picture: the box of a closed one with its ports, and the frame of an open one.

const PORT_SIZE = 11; // of the type of a port's name
const PART_SIDE = 8;
const SIGN_SIZE = 9;
const LOW = 3; // a name stands below the middle, so that the sign has room over it

function drawPart(drawing, { id, node, part }, group) {
  const [x, y, width, height] = drawing.program.layout.boxes[id];
  const [left, top] = [x - width / 2, y - height / 2];
  group.setAttribute('class', 'circle block');
  drawn('rect', { x: left, y: top, width, height, rx: PART_SIDE, class: 'body' }, group);
  const name = (names, at, anchor) => names.forEach((text, n) => {
    const row = top + (n + 0.5) * height / names.length + 0.35 * PORT_SIZE;
    const port = { x: at, y: row, 'font-size': PORT_SIZE, 'text-anchor': anchor, class: 'glyph' };
    drawn('text', port, group).textContent = text;
  });
  name(part.left, left + PART_SIDE / 2, 'start');
  name(part.right, left + width - PART_SIDE / 2, 'end');
  const size = drawing.program.layout.font_size;
  drawn('text', { x: x + part.shift, y: y + LOW + 0.35 * size, class: 'glyph' }, group).textContent = part.shown;
  if (part.owned) {
    const low = y + LOW + 1.2 * size + 0.35 * PORT_SIZE;
    const text = drawn('text', { x: x + part.shift, y: low, 'font-size': PORT_SIZE, class: 'glyph' }, group);
    drawing.wording.push(() => { text.textContent = part.owned[drawing.lang]; });
    drawing.wording.at(-1)();
  }
  drawing.clickable(group, 'node', node, false);
  const [before, after] = [part.left, part.right].map((names) => Math.max(...names.map((text) => 7 * text.length), 0) + PART_SIDE);
  const sign = turner(drawing, part.number, [left + before, top, width - before - after, height], group, false);
  drawSign(x + part.shift, top + SIGN_SIZE - 1, sign, false);
}

SHAPES.frames = (drawing, { item: { id, shown, number } }, group) => {
  const [x, y, width, height] = drawing.program.layout.boxes[id];
  const [left, top] = [x - width / 2, y - height / 2];
  const size = drawing.program.layout.font_size;
  group.setAttribute('class', 'frame');
  drawn('rect', { x: left, y: top, width, height, rx: PART_SIDE }, group);
  const name = { x: left + 2 * PART_SIDE + SIGN_SIZE, y: top + PART_SIDE + 0.8 * size, 'text-anchor': 'start' };
  const long = 3 * PART_SIDE + SIGN_SIZE + 0.6 * size * shown.length;
  const sign = turner(drawing, number, [left, top, Math.min(long, width), PART_SIDE + 1.5 * size], group, true);
  drawn('text', name, sign).textContent = shown;
  drawSign(left + PART_SIDE + SIGN_SIZE / 2, top + PART_SIDE + size / 2, sign, true);
};

// In a file.
function paintBlocks(paint, theme, looks) {
  for (const [mark, look] of [['', looks.plain], ...Object.entries(looks)]) {
    const at = mark && `[data-mark=${mark}]`;
    paint(`g${at} > .body`, { fill: theme[look.fill], stroke: theme[look.line], 'stroke-width': String(look.pen) });
  }
  paint('.frame > rect', { fill: 'none', stroke: theme.faint, 'stroke-width': String(looks.plain.pen) });
  paint('.frame text', { fill: theme.faint });
  paint('.sign', { fill: 'none', stroke: theme.faint });
}

// What opens or closes a block: its sign, and the place around it.
function turner(drawing, number, [x, y, width, height], group, isOpen) {
  const made = drawn('g', { class: 'turn', 'aria-expanded': String(isOpen), 'data-block': number }, group);
  drawn('rect', { x, y, width, height, class: 'hit around' }, made);
  drawing.clickable(made, 'block', number);
  return made;
}

// A small square with plus or minus.
function drawSign(x, y, group, isOpen) {
  const [half, arm] = [SIGN_SIZE / 2, SIGN_SIZE / 2 - 2];
  const down = isOpen ? '' : `M${x},${y - arm}V${y + arm}`;
  const d = `M${x - half},${y - half}h${SIGN_SIZE}v${SIGN_SIZE}h${-SIGN_SIZE}ZM${x - arm},${y}H${x + arm}${down}`;
  drawn('path', { d, class: 'sign' }, group);
}
