// The entries of large arrays that a hand has changed, which no field shows: the kernel hears of them
// as bytes, the places and the numbers.

class Carrier {
  constructor(store) {
    this.store = store;
    this.sent = [...store.inputs];
    store.carry = (i) => store.kernel.soon(i, () => this.send(i));
  }

  send(i) {
    const { inputs, model } = this.store;
    const [{ data: before }, { data }] = [this.sent[i], inputs[i]];
    const places = [];
    for (let at = 0; at < data.length; at += 1) if (!Object.is(data[at], before?.[at])) places.push(at);
    this.sent[i] = inputs[i];
    const bytes = [Uint32Array.from(places), Float64Array.from(places, (at) => data[at])];
    model.send({ moved: i }, undefined, bytes.map(({ buffer }) => buffer));
  }
}
