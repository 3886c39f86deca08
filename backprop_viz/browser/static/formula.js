// The formula on top, of which the part is lit that a step is about: the operation and, on the way
// back, its operand. It is typeset once; of a long one, in pages, the one is shown that has the part.

class WholeFormula {
  constructor(view) {
    this.view = view;
    this.isFixed = true; // where nothing reads another formula
    this.root = element('div', { class: 'bpv-whole', role: 'group' });
    this.renew();
    this.observer = new ResizeObserver(() => {
      this.fade();
      this.follow();
    });
    this.root.addEventListener('scroll', () => this.fade(), { passive: true });
    view.whenGone(() => this.observer.disconnect());
  }

  renew() {
    this.pages = this.view.program.formula.pages;
    this.made = []; // for each page that has been shown: its lines, and the parts by their marks
    this.pageOf = new Map(this.pages.flatMap((lines, page) =>
      [...lines.join().matchAll(/\\at\{(\d+)\}/g)].map(([, node]) => [Number(node), page])));
    this.lit = [];
    this.step = this.page = null;
    this.root.classList.toggle('bpv-paged', this.pages.length > 1);
  }

  paintWords() {
    this.root.setAttribute('aria-label', this.view.say('whole'));
    this.root.title = this.isFixed ? this.view.say('whole_fixed') : '';
  }

  paint(k) {
    if (this.step === k) return;
    this.step = k;
    const { page, marks } = this.about(k);
    if (page !== this.page) this.show(page);
    for (const part of this.lit) delete part.dataset.lit;
    this.lit = light(this.made[page].parts, marks);
    this.view.formula.classList.toggle('bpv-said', !marks[0] && !this.pages[1]); // it would repeat it
    if (this.overflows) this.look();
  }

  // After a layout, so that to ask for sizes costs nothing.
  look() {
    this.observer.unobserve(this.root);
    this.observer.observe(this.root);
  }

  // The page that a step is about, and the marks of its parts, each with how it is lit.
  about(k) {
    const { program, store } = this.view;
    const { kind, node: here, operand, position, block } = step(program, store.run, k);
    const node = block === null ? here ?? program.output : program.view.blocks[block].outputs.at(-1);
    const marks = kind === 'backward'
      ? [[node, 'node'], [`${here}-${position}`, 'back'], [operand, 'back']]
      : kind === 'graph' ? [] : [[node, kind === 'seed' ? 'back' : 'forward']];
    return { page: this.pageOf.get(node) ?? 0, marks };
  }

  // A fade where it goes on beyond its place.
  fade() {
    const { root } = this;
    const on = goesOn(sizesOf(root)).join(' ');
    this.overflows = on !== '';
    if (on) root.tabIndex = 0; else root.removeAttribute('tabindex'); // so that keys can scroll it
    if (!on) delete root.dataset.on;
    else if (root.dataset.on !== on) root.dataset.on = on;
  }

  show(page) {
    this.page = page;
    this.made[page] ??= this.make(page);
    this.root.replaceChildren(...this.continued(page, this.made[page].lines));
    this.look();
  }

  // With a sign where other pages go before or follow.
  continued(page, lines) {
    const more = (is) => (is ? ['⋯'] : []);
    return [...more(page > 0), ...lines, ...more(this.pages[page + 1])];
  }

  make(page) {
    const lines = this.pages[page].map(typeset);
    const parts = new Map();
    for (const part of lines.flatMap((line) => [...line.querySelectorAll('[data-at]')])) {
      parts.set(part.dataset.at, [...parts.get(part.dataset.at) ?? [], part]);
    }
    return { lines, parts };
  }

  // The lines of a step for paper.
  printed(k) {
    const { page, marks } = this.about(k);
    const { lines, parts } = this.make(page);
    light(parts, marks);
    return element('div', { class: 'bpv-whole' }, this.continued(page, lines));
  }

  // Scroll what is lit into view, beside the fades, the last of it last.
  follow() {
    const all = this.root.getBoundingClientRect();
    const beyond = (low, high, least, most) => Math.min(0, low - least) || Math.max(0, high - most);
    for (const part of this.overflows ? this.lit : []) {
      const here = part.getBoundingClientRect();
      this.root.scrollBy(beyond(here.left, here.right, all.left + 30, all.right - 30),
        beyond(here.top, here.bottom, all.top + 15, all.bottom - 15));
    }
  }
}

// Light the parts with these marks; the last of them is what the step has found.
function light(parts, marks) {
  return marks.flatMap(([key, look]) => (parts.get(String(key)) ?? []).map((part) => {
    part.dataset.lit = look;
    return part;
  }));
}
