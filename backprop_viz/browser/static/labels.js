// A line of a label in its place, which was made for one number of its own shape: where it holds more,
// an old value or an array, it is written smaller, and an array that would be too small is cut.

const OVERHANG = 12; // points that such a line may reach beyond its wire, in all
const SMALLEST = 0.55; // of the usual size, before an array is cut

// How it is written there: how large, and what of it.
function lineIn({ width, fontSize }, name, head, shown, was = shown) {
  const isMoved = was !== shown;
  const isArrayText = /[[‖]/.test(shown);
  const sizeOfAll = (...parts) => (width + OVERHANG) / wide([name, head, ...parts].join(''));
  const size = isMoved ? sizeOfAll(was, ' → ', shown) : isArrayText ? sizeOfAll(shown) : Infinity;
  if (isMoved || size >= SMALLEST * fontSize) return { isMoved, shown, size };
  const short = cut(shown);
  return { isMoved, shown: short, size: sizeOfAll(short) };
}

const headOf = (role, name) => (name ? ' = ' : role === 'value' ? '' : '∂ ');

// Of a scene, beside which another may stand, how large the smallest label is as a part of the others.
function smallestLabel({ plan, layout }, now, before) {
  let least = layout.font_size;
  const look = (kind, role, things) => things.forEach(({ id, drawn_name: drawn, card }, i) => {
    if (card) return;
    const slot = { width: layout.boxes[id][2], fontSize: layout.font_size };
    const [was, name] = [before?.[kind][i].lines, role === 'value' ? drawn : ''];
    now[kind][i].lines.forEach((shown, n, all) => {
      const [first, head] = n ? ['', ''] : [name, headOf(role, name)];
      const old = was?.length === all.length ? was[n] : shown;
      const { size } = lineIn(slot, first, head, shown, old);
      least = Math.min(least, size);
    });
  });
  look('values', 'value', plan.wires);
  look('gradients', 'gradient', plan.wires);
  look('contributions', 'contribution', plan.branches);
  return least / layout.font_size;
}

// "8", or "4 → 8" where it was 4.
function writeLine(slot, line, head, value, was) {
  const { text, tail, name } = line;
  const { isMoved, shown, size } = lineIn(slot, name, head, value, was);
  const before = isMoved ? head : head + shown;
  if (tail.data !== before) tail.data = before;
  const isSmall = size < slot.fontSize;
  if (isSmall) text.setAttribute('font-size', size);
  else if (line.isSmall) text.removeAttribute('font-size');
  line.isSmall = isSmall;
  if (isMoved) {
    line.ghost ??= drawn('tspan', { class: 'ghost' });
    line.rest ??= document.createTextNode('');
    line.ghost.textContent = `${was} → `;
    line.rest.data = shown;
    text.append(line.ghost, line.rest);
  } else if (line.ghost?.parentNode) {
    line.ghost.remove();
    line.rest.remove();
  }
}

// The rows of a matrix in one line, where it stands in the place of a number.
function asRoomy(lines, rows) {
  return lines.length > rows ? [`[${lines.map((row) => row.slice(1, -1)).join('; ')}]`] : lines;
}

// The first and the last entry, and how many rows and columns there are between them.
function cut(shown) {
  const rows = shown.replace(/^\[|\].*$/g, '').split('; ').map((row) => row.split(', '));
  const shape = rows.length > 1 ? `${rows.length}×${rows[0].length} ` : '';
  return `${shape}[${rows[0][0]} … ${rows.at(-1).at(-1)}]`;
}

// About how wide a text is, in the size of its font.
const wide = (text) => [...text].reduce((sum, sign) =>
  sum + (' .,[]'.includes(sign) ? 0.39 : '→=−∂'.includes(sign) ? 0.84 : 0.68), 0);
