// The inputs of a view: for each number a slider, and for all a value that can be typed.

const SMALL_SCREEN = '(max-width: 520px)';

class Inputs {
  constructor(view, ranges) {
    this.view = view;
    const { program } = view;
    this.rows = parametersFirst(program).map((i) => this.row(program.inputs[i], i, ranges[i]));
    this.summary = element('summary');
    this.shown = element('details', { class: 'bpv-fold' }, [
      this.summary, element('div', { class: 'bpv-inputs', 'data-count': this.rows.length }, this.rows.map(({ row }) => row))]);
    view.pointing?.grids.under(this);
    const paint = () => { if (!view.store.isHeld) this.paint(); };
    view.follow(paint);
    view.drawing.sketch?.late.push(paint);
    this.foldOn(matchMedia(SMALL_SCREEN));
    this.paint();
  }

  // On a small screen the picture comes first.
  foldOn(screen) {
    const fold = () => { this.shown.open = !screen.matches; };
    screen.addEventListener('change', fold, { signal: this.view.life.signal });
    fold();
  }

  row(node, i, range) {
    const { store } = this.view;
    const name = this.view.shown(node);
    const slider = range && this.slider(i, range);
    const field = element('input', {
      type: 'text', class: 'bpv-typed', autocomplete: 'off',
      onchange: () => {
        made.shown = null;
        if (!store.placeText(i, field.value) || isLarge(store.inputs[i])) field.value = fieldForm(store.inputs[i]);
      },
    });
    const parts = [element('span', {}, [name]), ...(slider ? [slider] : []), field];
    const made = { row: element('label', { class: slider ? '' : 'bpv-list' }, parts), i, slider, field, name };
    return made;
  }

  slider(i, [least, greatest, step]) {
    const { store } = this.view;
    const made = element('input', {
      type: 'range', min: String(least), max: String(greatest), step: String(step),
      oninput: () => store.place(i, tidy(Number(made.value))), ondblclick: () => store.reset(i),
    });
    return made;
  }

  paint() {
    const { store } = this.view;
    this.rows.forEach((row) => {
      const { i, slider, field, name, shown } = row;
      const value = store.inputs[i];
      if (slider && !isArray(value) && Number(slider.value) !== value) {
        const ends = throughGrid(value, { get: (key) => Number(slider[key]) });
        for (const [key, end] of Object.entries(ends)) slider[key] = String(end);
        slider.value = String(value);
      }
      if (shown !== value && field.getRootNode().activeElement !== field) {
        row.shown = value; // to write out a list takes time
        if (field.value !== fieldForm(value)) field.value = fieldForm(value);
        if (isLarge(value)) field.placeholder = value.shape.join('×');
      }
      if (this.named !== store.lang) {
        slider?.setAttribute('aria-label', this.view.say('slider_of', { name }));
        field.setAttribute('aria-label', this.view.say('value_of', { name }));
      }
    });
    if (this.named !== store.lang) this.summary.textContent = this.view.say('inputs');
    this.named = store.lang;
  }
}
