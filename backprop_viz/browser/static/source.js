// Where in the user's program the operation of a step stands, behind what is said of it: the twin of
// `source` in tell/step.py. It is sent only with graphs that were read from a running program.

const plainSentence = sentence;
sentence = (program, walk, k, lang, instead) => {
  const told = plainSentence(program, walk, k, lang, instead);
  const line = sourceOf(program, step(program, walk, k));
  if (line === undefined) return told;
  return [told, program.source.said[lang].replace('{source}', () => line)].join(program.languages[lang].gap);
};

function sourceOf({ source, operations, view }, { kind, node, block }) {
  if (!source || kind === 'graph' || kind === 'seed') return undefined;
  if (block === null) return source.lines[source.of[node]];
  const inside = operations.slice(...view.blocks[block].operations).map((i) => source.of[i]);
  const found = new Set(inside.filter((at) => at !== undefined));
  return found.size === 1 ? source.lines[[...found][0]] : undefined;
}
