// A walk: values, gradients and steps, the twin of core/walk.py. `program` is what
// browser/program.py made of a graph, and `walk` what run() made of a program and inputs.

// `inputs` are values in the order of program.inputs. From another walk of the program, that `last`
// is, arrays are taken that would be made of the same values again.
function run(program, inputs, last = null) {
  const values = forward(program, inputs, -1, 0, last);
  const { backflows, gradients } = backward(program, values, last);
  return { inputs: Array.from(inputs), values, gradients, backflows };
}

// Whether an input has the shape that the graph holds for, if that is for one alone.
function holdsFor({ shapes }, i, value) {
  return !shapes?.[i] || isSameShape(shapes[i], shapeOf(value));
}

// Whether arrays of these inputs go together wherever an operation meets them.
function allows(program, inputs) {
  const { nodes, rows } = program;
  const shapes = [];
  let count = 0;
  if (!inputs.every((value, i) => holdsFor(program, i, value))) return false;
  return nodes.every(({ row, operands, value }, i) => {
    if (row === null) {
      shapes[i] = shapeOf(value ?? inputs[count]);
      if (value === null) count += 1;
      return true;
    }
    const met = operands.map((operand) => shapes[operand]);
    shapes[i] = isEntrywise(rows[row]) ? goTogether(met) && broadcast(met)
      : wholeShape(rows[row], met);
    return Boolean(shapes[i]);
  }) && (!program.levels || blocksAllow(program, shapes));
}

// The shape that an operation on whole arrays makes of these; null where they do not fit.
function wholeShape(row, shapes) {
  const zeros = shapes.map((shape) => arrayOf(shape, new Array(sizeOf(shape)).fill(0)));
  try {
    return shapeOf(OPS[row.op].f(given(row, zeros)));
  } catch {
    return null;
  }
}

// What the formulas of a row are given: the operands, the value (a number, for lists of numbers
// alone are fast) and the options. The list of operands becomes it.
function given(row, operands, value = NaN) {
  operands.push(value);
  for (let i = 0; i < row.options.length; i += 1) operands.push(fromJson(row.options[i]));
  return operands;
}

// Whether every entry of the value comes from the entries at its place alone.
const isEntrywise = (row) => OPS[row.op].d.length > 0;

function taken(values, places) {
  const found = [];
  for (let i = 0; i < places.length; i += 1) found.push(values[places[i]]);
  return found;
}

const isOld = (values, last, places) =>
  places.every((place) => Object.is(values[place], last.values[place]));

// The values of all nodes; `epsilon` is added to (each entry of) the one of the node `nudged`.
function forward(program, inputs, nudged = -1, epsilon = 0, last = null) {
  const { nodes, rows } = program;
  const values = new Array(nodes.length);
  let count = 0;
  for (let i = 0; i < nodes.length; i += 1) {
    const { row, operands, value } = nodes[i];
    const known = last?.values[i];
    if (isArray(known) && (row !== null ? isOld(values, last, operands) : value !== null)) {
      values[i] = known;
    } else if (row !== null) {
      values[i] = apply(OPS[rows[row].op].f, given(rows[row], taken(values, operands)));
    } else if (value !== null) {
      values[i] = fromJson(value);
    } else {
      values[i] = inputs[count];
      count += 1;
    }
    if (i === nudged) {
      const data = entriesOf(values[i]).map((x) => x + epsilon);
      values[i] = isArray(values[i]) ? { ...values[i], data } : data[0];
    }
  }
  return values;
}

function backward(program, values, last = null) {
  const { nodes, rows, edges, uses, output } = program;
  const totals = new Array(nodes.length).fill(null);
  const arrived = new Array(nodes.length).fill(0);
  if (nodes[output].has_gradient) totals[output] = filled(values[output], 1);
  const backflows = new Array(edges.length);
  for (let i = 0; i < edges.length; i += 1) {
    const { operand, node, position } = edges[i];
    const { row, operands } = nodes[node];
    const old = last?.backflows[i];
    if (isArray(old?.total) && old.upstream === totals[node] && old.before === totals[operand]
      && isOld(values, last, operands) && isOld(values, last, [node])) {
      totals[operand] = old.total;
      arrived[operand] += 1;
      backflows[i] = old;
      continue;
    }
    const formulas = OPS[rows[row].op];
    const hasLocal = isEntrywise(rows[row]);
    const upstream = totals[node];
    const known = given(rows[row], taken(values, operands), values[node]);
    const local = hasLocal ? apply(formulas.d[position], known) : null;
    known.push(upstream, local);
    const term = apply(formulas.back[position], known);
    const contribution = unbroadcast(term, shapeOf(values[operand]));
    const wide = shapeOf(hasLocal ? values[node] : term);
    const before = totals[operand];
    const total = before === null ? contribution : apply(OPS.add.f, [before, contribution]);
    totals[operand] = total;
    arrived[operand] += 1;
    backflows[i] = {
      operand,
      node,
      position,
      use: arrived[operand],
      uses: uses[operand],
      upstream,
      local,
      contribution,
      isSummed: !isSameShape(shapeOf(contribution), wide),
      before,
      total,
      complete: arrived[operand] === uses[operand],
    };
  }
  const gradients = totals.map((total, i) =>
    total === null && nodes[i].has_gradient ? filled(values[i], 0) : total,
  );
  return { backflows, gradients };
}

// What the output does when `epsilon` is added to a node's value, and what its gradient foretells
// (null for what has none). Of arrays, the sums.
function nudge(program, walk, node, epsilon) {
  const gradient = walk.gradients[node];
  return {
    before: total(walk.values[program.output]),
    after: total(forward(program, walk.inputs, node, epsilon)[program.output]),
    predicted: gradient === null ? null : total(gradient) * epsilon,
  };
}

function seedStep({ view, operations }) {
  return (view?.forward ?? operations).length + 1;
}

function lastStep(program) {
  return seedStep(program) + (program.view?.backward ?? program.edges).length;
}

// The step at which the value of a node is known.
function computedAt({ nodes, operations, view }, node) {
  if (nodes[node].row === null) return Number(nodes[node].value === null);
  const place = operations.indexOf(node);
  return view?.computed[place] ?? place + 1;
}

// The step at which a gradient comes back along an edge.
function returnedAt(program, edge) {
  return seedStep(program) + 1 + (program.view?.returned[edge] ?? edge);
}

// Nodes are told by their index; what a kind of step does not have is null.
function step(program, walk, k) {
  if (!Number.isInteger(k) || k < 0 || k > lastStep(program)) {
    throw new RangeError(`no step ${k}; there are 0 to ${lastStep(program)}`);
  }
  const seed = seedStep(program);
  const { view } = program;
  const stop = view && (k > seed ? view.backward[k - seed - 1] : view.forward[k - 1]);
  const block = stop?.block ?? null;
  if (k > seed) {
    const flow = walk.backflows[stop?.at ?? k - seed - 1];
    const manner = block !== null ? "backward_block"
      : program.nodes[flow.node].port ? "backward_port" : "backward";
    const way = block === null ? undefined : wayBack(walk, view.blocks[block].ways[flow.node]);
    return { index: k, kind: "backward", manner, block, ...way, ...flow };
  }
  const nothing = {
    operand: null,
    position: null,
    use: null,
    uses: null,
    upstream: null,
    local: null,
    contribution: null,
    isSummed: false,
    before: null,
    total: null,
    complete: null,
  };
  const plain = (kind, node) => ({ index: k, kind, manner: kind, block: null, node, ...nothing });
  if (k === 0) return plain("graph", null);
  if (k === seed) return plain("seed", program.output);
  if (!view) return plain("forward", program.operations[k - 1]);
  const told = block === null ? {} : { manner: "forward_block", block };
  return { ...plain("forward", stop.at), ...told };
}
