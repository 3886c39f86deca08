// Pictures as files, made in the browser.

const LARGEST = 64e6; // pixels of a PNG; browsers refuse much larger canvases
const SHARP = 2; // pixels of a PNG per CSS pixel, where that is not too large

// A drawing as an SVG of its own, its colours written out.
function svgText({ svg, program: { layout, levels, looks, plan } }, theme) {
  const copy = svg.cloneNode(true);
  copy.querySelectorAll('.hit').forEach((made) => made.remove());
  for (const made of copy.querySelectorAll('*')) {
    for (const name of ['tabindex', 'role', 'aria-label', 'aria-description', 'aria-expanded', 'data-pick']) made.removeAttribute(name);
    made.classList.remove('pick', 'picked', 'lit', 'told');
  }
  copy.removeAttribute('class'); // a page's own style would win over what is written here
  copy.setAttribute('xmlns', SVG);
  copy.setAttribute('width', String(layout.width * 4 / 3));
  copy.setAttribute('height', String(layout.height * 4 / 3));
  copy.setAttribute('role', 'img');
  copy.setAttribute('font-family', layout.font);
  const paint = (selector, attributes) => copy.querySelectorAll(selector).forEach((made) => {
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  });
  paint('.paper, circle', { fill: theme.paper });
  paint('.tint', { fill: 'none' });
  paint('.line', { fill: 'none' });
  paint('.line, circle', { stroke: theme.ink, 'stroke-width': String(looks.plain.pen) });
  paint('.head', { fill: theme.ink });
  paint('text, .solid', { fill: theme.ink });
  paint('.gradient, .contribution', { fill: theme.gradient });
  for (const [mark, look] of Object.entries(looks)) {
    const at = `[data-mark=${mark}]`;
    paint(`g${at} > .line, g${at} > circle`, { stroke: theme[look.line], 'stroke-width': String(look.pen) });
    paint(`g${at} > .head`, { fill: theme[look.line] });
    if (look.text) paint(`text${at}, .circle${at} text`, { fill: theme[look.text] });
    if (look.is_bold) paint(`text${at}`, { 'font-weight': 'bold' });
    if (look.fill !== looks.plain.fill) paint(`.tint${at}, g${at} > circle`, { fill: theme[look.fill] });
  }
  if (plan.cards) paintCards(paint, theme);
  if (levels) paintBlocks(paint, theme, looks);
  paint('.ghost', { fill: theme.faint, 'font-weight': 'normal' });
  return new XMLSerializer().serializeToString(copy);
}

async function pngBytes(svg) {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(SHARP, Math.sqrt(LARGEST / image.width / image.height));
    const [width, height] = [image.width, image.height].map((side) => String(Math.floor(side * scale)));
    const canvas = element('canvas', { width, height });
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}

// A ZIP archive without compression (PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.4).
function zip(files) {
  const table = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (bytes) => {
    let c = 0xffffffff;
    for (const byte of bytes) c = table[(c ^ byte) & 0xff] ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
  const record = (fields) => {
    const bytes = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0));
    const data = new DataView(bytes.buffer);
    let at = 0;
    for (const [size, value] of fields) {
      if (size === 2) data.setUint16(at, value, true);
      else data.setUint32(at, value, true);
      at += size;
    }
    return bytes;
  };
  const parts = [], index = [];
  let offset = 0;
  for (const [name, content] of files) {
    const label = new TextEncoder().encode(name);
    const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x21], [4, crc(content)], [4, content.length], [4, content.length], [2, label.length], [2, 0]];
    const local = record([[4, 0x04034b50], ...common]);
    index.push(record([[4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), label);
    parts.push(local, label, content);
    offset += local.length + label.length + content.length;
  }
  const size = index.reduce((sum, part) => sum + part.length, 0);
  const end = record([[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, offset], [2, 0]]);
  return new Blob([...parts, ...index, end]);
}

function pictureOf(view, drawing, k) {
  const shownScene = view.store.scene(k);
  drawing.paint(shownScene, view.ghostsAt(shownScene));
  drawing.finish();
  view.describe(drawing, k);
  return svgText(drawing, view.theme.colours);
}

// The picture of the step on show, or of all steps in one archive.
async function download(view, kind, all) {
  const { program, store } = view;
  const digits = Math.max(2, String(lastStep(program)).length);
  const drawing = new Drawing(program, store.lang); // another one, so that the screen stays as it is
  const files = [];
  for (const k of all ? store.steps : [store.step]) {
    const svg = pictureOf(view, drawing, k);
    const content = kind === 'svg' ? new TextEncoder().encode(svg) : await pngBytes(svg);
    files.push([`step-${String(k).padStart(digits, '0')}.${kind}`, content]);
  }
  drawing.dispose();
  if (all) offer('steps.zip', zip(files), 'application/zip');
  else offer(...files[0], kind === 'svg' ? 'image/svg+xml' : 'image/png');
}
