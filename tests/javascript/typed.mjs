// Judges typed expressions as the browser does: run by tests/test_typed.py with the module, and for
// each task what judges it and some texts.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, file] = process.argv.slice(2);
const { Typing } = await import(pathToFileURL(module));
const told = JSON.parse(readFileSync(file, "utf8")).map(({ data, texts }) => {
  const typing = new Typing(data);
  return texts.map((text) => {
    const { right, reason = "right", sentence = "" } = typing.judged(text);
    return [right, reason, sentence];
  });
});
process.stdout.write(JSON.stringify(told));
