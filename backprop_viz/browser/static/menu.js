// One menu for what is not used at every step. It is a disclosure: what is in it are plain controls.

class Menu {
  constructor(view) {
    this.summary = worded(element('summary', {}, [icon(ICONS.menu)]), 'menu');
    this.panel = element('div', { class: 'bpv-panel', tabindex: '-1' });
    this.root = element('details', { class: 'bpv-menu' }, [this.summary, this.panel]);
    this.root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.root.open) return;
      event.stopPropagation();
      event.preventDefault();
      this.close();
    });
    // Who goes on elsewhere in the explorer leaves it. A notebook takes the focus as it likes.
    this.root.addEventListener('focusout', ({ relatedTarget: next }) => {
      if (view.root.contains(next) && !this.root.contains(next)) this.root.open = false;
    });
    document.addEventListener('pointerdown', (event) => { // marimo's views are in a tree of their own
      if (!event.composedPath().includes(this.root)) this.root.open = false;
    }, { capture: true, signal: view.life.signal });
  }

  close() {
    const hadFocus = this.root.contains(this.root.getRootNode().activeElement);
    this.root.open = false;
    if (hadFocus) this.summary.focus();
  }

  // Controls that stand side by side in the menu.
  add(...controls) {
    this.panel.append(element('div', { class: 'bpv-row' }, controls));
  }
}
