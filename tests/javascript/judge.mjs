// Judges answers as the browser does: run by tests/test_judge.py with the module and the questions.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, file] = process.argv.slice(2);
const { judge } = await import(pathToFileURL(module));
const told = JSON.parse(readFileSync(file, "utf8")).map(({ verdicts, answers }) =>
  answers.map((text) => judge(verdicts, text)));
process.stdout.write(JSON.stringify(told));
