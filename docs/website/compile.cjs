// Runs a program in Pyodide under Node, with a folder at /prepared: node compile.cjs MODULES FOLDER PROGRAM
const [, , modules, folder, program] = process.argv;
const { loadPyodide } = require(`${modules}/pyodide/pyodide.js`);
const { readFileSync } = require('fs');

(async () => {
  const viz = await require(`${modules}/@viz-js/viz`).instance();
  globalThis.backpropVizEngine = (dot, format) => viz.renderString(dot, { format });
  const python = await loadPyodide();
  python.mountNodeFS('/prepared', folder);
  python.runPython(readFileSync(program, 'utf8'));
})().catch((error) => {
  console.error(error.message ?? error);
  process.exit(1);
});
