// An answer to a question, read and judged where no kernel is: the twin of quiz/answer.py and of
// what quiz/question.py makes of a number. What is said stands in `verdicts`, by quiz/verdicts.py.

const OPEN = '\ue000';
const LONGEST_ANSWER = 2000;
const NOTHING = 1e-12;
const NEARLY = 0.03;
const NO_NUMBER = /^[-+−－＋]?(nan|inf|infinity|∞)$/i;

// A number, an array, or null for what only Python reads: a formula above all.
function readAnswer(text, names) {
  if (text.length > LONGEST_ANSWER) return null;
  const short = text.trim();
  if (NO_NUMBER.test(short)) {
    const word = short.replace(/^[-+−－＋]/, '').toLowerCase();
    if (names.includes(word)) return null;
    const size = word === 'nan' ? NaN : Infinity;
    return /^[-−－]/.test(short) ? -size : size;
  }
  try {
    const entry = new Answered(plain(short).replaceAll('∞', 'inf'));
    if (entry.tokens.some(({ name }) => name !== undefined && names.includes(name))) return null;
    return asArray(entry.value());
  } catch {
    return null;
  }
}

// In a list an entry may be nan or infinite as well.
class Answered extends Entry {
  finite() {
    const start = this.at;
    const sign = this.takes('+', '-');
    const { name } = this.tokens[this.at] ?? {};
    if (!NO_NUMBER.test(name ?? '')) {
      this.at = start;
      return super.finite();
    }
    this.at += 1;
    const size = name.toLowerCase() === 'nan' ? NaN : Infinity;
    return sign === '-' ? -size : size;
  }
}

// Nested lists of one shape as an array.
function asArray(value) {
  if (!Array.isArray(value)) return value;
  const parts = value.map(asArray);
  const inner = parts.length ? shapeOf(parts[0]) : [];
  if (!parts.length || !parts.every((part) => part !== null && isSameShape(shapeOf(part), inner))) {
    throw new SyntaxError();
  }
  return { shape: [parts.length, ...inner], data: parts.flatMap(entriesOf) };
}

// Whether it is right to three significant digits; all that is smaller than 1e−12 counts as 0.
function agrees(given, wanted) {
  if (given === wanted || (Number.isNaN(given) && Number.isNaN(wanted))) return true;
  if (!Number.isFinite(given) || !Number.isFinite(wanted)) return false;
  if (wanted === 0) return Math.abs(given) <= NOTHING;
  const thirdDigit = 10 ** (Math.floor(Math.log10(Math.abs(wanted))) - 2);
  return Math.abs(given - wanted) <= Math.max(0.5 * thirdDigit * (1 + 1e-9), NOTHING);
}

// Whether it is right but for too few digits.
function isNearly(given, wanted) {
  if (!Number.isFinite(given) || !Number.isFinite(wanted) || wanted === 0) return false;
  if (agrees(given, wanted)) return false;
  const tenth = 10 ** (Math.floor(Math.log10(Math.abs(wanted))) - 1);
  const figures = wanted / tenth; // from 10 to 99.9…
  const half = Math.sign(wanted) * 0.5;
  const round = tenth * Math.trunc(figures + half);
  const shortened = [round, tenth * Math.trunc(figures), 10 * tenth * Math.trunc(figures / 10 + half)];
  const isShortened = shortened.some((x) => Math.abs(given - x) <= 1e-9 * Math.abs(x));
  return Math.abs(given - wanted) <= NEARLY * Math.abs(wanted)
    || (isShortened && !agrees(round, wanted));
}

// A list as JSON holds it; null for what is none of numbers.
function readList(list) {
  try {
    return asArray(list.map(function number(entry) {
      if (Array.isArray(entry)) return entry.map(number);
      if (typeof entry === 'number' || /^(nan|-?inf)$/.test(entry)) return fromJson(entry);
      throw new SyntaxError();
    }));
  } catch {
    return null;
  }
}

// [whether it is right, the reason, the sentence]; null where only Python can tell.
function judge(verdicts, answer) {
  if (verdicts.choices) return verdicts.choices[answer] ?? null;
  if (!verdicts.said) return null;
  const given = Array.isArray(answer) ? readList(answer) : readAnswer(`${answer}`, verdicts.names);
  if (given === null) return null;
  const { said } = verdicts;
  const wanted = fromJson(verdicts.wanted);
  const wrong = (reason, filling = '') => [false, reason, said[reason].replace(OPEN, filling)];
  const other = 'not_finite' in said ? 'not_finite' : 'other';
  const isShaped = (value) => isSameShape(shapeOf(given), shapeOf(value));
  const pairs = (value, holds) => {
    const entries = entriesOf(value);
    return entriesOf(given).map((x, i) => holds(x, entries[i]));
  };
  const fits = isShaped(wanted) ? pairs(wanted, agrees) : [false];
  if (fits.every(Boolean)) return [true, 'right', said.right];
  if (verdicts.only) return [false, ...verdicts.only];
  const here = verdicts.mistakes.filter(({ value, rest }) => {
    const outcome = fromJson(value);
    if (!isShaped(outcome)) return false;
    const parts = rest === null ? [] : entriesOf(fromJson(rest));
    const isClear = pairs(outcome, (x, y) => Math.abs(x - y));
    return pairs(outcome, agrees).every(Boolean)
      && parts.every((part, i) => !(isClear[i] > 0.01 * Math.abs(part)));
  });
  if (here.length) {
    const isSure = new Set(here.map(({ reason }) => reason)).size === 1;
    const lead = isSure ? said.sure : said.perhaps;
    return [false, here[0].reason, lead.replace(OPEN, () => here[0].why)];
  }
  if (!isShaped(wanted)) {
    if (!said.shape) return wrong(other);
    const form = isArray(given) ? said.array.replace(OPEN, given.shape.join('×')) : said.number;
    return wrong('shape', form);
  }
  const near = pairs(wanted, isNearly);
  if (fits.every((fit, i) => fit || near[i])) return wrong('rounded');
  const count = fits.filter(Boolean).length;
  return count ? wrong('entries', count) : wrong(other);
}
