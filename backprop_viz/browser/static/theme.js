// The theme of a view: the one that is chosen, or light or dark as all around it is.

class ThemeWatch {
  constructor(view) {
    this.view = view;
    const apply = () => this.apply();
    const observer = new MutationObserver(apply);
    observer.observe(document.body, { attributes: true, attributeFilter: ['data-jp-theme-light', 'class', 'data-theme'] });
    view.whenGone(() => observer.disconnect());
    this.media = matchMedia('(prefers-color-scheme: dark)');
    this.media.addEventListener('change', apply, { signal: view.life.signal });
    view.follow(apply);
    this.apply();
  }

  get name() {
    const chosen = this.view.store.model.get('theme');
    if (chosen !== 'auto') return chosen;
    const light = document.body.dataset.jpThemeLight;
    if (light !== undefined) return light === 'false' ? 'dark' : 'light';
    const { classList } = document.body;
    if (classList.contains('vscode-body')) return classList.contains('vscode-light') ? 'light' : 'dark';
    for (const name of ['light', 'dark']) if (classList.contains(`${name}-theme`)) return name; // marimo's
    return this.media.matches ? 'dark' : 'light';
  }

  get colours() { return this.view.program.themes[this.name]; }

  apply() {
    const { name, view: { root, store } } = this;
    if (root.dataset.theme === name) return;
    root.dataset.theme = name;
    store.set('shown_theme', name);
    paintColours(root, this.colours);
  }
}

// The colours of a theme as variables of an element, which the style sheets take them from.
function paintColours(made, colours) {
  for (const [key, colour] of Object.entries(colours)) {
    made.style.setProperty(`--bpv-${key.replace(/_/g, '-')}`, colour);
  }
}
