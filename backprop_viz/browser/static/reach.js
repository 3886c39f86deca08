// What a landscape is over, and how far it reaches.

// The inputs that are numbers now, in the order of their sliders.
function numbersOf(store) {
  return parametersFirst(store.program).filter((i) => !isArray(store.inputs[i]));
}

// What a landscape is over unless one says so: two parameters or, without any, two inputs.
function usualSpread(store) {
  const { inputs, parameters } = store.program;
  const can = numbersOf(store);
  const marked = can.filter((i) => parameters.includes(inputs[i]));
  return (marked.length ? marked : can).slice(0, 2);
}

// How far the slider of an input reaches, and its steps.
function reachOf(store, i) {
  const { slider } = store.kernel?.controls[i] ?? {};
  const told = slider ? ['min', 'max', 'step'].map((key) => slider.get(key)) : store.model.get('ranges')?.[i];
  const size = Math.abs(store.opening[i]);
  const far = size <= 10 ? 10 : Math.min(10 ** Math.ceil(Math.log10(size)), 1e307);
  const [low, high, step] = told ?? [-far, far, far / 100];
  return { low, high, step, least: low, isSlider: Boolean(told) };
}
