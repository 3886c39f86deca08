// A value as it is typed: a number, whatever makes one, such as pi/4, or lists of these. The twin
// of read/entry.py: what is read here is read there, as the same number. There more is read: bars,
// infinities, functions of other libraries, methods, and what is computed with whole lists.

// What keyboards and copied pictures bring along, one character for one (`_SAME` in read/scanner.py).
const SAME = new Map([...'−‐‑‒–﹣'].map((sign) => [sign, '-']).concat(
  [...'×⋅·∙∗'].map((sign) => [sign, '*']), [...'÷⁄∕'].map((sign) => [sign, '/']),
));
const plain = (text) => text.replace(/[−‐‑‒–﹣×⋅·∙∗÷⁄∕\uff01-\uff5e]/g, (character) =>
  SAME.get(character) ?? String.fromCharCode(character.charCodeAt(0) - 0xfee0));

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const TOKEN = /[ \t\r\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]*(?:((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+(?![\p{L}\p{N}_]))?)|([\p{L}_][\p{L}\d_]*(?:\.[\p{L}_][\p{L}\d_]*)*)|(\*\*|[-+*/^(),[\]√])|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))/uy;

// What was typed, if it is finite and of the shape of what was before; else null. With `anyShape` it
// may have another one, but not be empty. An array that had infinities, as a mask has, may have them.
function parseTyped(text, before, anyShape = false) {
  try {
    const value = new Entry(plain(text.trim()), before.data?.some((x) => 1 / x === 0)).value();
    const shape = anyShape ? shapeOfList(value) : shapeOf(before);
    if (!shape.length) return typeof value === 'number' ? value : null;
    const data = [];
    if (anyShape && !sizeOf(shape)) return null;
    return fits(value, shape, data) ? { shape, data } : null;
  } catch {
    return null; // no number, or parentheses beyond all measure
  }
}

const shapeOfList = (part) => (Array.isArray(part) ? [part.length, ...shapeOfList(part[0])] : []);

function fits(part, [length, ...inner], data) {
  if (length === undefined) return typeof part === 'number' && Boolean(data.push(part));
  return Array.isArray(part) && part.length === length && part.every((each) => fits(each, inner, data));
}

// Reads by descent, and throws where the text cannot be read.
class Entry {
  constructor(text, endless) {
    this.endless = endless;
    this.tokens = [];
    TOKEN.lastIndex = 0;
    const end = text.trimEnd().length;
    while (TOKEN.lastIndex < end) {
      const found = TOKEN.exec(text);
      if (!found) throw new SyntaxError(text);
      const [, number, name, sign, raised] = found;
      this.tokens.push({ number, name, sign, raised });
    }
    this.at = 0;
  }

  value() {
    const value = this.listOrSum();
    if (this.at < this.tokens.length) throw new SyntaxError();
    return value;
  }

  takes(...signs) {
    const sign = this.tokens[this.at]?.sign;
    if (!sign || !signs.includes(sign)) return '';
    this.at += 1;
    return sign;
  }

  need(sign) {
    if (!this.takes(sign)) throw new SyntaxError(sign);
  }

  listOrSum() {
    if (!this.takes('[')) return this.finite();
    const list = [];
    if (this.takes(']')) return list;
    do list.push(this.listOrSum()); while (this.takes(',') && this.tokens[this.at]?.sign !== ']');
    this.need(']');
    return list;
  }

  finite() {
    const number = this.sum();
    if (Number.isNaN(number) || (1 / number === 0 && !this.endless)) throw new RangeError();
    return number;
  }

  sum() {
    let value = this.product();
    for (let sign = this.takes('+', '-'); sign; sign = this.takes('+', '-')) {
      value = OPS[sign === '+' ? 'add' : 'sub'].f([value, this.product()]);
    }
    return value;
  }

  product() {
    let value = this.factor();
    for (let sign = this.takes('*', '/'); sign; sign = this.takes('*', '/')) {
      value = OPS[sign === '*' ? 'mul' : 'div'].f([value, this.factor()]);
    }
    return value;
  }

  factor() {
    const sign = this.takes('+', '-');
    if (sign) return sign === '-' ? -this.factor() : this.factor();
    const base = this.raised(this.atom());
    return this.takes('**', '^') ? OPS.pow.f([base, this.factor()]) : base;
  }

  // With the power that stands raised behind it: 2² or 2⁻¹.
  raised(base) {
    const { raised } = this.tokens[this.at] ?? {};
    if (raised === undefined) return base;
    this.at += 1;
    const digits = [...raised].map((digit) => RAISED.indexOf(digit)).filter((digit) => digit >= 0);
    const size = Number(digits.join(''));
    return this.raised(OPS.pow.f([base, raised[0] === '⁻' ? -size : size]));
  }

  // A root is of what stands right behind it; a power there could be of either.
  root() {
    const root = OPS.sqrt.f([this.atom()]);
    const { raised, sign } = this.tokens[this.at] ?? {};
    if (raised !== undefined || sign === '**' || sign === '^') throw new SyntaxError();
    return root;
  }

  atom() {
    if (this.takes('(')) {
      const value = this.sum();
      this.need(')');
      return value;
    }
    if (this.takes('√')) return this.root();
    const { number, name } = this.tokens[this.at] ?? {};
    this.at += 1;
    if (number !== undefined) {
      const value = Number(number);
      if (!Number.isFinite(value)) throw new RangeError(number);
      return value;
    }
    if (name !== undefined && this.takes('(')) return this.call(name);
    return this.endless && /^inf(inity)?$/i.test(name) ? Infinity : numberNamed(name);
  }

  call(name) {
    const operands = [];
    do operands.push(this.sum()); while (this.takes(','));
    this.need(')');
    const row = Object.hasOwn(CALLS, name) ? OPS[CALLS[name]] : null;
    if (!row || operands.length !== row.arity + row.options) throw new SyntaxError(name);
    operands.splice(row.arity, 0, NaN); // where the value would be
    return row.f(operands);
  }
}

// pi, or np.pi.
function numberNamed(name) {
  if (name && Object.hasOwn(NAMED_NUMBERS, name)) return NAMED_NUMBERS[name];
  const point = name?.lastIndexOf('.') ?? -1;
  const theirs = name?.slice(point + 1);
  const isTheirs = point > 0 && LIBRARIES.includes(name.slice(0, point))
    && Object.hasOwn(THEIR_NUMBERS, theirs);
  if (!isTheirs) throw new SyntaxError(name);
  return THEIR_NUMBERS[theirs];
}

// A value as one would type it, an array as a list of its rows.
function typedForm(value) {
  if (!isArray(value)) return String(value);
  const { shape: [length, ...shape], data } = value;
  const size = sizeOf(shape);
  const part = (i) => data.slice(i * size, (i + 1) * size);
  const parts = Array.from({ length }, (_, i) =>
    (shape.length ? typedForm({ shape, data: part(i) }) : String(data[i])));
  return `[${parts.join(', ')}]`;
}
