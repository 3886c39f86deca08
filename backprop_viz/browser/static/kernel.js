// What joins a store with a kernel: the ipywidgets sliders and text fields, which are heard here, in
// the browser, and when the kernel is told. A notebook paints each message, there and back, as a sign
// that the kernel is busy, and that takes longer than our own picture: so it is told of steps, fields
// and entries once the hand rests. A slider tells by itself.

const HAND_REST = 100; // milliseconds

class Kernel {
  constructor(store) {
    this.store = store;
    this.controls = [];
    this.waiting = new Map(); // model, or the place of a large input → how it is told
    store.kernel = this;
    store.life.push(() => this.now());
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

  typed(i, byHand) {
    const { store, controls: { [i]: { field } } } = this;
    const text = String(field.get('value'));
    if (text === fieldForm(store.inputs[i])) return;
    if (this.waiting.has(field) && !byHand) { // the kernel echoes what the field showed before
      give(field, { value: fieldForm(store.inputs[i]) });
      return;
    }
    if (!store.placeText(i, text)) {
      // Not here, inside the field's own event, which would show the bad text again.
      setTimeout(() => {
        give(field, { value: fieldForm(store.inputs[i]) });
        save(field);
      });
    }
  }

  // ---- What goes to them, so that everyone hears of it -------------------------------------------

  write(i) {
    const { store, controls: { [i]: { field } = {} } } = this;
    const form = fieldForm(store.inputs[i]);
    if (!field || field.get('value') === form) return;
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
    if (name === 'step') this.soon(this.store.model);
    else save(this.store.model);
  }

  // The last of what is said of a model is told.
  soon(model, tell = () => model.save_changes()) {
    this.waiting.set(model, tell);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), HAND_REST);
  }

  now() {
    clearTimeout(this.timer);
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    waiting.forEach(attempt);
  }

  // The slider of the step, which is linked to the view's own. Until it has told, no echo of what it
  // told before moves it back.
  pace(stepper) {
    if (!stepper?.set_state) return;
    const { save_changes: tell, set_state: take } = stepper;
    stepper.save_changes = (...told) => this.soon(stepper, () => tell.apply(stepper, told));
    stepper.set_state = ({ value, ...state }) =>
      take.call(stepper, value === undefined || this.waiting.has(stepper) ? state : { value, ...state });
    this.store.life.push(() => Object.assign(stepper, { save_changes: tell, set_state: take }));
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

// Where the kernel is gone, the browser goes on without it.
function attempt(tell) {
  try {
    Promise.resolve(tell()).catch(() => {});
  } catch { /* gone */ }
}
