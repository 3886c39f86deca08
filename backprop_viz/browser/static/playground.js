// A page on which any formula is typed. Python reads it, in a worker; its first pictures are those of
// examples that were laid out beforehand, so they are live while Python is still being loaded.

const TYPING_REST = 60; // milliseconds between what is typed and what is asked

class Playground extends Page {
  constructor(data, root) {
    super({ ...data, chapters: [data.examples[0].chapter] }, root);
    this.known = {}; // what was typed for inputs, by name, so that one that comes back has it
    this.examples = element('select', { class: 'bpv-examples', onchange: () => this.take(this.examples.value) });
    this.field = element('textarea', { spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', rows: '1' });
    this.field.addEventListener('input', () => { this.grow(); this.askSoon(); });
    this.refusal = element('pre', { class: 'bpv-refused', role: 'alert' });
    this.status = element('output', { class: 'bpv-status' });
    this.kinds = element('select', { class: 'bpv-save', onchange: () => this.save() });
    this.header.append(this.status, this.examples);
    this.source = element('section', { class: 'bpv-source' }, [this.field, this.refusal]);
    this.header.after(this.source);
    this.state = 'loading';
  }

  begin() {
    const { languages } = this.data.words;
    const [spoken] = navigator.language.split('-');
    if (Object.hasOwn(languages, spoken)) this.shared.lang = spoken;
    super.begin();
    this.worker = new Worker(this.data.worker);
    this.worker.onmessage = ({ data: told }) => this.hear(told);
    this.worker.onerror = () => this.hear({ failed: true });
  }

  // ---- What is typed -----------------------------------------------------------------------------

  get text() { return this.field.value; }

  grow() { this.field.rows = Math.min(12, this.text.split('\n').length); }

  put(text) {
    this.field.value = text;
    this.grow();
  }

  exampleOf(text) { return this.data.examples.find((example) => example.text === text); }

  take(text) {
    this.examples.value = '';
    const { chapter } = this.exampleOf(text);
    this.put(text);
    this.wanted = null;
    this.known = {};
    this.accept(text, chapter, 0);
  }

  askSoon() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.ask(), TYPING_REST);
  }

  // The inputs as they are typed: those of the address, or those on show.
  ask(asked = null) {
    const { store } = this;
    if (store && !this.main.hidden) {
      store.program.inputs.forEach((node, i) => { this.known[store.program.nodes[node].name] = typedForm(store.inputs[i]); });
    }
    const parameters = asked?.parameters ?? (this.main.hidden ? [] : this.parameters);
    const inputs = { ...this.known, ...asked?.inputs };
    const step = asked?.step ?? store?.step ?? 0;
    this.wanted = { text: this.text, inputs, parameters, step };
    this.send();
  }

  get parameters() {
    const { nodes, parameters } = this.store.program;
    return parameters.map((node) => nodes[node].name);
  }

  send() {
    if (this.state !== 'ready' || this.sent || !this.wanted) return;
    this.sent = this.wanted;
    this.wanted = null;
    this.worker.postMessage({ ask: JSON.stringify({ ...this.sent, lang: this.shared.lang }) });
  }

  async hear({ ready, failed, told, file }) {
    if (failed || ready) {
      this.state = failed ? 'failed' : 'ready';
      this.paintStatus();
    }
    if (file) offer(file.name, file.content, file.type);
    if (told) {
      const { sent } = this;
      this.sent = null;
      const { chapter, refused } = JSON.parse(told);
      if (!this.wanted) { // else something else has been typed meanwhile
        if (refused) this.refuse(refused);
        else await this.accept(sent.text, chapter, sent.step);
      }
    }
    this.send();
  }

  refuse(text) {
    this.refusal.textContent = text;
    this.main.classList.toggle('bpv-before', Boolean(text));
  }

  async accept(text, chapter, step) {
    this.packed = await packed(text);
    this.refuse('');
    this.main.hidden = false;
    this.data.chapters = [{ ...chapter, step }];
    this.models = [];
    this.index = undefined;
    this.shapes = null;
    this.open(0);
    this.view.bar.menu.add(this.kinds);
  }

  // ---- The page ----------------------------------------------------------------------------------

  paint() {
    const { worded } = this;
    super.paint();
    if (worded !== this.worded) this.paintWords();
    const shapes = JSON.stringify(this.store.inputs.map((value) => (isArray(value) ? value.shape : [])));
    if (this.shapes && this.shapes !== shapes) this.ask(); // there is another layout for it
    this.shapes = shapes;
  }

  paintWords() {
    const { view, shared: { lang } } = this;
    const codes = Object.keys(this.data.words.languages);
    this.heading.textContent = view.say('play_title');
    document.title = view.say('play_title');
    for (const named of [this.source, this.field]) named.setAttribute('aria-label', view.say('play_formula'));
    this.examples.setAttribute('aria-label', view.say('play_examples'));
    this.examples.replaceChildren(element('option', { value: '' }, [view.say('play_examples')]),
      ...this.data.examples.map(({ text, titles }) => element('option', { value: text }, [titles[codes.indexOf(lang)]])));
    this.kinds.setAttribute('aria-label', view.say('play_save'));
    this.kinds.replaceChildren(element('option', { value: '' }, [view.say('play_save')]),
      ...this.data.kinds.map((kind) => element('option', { value: kind }, [view.say(`play_save_${kind}`)])));
    this.paintStatus();
    if (this.refusal.textContent) this.ask();
  }

  paintStatus() {
    this.status.textContent = this.view && this.state !== 'ready' ? this.view.say(`play_${this.state}`) : '';
  }

  // A file that Python writes.
  save() {
    const kind = this.kinds.value;
    this.kinds.value = '';
    const inputs = Object.fromEntries(this.store.program.inputs.map((node, i) =>
      [this.store.program.nodes[node].name, typedForm(this.store.inputs[i])]));
    const { lang } = this.shared;
    this.worker.postMessage({ save: JSON.stringify({ kind, text: this.shownText, inputs, parameters: this.parameters, lang }) });
  }

  get shownText() { return this.data.chapters[0].text ?? this.text; }

  // ---- The address -------------------------------------------------------------------------------

  async follow() {
    this.address = location.hash;
    const asked = new URLSearchParams(location.hash.slice(1));
    if (Object.hasOwn(this.data.words.languages, asked.get('lang'))) {
      this.shared.lang = asked.get('lang');
      this.model?.set('lang', asked.get('lang'));
    }
    const text = asked.has('f') ? await unpacked(asked.get('f')) : this.data.examples[0].text;
    const example = this.exampleOf(text);
    const isHere = this.view && text === this.text && !this.refusal.textContent;
    this.put(text ?? '');
    if (!example && !isHere) {
      this.main.hidden = true;
      super.open(0); // for its words
    } else if (!isHere) await this.accept(text, example.chapter, 0);
    if (!this.main.hidden) super.follow();
    if (text === null) this.refuse(this.view.say('play_broken'));
    else if (this.main.hidden || this.store.message) this.ask(this.askedOf(asked));
  }

  askedOf(asked) {
    const named = [...asked].filter(([name]) => !OF_PAGE.has(name));
    return {
      inputs: Object.fromEntries(named.map(([name, value]) => [inputName(name), value])),
      parameters: (asked.get('p') ?? '').split(' ').filter(Boolean),
      step: Math.trunc(Number(asked.get('step'))) || 0,
    };
  }

  tell() { if (!this.main.hidden) super.tell(); }

  get place() {
    const { store } = this;
    const told = new URLSearchParams({ f: this.packed });
    if (this.parameters.length) told.set('p', this.parameters.join(' '));
    told.set('lang', store.lang);
    told.set('step', String(store.step));
    store.program.inputs.forEach((node, i) => told.set(addressName(store.program.nodes[node].name), typedForm(store.inputs[i])));
    for (const word of ['embed', 'slides']) if (this.asked(word)) told.set(word, '');
    return told;
  }
}
