// Judges moves on hunts as the browser does: run by tests/test_hunt.py with the module and the hunts.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, file] = process.argv.slice(2);
const { Hunt } = await import(pathToFileURL(module));
const told = JSON.parse(readFileSync(file, "utf8")).map(({ data, moves }) => {
  const made = new Hunt(data, moves);
  return { verdicts: made.verdicts, done: made.isDone };
});
process.stdout.write(JSON.stringify(told));
