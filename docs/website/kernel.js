// What JupyterLite's worker loads in place of Pyodide: Pyodide, and Graphviz beside it. A worker that was
// there ahead of JupyterLite has begun with both.
if (!globalThis.backpropVizBegin) {
  const [, site] = new Error().stack.match(/(https?:\S+)pyodide\/kernel\.js/);
  const scripts = ['pyodide.js', 'pyodide.asm.js', 'unpack.js', 'memory.js'].map((name) => `${site}pyodide/${name}`);
  importScripts(...scripts, `${site}viz/viz-global.js`);
  const load = globalThis.loadPyodide;
  const base = `${site}pyodide/`;
  const viz = Viz.instance().then((made) => {
    globalThis.backpropVizEngine = (dot, format) => made.renderString(dot, { format });
  });
  const run = (python, code) => python.runPython(code, { globals: python.globals.get('dict')() });
  const told = (options, isWarm) => ({
    load, options, site, names: {preloaded}, shared: {shared}, version: {version},
    wake: (python) => run(python, {wake}),
    ready: async (python) => {
      const lock = await (await fetch(`${base}pyodide-lock.json`)).text();
      await viz;
      run(python, {later})(base, lock, isWarm);
    },
  });
  const begin = async (options) => {
    const python = await globalThis.backpropVizRemember(told(options, false));
    await viz;
    return python;
  };
  let begun = null;
  globalThis.backpropVizBegin = () => { begun = begin({ indexURL: base }); };
  globalThis.backpropVizKeepMemory = () => globalThis.backpropVizMemorise(told({ indexURL: base }, true));
  globalThis.loadPyodide = (options) => begun ?? begin(options);
}
