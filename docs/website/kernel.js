// What JupyterLite's worker loads in place of Pyodide: Pyodide, and Graphviz beside it. A worker that was
// there ahead of JupyterLite has begun with both.
if (!globalThis.backpropVizBegin) {
  const [, site] = new Error().stack.match(/(https?:\S+)pyodide\/kernel\.js/);
  const scripts = ['pyodide.js', 'pyodide.asm.js', 'unpack.js', 'memory.js'].map((name) => `${site}pyodide/${name}`);
  importScripts(...scripts, `${site}viz/viz-global.js`);
  const load = globalThis.loadPyodide;
  const base = `${site}pyodide/`;
  let begun = null;
  const begin = async (options) => {
    const engine = Viz.instance().then((viz) => {
      globalThis.backpropVizEngine = (dot, format) => viz.renderString(dot, { format });
    });
    const ready = async (python) => {
      const lock = await (await fetch(`${base}pyodide-lock.json`)).text();
      await engine;
      python.runPython({later}, { globals: python.globals.get('dict')() })(base, lock);
    };
    const wake = (python) => python.runPython({wake}, { globals: python.globals.get('dict')() });
    const told = { names: {preloaded}, shared: {shared}, version: {version} };
    const python = await globalThis.backpropVizRemember({ load, options, site, wake, ready, ...told });
    await engine;
    return python;
  };
  globalThis.backpropVizBegin = () => { begun = begin({ indexURL: base }); };
  globalThis.loadPyodide = (options) => begun ?? begin(options);
}
