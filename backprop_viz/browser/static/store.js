// The store of an explorer: its inputs and step, where they come from, and who is told. Every view
// of one model shares one store.

const stores = new WeakMap();

function storeOf(model) {
  const known = stores.get(model);
  if (known?.told === model.get('program')) return known;
  const store = new Store(model);
  known?.dispose(); // another formula has come
  known?.history.leave(store);
  stores.set(model, store);
  return store;
}

const readJson = (told) => (typeof told === 'string' ? JSON.parse(told) : told); // the kernel's is text

class Store {
  constructor(model) {
    this.model = model;
    this.told = model.get('program');
    this.source = model.get('text');
    this.life = [];
    this.program = { ...readJson(this.told) };
    this.lay();
    this.opening = model.get('opening').map(held);
    this.inputs = model.get('now')?.map(held) ?? [...this.opening];
    this.steps = model.get('steps') ?? Array.from({ length: lastStep(this.program) + 1 }, (_, k) => k);
    this.listeners = new Set();
    this.laid = new Set(); // who looks at what has been written and laid out
    this.kernel = null; // where there may be one
    this.connected = new Promise((done) => { this.joined = done; }); // with its controls
    this.message = null;
    this.pending = false; // changed, and not shown yet
    this.framed = false; // a frame is asked for
    this.isHeld = false; // an entry is under a hand that moves
    for (const name of ['step', 'lang', 'theme', 'landscape']) {
      this.hear(model, `change:${name}`, () => this.changed());
    }
    this.run = run(this.program, this.inputs);
    this.history = new History(this);
  }

  // Where everything stands, which is another place once a number has become an array.
  lay() {
    const geometry = readJson(this.model.get('geometry'));
    if (this.program.levels) (this.blocks ??= new OpenBlocks(this)).lay(geometry);
    else this.program.layout = geometry;
  }

  hear(model, event, listener) {
    model.on(event, listener);
    this.life.push(() => model.off(event, listener));
  }

  dispose() {
    this.isGone = true;
    for (const end of this.life) end();
  }

  get step() { return this.nearest(this.model.get('step')); }
  get lang() { return this.model.get('lang'); }

  scene(k) { return scene(this.program, this.run, k); }

  sentence(k) { return sentence(this.program, this.run, k, this.lang); }

  remark(k) { return remark(this.program, this.run, k, this.lang); }

  latex(k) { return latex(this.program, this.run, k); }

  shown(value) { return formatValue(value, 0, this.program.digits); }

  // The text of a value: of a node's "values" or "gradients", of an edge's "contribution", "local".
  text(what, i) {
    const { run: walk } = this;
    return this.shown(what in walk ? walk[what][i] : walk.backflows[i][what]);
  }

  // Of the steps on show the one that is nearest.
  nearest(step) {
    if (this.steps[step] === step) return step; // as where all of them are shown
    return this.steps.reduce((best, k) => (Math.abs(k - step) < Math.abs(best - step) ? k : best));
  }

  placeOf(step) { return this.steps.indexOf(step); }

  stepOfEdge(i) { return returnedAt(this.program, i); }

  set(name, value) {
    if (this.model.get(name) === value) return;
    this.model.set(name, value);
    this.kernel?.tell(name);
  }

  move(i, value) {
    const same = isSame(this.inputs[i], value);
    this.inputs[i] = value; // first, so that what hears of it finds nothing new
    this.kernel?.write(i);
    if (same) return;
    if (isLarge(value)) this.carry?.(i);
    this.message = null;
    this.changed();
  }

  // From the explorer's own controls.
  place(i, value) {
    this.move(i, value);
    this.kernel?.slide(i);
  }

  // A typed value; false, and nothing changes but the message, if it cannot be. A number may become
  // an array; an array keeps its shape, for which there is room.
  placeText(i, text) {
    const opening = this.opening[i];
    const value = parseTyped(text, isArray(opening) ? this.inputs[i] : opening, !isArray(opening));
    const wanted = this.inputs.map((here, place) => (place === i ? value : here));
    const isAllowed = value !== null && (!isArray(value) || allows(this.program, wanted));
    if (isAllowed) this.place(i, value);
    const misfit = holdsFor(this.program, i, value) ? 'bad_shape' : 'bad_number';
    const key = isArray(opening) ? 'bad_array' : value === null ? 'bad_value' : misfit;
    this.message = isAllowed ? null : { key, text: text.slice(0, 40), input: i };
    this.changed();
    return isAllowed;
  }

  reset(i) { this.place(i, this.opening[i]); }

  // A frame shows the last of all changes before it. The first one that a key makes is written and
  // laid out at once, in the time that is left until then; to ask what is at a point does that.
  changed() {
    this.pending = true;
    this.history.touched();
    if (this.framed) return;
    this.framed = true;
    requestAnimationFrame(() => {
      this.framed = false;
      this.show();
      this.look();
    });
    if (window.event?.type !== 'keydown' || this.history.isRestoring) return;
    this.show();
    queueMicrotask(() => {
      document.elementFromPoint(0, 0);
      this.look();
    });
  }

  look() { if (!this.isGone) for (const look of this.laid) look(); }

  show() {
    if (!this.pending || this.isGone) return;
    this.pending = false;
    const isSame = this.inputs.every((value, i) => Object.is(value, this.run.inputs[i]));
    if (!isSame) this.run = run(this.program, this.inputs, this.run);
    for (const listener of this.listeners) listener();
    this.history.note();
  }
}

// The places of the inputs in the order of their controls: parameters, then the others.
function parametersFirst({ inputs, parameters }) {
  const [places, isFirst] = [[...inputs.keys()], (i) => parameters.includes(inputs[i])];
  return [...places.filter(isFirst), ...places.filter((i) => !isFirst(i))];
}

// What a field shows: of a large array nothing, but one can be typed there.
const isLarge = (value) => isArray(value) && value.data.length > LARGE;
const fieldForm = (value) => (isLarge(value) ? '' : typedForm(value));

// An input as it is told; the entries of a large one are gone through again and again.
const held = (told) => {
  const value = fromJson(told);
  return isLarge(value) ? { shape: value.shape, data: floatsOf(value.data) } : value;
};

// A slider stops only at whole steps from its least value, and would round any other value away;
// so its ends are moved, outward, until its steps pass through the value. The twin of `widened` in
// given/slider.py, from where TIDY and DUST are.
function throughGrid(value, slider) {
  const [least, greatest, size] = ['min', 'max', 'step'].map((name) => slider.get(name));
  const below = Math.ceil((value - least) / size - DUST);
  const above = Math.ceil((greatest - value) / size - DUST);
  const onGrid = Math.abs(least + below * size - value) < DUST * size;
  if (onGrid && value >= least && value <= greatest) return {};
  const exact = tidy(value) === value ? tidy : (end) => end;
  return {
    min: exact(Math.min(value, value - below * size)), max: exact(Math.max(value, value + above * size)),
  };
}

const tidy = (value) => Number(value.toPrecision(TIDY));
