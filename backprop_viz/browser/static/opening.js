// Blocks that open and close on the screen, and what else follows from that.

const READY = 20000; // nodes that are gone through in advance, or one view of them all
const KEPT = 12; // sets of open blocks of which it is kept what is shown
const REST = 300; // milliseconds without a change until that begins
const atLeisure = (act) => (window.requestIdleCallback ?? setTimeout)(act);

// Which blocks of a store's graph are open. Its program becomes what is shown of the whole one.
class OpenBlocks {
  constructor(store) {
    this.store = store;
    this.whole = withNodes(store.program);
    Object.assign(store.program, this.whole);
    this.first = toldNames(this.whole.levels.open);
    this.all = this.whole.levels.blocks;
    store.hear(store.model, 'change:opened', () => this.follow());
  }

  get told() { return this.store.model.get('opened') ?? this.first; }

  // By name, also in what is closed.
  get names() { return namesIn(this.told); }

  get isOpen() { return this.store.program.view.isShown.slice(1); }

  lay(geometry) {
    this.geometry = geometry;
    this.made = new Map(); // by what is open, what is shown
    this.show();
  }

  show() {
    const { store: { program }, told } = this;
    this.shown = told;
    Object.assign(program, this.shownOf(told));
    clearTimeout(this.waiting);
    cancelAnimationFrame(this.asked);
    const wait = () => { this.waiting = setTimeout(() => atLeisure(() => this.prepare()), REST); };
    this.asked = requestAnimationFrame(wait); // the picture comes first
  }

  // What is shown where these are open, and where it stands.
  shownOf(told) {
    const { made, whole, geometry } = this;
    if (!made.has(told)) {
      const view = viewed(whole, namesIn(told));
      made.set(told, { ...view, layout: placedLayout(whole, view, geometry) });
      if (made.size > KEPT) made.delete(made.keys().next().value);
    }
    return made.get(told);
  }

  // So that opening takes no time then, what may be opened next is gone through in advance.
  prepare() {
    const { store, all, names, whole, shown } = this;
    const { isShown } = store.program.view;
    const shut = all.filter(({ inside }, b) => isShown[inside] && !isShown[b + 1]);
    const ready = shut.slice(0, Math.min(KEPT - 2, Math.ceil(READY / whole.nodes.length)));
    const next = () => {
      if (!ready.length || store.isGone || shown !== this.shown) return;
      this.shownOf(this.toldOf(new Set([...names, ready.shift().block])));
      atLeisure(next);
    };
    next();
  }

  follow() {
    if (this.told === this.shown) return;
    const { store: { program: { view }, step } } = this;
    this.show();
    this.left ??= { view, step };
    queueMicrotask(() => this.settle());
  }

  // Where something is opened, its step becomes the first inside; and back. A kernel hears of it after
  // it has heard what is open, for else there would be no such step.
  settle() {
    if (!this.left) return;
    const { store, store: { program, model }, left: { view, step } } = this;
    this.left = null;
    store.steps = (this.told === this.first && model.get('steps')) || [...Array(lastStep(program) + 1).keys()];
    store.set('step', store.nearest(stepIn(program.view, view, step)));
    store.changed();
  }

  // A list of names as the model has it.
  place(told) {
    this.store.set('opened', told);
    this.settle();
  }

  toldOf(names) {
    return toldNames(this.all.map(({ block }) => block).filter((name) => names.has(name)));
  }

  set(names) { this.place(this.toldOf(names)); }

  toggle(b) {
    const { names, all: { [b]: { block } } } = this;
    if (!names.delete(block)) names.add(block);
    this.set(names);
  }

  openAll() { this.set(new Set(this.all.map(({ block }) => block))); }

  closeAll() { this.set(new Set()); }

  // What can be seen and is closed.
  openMore() {
    const { isShown } = this.store.program.view;
    this.set(new Set([...this.names, ...this.all.filter(({ inside }) => isShown[inside]).map(({ block }) => block)]));
  }

  // As the address tells of it: null if nothing has been opened or closed.
  get address() {
    if (this.told === this.first) return null;
    return toldNames(this.all.filter((_, b) => this.isOpen[b]).map(({ block }) => block));
  }

  // With what is around them.
  goTo(address) {
    if (address === null) { if (this.address !== null) this.place(this.first); return; }
    const names = namesIn(address);
    for (let b = this.all.length - 1; b >= 0; b -= 1) {
      const { block, inside } = this.all[b];
      if (names.has(block) && inside) names.add(this.all[inside - 1].block);
    }
    if (address !== this.address) this.set(names);
  }
}

// Names with commas between them, and one in a name told apart: the twins of blocks/view.py.
const toldNames = (names) => names.map((name) => name.replaceAll('%', '%25').replaceAll(',', '%2C')).join();
const namesIn = (told) => new Set(told.split(',').filter(Boolean)
  .map((name) => name.replaceAll('%2C', ',').replaceAll('%25', '%')));

// The step of a view that a step of the one before becomes: that of the first thing that happens in it.
function stepIn(view, before, step) {
  const [seed, was] = [view, before].map(({ forward }) => forward.length + 1);
  const next = (stops, n) => (stops[n - 1]?.last ?? -1) + 1;
  if (step === 0) return 0;
  if (step < was) return view.computed[next(before.forward, step - 1)];
  return step === was ? seed : seed + 1 + view.returned[next(before.backward, step - was - 1)];
}

// After a change of what is open. What has been opened or closed by its sign stays where it is in the
// window; else, as by an address, the view goes to its step.
View.prototype.renew = function renew() {
  const { drawing, bar, numbers, store, root } = this;
  const sign = () => [...drawing.picks.get(`block-${this.turned}`) ?? []][0];
  const placed = () => sign()?.getBoundingClientRect();
  const before = placed();
  const hadFocus = root.getRootNode().activeElement === sign() && sign();
  this.seen = this.program.view;
  this.before = this.worded = this.spoken = null;
  drawing.build();
  drawing.followed = before ? store.step : null; // where a block was turned, the view stays
  drawing.onRenewed?.();
  this.fit.apply();
  drawing.paint(store.scene(store.step));
  this.fit.map.renew();
  numbers.renew();
  bar.scrubber.max = String(store.steps.length - 1);
  this.whole.renew();
  this.explanation.explained &&= ' ';
  const after = placed();
  if (before && after) {
    drawing.frame.scrollBy({ left: after.left - before.left, top: after.top - before.top, behavior: 'instant' });
    if (hadFocus) sign().focus({ preventScroll: true });
  }
  this.turned = null;
};

EXTENSIONS.push((view) => {
  const { store: { blocks }, bar, drawing } = view;
  if (!blocks) return;
  const does = (key, act) => command(key, '', () => { bar.menu.close(); act(); });
  bar.menu.add(does('blocks_all', () => blocks.openAll()), does('blocks_more', () => blocks.openMore()),
    does('blocks_none', () => blocks.closeAll()));
  bar.paintWords();
  drawing.svg.addEventListener('keydown', (event) => {
    const { block } = event.target.dataset;
    if (event.key !== 'Escape' || block === undefined || !blocks.isOpen[block]) return;
    event.stopPropagation();
    event.preventDefault();
    view.turn(Number(block));
  });
});

View.prototype.turn = function turn(b) {
  this.turned = b;
  this.store.blocks.toggle(b);
};
