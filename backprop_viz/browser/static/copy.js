// What is on show, to the clipboard: a link to it, its words, its mathematics, its picture. Where
// the clipboard is closed, as in some frames, it becomes a file.

const COPIED = 2500; // milliseconds that the confirmation stays

class Copier {
  constructor(view) {
    this.view = view;
    this.told = element('output', { class: 'bpv-copied' });
  }

  get kinds() { return [...(this.view.link ? ['link', 'embed'] : []), 'words', 'latex', 'svg', 'png']; }

  async copy(kind) {
    const { view } = this;
    const { store } = view;
    const texts = {
      link: () => view.link(), embed: () => frameOf(view), words: () => store.sentence(store.step),
      latex: () => store.latex(store.step), svg: () => stepSvg(view),
    };
    const content = kind === 'png' ? pngBytes(stepSvg(view)) : texts[kind]();
    const isDone = await (kind === 'png' ? copyPng(content) : copyText(content));
    const ending = { latex: 'tex', svg: 'svg', png: 'png' }[kind] ?? 'txt';
    const name = `step-${store.step}.${ending}`;
    if (!isDone) offer(name, await content, kind === 'png' ? 'image/png' : 'text/plain');
    this.told.textContent = view.say(isDone ? 'copied' : 'copy_saved', { name });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.told.textContent = ''; }, COPIED);
  }

  // All that can be copied, as one choice of the bar.
  choice() {
    const made = choice('copy', ['copy', ...this.kinds.map((kind) => `copy_${kind}`)]
      .map((key) => option(key, key)), () => {
      const kind = made.value.replace('copy_', '');
      made.value = 'copy';
      this.view.bar.menu.close(); // what is told of it stands there
      this.copy(kind);
    });
    return made;
  }
}

// A line of HTML for any page, with what stands beside a frame, where that is known. Its style is no
// element's here, where the policy of the page would refuse it.
function frameOf(view) {
  const { outerHTML } = element('iframe', {
    class: 'backprop-viz', src: `${view.link()}&embed=`, title: view.root.getAttribute('aria-label'),
  });
  const height = Math.ceil(view.root.getBoundingClientRect().height);
  const style = `width:100%;height:${height}px;border:0`;
  return outerHTML.replace('<iframe', `<iframe style="${style}"`) + (view.beside ?? '');
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

// The older way, which needs no permission.
function copySelected(text) {
  const focused = document.activeElement;
  const field = element('textarea', { 'aria-hidden': 'true', class: 'bpv-aside' });
  field.value = text;
  document.body.append(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  focused?.focus?.({ preventScroll: true });
  return isDone;
}

async function copyPng(bytes) {
  try {
    const blob = bytes.then((content) => new Blob([content], { type: 'image/png' }));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    return true;
  } catch {
    return false;
  }
}

function stepSvg(view) {
  const drawing = new Drawing(view.program, view.store.lang); // another one, so that the screen stays as it is
  const svg = pictureOf(view, drawing, view.store.step);
  drawing.dispose();
  return svg;
}
