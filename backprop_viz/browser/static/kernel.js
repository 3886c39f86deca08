// What joins a store with a kernel: the ipywidgets sliders and text fields, which are heard here, in
// the browser, and what the kernel is told of them, in the order of the outbox.

const AT_LATEST = 250; // milliseconds until whoever listens there hears of a slider that still moves
const LEAVES = ['pointerdown', 'pointerup', 'keydown', 'blur', 'pagehide']; // after which a cell may run

class Kernel {
  constructor(store) {
    this.store = store;
    this.controls = [];
    this.kinds = store.inputs.map(kindOf);
    this.outbox = new Outbox();
    store.kernel = this;
    const told = () => this.outbox.shown();
    store.listeners.add(told);
    const left = (event) => { if (!goesOnMoving(event)) this.now(); };
    for (const type of LEAVES) addEventListener(type, left, true);
    store.life.push(() => {
      this.now();
      store.listeners.delete(told);
      for (const type of LEAVES) removeEventListener(type, left, true);
    });
    store.hear(store.model, 'change:fields', () => this.connect()); // every control has one, an array no slider
    this.connect().then(store.joined, store.joined);
    this.find(store.model.get('stepper')).then((stepper) => { if (!store.isGone) this.pace(stepper); }, () => {});
  }

  async find(reference) {
    return reference ? this.store.model.widget_manager.get_model(reference.replace('IPY_MODEL_', '')) : null;
  }

  // What is not made (yet) has an empty reference: the slider of an array, and the controls of the
  // last of many inputs.
  async connect() {
    const { store } = this;
    const [sliders, fields] = await Promise.all(['sliders', 'fields'].map((name) =>
      Promise.all((store.model.get(name) ?? []).map((reference) => this.find(reference)))));
    if (store.isGone) return;
    fields.forEach((field, i) => {
      const slider = sliders[i];
      if (!field || this.controls[i]) return;
      this.controls[i] = { slider, field };
      const moved = () => this.slid(i, slider.get('value'));
      this.pace(slider, () => (store.model.get('is_heard') ? AT_LATEST : Infinity));
      this.guard(field);
      if (slider) store.hear(slider, 'change:value', moved);
      store.hear(field, 'change:value', (_, __, { updated_view: byHand } = {}) => this.typed(i, byHand));
      if (slider && !isList(field)) moved();
      else this.typed(i);
    });
  }

  // ---- What comes from the controls --------------------------------------------------------------

  // A slider counts in steps, and the dust of that is taken away, but not from what was typed.
  slid(i, value) {
    const { store } = this;
    const here = store.inputs[i];
    store.move(i, !isArray(here) && tidy(value) === tidy(here) ? here : tidy(value));
  }

  // What is typed by hand is told by its own view, once we have returned: after all that waits, and
  // before its slider.
  typed(i, byHand) {
    const { store, outbox, controls: { [i]: { field } } } = this;
    const text = String(field.get('value'));
    if (text === fieldForm(store.inputs[i])) return;
    if (outbox.has(field) && !byHand) { // the kernel echoes what the field showed before
      give(field, { value: fieldForm(store.inputs[i]) });
      return;
    }
    if (byHand) {
      outbox.drop(field);
      this.now();
      queueMicrotask(() => this.now());
    }
    if (!store.placeText(i, text)) {
      // Not here, inside the field's own event, which would show the bad text again.
      setTimeout(() => {
        give(field, { value: fieldForm(store.inputs[i]) });
        save(field);
      });
    }
    if (byHand) outbox.drop(field);
  }

  // ---- What goes to them, so that everyone hears of it -------------------------------------------

  // Where a number becomes a list, or back, or a list another one, what is said before and after it
  // are two things, for the kernel as well: of several inputs not every shape goes with every other.
  write(i) {
    const { store, controls: { [i]: { field } = {} } } = this;
    const kind = kindOf(store.inputs[i]);
    if (kind !== this.kinds[i]) {
      this.kinds[i] = kind;
      this.now();
      queueMicrotask(() => this.now()); // once slider and field are both what they are to be
    }
    const form = fieldForm(store.inputs[i]);
    if (!field || field.get('value') === form) return;
    if (store.isHeld) { // by a hand that looks elsewhere
      this.soon(field, () => {
        give(field, { value: fieldForm(store.inputs[i]) });
        return field.save_changes();
      });
      return;
    }
    this.soon(field);
    give(field, { value: form });
  }

  slide(i) {
    const { store: { inputs: { [i]: value } }, controls: { [i]: { slider } = {} } } = this;
    if (!slider || isArray(value)) return;
    // A slider that is told a value and its new ends would first round the value to its old steps.
    const continuous = slider.get('continuous_update');
    give(slider, { continuous_update: false });
    give(slider, { ...throughGrid(value, slider), value });
    give(slider, { continuous_update: continuous });
    save(slider);
  }

  // ---- When the kernel is told -------------------------------------------------------------------

  // The view's own model has changed.
  tell(name) {
    this.soon(this.store.model);
    if (name !== 'step') this.now();
  }

  soon(model, tell = () => model.save_changes(), latest = Infinity) { this.outbox.put(model, tell, latest); }

  now() { this.outbox.send(); }

  // A slider, also that of the step, which is linked to the view's own.
  pace(slider, latest = () => Infinity) {
    if (!slider?.set_state) return;
    const { save_changes: tell } = slider;
    slider.save_changes = (...told) => this.soon(slider, () => tell.apply(slider, told), latest());
    this.store.life.push(() => { slider.save_changes = tell; });
    this.guard(slider);
  }

  // Until the kernel has been told, no echo of what it was told before moves anything back.
  guard(model) {
    if (!model.set_state) return;
    const { set_state: take } = model;
    model.set_state = ({ value, ...state }) =>
      take.call(model, value === undefined || this.outbox.has(model) ? state : { value, ...state });
    this.store.life.push(() => { model.set_state = take; });
  }

  // For an answer, which is to be about what is on show.
  ask(content) {
    this.now();
    this.store.model.send(content);
  }
}

const isList = (field) => String(field.get('value')).trim().startsWith('[');

// Not every host's models take several values at once; the view of a slider wants that.
function give(model, values) {
  if (model.attributes) model.set(values);
  else for (const [name, value] of Object.entries(values)) model.set(name, value);
}

const save = (model) => attempt(() => model.save_changes());

const kindOf = (value) => (isArray(value) ? value.shape.join() : '');

// Whether the hand is still in the explorer, and at nothing that may end with a cell that is run.
const goesOnMoving = ({ type, key, ctrlKey, metaKey, target }) => (type === 'keydown' || type === 'blur')
  && key !== 'Enter' && !ctrlKey && !metaKey && target.closest?.('.bpv, .backprop-viz-explorer');
