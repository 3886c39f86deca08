// The browser's half of a notebook, for tests/test_outbox.py: a store and its kernel.js over models
// that behave as those of ipywidgets do. One line of JSON in, one out; the clock is the test's.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

let [now, count] = [0, 0];
const due = new Map();
const later = (act, time) => { count += 1; due.set(count, { act, at: now + time }); return count; };
const define = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true });
define("setTimeout", (act, time = 0) => later(act, time));
define("clearTimeout", (id) => due.delete(id));
define("requestAnimationFrame", (act) => later(act, 16 - (now % 16)));
define("performance", { now: () => now });
define("window", globalThis);
define("document", { activeElement: null });
define("addEventListener", (type, hear) => heard.add([type, hear]));
define("removeEventListener", () => {});
const heard = new Set();

const settle = () => new Promise((done) => { setImmediate(done); });

async function pass(time) {
  const end = now + time;
  for (;;) {
    await settle();
    const next = [...due].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
    if (!next) break;
    due.delete(next[0]);
    now = Math.max(now, next[1].at);
    next[1].act();
  }
  now = end;
}

const sent = [];
const isEqual = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// As the base class of ipywidgets: what is saved is what has changed, one message is on its way, the
// others wait in one, and of the kernel's echoes only that of the last message counts.
class Model {
  constructor(id, attributes) {
    Object.assign(this, { id, attributes, listeners: [], diff: {}, changed: {}, lock: null });
    Object.assign(this, { expected: new Map(), onTheWay: 0, buffer: null, widget_manager: manager });
  }

  get(name) { return this.attributes[name]; }

  on(event, hear) { this.listeners.push([event, hear]); }

  off(event, hear) { this.listeners = this.listeners.filter(([, other]) => other !== hear); }

  set(name, value, options) {
    const [values, told] = typeof name === "string" ? [{ [name]: value }, options] : [name, value];
    const isNested = this.isChanging;
    if (!isNested) Object.assign(this, { isChanging: true, changed: {}, previous: { ...this.attributes } });
    const names = Object.keys(values).filter((key) => !isEqual(this.attributes[key], values[key]));
    for (const key of Object.keys(values)) {
      if (isEqual(this.previous[key], values[key])) delete this.changed[key]; else this.changed[key] = values[key];
      this.attributes[key] = values[key];
    }
    for (const key of names) {
      for (const [event, hear] of [...this.listeners]) {
        if (event === `change:${key}`) hear(this, this.attributes[key], told ?? {});
      }
    }
    const changed = { ...this.changed };
    for (const key of Object.keys(this.lock ?? {})) if (changed[key] === this.lock[key]) delete changed[key];
    Object.assign(this.diff, changed);
    if (!isNested) this.isChanging = false;
  }

  save_changes() {
    const { diff } = this;
    this.set(diff); // as Backbone does
    this.diff = {};
    if (!Object.keys(diff).length) return;
    if (this.onTheWay) this.buffer = { ...this.buffer, ...diff }; else this.transmit({ ...diff });
  }

  transmit(state) {
    this.onTheWay += 1;
    sent.push({ model: this.id, state, id: sent.last = (sent.last ?? 0) + 1 });
    for (const key of Object.keys(state)) this.expected.set(key, sent.last);
  }

  idle() {
    this.onTheWay -= 1;
    if (this.buffer === null) return;
    this.transmit(this.buffer);
    this.buffer = null;
  }

  take({ method, state, id }) {
    for (const key of Object.keys(method === "echo_update" ? state : {})) {
      if (!this.expected.has(key)) continue;
      if (this.expected.get(key) !== id || Object.hasOwn(this.buffer ?? {}, key)) delete state[key];
      if (this.expected.get(key) === id) this.expected.delete(key);
    }
    this.set_state(state);
  }

  set_state(state) {
    this.lock = state;
    this.set(state);
    this.lock = null;
  }

  send(content) { sent.push({ model: this.id, content }); }
}

const models = {};
const manager = { async get_model(id) { return models[id]; } };
const { Store, Kernel, hand } = await import(pathToFileURL(process.argv[2]));
let store;

const ACTS = {
  begin({ view, models: states, name }) {
    for (const [id, state] of Object.entries({ ...states, [name]: view })) models[id] = new Model(id, state);
    store = new Store(models[name]);
    new Kernel(store);
  },
  // By hand, as the views of ipywidgets do it.
  slide({ i, value }) {
    const { slider } = store.kernel.controls[i];
    slider.set("value", value, { updated_view: {} });
    slider.save_changes();
  },
  type({ i, text }) {
    const { field } = store.kernel.controls[i];
    field.set("value", text, { updated_view: {} });
    field.save_changes();
  },
  place({ i, value }) { store.place(i, value); },
  step({ k }) { store.set("step", k); },
  undo() { store.show(); store.history.undo(); },
  redo() { store.show(); store.history.redo(); },
  press() { hand.presses += 1; hand.held = hand.presses; },
  release() {
    hand.held = 0;
    for (const [type, hear] of heard) if (type === "pointerup") hear({ type });
  },
  key({ key, isInside }) {
    const target = { closest: () => (isInside ? {} : null) };
    for (const [type, hear] of heard) if (type === "keydown") hear({ type, key, target });
  },
  wait() {},
  arrive({ model, ...told }) { models[model].take(told); },
  idle({ model }) { models[model].idle(); },
  formula() { store.kernel.ask({ hello: true }); },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { act, time = 0, ...told } = JSON.parse(line);
  ACTS[act](told);
  await pass(time);
  console.log(JSON.stringify({
    sent: sent.splice(0), inputs: store.inputs, step: store.step, now,
    shown: store.kernel.controls.map(({ slider, field }) => [slider?.get("value") ?? null, field.get("value")]),
  }));
}
