// What JupyterLite's worker loads in place of Pyodide: Pyodide, and Graphviz beside it. A worker that was
// there ahead of JupyterLite has begun with both.
if (!globalThis.backpropVizBegin) {
  const [, site] = new Error().stack.match(/(https?:\S+)pyodide\/kernel\.js/);
  importScripts(...['pyodide/pyodide.js', 'pyodide/unpack.js', 'viz/viz-global.js'].map((path) => site + path));
  const load = globalThis.loadPyodide;
  const base = `${site}pyodide/`;
  let begun = null;
  const begin = async (options) => {
    const loaded = globalThis.backpropVizLoad(load, options, base, {preloaded});
    const [viz, python] = await Promise.all([Viz.instance(), loaded]);
    globalThis.backpropVizEngine = (dot, format) => viz.renderString(dot, { format });
    const ready = python.runPython({later}, { globals: python.globals.get('dict')() });
    ready(base);
    return python;
  };
  globalThis.backpropVizBegin = () => { begun = begin({ indexURL: base }); };
  globalThis.loadPyodide = (options) => begun ?? begin(options);
}
