// What a closed block says of numbers in it that are nan or infinite: where the first came about.
// The twin of what stands last in tell/sentence.py.

const INNER = { forward: ["<value>"], backward: ["<slope>", "<product>", "<total>"] };

REASONS["<inside>"] = (told, slots) => {
  const { program, walk, now: { block, contribution } } = told;
  const values = program.view.blocks[block].outputs.map((i) => walk.values[i]);
  const shown = contribution === null ? values : [contribution];
  if ([...values, ...shown].every(isFinite)) return [];
  for (const inner of stepsInside(told)) {
    const own = SLOTS_OF[inner.now.kind](inner);
    const texts = INNER[inner.now.kind].flatMap((said) => REASONS[said](inner, own))
      .filter(([key]) => !key.startsWith("carried")).map(([, text]) => text);
    if (texts.length) {
      const text = texts.join(program.languages[told.lang].gap);
      return [["inside", told.say("inside", { node: inner.here.shown, text })]];
    }
  }
  return shown.every(isFinite) ? [] : [["carried", told.say("carried", slots)]];
};

// The steps in a closed block, were it open, that lead to what the step is about.
function* stepsInside({ program, walk, now, lang }) {
  const { operations, nodes, view } = program;
  const inside = operations.slice(...view.blocks[now.block].operations);
  if (now.kind === "forward") {
    for (const node of inside) {
      yield tellingOf(program, walk, { ...now, manner: "forward", block: null, node }, lang);
    }
    return;
  }
  const behind = new Set([now.node]);
  for (const node of inside) if (nodes[node].operands.some((i) => behind.has(i))) behind.add(node);
  for (const flow of walk.backflows) {
    if (behind.has(flow.operand) && behind.has(flow.node)) {
      const one = { kind: "backward", manner: "backward", block: null, ...flow };
      yield tellingOf(program, walk, one, lang);
    }
  }
}
