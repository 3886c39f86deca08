// What JupyterLite's worker loads in place of Pyodide: Pyodide, and Graphviz beside it.
{
  const [, site] = new Error().stack.match(/(https?:\S+)pyodide\/kernel\.js/);
  importScripts(`${site}pyodide/pyodide.js`, `${site}viz/viz-global.js`);
  const load = globalThis.loadPyodide;
  globalThis.loadPyodide = async (options) => {
    const [viz, python] = await Promise.all([Viz.instance(), load(options)]);
    globalThis.backpropVizEngine = (dot, format) => viz.renderString(dot, { format });
    const install = python.runPython({later}, { globals: python.globals.get('dict')() });
    install(`${site}pyodide/`);
    return python;
  };
}
