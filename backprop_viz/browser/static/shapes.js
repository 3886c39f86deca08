// How each kind of thing in the picture is made, once: its elements, and the slots of its texts.

const SHAPES = {
  links(drawing, { item: link, i }, group) {
    group.setAttribute('class', 'link');
    const [path, arrow] = drawing.program.layout.curves[i];
    drawn('path', { d: path, class: 'line' }, group);
    if (arrow) drawn('path', { d: arrow, class: 'head' }, group);
    if (link.edge === null) return;
    drawn('path', { d: path, class: 'hit' }, group);
    drawing.clickable(group, 'edge', link.edge);
  },

  wires(drawing, part, group) {
    const { item } = part;
    group.setAttribute('class', `wire ${item.role}`);
    drawing.clickable(group, 'node', item.node, !item.card); // of a card, its head has the focus
    if (item.card) {
      const halves = [['values', 'value'], ['gradients', 'gradient']].slice(0, item.card.halves);
      part.slots = cardSlots(drawing, item, group, halves);
      return;
    }
    const slot = block(drawing, item, group);
    part.slots = [slot('values', 'value', item.drawn_name), slot('gradients', 'gradient', '')];
    line(drawing, item, group);
  },

  branches(drawing, part, group) {
    const { item } = part;
    group.setAttribute('class', 'branch');
    drawing.clickable(group, 'edge', item.edge, false); // its link has the focus
    if (item.card) { part.slots = cardSlots(drawing, item, group, [['contributions', 'contribution']]); return; }
    part.slots = [block(drawing, item, group)('contributions', 'contribution', '')];
    line(drawing, item, group);
  },

  circles(drawing, { item: circle }, group) {
    const [x, y] = drawing.program.layout.boxes[circle.id];
    if (circle.part) { drawPart(drawing, circle, group); return; }
    group.setAttribute('class', 'circle');
    drawn('circle', { cx: x, cy: y, r: circle.size / 2 }, group);
    drawn('text', {
      x, y: y + 0.35 * circle.font_size, 'font-size': circle.font_size, class: 'glyph',
    }, group).textContent = circle.glyph;
    drawing.clickable(group, 'node', circle.node, false);
  },

  terminals(drawing, { item: { id, role } }, group) {
    const [x, y, width, height] = drawing.program.layout.boxes[id];
    if (role === 'parameter' || role === 'constant') {
      const corner = { x: x - width / 2, y: y - height / 2 };
      drawn('rect', { ...corner, width, height, class: 'terminal solid' }, group);
      return;
    }
    drawn('circle', { cx: x, cy: y, r: width / 2, class: 'terminal' }, group);
    if (role === 'output') drawn('circle', { cx: x, cy: y, r: width / 2 - 3, class: 'terminal' }, group);
  },
};

// Makes the slots of a wire or a branch: values stand above its line, gradients below.
function block(drawing, { id, italic }, group) {
  const [x, y, width, height] = drawing.program.layout.boxes[id];
  const half = height / 2;
  return (labels, role, name) => {
    const top = role === 'value' ? y - half : y;
    const tint = drawn('rect', { x: x - width / 2, y: top, width, height: half, class: 'tint' }, group);
    const middle = top + half / 2;
    const { line: tall, font_size: fontSize } = drawing.program.layout;
    const rows = Math.round(half / tall);
    return { labels, role, name, italic, x, top, width, half, rows, fontSize, group, tint, middle, texts: [], shown: null, mark: null };
  };
}

function line(drawing, { id }, group) {
  const [x, y, width] = drawing.program.layout.boxes[id];
  drawn('path', { d: `M${x - width / 2},${y}H${x + width / 2}`, class: 'line' }, group);
}
