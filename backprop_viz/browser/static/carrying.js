// The entries of large arrays that a hand has changed, which no field shows: the kernel hears of them
// as bytes, the places and the numbers.

class Carrier {
  constructor(store) {
    this.store = store;
    this.sent = [...store.inputs];
    this.waiting = new Map();
    store.carry = (i) => this.waiting.get(i) ?? this.waiting.set(i, setTimeout(() => this.send(i), FIELD_REST));
  }

  send(i) {
    this.waiting.delete(i);
    const { inputs, model } = this.store;
    const [{ data: before }, { data }] = [this.sent[i], inputs[i]];
    const places = [];
    for (let at = 0; at < data.length; at += 1) if (!Object.is(data[at], before?.[at])) places.push(at);
    this.sent[i] = inputs[i];
    const bytes = [Uint32Array.from(places), Float64Array.from(places, (at) => data[at])];
    try {
      model.send({ moved: i }, undefined, bytes.map(({ buffer }) => buffer));
    } catch { /* no kernel: the browser goes on without it */ }
  }
}
