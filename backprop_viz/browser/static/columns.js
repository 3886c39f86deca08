// Where the things of a circuit stand: in columns from left to right, each as near to what it goes
// into as there is room.

const COLUMN = 26; // points between columns
const LANE_OVER = 54; // ... from one operand to the next
const OVER = 12; // ... between things one above the other
const EDGE = 10; // ... around all of it
const SIGN = 8.8; // ... that a character of a label has

class CircuitLayout {
  constructor(made) {
    const { nodes, plan, last, outer } = made;
    Object.assign(this, { made, nodes, plan, last, outer });
  }

  // What is needed last stands last, so that every term stands close to the sum that it goes into.
  layout() {
    const { nodes, plan, last } = this;
    const level = new Array(nodes.length).fill(0);
    for (let i = last; i >= 0; i -= 1) {
      for (const operand of nodes[i].operands) level[operand] = Math.min(level[operand], level[i] - 1);
    }
    const things = new Map();
    const add = (id, column, width, height, y) => things.set(id, { id, column, width, height, y });
    const heights = this.heights(level);
    for (const { id, node, name, title } of plan.wires) {
      const signs = name ? name.length + 10 : title.length + 1;
      add(id, 4 * level[node], 8 + SIGN * signs, 40, heights[node]);
      const isEnd = node === last;
      const size = { parameter: 8, input: 8, constant: 3, output: 11 }[this.made.role(node)];
      if (nodes[node].row === null || isEnd) add(`t${node}`, 4 * level[node] + (isEnd ? 1 : -1), size, this.made.role(node) === "constant" ? 16 : size, heights[node]);
    }
    for (const { id, node, size } of plan.circles) add(id, 4 * level[node] - 1, size, size, heights[node]);
    for (const { id, node } of plan.branches) {
      const [user] = id.slice(1).split("_").map(Number);
      add(id, 4 * level[user] - 2, 8 + SIGN * 9, 40, (heights[node] + heights[user]) / 2);
    }
    return this.placed(things);
  }

  // The first of several operations goes straight on, the other operands stand below it, each with
  // all that leads to it as high as there is room.
  heights(level) {
    const { nodes, last } = this;
    const seen = new Set();
    const visit = (i) => {
      seen.add(i);
      const { operands } = nodes[i];
      const [ys, bottom, tops] = [[], new Map(), []];
      for (const operand of operands) {
        if (seen.has(operand)) continue;
        const branch = visit(operand);
        const over = branch.ys.map(([k, y]) => (bottom.get(level[k]) ?? -Infinity) - y + LANE_OVER);
        const shift = Math.max(tops.length ? tops.at(-1) + LANE_OVER - branch.y : 0, ...over);
        for (const [k, y] of branch.ys) {
          ys.push([k, y + shift]);
          bottom.set(level[k], Math.max(bottom.get(level[k]) ?? -Infinity, y + shift));
        }
        tops.push(branch.y + shift);
      }
      const isStraight = nodes[operands[0]]?.row != null;
      const y = !tops.length ? 0 : isStraight ? tops[0] : (tops[0] + tops.at(-1)) / 2;
      ys.push([i, y]);
      return { y, ys };
    };
    const found = [];
    for (const [i, y] of visit(last).ys) found[i] = y;
    return found;
  }

  placed(things) {
    const columns = new Map();
    for (const thing of things.values()) columns.set(thing.column, [...columns.get(thing.column) ?? [], thing]);
    let x = EDGE;
    for (const column of [...columns.keys()].sort((a, b) => a - b)) {
      const stack = columns.get(column).sort((a, b) => a.y - b.y);
      settle(stack);
      const width = Math.max(...stack.map((thing) => thing.width));
      for (const thing of stack) thing.x = x + width / 2;
      x += width + COLUMN;
    }
    const all = [...things.values()];
    const top = Math.min(...all.map(({ y, height }) => y - height / 2)) - EDGE;
    const bottom = Math.max(...all.map(({ y, height }) => y + height / 2)) + EDGE;
    for (const thing of all) thing.y -= top;
    const { font, font_size: size, line } = this.outer.layout;
    return {
      width: Math.ceil(x - COLUMN + EDGE), height: Math.ceil(bottom - top), font, font_size: size, line, note: null,
      boxes: Object.fromEntries(all.map((thing) => [thing.id, [thing.x, thing.y, thing.width, thing.height]])),
      curves: this.plan.links.map((one) => this.curve(things, one)),
    };
  }

  curve(things, { tail, head, into, node }) {
    const [from, to] = [things.get(tail), things.get(head)];
    const isCircle = head[0] === "o";
    const { operands } = isCircle ? this.nodes[Number(head.slice(1))] : { operands: [] };
    const position = tail[0] === "b" ? Number(tail.split("_")[1]) : operands.indexOf(node);
    const off = isCircle && operands.length > 1 ? (position - (operands.length - 1) / 2) * 16 : 0;
    const arrow = isCircle && into !== null ? 7 : 0;
    const [x0, y0] = [from.x + from.width / 2, from.y];
    const [x1, y1] = [to.x - (isCircle ? Math.sqrt(to.width ** 2 / 4 - off ** 2) : to.width / 2) - arrow, to.y + off];
    // It runs straight under its own column first, and bends in the gap before the head.
    const bend = Math.max(x0, x1 - 2 * COLUMN);
    const middle = (bend + x1) / 2;
    const path = `M${x0},${y0}H${bend}C${middle},${y0} ${middle},${y1} ${x1},${y1}`;
    return arrow ? [path, `M${x1},${y1 - 3}L${x1 + 7},${y1}L${x1},${y1 + 3}Z`] : [path, null];
  }
}

// Things one below the other, each as near to its height as there is room.
function settle(stack) {
  const pools = [];
  let below = 0;
  const offsets = stack.map(({ height }) => {
    const offset = below + height / 2;
    below += height + OVER;
    return offset;
  });
  stack.forEach(({ y }, n) => {
    let [height, count] = [y - offsets[n], 1];
    while (pools.length && pools.at(-1)[0] >= height) {
      const [other, others] = pools.pop();
      height = (height * count + other * others) / (count + others);
      count += others;
    }
    pools.push([height, count]);
  });
  let n = 0;
  for (const [height, count] of pools) {
    for (let k = 0; k < count; k += 1, n += 1) stack[n].y = height + offsets[n];
  }
}
