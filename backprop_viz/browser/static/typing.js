// A typed expression judged by its values: the twin of practice/typed_verdict.py. Its numbers, and
// what is said, stand in the data, by practice/typable.py and prepared.py.

class Typing {
  constructor(data) {
    this.data = data;
    this.numbers = data.numbers.map(({ names, wanted }) => ({
      names: Object.fromEntries(Object.entries(names).map(([name, x]) => [name, fromJson(x)])),
      wanted: fromJson(wanted),
    }));
    this.shape = shapeOf(this.numbers[0].wanted);
    this.known = data.known.map(([text, slip, isSummed]) => [slip, this.values(this.tree(text))
      .map((value) => (isSummed ? this.summedTo(value) : value))]);
  }

  tree(text) {
    const { spellings } = this.data;
    const renamed = ({ parts, ...node }) => ({
      ...node,
      ...(node.kind === 'name' ? { name: spellings[node.name] } : {}),
      parts: parts.map(renamed),
    });
    return renamed(new TypedReader(text, Object.keys(spellings)).whole());
  }

  values(tree, change = {}) {
    return this.numbers.map(({ names }) => {
      try {
        return valueOfTree(tree, names, this.data.byEntry, change);
      } catch (error) {
        if (error instanceof Misfit) return null;
        throw error;
      }
    });
  }

  // Where the entries of a gradient are alike, fewer will do.
  spread(value) {
    const { shape } = this;
    const own = shapeOf(value);
    const fits = own.every((size, axis) => size === 1 || size === shape[axis]);
    const isFew = this.data.isSpread && (!own.length || (own.length === shape.length && fits));
    return isFew ? arrayOf(shape, stretched(value, shape)) : value;
  }

  isRight(values, digits) {
    return values.every((value, i) => value !== null
      && isEqualTo(this.spread(value), this.numbers[i].wanted, digits));
  }

  // Summed over the places at which the operand takes part; null where there are none.
  summedTo(value) {
    if (value === null) return null;
    const [shape, own] = [shapeOf(value), this.shape];
    if (shape.length < own.length) return null;
    const last = shape.slice(shape.length - own.length);
    const isStretched = own.every((size, axis) => size === last[axis] || size === 1);
    return isStretched ? unbroadcast(value, own) : null;
  }

  derived() {
    const { uses, share } = this.data;
    const isLarger = (value) => sizeOf(shapeOf(value)) > sizeOf(this.shape);
    const each = (own) => (value) => entrywise(own, [value]);
    return [
      ['unsummed', (value) => (isLarger(value) ? this.summedTo(value) : null)],
      ...(uses > 1 ? [['averaged', each((x) => x * uses)]] : []),
      ...(share > 1 ? [['undivided', each((x) => x / share)]] : []),
      ['flipped_value', each((x) => -x)],
      ['reversed', (value) => (shapeOf(value).length === 2 ? transposed(value) : null)],
    ];
  }

  turns(tree) {
    const names = partsOf(tree, ['name']).slice(0, MOST_TURNED).map(({ id }) => id);
    const products = partsOf(tree, ['@', '·']).slice(0, MOST_TURNED).map(({ id }) => id);
    const sums = partsOf(tree, TYPED_SUMS).slice(0, MOST_TURNED)
      .filter(({ axes }) => axes?.length === 1);
    return [
      ...sums.map(({ id }) => ['axis', { along: id }]),
      ...names.map((turned) => ['transposed', { turned }]),
      ...products.map((swapped) => ['factors', { swapped }]),
      ...products.flatMap((swapped) => names.map((turned) => ['transposed', { turned, swapped }])),
    ];
  }

  // The mistake in an expression, or nothing.
  slip(tree) {
    const found = this.values(tree);
    if (this.isRight(found)) return '';
    const isSame = (a, b) => a !== null && b !== null && isEqualTo(a, b);
    const known = this.known.find(([, values]) =>
      values.every((value, i) => isSame(found[i], value)));
    if (known) return known[0];
    const left = this.derived().find(([, change]) =>
      this.isRight(found.map((value) => (value === null ? null : change(value)))));
    if (left) return left[0];
    const turn = this.turns(tree).find(([, change]) => this.isRight(this.values(tree, change)));
    if (turn) return turn[0];
    const [here] = found;
    if (here === null) return 'misfit';
    const [spread, { wanted }] = [this.spread(here), this.numbers[0]];
    if (isEqualTo(spread, wanted)) return 'coincidence';
    if (!isSameShape(shapeOf(spread), shapeOf(wanted))) return 'shape';
    return this.isRight(found, 0.01) ? 'rounded' : 'other';
  }

  judged(text) {
    const { said, unread } = this.data;
    try {
      const tree = this.tree(text);
      const slip = this.slip(tree);
      if (!slip) return { right: true };
      const shape = slip === 'shape' ? shapeOf(this.values(tree)[0]) : [];
      const form = shape.length ? said.array.replace(OPEN, shape.join('×')) : said.number;
      return { right: false, reason: slip, sentence: said[slip].replace(OPEN, () => form) };
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      const told = unread[`practice.typed_${error.key}`].replace(OPEN, () => error.sign);
      const sentence = `${told}\n${pointedAt(text, error.at)}`;
      return { right: false, reason: 'unreadable', sentence };
    }
  }
}

const judgedTyped = (data, text) => new Typing(data).judged(text);
