// A page of its own: no kernel, no server, no network. It holds one or more chapters, each a walk
// in the explorer with sliders; it is linked to by step and inputs, printed, and shown as slides.

// What a widget's model is to the store, without a kernel behind it.
class PageModel {
  constructor(chapter, shared) {
    this.values = { ...shared, ...chapter, sliders: [], fields: [] };
    this.heard = new Map();
  }

  get(name) { return this.values[name]; }

  set(name, value) {
    this.values[name] = value;
    for (const hear of this.heard.get(`change:${name}`) ?? []) hear();
  }

  on(event, hear) { this.heard.set(event, [...(this.heard.get(event) ?? []), hear]); }
}

const HASH_REST = 200; // milliseconds until the address tells where the page is
const LARGEST_HANDOUT = 60000; // elements of all its pictures; beyond it only the step on show
const LEAST_PRINTED = 2.12; // millimetres of a label on paper, which are six points ...
const WHOLE = 'wide strip whole';
// ... and of a picture there, across and down, by the shape of its place.
const PRINTED = { '': [84, 42], wide: [108, 26], 'wide strip': [179, 24], [WHOLE]: [179, 215] };

// What an address says of the page itself. An input of such a name goes by it behind a dot.
const OF_PAGE = new Set(['f', 'py', 'p', 'lang', 'chapter', 'open', 'step', 'at', 'embed', 'slides']);
const addressName = (name) => (OF_PAGE.has(name) ? `.${name}` : name);
const inputName = (word) => word.replace(/^\./, '').replace(/_+$/, (tail) => "'".repeat(tail.length));

// The step of a name, whatever is open: `z` is where z is computed, `x>z` where a gradient comes back
// from z to x, also where a block makes z of x, and `x>z>2` where it does so for the second time.
function stepNamed(program, text) {
  const of = (name) => program.nodes.findIndex((node) => node.name === name);
  if (of(text) >= 0) return computedAt(program, of(text));
  const [to, from, way = '1'] = text.split('>');
  const blocks = program.levels?.blocks.filter(({ outputs }) => outputs.includes(of(from))) ?? [];
  const users = new Set([of(from), ...blocks.flatMap(({ ports }) => ports)]);
  const steps = program.edges.flatMap(({ operand, node }, i) =>
    (operand === of(to) && users.has(node) ? [returnedAt(program, i)] : []));
  return steps.sort((a, b) => a - b)[Number(way) - 1];
}

class Page {
  constructor(data, root) {
    this.data = data;
    const { words } = data;
    for (const room of ['words', 'screen']) words[room] = byLanguage(words[room], words.languages);
    this.root = root;
    this.shared = { lang: data.lang, theme: data.theme };
    this.models = [];
    this.heading = element('h1', {}, [data.title]);
    this.chapters = element('select', { class: 'bpv-chapters', onchange: () => this.open(Number(this.chapters.value)) },
      data.chapters.map(({ title }, i) => element('option', { value: String(i) }, [title])));
    this.printer = element('select', { class: 'bpv-print', onchange: () => this.print() });
    this.presenter = element('button', { type: 'button', class: 'bpv-present', onclick: () => this.slides.start() });
    const parts = data.chapters.length > 1 ? [this.chapters] : [];
    this.header = element('header', {}, [this.heading, ...parts]);
    this.main = element('main');
    this.handout = element('section', { class: 'bpv-handout' });
    this.slides = new Slides(this);
    root.replaceChildren(this.header, this.main, this.slides.root, this.handout);
    window.addEventListener('hashchange', () => this.follow());
    window.addEventListener('beforeprint', () => this.fillHandout());
    document.addEventListener('keydown', (event) => this.onKey(event));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paint());
  }

  begin() {
    this.follow();
    this.announce();
    if (this.asked('slides') || (this.data.slides && !this.asked('embed'))) this.slides.start();
  }

  // In a page of somebody else's: it is told how high this one is, and tells its theme.
  announce() {
    if (window.parent === window) return;
    document.body.classList.add('bpv-framed');
    const tell = () => window.parent.postMessage({ backpropViz: { height: Math.ceil(this.root.getBoundingClientRect().height) } }, '*');
    new ResizeObserver(tell).observe(this.root);
    window.addEventListener('message', ({ source, data }) => {
      const theme = data?.backpropViz?.theme;
      const isKnown = theme === 'auto' || Object.hasOwn(this.data.words.themes, theme ?? '');
      if (source !== window.parent || !isKnown || this.data.theme !== 'auto') return;
      this.store.set('theme', theme);
      this.store.history.keep(); // it is the page around that does and undoes this
    });
  }

  // Whether the address asks for something, as ?embed or in its fragment.
  asked(word) {
    return new URLSearchParams(location.search).has(word)
      || new URLSearchParams(location.hash.slice(1)).has(word);
  }

  open(index) {
    if (this.index === index) return;
    this.view?.dispose();
    this.index = index;
    const chapter = this.data.chapters[index];
    const program = { ...this.data.words, ...chapter.program };
    this.model = this.models[index] ??= new PageModel({ ...chapter, program }, this.shared);
    for (const [name, value] of Object.entries(this.shared)) this.model.values[name] = value;
    this.store = storeOf(this.model);
    this.store.history.keep();
    this.store.listeners.clear();
    this.main.replaceChildren();
    this.view = new View(this.store, this.main, () => `${location.href.split('#')[0]}#${this.place}`);
    this.inputs = new Inputs(this.view, chapter.ranges);
    this.main.prepend(this.inputs.shown);
    this.view.bar.menu.add(this.presenter, this.printer);
    this.store.listeners.add(() => this.paint());
    this.chapters.value = String(index);
    this.paint();
  }

  paint() {
    const { store, view } = this;
    const { lang } = store;
    this.shared = { lang, theme: this.model.get('theme') };
    const { name, colours } = view.theme;
    if (document.body.dataset.theme !== name) {
      document.body.dataset.theme = name;
      paintColours(document.body, colours);
    }
    document.body.classList.toggle('bpv-embedded', this.asked('embed'));
    if (this.worded !== lang) {
      this.worded = lang;
      document.documentElement.lang = lang;
      this.chapters.setAttribute('aria-label', view.say('page_chapter'));
      this.presenter.textContent = view.say('page_slides');
      this.printer.setAttribute('aria-label', view.say('page_print'));
      this.printer.replaceChildren(...['print', 'one', 'six'].map((key) =>
        element('option', { value: key }, [view.say(`page_${key}`)])));
    }
    this.slides.paint();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell(), HASH_REST);
  }

  // ---- The address --------------------------------------------------------------------------------

  // Go where the address points: #chapter=2&step=9&w=2.5, or #at=y
  follow() {
    this.address = location.hash;
    const asked = new URLSearchParams(location.hash.slice(1));
    const chapter = Math.trunc(Number(asked.get('chapter') ?? 1)) - 1;
    this.open(this.data.chapters[chapter] ? chapter : 0);
    const { store } = this;
    const { nodes, inputs } = store.program;
    let refused = null;
    for (const [name, text] of asked) {
      if (OF_PAGE.has(name)) continue;
      const i = inputs.findIndex((node) => nodes[node].name === inputName(name));
      if (i >= 0) store.placeText(i, text);
      refused ??= i >= 0 ? store.message : { key: 'bad_name', text: inputName(name).slice(0, 40) };
    }
    store.blocks?.goTo(asked.get('open'));
    const at = asked.get('at');
    const named = at === null ? null : stepNamed(store.program, at);
    if (named === undefined) refused ??= { key: 'bad_step', text: at.slice(0, 40) };
    const step = named ?? Number(asked.get('step') ?? NaN);
    if (Number.isFinite(step)) store.set('step', store.nearest(step));
    else if (!this.told) store.set('step', store.nearest(this.model.get('step')));
    store.history.keep(); // an address is where one goes back to
    store.message = refused; // what comes behind it in the address is no answer to it
    if (refused) store.changed();
    this.paint();
  }

  tell() {
    if (location.hash !== this.address) { this.follow(); return; } // it points elsewhere, just now
    this.told = true;
    try { history.replaceState(null, '', `#${this.place}`); } catch { /* not in some frames */ }
    this.address = location.hash;
  }

  // What the address says of the page: what it asked for, chapter, step and inputs.
  get place() {
    const { store } = this;
    const asked = new URLSearchParams(location.hash.slice(1));
    const told = new URLSearchParams();
    for (const word of ['embed', 'slides']) if (asked.has(word)) told.set(word, asked.get(word));
    if (this.data.chapters.length > 1) told.set('chapter', String(this.index + 1));
    const open = store.blocks?.address ?? null;
    if (open !== null) told.set('open', open);
    told.set('step', String(store.step));
    store.program.inputs.forEach((node, i) => {
      if (!isLarge(store.inputs[i]) && !isSame(store.inputs[i], store.opening[i])) told.set(addressName(store.program.nodes[node].name), typedForm(store.inputs[i]));
    });
    return String(told).replaceAll('%2C', ',');
  }

  // ---- Keys, wherever nothing else wants them -----------------------------------------------------

  onKey(event) {
    if (undoes(event, this.store) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.slides.isOn) this.slides.onKey(event);
    else if (event.target === document.body) this.view.keys.press(event);
  }

  // ---- The handout --------------------------------------------------------------------------------

  print() {
    this.perPage = this.printer.value;
    this.printer.value = 'print';
    window.print();
  }

  fillHandout() {
    const { view, store } = this;
    const { program } = store;
    this.handout.dataset.perPage = this.slides.isOn ? 'slides' : this.perPage ?? 'one';
    const { shape, high, rows: wanted, row } = printedAt(program);
    this.handout.dataset.shape = shape;
    this.handout.style.setProperty('--bpv-high', `${high}mm`);
    const size = program.plan.wires.length * 6 + program.plan.links.length * 2;
    const isTooLarge = (rows) => size * rows * store.steps.length > LARGEST_HANDOUT;
    const rows = isTooLarge(wanted) ? 1 : wanted;
    const steps = isTooLarge(1) ? [store.step] : store.steps;
    const theme = program.themes[this.model.get('theme') === 'print' ? 'print' : 'light'];
    // The formula on top. Step 0 says no other, or a long one in brief.
    const hasWhole = this.handout.dataset.perPage !== 'six';
    const isLong = view.whole.pages.length > 1;
    this.handout.replaceChildren(...steps.map((k) => {
      const picture = document.importNode(this.stepPicture(k, theme), true);
      const shown = this.slides.isOn || rows < 2 ? [picture] : inRows(picture, rows, row);
      return element('article', {}, [
        element('h2', {}, [view.say('title', { step: k, last: lastStep(program), output: view.shown(program.output) })]),
        ...(hasWhole && (k || !isLong) ? [view.whole.printed(k)] : []), element('div', { class: 'bpv-rows' }, shown),
        ...(hasWhole && !k && !isLong ? [] : [element('div', { class: 'bpv-formula' }, sidesOf(store.latex(k)).map(typeset))]),
        element('p', {}, [store.remark(k)]),
      ]);
    }));
  }

  // The picture of a step as an element of its own, in a theme's colours.
  stepPicture(k, theme) {
    const drawing = new Drawing(this.store.program, this.store.lang);
    drawing.paint(this.store.scene(k));
    drawing.finish();
    this.view.describe(drawing, k);
    drawing.dispose();
    return new DOMParser().parseFromString(svgText(drawing, theme), 'image/svg+xml').documentElement;
  }
}

// Where six stand on a sheet, if their labels can be read there; else a picture has the sheet's width
// and the height that it takes for that, and one that is too wide for it goes on in more rows.
function printedAt({ plan, layout: { width, height, font_size: size, boxes } }) {
  const own = width <= 3.3 * height ? '' : width <= 6 * height ? 'wide' : 'wide strip';
  const isRead = (shape) =>
    size * Math.min(PRINTED[shape][0] / width, PRINTED[shape][1] / height) >= LEAST_PRINTED;
  const shape = [own, 'wide strip'].find(isRead) ?? WHOLE;
  const [across, down] = PRINTED[WHOLE];
  const room = across * size / LEAST_PRINTED;
  const again = Math.max(...plan.wires.map(({ id }) => boxes[id][2])); // of a row in the next: a label
  const rows = width <= room ? 1 : Math.ceil((width - again) / (room - again));
  const even = (width + (rows - 1) * again) / rows;
  const row = Math.min(room, Math.max(even, rows * height * across / down));
  return { shape, rows, row, high: 1.2 * height * LEAST_PRINTED / size };
}

function inRows(picture, rows, row) {
  const { width, height } = picture.viewBox.baseVal;
  return Array.from({ length: rows }, (_, i) => {
    const part = picture.cloneNode(true);
    for (const name of ['width', 'height']) part.removeAttribute(name);
    part.setAttribute('viewBox', `${(width - row) * i / (rows - 1)} 0 ${row} ${height}`);
    part.classList.toggle('bpv-follows', i > 0);
    part.classList.toggle('bpv-goes-on', i < rows - 1);
    return part;
  });
}

// The texts of a room, which are lists in the order of the languages, by their codes.
function byLanguage(room, languages) {
  const codes = Object.keys(languages);
  const named = (texts) => Object.fromEntries(texts.map((text, i) => [codes[i], text]));
  return Object.fromEntries(Object.entries(room).map(([key, texts]) => [key, named(texts)]));
}
