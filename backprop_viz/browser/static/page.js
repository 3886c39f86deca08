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

  save_changes() {}
}

// The inputs of a chapter: for each number a slider, and for all a value that can be typed.
class Inputs {
  constructor(view, ranges) {
    this.view = view;
    this.rows = view.program.inputs.map((node, i) => this.row(node, i, ranges[i]));
    this.shown = element('div', { class: 'bpv-inputs' }, this.rows.map(({ row }) => row));
    view.store.listeners.add(() => this.paint());
    this.paint();
  }

  row(node, i, range) {
    const { store } = this.view;
    const name = this.view.shown(node);
    const slider = range && this.slider(i, range);
    const field = element('input', {
      type: 'text', class: 'bpv-typed', autocomplete: 'off', ...(range && { inputmode: 'decimal' }),
      onchange: () => { if (!store.placeText(i, field.value)) field.value = typedForm(store.inputs[i]); },
    });
    const parts = [element('span', {}, [name]), ...(slider ? [slider] : []), field];
    return { row: element('label', { class: slider ? '' : 'bpv-list' }, parts), slider, field, name };
  }

  slider(i, [least, greatest, step]) {
    const { store } = this.view;
    const made = element('input', {
      type: 'range', min: String(least), max: String(greatest), step: String(step),
      oninput: () => store.move(i, tidy(Number(made.value))), ondblclick: () => store.reset(i),
    });
    return made;
  }

  paint() {
    const { store } = this.view;
    this.rows.forEach(({ slider, field, name }, i) => {
      const value = store.inputs[i];
      if (slider && Number(slider.value) !== value) {
        const ends = throughGrid(value, { get: (key) => Number(slider[key]) });
        for (const [key, end] of Object.entries(ends)) slider[key] = String(end);
        slider.value = String(value);
      }
      if (document.activeElement !== field && field.value !== typedForm(value)) field.value = typedForm(value);
      if (this.named !== store.lang) {
        slider?.setAttribute('aria-label', this.view.say('slider_of', { name }));
        field.setAttribute('aria-label', this.view.say('value_of', { name }));
      }
    });
    this.named = store.lang;
  }
}

const HASH_REST = 200; // milliseconds until the address tells where the page is
const LARGEST_HANDOUT = 60000; // elements of all its pictures; beyond it only the step on show

// A formula cut before its equals signs, where paper goes on in the next line.
function sidesOf(latex) {
  const sides = [''];
  let depth = 0;
  for (const token of latex.match(/\\[A-Za-z]+|\\.|[^]/gu) ?? []) {
    if (token === '{' || token === '\\left' || token === '\\begin') depth += 1;
    if (token === '}' || token === '\\right' || token === '\\end') depth -= 1;
    if (token === '=' && depth === 0 && sides.at(-1).trim() !== '') sides.push('');
    sides[sides.length - 1] += token;
  }
  return sides;
}

class Page {
  constructor(data, root) {
    this.data = data;
    this.root = root;
    this.shared = { lang: data.lang, theme: data.theme };
    this.models = [];
    this.heading = element('h1', {}, [data.title]);
    this.chapters = element('select', { class: 'bpv-chapters', onchange: () => this.open(Number(this.chapters.value)) },
      data.chapters.map(({ title }, i) => element('option', { value: String(i) }, [title])));
    this.printer = element('select', { class: 'bpv-print', onchange: () => this.print() });
    this.presenter = element('button', { type: 'button', class: 'bpv-present', onclick: () => this.slides.start() });
    const parts = data.chapters.length > 1 ? [this.chapters] : [];
    this.header = element('header', {}, [this.heading, ...parts, this.presenter, this.printer]);
    this.main = element('main');
    this.handout = element('section', { class: 'bpv-handout' });
    this.slides = new Slides(this);
    root.replaceChildren(this.header, this.main, this.slides.root, this.handout);
    window.addEventListener('hashchange', () => this.follow());
    window.addEventListener('beforeprint', () => this.fillHandout());
    document.addEventListener('keydown', (event) => this.onKey(event));
    this.follow();
    if (this.asked('slides') || (data.slides && !this.asked('embed'))) this.slides.start();
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
    this.store.listeners.clear();
    this.main.replaceChildren();
    this.view = new View(this.store, this.main);
    this.inputs = new Inputs(this.view, chapter.ranges);
    this.main.prepend(this.inputs.shown);
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

  // Go where the address points: #chapter=2&step=9&w=2.5
  follow() {
    this.address = location.hash;
    const asked = new URLSearchParams(location.hash.slice(1));
    const chapter = Math.trunc(Number(asked.get('chapter') ?? 1)) - 1;
    this.open(this.data.chapters[chapter] ? chapter : 0);
    const { store } = this;
    const { nodes, inputs } = store.program;
    for (const [name, text] of asked) {
      const i = inputs.findIndex((node) => nodes[node].name === name.replace(/_+$/, (tail) => "'".repeat(tail.length)));
      if (i >= 0) store.placeText(i, text);
    }
    const step = Number(asked.get('step') ?? NaN);
    if (Number.isFinite(step)) store.set('step', store.nearest(step));
    else if (!this.told) store.set('step', store.nearest(this.model.get('step')));
    this.paint();
  }

  tell() {
    if (location.hash !== this.address) { this.follow(); return; } // it points elsewhere, just now
    const { store } = this;
    const asked = new URLSearchParams(location.hash.slice(1));
    const told = new URLSearchParams();
    for (const word of ['embed', 'slides']) if (asked.has(word)) told.set(word, asked.get(word));
    if (this.data.chapters.length > 1) told.set('chapter', String(this.index + 1));
    told.set('step', String(store.step));
    store.program.inputs.forEach((node, i) => {
      if (!isSame(store.inputs[i], store.opening[i])) told.set(store.program.nodes[node].name, typedForm(store.inputs[i]));
    });
    this.told = true;
    try {
      history.replaceState(null, '', `#${told}`);
    } catch { /* an address that may not be written, as in some frames */ }
    this.address = location.hash;
  }

  // ---- Keys, wherever nothing else wants them -----------------------------------------------------

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
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
    const size = program.plan.wires.length * 6 + program.plan.links.length * 2;
    const steps = size * store.steps.length > LARGEST_HANDOUT ? [store.step] : store.steps;
    const { width, height } = program.layout;
    this.handout.dataset.perPage = this.slides.isOn ? 'slides' : this.perPage ?? 'one';
    this.handout.dataset.shape = width > 3.3 * height ? 'wide' : 'tall';
    const theme = program.themes[this.model.get('theme') === 'print' ? 'print' : 'light'];
    this.handout.replaceChildren(...steps.map((k) => {
      const shown = document.importNode(this.stepPicture(k, theme), true);
      return element('article', {}, [
        element('h2', {}, [view.say('title', { step: k, last: lastStep(program), output: view.shown(program.output) })]),
        shown, element('div', { class: 'bpv-formula' }, sidesOf(store.latex(k)).map(typeset)),
        element('p', {}, [store.remark(k)]),
      ]);
    }));
  }

  // The picture of a step as an element of its own, in a theme's colours.
  stepPicture(k, theme) {
    const drawing = new Drawing(this.store.program, {});
    drawing.paint(this.store.scene(k));
    drawing.finish();
    this.view.describe(drawing, k);
    drawing.dispose();
    return new DOMParser().parseFromString(svgText(drawing, theme), 'image/svg+xml').documentElement;
  }
}

// The page as a presentation: a title, then one step a slide, with an overview of all of them.
class Slides {
  constructor(page) {
    this.page = page;
    this.isOn = false;
    this.isTitle = true;
    this.title = element('div', { class: 'bpv-slide-title' });
    this.overview = element('div', { class: 'bpv-overview', hidden: true });
    this.dark = element('div', { class: 'bpv-dark', hidden: true });
    this.leave = element('button', { type: 'button', class: 'bpv-leave', onclick: () => this.stop() }, ['×']);
    this.root = element('section', { class: 'bpv-slides', hidden: true }, [this.title, this.overview, this.dark, this.leave]);
    this.title.addEventListener('click', () => this.move(1));
  }

  start() {
    this.isOn = true;
    this.isTitle = true;
    this.root.hidden = false;
    this.paint();
    this.leave.blur();
    document.activeElement?.blur?.();
  }

  stop() {
    this.isOn = false;
    this.root.hidden = true;
    this.paint();
  }

  paint() {
    const { page } = this;
    const { view } = page;
    document.body.classList.toggle('bpv-presenting', this.isOn);
    if (!this.isOn) return;
    this.leave.setAttribute('aria-label', view.say('page_leave'));
    this.root.classList.toggle('bpv-at-title', this.isTitle);
    this.title.hidden = !this.isTitle;
    this.title.replaceChildren(
      element('h2', {}, [page.data.chapters[page.index].title]),
      typeset(page.store.latex(0)), element('p', {}, [view.say('page_keys')]));
  }

  move(by) {
    const { view, store } = this.page;
    if (this.isTitle && by > 0) {
      this.isTitle = false;
      view.go(store.steps[0]);
      this.paint();
    } else if (by < 0 && store.step === store.steps[0]) {
      this.isTitle = true;
      this.paint();
    } else if (by > 0 && view.isAtEnd) {
      const next = this.page.index + 1;
      if (!this.page.data.chapters[next]) return;
      this.page.open(next);
      this.isTitle = true;
      this.page.paint();
    } else if (!this.isTitle) view.move(by);
  }

  onKey(event) {
    const { view, store } = this.page;
    if (event.target.closest?.('input, select, textarea') && !event.key.startsWith('Page')) return;
    const onButton = event.target.closest?.('button');
    const turn = (by) => () => (this.overview.hidden ? this.move(by) : null);
    const keys = {
      ArrowRight: turn(1), PageDown: turn(1), ArrowDown: turn(1), n: turn(1),
      ArrowLeft: turn(-1), PageUp: turn(-1), ArrowUp: turn(-1), p: turn(-1), Backspace: turn(-1),
      ...(onButton ? {} : { ' ': turn(1), Enter: turn(1) }),
      Home: () => { this.isTitle = true; view.go(store.steps[0]); this.paint(); },
      End: () => { this.isTitle = false; view.go(store.steps.at(-1)); this.paint(); },
      o: () => this.toggleOverview(),
      b: () => { this.dark.hidden = !this.dark.hidden; }, '.': () => { this.dark.hidden = !this.dark.hidden; },
      f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()),
      Escape: () => {
        if (!this.dark.hidden) this.dark.hidden = true;
        else if (!this.overview.hidden) this.toggleOverview();
        else this.stop();
      },
    };
    if (!(event.key in keys)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys[event.key]();
  }

  toggleOverview() {
    this.overview.hidden = !this.overview.hidden;
    if (this.overview.hidden) { this.overview.replaceChildren(); return; }
    const { page } = this;
    this.overview.replaceChildren(...page.store.steps.map((k) => element('button', {
      type: 'button', 'aria-label': page.view.say('go_to_step', { step: k }),
      'aria-current': k === page.store.step ? 'step' : null,
      onclick: () => { this.isTitle = false; page.view.go(k); this.toggleOverview(); this.paint(); },
    }, [document.importNode(page.stepPicture(k, page.view.theme.colours), true), String(k)])));
    this.overview.querySelector('[aria-current]')?.focus();
  }
}

new Page(JSON.parse(document.getElementById('backprop-viz-data').textContent), document.getElementById('backprop-viz'));
