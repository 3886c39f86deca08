// The circuit of an entry under the picture: an explorer of its own, with steps of its own, whose
// numbers follow those of the arrays.

// What the store of a circuit takes for a model: its own step, and all else as around it.
class CircuitModel {
  constructor(outer, { program, geometry, inputs }) {
    this.outer = outer;
    this.own = { program, geometry, opening: inputs, step: 0, steps: null, sliders: [], fields: [], landscape: null };
    this.heard = new Map();
  }

  get(name) { return name in this.own ? this.own[name] : this.outer.get(name); }

  set(name, value) {
    if (name !== 'step' && name !== 'shown_theme') { this.outer.set(name, value); return; }
    this.own[name] = value;
    for (const hear of this.heard.get(`change:${name}`) ?? []) hear();
  }

  on(event, hear) { this.heard.set(event, [...(this.heard.get(event) ?? []), hear]); }

  off(event, hear) { this.heard.set(event, (this.heard.get(event) ?? []).filter((one) => one !== hear)); }

  save_changes() {}
}

class Opened {
  constructor(view) {
    this.view = view;
    view.follow(() => this.follow());
    view.whenGone(() => this.close());
  }

  // Show the circuit of an entry; false where nothing is inside.
  open(kind, index, place) {
    const { view } = this;
    const made = circuitProgram(view.program, view.store.run, kind, index, place);
    this.close();
    if (!made) return false;
    this.at = [kind, index, place];
    this.key = keyOf(made);
    const close = element('button', { type: 'button', class: 'bpv-close', onclick: () => this.leave(), 'aria-label': view.say('close') }, ['×']);
    this.root = element('section', { class: 'bpv-explanation bpv-circuit' }, [close]);
    view.pointing.line.parentNode.after(this.root);
    const store = new Store(new CircuitModel(view.store.model, made));
    this.inner = new View(store, this.root);
    this.inner.leave = () => this.leave();
    store.set('step', store.steps.at(-1));
    this.walk = view.store.run;
    this.name();
    view.pointing.pin(this.at);
    return true;
  }

  name() {
    const { program } = this.inner.store;
    this.lang = this.view.store.lang;
    this.root.setAttribute('aria-label', this.view.say('circuit_of', { name: program.nodes[program.output].shown }));
  }

  follow() {
    if (!this.inner) return;
    const { view, inner: { store } } = this;
    if (this.lang !== view.store.lang) { this.name(); store.changed(); }
    if (this.walk === view.store.run) { if (this.theme !== view.theme.name) { this.theme = view.theme.name; store.changed(); } return; }
    this.walk = view.store.run;
    const made = circuitProgram(view.program, view.store.run, ...this.at);
    const { step } = store;
    if (!made || keyOf(made) !== this.key) { // another branch is taken
      this.open(...this.at);
      this.inner?.go(step);
      return;
    }
    store.inputs = made.inputs;
    store.changed();
  }

  // Close it, and give the focus back to the entry.
  leave() {
    const { at } = this;
    this.close();
    if (at) this.view.pointing.back(...at);
  }

  close() {
    if (!this.inner) return;
    this.inner.store.dispose();
    this.inner.dispose();
    this.root.remove();
    this.inner = this.at = null;
    this.view.pointing.pin(null);
  }
}

const keyOf = ({ program: { nodes } }) => nodes.map(({ name, row, operands, value }) => [name, row, operands, value].join()).join(';');
