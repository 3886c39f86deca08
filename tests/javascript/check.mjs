// What the browser computes, held against what Python computed: run by tests/test_javascript.py,
// which writes the module and the cases (one JSON file for each test) to the folder $CASES.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const folder = process.env.CASES;
const core = await import(pathToFileURL(join(folder, "module.mjs")));
const entry = await import(pathToFileURL(join(folder, "entry.mjs")));
const cases = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
const number = core.fromJson;

function near(got, wanted, relative, absolute = 0) {
  if (Number.isNaN(wanted) || !Number.isFinite(wanted) || wanted === 0) {
    return Object.is(got, wanted); // the sign of a zero counts: one divided by it shows
  }
  return Math.abs(got - wanted) <= relative * Math.abs(wanted) + absolute;
}

const conditions = (row, given) => [row.undefined, row.kink].map((f) => f(given));

test("operations", () => {
  const names = cases("operations");
  const isEntrywise = (op) => core.OPS[op].d.length > 0;
  assert.deepEqual(Object.keys(core.OPS).filter(isEntrywise).sort(), [...new Set(names.map((c) => c.op))].sort());
  const differences = [];
  for (const { op, options, absolute, upstream, points } of names) {
    const row = core.OPS[op];
    const n = options.map(number);
    for (const { at, value, local, back, labels, undefined: isUndefined, kink } of points) {
      const operands = at.map(number);
      const y = row.f([...operands, NaN, ...n]);
      const got = [y, ...row.d.map((d) => d([...operands, y, ...n]))];
      // 1 - tanh² makes much of the last bit of tanh: derivatives are compared at Python's result.
      const atItsResult = [y, ...row.d.map((d) => d([...operands, number(value), ...n]))];
      const wanted = [value, ...local].map(number);
      got.forEach((x, i) => {
        const shown = [core.formatNumber(x), core.formatNumber(x, 7), core.latexNumber(x)];
        const isNear = near(atItsResult[i], wanted[i], 1e-14, absolute);
        if (!isNear || shown.join() !== labels[i].join()) {
          differences.push([op, n, at, i, x, wanted[i], shown, labels[i]]);
        }
      });
      back.forEach((wanted, i) => {
        const given = [...operands, number(value), ...n];
        const went = upstream.map((g) => row.back[i]([...given, number(g), number(local[i])]));
        if (!went.every((x, k) => near(x, number(wanted[k]), 1e-14))) {
          differences.push([op, n, at, i, "back", went, wanted]);
        }
      });
      if (conditions(row, [...operands, NaN, ...n]).join() !== [isUndefined, kink].join()) {
        differences.push([op, n, at, "undefined or kink", isUndefined, kink]);
      }
    }
  }
  assert.equal(differences.slice(0, 20).map((d) => JSON.stringify(d)).join("\n"), "");
});

test("numbers", () => {
  const differences = [];
  for (const [x, width, digits, text, latex] of cases("numbers")) {
    const got = core.formatNumber(number(x), width, digits);
    if (got !== text) differences.push([x, width, digits, got, text]);
    if (latex !== null && core.latexNumber(number(x), digits) !== latex) differences.push([x, latex]);
  }
  assert.equal(differences.slice(0, 20).map((d) => JSON.stringify(d)).join("\n"), "");
});

const label = ({ lines, mark }) => [...lines, mark].join("|");

// With those of its blocks open that Python had open.
function asShown(program) {
  if (!program.levels) return program;
  const whole = core.withNodes(program);
  return { ...whole, ...core.viewed(whole, new Set(program.levels.open)) };
}

// What is told of links in the order in which Python told of them.
function inOrder({ plan }, told, wanted) {
  if (!wanted) return told;
  const places = new Map(wanted.map((link) => [link, []]));
  plan.links.forEach(({ tail, head, into, turn }, i) => places.get(`${tail} ${head} ${into} ${turn}`).push(i));
  assert.equal(plan.links.length, wanted.length);
  return wanted.map((link) => told[places.get(link).shift()]);
}

// Float64Arrays as lists.
function plain(value) {
  if (value instanceof Float64Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

// Arrays of a walk that it has from another one.
function shared(walk, last) {
  const isFrom = (value, i, known) => typeof value === "object" && value !== null && value === known[i];
  return walk.values.filter((value, i) => isFrom(value, i, last.values)).length
    + walk.backflows.filter((flow, i) => isFrom(flow, i, last.backflows)).length;
}

// A scene with what its labels write when they are asked.
function labelled(program, walk, k) {
  const now = core.scene(program, walk, k);
  const told = ({ lines, mark, cells, value }) => ({ lines, mark, cells, value });
  const kinds = ["values", "gradients", "contributions"];
  return { ...now, ...Object.fromEntries(kinds.map((kind) => [kind, now[kind].map(told)])) };
}

test("graphs", () => {
  let [taken, ofFloats, products] = [0, 0, 0];
  for (const { about, program: told, links, pages, walks } of cases("graphs")) {
    const program = asShown(told);
    if (pages) assert.deepEqual(program.formula.pages, pages, about);
    products += program.rows.some(({ op }) => op === "matmul");
    for (const { inputs, steps } of walks) {
      const walk = core.run(program, inputs.map(number));
      const where = `${about} at ${JSON.stringify(inputs)}`;
      assert.equal(core.lastStep(program), steps.length - 1, where);
      walk.inputs.forEach((value, i) => {
        const isArray = typeof value === "object";
        const further = isArray ? { ...value, data: value.data.map((x) => x + 0.125) } : value + 0.125;
        const moved = core.run(program, walk.inputs.with(i, further), walk);
        const again = core.run(program, walk.inputs, moved);
        assert.deepEqual(again, walk, `back from another input ${i}: ${where}`);
        assert.deepEqual(moved, core.run(program, moved.inputs), `input ${i} moved: ${where}`);
        taken += shared(moved, walk) + shared(again, moved);
        if (!isArray) return;
        const floats = core.run(program, walk.inputs.with(i, { ...value, data: Float64Array.from(value.data) }));
        assert.deepEqual(plain(floats), plain(walk), `floats of input ${i}: ${where}`);
        ofFloats += floats.backflows.filter((flow) => flow.contribution.data instanceof Float64Array).length;
        for (const tell of [labelled, core.latex, (...given) => core.sentence(...given, "en")]) {
          const [got, wanted] = [floats, walk].map((one) => plain(tell(program, one, steps.length - 1)));
          assert.deepEqual(got, wanted, where);
        }
      });
      steps.forEach((wanted, k) => {
        if (wanted === null) return; // not asked for
        const now = core.step(program, walk, k);
        const scene = core.scene(program, walk, k);
        const got = {
          kind: now.kind,
          node: now.node === null ? null : program.nodes[now.node].name,
          operand: now.operand === null ? null : program.nodes[now.operand].name,
          position: now.position,
          complete: now.complete,
          en: core.sentence(program, walk, k, "en"),
          ja: core.sentence(program, walk, k, "ja"),
          remarks: ["en", "ja"].map((lang) => core.remark(program, walk, k, lang)),
          latex: core.latex(program, walk, k),
          values: scene.values.map(label),
          gradients: scene.gradients.map(label),
          contributions: scene.contributions.map(label),
          marks: [scene.wires, scene.branches, scene.circles, inOrder(program, scene.links, links)].map((m) => m.join()),
        };
        assert.deepEqual(got, wanted, `step ${k} of ${where}`);
        assert.equal(now.index, k);
        assert.equal(scene.step, k);
      });
      const bare = core.scene(program, null, 0);
      assert.deepEqual(bare.values.map(label), steps[0].values, where);
      assert.throws(() => core.step(program, walk, steps.length), RangeError);
      assert.throws(() => core.step(program, walk, -1), RangeError);
    }
  }
  if (cases("graphs").length < 600) return; // what is asked of many graphs
  assert.ok(taken > 500, `${taken} arrays taken from another walk`);
  assert.ok(2 * ofFloats >= products, `${ofFloats} gradients of floats in ${products} graphs with products`);
});

test("lists", () => {
  for (const { about, lists, whole } of cases("lists")) {
    assert.deepEqual(core.withNodes(lists), whole, about);
    assert.deepEqual(core.withNodes(whole), whole, about);
  }
});

test("layouts", () => {
  for (const { about, program: lists, geometry, views } of cases("layouts")) {
    const told = core.withNodes(lists);
    for (const { open, links, layout } of views) {
      const program = { ...told, ...core.viewed(told, new Set(open)) };
      const got = core.placedLayout(told, program, geometry);
      const where = `${about} with ${open} open`;
      const near = (a, b, what) => assert.ok(Math.abs(a - b) < 0.011, `${what}: ${a}, not ${b}, ${where}`);
      near(got.width, layout.width, "width");
      near(got.height, layout.height, "height");
      assert.deepEqual(Object.keys(got.boxes).sort(), Object.keys(layout.boxes).sort(), where);
      for (const [name, box] of Object.entries(layout.boxes)) box.forEach((side, n) => near(got.boxes[name][n], side, name));
      inOrder(program, got.curves, links).forEach(([path, arrow], n) => {
        [path, arrow].forEach((text, k) => {
          const [here, wanted] = [text, layout.curves[n][k]].map((one) => [...one.matchAll(/[-\d.e]+/g)].map(Number));
          assert.equal(here.length, wanted.length, where);
          here.forEach((x, i) => near(x, wanted[i], links[n]));
        });
      });
    }
  }
});

test("nudges", () => {
  for (const { about, program, inputs, nudges } of cases("nudges")) {
    const walk = core.run(program, inputs.map(number));
    const kept = JSON.stringify(walk);
    for (const { node, epsilon, before, after, predicted } of nudges) {
      const got = core.nudge(program, walk, node, epsilon);
      const where = `${about}, node ${node} + ${epsilon}: ${JSON.stringify(got)}, not ${after}`;
      assert.ok(near(got.before, number(before), 1e-9), where);
      assert.ok(near(got.after, number(after), 1e-9), where);
      if (predicted === null) assert.equal(got.predicted, null, where);
      else assert.ok(near(got.predicted, number(predicted), 1e-9), `${where} ${predicted}`);
    }
    assert.equal(JSON.stringify(walk), kept, "a nudge leaves the walk as it was");
  }
});

test("stories", () => {
  for (const { about, program: told, inputs, stories } of cases("stories")) {
    const program = asShown(told);
    const walk = core.run(program, inputs.map(number));
    for (const { step, node, first = null, ...wanted } of stories) {
      const { count, ways, latex, messages } = core.story(program, walk, node, step, first);
      const got = { count, ways: ways.map((way) => [way.names, way.latex]), latex, messages };
      assert.deepEqual(got, wanted, `node ${node}, edge ${first}, step ${step} of ${about}`);
    }
  }
});

test("shapes", () => {
  for (const [about, program, inputs, wanted] of cases("shapes")) {
    assert.equal(core.allows(program, inputs.map(number)), wanted, about);
  }
});

test("products", () => {
  const [program, shapes] = cases("products");
  const wild = [Infinity, -Infinity, NaN, -0, 0];
  const inputs = shapes.map((shape, n) => {
    const data = Float64Array.from({ length: shape[0] * shape[1] }, (_, i) => Math.sin(i * (n + 1) + n));
    if (n) wild.forEach((x, i) => { data[i] = x; });
    return { shape, data };
  });
  const [left, right] = inputs;
  const product = ({ operations: [node] }, walk) => walk.values[node].data;
  const before = core.run(program, inputs);
  const changed = (...places) => {
    const data = right.data.slice();
    for (const place of places) data[place] = data[place] === 0 ? -data[place] : 0.5;
    return core.run(program, [left, { ...right, data }]);
  };
  for (const places of [[7], [1], [3, 4], [9, 9 + right.shape[1]], right.data.keys()]) {
    const walk = changed(...places);
    const anew = core.run(program, walk.inputs.map(({ shape, data }) => ({ shape, data: data.slice() })));
    assert.deepEqual(walk, anew, `where ${[...places]} have changed`);
  }
  core.run(program, inputs);
  product(program, core.run(program, [left, { ...right, data: right.data.slice() }]))[20] = 123;
  const [at20, at9] = [20, 9].map((column) => product(program, changed(59))[column]);
  assert.equal(at20, 123, "a column that stays is taken from the product before");
  assert.notEqual(at9, product(program, before)[9]);
});

test("policy", () => {
  // Node was started so that, as under a strict Content-Security-Policy, no text can be run.
  assert.throws(() => (0, eval)("1"), EvalError);
  const program = cases("policy");
  assert.equal(core.sentence(program, core.run(program, [3, 2, 1, 5]), 14, "en"), program.last);
});

test("typed", () => {
  const differences = [];
  for (const [text, before, told, must, anyShape] of cases("typed")) {
    const wanted = told === null ? null : number(told);
    const got = entry.parseTyped(text, number(before), anyShape);
    const entries = (value) => (value === null ? null : value.data ?? [value]);
    if (got === null && !must) continue;
    const isSame = got === null || wanted === null
      ? got === wanted
      : String(got.shape) === String(wanted.shape)
        && entries(got).length === entries(wanted).length
        && entries(got).every((x, i) => near(x, entries(wanted)[i], 1e-13));
    if (!isSame) differences.push([text.slice(0, 60), before, got, wanted]);
  }
  assert.equal(differences.slice(0, 20).map((d) => JSON.stringify(d)).join("\n"), "");
});

test("typed_forms", () => {
  for (const value of cases("typed_forms").map(number)) {
    assert.deepEqual(entry.parseTyped(entry.typedForm(value), value), value);
  }
});

// An expression as Python's test writes it; numbers stand in a list of their own.
function toldCircuit(x, numbers) {
  if (typeof x !== "object") {
    numbers.push(x);
    return "#";
  }
  if (x.isFixed) {
    numbers.push(x.number);
    return "#";
  }
  if (x.name !== undefined) return x.name;
  const operands = x.operands.map((one) => toldCircuit(one, numbers));
  numbers.push(...x.options);
  return `(${[x.op, ...operands].join(" ")})`;
}

test("circuits", async () => {
  const circuits = await import(pathToFileURL(join(folder, "circuits.mjs")));
  for (const { about, program, inputs, opened } of cases("circuits")) {
    const walk = circuits.run(program, inputs.map(number));
    for (const { kind, node, place, beyond, told, numbers, value, leaves } of opened) {
      const where = `${kind} ${program.nodes[node].name} ${place} of ${about}`;
      const circuit = new circuits.Circuit(program, walk, { most: 12, beyond });
      const root = circuit.entry(kind, node, place);
      const found = [];
      assert.equal(toldCircuit(root, found), told, where);
      assert.equal(found.length, numbers.length, where);
      found.forEach((x, i) => assert.ok(near(x + 0, number(numbers[i]) + 0, 1e-9, 1e-12), where));
      const got = circuits.numberOf(root);
      assert.ok(near(got, number(value), 1e-9, 1e-9) || Math.abs(got - number(value)) < 1e-9, `${where}: ${got}, not ${value}`);
      const lit = [...circuit.made.keys()];
      for (const leaf of leaves) assert.ok(circuit.known.has(leaf), `${leaf}: ${where}`);
      assert.ok(lit.includes(`${kind}-${node}-${place}`), where);
    }
  }
});

test("spelled", async () => {
  const circuits = await import(pathToFileURL(join(folder, "circuits.mjs")));
  for (const { program, inputs, lines, told } of cases("spelled")) {
    const walk = circuits.run(program, inputs.map(number));
    for (const [node, place, wanted] of told) {
      const { line } = circuits.lineOf(program, walk, "value", node, place);
      line.numbers(String);
      assert.equal(line.isTold(), wanted, `${node}, ${place}`);
    }
    for (const [kind, node, place, ...wanted] of lines) {
      const { line, root } = circuits.lineOf(program, walk, kind, node, place);
      const got = [line.goal(kind, node, place), line.symbols, line.numbers((n) => `${n} more`)];
      assert.deepEqual(got, wanted);
      const value = kind === "value" ? walk.values[node] : walk.gradients[node];
      if (kind !== "contribution") {
        const entry = (value.data ?? [value])[place];
        assert.ok(Math.abs(circuits.numberOf(root) - entry) <= 1e-12 * Math.max(1, Math.abs(entry)));
      }
    }
  }
});

test("opened", async () => {
  const circuits = await import(pathToFileURL(join(folder, "circuits.mjs")));
  for (const { about, outer, inputs, kind, node, place, beyond, part, shown, given, steps } of cases("opened")) {
    if (outer.view) outer.view.through = ((nodes) => () => nodes)(outer.view.through); // as levels.js tells it
    const walk = circuits.run(outer, inputs.map(number));
    const made = circuits.circuitProgram(outer, walk, kind, node, place, { beyond, part });
    assert.ok(made, about);
    const { program, geometry } = made;
    assert.deepEqual(program.nodes.map((one) => one.shown), shown, about);
    assert.deepEqual(made.inputs, given.map(number), about);
    const inner = circuits.run(program, made.inputs);
    assert.equal(circuits.lastStep(program), steps.length - 1, about);
    steps.forEach((wanted, k) => {
      const scene = circuits.scene(program, inner, k);
      const got = {
        en: circuits.sentence(program, inner, k, "en"),
        ja: circuits.sentence(program, inner, k, "ja"),
        latex: k ? circuits.latex(program, inner, k) : wanted.latex,
        values: scene.values.map(label),
        gradients: scene.gradients.map(label),
        contributions: scene.contributions.map(label).sort(),
        marks: [scene.wires, scene.circles].map((m) => m.join()),
        links: [...scene.links].sort().join(),
      };
      assert.deepEqual(got, wanted, `step ${k} of ${about}`);
    });
    const boxes = Object.values(geometry.boxes);
    for (const [x, y, width, height] of boxes) {
      assert.ok(x >= width / 2 && y >= height / 2 && x + width / 2 <= geometry.width && y + height / 2 <= geometry.height, about);
    }
    boxes.forEach(([x, y, width, height], n) => boxes.slice(n + 1).forEach(([a, b, c, d]) =>
      assert.ok(Math.abs(x - a) >= (width + c) / 2 || Math.abs(y - b) >= (height + d) / 2 - 1e-9, `${about}: two things in one place`)));
  }
});
