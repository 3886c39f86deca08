// Blocks in the picture: the box of a closed one with its ports, and the frame of an open one.

const PORT_SIZE = 11; // of the type of a port's name
const PART_SIDE = 8;
const SIGN_SIZE = 9;

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
  drawn('text', { x: x + part.shift, y: y + 0.35 * size, class: 'glyph' }, group).textContent = part.shown;
  const mark = { x: x + part.shift, y: y + 1.2 * size + 0.35 * PORT_SIZE, 'font-size': PORT_SIZE, class: 'glyph' };
  if (part.mark) drawn('text', mark, group).textContent = part.mark;
  drawSign(x + part.shift, top + SIGN_SIZE, group, false);
  drawing.clickable(group, 'node', node, false);
}

SHAPES.frames = (drawing, { item: { id, shown } }, group) => {
  const [x, y, width, height] = drawing.program.layout.boxes[id];
  const [left, top] = [x - width / 2, y - height / 2];
  const size = drawing.program.layout.font_size;
  group.setAttribute('class', 'frame');
  drawn('rect', { x: left, y: top, width, height, rx: PART_SIDE }, group);
  const name = { x: left + 2 * PART_SIDE + SIGN_SIZE, y: top + PART_SIDE + 0.8 * size, 'text-anchor': 'start' };
  drawn('text', name, group).textContent = shown;
  drawSign(left + PART_SIDE + SIGN_SIZE / 2, top + PART_SIDE + size / 2, group, true);
};

// A small square with plus or minus.
function drawSign(x, y, group, isOpen) {
  const [half, arm] = [SIGN_SIZE / 2, SIGN_SIZE / 2 - 2];
  const down = isOpen ? '' : `M${x},${y - arm}V${y + arm}`;
  const d = `M${x - half},${y - half}h${SIGN_SIZE}v${SIGN_SIZE}h${-SIGN_SIZE}ZM${x - arm},${y}H${x + arm}${down}`;
  drawn('path', { d, class: 'sign' }, group);
}
