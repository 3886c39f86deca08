// A page on which any formula is typed, or a function of Python. Python reads it, in a worker; its
// first pictures are those of examples that were laid out beforehand, so they are live while Python is
// still being loaded.

const TYPING_REST = 60; // milliseconds between what is typed and what is asked
const PATIENCE_OF_PYTHON = 10; // seconds that a function may take
const FIRST_FUNCTION = 'def f(W, x, b):\n    h = np.tanh(W @ x + b)\n    return (h**2).sum()';

class Playground extends Page {
  constructor(data, root) {
    super({ ...data, chapters: [data.examples[0].chapter] }, root);
    this.known = {}; // what was typed for inputs, by name, so that one that comes back has it
    this.stated = {}; // what the text on show states of its inputs
    this.examples = element('select', { class: 'bpv-examples', onchange: () => this.take(this.examples.value) });
    this.tabs = new Tabs((kind) => this.onInput(kind), (kind) => this.onChoose(kind));
    this.kind = 'f'; // of the source that the graph is of
    this.refusal = element('pre', { class: 'bpv-refused', role: 'alert' });
    this.runner = element('button', { type: 'button', class: 'bpv-run', hidden: '', onclick: () => this.run() });
    this.status = element('output', { class: 'bpv-status' });
    this.kinds = element('select', { class: 'bpv-save', onchange: () => this.save() });
    this.header.append(this.status, this.examples);
    this.source = element('section', { class: 'bpv-source' }, [...this.tabs.parts, this.refusal, this.runner]);
    this.header.after(this.source);
    this.state = 'loading';
    this.isToPresent = this.asked('slides');
    this.follows = 0; // how often an address has been followed, and a chapter accepted
    this.accepted = 0;
  }

  async begin() {
    const { languages } = this.data.words;
    const [spoken] = navigator.language.split('-');
    if (Object.hasOwn(languages, spoken)) this.shared.lang = spoken;
    const followed = this.follow();
    this.start(globalThis.backpropVizPython);
    await followed;
    if (!this.view) await this.follow(); // another address has come meanwhile
    this.announce();
  }

  // ---- Python --------------------------------------------------------------------------------------

  async start(promised) {
    this.state = 'loading';
    this.paintStatus();
    try {
      this.worker = await promised;
    } catch {
      this.hear({ failed: true }); // as on a page that is opened from a file
      return;
    }
    this.worker.onmessage = ({ data: told }) => this.hear(told);
    this.worker.onerror = () => this.hear({ failed: true });
    this.worker.postMessage({ hello: true });
  }

  // What does not come to an end is ended.
  restart() {
    this.worker.terminate();
    this.sent = null;
    this.refuse(this.view.say('play_endless', { seconds: PATIENCE_OF_PYTHON }));
    this.start(new Worker('worker.js'));
  }

  send() {
    if (this.state !== 'ready' || this.sent || !this.wanted) return;
    this.sent = this.wanted;
    this.wanted = null;
    const { text, inputs, before, parameters, kind } = this.sent;
    if (kind === 'py') this.waiting = setTimeout(() => this.restart(), 1000 * PATIENCE_OF_PYTHON);
    this.worker.postMessage({ ask: this.requested({ text, inputs, before, parameters, kind }) });
  }

  requested({ kind, ...asked }) { return JSON.stringify({ ...asked, python: kind === 'py', lang: this.shared.lang }); }

  async hear({ ready, failed, told, file }) {
    if (failed || ready) {
      this.state = failed ? 'failed' : 'ready';
      this.paintStatus();
    }
    if (file) {
      const { files } = file;
      const bytes = ([name, text]) => [name, new TextEncoder().encode(text)];
      offer(file.name, files ? zip(files.map(bytes)) : file.content, file.type);
    }
    if (told) {
      const { sent } = this;
      this.sent = null;
      clearTimeout(this.waiting);
      const { chapter, stated, refused } = JSON.parse(told);
      if (!this.wanted && sent.follows === this.follows) { // else something else has been asked meanwhile
        if (refused) this.refuse(refused);
        else await this.accept(sent, chapter, stated);
      }
    }
    this.send();
  }

  // ---- What is typed -----------------------------------------------------------------------------

  get text() { return this.tabs.fields[this.kind].value; }

  exampleOf(text) { return this.data.examples.find((example) => example.text === text); }

  take(text) {
    this.examples.value = '';
    this.show('f', text);
    this.wanted = null;
    this.forget();
    this.accept({ text, kind: 'f', step: 0 }, this.exampleOf(text).chapter);
  }

  show(kind, text) {
    this.kind = kind;
    this.tabs.put(kind, text);
    this.tabs.choose(kind);
    this.trust();
  }

  onInput(kind) {
    if (SOURCES.includes(kind)) this.kind = kind;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => (kind === 'numbers' ? this.readNumbers() : this.ask()), TYPING_REST);
  }

  onChoose(kind) {
    if (kind === 'numbers') this.paintNumbers();
    else {
      this.kind = kind;
      if (!this.text) this.tabs.put(kind, kind === 'py' ? FIRST_FUNCTION : this.data.examples[0].text);
      const isShown = this.shown?.kind === kind && this.shown.text === this.text;
      if (!isShown || this.refusal.textContent) this.ask();
    }
  }

  // A function that came with an address is not run before its reader says so.
  distrust() {
    this.isForeign = true;
    this.runner.hidden = false;
    this.refuse(this.view.say('play_foreign'));
  }

  trust() {
    this.isForeign = false;
    this.runner.hidden = true;
  }

  run() {
    this.trust();
    this.ask(this.askedOf(new URLSearchParams(location.hash.slice(1))));
  }

  forget() { [this.known, this.stated] = [{}, {}]; }

  // The inputs as they are typed: those of the address, or those on show. What is only remembered
  // gives way to what a text states anew.
  ask(asked = null) {
    const { store, kind } = this;
    if (kind === 'py' && this.isForeign) return;
    if (store && !this.main.hidden) Object.assign(this.known, this.typedInputs);
    const parameters = asked?.parameters ?? (this.main.hidden ? [] : this.parameters);
    const inputs = { ...this.known, ...asked?.inputs };
    const before = Object.fromEntries(Object.keys(this.known)
      .filter((name) => !Object.hasOwn(asked?.inputs ?? {}, name))
      .map((name) => [name, this.stated[name] ?? null]));
    const step = asked?.step ?? store?.step ?? 0;
    const opened = asked ? asked.opened : store?.blocks?.address ?? null;
    this.wanted = { text: this.text, kind, inputs, before, parameters, step, opened, follows: this.follows };
    this.send();
  }

  get typedInputs() {
    const { program: { inputs, nodes }, inputs: values } = this.store;
    return Object.fromEntries(inputs.map((node, i) => [nodes[node].name, typedForm(values[i])]));
  }

  get parameters() {
    const { nodes, parameters } = this.store.program;
    return parameters.map((node) => nodes[node].name);
  }

  refuse(text) {
    this.refusal.textContent = text;
    this.main.classList.toggle('bpv-before', Boolean(text));
  }

  async accept({ text, kind, step, opened = null }, chapter, stated = {}) {
    this.accepted += 1;
    const turn = this.accepted;
    const told = await packed(text);
    if (turn !== this.accepted) return; // another one has come meanwhile
    this.packed = told;
    this.shown = { text, kind };
    this.stated = stated;
    this.refuse('');
    this.main.hidden = false;
    this.data.chapters = [{ ...chapter, step }];
    this.models = [];
    this.index = undefined;
    this.shapes = null;
    this.open(0);
    const { store, view } = this;
    if (opened !== null && store.blocks) {
      store.blocks.goTo(opened);
      store.set('step', store.nearest(step));
    }
    view.bar.menu.add(this.kinds);
    if (this.isToPresent) this.slides.start();
    this.isToPresent = false;
  }

  // ---- Numbers -----------------------------------------------------------------------------------

  readNumbers() {
    if (this.main.hidden) return;
    const { store, tabs } = this;
    const { found, refused } = readNumbers(tabs.fields.numbers.value, store);
    if (refused) {
      const { key, line, number, column, name } = refused;
      this.refuse(`${this.view.say(key, { name, line: number })}\n${pointedAt(line, column)}`);
      return;
    }
    this.refuse('');
    const isFit = [...found].every(([i, value]) => String(shapeOf(value)) === String(shapeOf(store.inputs[i])));
    if (isFit) found.forEach((value, i) => { if (!isSame(value, store.inputs[i])) store.place(i, value); });
    else {
      const { inputs, nodes } = store.program;
      const typed = [...found].map(([i, value]) => [nodes[inputs[i]].name, typedForm(value)]);
      const { step, blocks } = store;
      this.ask({ inputs: Object.fromEntries(typed), parameters: this.parameters, step, opened: blocks?.address ?? null });
    }
  }

  paintNumbers() {
    const field = this.tabs.fields.numbers;
    if (field.getRootNode().activeElement !== field) this.tabs.put('numbers', this.main.hidden ? '' : numberLines(this.store));
  }

  // ---- The page ----------------------------------------------------------------------------------

  paint() {
    const { worded } = this;
    super.paint();
    if (worded !== this.worded) this.paintWords();
    if (this.tabs.chosen === 'numbers') this.paintNumbers();
    const shapes = JSON.stringify(this.store.inputs.map((value) => (isArray(value) ? value.shape : [])));
    if (this.shapes && this.shapes !== shapes) this.ask(); // there is another layout for it
    this.shapes = shapes;
  }

  paintWords() {
    const { view, shared: { lang } } = this;
    const codes = Object.keys(this.data.words.languages);
    this.heading.textContent = view.say('play_title');
    document.title = view.say('play_title');
    this.tabs.paintWords(view);
    this.source.setAttribute('aria-label', view.say('play_tabs'));
    this.runner.textContent = view.say('play_run');
    this.examples.setAttribute('aria-label', view.say('play_examples'));
    this.examples.replaceChildren(element('option', { value: '' }, [view.say('play_examples')]),
      ...this.data.examples.map(({ text, titles }) => element('option', { value: text }, [titles[codes.indexOf(lang)]])));
    this.kinds.setAttribute('aria-label', view.say('play_save'));
    this.kinds.replaceChildren(element('option', { value: '' }, [view.say('play_save')]),
      ...this.data.kinds.map((kind) => element('option', { value: kind }, [view.say(`play_save_${kind}`)])));
    this.paintStatus();
    if (this.isForeign) this.distrust();
    else if (this.refusal.textContent) this.ask();
  }

  paintStatus() {
    this.status.textContent = this.view && this.state !== 'ready' ? this.view.say(`play_${this.state}`) : '';
  }

  // A file that Python writes, of what is shown.
  save() {
    const asked = { ...this.shown, inputs: this.typedInputs, parameters: this.parameters };
    const request = { ...JSON.parse(this.requested(asked)), kind: this.kinds.value };
    this.kinds.value = '';
    this.worker?.postMessage({ save: JSON.stringify(request) });
  }

  // ---- The address -------------------------------------------------------------------------------

  async follow() {
    this.follows += 1;
    const turn = this.follows;
    this.address = location.hash;
    const asked = new URLSearchParams(location.hash.slice(1));
    const kind = SOURCES.find((word) => asked.has(word)) ?? 'f';
    const text = asked.has(kind) ? await unpacked(asked.get(kind)) : this.data.examples[0].text;
    if (turn !== this.follows) return; // there is another address meanwhile
    if (Object.hasOwn(this.data.words.languages, asked.get('lang'))) {
      this.shared.lang = asked.get('lang');
      this.model?.set('lang', asked.get('lang'));
    }
    const example = kind === 'f' && this.exampleOf(text);
    const isHere = this.view && !this.main.hidden && text === this.shown?.text && kind === this.shown.kind;
    this.wanted = null;
    this.show(kind, text ?? '');
    if (!isHere) this.forget();
    if (!example && !isHere) {
      this.main.hidden = true;
      super.open(0); // for its words
    } else if (!isHere) await this.accept({ text, kind, step: 0 }, example.chapter);
    else this.refuse('');
    if (!this.main.hidden) super.follow();
    if (text === null) this.refuse(this.view.say('play_broken'));
    else if (this.main.hidden && kind === 'py') this.distrust();
    else if (this.main.hidden || this.store.message?.input !== undefined) this.ask(this.askedOf(asked));
  }

  askedOf(asked) {
    const named = [...asked].filter(([name]) => !OF_PAGE.has(name));
    return {
      inputs: Object.fromEntries(named.map(([name, value]) => [inputName(name), value])),
      parameters: (asked.get('p') ?? '').split(' ').filter(Boolean),
      step: Math.trunc(Number(asked.get('step'))) || 0,
      opened: asked.get('open'),
    };
  }

  tell() { if (!this.main.hidden) super.tell(); }

  get place() {
    const { store } = this;
    const told = new URLSearchParams({ [this.shown.kind]: this.packed });
    if (this.parameters.length) told.set('p', this.parameters.join(' '));
    told.set('lang', store.lang);
    const open = store.blocks?.address ?? null;
    if (open !== null) told.set('open', open);
    told.set('step', String(store.step));
    for (const [name, value] of Object.entries(this.typedInputs)) told.set(addressName(name), value);
    for (const word of ['embed', 'slides']) if (this.asked(word)) told.set(word, '');
    return told;
  }
}
