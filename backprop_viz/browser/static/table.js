// All numbers as a table, which is made once, when it is first opened: a row for each wire that has
// a name.

class NumberTable {
  constructor(view) {
    this.view = view;
    this.table = element('table', {});
    this.summary = element('summary');
    this.scroll = element('div', { class: 'bpv-scroll', tabindex: '0', role: 'group' }, [this.table]);
    this.root = element('details', { class: 'bpv-numbers' }, [this.summary, this.scroll]);
    this.root.addEventListener('toggle', () => view.paint());
  }

  // Its rows are others.
  renew() {
    this.cells = null;
    this.table.replaceChildren();
  }

  build() {
    const { program } = this.view;
    this.caption = element('caption');
    this.columns = ['name', 'value', 'gradient'].map((key) => [key, element('th', { scope: 'col' })]);
    this.cells = program.plan.wires.flatMap(({ name, title, node }, i) =>
      (name ? [{ i, title, node, value: element('td'), gradient: element('td') }] : []));
    const rows = this.cells.map(({ title, value, gradient }) =>
      element('tr', {}, [element('th', { scope: 'row' }, [title]), value, gradient]));
    const head = element('tr', {}, this.columns.map(([, made]) => made));
    this.table.append(this.caption, element('thead', {}, [head]), element('tbody', {}, rows));
  }

  paintWords() {
    this.summary.textContent = this.view.say('numbers');
    this.scroll.setAttribute('aria-label', this.view.say('numbers'));
  }

  paint(now) {
    if (!this.root.open) return;
    if (!this.cells) this.build();
    const { view } = this;
    const text = (label) => (label.value ? rowsText(label, view.program.digits) : label.lines.join(' ')) || '?';
    showText(this.caption, view.drawing.title.textContent);
    for (const [key, made] of this.columns) showText(made, view.say(`column_${key}`));
    for (const { i, node, value, gradient } of this.cells) {
      showText(value, text(now.values[i]));
      showText(gradient, view.hasGradient(node) ? text(now.gradients[i]) : '');
    }
  }
}
