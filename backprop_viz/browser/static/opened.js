// The circuit of an entry beside the picture, or under it: an explorer of its own, with steps of its
// own, whose numbers follow those of the arrays.

const ROOM_BESIDE = { room: 1100, least: 440, share: 0.55, gap: 36 }; // CSS pixels, and a share of the room

// What the store of a circuit takes for a model: its own step, and all else as around it.
class CircuitModel {
  constructor(outer, { program, geometry, inputs }) {
    this.outer = outer;
    this.own = { program, geometry, opening: inputs, step: 0, steps: null, sliders: [], fields: [], landscape: null, now: null };
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
}

class Opened {
  constructor(view) {
    this.view = view;
    view.follow(() => this.follow());
    view.whenGone(() => this.close());
    const observer = new ResizeObserver(() => this.arrange());
    observer.observe(view.root);
    view.whenGone(() => observer.disconnect());
  }

  // Show the circuit of an entry, or a part of a sum in it; false where nothing is inside.
  open(kind, index, place, { beyond = 0, part = '' } = {}) {
    const { view } = this;
    const made = circuitProgram(view.program, view.store.run, kind, index, place, { beyond, part });
    this.close();
    if (!made) return false;
    Object.assign(this, { at: [kind, index, place], beyond, part, key: keyOf(made), made });
    this.closer = element('button', { type: 'button', class: 'bpv-close', onclick: () => this.leave() }, ['×']);
    this.ways = element('nav', { class: 'bpv-ways' });
    this.root = element('section', { class: 'bpv-explanation bpv-circuit' }, [this.closer, this.ways]);
    view.pointing.line.parentNode.after(this.root);
    this.arrange();
    const store = new Store(new CircuitModel(view.store.model, made));
    this.inner = new View(store, this.root);
    this.inner.leave = () => this.leave();
    store.set('step', store.steps.at(-1));
    this.walk = view.store.run;
    this.name();
    view.pointing.pin(this.at);
    return true;
  }

  // Another circuit of the same entry, and the focus on what led to it.
  turn(more) {
    const { at, beyond, part } = this;
    if (this.open(...at, { beyond, part, ...more })) this.inner.root.focus({ preventScroll: true });
  }

  name() {
    const { view, made: { program, parts, way }, beyond } = this;
    const say = (key, slots) => view.say(`entries_${key}`, slots);
    this.lang = view.store.lang;
    this.closer.setAttribute('aria-label', view.say('close'));
    this.root.setAttribute('aria-label', say('circuit_of', { name: program.nodes[program.output].shown }));
    this.ways.setAttribute('aria-label', say('way'));
    const button = (text, label, more) => element('button', { type: 'button', 'aria-label': label, title: label, onclick: () => this.turn(more) }, [text]);
    const steps = way.flatMap(([part, shown], n) => (n === way.length - 1 ? [element('b', {}, [shown])]
      : [button(shown, say('circuit_of', { name: shown }), { part }), ' › ']));
    const levels = [...(beyond ? [button('−', say('less'), { beyond: beyond - 1, part: '' })] : []),
      ...(this.isDeeper() ? [button('+', say('deeper'), { beyond: beyond + 1, part: '' })] : [])];
    const inside = parts.map(([part, shown]) => button(shown, say('part', { name: shown }), { part }));
    this.ways.replaceChildren(...[[...steps, ' ', ...levels], inside.length ? [say('parts'), ' ', ...inside] : []]
      .filter((made) => made.length).map((made) => element('div', {}, made)));
  }

  // Whether something more opens one level further.
  isDeeper() {
    const { view, at, beyond, part } = this;
    const [here, further] = [0, 1].map((more) => circuitProgram(view.program, view.store.run, ...at, { beyond: beyond + more }));
    return further !== null && keyOf(further) !== (part ? keyOf(here) : this.key);
  }

  // Beside the picture where both can be read, and nothing else stands there.
  arrange() {
    if (!this.root) return;
    const { root, fit, program: { layout } } = this.view;
    const room = root.clientWidth - ROOM_BESIDE.gap;
    // All of the picture, as small as can be read.
    const whole = fit.sizeOf(PROSE) * layout.width * 4 / 3;
    const width = Math.max(ROOM_BESIDE.least, Math.min(ROOM_BESIDE.share * room, room - whole));
    root.style.setProperty('--bpv-circuit', `${Math.floor(width)}px`);
    root.toggleAttribute('data-opened', room >= ROOM_BESIDE.room && !fit.presents);
  }

  follow() {
    if (!this.inner) return;
    const { view, inner: { store } } = this;
    if (this.lang !== view.store.lang) { this.name(); store.changed(); }
    if (this.walk === view.store.run) { if (this.theme !== view.theme.name) { this.theme = view.theme.name; store.changed(); } return; }
    this.walk = view.store.run;
    const { beyond, part } = this;
    const made = circuitProgram(view.program, view.store.run, ...this.at, { beyond, part });
    const { step } = store;
    if (!made || keyOf(made) !== this.key) { // another branch is taken
      this.open(...this.at, { beyond });
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
    this.view.root.removeAttribute('data-opened');
    this.root = this.inner = this.at = null;
    this.view.pointing.pin(null);
  }
}

const keyOf = ({ program: { nodes } }) => nodes.map(({ name, row, operands, value }) => [name, row, operands, value].join()).join(';');
