// A walk that a learner does by hand, judged where no kernel is: the twin of practice/performance.py
// and practice/judging.py. What is said stands in the data, by practice/prepared.py.

const NO_ATTEMPT = ['unreadable', 'missing', 'done_before'];
const A_SHAPE = /^[([]?\s*(\d+(?:\s*[x×*, ]\s*\d+)*)?\s*,?\s*[)\]]?$/;

const wrong = (reason, sentence) => ({ right: false, reason, sentence });
const keyOf = ({ kind, node, position = 0 }) => `${kind} ${node} ${position}`;

class Performance {
  constructor(data, moves = []) {
    this.data = data;
    this.isAtEnd = data.judged === 'end';
    this.byKey = new Map(data.places.map((place) => [keyOf(place.at), place]));
    this.moves = [];
    this.verdicts = [];
    this.done = new Map(data.given.map((id) => [id, true])); // and whether it is right
    this.helped = new Set(); // those that were not right at once, or with a hint
    this.order = []; // of the places, as they were done
    moves.forEach((move) => this.record(move));
  }

  get isDone() { return this.data.places.every(({ id }) => this.done.has(id)); }
  get left() { return this.data.places.filter(({ id }) => !this.done.has(id)); }
  get possible() { return this.left.filter((place) => !this.missing(place).length); }

  missing(place) { return place.needs.filter((id) => !this.done.has(id)); }

  get score() {
    const right = this.data.places.filter(({ id }) => this.done.get(id));
    return {
      right: right.length,
      first: right.filter(({ id }) => !this.helped.has(id)).length,
      count: this.data.places.length,
      hints: this.moves.filter(({ hint }) => hint !== undefined).length,
    };
  }

  // Make a move; null for a hint.
  record(move) {
    const verdict = this.judged(move);
    this.moves.push(move);
    this.verdicts.push(verdict);
    return verdict;
  }

  judged(move) {
    const place = this.byKey.get(keyOf(move));
    const { words } = this.data;
    if (!place) return wrong('no_place', words.unreadable);
    if (move.hint !== undefined) {
      this.helped.add(place.id);
      return null;
    }
    if (this.done.has(place.id) && !this.isAtEnd) return wrong('done_before', words.done_before);
    const verdict = this.verdictOf(place, move);
    if (NO_ATTEMPT.includes(verdict.reason)) return verdict;
    if (verdict.right || this.isAtEnd) {
      if (!this.done.has(place.id)) this.order.push(place);
      this.done.set(place.id, verdict.right);
    } else {
      this.helped.add(place.id);
    }
    return verdict;
  }

  verdictOf(place, answers) {
    const { words } = this.data;
    if (this.missing(place).length) return wrong('not_ready', place.notReady);
    const isWhole = place.whole && 'value' in answers; // of an array, in place of one entry
    const asks = isWhole ? [...place.asks.filter(([ask]) => ask === 'rule'), place.whole] : place.asks;
    for (const [ask] of asks) {
      const given = answers[ask];
      const isNothing = typeof given === 'string' ? !given.trim() : (given ?? null) === null;
      if (isNothing) return wrong('missing', words[`missing_${ask}`]);
      const verdict = this[ask](place, given);
      if (!verdict.right) return verdict;
    }
    return { right: true, reason: 'right', sentence: words.right };
  }

  unread() { return wrong('unreadable', this.data.words.unreadable); }

  rule(place, given) {
    const told = place.rule[given];
    if (told === undefined) return this.unread();
    return told ? wrong('rule', told) : { right: true };
  }

  shape(place, given) {
    const [sizes, told] = place.shape;
    const text = Array.isArray(given) ? given.join('×') : `${given}`.trim();
    if (!A_SHAPE.test(text) || text.length > 60) return this.unread();
    const found = (text.match(/\d+/g) ?? []).map(Number);
    return isSameShape(found, sizes) ? { right: true } : wrong('shape', told);
  }

  expression(place, given) {
    const found = place.expression.find(([text]) => text === given);
    if (!found && place.typing && typeof given === 'string') return judgedTyped(place.typing, given);
    if (!found) return this.unread();
    return found[1] ? wrong(found[1], found[2]) : { right: true };
  }

  value(place, given) { return this.number(place.whole?.[2] ?? place.number, given); }

  entry(place, given) { return this.number(place.number, given); }

  number(verdicts, given) {
    const verdict = judge(verdicts, given);
    if (!verdict) return wrong('unreadable', this.data.words.number_only);
    return { right: verdict[0], reason: verdict[1], sentence: verdict[2] };
  }
}
