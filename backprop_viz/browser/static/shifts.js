// How far down each thing of a level goes when something in it has been opened: the twin of
// draw/shifts.py. A tie is a line between two things, [tail, head, start, end, drop]: how much further
// than they its ends go, and how much lower its end is than its start.

const APART = 16; // points from one column to the next, at least

class Column {
  // Things over one another, from the top to the bottom, and how far from the left they reach.
  constructor(left, right) {
    Object.assign(this, { left, right, names: [], stops: [] });
  }

  get middle() { return (this.left + this.right) / 2; }

  // How far down what is at this height, between two things, goes at least and at most.
  between(y) {
    let [n, end] = [0, this.stops.length];
    while (n < end) { // how many are not so low
      const middle = (n + end) >> 1;
      if (this.stops[middle][0] < y) n = middle + 1;
      else end = middle;
    }
    return [this.stops[n - 1]?.[2] ?? -Infinity, this.stops[n]?.[1] ?? Infinity];
  }

  // ... and what is at the height of one of them.
  around(name) {
    const n = this.names.indexOf(name);
    return [this.stops[n - 1]?.[2] ?? -Infinity, this.stops[n + 1]?.[1] ?? Infinity];
  }
}

// How far down the top of each thing goes (`by`), by the columns in which they stand. `boxes` are by their
// middles and sizes; `grown` those that have been opened, by how much higher they are now; and `reach` is
// how far from the left a thing's wire begins and ends, where that is beside it.
class Shifts {
  constructor(boxes, ties, grown, reach) {
    Object.assign(this, { boxes, grown, reach, by: new Map(), into: new Map(), out: new Map() });
    this.columns = this.inColumns();
    this.column = new Map(this.columns.flatMap(({ names }, n) => names.map((name) => [name, n])));
    const add = (found, name, tie) => {
      if (found.has(name)) found.get(name).push(tie);
      else found.set(name, [tie]);
    };
    for (const tie of ties) {
      add(this.into, tie[1], tie);
      add(this.out, tie[0], tie);
    }
    for (const { names } of this.columns) this.settle(names, (name) => this.computed(name));
    for (const { names } of [...this.columns].reverse()) {
      this.settle(names.filter((name) => !this.by.has(name)), (name) => this.given(name));
    }
    this.push();
  }

  inColumns() {
    const found = [];
    const all = [...this.boxes.keys()].map((name) => [...this.sides(name), name]);
    all.sort(([a, b], [c, d]) => a - c || b - d);
    for (const [left, right, name] of all) {
      if (!found.length || left >= found.at(-1).right + APART) found.push(new Column(left, right));
      found.at(-1).right = Math.max(found.at(-1).right, right);
      found.at(-1).names.push(name);
    }
    for (const { names } of found) names.sort(this.fromTheTop);
    return found;
  }

  sides(name) {
    const [x, , width] = this.boxes.get(name);
    return [x - width / 2, x + width / 2];
  }

  fromTheTop = (one, other) => {
    const [[x, y], [a, b]] = [this.boxes.get(one), this.boxes.get(other)];
    return y - b || x - a;
  };

  over(name) { return this.by.get(name) + (this.grown.get(name) ?? 0); }

  // As far as that from which it is computed; the first operation stays where it is.
  computed(name) {
    const ties = this.into.get(name) ?? [];
    const found = ties.filter(([tail]) => this.by.has(tail))
      .map(([tail, , start, end]) => this.by.get(tail) + start - end);
    if (found.length) return mean(found);
    if (name[0] !== "o") return null;
    return ties.length ? -ties[0][3] : 0;
  }

  // As far as that which is computed from it, or to the port of what has been opened, between what is
  // there; the trunk of a fork as far as what is near.
  given(name) {
    const all = this.out.get(name) ?? [];
    const near = all.filter(([, head]) => head[0] !== "k");
    const found = (near.length ? near : all).filter(([, head]) => this.by.has(head))
      .map(([, head, , end, drop]) => this.by.get(head) + end + (this.grown.has(head) ? drop : 0));
    return this.within(name, found.length ? mean(found) : 0);
  }

  within(name, wanted) {
    const there = this.passed(name).flatMap(({ names }) => names).filter((other) => this.by.has(other));
    for (const other of there) {
      if (this.fromTheTop(name, other) < 0) wanted = Math.min(wanted, this.by.get(other));
    }
    for (const other of there) {
      if (this.fromTheTop(name, other) > 0) wanted = Math.max(wanted, this.over(other));
    }
    return wanted;
  }

  // The columns in which it or its wire is.
  passed(name) {
    const [left, right] = this.sides(name);
    const [start, end] = this.reach.get(name) ?? [left, right];
    let [first, last] = [this.column.get(name), this.column.get(name)];
    while (this.columns[first - 1]?.right > Math.min(left, start)) first -= 1;
    while (this.columns[last + 1]?.left < Math.max(right, end)) last += 1;
    return this.columns.slice(first, last + 1);
  }

  // Those that wish for something, in one column, as near to that as they can all be.
  settle(names, wish) {
    const here = [];
    let over = 0;
    for (const name of names) {
      const wanted = wish(name);
      if (wanted === null) continue;
      here.push([name, wanted, over]);
      over += this.grown.get(name) ?? 0;
    }
    const far = sharedWay(here.map(([, wanted]) => wanted), here.map(([, , before]) => before));
    here.forEach(([name], n) => this.by.set(name, far[n]));
  }

  // Down, where something would come nearer to what is over it.
  push() {
    const least = new Map(this.columns.map((column) => [column, -Infinity]));
    for (const name of [...this.boxes.keys()].sort(this.fromTheTop)) {
      const passed = this.passed(name);
      this.by.set(name, Math.max(this.by.get(name), ...passed.map((column) => least.get(column))));
      for (const column of passed) least.set(column, this.over(name));
    }
    for (const column of this.columns) {
      column.stops = column.names.map((name) => [this.boxes.get(name)[1], this.by.get(name), this.over(name)]);
    }
  }
}

// As near to what is wanted, from the top to the bottom, as all can be: each at least as much further than the
// one over it as there is more room before it. Those that would come nearer share the way.
function sharedWay(wanted, room) {
  const runs = []; // their sum without the room, and how many they are
  const meanOf = ([total, count]) => total / count;
  wanted.forEach((far, n) => {
    runs.push([far - room[n], 1]);
    while (runs.length > 1 && meanOf(runs.at(-1)) < meanOf(runs.at(-2))) {
      const [total, count] = runs.pop();
      runs.at(-1)[0] += total;
      runs.at(-1)[1] += count;
    }
  });
  const means = runs.flatMap((run) => Array(run[1]).fill(meanOf(run)));
  return means.map((far, n) => far + room[n]);
}

function mean(numbers) {
  return numbers.reduce((total, number) => total + number, 0) / numbers.length;
}
