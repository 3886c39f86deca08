// A hunt, judged where no kernel is: the twin of hunting/moves.py. What is said stands in the data, by
// hunting/prepared.py.

class Hunt {
  constructor(data, moves = []) {
    this.data = data;
    this.byId = new Map(data.places.map((place) => [place.id, place]));
    this.moves = [];
    this.verdicts = [];
    this.done = new Set(); // the bug is named, the number is mended
    moves.forEach((move) => this.record(move));
  }

  get isDone() { return this.done.has('guess') && this.done.has('mend'); }

  record(move) {
    const verdict = this.judged(move);
    this.moves.push(move);
    this.verdicts.push(verdict);
    if (verdict.right && move.move !== 'check') this.done.add(move.move);
    return verdict;
  }

  judged(move) {
    const [right, reason, sentence] = this.told(move)
      ?? [false, 'unreadable', this.data.words.unreadable];
    return { right, reason, sentence };
  }

  // What is said of a move; nothing where it is none, or where only Python can tell.
  told({ move, wire, edge, bug, value }) {
    if (move === 'check') return this.data.checks[wire];
    const place = this.byId.get(`${edge}`);
    if (!place) return null;
    if (move === 'guess') {
      const isBug = this.data.bugs.some(([name]) => name === bug);
      return isBug ? place.guess?.[bug] ?? place.elsewhere : null;
    }
    if (move !== 'mend') return null;
    return place.elsewhere ?? judge(this.data.mend, value ?? '');
  }
}
