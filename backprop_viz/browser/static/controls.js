// The inputs of a widget: ipywidgets around its view or, where nobody shows these, its own. marimo
// has their models, which the kernel follows, and no views of them.

function showInputs(view) {
  if (view.store.model.widget_manager?.create_view) requestAnimationFrame(() => foldControls(view));
  else showOwn(view);
}

// In a narrow place the controls around a view fold, and a button shows them.
function foldControls(view) {
  const around = view.root.closest('.backprop-viz-explorer');
  if (!around) return;
  const fold = (state) => {
    around.dataset.inputs = state;
    opener.setAttribute('aria-expanded', String(state === 'open'));
  };
  const opener = element('button', {
    type: 'button', class: 'bpv-opener', onclick: () => fold(around.dataset.inputs === 'open' ? 'folded' : 'open'),
  });
  around.prepend(opener);
  const name = () => { showText(opener, view.say('inputs')); };
  let wasNarrow = null;
  const sized = new ResizeObserver(([{ contentRect: { width } }]) => {
    const isNarrow = width <= NARROW;
    if (!width || isNarrow === wasNarrow) return;
    const wasOpened = wasNarrow === null && around.dataset.inputs === 'open'; // of the view before
    wasNarrow = isNarrow;
    fold(!isNarrow ? 'beside' : wasOpened ? 'open' : 'folded');
  });
  sized.observe(around);
  view.follow(name);
  view.whenGone(() => { sized.disconnect(); opener.remove(); });
  name();
}

function showOwn(view) {
  const { store, root, program } = view;
  store.set('has_views', false);
  const show = () => {
    const ranges = program.inputs.map((_, i) => {
      const { low, high, step } = reachOf(store, i);
      return isArray(store.opening[i]) ? null : [low, high, step];
    });
    if (root.isConnected) root.prepend(new Inputs(view, ranges).shown);
  };
  store.connected.then(show, show); // without any models the kernel does not hear, but the picture follows
}
