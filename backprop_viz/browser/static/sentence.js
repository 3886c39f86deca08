// A step in words.

function sentence(program, walk, k, lang) {
  const { nodes, rows, words } = program;
  const now = step(program, walk, k);
  const output = nodes[program.output].shown;
  const say = (key, slots) =>
    words[key][lang].replace(/\{(\w+)\}/g, (_, slot) => String(slots[slot]));
  // Reasons in words; what is said of some entries only says so.
  const ofEntries = (text, condition) => {
    const met = entriesOf(condition);
    if (!met.some(Boolean)) return [];
    return [met.every(Boolean) ? text : say("some_entries", { text })];
  };
  const told = (found, slots) => found.flatMap((reason) =>
    ofEntries(say(reason.key, slots), reason.where));
  if (now.kind === "graph") return say("graph", { output, count: program.operations.length });

  const { gap } = program.languages[lang];
  const parts = [];
  if (now.kind === "seed") {
    parts.push(say("seed", { output }));
    if (isArray(walk.values[now.node])) parts.push(say("seed_array", { output }));
    const unreached = nodes.filter((n, i) => !program.reaches_output[i] && n.has_gradient);
    if (unreached.length) {
      parts.push(say("unreached", { names: unreached.map((n) => n.shown).join(", "), output }));
    }
    if (program.output_is_fixed) parts.push(say("fixed", { output }));
    return parts.join(gap);
  }

  const here = nodes[now.node];
  const row = rows[here.row];
  const node = here.shown;
  const value = walk.values[now.node];
  const operands = here.operands.map((i) => walk.values[i]);

  if (now.kind === "forward") {
    if (k === 1 && program.inputs.length) {
      const given = (i) => `${nodes[i].shown} = ${formatValue(walk.values[i])}`;
      parts.push(say("inputs", { inputs: program.inputs.map(given).join(", ") }));
    }
    const formula = written(row, here.operands.map((i) => nodes[i].shown));
    const shown = formatValue(value);
    const reckoned = written(row, operands.map((x) => formatValue(x)));
    parts.push(say("forward", { node, formula, numbers: `${reckoned} = ${shown}` }));
    const why = row.domain === null ? "" : row.domain[lang];
    const slots = { why, node, value: shown, formula: reckoned };
    parts.push(...told(whyValue(row, operands, value), slots));
    return parts.join(gap);
  }

  const operand = nodes[now.operand].shown;
  const [local, contribution] = [formatValue(now.local), formatValue(now.contribution)];
  const terms = `${local} ${timesSign(now)} ${guard(formatValue(now.upstream))}`;
  const isStretched = wasStretched(now, walk);
  const numbers = `${isStretched ? say("sum", { terms }) : terms} = ${contribution}`;
  const symbols = localWritten(program, now, operands) ?? words.local[lang];
  const slots = { output, node, operand, local: symbols };
  parts.push(
    now.uses === 1
      ? say(now.node === program.output ? "backward_output" : "backward", { ...slots, numbers })
      : say("backward_shared", { ...slots, numbers, place: now.use, uses: now.uses }),
    row.why[lang],
  );
  if (row.kink !== null) parts.push(...ofEntries(row.kink[lang], where("kink", row, operands)));
  const why = row.domain === null ? "" : row.domain[lang];
  const slopes = whySlope(row, operands, value, now.local);
  parts.push(...told(slopes, { ...slots, why, value: local }));
  const products = whyProduct(row, operands, value, now, isStretched);
  parts.push(...told(products, { ...slots, value: contribution }));
  if (isStretched) parts.push(say("broadcast", slots));
  if (now.uses > 1) {
    const sum = runningSum(now, formatValue, guard).join(" = ");
    parts.push(say(now.complete ? "shared_complete" : "shared_partial", { ...slots, sum }));
    parts.push(...told(whyTotal(now), { value: formatValue(now.total) }));
  }
  return parts.join(gap);
}

// The local derivative in symbols, on one line; null where they do not give it.
function localWritten({ nodes, rows }, now, operands) {
  const here = nodes[now.node];
  const row = rows[here.row];
  const template = row.local_written[now.position];
  if (template === null || holds("kink", row, operands)) return null;
  const names = here.operands.map((i) => nodes[i].shown);
  // A letter with an index or a prime is still one symbol: 2x₁, but 2 · cost.
  const isOne = [...names[0].replace(/[₀-₉′]+$/, "")].length === 1;
  const slots = { y: [here.shown, here.shown], "*": [isOne ? "" : " · ", ""] };
  return put(template, { ...operandSlots(row, names, guard), ...slots });
}

// An operation on its operands for the eye: `w × x`, `exp(t)`, `t²`.
function written(row, operands) {
  return put(row.written, operandSlots(row, operands, guard));
}

function guard(number) {
  return number.startsWith("−") ? `(${number})` : number;
}
