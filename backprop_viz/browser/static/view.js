// The explorer on the screen: its controls, its words, and the drawing between them. Everything is
// computed in the browser; the kernel is told and never waited for, and may be gone.

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

function holdsFocus(root, around, signal) {
  let leaves = false;
  const noted = (event) => {
    const inside = around.contains(event.target);
    leaves = event.type === 'keydown' ? inside && event.key === 'Tab' : !inside;
    const button = inSlides() && inside && event.target.closest('button');
    if (button && event.type === 'pointerdown') button.setPointerCapture(event.pointerId);
  };
  for (const type of ['keydown', 'pointerdown']) window.addEventListener(type, noted, { capture: true, signal });
  around.addEventListener('focusout', ({ target, relatedTarget }) => {
    const taken = inSlides() && !leaves && relatedTarget?.contains(root) && !around.contains(relatedTarget);
    if (taken) target.focus({ preventScroll: true });
  }, { signal });
  const release = () => { leaves = true; root.closest('.jp-Cell')?.focus(); };
  around.addEventListener('keydown', ({ key, target }) => {
    if (key === 'Escape' && inSlides() && !root.contains(target)) release();
  }, { signal });
  return release;
}

// The place among the inputs of the control that an element is part of.
function inputOf(part) {
  const row = part.closest('[class*="backprop-viz-input-"]');
  return row ? Number(/backprop-viz-input-(\d+)/.exec(row.className)[1]) : -1;
}

// Make a node show what another one does. Only what differs is written: while a slider moves that is
// a few numbers, and to lay out all of a formula takes as long as the picture.
function renew(shown, wanted) {
  const parts = [...wanted.childNodes];
  const names = wanted.getAttributeNames?.() ?? [];
  if (shown.nodeName !== wanted.nodeName || shown.childNodes.length !== parts.length
    || (shown.getAttributeNames?.() ?? []).join() !== names.join()) {
    shown.replaceWith(wanted);
    return;
  }
  if (shown.nodeType === Node.TEXT_NODE && shown.data !== wanted.data) shown.data = wanted.data;
  for (const name of names) {
    const value = wanted.getAttribute(name);
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  [...shown.childNodes].forEach((part, i) => renew(part, parts[i]));
}

// ---- The view -----------------------------------------------------------------------------------

class View {
  constructor(store, root) {
    this.store = store;
    this.program = store.program;
    this.selected = null; // {kind: 'edge' | 'node', index}
    this.ghosts = false;
    this.nudged = null;
    this.jump = '';
    this.timer = null;
    this.spoken = '';
    this.life = new AbortController(); // its signal ends all that listens beyond the view
    this.build(root);
    this.follow(() => this.paint());
    this.watchTheme();
    this.paint();
  }

  // Called after every change of the store while the view lives.
  follow(listener) {
    const { listeners } = this.store;
    listeners.add(listener);
    this.life.signal.addEventListener('abort', () => listeners.delete(listener));
  }

  say(key, slots = {}) {
    const words = this.program.screen[key][this.store.lang];
    return words.replace(/\{(\w+)\}/g, (_, slot) => slots[slot]);
  }

  shown(node) { return this.program.nodes[node].shown; }

  hasGradient(node) { return this.program.nodes[node].has_gradient; }

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
    this.numbers.addEventListener('toggle', () => this.paint());
    this.drawing = new Drawing(this.program, {
      pick: (kind, index) => this.select(kind, index),
      focus: (kind, index) => { this.focused = { kind, index }; },
      hover: (kind, index) => this.drawing.light(kind, index),
    });
    this.buildBar();
    this.root.append(this.bar, this.message, this.drawing.frame, this.legend, this.formula, this.sentence,
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
    const { store } = this;
    this.scrubber = element('input', {
      type: 'range', min: '0', max: String(store.steps.length - 1), step: '1', class: 'bpv-scrubber',
      oninput: () => this.go(store.steps[Number(this.scrubber.value)]),
    });
    this.scrubber.dataset.word = 'step';
    this.count = element('output', { class: 'bpv-count' });
    this.playButton = button('play', icon(ICONS.play), () => this.togglePlay());
    this.speed = choice('speed', ['0.5', '1', '2', '4'].map((x) =>
      element('option', { value: x, selected: x === '1' }, [`${x}×`])), () => this.restart());
    this.language = choice('language', Object.entries(this.program.languages).map(([code, { name }]) =>
      element('option', { value: code, lang: code }, [name])),
    () => this.store.set('lang', this.language.value));
    // One of the user's own goes by its own name, whatever that is.
    const theme = (name) => {
      const text = name === 'own' ? this.program.themes.own.name.trim() : '';
      return text ? element('option', { value: name }, [text]) : worded(name, `theme_${name}`);
    };
    this.themes = choice('theme', ['auto', ...Object.keys(this.program.themes)].map(theme), () => this.store.set('theme', this.themes.value));
    const kinds = ['download', 'svg', 'png', 'all_svg', 'all_png'];
    this.files = choice('download', kinds.map((key) => worded(key, key)), () => {
      const [kind, all] = [this.files.value.replace('all_', ''), this.files.value.startsWith('all_')];
      this.files.value = 'download';
      this.download(kind, all);
    });
    this.ghostButton = button('ghosts', icon(ICONS.ghosts), () => { this.ghosts = !this.ghosts; this.paint(); });
    this.bar = element('div', { class: 'bpv-bar', role: 'group' }, [
      button('first', icon(ICONS.first), () => this.go(store.steps[0])),
      button('previous', icon(ICONS.previous), () => this.move(-1)),
      this.playButton,
      button('next', icon(ICONS.next), () => this.move(1)),
      button('last', icon(ICONS.last), () => this.go(store.steps.at(-1))),
      this.scrubber, this.count, this.speed,
      button('reset', icon(ICONS.reset), () => this.resetAll()), this.ghostButton,
      button('smaller', '−', () => this.drawing.scale(1 / 1.25)),
      button('larger', '+', () => this.drawing.scale(1.25)),
      this.language, this.themes, this.files,
    ]);
  }

  listen() {
    const guard = (event) => { if (isPlain(event)) event.stopPropagation(); };
    this.root.addEventListener('keydown', (event) => { this.onKey(event); guard(event); });
    const { signal } = this.life;
    window.addEventListener('keydown', (event) => keepFromShortcuts(event), { capture: true, signal });
    requestAnimationFrame(() => {
      this.around = this.root.closest('.backprop-viz-explorer');
      if (!this.around) return;
      this.around.addEventListener('keydown', guard, { signal });
      this.releaseFocus = holdsFocus(this.root, this.around, signal);
      this.around.addEventListener('dblclick', (event) => {
        const slider = event.target.closest('.backprop-viz-slider');
        if (slider) this.store.reset(inputOf(slider));
      }, { signal });
      this.newControls = new MutationObserver(() => this.nameSliders());
      this.newControls.observe(this.around.querySelector('.widget-gridbox'), {
        childList: true, subtree: true, attributeFilter: ['class'],
      });
      this.nameSliders();
    });
    let start = null;
    this.root.addEventListener('touchstart', (event) => {
      const { frame } = this.drawing;
      const scrolls = frame.contains(event.target) && frame.scrollWidth > frame.clientWidth + 1;
      const busy = event.target.closest('input, select, button') || scrolls || event.touches.length > 1;
      start = busy ? null : [event.touches[0].clientX, event.touches[0].clientY];
    }, { passive: true });
    this.root.addEventListener('touchend', (event) => {
      if (!start) return;
      const { clientX, clientY } = event.changedTouches[0];
      const [dx, dy] = [clientX - start[0], clientY - start[1]];
      if (Math.abs(dx) > 40 && Math.abs(dx) > 2 * Math.abs(dy)) this.move(dx < 0 ? 1 : -1);
    });
  }

  // ipywidgets gives its sliders and text fields no names that a screen reader could say.
  nameSliders() {
    const name = (selector, key) => this.around?.querySelectorAll(selector).forEach((made) => {
      const node = this.program.inputs[inputOf(made)];
      if (node === undefined) return; // a control that is only half made
      const label = this.say(key, { name: this.shown(node) });
      if (made.getAttribute('aria-label') !== label) made.setAttribute('aria-label', label);
    });
    name('.backprop-viz-slider .noUi-handle', 'slider_of');
    name('.backprop-viz-field input', 'value_of');
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target.closest('input:not([type=range]), select, textarea');
    if (inField) return;
    const onRange = event.target.closest('input[type=range]');
    const onButton = event.target.closest('button, summary, a');
    const { steps } = this.store;
    const moves = {
      ArrowLeft: () => this.move(-1), ArrowRight: () => this.move(1),
      Home: () => this.go(steps[0]), End: () => this.go(steps.at(-1)),
      Escape: () => (this.selected || !inSlides() ? this.unselect() : this.releaseFocus?.()),
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

  // To the step, or the one on show that is nearest to it.
  go(step) { this.store.set('step', this.store.nearest(step)); }

  move(by) {
    const { steps, step } = this.store;
    this.go(steps[Math.min(Math.max(steps.indexOf(step) + by, 0), steps.length - 1)]);
  }

  get isAtEnd() { return this.store.step === this.store.steps.at(-1); }

  togglePlay() {
    if (this.timer) this.stop();
    else {
      if (this.isAtEnd) this.go(this.store.steps[0]);
      this.start();
    }
    this.paint();
  }

  start() {
    this.timer = setInterval(() => {
      if (this.isAtEnd) { this.stop(); this.paint(); } else this.move(1);
    }, 1500 / Number(this.speed.value));
  }

  stop() { clearInterval(this.timer); this.timer = null; }

  restart() { if (this.timer) { this.stop(); this.start(); } }

  resetAll() { this.program.inputs.forEach((_, i) => this.store.reset(i)); }

  select(kind, index) {
    const same = this.selected?.kind === kind && this.selected.index === index;
    this.selected = same ? null : { kind, index };
    this.nudged = null;
    this.paint();
  }

  unselect() {
    this.selected = null;
    this.nudged = null;
    this.paint();
  }

  nodeOf({ kind, index }) { return kind === 'node' ? index : this.program.edges[index].operand; }

  nudge(sign) {
    const target = this.selected ?? this.focused;
    const node = target && this.nodeOf(target);
    if (!target || !this.hasGradient(node)) return;
    if (!this.selected) this.selected = target;
    const sizes = entriesOf(this.store.run.values[node]).map(Math.abs).filter(Number.isFinite);
    const epsilon = sign * 0.01 * sizes.reduce((one, other) => Math.max(one, other), 1);
    this.nudged = { node, epsilon };
    this.paint();
  }

  // ---- Painting: from the store's run and step to what is on the screen --------------------------

  paint() {
    const { store, program, drawing } = this;
    const k = store.step;
    const shownScene = store.scene(k);
    const words = store.sentence(k);
    this.root.dataset.step = String(k);
    this.paintWords();
    const place = store.steps.indexOf(k);
    drawing.follow(shownScene, Math.abs(place - this.place) === 1);
    this.place = place;
    drawing.paint(shownScene, this.ghostTexts(shownScene));
    drawing.pick(this.selected);
    if (this.spoken !== `${k} ${words}`) {
      this.spoken = `${k} ${words}`;
      this.sentence.textContent = words;
      this.describe(drawing, k);
    }
    this.paintFormula(store.latex(k));
    this.paintControls(k);
    this.paintMessage();
    this.paintExplanation();
    this.paintTable(shownScene);
  }

  // Title and description of a drawing at a step, for readers who cannot see it.
  describe(drawing, k) {
    const output = this.shown(this.program.output);
    const words = this.store.sentence(k);
    const title = this.say('title', { step: k, last: lastStep(this.program), output });
    drawing.title.textContent = title;
    drawing.description.textContent = words;
    drawing.svg.setAttribute('aria-label', this.say('told', { title, sentence: words }));
  }

  // The opening values of wires that have moved away from them, where they are asked for.
  ghostTexts(now) {
    if (!this.ghosts) return [];
    const opening = this.opening ??= run(this.program, this.store.opening);
    return this.program.plan.wires.map(({ node, name }, i) => {
      const isKnown = now.values[i].lines.length && now.values[i].mark !== 'faint';
      const was = opening.values[node];
      if (!name || !isKnown || isSame(was, this.store.run.values[node])) return '';
      return `(${formatValue(was, isArray(was) ? ENTRY_WIDTH : NUMBER_WIDTH)})`;
    });
  }

  paintFormula(source) {
    if (source === this.formulaSource) return;
    this.formulaSource = source;
    const [shown, wanted] = [this.formula.firstChild, typeset(source)];
    if (shown) renew(shown, wanted);
    else this.formula.append(wanted);
  }

  pickLabel(pick) {
    const [kind, index] = pick.split('-');
    if (kind === 'node') return this.say('node_label', { name: this.shown(Number(index)) });
    const edge = this.program.edges[Number(index)];
    return this.say('edge_label', { operand: this.shown(edge.operand), node: this.shown(edge.node) });
  }

  paintControls(k) {
    const place = `${k} / ${lastStep(this.program)}`;
    if (this.count.textContent !== place) {
      this.scrubber.value = String(this.store.steps.indexOf(k));
      this.scrubber.setAttribute('aria-valuetext', place);
      this.count.textContent = place;
    }
    const theme = this.store.model.get('theme');
    if (this.themes.value !== theme) this.themes.value = theme;
    const sign = this.timer ? 'pause' : 'play';
    if (this.playButton.dataset.sign !== sign) {
      this.playButton.dataset.sign = sign;
      this.playButton.replaceChildren(icon(ICONS[sign]));
      this.playButton.setAttribute('aria-pressed', String(Boolean(this.timer)));
    }
    const pressed = String(this.ghosts);
    if (this.ghostButton.ariaPressed !== pressed) this.ghostButton.setAttribute('aria-pressed', pressed);
  }

  // All that only the language changes.
  paintWords() {
    const { lang } = this.store;
    if (this.worded === lang) return;
    this.worded = lang;
    this.spoken = null;
    this.root.lang = lang;
    this.language.value = lang;
    this.root.querySelectorAll('[data-word]').forEach((made) => {
      const word = this.say(made.dataset.word);
      made.title = word;
      made.setAttribute('aria-label', word);
    });
    this.root.querySelectorAll('[data-text]').forEach((made) => { made.textContent = this.say(made.dataset.text); });
    this.root.setAttribute('aria-label', this.say('explorer', { output: this.shown(this.program.output) }));
    this.drawing.frame.setAttribute('aria-label', this.say('picture'));
    this.drawing.name((pick) => this.pickLabel(pick));
    this.bar.setAttribute('aria-label', this.say('toolbar'));
    this.summary.textContent = this.say('numbers');
    this.numbers.lastChild.setAttribute('aria-label', this.say('numbers'));
    this.legend.textContent = this.legendText();
    this.nameSliders();
  }

  legendText() {
    const roles = new Set(this.program.plan.terminals.map((terminal) => terminal.role));
    const keys = ['input', 'parameter', 'constant', 'output'].filter((role) => roles.has(role));
    const told = [...keys, 'gradient', 'unknown'].map((key) => this.say(`legend_${key}`));
    const { note } = this.program.layout; // why it was not Graphviz that laid the picture out
    return [...told, ...(note ? [note[this.store.lang]] : [])].join(' · ');
  }

  paintMessage() {
    const { message } = this.store;
    const text = message
      ? `⚠ ${this.say(message.key, {
        text: message.text, name: this.shown(this.program.inputs[message.input]),
        value: formatValue(this.store.inputs[message.input]),
      })}` : '';
    if (this.message.textContent !== text) this.message.textContent = text;
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
    const key = JSON.stringify([this.selected, this.store.inputs, this.store.lang, this.nudged]);
    if (key === this.explained) return; // a pinned explanation keeps its focus while steps go on
    this.explained = key;
    const { kind, index } = this.selected;
    const parts = kind === 'edge' ? this.explainEdge(index) : this.explainNode(index);
    const close = element('button', { type: 'button', class: 'bpv-close', onclick: () => this.unselect(), 'aria-label': this.say('close') }, ['×']);
    const nudges = !this.hasGradient(this.nodeOf(this.selected)) ? '' : element('div', { class: 'bpv-nudge' }, [
      element('button', { type: 'button', class: 'bpv-minus', onclick: () => this.nudge(-1), 'aria-label': this.say('nudge_down') }, ['− ε']),
      element('button', { type: 'button', class: 'bpv-plus', onclick: () => this.nudge(1), 'aria-label': this.say('nudge_up') }, ['+ ε']),
      ...(this.nudged ? [this.nudgeText()] : [this.say('nudge_hint')]),
    ]);
    this.explanation.setAttribute('aria-label', this.pickLabel(`${kind}-${index}`));
    const buttons = () => [...this.explanation.querySelectorAll('button')];
    const focused = buttons().indexOf(document.activeElement);
    this.explanation.replaceChildren(close, ...parts, nudges);
    if (focused >= 0) buttons()[focused]?.focus({ preventScroll: true });
  }

  explainEdge(index) {
    const { program, store } = this;
    const edge = program.edges[index];
    const step = store.stepOfEdge(index);
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
        [typeset(store.latex(step))]),
      element('p', {}, [store.sentence(step)]),
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
    const { values } = this.store.run;
    const output = this.program.output;
    const seen = this.say(isArray(values[output]) ? 'nudge_sum' : 'nudge_output', { name: this.shown(output) });
    const key = isArray(values[node]) ? 'nudge_each' : 'nudge_result';
    return element('span', { role: 'status', class: 'bpv-nudged' }, [this.say(key, {
      name: this.shown(node), output: seen, epsilon: formatNumber(epsilon),
      before: formatNumber(before), after: formatNumber(after), real: formatNumber(after - before),
      predicted: formatNumber(predicted),
    })]);
  }

  // Made once, when it is first opened: a row for each wire that has a name.
  buildTable() {
    this.caption = element('caption');
    this.columns = ['name', 'value', 'gradient'].map((key) => [key, element('th', { scope: 'col' })]);
    this.cells = this.program.plan.wires.flatMap(({ name, title, node }, i) =>
      (name ? [{ i, title, node, value: element('td'), gradient: element('td') }] : []));
    const rows = this.cells.map(({ title, value, gradient }) =>
      element('tr', {}, [element('th', { scope: 'row' }, [title]), value, gradient]));
    const head = element('tr', {}, this.columns.map(([, made]) => made));
    this.table.append(this.caption, element('thead', {}, [head]), element('tbody', {}, rows));
  }

  paintTable(now) {
    if (!this.numbers.open) return;
    if (!this.cells) this.buildTable();
    const write = (made, text) => { if (made.textContent !== text) made.textContent = text; };
    const text = (label) => label.lines.join(' ') || '?';
    write(this.caption, this.drawing.title.textContent);
    for (const [key, made] of this.columns) write(made, this.say(`column_${key}`));
    for (const { i, node, value, gradient } of this.cells) {
      write(value, text(now.values[i]));
      write(gradient, this.hasGradient(node) ? text(now.gradients[i]) : '');
    }
  }

  // ---- Themes -----------------------------------------------------------------------------------

  watchTheme() {
    const apply = () => this.applyTheme();
    this.observer = new MutationObserver(apply);
    this.observer.observe(document.body, { attributes: true, attributeFilter: ['data-jp-theme-light', 'class', 'data-theme'] });
    this.media = matchMedia('(prefers-color-scheme: dark)');
    this.media.addEventListener('change', apply, { signal: this.life.signal });
    this.follow(apply);
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
    this.store.set('shown_theme', name);
    for (const [key, colour] of Object.entries(this.program.themes[name])) {
      this.root.style.setProperty(`--bpv-${key.replace(/_/g, '-')}`, colour);
    }
  }

  // ---- Files --------------------------------------------------------------------------------------

  async download(kind, all) {
    const { program, store } = this;
    const last = lastStep(program);
    const digits = Math.max(2, String(last).length);
    const drawing = new Drawing(program, {}); // another one, so that the screen stays as it is
    const files = [];
    for (const k of all ? store.steps : [store.step]) {
      const shownScene = store.scene(k);
      drawing.paint(shownScene, this.ghostTexts(shownScene));
      drawing.finish();
      this.describe(drawing, k);
      const svg = svgText(drawing, program.themes[this.themeName()]);
      const content = kind === 'svg' ? new TextEncoder().encode(svg) : await pngBytes(svg);
      files.push([`step-${String(k).padStart(digits, '0')}.${kind}`, content]);
    }
    drawing.dispose();
    if (all) offer('steps.zip', zip(files), 'application/zip');
    else offer(...files[0], kind === 'svg' ? 'image/svg+xml' : 'image/png');
  }

  dispose() {
    this.stop();
    this.life.abort();
    this.observer.disconnect();
    this.newControls?.disconnect();
    this.drawing.dispose();
    this.root.remove();
  }
}

function render({ model, el }) {
  const view = new View(storeOf(model), el);
  return () => view.dispose();
}

export default { render };
