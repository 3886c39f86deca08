// @viz-js/viz, the engine of a browser, in Node: for each line [dot, format] of JSON it answers with
// a line [output, errors]. Its folder is the one argument.
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { instance } = await import(pathToFileURL(path.join(process.argv[2], "dist/viz.js")));
const viz = await instance();
for await (const line of createInterface({ input: process.stdin })) {
  const [dot, format] = JSON.parse(line);
  const { output, errors } = viz.render(dot, { format });
  console.log(JSON.stringify([output ?? null, errors.map(({ message }) => message)]));
}
