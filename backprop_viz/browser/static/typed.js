// A typed expression of arrays, read, computed and judged where no kernel is: the twin of
// practice/typed.py, evaluated.py and typed_verdict.py. Its numbers, and what is said, stand in the
// data, by practice/typable.py and prepared.py, and in TYPED_FUNCTIONS the functions of the table.

const LONGEST_TYPED = 200;
const DEEPEST_TYPED = 30;
const TYPED_REACH = 15;
const MOST_TURNED = 8;
const TYPED_SIGNS = ['**', '<=', '>=', '==', '!=', ...'+-*/@()[],.<>=^ᵀ²³·⊙×−≤≥≠'];
const TYPED_SAME = {
  '−': '-', '≤': '<=', '≥': '>=', '≠': '!=', '==': '=', '⊙': '*', '×': '*', '^': '**',
};
const TYPED_COMPARED = ['<', '>', '<=', '>=', '=', '!='];
const TYPED_NUMBER = /^(?:[0-9]+(?:\.(?![A-Za-z])[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/;
const OF_A_NAME = /^[\p{L}\p{Nd}\p{M}_'′₀-₉]$/u;
const TYPED_SUMS = ['sum', 'mean'];
const TYPED_PAIRS = ['outer', 'matmul', 'dot'];
const TYPED_BY_ENTRY = {
  '+': (a, b) => a + b, '-': (a, b) => a - b, '*': (a, b) => a * b, '/': (a, b) => a / b,
  '**': (a, b) => pow(a, b), '<': (a, b) => Number(a < b), '>': (a, b) => Number(a > b),
  '<=': (a, b) => Number(a <= b), '>=': (a, b) => Number(a >= b),
  '=': (a, b) => Number(a === b), '!=': (a, b) => Number(a !== b),
};

class Unread extends Error {
  constructor(key, at, sign = '') { super(key); Object.assign(this, { key, at, sign }); }
}

class Misfit extends Error {}

const isOfName = (sign) => OF_A_NAME.test(sign) && sign !== 'ᵀ';

// Sign by sign as it is read: of a Japanese keyboard's wide signs the usual ones.
function plainSigns(text) {
  return [...text.normalize('NFC').trim()].map((sign) => {
    const code = sign.codePointAt(0);
    if (/\s/u.test(sign)) return ' ';
    return code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : sign;
  });
}

// The text around a place, and under it a caret there.
function pointedAt(text, at) {
  const signs = plainSigns(text);
  const [start, end] = [Math.max(0, at - TYPED_REACH), at + TYPED_REACH];
  const [left, right] = [start ? '…' : '', end < signs.length ? '…' : ''];
  const before = [...left, ...signs.slice(start, at)];
  const gap = before.map((sign) => (sign.codePointAt(0) >= 0x2e80 ? '\u3000' : ' '));
  return `${left}${signs.slice(start, end).join('')}${right}\n${gap.join('')}^`;
}

function tokensOf(signs, names) {
  const longest = names.map((name) => [...name]).sort((a, b) => b.length - a.length);
  const found = [];
  const add = (kind, text) => { found.push({ kind, text, at }); at += [...text].length; };
  let at = 0;
  while (at < signs.length) {
    if (signs[at] === ' ') { at += 1; continue; }
    const name = longest.find((own) => own.every((sign, i) => sign === signs[at + i])
      && !(at + own.length < signs.length && isOfName(signs[at + own.length])));
    const rest = signs.slice(at).join('');
    const number = TYPED_NUMBER.exec(rest);
    if (name) add('known', name.join(''));
    else if (number) add('number', number[0]);
    else if (isOfName(signs[at])) {
      const end = signs.findIndex((sign, i) => i > at && !isOfName(sign));
      add('name', signs.slice(at, end < 0 ? signs.length : end).join(''));
    } else {
      const sign = TYPED_SIGNS.find((own) => rest.startsWith(own));
      if (!sign) throw new Unread('stray', at, signs[at]);
      add('mark', sign);
    }
  }
  return [...found, { kind: 'end', text: '', at: signs.length }];
}

class TypedReader {
  constructor(text, names) {
    const signs = plainSigns(text);
    if (signs.length > LONGEST_TYPED) throw new Unread('long', LONGEST_TYPED);
    this.tokens = tokensOf(signs, names);
    this.at = 0;
    this.depth = 0;
    this.count = 0;
  }

  get here() { return this.tokens[this.at]; }

  whole() {
    const found = this.compared();
    if (this.here.kind !== 'end') throw this.unexpected();
    return found;
  }

  unexpected() {
    const { kind, text, at } = this.here;
    if (kind === 'end') return new Unread('end', at);
    return new Unread(kind === 'name' ? 'name' : 'stray', at, text);
  }

  takes(...signs) {
    const { kind, text } = this.here;
    const sign = kind === 'mark' ? TYPED_SAME[text] ?? text : '';
    if (!sign || !signs.includes(sign)) return '';
    this.at += 1;
    return sign;
  }

  needs(sign) { if (!this.takes(sign)) throw this.unexpected(); }

  made(kind, parts = [], own = {}) {
    this.count += 1;
    return { kind, parts, id: this.count, ...own };
  }

  compared() {
    this.depth += 1;
    if (this.depth > DEEPEST_TYPED) throw new Unread('long', this.here.at);
    const left = this.summed();
    const sign = this.takes(...TYPED_COMPARED);
    const found = sign ? this.made(sign, [left, this.summed()]) : left;
    this.depth -= 1;
    return found;
  }

  summed() {
    let found = this.term();
    for (let sign = this.takes('+', '-'); sign; sign = this.takes('+', '-')) {
      found = this.made(sign, [found, this.term()]);
    }
    return found;
  }

  term() {
    let found = this.signed();
    for (;;) {
      const sign = this.takes('*', '/', '@', '·');
      const { kind, text } = this.here;
      if (sign) found = this.made(sign, [found, this.signed()]);
      else if (kind === 'name' || kind === 'known' || (kind === 'mark' && text === '(')) {
        found = this.made('·', [found, this.power()]);
      } else return found;
    }
  }

  signed() {
    let isMinus = false;
    let signs = 0;
    for (let sign = this.takes('+', '-'); sign; sign = this.takes('+', '-')) {
      isMinus = isMinus !== (sign === '-');
      signs += 1;
      if (signs > DEEPEST_TYPED) throw new Unread('long', this.here.at);
    }
    const found = this.power();
    return isMinus ? this.made('minus', [found]) : found;
  }

  power() {
    const found = this.postfixed();
    if (!this.takes('**')) return found;
    if (this.here.kind === 'name' && this.here.text === 'T') {
      this.at += 1;
      return this.made('T', [found]);
    }
    const isNegative = this.takes('-');
    let exponent = this.postfixed();
    exponent = isNegative ? this.made('minus', [exponent]) : exponent;
    return this.made('**', [found, exponent]);
  }

  postfixed() {
    let found = this.primary();
    for (;;) {
      if (this.takes('ᵀ')) { found = this.made('T', [found]); continue; }
      const sign = this.takes('²', '³');
      if (sign) {
        const exponent = this.made('number', [], { number: sign === '²' ? 2 : 3 });
        found = this.made('**', [found, exponent]);
      } else if (this.takes('.')) found = this.method(found);
      else return found;
    }
  }

  method(of) {
    const { kind, text, at } = this.here;
    if (kind !== 'name' && kind !== 'known') throw this.unexpected();
    this.at += 1;
    if (text === 'T') return this.made('T', [of]);
    if (![...TYPED_SUMS, 'transpose', 'dot'].includes(text)) throw new Unread('function', at, text);
    this.needs('(');
    return this.called(text, at, [of]);
  }

  primary() {
    let { kind, text, at } = this.here;
    if (kind === 'number') {
      this.at += 1;
      if (text !== '1' || this.here.text !== '[') {
        return this.made('number', [], { number: Number(text) });
      }
      this.at += 1; // 1 where it is so, 0 elsewhere
      const found = this.compared();
      this.needs(']');
      return found;
    }
    if (kind === 'known') {
      this.at += 1;
      return this.made('name', [], { name: text });
    }
    if (this.takes('(')) {
      const found = this.compared();
      this.needs(')');
      return found;
    }
    if (kind !== 'name') throw this.unexpected();
    this.at += 1;
    if (text === 'np' && this.takes('.')) {
      ({ kind, text, at } = this.here);
      this.at += Number(kind !== 'end');
    }
    if (text === 'pi' || text === 'π') return this.made('number', [], { number: M.pi });
    const isFunction = Object.hasOwn(TYPED_FUNCTIONS, text)
      || [...TYPED_PAIRS, ...TYPED_SUMS, 'transpose'].includes(text);
    if (!isFunction) throw new Unread('name', at, text);
    if (!this.takes('(')) throw new Unread('function', at, text);
    return this.called(text, at, []);
  }

  // A function with its arguments, behind its opening parenthesis.
  called(name, at, given) {
    let axes = null;
    let keeps = false;
    while (!this.takes(')')) {
      const isNext = !given.length || this.takes(',') || this.tokens[this.at - 1].text === '(';
      if (!isNext) throw this.unexpected();
      const option = TYPED_SUMS.includes(name) && given.length ? this.option() : null;
      if (!option) given.push(this.compared());
      else if ('keeps' in option) keeps = option.keeps;
      else axes = option.axes;
    }
    const arity = OPS[TYPED_FUNCTIONS[name]]?.arity ?? 1 + Number(TYPED_PAIRS.includes(name));
    if (given.length !== arity) throw new Unread('function', at, name);
    if (name === 'transpose') return this.made('T', given);
    if (name === 'matmul' || name === 'dot') return this.made('@', given);
    if (TYPED_SUMS.includes(name)) return this.made(name, given, { axes, keeps });
    return this.made('call', given, { name });
  }

  // An axis or keepdims; a bare number is an axis, too.
  option() {
    const { kind, text } = this.here;
    const following = this.tokens[Math.min(this.at + 1, this.tokens.length - 1)].text;
    const isNamed = (kind === 'name' || kind === 'known')
      && ['axis', 'keepdims', 'dim'].includes(text) && following === '=';
    if (isNamed) {
      this.at += 2;
      if (text === 'keepdims') return { keeps: this.truth() };
      if (this.here.text === 'None') {
        this.at += 1;
        return { axes: null };
      }
    }
    return { axes: this.axes() };
  }

  truth() {
    const { text } = this.here;
    if (!['True', 'False', '1', '0'].includes(text)) throw this.unexpected();
    this.at += 1;
    return text === 'True' || text === '1';
  }

  axes() {
    if (!this.takes('(')) return [this.axis()];
    const found = [this.axis()];
    while (!this.takes(')')) {
      this.needs(',');
      if (this.here.text !== ')') found.push(this.axis());
    }
    return found;
  }

  axis() {
    const isNegative = this.takes('-');
    const { kind, text } = this.here;
    if (kind !== 'number' || !/^[0-9]{1,2}$/.test(text)) throw this.unexpected();
    this.at += 1;
    return isNegative ? -Number(text) : Number(text);
  }
}

// Arrays; a vector may be a row, when it was transposed.
const arrayOf = (shape, data) => (shape.length ? { shape, data } : data[0]);
const isRowOf = (value) => isArray(value) && value.isRow === true;
const asRow = (value, isRow) => (isArray(value) && value.shape.length === 1
  ? { shape: value.shape, data: value.data, isRow } : value);

function transposed(value) {
  const shape = shapeOf(value);
  if (shape.length > 2) throw new Misfit();
  if (shape.length < 2) return asRow(value, !isRowOf(value));
  const [high, wide] = shape;
  const data = value.data.map((_, i) => value.data[(i % high) * wide + Math.floor(i / high)]);
  return { shape: [wide, high], data };
}

function entrywise(own, parts) {
  const shapes = parts.map(shapeOf);
  if (!goTogether(shapes)) throw new Misfit();
  const shape = broadcast(shapes);
  const entries = parts.map((part) => stretched(part, shape));
  const data = Array.from({ length: sizeOf(shape) }, (_, i) => own(...entries.map((x) => x[i])));
  const arrays = parts.filter((part) => shapeOf(part).length);
  return asRow(arrayOf(shape, data), arrays.length > 0 && arrays.every(isRowOf));
}

const outer = (one, other) => ({
  shape: [one.data.length, other.data.length],
  data: one.data.flatMap((x) => other.data.map((y) => x * y)),
});

function matrixProduct(one, other) {
  const [a, b] = [shapeOf(one), shapeOf(other)];
  if (![1, 2].includes(a.length) || ![1, 2].includes(b.length)) throw new Misfit();
  if (a.length === 1 && b.length === 1 && isRowOf(other) && !isRowOf(one)) return outer(one, other);
  const inner = a.at(-1);
  if (inner !== b[0]) throw new Misfit();
  const [high, wide] = [a.length === 2 ? a[0] : 1, b.length === 2 ? b[1] : 1];
  const data = Array.from({ length: high * wide }, (_, i) => {
    const [row, column] = [Math.floor(i / wide), i % wide];
    let sum = 0;
    for (let k = 0; k < inner; k += 1) {
      sum += one.data[row * inner + k] * other.data[k * wide + column];
    }
    return sum;
  });
  const made = arrayOf([...a.slice(0, -1), ...b.slice(1)], data);
  return asRow(made, a.length === 1 && isRowOf(one) && b.length === 2);
}

function reduced({ kind, axes: given, keeps }, value, isOther) {
  const shape = shapeOf(value);
  const axes = isOther ? [shape.length === 2 ? 1 - ((given[0] + 2) % 2) : NaN] : given;
  if (axes?.some((axis) => !(axis >= -shape.length && axis < shape.length))) throw new Misfit();
  const along = axes?.map((axis) => (axis + shape.length) % shape.length) ?? shape.map((_, i) => i);
  if (new Set(along).size < along.length) throw new Misfit();
  const kept = shape.map((size, axis) => (along.includes(axis) ? 1 : size));
  const sums = unbroadcast(value, kept);
  const count = sizeOf(shape) / sizeOf(kept);
  const data = entriesOf(sums).map((x) => (kind === 'sum' ? x : x / count));
  return arrayOf(keeps ? kept : shape.filter((_, axis) => !along.includes(axis)), data);
}

// The value of a tree at numbers for its names; a dot between factors is a product of matrices, or
// `byEntry`. In a `change` the node that is turned, the product that is, and the sum along another
// axis.
function valueOfTree(tree, names, byEntry, change) {
  const of = (node) => {
    const parts = node.parts.map(of);
    if (node.id === change.swapped) parts.reverse();
    const found = made(node, parts);
    return node.id === change.turned ? transposed(found) : found;
  };
  const made = ({ kind: given, number, name, ...rest }, parts) => {
    let kind = given;
    if (kind === 'number') return number;
    if (kind === 'name') return names[name];
    if (kind === 'minus') return entrywise((x) => -x, parts);
    if (kind === 'T') return transposed(parts[0]);
    if (kind === 'sum' || kind === 'mean') {
      return reduced({ kind, ...rest }, parts[0], rest.id === change.along);
    }
    if (kind === '·' && (byEntry || !parts.every((part) => shapeOf(part).length))) kind = '*';
    if (kind === '@' || kind === '·') return matrixProduct(...parts);
    if (name === 'outer') {
      if (!parts.every((part) => shapeOf(part).length === 1)) throw new Misfit();
      return outer(...parts);
    }
    const own = TYPED_FUNCTIONS[name];
    return entrywise(own ? (...v) => OPS[own].f(v) : TYPED_BY_ENTRY[kind], parts);
  };
  return of(tree);
}

const partsOf = (tree, kinds) => [
  ...tree.parts.flatMap((part) => partsOf(part, kinds)),
  ...(kinds.includes(tree.kind) ? [tree] : []),
];

// Whether shape and numbers are the same, but for errors of rounding.
function isEqualTo(given, wanted, digits = 1e-8) {
  const isKnown = isFinite(given) && isFinite(wanted);
  if (!isKnown || !isSameShape(shapeOf(given), shapeOf(wanted))) return false;
  const [mine, theirs] = [entriesOf(given), entriesOf(wanted)];
  const most = Math.max(0, ...theirs.map(Math.abs));
  return mine.every((x, i) => Math.abs(x - theirs[i]) <= Math.max(digits * most, 1e-12));
}

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
