// One row of a batch, or all: what comes from the other rows alone is dimmed. Which entries these are
// is found by trying: where a row of the data has no number, whatever it reaches has none.

const MOST_ROWS = 100;

class Batch {
  constructor(view) {
    const { program, store } = view;
    this.view = view;
    const data = program.inputs.flatMap((node, i) => (program.parameters.includes(node) ? [] : [i]));
    const first = data.find((i) => shapeOf(store.opening[i]).length > 1);
    this.count = first === undefined || !program.parameters.length ? 0 : shapeOf(store.opening[first])[0];
    if (this.count < 2 || this.count > MOST_ROWS) return;
    this.data = data.filter((i) => shapeOf(store.opening[i])[0] === this.count);
    this.row = -1;
    this.chooser = element('select', { class: 'bpv-rows', onchange: () => this.choose(Number(this.chooser.value)) },
      Array.from({ length: this.count + 1 }, (_, n) => element('option', { value: String(n - 1) })));
    view.follow(() => this.name());
    this.name();
  }

  name() {
    const { view } = this;
    if (this.lang === view.store.lang) return;
    this.lang = view.store.lang;
    this.chooser.setAttribute('aria-label', view.say('entries_rows'));
    [...this.chooser.options].forEach((one, n) => { one.textContent = n ? view.say('entries_row', { row: n - 1 }) : view.say('entries_all_rows'); });
  }

  choose(row) {
    this.row = row;
    this.now = this.dimmed();
    for (const slots of this.view.pointing.slots.values()) slots.forEach((slot) => this.dim(slot));
  }

  // For each node the places of what comes from the other rows alone.
  dimmed() {
    if (this.row < 0) return [];
    const { program, store } = this.view;
    const without = (isGone) => forward(program, store.opening.map((value, i) => {
      if (!this.data.includes(i)) return value;
      const size = value.data.length / this.count;
      return { shape: value.shape, data: value.data.map((x, n) => (isGone(Math.floor(n / size)) ? NaN : x)) };
    }));
    const [own, others] = [without((n) => n === this.row), without((n) => n !== this.row)];
    return own.map((value, node) => Array.from(entriesOf(value)).flatMap((x, place) =>
      (!Number.isNaN(x) && Number.isNaN(entriesOf(others[node])[place]) ? [place] : [])));
  }

  dim(slot) {
    const node = slot.kind === 'contribution' ? this.view.program.edges[slot.index].operand : slot.index;
    slot.dim ??= drawn('path', { class: 'dim' }, slot.group);
    write(slot.dim, outline(slot, this.now?.[node] ?? []));
  }
}
