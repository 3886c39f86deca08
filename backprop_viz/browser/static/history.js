// Undo and redo. What is compared is what was shown, frame by frame, so that it does not matter who
// moved an input; all that one press of a hand or a key does is one entry. How it is shown is undone,
// too: what Ctrl+Z takes back is what was done last. Each formula has a history of its own, and behind
// its ends are those of the formulas before and after it.

const MOST_UNDONE = 200;
const WHEEL_REST = 600; // milliseconds between two turns of a wheel that are one
const SETTINGS = ['lang', 'theme', 'landscape', 'opened']; // of the model

// What is held down: a number of its own for each press, 0 if nothing is.
const hand = { held: 0, presses: 0, isPointer: false };

function watchHand(signal) {
  const listen = (type, hear) => window.addEventListener(type, hear, { capture: true, signal });
  const press = (isPointer) => ({ repeat }) => {
    if (repeat) return;
    hand.presses += 1;
    Object.assign(hand, { held: hand.presses, isPointer });
  };
  listen('pointerdown', press(true));
  listen('keydown', press(false));
  for (const type of ['pointerup', 'pointercancel', 'keyup']) listen(type, () => { hand.held = 0; });
}

class History {
  constructor(store) {
    this.store = store;
    // {inputs: [i, before, after], step: [before, after] or null, settings: the same by name, press},
    this.entries = []; // or {view, put, states: [before, after]}, of what a view did
    this.place = 0; // how many of them hold now
    this.keep();
  }

  keep() {
    const { store, store: { inputs, step } } = this;
    const settings = SETTINGS.map((name) => store.model.get(name));
    this.shown = { inputs: [...inputs], step, settings };
  }

  // Something changes, of which a frame will tell.
  touched() { Object.assign(this, { press: hand.held, isDragged: hand.held && hand.isPointer }); }

  // After a frame. A step to the next one is no jump.
  note() {
    const { store, shown, press } = this;
    const inputs = [];
    store.inputs.forEach((value, i) => {
      if (!isSame(value, shown.inputs[i])) inputs.push([i, shown.inputs[i], value]);
    });
    const settings = {};
    SETTINGS.forEach((name, n) => {
      const [before, now] = [shown.settings[n], store.model.get(name)];
      if (before !== now && !isEqual(before, now)) settings[name] = [before, now];
    });
    const hasSettings = Object.keys(settings).length > 0;
    const far = Math.abs(store.placeOf(store.step) - store.placeOf(shown.step)) > 1;
    const isJump = settings.opened || this.isDragged || far;
    const step = store.step !== shown.step && isJump ? [shown.step, store.step] : null;
    this.keep();
    if (!inputs.length && !step && !hasSettings) return;
    const last = this.last();
    if (press && last?.press === press && !last.put) merge(last, inputs, step, settings);
    else this.enter({ inputs, step, settings, press });
  }

  // A view has put itself from one state to another; turns of a wheel are one.
  did(view, put, states, isWheel = false) {
    if (isEqual(...states)) return;
    const [last, now] = [this.last(), performance.now()];
    if (isWheel && last?.isWheel && last.view === view && now - last.time < WHEEL_REST) {
      Object.assign(last, { states: [last.states[0], states[1]], time: now });
    } else this.enter({ view, put, states, isWheel, time: now });
  }

  // The one that came before what is done now, and holds.
  last() {
    this.after = null;
    this.entries.length = this.place;
    return this.entries.at(-1);
  }

  enter(entry) {
    this.entries.push(entry);
    if (this.entries.length > MOST_UNDONE) this.entries.shift();
    this.place = this.entries.length;
  }

  undo() {
    while (this.place) {
      const entry = this.entries[this.place -= 1];
      if (!isOver(entry)) { this.restore(entry, 0); return; }
    }
    this.ask(this.before);
  }

  redo() {
    while (this.place < this.entries.length) {
      const entry = this.entries[(this.place += 1) - 1];
      if (!isOver(entry)) { this.restore(entry, 1); return; }
    }
    this.ask(this.after);
  }

  // For another formula, which whoever reads formulas may bring.
  ask(other) {
    this.asked = other;
    if (other) this.store.read?.(other.source);
  }

  // Another store has come, of another formula: the one that was asked for, or a new one.
  leave(store) {
    const { asked, store: { source, opening } } = this;
    Object.assign(this, { source, opening, store: null, asked: null });
    if (asked?.source === store.source) store.connected.then(() => { if (!store.isGone) asked.resume(store); });
    else {
      this.after = store.history;
      store.history.before = this;
    }
  }

  resume(store) {
    const { opening, shown: { inputs, step } } = this;
    Object.assign(store, { history: this, opening });
    this.store = store;
    this.restore({ inputs: inputs.map((value, i) => [i, value]), step: [step], settings: {} }, 0);
  }

  restore({ inputs, step, settings, put, states }, side) {
    const { store } = this;
    if (put) { put(states[side]); return; }
    this.isRestoring = true;
    for (const [i, ...values] of inputs) store.place(i, values[side]);
    for (const [name, values] of Object.entries(settings)) {
      if (name === 'opened') store.blocks.place(values[side]);
      else store.set(name, values[side]);
    }
    if (step) store.set('step', step[side]);
    this.keep();
    this.isRestoring = false;
  }
}

// What a view did that is no more, such as that of another chapter.
const isOver = ({ view }) => view?.life.signal.aborted;
const isEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function merge(entry, inputs, step, settings) {
  for (const [i, before, after] of inputs) {
    const known = entry.inputs.find(([place]) => place === i);
    if (known) known[2] = after;
    else entry.inputs.push([i, before, after]);
  }
  if (step) entry.step = [entry.step?.[0] ?? step[0], step[1]];
  for (const [name, [before, after]] of Object.entries(settings)) {
    entry.settings[name] = [entry.settings[name]?.[0] ?? before, after];
  }
}

// Whether an event asks to undo or redo, and does it; not in a text field, which has its own.
function undoes(event, { history }) {
  if (!isUndo(event) || event.target.closest?.('input:not([type=range]), textarea')) return false;
  history.store.show(); // what no frame has shown yet is to be undone, too
  const redoes = event.shiftKey || event.key.toLowerCase() === 'y';
  if (redoes) history.redo();
  else history.undo();
  event.preventDefault();
  return true;
}

const isUndo = ({ key, ctrlKey, metaKey, altKey, shiftKey }) => (ctrlKey || metaKey) && !altKey
  && (key.toLowerCase() === 'z' || (key.toLowerCase() === 'y' && !shiftKey));
