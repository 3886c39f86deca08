// What JupyterLite's worker loads in place of Pyodide: Pyodide, and Graphviz beside it. A worker that was
// there ahead of JupyterLite has begun with both.
if (!globalThis.backpropVizBegin) {
  const [, site] = new Error().stack.match(/(https?:\S+)pyodide\/kernel\.js/);
  importScripts(...['pyodide/unpack.js', 'pyodide/pyodide.js', 'viz/viz-global.js'].map((path) => site + path));
  const load = globalThis.loadPyodide;
  let begun = null;
  const begin = async (options) => {
    const [viz, python] = await Promise.all([Viz.instance(), load({ ...options, packages: {preloaded} })]);
    globalThis.backpropVizEngine = (dot, format) => viz.renderString(dot, { format });
    const ready = python.runPython({later}, { globals: python.globals.get('dict')() });
    ready(`${site}pyodide/`);
    return python;
  };
  globalThis.backpropVizBegin = () => { begun = begin({ indexURL: `${site}pyodide/` }); };
  globalThis.loadPyodide = (options) => begun ?? begin(options);
}
