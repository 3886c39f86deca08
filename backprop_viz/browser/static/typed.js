// A typed expression of arrays, read where no kernel is: the twin of practice/typed.py. In
// TYPED_FUNCTIONS stand the functions of the table.

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
