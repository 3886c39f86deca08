// The explorer on the screen. Everything is computed in the browser by the core above; the
// kernel is told and never waited for, and may be gone.

const SVG = 'http://www.w3.org/2000/svg';
const stores = new WeakMap(); // one per model: several views of it show the same walk

function element(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

function drawn(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent?.append(made);
  return made;
}

// Drawn, not written: few fonts have the signs of a player.
const ICONS = {
  first: 'M4 4h2v12H4zM16 4v12L7 10z', previous: 'M13 4v12L5 10z', play: 'M5 3v14l12-7z',
  pause: 'M5 3h4v14H5zM12 3h4v14h-4z', next: 'M7 4v12l8-6z', last: 'M14 4h2v12h-2zM4 4v12l9-6z',
  reset: 'M10 4a6 6 0 1 1-5.6 3.9l1.9.7A4 4 0 1 0 10 6v3L5 5l5-4z',
  ghosts: 'M3 3h9v3h-2V5H5v8h2v2H3zM8 7h9v10H8zm2 2v6h5V9z',
};

function icon(path) {
  const made = drawn('svg', { viewBox: '0 0 20 20', width: 16, height: 16, 'aria-hidden': 'true' });
  drawn('path', { d: path, fill: 'currentColor', 'fill-rule': 'evenodd' }, made);
  return made;
}

const number = (value) => (typeof value === 'number' ? value : Number(value));

// ---- The store: inputs and step, where they come from, and who is told -----------------------

class Store {
  constructor(model) {
    this.model = model;
    this.program = model.get('program');
    this.opening = model.get('opening').map(number);
    this.inputs = [...this.opening];
    this.listeners = new Set();
    this.sliders = [];
    this.message = null;
    this.pending = false;
    this.byKernel = Boolean(this.program.by_kernel); // arrays: the kernel sends what to show
    this.onModel = () => this.changed();
    for (const name of ['step', 'lang', 'theme', 'frame', 'message']) {
      model.on(`change:${name}`, this.onModel);
    }
    if (this.byKernel) return;
    this.run = run(this.program, this.inputs);
    this.ready = this.connect();
  }

  get step() { return Math.min(Math.max(this.model.get('step'), 0), lastStep(this.program)); }
  get lang() { return this.model.get('lang'); }

  // What there is to show, from the core or in the kernel's last frame.

  get frame() { return this.model.get('frame'); }

  scene(k) { return this.byKernel ? this.frame.scene : scene(this.program, this.run, k); }

  sentence(k) {
    return this.byKernel ? this.frame.sentence[this.lang] : sentence(this.program, this.run, k, this.lang);
  }

  latex(k) { return this.byKernel ? this.frame.latex : latex(this.program, this.run, k); }

  // The step of an edge in mathematics and words, wherever the walk stands.
  edge(i) {
    if (this.byKernel) {
      const { latex: formula, sentence: words } = this.frame.edges[i];
      return { latex: formula, sentence: words[this.lang] };
    }
    const k = this.stepOfEdge(i);
    return { latex: this.latex(k), sentence: this.sentence(k) };
  }

  // The text of a number: of a node's "values" or "gradients", of an edge's "contribution", "local".
  text(what, i) {
    if (this.byKernel) return this.frame[what][i];
    const { run: walk } = this;
    return formatNumber(what in walk ? walk[what][i] : walk.passages[i][what]);
  }

  stepOfEdge(i) { return lastStep(this.program) - this.program.edges.length + 1 + i; }

  set(name, value) {
    if (this.model.get(name) === value) return;
    this.model.set(name, value);
    save(this.model);
  }

  // The ipywidgets sliders and text fields are heard here, in the browser.
  async connect() {
    const manager = this.model.widget_manager;
    const find = (reference) => manager.get_model(reference.replace('IPY_MODEL_', ''));
    const sliders = await Promise.all(this.model.get('sliders').map(find));
    const fields = await Promise.all(this.model.get('fields').map(find));
    this.sliders = sliders.map((slider, i) => ({ slider, field: fields[i] }));
    this.sliders.forEach(({ slider, field }, i) => {
      const moved = () => this.move(i, tidy(slider.get('value')));
      slider.on('change:value', moved);
      field.on('change:value', () => this.typed(i));
      moved();
    });
  }

  move(i, value) {
    const { field } = this.sliders[i] ?? {};
    const same = Object.is(this.inputs[i], value);
    this.inputs[i] = value; // first, so that the field's own event finds nothing new
    if (field && field.get('value') !== typedForm(value)) push(field, { value: typedForm(value) });
    if (same) return;
    this.message = null;
    this.changed();
  }

  // From the explorer's own controls: through the slider, so that everyone hears of it.
  place(i, value) {
    const { slider } = this.sliders[i] ?? {};
    this.move(i, value);
    if (slider) push(slider, { ...throughGrid(value, slider), value });
  }

  typed(i) {
    const { field } = this.sliders[i];
    const text = String(field.get('value'));
    if (text === typedForm(this.inputs[i])) return;
    const value = parseTyped(text);
    if (value === null) {
      this.message = { key: 'bad_value', text: text.slice(0, 40), input: i };
      // Not here, inside the field's own event, which would show the bad text again.
      setTimeout(() => push(field, { value: typedForm(this.inputs[i]) }));
      this.changed();
      return;
    }
    this.place(i, value);
    this.message = null;
    this.changed();
  }

  reset(i) { this.place(i, this.opening[i]); }

  changed() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      if (!this.byKernel) this.run = run(this.program, this.inputs);
      for (const listener of this.listeners) listener();
    });
  }
}

function push(model, values) {
  model.set(values);
  save(model);
}

// Tell the kernel; where it is gone, the browser goes on without it.
function save(model) {
  try {
    Promise.resolve(model.save_changes()).catch(() => {});
  } catch { /* gone */ }
}

// A slider stops only at whole steps from its least value, and would round any other value away;
// so its ends are moved, outward, until its steps pass through the value.
function throughGrid(value, slider) {
  const [least, greatest, size] = ['min', 'max', 'step'].map((name) => slider.get(name));
  const below = Math.ceil((value - least) / size - 1e-9);
  const above = Math.ceil((greatest - value) / size - 1e-9);
  const onGrid = Math.abs(least + below * size - value) < 1e-9 * size;
  if (onGrid && value >= least && value <= greatest) return {};
  return {
    min: tidy(Math.min(value, value - below * size)), max: tidy(Math.max(value, value + above * size)),
  };
}

const tidy = (value) => Number(value.toPrecision(12)); // a slider counts in steps of 0.1
const typedForm = (value) => String(value);

function parseTyped(text) {
  const clean = text.trim().replace(/−/g, '-');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(clean)) return null;
  const value = Number(clean);
  return Number.isFinite(value) ? value : null;
}

// On plain keys JupyterLab cuts cells and worse; with Ctrl and the like its shortcuts stay. It looks
// for an attribute on the focused element itself, and in Notebook 7 before anyone else hears.
function isPlain(event) {
  return !event.ctrlKey && !event.metaKey && !event.altKey
    && !(event.shiftKey && event.key === 'Enter');
}

function keepFromShortcuts(event) {
  if (event.target.closest?.('.bpv, .backprop-viz-explorer')) {
    event.target.toggleAttribute('data-lm-suppress-shortcuts', isPlain(event));
  }
}

// jupyterlab-slideshow takes the focus back to the cell whenever the notebook changes, and scrolls
// under a button between press and release. What the user did last tells whether to let it go;
// Escape gives the keys to the slides.
const inSlides = () => Boolean(document.body.dataset.jpDeckMode);

function holdsFocus(root, around) {
  let leaves = false;
  const noted = (event) => {
    const inside = around.contains(event.target);
    leaves = event.type === 'keydown' ? inside && event.key === 'Tab' : !inside;
    const button = inSlides() && inside && event.target.closest('button');
    if (button && event.type === 'pointerdown') button.setPointerCapture(event.pointerId);
  };
  const types = ['keydown', 'pointerdown'];
  types.forEach((type) => window.addEventListener(type, noted, true));
  around.addEventListener('focusout', ({ target, relatedTarget }) => {
    const taken = inSlides() && !leaves && relatedTarget?.contains(root) && !around.contains(relatedTarget);
    if (taken) target.focus({ preventScroll: true });
  });
  const release = () => { leaves = true; root.closest('.jp-Cell')?.focus(); };
  around.addEventListener('keydown', ({ key, target }) => {
    if (key === 'Escape' && inSlides() && !root.contains(target)) release();
  });
  return {
    release,
    dispose() { types.forEach((type) => window.removeEventListener(type, noted, true)); },
  };
}

// ---- The view -----------------------------------------------------------------------------------

class View {
  constructor(store, root) {
    this.store = store;
    this.program = store.program;
    this.selected = null; // {kind: 'edge' | 'node', index}
    this.ghosts = false;
    this.nudged = null;
    this.zoom = 1;
    this.jump = '';
    this.timer = null;
    this.spoken = '';
    this.build(root);
    this.listener = () => this.paint();
    store.listeners.add(this.listener);
    this.watchTheme();
    this.paint();
  }

  say(key, slots = {}) {
    const words = this.program.screen[key][this.store.lang];
    return words.replace(/\{(\w+)\}/g, (_, slot) => slots[slot]);
  }

  shown(node) { return this.program.nodes[node].shown; }

  isConstant(node) { return this.program.nodes[node].value !== null; }

  build(root) {
    this.root = element('div', { class: 'bpv', tabindex: '0', role: 'group' });
    this.message = element('div', { class: 'bpv-message', role: 'alert' });
    this.formula = element('div', { class: 'bpv-formula' });
    this.sentence = element('div', { class: 'bpv-sentence', role: 'status', 'aria-live': 'polite' });
    this.explanation = element('section', { class: 'bpv-explanation', hidden: true });
    this.legend = element('div', { class: 'bpv-legend' });
    this.table = element('table', {});
    this.summary = element('summary');
    this.numbers = element('details', { class: 'bpv-numbers' }, [
      this.summary, element('div', { class: 'bpv-scroll', tabindex: '0', role: 'group' }, [this.table])]);
    this.frame = element('div', { class: 'bpv-picture', tabindex: '0', role: 'group' });
    this.buildBar();
    this.buildPicture();
    this.root.append(this.bar, this.message, this.frame, this.legend, this.formula, this.sentence,
      this.explanation, this.numbers);
    root.append(this.root);
    this.listen();
  }

  buildBar() {
    const button = (key, sign, action) => {
      const made = element('button', { type: 'button', class: `bpv-do-${key}`, onclick: action }, [sign]);
      made.dataset.word = key;
      return made;
    };
    const choice = (key, options, action) => {
      const made = element('select', { class: `bpv-${key}`, onchange: action }, options);
      made.dataset.word = key;
      return made;
    };
    const worded = (value, key) => {
      const option = element('option', { value });
      option.dataset.text = key;
      return option;
    };
    const last = lastStep(this.program);
    this.scrubber = element('input', {
      type: 'range', min: '0', max: String(last), step: '1', class: 'bpv-scrubber',
      oninput: () => this.go(Number(this.scrubber.value)),
    });
    this.scrubber.dataset.word = 'step';
    this.count = element('output', { class: 'bpv-count' });
    this.playButton = button('play', icon(ICONS.play), () => this.togglePlay());
    this.speed = choice('speed', ['0.5', '1', '2', '4'].map((x) =>
      element('option', { value: x, selected: x === '1' }, [`${x}×`])), () => this.restart());
    this.language = choice('language', [['en', 'English'], ['ja', '日本語']].map(([code, name]) =>
      element('option', { value: code, lang: code }, [name])),
    () => this.store.set('lang', this.language.value));
    this.themes = choice('theme', ['auto', ...Object.keys(this.program.themes)].map((name) =>
      worded(name, `theme_${name}`)), () => this.store.set('theme', this.themes.value));
    const kinds = this.store.byKernel ? ['svg', 'png'] : ['svg', 'png', 'all_svg', 'all_png'];
    this.files = choice('download', ['download', ...kinds].map((key) => worded(key, key)), () => {
      const [kind, all] = [this.files.value.replace('all_', ''), this.files.value.startsWith('all_')];
      this.files.value = 'download';
      this.download(kind, all);
    });
    this.ghostButton = button('ghosts', icon(ICONS.ghosts), () => { this.ghosts = !this.ghosts; this.paint(); });
    this.bar = element('div', { class: 'bpv-bar', role: 'toolbar' }, [
      button('first', icon(ICONS.first), () => this.go(0)),
      button('previous', icon(ICONS.previous), () => this.go(this.store.step - 1)),
      this.playButton,
      button('next', icon(ICONS.next), () => this.go(this.store.step + 1)),
      button('last', icon(ICONS.last), () => this.go(last)),
      this.scrubber, this.count, this.speed,
      ...(this.store.byKernel ? [] : [
        button('reset', icon(ICONS.reset), () => this.resetAll()), this.ghostButton,
      ]),
      button('smaller', '−', () => this.scale(1 / 1.25)),
      button('larger', '+', () => this.scale(1.25)),
      this.language, this.themes, this.files,
    ]);
  }

  // Every element is made once; a step writes texts and marks into them.
  buildPicture() {
    const { plan, layout } = this.program;
    const svg = drawn('svg', {
      viewBox: `0 0 ${layout.width} ${layout.height}`, class: 'bpv-svg', role: 'group',
      'text-anchor': 'middle', 'font-size': layout.font_size,
    });
    this.svg = svg;
    this.title = drawn('title', {}, svg);
    this.description = drawn('desc', {}, svg);
    drawn('rect', { width: layout.width, height: layout.height, class: 'paper' }, svg);
    this.parts = { links: [], wires: [], branches: [], circles: [] };

    plan.links.forEach((link, i) => {
      const group = drawn('g', { class: 'link' }, svg);
      const [path, arrow] = layout.curves[i];
      drawn('path', { d: path, class: 'line' }, group);
      if (arrow) drawn('path', { d: arrow, class: 'head' }, group);
      const { edge } = link;
      if (edge !== null) {
        drawn('path', { d: path, class: 'hit' }, group);
        this.clickable(group, 'edge', edge);
      }
      this.parts.links.push({ group, link });
    });
    const block = (item, kind) => {
      const [x, y, width, height] = layout.boxes[item.id];
      const group = drawn('g', { class: kind }, svg);
      const half = height / 2, left = x - width / 2;
      const tint = (top) => drawn('rect', { x: left, y: top, width, height: half, class: 'tint' }, group);
      const made = {
        group, item, x, y, half,
        upper: kind === 'wire' ? tint(y - half) : null, lower: tint(y),
        line: drawn('path', { d: `M${left},${y}H${left + width}`, class: 'line' }, group),
        texts: {},
      };
      if (kind === 'wire') made.ghost = drawn('text', { x, y: y - half - 1, class: 'ghost' }, group);
      return made;
    };
    for (const wire of plan.wires) {
      const made = block(wire, 'wire');
      made.group.classList.add(wire.role);
      this.clickable(made.group, 'node', wire.node);
      this.parts.wires.push(made);
    }
    for (const branch of plan.branches) {
      const made = block(branch, 'branch');
      this.clickable(made.group, 'edge', branch.edge);
      this.parts.branches.push(made);
    }
    for (const circle of plan.circles) {
      const [x, y] = layout.boxes[circle.id];
      const group = drawn('g', { class: 'circle' }, svg);
      drawn('circle', { cx: x, cy: y, r: circle.size / 2 }, group);
      const text = drawn('text', {
        x, y: y + 0.35 * circle.font_size, 'font-size': circle.font_size, class: 'glyph',
      }, group);
      text.textContent = circle.glyph;
      this.clickable(group, 'node', circle.node, false);
      this.parts.circles.push({ group, circle });
    }
    for (const terminal of plan.terminals) {
      const [x, y, width, height] = layout.boxes[terminal.id];
      if (terminal.role === 'parameter' || terminal.role === 'constant') {
        drawn('rect', { x: x - width / 2, y: y - height / 2, width, height, class: 'terminal solid' }, svg);
      } else {
        drawn('circle', { cx: x, cy: y, r: width / 2, class: 'terminal' }, svg);
        if (terminal.role === 'output') drawn('circle', { cx: x, cy: y, r: width / 2 - 3, class: 'terminal' }, svg);
      }
    }
    this.canvas = element('div', { class: 'bpv-canvas' }, [svg]);
    this.frame.append(this.canvas);
  }

  clickable(group, kind, index, focus = true) {
    if (kind === 'node' && this.isConstant(index)) return;
    if (focus) { group.setAttribute('tabindex', '0'); group.setAttribute('role', 'button'); }
    group.classList.add('pick');
    group.dataset.pick = `${kind}-${index}`;
    group.addEventListener('click', () => this.select(kind, index));
    group.addEventListener('focus', () => { this.focused = { kind, index }; });
    group.addEventListener('pointerenter', () => this.light(kind, index));
    group.addEventListener('pointerleave', () => this.light(null));
  }

  listen() {
    const guard = (event) => { if (isPlain(event)) event.stopPropagation(); };
    this.root.addEventListener('keydown', (event) => { this.onKey(event); guard(event); });
    window.addEventListener('keydown', keepFromShortcuts, true);
    requestAnimationFrame(() => {
      this.around = this.root.closest('.backprop-viz-explorer');
      this.around?.addEventListener('keydown', guard);
      this.focus = holdsFocus(this.root, this.around ?? this.root);
      if (!this.store.byKernel) {
        this.around?.querySelectorAll('.widget-hslider').forEach((slider, i) =>
          slider.addEventListener('dblclick', () => this.store.reset(i)));
      }
      this.nameSliders();
    });
    this.guard = guard;
    let start = null;
    this.root.addEventListener('touchstart', (event) => {
      const scrolls = this.frame.contains(event.target) && this.frame.scrollWidth > this.frame.clientWidth + 1;
      const busy = event.target.closest('input, select, button') || scrolls || event.touches.length > 1;
      start = busy ? null : [event.touches[0].clientX, event.touches[0].clientY];
    }, { passive: true });
    this.root.addEventListener('touchend', (event) => {
      if (!start) return;
      const { clientX, clientY } = event.changedTouches[0];
      const [dx, dy] = [clientX - start[0], clientY - start[1]];
      if (Math.abs(dx) > 40 && Math.abs(dx) > 2 * Math.abs(dy)) this.go(this.store.step + (dx < 0 ? 1 : -1));
    });
    this.frame.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.scale(event.deltaY < 0 ? 1.1 : 1 / 1.1);
    }, { passive: false });
    let drag = null;
    this.frame.addEventListener('pointerdown', (event) => {
      if (event.pointerType !== 'touch' && event.button === 0) drag = [event.clientX, event.clientY, this.frame.scrollLeft, this.frame.scrollTop];
    });
    this.frame.addEventListener('pointermove', (event) => {
      if (!drag) return;
      this.frame.scrollLeft = drag[2] - (event.clientX - drag[0]);
      this.frame.scrollTop = drag[3] - (event.clientY - drag[1]);
    });
    for (const end of ['pointerup', 'pointerleave', 'pointercancel']) {
      this.frame.addEventListener(end, () => { drag = null; });
    }
  }

  // ipywidgets gives its sliders and text fields no names that a screen reader could say.
  nameSliders() {
    if (!this.around) return;
    const names = this.program.inputs.map((node) => this.shown(node));
    this.around.querySelectorAll('.backprop-viz-slider .noUi-handle').forEach((handle, i) =>
      handle.setAttribute('aria-label', this.say('slider_of', { name: names[i] })));
    this.around.querySelectorAll('.backprop-viz-field input').forEach((field, i) =>
      field.setAttribute('aria-label', this.say('value_of', { name: names[i] })));
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target.closest('input:not([type=range]), select, textarea');
    if (inField) return;
    const onRange = event.target.closest('input[type=range]');
    const onButton = event.target.closest('button, summary, a');
    const step = this.store.step;
    const moves = {
      ArrowLeft: () => this.go(step - 1), ArrowRight: () => this.go(step + 1),
      Home: () => this.go(0), End: () => this.go(lastStep(this.program)),
      Escape: () => (this.selected || !inSlides() ? this.unselect() : this.focus?.release()),
      '+': () => this.nudge(1), '-': () => this.nudge(-1), '−': () => this.nudge(-1),
    };
    if (event.key === ' ' || event.key === 'Enter') {
      const pick = event.target.closest('[data-pick]');
      if (pick) pick.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      else if (event.key === ' ' && !onButton) this.togglePlay();
      else return;
    } else if (/^[0-9]$/.test(event.key) && !event.shiftKey) {
      this.jump = (this.jump + event.key).slice(-6);
      clearTimeout(this.jumpTimer);
      this.jumpTimer = setTimeout(() => { this.jump = ''; }, 900);
      this.go(Number(this.jump));
    } else if (event.key in moves && !(onRange && event.key.startsWith('Arrow'))) {
      moves[event.key]();
    } else return;
    event.preventDefault();
  }

  go(step) {
    this.store.set('step', Math.min(Math.max(step, 0), lastStep(this.program)));
  }

  togglePlay() {
    if (this.timer) this.stop();
    else {
      if (this.store.step >= lastStep(this.program)) this.go(0);
      this.start();
    }
    this.paint();
  }

  start() {
    this.timer = setInterval(() => {
      if (this.store.step >= lastStep(this.program)) { this.stop(); this.paint(); }
      else this.go(this.store.step + 1);
    }, 1500 / Number(this.speed.value));
  }

  stop() { clearInterval(this.timer); this.timer = null; }

  restart() { if (this.timer) { this.stop(); this.start(); } }

  resetAll() { this.program.inputs.forEach((_, i) => this.store.reset(i)); }

  scale(factor) {
    this.zoom = Math.min(Math.max(this.zoom * factor, 0.25), 8);
    this.fit();
  }

  // As wide as the cell, but never so small that the labels cannot be read: then it scrolls.
  fit() {
    const natural = this.program.layout.width * 4 / 3;
    const legible = this.program.layout.width * 0.8;
    const width = `calc(max(min(100%, ${natural}px), ${legible}px) * ${this.zoom})`;
    this.canvas.style.width = width;
  }

  select(kind, index) {
    const same = this.selected?.kind === kind && this.selected.index === index;
    this.selected = same ? null : { kind, index };
    this.nudged = null;
    this.paint();
  }

  unselect() { this.selected = null; this.nudged = null; this.paint(); }

  // All that lies between the thing under the pointer and the output.
  light(kind, index) {
    const lit = new Set();
    if (kind) {
      const { nodes, edges } = this.program;
      lit.add(kind === 'edge' ? edges[index].node : index);
      nodes.forEach((node, i) => { if (node.operands.some((o) => lit.has(o))) lit.add(i); });
      for (let i = 0; i < nodes.length; i += 1) {
        if (lit.has(i) && !this.program.reaches_output[i]) lit.delete(i);
      }
    }
    const mark = (group, on) => group.classList.toggle('lit', Boolean(kind) && on);
    this.parts.wires.forEach(({ group, item }) => mark(group, lit.has(item.node)));
    this.parts.circles.forEach(({ group, circle }) => {
      const own = kind === 'node' && circle.node === index;
      mark(group, lit.has(circle.node) && !own);
    });
    this.parts.links.forEach(({ group, link }) => {
      const own = kind === 'edge' && link.edge === index;
      mark(group, own || (lit.has(link.node) && (link.into === null || lit.has(link.into))));
    });
  }

  nudge(sign) {
    const target = this.selected ?? this.focused;
    if (!target || this.store.byKernel) return;
    const node = target.kind === 'node' ? target.index : this.program.edges[target.index].operand;
    if (this.isConstant(node)) return;
    if (!this.selected) this.selected = target;
    const value = this.store.run.values[node];
    const epsilon = sign * 0.01 * Math.max(1, Number.isFinite(value) ? Math.abs(value) : 1);
    this.nudged = { node, epsilon };
    this.paint();
  }

  // ---- Painting: from the store's run and step to what is on the screen --------------------------

  paint() {
    const { store, program } = this;
    const k = store.step;
    const shownScene = store.scene(k);
    this.root.lang = store.lang;
    this.root.dataset.step = String(k);
    this.paintPicture(shownScene);
    const words = store.sentence(k);
    if (words !== this.spoken) {
      this.spoken = words;
      this.sentence.textContent = words;
    }
    this.title.textContent = this.say('title', { step: k, last: lastStep(program), output: this.shown(program.output) });
    this.description.textContent = words;
    this.svg.setAttribute('aria-label', `${this.title.textContent}. ${words}`);
    this.paintFormula(store.latex(k));
    this.paintControls(k);
    this.paintMessage();
    this.paintExplanation();
    this.paintTable(shownScene);
    this.paintLegend();
    this.fit();
    this.follow(shownScene);
  }

  paintFormula(source) {
    if (source === this.formulaSource) return;
    this.formulaSource = source;
    this.formula.replaceChildren(typeset(source));
  }

  paintPicture(now) {
    const { wires, branches, circles, links } = this.parts;
    const write = (made, role, label, upper, name = '') => {
      const lines = [...label.lines];
      if (role !== 'value' && lines.length) lines[0] = `∂ ${lines[0]}`;
      if (name) lines[0] = lines.length ? ` = ${lines[0]}` : '';
      const texts = made.texts[role] ??= [];
      for (let i = 0; i < Math.max(lines.length, texts.length); i += 1) {
        texts[i] ??= this.textSlot(made, role, i ? '' : name);
        const { element: text, tail } = texts[i];
        if (tail.data !== (lines[i] ?? '')) tail.data = lines[i] ?? '';
        if (text.dataset.mark !== label.mark) text.dataset.mark = label.mark;
        if (lines.length > 1 || texts.length > 1) this.placeLine(made, text, upper, i, lines.length);
      }
      if (!lines.length && !texts.length) return;
      const rect = upper ? made.upper : made.lower;
      if (rect.dataset.mark !== label.mark) rect.dataset.mark = label.mark;
    };
    const mark = (group, value) => { if (group.dataset.mark !== value) group.dataset.mark = value; };
    const opening = this.ghosts && !this.store.byKernel ? this.openingRun() : null;
    wires.forEach((made, i) => {
      const { item } = made;
      write(made, 'value', now.values[i], true, item.drawn_name);
      write(made, 'gradient', now.gradients[i], false);
      mark(made.group, now.wires[i]);
      const known = now.values[i].lines.length && now.values[i].mark !== 'faint';
      const was = opening && item.name && known && !Object.is(opening.values[item.node], this.store.run.values[item.node]);
      made.ghost.textContent = was ? `(${formatNumber(opening.values[item.node], NUMBER_WIDTH)})` : '';
    });
    branches.forEach((made, i) => {
      write(made, 'contribution', now.contributions[i], false);
      mark(made.group, now.branches[i]);
    });
    circles.forEach(({ group }, i) => mark(group, now.circles[i]));
    links.forEach(({ group }, i) => mark(group, now.links[i]));
    const picked = this.selected && `${this.selected.kind}-${this.selected.index}`;
    this.svg.querySelectorAll('[data-pick]').forEach((group) => {
      group.classList.toggle('picked', group.dataset.pick === picked);
      group.setAttribute('aria-label', this.pickLabel(group.dataset.pick));
    });
  }

  textSlot(made, role, name) {
    const text = drawn('text', { x: made.x, class: role }, made.group);
    this.placeLine(made, text, role === 'value', 0, 1);
    if (name) {
      const span = drawn('tspan', {}, text);
      if (made.item.italic) span.setAttribute('font-style', 'italic');
      span.textContent = name;
    }
    const tail = document.createTextNode('');
    text.append(tail);
    return { element: text, tail };
  }

  // A line of several in the upper or lower half of a wire's box.
  placeLine(made, text, upper, i, count) {
    const { font_size: size, line } = this.program.layout;
    const middle = made.y + (upper ? -made.half : made.half) / 2;
    text.setAttribute('y', middle + 0.35 * size + (i - (Math.max(count, 1) - 1) / 2) * line);
  }

  pickLabel(pick) {
    const [kind, index] = pick.split('-');
    if (kind === 'node') return this.say('node_label', { name: this.shown(Number(index)) });
    const edge = this.program.edges[Number(index)];
    return this.say('edge_label', { operand: this.shown(edge.operand), node: this.shown(edge.node) });
  }

  openingRun() { return (this.opening ??= run(this.program, this.store.opening)); }

  paintControls(k) {
    const last = lastStep(this.program);
    this.scrubber.value = String(k);
    this.count.textContent = `${k} / ${last}`;
    this.scrubber.setAttribute('aria-valuetext', `${k} / ${last}`);
    const output = this.shown(this.program.output);
    this.root.setAttribute('aria-label', this.say('explorer', { output }));
    this.frame.setAttribute('aria-label', this.say('picture'));
    this.language.value = this.store.lang;
    this.themes.value = this.store.model.get('theme');
    const sign = this.timer ? 'pause' : 'play';
    if (this.playButton.dataset.sign !== sign) {
      this.playButton.dataset.sign = sign;
      this.playButton.replaceChildren(icon(ICONS[sign]));
    }
    this.playButton.setAttribute('aria-pressed', String(Boolean(this.timer)));
    this.ghostButton.setAttribute('aria-pressed', String(this.ghosts));
    if (this.worded !== this.store.lang) {
      this.worded = this.store.lang;
      this.root.querySelectorAll('[data-word]').forEach((made) => {
        const word = this.say(made.dataset.word);
        made.title = word;
        made.setAttribute('aria-label', word);
      });
      this.root.querySelectorAll('[data-text]').forEach((made) => { made.textContent = this.say(made.dataset.text); });
      this.bar.setAttribute('aria-label', this.say('toolbar'));
      this.summary.textContent = this.say('numbers');
      this.numbers.lastChild.setAttribute('aria-label', this.say('numbers'));
      this.nameSliders();
    }
  }

  paintMessage() {
    const { message } = this.store;
    const told = this.store.model.get('message');
    const text = told ? `⚠ ${told}` : message
      ? `⚠ ${this.say(message.key, {
        text: message.text, name: this.shown(this.program.inputs[message.input]),
        value: formatNumber(this.store.inputs[message.input]),
      })}` : '';
    if (this.message.textContent !== text) this.message.textContent = text;
  }

  paintLegend() {
    const { plan } = this.program;
    const roles = new Set(plan.terminals.map((terminal) => terminal.role));
    const keys = ['input', 'parameter', 'constant', 'output'].filter((role) => roles.has(role));
    const text = [...keys, 'gradient', 'unknown'].map((key) => this.say(`legend_${key}`)).join(' · ');
    if (this.legend.textContent !== text) this.legend.textContent = text;
  }

  stepLink(step, text) {
    return element('button', {
      type: 'button', class: 'bpv-jump', onclick: () => this.go(step),
      'aria-label': `${text}, ${this.say('go_to_step', { step })}`,
    }, [text]);
  }

  paintExplanation() {
    this.explanation.hidden = !this.selected;
    if (!this.selected) { this.explanation.replaceChildren(); this.explained = ''; return; }
    const at = this.store.byKernel ? this.store.frame : this.store.inputs;
    const key = JSON.stringify([this.selected, at, this.store.lang, this.nudged]);
    if (key === this.explained) return; // a pinned explanation keeps its focus while steps go on
    this.explained = key;
    const { kind, index } = this.selected;
    const parts = kind === 'edge' ? this.explainEdge(index) : this.explainNode(index);
    const close = element('button', { type: 'button', class: 'bpv-close', onclick: () => this.unselect(), 'aria-label': this.say('close') }, ['×']);
    const nudges = this.store.byKernel ? '' : element('div', { class: 'bpv-nudge' }, [
      element('button', { type: 'button', class: 'bpv-minus', onclick: () => this.nudge(-1), 'aria-label': this.say('nudge_down') }, ['− ε']),
      element('button', { type: 'button', class: 'bpv-plus', onclick: () => this.nudge(1), 'aria-label': this.say('nudge_up') }, ['+ ε']),
      ...(this.nudged ? [this.nudgeText()] : [this.say('nudge_hint')]),
    ]);
    this.explanation.setAttribute('aria-label', this.pickLabel(`${kind}-${index}`));
    this.explanation.replaceChildren(close, ...parts, nudges);
  }

  explainEdge(index) {
    const { program, store } = this;
    const edge = program.edges[index];
    const step = store.stepOfEdge(index);
    const words = store.edge(index);
    const output = this.shown(program.output);
    const links = [];
    program.edges.forEach((other, i) => {
      if (other.operand === edge.node) {
        const value = store.text('contribution', i);
        links.push(this.stepLink(store.stepOfEdge(i), `∂${output}/∂${this.shown(edge.node)}: ${value}`));
      }
    });
    if (!links.length) links.push(this.stepLink(store.stepOfEdge(0) - 1, `∂${output}/∂${output} = 1`));
    return [
      element('p', { class: 'bpv-heading' }, [this.say('edge_label', { operand: this.shown(edge.operand), node: this.shown(edge.node) })]),
      element('div', { class: 'bpv-scroll', tabindex: '0', role: 'group', 'aria-label': this.say('formula') },
        [typeset(words.latex)]),
      element('p', {}, [words.sentence]),
      element('p', {}, [this.say('upstream_from'), ' ', ...links, ' ',
        this.stepLink(step, this.say('this_step', { step }))]),
    ];
  }

  explainNode(index) {
    const { program, store } = this;
    const output = this.shown(program.output);
    const name = this.shown(index);
    const arriving = [];
    program.edges.forEach((edge, i) => {
      if (edge.operand !== index) return;
      const value = store.text('contribution', i);
      if (arriving.length) arriving.push(' + ');
      arriving.push(this.stepLink(store.stepOfEdge(i), value.startsWith('−') ? `(${value})` : value));
    });
    const total = store.text('gradients', index);
    const several = program.edges.filter((edge) => edge.operand === index).length > 1;
    const sum = arriving.length ? [...arriving, ...(several ? [` = ${total}`] : [])] : [total];
    const locals = element('ul', {}, program.edges.flatMap((edge, i) => {
      if (edge.node !== index) return [];
      const local = store.text('local', i);
      return [element('li', {}, [this.stepLink(store.stepOfEdge(i), `∂${name}/∂${this.shown(edge.operand)} = ${local}`)])];
    }));
    return [
      element('p', { class: 'bpv-heading' }, [this.say('node_label', { name })]),
      element('p', {}, [`${name} = ${store.text('values', index)}`]),
      element('p', {}, [`∂${output}/∂${name} = `, ...sum]),
      ...(locals.childElementCount ? [element('p', {}, [this.say('locals')]), locals] : []),
    ];
  }

  nudgeText() {
    const { node, epsilon } = this.nudged;
    const { before, after, predicted } = nudge(this.program, this.store.run, node, epsilon);
    return element('span', { role: 'status', class: 'bpv-nudged' }, [this.say('nudge_result', {
      name: this.shown(node), output: this.shown(this.program.output), epsilon: formatNumber(epsilon),
      before: formatNumber(before), after: formatNumber(after), real: formatNumber(after - before),
      predicted: formatNumber(predicted),
    })]);
  }

  paintTable(now) {
    if (!this.numbers.open && this.tabled) return;
    this.tabled = true;
    const rows = this.parts.wires.filter(({ item }) => item.name).map(({ item }) => {
      const i = this.program.plan.wires.indexOf(item);
      const text = (label) => label.lines.join(' ') || '?';
      const [value, gradient] = [text(now.values[i]), text(now.gradients[i])];
      return element('tr', {}, [
        element('th', { scope: 'row' }, [item.title]), element('td', {}, [value]),
        element('td', {}, [this.isConstant(item.node) ? '' : gradient])]);
    });
    const head = element('tr', {}, ['name', 'value', 'gradient'].map((key) =>
      element('th', { scope: 'col' }, [this.say(`column_${key}`)])));
    this.table.replaceChildren(element('caption', {}, [this.title.textContent]), element('thead', {}, [head]), element('tbody', {}, rows));
  }

  // On a small screen the picture scrolls to what the step is about.
  follow(now) {
    if (this.followed === now.step) return;
    this.followed = now.step;
    if (this.frame.scrollWidth <= this.frame.clientWidth + 1) return;
    const i = now.circles.findIndex((mark) => mark === 'forward' || mark === 'backward');
    const { layout, plan } = this.program;
    const id = i < 0 ? plan.wires.find((wire) => wire.node === this.program.output).id : plan.circles[i].id;
    const scale = this.frame.scrollWidth / layout.width;
    this.frame.scrollTo({ left: layout.boxes[id][0] * scale - this.frame.clientWidth / 2 });
  }

  // ---- Themes -----------------------------------------------------------------------------------

  watchTheme() {
    this.onTheme = () => this.applyTheme();
    this.observer = new MutationObserver(this.onTheme);
    this.observer.observe(document.body, { attributes: true, attributeFilter: ['data-jp-theme-light', 'class', 'data-theme'] });
    this.media = matchMedia('(prefers-color-scheme: dark)');
    this.media.addEventListener('change', this.onTheme);
    this.store.listeners.add(this.onTheme);
    this.applyTheme();
  }

  themeName() {
    const chosen = this.store.model.get('theme');
    if (chosen !== 'auto') return chosen;
    const light = document.body.dataset.jpThemeLight;
    if (light !== undefined) return light === 'false' ? 'dark' : 'light';
    if (document.body.classList.contains('vscode-body')) {
      return document.body.classList.contains('vscode-light') ? 'light' : 'dark';
    }
    return this.media.matches ? 'dark' : 'light';
  }

  applyTheme() {
    const name = this.themeName();
    if (this.root.dataset.theme === name) return;
    this.root.dataset.theme = name;
    for (const [key, colour] of Object.entries(this.program.themes[name])) {
      this.root.style.setProperty(`--bpv-${key.replace(/_/g, '-')}`, colour);
    }
  }

  // ---- Files --------------------------------------------------------------------------------------

  // The picture on show as an SVG of its own, its colours written out.
  picture() {
    const copy = this.svg.cloneNode(true);
    copy.querySelectorAll('.hit').forEach((made) => made.remove());
    for (const made of copy.querySelectorAll('*')) {
      for (const name of ['tabindex', 'role', 'aria-label', 'data-pick']) made.removeAttribute(name);
      made.classList.remove('pick', 'picked', 'lit');
    }
    const { width, height } = this.program.layout;
    copy.setAttribute('xmlns', SVG);
    copy.setAttribute('width', String(width * 4 / 3));
    copy.setAttribute('height', String(height * 4 / 3));
    copy.setAttribute('role', 'img');
    copy.setAttribute('font-family', this.program.layout.font);
    const theme = this.program.themes[this.themeName()];
    const paint = (selector, attributes) => copy.querySelectorAll(selector).forEach((made) => {
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    });
    paint('.paper, circle', { fill: theme.paper });
    paint('.tint', { fill: 'none' });
    paint('.line', { stroke: theme.ink, 'stroke-width': '1.3', fill: 'none' });
    paint('.head', { fill: theme.ink });
    paint('circle', { stroke: theme.ink, 'stroke-width': '1.3' });
    paint('text, .solid', { fill: theme.ink });
    paint('.gradient, .contribution', { fill: theme.gradient });
    for (const [markName, colour, tint] of [
      ['faint', theme.faint, null], ['forward', theme.forward, theme.forward_tint],
      ['backward', theme.backward, theme.backward_tint]]) {
      const at = `[data-mark=${markName}]`;
      paint(`text${at}, .circle${at} text`, markName === 'faint' ? { fill: colour } : { 'font-weight': 'bold' });
      paint(`.circle${at} text`, markName === 'faint' ? { fill: colour } : { 'font-weight': 'normal' });
      const pen = markName === 'faint' ? '1.3' : '2.6';
      paint(`g${at} > .line, g${at} > circle`, { stroke: colour, 'stroke-width': pen });
      paint(`g${at} > .head`, { fill: colour });
      if (tint) { paint(`.tint${at}`, { fill: tint }); paint(`g${at} > circle`, { fill: tint }); }
    }
    paint('text[data-mark=used]', { 'font-weight': 'bold' });
    paint('.ghost', { fill: theme.faint, 'font-size': '10' });
    return new XMLSerializer().serializeToString(copy);
  }

  async rastered(svg) {
    const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    try {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = element('canvas', { width: String(image.width * 2), height: String(image.height * 2) });
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
      return new Uint8Array(await blob.arrayBuffer());
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  async download(kind, all) {
    const here = this.store.step;
    const digits = Math.max(2, String(lastStep(this.program)).length);
    const steps = all ? Array.from({ length: lastStep(this.program) + 1 }, (_, k) => k) : [here];
    const files = [];
    for (const k of steps) {
      this.paintPicture(this.store.scene(k));
      this.title.textContent = this.say('title', { step: k, last: lastStep(this.program), output: this.shown(this.program.output) });
      this.description.textContent = this.store.sentence(k);
      const svg = this.picture();
      const content = kind === 'svg' ? new TextEncoder().encode(svg) : await this.rastered(svg);
      files.push([`step-${String(k).padStart(digits, '0')}.${kind}`, content]);
    }
    this.paint();
    const [name, content, type] = all
      ? ['steps.zip', zip(files), 'application/zip']
      : [...files[0], kind === 'svg' ? 'image/svg+xml' : 'image/png'];
    const url = URL.createObjectURL(new Blob([content], { type }));
    element('a', { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  dispose() {
    this.stop();
    this.store.listeners.delete(this.listener);
    this.store.listeners.delete(this.onTheme);
    this.observer.disconnect();
    this.media.removeEventListener('change', this.onTheme);
    this.around?.removeEventListener('keydown', this.guard);
    this.focus?.dispose();
    this.root.remove();
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

function storeOf(model) {
  if (!stores.has(model)) stores.set(model, new Store(model));
  return stores.get(model);
}

function render({ model, el }) {
  const view = new View(storeOf(model), el);
  return () => view.dispose();
}

export default { render };
