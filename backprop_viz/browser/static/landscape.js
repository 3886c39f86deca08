// The landscape beside the graph: the output over one or two inputs, with the place where they are.
// The place is dragged, or moved by the arrow keys, and the sliders follow; so does it them.

const SLICE = 6; // milliseconds between two frames that the ground may take at most,
const LATEST = 100; // until it goes on whether there is time or not,
const BETWEEN = 60; // from one to the next while a hand moves,
const STILL = 120; // and until it is drawn in detail
const ROOM = { left: 54, right: 16, top: 22, bottom: 40 }; // CSS pixels around it
const TALL = 0.72; // of its width is the height of a curve ...
const HIGHEST = 540; // ... and CSS pixels at most
// CSS pixels, and a part of the width
const SHARED_ROOM = { picture: 620, words: 300, least: 340, most: 640, share: 0.4, gaps: 40 };
const PRESENTED_WORDS = 420; // CSS pixels of what is said in a presentation
const LOW_PICTURE = 240; // CSS pixels of a picture that has room over the landscape
const UNDER_SHARE = 0.42; // of the window's height is its width beside what is said
const LINES = 12; // of equal height, at even distances in a round bowl
const BEYOND = 0.08; // of an axis, what it grows beyond a place that leaves it
const POINTER = 46; // CSS pixels of the arrow

const HILL = 'M2 16l5-9 4 5 3-4 4 8zM2 18h16v1H2z';

class LandscapeView {
  constructor(view) {
    this.view = view;
    this.axes = new Map(); // by input, as far as they have grown
    this.command = command('ground_landscape', icon(HILL), () => {
      view.bar.menu.close();
      this.choose(this.spread.length ? [] : usualSpread(view.store));
      if (this.spread.length) this.scene.place.focus({ preventScroll: true });
    });
    view.bar.menu.add(this.command);
    this.build();
    view.sentence.parentNode.after(this.root);
    const sized = new ResizeObserver(() => this.arrange());
    sized.observe(view.root);
    const repainted = new MutationObserver(() => this.paint());
    repainted.observe(view.root, { attributeFilter: ['data-theme'] });
    view.whenGone(() => { sized.disconnect(); repainted.disconnect(); this.cancel(); });
    view.follow(() => this.paint());
    this.paintWords();
    this.arrange();
  }

  build() {
    const chooser = (axis) => element('select', { onchange: () => this.rechoose(axis) });
    this.choosers = [chooser(0), chooser(1)];
    this.closer = element('button', { type: 'button', class: 'bpv-ground-close', onclick: () => this.choose([]) }, ['×']);
    this.scene = new LandscapeScene((values) => this.move(values), (by) => this.nudge(by));
    this.key = element('div', { class: 'bpv-ground-key' });
    this.said = element('div', { class: 'bpv-ground-said' });
    const [open, comma, close] = [`${this.output}(`, ', ', ')'].map((text) => element('span', {}, [text]));
    this.heading = element('div', { class: 'bpv-ground-over' }, [open, this.choosers[0], comma, this.choosers[1], close, this.closer]);
    this.root = element('section', { class: 'bpv-landscape', hidden: true }, [this.heading, this.scene.root, this.said, this.key]);
    this.root.addEventListener('touchstart', (event) => event.stopPropagation(), { passive: true }); // is no swipe
  }

  get output() { return this.view.shown(this.view.program.output); }

  // The places of the inputs that it is over, in the order of its axes.
  get spread() { return this.view.store.model.get('landscape') ?? []; }

  get isOpen() { return this.spread.length > 0; }

  name(i) { return this.view.shown(this.view.program.inputs[i]); }

  choose(spread) {
    this.view.store.set('landscape', spread);
    if (!spread.length) this.command.focus();
    this.paint();
  }

  rechoose(axis) {
    const asked = Number(this.choosers[axis].value);
    const [one, two = -1] = this.spread;
    const wanted = axis ? [one, asked] : [asked, two === asked ? one : two];
    this.choose(wanted.filter((i) => i >= 0));
  }

  // ---- Where it stands ----------------------------------------------------------------------------

  // Beside the picture where that is still read, and a low one is whole; else beside the words under it,
  // as in a presentation; in a narrow place below these. So what is said stays beside the picture.
  arrange() {
    const { view: { root, fit, program: { layout } } } = this;
    const { picture, words, least, most, share, gaps } = SHARED_ROOM;
    const room = root.clientWidth - gaps;
    // All of the picture, as small as can be read.
    const scale = fit.sizeOf(PROSE) * 4 / 3;
    const [whole, high] = [layout.width, layout.height].map((length) => scale * length);
    const left = high > LOW_PICTURE ? Math.min(picture, whole) : whole;
    const under = UNDER_SHARE * innerHeight;
    const places = fit.presents ? [['words', under, PRESENTED_WORDS + under]] : [
      ['picture', Math.max(least, Math.min(most, share * room, room - whole)), left + least],
      ['words', Math.max(least, Math.min(most, room - words, under)), words + least],
    ];
    const [place, column] = this.isOpen ? places.find(([, , needed]) => room >= needed) ?? [] : [];
    root.style.setProperty('--bpv-beside', `${Math.floor(column ?? 0)}px`);
    if (place) root.dataset.beside = place;
    else delete root.dataset.beside;
    this.width = Math.floor(this.root.clientWidth) || this.width;
    const told = `${place} ${this.isOpen && this.root.offsetHeight}`; // once it is drawn it is higher
    this.place = place;
    if (told !== this.arranged && !fit.presents) fit.apply();
    this.arranged = told;
    this.paint();
  }

  // Whether it stands under the picture, beside the words.
  get isUnder() { return this.place === 'words'; }

  // From where to where an axis goes: as its slider, and on to a place beyond that.
  axisOf(i) {
    const { store } = this.view;
    const reach = reachOf(store, i);
    const known = this.axes.get(i);
    const axis = known?.isSlider === reach.isSlider ? known : { input: i, ...reach };
    const value = store.inputs[i];
    const room = BEYOND * (axis.high - axis.low);
    if (value < axis.low) axis.low = value - room;
    if (value > axis.high) axis.high = value + room;
    this.axes.set(i, axis);
    return axis;
  }

  // ---- Moving the place ---------------------------------------------------------------------------

  // To these numbers along the axes, as far as sliders stop there; null stays.
  move(values) {
    const { store } = this.view;
    values.forEach((value, axis) => {
      const i = this.spread[axis];
      if (value === null || i === undefined) return;
      const { low, high } = this.axisOf(i);
      const { least, step } = reachOf(store, i);
      store.place(i, tidy(least + Math.round((Math.min(Math.max(value, low), high) - least) / step) * step));
    });
  }

  // `by` steps of the sliders.
  nudge(by) {
    const { store } = this.view;
    const across = this.spread.length === 1 ? [by[0] || by[1]] : by;
    across.forEach((steps, axis) => {
      const i = this.spread[axis];
      if (steps) store.place(i, tidy(store.inputs[i] + steps * reachOf(store, i).step));
    });
  }

  // ---- Painting -----------------------------------------------------------------------------------

  paint() {
    const { view, view: { store }, spread, isOpen, root } = this;
    if (root.hidden === isOpen) {
      root.hidden = !isOpen;
      view.root.toggleAttribute('data-landscape', isOpen);
      this.command.setAttribute('aria-pressed', String(isOpen));
      this.arrange();
      if (view.fit.presents) view.fit.apply();
    }
    if (!isOpen || !this.width) return;
    this.paintWords();
    this.paintChoosers();
    const wrong = spread.find((i) => isArray(store.inputs[i]));
    this.scene.root.hidden = wrong !== undefined;
    if (wrong !== undefined) {
      this.said.textContent = view.say('ground_array', { name: this.name(wrong) });
      return;
    }
    const axes = spread.map((i) => this.axisOf(i));
    this.needGround(axes);
    if (this.ground) this.paintPlace();
  }

  // The ground is computed anew where anything but the place has changed; the latest only.
  needGround(axes) {
    const { store } = this.view;
    const held = store.inputs.map((value, i) => (this.spread.includes(i) ? 0 : value));
    const wanted = { axes: axes.map((axis) => ({ ...axis })), held };
    if (this.wanted && isSameGround(this.wanted, wanted)) {
      this.paintGround();
      return;
    }
    const over = ({ axes: all }) => all.map(({ input }) => input).join();
    const isOther = !this.wanted || over(this.wanted) !== over(wanted);
    this.wanted = wanted;
    if (isOther) { // which is waited for
      this.cancel();
      this.begin(false);
    } else if (!this.isAsked && (!this.coming || this.coming.isFine)) this.renew();
  }

  // The next one, a while after the last.
  renew() {
    this.isAsked = true;
    this.soon(() => this.begin(false), this.lately + BETWEEN - performance.now());
  }

  begin(isFine) {
    const { wanted: { axes }, view: { program } } = this;
    const count = (isFine ? FINE : ROUGH)[axes.length];
    this.isAsked = false;
    this.coming = { isFine, asked: this.wanted, made: new Ground(program, this.view.store.inputs, axes, count) };
    this.go();
  }

  // In the time that frames leave, so that the picture follows the hand first.
  soon(action, rest = 0) {
    this.cancel();
    if (rest > 0) this.resting = setTimeout(() => this.soon(action), rest);
    else this.idle = whenIdle(action);
  }

  cancel() {
    dropIdle(this.idle);
    clearTimeout(this.resting);
  }

  go(left = SLICE) {
    const { made, asked, isFine } = this.coming;
    made.fill(performance.now() + Math.min(left, SLICE));
    if (!made.isWhole) {
      this.soon((time) => this.go(time));
      return;
    }
    this.coming = null;
    this.ground = made;
    this.lately = performance.now();
    this.paintGround();
    this.paintPlace();
    if (asked !== this.wanted) this.renew();
    else if (!isFine) this.soon(() => this.begin(true), STILL);
  }

  paintGround() {
    const { ground, view, width } = this;
    if (!ground) return;
    const look = `${view.theme.name} ${width}`;
    if (this.drawn?.ground === ground && this.drawn.look === look) return;
    this.drawn = { ground, look };
    const spread = ground.axes.map(({ input }) => input).join();
    this.span = steady(this.spanOf === spread ? this.span : null, ground.span);
    this.spanOf = spread;
    const names = ground.axes.map(({ input }) => this.name(input));
    this.scene.resize(width, ground.axes);
    this.scene.paintGround(ground, this.span, { names, output: this.output, colours: view.theme.colours });
    this.paintKey();
  }

  paintPlace() {
    const { view: { store, program }, ground } = this;
    const here = ground.axes.map(({ input }) => store.inputs[input]);
    if (here.some(isArray)) return;
    const height = total(store.run.values[program.output]);
    const slopes = ground.axes.map(({ input }) => this.slopeOf(program.inputs[input]));
    this.scene.paintPlace({ here, height, slopes: slopes.every(Number.isFinite) ? slopes : null });
    const numbers = here.map((value) => store.shown(value)).join(', ');
    const said = `${this.output}(${numbers}) = ${store.shown(height)}`;
    if (this.said.textContent !== said) this.said.textContent = said;
    const { place } = this.scene;
    const told = [...here.map((value, axis) => `${this.name(ground.axes[axis].input)} = ${store.shown(value)}`),
      `${this.output} = ${store.shown(height)}`].join(', ');
    if (place.getAttribute('aria-valuetext') === told) return;
    const { low, high } = ground.axes[0];
    for (const [key, value] of Object.entries({ valuetext: told, valuenow: here[0], valuemin: low, valuemax: high })) {
      place.setAttribute(`aria-${key}`, value);
    }
  }

  // The gradient of an input, as soon as the step knows all of it; else null.
  slopeOf(node) {
    const { store, program } = this.view;
    const last = program.edges.findLastIndex(({ operand }) => operand === node);
    const known = last < 0 ? seedStep(program) : store.stepOfEdge(last);
    return store.step < known ? null : store.run.gradients[node];
  }

  // ---- Words --------------------------------------------------------------------------------------

  paintWords() {
    const { view } = this;
    if (this.worded === view.store.lang) return;
    this.worded = view.store.lang;
    view.bar.paintWords();
    this.root.setAttribute('aria-label', view.say('ground_landscape'));
    this.choosers.forEach((chooser, axis) => chooser.setAttribute('aria-label', view.say(axis ? 'ground_up' : 'ground_across')));
    this.closer.setAttribute('aria-label', view.say('ground_close'));
    this.scene.place.setAttribute('aria-label', view.say('ground_place'));
    this.paintKey();
  }

  paintChoosers() {
    const { store } = this.view;
    const can = numbersOf(store);
    const told = `${can} ${this.spread}`;
    if (this.offered === told) return;
    this.offered = told;
    this.choosers.forEach((chooser, axis) => {
      const own = [...new Set([...can, this.spread[axis] ?? -1])].filter((i) => i >= 0 && (!axis || i !== this.spread[0]));
      const options = own.map((i) => element('option', { value: String(i) }, [this.name(i)]));
      chooser.replaceChildren(...(axis ? [element('option', { value: '-1' }, ['–'])] : []), ...options);
      chooser.value = String(this.spread[axis] ?? -1);
    });
  }

  // What stands in the picture, in a few words.
  paintKey() {
    const { ground, view, span } = this;
    if (!ground) return;
    const isFlat = ground.axes.length === 2;
    const hasGaps = ground.heights.some((height) => !Number.isFinite(height));
    const told = [view.store.lang, isFlat, hasGaps, ...span].join();
    if (this.keyed === told) return;
    this.keyed = told;
    const kinds = ['here', isFlat ? 'level' : 'tangent', 'downhill', ...(hasGaps ? ['gap'] : [])];
    const entries = kinds.map((kind) => element('span', {}, [keySign(kind), view.say(`ground_${kind}`)]));
    const ends = isFlat ? [element('span', { class: 'bpv-ground-depth' }, [
      view.store.shown(span[0]), element('i', { 'aria-hidden': 'true' }), view.store.shown(span[1])])] : [];
    this.key.replaceChildren(...ends, ...entries);
  }
}

function isSameGround(one, other) {
  const isAxis = ({ input, low, high }, k) => {
    const axis = other.axes[k];
    return axis.input === input && axis.low === low && axis.high === high;
  };
  return one.axes.length === other.axes.length && one.axes.every(isAxis)
    && one.held.every((value, i) => isSame(value, other.held[i]));
}

// Not every browser tells when it is idle.
const tellsIdle = 'requestIdleCallback' in window;
const whenIdle = (action) => (tellsIdle
  ? requestIdleCallback((time) => action(Math.max(time.timeRemaining(), 1)), { timeout: LATEST })
  : setTimeout(() => action(), 1));
const dropIdle = (idle) => (tellsIdle ? cancelIdleCallback(idle) : clearTimeout(idle));

EXTENSIONS.push((view) => { view.landscape = new LandscapeView(view); });
