// Where nobody shows ipywidgets: marimo has their models, which the kernel follows, and no views of
// them. There the view has sliders and fields of its own.

function showInputs(view) {
  const { store, root, program } = view;
  if (store.model.widget_manager?.create_view) return;
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
