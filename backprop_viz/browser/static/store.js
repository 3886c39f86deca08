// The store of an explorer: its inputs and step, where they come from, and who is told. Every view
// of one model shares one store. The browser computes by the core; only for arrays the kernel does.

const stores = new WeakMap();

function storeOf(model) {
  if (!stores.has(model)) stores.set(model, new Store(model));
  return stores.get(model);
}

const IN_FLIGHT = 3; // questions to the kernel at a time: more would queue, fewer would stall
const NUDGE_DELAY = 8; // milliseconds
const NUDGES = 3;
const RESTED = 40; // milliseconds without a question
const FIELD_REST = 100; // milliseconds until the kernel hears what a text field shows

const number = (value) => (typeof value === 'number' ? value : Number(value));

class Store {
  constructor(model) {
    this.model = model;
    const program = model.get('program'); // from the kernel as text
    this.program = typeof program === 'string' ? JSON.parse(program) : program;
    this.opening = model.get('opening').map(number);
    this.inputs = [...this.opening];
    this.steps = model.get('steps') ?? Array.from({ length: lastStep(this.program) + 1 }, (_, k) => k);
    this.listeners = new Set();
    this.sliders = [];
    this.message = null;
    this.pending = false;
    this.byKernel = Boolean(this.program.by_kernel); // arrays: the kernel sends what to show
    for (const name of ['step', 'lang', 'theme', 'frame', 'message']) {
      model.on(`change:${name}`, () => this.changed());
    }
    model.on('change:sliders', () => this.connect());
    if (this.byKernel) this.question = new Question(model);
    else this.run = run(this.program, this.inputs);
    this.connect();
  }

  get step() { return this.nearest(this.model.get('step')); }
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

  // Of the steps on show the one that is nearest.
  nearest(step) {
    return this.steps.reduce((best, k) => (Math.abs(k - step) < Math.abs(best - step) ? k : best));
  }

  // Whether edges are explained; from the kernel that takes a frame with all of them.
  explain(wanted) { this.question?.ask({ explain: wanted }); }

  get canExplain() { return !this.byKernel || Boolean(this.frame.edges); }

  stepOfEdge(i) { return lastStep(this.program) - this.program.edges.length + 1 + i; }

  set(name, value) {
    if (this.model.get(name) === value) return;
    this.model.set(name, value);
    if (name === 'step') this.question?.ask({ step: value });
    save(this.model);
  }

  // The ipywidgets sliders and text fields are heard here, in the browser. Inputs whose controls
  // are not made yet have an empty reference.
  async connect() {
    const manager = this.model.widget_manager;
    const find = (reference) => reference && manager.get_model(reference.replace('IPY_MODEL_', ''));
    const [sliders, fields] = await Promise.all(['sliders', 'fields'].map((name) =>
      Promise.all((this.model.get(name) ?? []).map(find))));
    sliders.forEach((slider, i) => {
      if (!slider || this.sliders[i]) return;
      const field = fields[i];
      this.sliders[i] = { slider, field };
      if (this.byKernel) {
        slider.on('change:value', () => this.question.ask({ inputs: { [i]: tidy(slider.get('value')) } }));
        return;
      }
      const moved = () => this.move(i, tidy(slider.get('value')));
      slider.on('change:value', moved);
      field.on('change:value', (_, __, { updated_view: byHand } = {}) => this.typed(i, byHand));
      moved();
    });
  }

  move(i, value) {
    const { field } = this.sliders[i] ?? {};
    const same = Object.is(this.inputs[i], value);
    this.inputs[i] = value; // first, so that the field's own event finds nothing new
    if (field && field.get('value') !== typedForm(value)) {
      this.saveLater(this.sliders[i]);
      field.set({ value: typedForm(value) });
    }
    if (same) return;
    this.message = null;
    this.changed();
  }

  saveLater(control) {
    clearTimeout(control.saving);
    control.saving = setTimeout(() => { control.saving = null; save(control.field); }, FIELD_REST);
  }

  // From the explorer's own controls: through the slider, so that everyone hears of it.
  place(i, value) {
    const { slider } = this.sliders[i] ?? {};
    this.move(i, value);
    if (slider) push(slider, { ...throughGrid(value, slider), value });
  }

  typed(i, byHand) {
    const { field, saving } = this.sliders[i];
    const text = String(field.get('value'));
    if (text === typedForm(this.inputs[i])) return;
    if (saving && !byHand) { // the kernel echoes what the field showed before
      field.set({ value: typedForm(this.inputs[i]) });
      return;
    }
    if (!this.placeText(i, text)) {
      // Not here, inside the field's own event, which would show the bad text again.
      setTimeout(() => push(field, { value: typedForm(this.inputs[i]) }));
    }
  }

  // A typed value; false, and nothing changes but the message, if it is no number.
  placeText(i, text) {
    const value = parseTyped(text);
    if (value === null) this.message = { key: 'bad_value', text: text.slice(0, 40), input: i };
    else {
      this.place(i, value);
      this.message = null;
    }
    this.changed();
    return value !== null;
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

// What is asked of the kernel where it must compute: the latest values only, few at a time.
class Question {
  constructor(model) {
    this.model = model;
    this.waiting = null;
    this.last = -Infinity;
    this.asked = this.answers = model.get('frame')?.answers ?? 0;
    this.nudges = 0;
    this.last = -Infinity;
    model.widget_manager?.kernel?.statusChanged?.connect((_, status) => {
      if (status === 'busy') this.nudge();
    });
    model.on('change:frame', () => this.answered(model.get('frame').answers));
  }

  ask(what) {
    this.waiting = {
      ...this.waiting, ...what, inputs: { ...this.waiting?.inputs, ...what.inputs },
    };
    if (this.asked - this.answers >= IN_FLIGHT) return;
    this.asked += 1;
    const { waiting } = this;
    this.waiting = null;
    this.send(waiting);
    const now = performance.now();
    this.nudges = now - this.last > RESTED ? NUDGES : 0; // else the next question is one
    this.last = now;
    this.nudgeLater();
  }

  answered(answers) {
    this.answers = answers;
    this.asked = Math.max(this.asked, answers);
    if (this.waiting) this.ask({});
  }

  // The server's packets wait for an acknowledgement that the browser's next one carries (Nagle's
  // algorithm and delayed acknowledgement): what follows the news that the kernel is busy would
  // come some 40 ms late. So that news is answered; where it is not heard, something is sent in time.
  nudge() {
    if (this.asked === this.answers || !this.nudges) return;
    this.nudges -= 1;
    this.send({ nudge: true });
    this.nudgeLater();
  }

  nudgeLater() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.nudge(), NUDGE_DELAY);
  }

  send(content) {
    try {
      this.model.send(content);
    } catch { /* the kernel is gone */ }
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
