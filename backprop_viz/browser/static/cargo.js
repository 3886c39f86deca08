// The explorer of large arrays in a notebook. They come as bytes, with all else that would make a
// notebook large, and are taken out of what is saved: there a picture and a sentence remain.

const LATE = 300; // milliseconds until these are shown where nothing has come

// The model that the explorer sees: what came is in memory, all else in the notebook's own model.
class Cargo {
  constructor(model) {
    this.model = model;
    this.own = null;
    this.heard = new Map();
    this.waiting = [];
    model.on('change:cargo', () => this.take());
    this.take();
  }

  take() {
    const cargo = this.model.get('cargo');
    if (!cargo?.parts) return;
    queueMicrotask(() => this.model.set('cargo', null)); // here alone, and the kernel keeps it
    const unpack = (key, value) => (value?.buffer === undefined ? value : { shape: value.shape, float64: cargo.entries[value.buffer] });
    const [before, known] = [this.own, this.versions];
    this.versions = Object.fromEntries(Object.entries(cargo.parts).map(([name, [version]]) => [name, version]));
    const isOld = (name) => before && known[name] === this.versions[name];
    this.own = Object.fromEntries(Object.entries(cargo.parts).map(([name, [, text]]) =>
      [name, isOld(name) ? before[name] : JSON.parse(text, unpack)]));
    this.module ??= load(cargo.source);
    for (const name of Object.keys(this.own)) if (before && !isOld(name)) this.tell(`change:${name}`);
    this.waiting.splice(0).forEach((go) => go());
  }

  tell(event) { for (const hear of [...(this.heard.get(event) ?? [])]) hear(); }

  get(name) { return this.own && name in this.own ? this.own[name] : this.model.get(name); }

  set(name, value) { this.model.set(name, value); }

  on(event, hear) {
    if (!this.heard.has(event)) this.heard.set(event, new Set());
    this.heard.get(event).add(hear);
    this.model.on(event, hear);
  }

  off(event, hear) {
    this.heard.get(event)?.delete(hear);
    this.model.off(event, hear);
  }

  save_changes() { return this.model.save_changes(); }

  send(...told) { return this.model.send(...told); }

  get widget_manager() { return this.model.widget_manager; }
}

async function load(source) {
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const module = await import(address);
  URL.revokeObjectURL(address);
  return module.default;
}

// What is left of it in a notebook that was closed.
function remains({ svg, told, words, lang }) {
  const made = document.createElement('div');
  made.className = 'bpv-remains';
  const picture = document.createElement('img');
  Object.assign(picture, { alt: told, src: `data:image/svg+xml;base64,${btoa(String.fromCharCode(...new TextEncoder().encode(svg)))}` });
  picture.style.maxWidth = '100%';
  const sentence = document.createElement('p');
  Object.assign(sentence, { lang, textContent: words });
  sentence.setAttribute('role', 'status');
  made.append(picture, sentence);
  return made;
}

export default () => {
  let cargo = null; // every view of a model shares it
  return {
    initialize({ model }) { cargo = new Cargo(model); },
    render({ model, el }) {
      cargo ??= new Cargo(model);
      let [leave, isGone] = [null, false];
      const instead = setTimeout(() => el.append(remains(model.get('still'))), LATE);
      const show = async () => {
        clearTimeout(instead);
        const { render } = await cargo.module;
        if (isGone) return;
        el.replaceChildren();
        leave = render({ model: cargo, el });
      };
      if (cargo.own) show(); else cargo.waiting.push(show);
      return () => {
        isGone = true;
        clearTimeout(instead);
        leave?.();
      };
    },
  };
};
