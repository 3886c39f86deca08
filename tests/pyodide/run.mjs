// Runs a Python program in Pyodide, without a browser and without the network:
// node run.mjs PYODIDE PROGRAM WHEEL...
// PYODIDE is the folder of the npm package, PROGRAM a file, and each WHEEL a file that is unpacked
// first. The program's output is Node's. It finds Graphviz, but for its place, as `js.engine`.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, program, ...wheels] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")));
const { instance } = await import(pathToFileURL(path.join(folder, "../@viz-js/viz/dist/viz.js")));
const viz = await instance();
globalThis.engine = (dot, format) => viz.renderString(dot, { format });
const python = await loadPyodide({ indexURL: folder + path.sep });
for (const wheel of wheels) python.unpackArchive(new Uint8Array(await readFile(wheel)), "wheel");
try {
  await python.runPythonAsync(await readFile(program, "utf-8"));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
