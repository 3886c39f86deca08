// The theme of a view: the one that is chosen, or light or dark as all around it is.

class ThemeWatch {
  constructor(view) {
    this.view = view;
    view.follow(() => this.apply());
    followTheme(() => this.apply(), view.life.signal);
  }

  get name() {
    const chosen = this.view.store.model.get('theme');
    return chosen === 'auto' ? themeAround() : chosen;
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
