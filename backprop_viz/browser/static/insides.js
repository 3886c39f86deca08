// The levels of a graph with blocks, as browser/insides.py tells them: the text of one is read when
// it is first shown. What stands in it is counted anew there; here it gets the graph's numbers.

const readInsides = new WeakMap(); // by what tells of them, a list by level

function readOnce(told, level, make) {
  if (!readInsides.has(told)) readInsides.set(told, []);
  return readInsides.get(told)[level] ??= make();
}

const readText = ({ insides, levels }, level) => JSON.parse(insides[[levels[level]].flat()[0]]);

// Numbers as they are told: the first of those in a row, how many they are, and so on.
function unrolled(runs) {
  const numbers = [];
  for (let n = 0; n < runs.length; n += 2) {
    for (let k = 0; k < runs[n + 1]; k += 1) numbers.push(runs[n] + k);
  }
  return numbers;
}

// The id of a thing, with the number of its node in the graph.
const idIn = (nodes) => (id) => id.replace(/\d+/, (n) => nodes[n]);

// The things of those levels that are shown.
function insidesOf(program, isShown) {
  return isShown.flatMap((is, level) => (is ? [insideOf(program, level)] : []));
}

// The node that a wire is called by: of the port of a parameter in an open block, that.
function givenAs(nodes, node, role) {
  while (role === "parameter" && nodes[node].row !== null) [node] = nodes[node].operands;
  return node;
}

const insideOf = (program, level) =>
  readOnce(program.plan, level, () => readInside(program, level));

function readInside({ nodes: all, edges, plan }, level) {
  const [nodes, places, branches, links] = plan.levels[level].slice(1).map(unrolled);
  const told = readText(plan, level);
  const id = idIn(nodes);
  const card = (one) => one && { card: one };
  return {
    wires: told.wires.map(([n, role, name, italic, drawn, constant, room]) => {
      const node = nodes[n];
      const { shown } = all[givenAs(all, node, role)];
      const title = shown.startsWith("(∂") ? shown.slice(1, -1) : shown;
      const names = { name, title, italic, drawn_name: drawn ?? name };
      return { id: `w${node}`, node, role, ...names, constant, ...card(room) };
    }),
    circles: told.circles.map(([n, glyph, size, font, isOpaque]) => {
      const made = { id: `o${nodes[n]}`, node: nodes[n], glyph, size, font_size: font };
      return isOpaque ? { ...made, opaque: true } : made;
    }),
    terminals: told.terminals.map(([n, role]) => ({ id: `t${nodes[n]}`, node: nodes[n], role })),
    branches: told.branches.map(([n, room], i) => {
      const { operand, node, position } = edges[places[n]];
      const made = { id: `b${node}_${position}`, node: operand, edge: places[n] };
      return { ...made, number: branches[i], ...card(room) };
    }),
    links: told.links.map(([tail, head, n, turn = null], i) => {
      const ends = [id(tail), id(head)];
      const [from, to] = ends.map((end) => Number(end.match(/\d+/)));
      const branch = /^b\d+_(\d+)/.exec(ends[0]);
      const node = branch ? all[from].operands[branch[1]] : from;
      const into = ends[1][0] === "o" || ends[1][0] === "b" ? to : null;
      const edge = places[n] ?? null;
      return { tail: ends[0], head: ends[1], node, into, edge, turn, number: links[i] };
    }),
    turns: Object.fromEntries(told.turns.map(([n, position, turn]) =>
      [`${nodes[n]}-${position}`, turn])),
  };
}

// Where the things of a level stand, each line with the link that it is of.
function placesIn(program, geometry, level) {
  return readOnce(geometry, level, () => {
    const { boxes, lines, ...told } = readText(geometry, level);
    const id = idIn(unrolled(program.plan.levels[level][1]));
    const { links } = insideOf(program, level);
    return {
      ...told,
      boxes: Object.fromEntries(Object.entries(boxes).map(([name, sides]) => [id(name), sides])),
      lines: lines.map((line, i) => [links[i], ...line]),
    };
  });
}

// ---- The nodes ----------------------------------------------------------------------------------

// A program whose nodes came as lists, as browser/nodes.py tells them, and what follows from them.
function withNodes({ lists, ...program }) {
  if (!lists) return program;
  const { runs, forms, values, ports, astray } = lists;
  const count = runs.reduce((sum, run) => sum + forms[run[3]][0].length, 0);
  const [fixed, reaches] = [new Array(count).fill(false), new Array(count).fill(true)];
  for (const i of program.levels.text.fixed) fixed[i] = true;
  for (const i of astray) reaches[i] = false;
  const isOwn = (row, i) => row !== null && i === program.output; // a computed output has one
  const nodes = [];
  for (const [name, shown, latex, form] of runs) {
    const [ends, shownEnds, latexEnds, rows, operands] = forms[form];
    ends.forEach((end, n) => {
      const [i, port] = [nodes.length, ports[nodes.length]];
      const after = (first, own) => first + (own === 0 ? end : own);
      nodes.push({
        name: name + end, shown: after(shown, shownEnds[n]), latex: after(latex, latexEnds[n]),
        row: rows[n], operands: port ? port.slice(2) : operands[n].map((back) => i - back),
        value: values[i] ?? null, has_gradient: !fixed[i] || isOwn(rows[n], i),
        ...port && { port: port.slice(0, 2) },
      });
    });
  }
  const [edges, uses] = [[], new Array(count).fill(0)];
  const starts = new Int32Array(count);
  for (let node = count - 1; node >= 0; node -= 1) {
    starts[node] = edges.length;
    if (!reaches[node] || fixed[node]) continue;
    nodes[node].operands.forEach((operand, position) => {
      if (fixed[operand]) return;
      edges.push({ operand, node, position });
      uses[operand] += 1;
    });
  }
  startsOfEdges.set(edges, starts);
  const operations = nodes.flatMap(({ row }, i) => (row === null ? [] : [i]));
  return { ...program, nodes, operations, reaches_output: reaches, edges, uses };
}

// By node the first of the edges that leave it backward, which are told from the last node on.
const startsOfEdges = new WeakMap();

function edgeStarts(nodes, edges) {
  if (!startsOfEdges.has(edges)) {
    const starts = new Int32Array(nodes.length).fill(edges.length);
    for (let edge = edges.length - 1; edge >= 0; edge -= 1) starts[edges[edge].node] = edge;
    startsOfEdges.set(edges, starts);
  }
  return startsOfEdges.get(edges);
}
