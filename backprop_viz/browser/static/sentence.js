// A step in words: the rows of SENTENCES whose conditions hold.

function sentence(program, walk, k, lang, instead = {}) {
  const now = step(program, walk, k);
  const told = tellingOf(program, walk, now, lang);
  const [facts, slots] = [factsOf(told), SLOTS_OF[now.manner](told)];
  const holds = (fact) => (fact[0] === "!" ? !facts[fact.slice(1)] : facts[fact]);
  return SENTENCES[now.manner]
    .filter(([condition]) => condition.split(" ").filter(Boolean).every(holds))
    .flatMap(([, said]) => (said in REASONS ? REASONS[said](told, slots).map(([, text]) => text)
      : [told.say(instead[said] ?? said, slots)]))
    .join(program.languages[lang].gap);
}

// What is told of a step, and how.
function tellingOf(program, walk, now, lang) {
  const { nodes, rows, words } = program;
  const here = nodes[now.node ?? program.output];
  return {
    program,
    walk,
    now,
    lang,
    here,
    row: rows[here.row],
    show: (value) => formatValue(value, 0, program.digits),
    operands: (here.operands ?? []).map((i) => walk.values[i]),
    value: walk.values[now.node],
    say: (key, slots) => words[key][lang].replace(/\{(\w+)\}/g, (_, slot) => String(slots[slot])),
  };
}

// What happens and why, where the mathematics stands beside it.
function remark(program, walk, k, lang) {
  return sentence(program, walk, k, lang, BESIDE);
}

// What the conditions ask.
function factsOf({ program, now, value, row }) {
  return {
    output: now.node === program.output,
    shared: now.uses > 1,
    summed: now.isSummed,
    entrywise: row !== undefined && isEntrywise(row),
    complete: now.complete,
    short: Boolean(now.shortcut),
    once: program.view?.blocks[now.block]?.returned === 1,
    first: now.index === 1 && program.inputs.length > 0,
    array: isArray(value),
    shut: now.kind === "graph" && countClosed(program) > 0,
    unreached: now.kind === "seed" && unreached(program, false).length > 0,
    stopped: now.kind === "seed" && unreached(program, true).length > 0,
    fixed: program.output_is_fixed,
  };
}

// The names of what nothing comes back to: it does not lead to the output, or stops are in between.
function unreached({ nodes, output, reaches_output: reaches, view }, isStopped) {
  const leads = new Set([output]);
  for (let i = output; i >= 0; i -= 1) {
    if (leads.has(i)) nodes[i].operands.forEach((one) => leads.add(one));
  }
  const isTold = (node, i) =>
    !reaches[i] && node.has_gradient && !view?.inner.has(i) && leads.has(i) === isStopped;
  return nodes.filter(isTold).map(({ shown }) => shown);
}

// How many operations there are in closed blocks.
function countClosed({ view }) {
  const shut = view?.forward.flatMap(({ block }) => (block === undefined ? [] : [block])) ?? [];
  return shut.reduce((sum, block) => sum + view.blocks[block].count, 0);
}

// What fills the slots of the entries.
const SLOTS_OF = {
  graph: ({ program, program: { nodes, output, operations } }) => ({
    output: nodes[output].shown, count: operations.filter((i) => !nodes[i].port).length,
    inside: countClosed(program),
  }),

  seed: ({ program }) =>
    ({
      output: program.nodes[program.output].shown,
      names: unreached(program, false).join(", "),
      stopped: unreached(program, true).join(", "),
    }),

  forward({ program, walk, now, here, row, operands, value, show }) {
    const { nodes, inputs } = program;
    const isOfArrays = joinsArrays(operands);
    const reckoned = written(row, operands.map(show), isOfArrays);
    const result = show(value);
    const formula = written(row, here.operands.map((i) => nodes[i].shown), isOfArrays);
    const first = formula === reckoned ? "" : `${formula} = `;
    return {
      node: here.shown,
      inputs: inputsTold(nodes, inputs, walk, show),
      formula,
      reckoned,
      value: result,
      numbers: `${first}${reckoned} ${equalsSign(isValueTold(program, walk, now))} ${result}`,
    };
  },

  backward({ program, walk, now, here, row, operands, value, say, show, lang }) {
    const { nodes, output, words } = program;
    const upstream = show(now.upstream);
    const isTold = isEntrywise(row) ? isProductTold(program, now) : isSentTold(program, walk, now);
    const terms = isEntrywise(row)
      ? `${show(now.local)} ${timesSign(now)} ${guard(upstream)}`
      : put(row.local_written[now.position] ?? "",
        shownSlots(row, operands.map(show), show(value), upstream, shareOf(operands[0], value)));
    return {
      output: nodes[output].shown,
      node: here.shown,
      operand: nodes[now.operand].shown,
      local: localWritten(program, now, operands, value) ?? words.local[lang],
      numbers: [now.isSummed ? say("sum", { terms }) : terms, equalsSign(isTold),
        show(now.contribution)].join(" "),
      place: now.use,
      uses: now.uses,
      sum: summedUp(program, now, show),
    };
  },

  forward_block({ program: { nodes, inputs, view }, walk, now, show }) {
    const { name, formula, outputs, count } = view.blocks[now.block];
    const value = listed(outputs.map((i) => show(walk.values[i])));
    return { inputs: inputsTold(nodes, inputs, walk, show), node: name, formula, value, count };
  },

  backward_block({ program, now, here, show }) {
    const { nodes, output, view } = program;
    return {
      output: nodes[output].shown,
      node: here.port[0],
      port: here.port[1],
      operand: nodes[now.operand].shown,
      value: show(now.contribution),
      place: now.use,
      uses: now.uses,
      sum: summedUp(program, now, show),
      count: view?.blocks[now.block]?.returned,
    };
  },
};

SLOTS_OF.backward_port = SLOTS_OF.backward_block;

// The total so far of a gradient that arrives by several ways.
function summedUp(program, now, show) {
  if (now.uses <= 1) return "";
  const [terms, ...total] = runningSum(now, show, guard);
  return total.length ? [terms, equalsSign(isTotalTold(program, now)), ...total].join(" ") : terms;
}

function inputsTold(nodes, inputs, walk, show) {
  return inputs.map((i) => `${nodes[i].shown} = ${show(walk.values[i])}`).join(", ");
}

// One as it is, several in parentheses.
function listed(parts) {
  return parts.length === 1 ? parts[0] : `(${parts.join(", ")})`;
}

// The local derivative, or what goes back, in symbols on one line; null where they do not give it.
function localWritten({ nodes, rows, output }, now, operands, value) {
  const here = nodes[now.node];
  const row = rows[here.row];
  const template = row.local_written[now.position];
  if (template === null || holds("kink", row, operands)) return null;
  const names = here.operands.map((i) => nodes[i].shown);
  // A letter with an index or a prime is still one symbol: 2x₁, but 2 · cost.
  const isOne = [...names[0].replace(/[₀-₉′]+$/, "")].length === 1;
  const upstream = `∂${nodes[output].shown}/∂${here.shown}`;
  const slots = shownSlots(row, names, here.shown, upstream, shareOf(operands[0], value));
  return put(template, { ...slots, "*": [isOne ? "" : " · ", ""] });
}

// The slots of what a row shows: the operands, the value, the upstream gradient and the share.
function shownSlots(row, texts, value, upstream, share) {
  const own = { y: [guard(value), value], g: [guard(upstream), upstream], n: [share, share] };
  return { ...operandSlots(row, texts, guard), ...own };
}

// An operation on its operands for the eye: `w × x`, `exp(t)`, `t²`.
function written(row, operands, isOfArrays) {
  const template = isOfArrays ? row.written.replace("×", "⊙") : row.written;
  return put(template, operandSlots(row, operands, guard));
}

function guard(number) {
  return number.startsWith("−") ? `(${number})` : number;
}
