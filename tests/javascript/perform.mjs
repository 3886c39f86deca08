// Judges moves as the browser does: run by tests/test_perform.py with the module and the tasks.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, file] = process.argv.slice(2);
const { Performance } = await import(pathToFileURL(module));
const told = JSON.parse(readFileSync(file, "utf8")).map(({ data, moves }) => {
  const made = new Performance(data, moves);
  return {
    verdicts: made.verdicts, score: made.score, done: made.isDone,
    possible: made.possible.map(({ id }) => id),
  };
});
process.stdout.write(JSON.stringify(told));
