// A line of a label in its place, which was made for one number of its own shape: where it holds more,
// an old value or an array, it is written smaller, and an array that would be too small is cut.

const OVERHANG = 12; // points that such a line may reach beyond its wire, in all
const SMALLEST = 0.55; // of the usual size, before an array is cut

// "8", or "4 → 8" where it was 4.
function writeLine(slot, line, head, shown, was = shown) {
  const { text, tail, name } = line;
  const isMoved = was !== shown;
  const isArrayText = /[[‖]/.test(shown);
  const sizeOfAll = (...parts) => (slot.width + OVERHANG) / wide([name, head, ...parts].join(''));
  let size = isMoved ? sizeOfAll(was, ' → ', shown) : isArrayText ? sizeOfAll(shown) : Infinity;
  if (!isMoved && size < SMALLEST * slot.fontSize) {
    shown = cut(shown);
    size = sizeOfAll(shown);
  }
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
