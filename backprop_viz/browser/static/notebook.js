// What is around a view in a notebook: the controls of the inputs, and whoever else wants its keys.

// JupyterLab looks for an attribute on the focused element itself, and in Notebook 7 before anyone
// else hears.
function keepFromShortcuts(event) {
  if (event.target.closest?.('.bpv, .backprop-viz-explorer')) {
    event.target.toggleAttribute('data-lm-suppress-shortcuts', isPlain(event));
  }
}

// jupyterlab-slideshow takes the focus back to the cell whenever the notebook changes, and scrolls
// under a button between press and release. What the user did last tells whether to let it go;
// Escape gives the keys to the slides.
const inSlides = () => Boolean(document.body.dataset.jpDeckMode);

function holdsFocus(root, around, signal) {
  let leaves = false;
  const noted = (event) => {
    const inside = around.contains(event.target);
    leaves = event.type === 'keydown' ? inside && event.key === 'Tab' : !inside;
    const button = inSlides() && inside && event.target.closest('button');
    if (button && event.type === 'pointerdown') button.setPointerCapture(event.pointerId);
  };
  for (const type of ['keydown', 'pointerdown']) window.addEventListener(type, noted, { capture: true, signal });
  around.addEventListener('focusout', ({ target, relatedTarget }) => {
    const taken = inSlides() && !leaves && relatedTarget?.contains(root) && !around.contains(relatedTarget);
    if (taken) target.focus({ preventScroll: true });
  }, { signal });
  const release = () => { leaves = true; root.closest('.jp-Cell')?.focus(); };
  around.addEventListener('keydown', ({ key, target }) => {
    if (key === 'Escape' && inSlides() && !root.contains(target)) release();
  }, { signal });
  return release;
}

// The place among the inputs of the control that an element is part of.
function inputOf(part) {
  const row = part.closest('[class*="backprop-viz-input-"]');
  return row ? Number(/backprop-viz-input-(\d+)/.exec(row.className)[1]) : -1;
}

class Notebook {
  constructor(view) {
    this.view = view;
    const { signal } = view.life;
    view.leave = () => { if (inSlides()) this.releaseFocus?.(); };
    view.follow(() => { if (this.worded !== view.store.lang) this.nameControls(); });
    window.addEventListener('keydown', keepFromShortcuts, { capture: true, signal });
    // At once where a view follows another one, or keys between the two would be heard by no one.
    if (!this.listen(signal)) requestAnimationFrame(() => this.listen(signal));
  }

  // Whether what is around the view is there yet.
  listen(signal) {
    const around = this.view.root.closest('.backprop-viz-explorer');
    const controls = around?.querySelector('.widget-gridbox');
    if (!controls) return false;
    const { root, store } = this.view;
    this.around = around;
    around.addEventListener('keydown', (event) => { undoes(event, store); keepPlain(event); }, { signal });
    this.releaseFocus = holdsFocus(root, around, signal);
    around.addEventListener('dblclick', (event) => {
      const slider = event.target.closest('.backprop-viz-slider');
      if (slider) store.reset(inputOf(slider));
    }, { signal });
    const newControls = new MutationObserver(() => this.nameControls());
    newControls.observe(controls, { childList: true, subtree: true, attributeFilter: ['class'] });
    this.view.whenGone(() => newControls.disconnect());
    store.connected.then(() => this.nameControls());
    return true;
  }

  // ipywidgets gives its sliders and text fields no names that a screen reader could say.
  nameControls() {
    const { view } = this;
    this.worded = view.store.lang;
    const name = (selector, key) => this.around?.querySelectorAll(selector).forEach((made) => {
      const node = view.program.inputs[inputOf(made)];
      if (node === undefined) return; // a control that is only half made
      const label = view.say(key, { name: view.shown(node) });
      if (made.getAttribute('aria-label') !== label) made.setAttribute('aria-label', label);
    });
    name('.backprop-viz-slider .noUi-handle', 'slider_of');
    name('.backprop-viz-field input', 'value_of');
    this.around?.querySelectorAll('.backprop-viz-slider .widget-readout').forEach((readout) => this.takeOut(readout));
    const { grids } = view.pointing ?? {};
    if (grids) this.around?.querySelectorAll('.backprop-viz-field').forEach((field) => grids.beside(field.parentNode, inputOf(field)));
  }

  // The number beside a slider, which we do not show, is written anew with each move, and JupyterLab's
  // `:has()` then looks at all that is around it. It is back as soon as someone wants it.
  takeOut(readout) {
    const { store } = this.view;
    const { slider } = store.kernel.controls[inputOf(readout)] ?? {};
    if (!slider || slider.get('readout')) return;
    const { parentNode } = readout;
    readout.remove();
    store.hear(slider, 'change:readout', () => parentNode.append(readout));
  }
}
