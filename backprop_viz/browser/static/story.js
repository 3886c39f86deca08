// The story of a gradient, path by path: the twin of tell/story.py.

// Of the node's gradient as far as it is known at step k, or, with `first`, of the part that comes
// along that edge. `messages` are the entries that say it, each with what fills its slots.
function story(program, walk, node, k, first = null) {
  const { nodes, edges, output } = program;
  const web = webOf(program);
  const arriving = web.leaving[node];
  const last = first ?? arriving.at(-1);
  const knownFrom = last === undefined ? seedStep(program) : returnedAt(program, last);
  const value = first === null ? walk.gradients[node] : walk.backflows[first].contribution;
  const count = web.counts[first === null ? node : edges[first].node];
  const found = count <= MOST ? waysOf(program, web, node, first) : [];
  const key = storyKey(program, walk, { node, first, count, found, value });
  const ways = found.filter((way) => way.length)
    .map((way) => ({ edges: way, ...wayOf(program, walk, way, k, key) }));
  const slots = {
    output: nodes[output].shown, node: nodes[node].shown, most: MOST,
    count: count < COUNTED ? count.toLocaleString("en-US") : "≥ 10¹⁵",
  };
  if (key === "long") {
    Object.assign(slots, { length: Math.max(...found.map((way) => way.length)), most: LONGEST });
  }
  const messages = [[`story_${key}`, slots]];
  if (k < knownFrom) messages.push(["story_later", { ...slots, step: knownFrom }]);
  const shown = k < knownFrom ? "?" : latexValue(value, program.digits);
  const isTold = key !== "several" || shown === "?" || holdsPrinted(
    (...terms) => terms.reduce((sum, x) => sum + x, 0), value,
    ways.map((way) => productOf(walk, way.edges)), program.digits);
  const result = about(isTold, shown);
  return { count, ways, messages, latex: storyLatex(program, { node, first, key, ways, result }) };
}

// For each node how many paths lead to it, and the edges by which it leaves, in backward order.
const webs = new WeakMap();

function webOf(program) {
  if (webs.has(program)) return webs.get(program);
  const { nodes, edges, output } = program;
  const counts = nodes.map((_, i) => (i === output ? 1 : 0));
  const leaving = nodes.map(() => []);
  edges.forEach(({ operand, node }, i) => {
    counts[operand] = Math.min(counts[operand] + counts[node], COUNTED);
    leaving[operand].push(i);
  });
  webs.set(program, { counts, leaving });
  return webs.get(program);
}

// The edges of each path, from the output on.
function waysOf({ edges, output }, { leaving }, node, first) {
  const found = [];
  const stack = [first === null ? [node, null] : [edges[first].node, [first, null]]];
  while (stack.length) {
    const [here, chain] = stack.pop();
    if (here === output) {
      const way = [];
      for (let link = chain; link; link = link[1]) way.push(link[0]);
      found.push(way);
    }
    for (let i = leaving[here].length - 1; i >= 0; i -= 1) {
      const edge = leaving[here][i];
      stack.push([edges[edge].node, [edge, chain]]);
    }
  }
  return found;
}

function storyKey({ output, edges, nodes, rows }, walk, { node, first, count, found, value }) {
  if (first === null && node === output) return "output";
  if (!count) return "none";
  if (count > MOST) return "many";
  const isOfArrays = (i) => !isEntrywise(rows[nodes[edges[i].node].row])
    || [walk.backflows[i].local, walk.values[edges[i].node], walk.values[edges[i].operand]]
      .some(isArray);
  if (found.some((way) => way.some(isOfArrays))) return "arrays";
  if (found.some((way) => way.length > LONGEST)) return "long";
  const products = found.map((way) => productOf(walk, way));
  const size = products.reduce((sum, x) => sum + Math.abs(x), 0);
  const rest = Math.abs(products.reduce((sum, x) => sum + x, 0) - value);
  if (!(Number.isFinite(value) && rest <= ROUNDING * size)) return "apart";
  return count === 1 ? "one" : "several";
}

// What is left at the end of a path, where 1 begins to go back along it. What is finite is
// multiplied: a gate lets all or nothing through.
function productOf(walk, way) {
  let product = 1;
  for (const edge of way) {
    const { local } = walk.backflows[edge];
    product = Number.isFinite(product) && Number.isFinite(local) ? product * local : NaN;
  }
  return product;
}

// The local derivatives of a path in symbols and in numbers; ? is not known yet.
function wayOf(program, walk, way, k, key) {
  const { nodes, rows, edges, output } = program;
  const names = [nodes[output].shown, ...way.map((i) => nodes[edges[i].operand].shown)];
  if (!["one", "several", "apart"].includes(key)) return { names, symbols: "", latex: "" };
  const known = (i) => returnedAt(program, i) <= k;
  const number = (i) => latexValue(walk.backflows[i].local, program.digits);
  const symbol = (i) => {
    const { node, position } = edges[i];
    const row = rows[nodes[node].row];
    if (holds("kink", row, nodes[node].operands.map((o) => walk.values[o]))) return number(i);
    const slots = latexSlots(row, nodes[node], node, (o) => nodes[o].latex, [JOINT, ""]);
    return fill(row.shown[position], slots);
  };
  const factors = way.filter((i) => !nodes[edges[i].node].port);
  const alone = way.every(known) ? "1" : "?"; // where there are ports of blocks only
  const written = (factor) => (factors.length
    ? joined(factors.map((i) => (known(i) ? factor(i) : "?")), " \\cdot ") : alone);
  const symbols = written(symbol);
  if (key === "apart") return { names, symbols, latex: symbols };
  const product = way.every(known) ? latexValue(productOf(walk, way), program.digits) : "?";
  const locals_ = way.map((i) => walk.backflows[i].local);
  const reckon = (...numbers) => numbers.reduce((made, one) => made * one, 1);
  const isTold = product === "?"
    || holdsPrinted(reckon, productOf(walk, way), locals_, program.digits);
  const told = equals(symbols, written(number), about(isTold, product));
  return { names, symbols, product, latex: told };
}

function storyLatex({ nodes, edges, uses, output_latex: output }, story) {
  const { node, first, key, ways, result } = story;
  let goal = partial(output, nodes[node].latex);
  if (first !== null && uses[node] > 1) goal = alongEdge(goal, nodes, edges[first]);
  if (key === "output" || key === "none") return equals(goal, result);
  if (key === "one") return equals(goal, ways[0].latex);
  if (key !== "several" && key !== "apart") return "";
  const symbols = joined(ways.map((way) => way.symbols), " + ");
  if (key === "apart") return equals(goal, symbols);
  return equals(goal, symbols, joined(ways.map((way) => way.product), " + "), result);
}

function joined(parts, sign) {
  if (parts.every((part) => part === "?")) return "?";
  return parts.map((part, i) => (i ? parenthesised(part) : part)).join(sign);
}
