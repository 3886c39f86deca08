// The explorer on the screen: its words, and the drawing between them; the other parts stand in
// files of their own. Everything is computed in the browser; the kernel is told and never waited
// for, and may be gone.

const TELLING = 50; // milliseconds from one to the next that is said of an entry under a hand
const EXTENSIONS = []; // what adds to a view, and is sent only where it is asked for

class View {
  // `link` gives the address of what is on show, where there is one.
  constructor(store, root, link = null) {
    this.store = store;
    this.link = link;
    this.program = store.program;
    this.ghosts = false;
    this.spoken = '';
    this.telling = [() => this.paintTold()]; // what stands beside the picture
    this.seen = store.program.view; // the blocks that are open
    this.life = new AbortController(); // its signal ends all that listens beyond the view
    watchHand(this.life.signal);
    this.build(root);
    this.keys = new Keys(this);
    this.follow(() => this.paint());
    this.follow(() => { if (!this.isFitted) this.fitFormula(); }, store.laid);
    this.theme = new ThemeWatch(this);
    this.paint();
    if (!this.program.isInside) for (const extend of EXTENSIONS) extend(this);
  }

  // Called after every change of the store while the view lives.
  follow(listener, listeners = this.store.listeners) {
    listeners.add(listener);
    this.whenGone(() => listeners.delete(listener));
  }

  whenGone(end) { this.life.signal.addEventListener('abort', end); }

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
    this.sentence = element('div', { class: 'bpv-spoken', role: 'status', 'aria-live': 'polite' });
    this.remark = element('div', { 'aria-hidden': true }); // what is spoken has the numbers, too
    this.legend = element('div', { class: 'bpv-legend' });
    this.whole = new WholeFormula(this);
    this.explanation = new Explanation(this);
    this.numbers = new NumberTable(this);
    this.drawing = new Drawing(this.program, this.store.lang, {
      pick: (kind, index) => (kind === 'block' ? this.turn(index) : this.explanation.select(kind, index)),
      focus: (kind, index) => { if (kind !== 'block') this.explanation.focused = { kind, index }; },
      hover: (kind, index) => { if (kind !== 'block') this.drawing.light(kind, index); },
    });
    this.fit = new Fit(this);
    this.bar = new Bar(this);
    const under = element('div', { class: 'bpv-under' }, [this.message, this.legend, this.fit.note, this.fit.map.root]);
    this.root.append(this.whole.root, this.bar.root, this.fit.room, this.fit.place, under, this.formula,
      element('div', { class: 'bpv-sentence' }, [this.remark, this.sentence]), this.explanation.root, this.numbers.root);
    root.append(this.root);
    this.fit.apply();
  }

  // To the step, or the one on show that is nearest to it.
  go(step) { this.store.set('step', this.store.nearest(step)); }

  move(by) {
    const { steps, step } = this.store;
    this.go(steps[Math.min(Math.max(steps.indexOf(step) + by, 0), steps.length - 1)]);
  }

  get isAtEnd() { return this.store.step === this.store.steps.at(-1); }

  // ---- Painting: from the store's run and step to what is on the screen --------------------------

  paint() {
    const { store, drawing } = this;
    if (this.seen !== this.program.view) this.renew();
    const k = store.step;
    const shownScene = store.scene(k);
    const place = store.placeOf(k);
    drawing.follow(shownScene, Math.abs(place - this.place) === 1); // before all that is written
    this.place = place;
    this.root.dataset.step = String(k);
    this.paintWords();
    drawing.paint(shownScene, this.ghostsAt(shownScene));
    drawing.pick(this.explanation.selected);
    this.whole.paint(k);
    this.bar.paint(k);
    if (!store.isHeld) this.tell();
    else this.told ??= setTimeout(() => { this.tell(); this.fitFormula(); }, this.due);
  }

  // Milliseconds until it may be said again.
  get due() { return Math.max(0, (this.toldAt ?? -Infinity) + TELLING - performance.now()); }

  // What is said of it comes with the picture, but of an entry under a hand that moves after it, and
  // not of each: it changes faster than it can be read.
  tell() {
    clearTimeout(this.told);
    this.told = null;
    this.toldAt = performance.now();
    for (const tell of this.telling) tell();
  }

  paintTold() {
    const { store, drawing } = this;
    const k = store.step;
    const words = store.sentence(k);
    if (this.spoken !== `${k} ${words}`) {
      this.spoken = `${k} ${words}`;
      showText(this.sentence, words);
      showText(this.remark, store.remark(k));
      this.describe(drawing, k, words);
    }
    this.paintFormula(store.latex(k));
    this.paintMessage();
    this.explanation.paint();
    this.numbers.paint(drawing.now);
    this.fit.heed();
  }

  // Title and description of a drawing at a step, for readers who cannot see it.
  describe(drawing, k, words = this.store.sentence(k)) {
    const output = this.shown(this.program.output);
    const title = this.say('title', { step: k, last: lastStep(this.program), output });
    showText(drawing.title, title);
    showText(drawing.description, words);
    drawing.svg.setAttribute('aria-label', this.say('told', { title, sentence: words }));
  }

  // What the labels said of the opening values at the same step, where it is asked for.
  ghostsAt({ step }) {
    if (!this.ghosts) return null;
    this.opening ??= run(this.program, this.store.opening);
    if (this.before?.step !== step) this.before = scene(this.program, this.opening, step);
    return this.before;
  }

  // The formula scrolls only where it has to. To ask lays out all that has been written.
  fitFormula() {
    const { formula } = this;
    this.isFitted = true;
    const isOn = formula.toggleAttribute('data-on', formula.scrollWidth > formula.clientWidth + 1);
    if (isOn) formula.tabIndex = 0; else formula.removeAttribute('tabindex'); // so that keys can scroll it
  }

  // Of the sides of its equals signs only those are made anew that change.
  paintFormula(source) {
    if (source === this.formulaSource) return;
    this.isFitted = false;
    this.formulaSource = source;
    const [before, sides] = [this.sides, sidesOf(source)];
    this.sides = sides;
    const line = this.formula.firstChild;
    if (!line) { this.formula.append(flowing(source)); return; }
    const made = [...line.childNodes];
    sides.forEach((side, i) => {
      if (!made[i]) line.append(typeset(side));
      else if (side !== before[i]) renew(made[i], typeset(side));
    });
    for (const side of made.slice(sides.length)) side.remove();
  }

  pickLabel(pick) {
    const [kind, index] = pick.split('-');
    if (kind === 'node') return this.say('node_label', { name: this.shown(Number(index)) });
    if (kind === 'block') return this.blockLabel(this.program.levels.blocks[index]);
    const edge = this.program.edges[Number(index)];
    return this.say('edge_label', { operand: this.shown(edge.operand), node: this.shown(edge.node) });
  }

  blockLabel(block) {
    const owned = block.circle.part.owned?.[this.store.lang];
    return this.say(owned ? 'blocks_owning' : 'blocks_label', { ...block, owned });
  }

  // All that only the language changes.
  paintWords() {
    const { lang } = this.store;
    if (this.worded === lang) return;
    this.worded = lang;
    this.spoken = null;
    this.root.lang = lang;
    this.root.setAttribute('aria-label', this.say('explorer', { output: this.shown(this.program.output) }));
    this.drawing.frame.setAttribute('aria-label', this.say('picture'));
    this.drawing.name((pick) => this.pickLabel(pick), lang);
    this.whole.paintWords();
    this.bar.paintWords();
    this.numbers.paintWords();
    this.legend.textContent = this.legendText();
    if (this.program.plan.cards) this.legend.append(...toneKeys((key) => this.say(key)));
    this.fit.paintNote();
  }

  legendText() {
    const { terminals } = this.program.plan;
    const roles = new Set(terminals.map((terminal) => terminal.role));
    const keys = ['input', 'parameter', 'constant', 'output'].filter((role) => roles.has(role));
    const told = [...keys, 'gradient', 'unknown', 'path'].map((key) => this.say(`legend_${key}`));
    const { note } = this.program.layout; // why it was not Graphviz that laid the picture out
    return [...told, ...(note ? [note[this.store.lang]] : [])].join(' · ');
  }

  paintMessage() {
    const { message } = this.store;
    const slots = message && message.input === undefined ? { text: message.text } : message && {
      text: message.text, name: this.shown(this.program.inputs[message.input]),
      value: this.store.shown(this.store.inputs[message.input]),
    };
    const text = message ? `⚠ ${this.say(message.key, slots)}` : '';
    showText(this.message, text);
  }

  dispose() {
    this.bar.player.stop();
    this.life.abort();
    clearTimeout(this.told);
    this.drawing.dispose();
    this.root.remove();
  }
}
