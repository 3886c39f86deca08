// What a playground is typed into: a formula, a function of Python, and the numbers of either.

const SOURCES = ['f', 'py'];
const TABS = [...SOURCES, 'numbers'];
const MOST_TYPED_LINES = 12;

class Tabs {
  // `onInput` and `onChoose` hear the kind of what is typed, and of the tab that is chosen by hand.
  constructor(onInput, onChoose) {
    this.onChoose = onChoose;
    this.fields = Object.fromEntries(TABS.map((kind) => {
      const field = element('textarea', { spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', rows: '1' });
      field.addEventListener('input', () => { this.grow(kind); onInput(kind); });
      return [kind, field];
    }));
    this.tabs = Object.fromEntries(TABS.map((kind) => [kind, element('button', {
      type: 'button', role: 'tab', id: `bpv-tab-${kind}`, 'aria-controls': `bpv-panel-${kind}`,
      onclick: () => this.pick(kind),
    })]));
    this.panels = TABS.map((kind) => element('div', {
      role: 'tabpanel', id: `bpv-panel-${kind}`, 'aria-labelledby': `bpv-tab-${kind}`,
    }, [this.fields[kind]]));
    this.list = element('div', { role: 'tablist', class: 'bpv-tabs' }, Object.values(this.tabs));
    this.list.addEventListener('keydown', (event) => this.onKey(event));
    this.choose('f');
  }

  get parts() { return [this.list, ...this.panels]; }

  choose(kind) {
    this.chosen = kind;
    TABS.forEach((name, n) => {
      const isChosen = name === kind;
      this.tabs[name].setAttribute('aria-selected', String(isChosen));
      this.tabs[name].tabIndex = isChosen ? 0 : -1;
      this.panels[n].hidden = !isChosen;
    });
  }

  pick(kind) {
    this.choose(kind);
    this.onChoose(kind);
  }

  onKey(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const kind = TABS[(TABS.indexOf(this.chosen) + by + TABS.length) % TABS.length];
    this.pick(kind);
    this.tabs[kind].focus();
  }

  grow(kind) { this.fields[kind].rows = Math.min(MOST_TYPED_LINES, this.fields[kind].value.split('\n').length); }

  put(kind, text) {
    this.fields[kind].value = text;
    this.grow(kind);
  }

  paintWords(view) {
    this.list.setAttribute('aria-label', view.say('play_tabs'));
    for (const kind of TABS) {
      this.tabs[kind].textContent = view.say(`play_tab_${kind}`);
      this.fields[kind].setAttribute('aria-label', view.say(`play_field_${kind}`));
    }
  }
}

// The numbers of a store as lines, `w = 2`.
function numberLines({ program: { inputs, nodes }, inputs: values }) {
  return inputs.map((node, i) => `${nodes[node].name} = ${typedForm(values[i])}`).join('\n');
}

// Their values by place, or the first line that cannot be read: why, and at which column.
function readNumbers(text, { program: { inputs, nodes } }) {
  const found = new Map();
  for (const [n, line] of text.split('\n').entries()) {
    const at = line.indexOf('=');
    const [name, value] = [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1)];
    const i = inputs.findIndex((node) => nodes[node].name === inputName(name));
    const told = (key, column) => ({ refused: { key, line, number: n + 1, column, name } });
    if (!line.trim()) continue;
    if (at < 0) return told('play_no_equals', line.search(/\S/));
    if (i < 0) return told('play_no_input', line.search(/\S/));
    const read = parseTyped(value, 0) ?? parseTyped(value, 0, true);
    if (read === null) return told('play_no_number', at + 1 + Math.max(value.search(/\S/), 0));
    found.set(i, read);
  }
  return { found };
}

// A line, and a caret under a place in it; under a wide character it takes as much room.
function pointedAt(line, column) {
  const before = [...line.slice(0, column)].map((sign) => (sign > '\u2e7f' ? '\u3000' : ' '));
  return `    ${line}\n    ${before.join('')}^`;
}
