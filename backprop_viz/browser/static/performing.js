// The screen of a performance: which edge comes next, and what is asked there.

class Performing extends Exercise {
  constructor(root, data, moves, keep) {
    super(root, data, new Performance(data, moves), keep);
    this.answers = {};
    this.isWhole = false; // whether all of an array is typed, in place of its shape and one entry
    this.show();
    if (this.own.isDone) this.end();
    else this.lead();
  }

  get asks() {
    const asks = this.chosen?.asks ?? [];
    return this.isWhole ? [...asks.filter(([ask]) => ask === 'rule'), this.chosen.whole] : asks;
  }

  get asked() { return this.asks.find(([ask]) => this.answers[ask] === undefined); }

  // The picture after some places, the last of which is marked.
  paint(places, typed = null) {
    const parts = [...this.data.picture.parts];
    places.forEach((place, number) => {
      const isFresh = number === places.length - 1;
      for (const [part, plain, fresh, own] of place.parts) {
        const text = typed?.get(place.id);
        const filled = typed ? own?.replace('\ue000', () => asText(text ?? '')) ?? fresh : null;
        if (filled !== null) parts[part] = filled;
        else if (isFresh) parts[part] = fresh;
        else if (plain !== null) parts[part] = plain;
      }
    });
    this.parts.innerHTML = parts.join('');
  }

  show() {
    const { own } = this;
    const isShown = this.data.level === 1 && this.chosen; // of a worked example
    this.paint(isShown ? [...own.order, this.chosen] : own.order, own.isAtEnd ? this.typed : null);
    this.list(own.left);
    this.reveal(this.chosen ?? own.possible[0] ?? this.data.places.at(-1));
    const { count } = own.score;
    this.progress.textContent = `${count - own.left.length} / ${count}`;
  }

  // What was answered at each place, where it is judged at the end.
  get typed() {
    return new Map(this.own.moves.map((move) => [
      this.own.byKey.get(keyOf(move))?.id, move.value ?? move.entry,
    ]));
  }

  // At the first two levels the walk leads the way.
  lead() {
    if (this.data.level < 3) this.choose(this.own.possible[0]);
    else this.ready(null);
  }

  pick(id) {
    const place = this.own.left.find((other) => other.id === id);
    if (!place) return;
    if (this.own.missing(place).length && !this.own.isAtEnd) {
      this.make({ ...place.at });
      this.show();
      return;
    }
    this.choose(place);
    this.say('');
    this.focus();
  }

  choose(place) {
    this.ready(place);
    this.show();
  }

  ready(place) {
    this.chosen = place;
    this.answers = {};
    this.isWhole = false;
    this.degree = 0;
    this.put();
  }

  // The question at hand, and what answers it.
  put() {
    const { chosen, words } = this;
    if (!chosen) {
      this.ask(words.choose, '');
      this.answering.replaceChildren();
      return;
    }
    const [ask, sentence] = this.asked;
    const shown = this.data.level === 1 ? words.shown.replace('\ue000', chosen.shown) : '';
    this.ask([shown, sentence].filter(Boolean).join(words.gap), sentence);
    const beside = chosen.whole ? [this.turn()] : [];
    const expressions = () => chosen.expression.map(([text]) => [text, text]);
    if (ask === 'rule') this.choices(this.data.rules, ...beside);
    else if (ask === 'expression' && !chosen.typing) this.choices(expressions(), ...beside);
    else {
      this.field(...beside);
      this.answering.classList.toggle('bpp-typed', ask === 'expression');
    }
  }

  // An array may be typed as a whole, or be asked for piece by piece.
  turn() {
    const made = this.button(this.isWhole ? this.words.pieces : this.words.whole, () => {
      this.isWhole = !this.isWhole;
      const { rule } = this.answers;
      this.answers = rule === undefined ? {} : { rule };
      this.say('');
      this.put();
      this.focus();
    });
    made.classList.add('bpp-turn');
    return made;
  }

  answer(given) {
    const { own, chosen, asked: [ask] } = this;
    const answers = { ...this.answers, [ask]: given };
    const verdict = own.verdictOf(chosen, answers);
    const isLast = ask === this.asks.at(-1)[0];
    const goesOn = own.isAtEnd ? !NO_ATTEMPT.includes(verdict.reason) || verdict.reason === 'missing'
      : verdict.reason === 'missing';
    if (!`${given}`.trim()) {
      this.say(verdict.sentence, '→');
    } else if (!isLast && goesOn) {
      this.answers = answers;
      this.say('');
      this.put();
      this.focus();
    } else if (verdict.reason === 'unreadable') {
      this.say(verdict.sentence, '⚠');
    } else {
      this.finish(chosen, this.make({ ...chosen.at, ...answers }));
    }
  }

  // What follows a move.
  finish(place, verdict) {
    const { own, words } = this;
    if (!verdict.right && !own.isAtEnd) return;
    this.say(own.isAtEnd ? words.kept : [verdict.sentence, place.why].filter(Boolean).join(words.gap), own.isAtEnd ? '' : '✓');
    this.ready(null);
    if (own.isDone) {
      this.show();
      this.end();
      return;
    }
    this.lead();
    this.show();
    this.focus();
  }

  make(move) {
    const verdict = super.make(move);
    if (verdict && !verdict.right && !this.own.isAtEnd) this.say(verdict.sentence, '✗');
    return verdict;
  }

  // A hint.
  help() {
    const { own } = this;
    const place = this.chosen ?? own.possible[0];
    if (!place) return;
    this.degree = Math.min((this.degree ?? 0) + 1, this.chosen ? 3 : 1);
    this.make({ ...place.at, hint: this.degree });
    this.say(place.hints[this.degree - 1], '→');
  }

  focus() {
    const first = this.answering.querySelector('button, input');
    (first ?? (this.own.isDone ? this.question : this.select)).focus({ preventScroll: true });
  }

  // Afterwards: how it went, and one's own walk beside the model's.
  end() {
    const { own, words } = this;
    const { right, first } = own.score;
    const told = own.isAtEnd ? words.over_end : words.over;
    if (own.isAtEnd) this.say('');
    const orders = [[words.mine, own.order], [words.model, this.data.places]];
    this.after.replaceChildren(...orders.map(([name, order]) => this.player(name, order)), this.listed());
    this.paint(own.order);
    this.close(told.replace('\ue000', own.isAtEnd ? right : first));
  }

  player(name, order) {
    const told = element('output', {}, ['']);
    const slider = element('input', {
      type: 'range', min: 0, max: order.length, value: order.length, 'aria-label': name,
    });
    slider.addEventListener('input', () => {
      const step = Number(slider.value);
      this.paint(order.slice(0, step));
      told.textContent = step ? `${step}. ${order[step - 1].label}` : '0';
    }, { signal: this.life.signal });
    return element('div', { class: 'bpp-player' }, [element('span', {}, [name]), slider, told]);
  }

  // Every place in the order in which it was done, with what was wrong there at last.
  listed() {
    const { own } = this;
    const rows = own.order.map((place) => {
      const mine = own.moves.map((move, i) => [move, own.verdicts[i]])
        .filter(([move, verdict]) => verdict && keyOf(move) === keyOf(place.at));
      const tries = mine.filter(([, { right }]) => !right);
      const isRight = own.done.get(place.id);
      const children = [`${isRight ? '✓' : '✗'} ${place.label}: ${place.shown}`];
      const fault = tries.at(-1)?.[1];
      if (fault) children.push(element('div', { class: 'bpp-fault' }, [`✗ ${fault.sentence}`]));
      return element('li', {}, children);
    });
    return element('ol', { class: 'bpp-list' }, rows);
  }
}

const Screen = Performing;
const asText = (text) => `${text}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;').slice(0, 12);
