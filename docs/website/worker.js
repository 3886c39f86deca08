// Python and Graphviz beside the playground: what is typed comes as JSON, and so goes the answer.
const here = (path) => new URL(path, location.href).href;

// The text of a function, which the package itself would not run.
const RUN = "lambda text, file, names: exec(compile(text, file, 'exec', dont_inherit=True), names)";

async function begin() {
  importScripts(...['pyodide/unpack.js', 'pyodide/pyodide.js', 'viz/viz-global.js'].map((path) => here(`../${path}`)));
  const packages = ['numpy', 'beginning-of-play'];
  const base = here('../pyodide/');
  const loaded = globalThis.backpropVizLoad(loadPyodide, { indexURL: base }, base, packages);
  const [viz, python] = await Promise.all([Viz.instance(), loaded]);
  globalThis.backpropVizEngine = (dot, format) => viz.renderString(dot, { format });
  const typed = python.pyimport('backprop_viz.playground.typed');
  typed.answer(JSON.stringify({ text: 'a*b', inputs: {}, parameters: [], lang: 'en' })); // imports all
  const run = python.runPython(RUN);
  return { answer: (asked) => typed.answer(asked, run), saved: (asked) => typed.saved(asked, run) };
}

const typed = begin();

onmessage = async ({ data: { hello, ask, save } }) => {
  try {
    const python = await typed;
    if (hello) postMessage({ ready: true });
    if (ask) postMessage({ told: python.answer(ask) });
    if (save) postMessage({ file: { ...JSON.parse(python.saved(save)), type: 'application/octet-stream' } });
  } catch (error) {
    console.warn(String(error));
    if (hello) postMessage({ failed: true });
    if (ask) postMessage({ told: JSON.stringify({ refused: String(error).split('\n').at(-1) || String(error) }) });
  }
};
