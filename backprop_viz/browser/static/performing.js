// The screen of a performance: the picture whose edges can be chosen, and what is asked there.

class Performing {
  constructor(root, data, moves, keep) {
    Object.assign(this, { root, data, keep });
    this.own = new Performance(data, moves);
    this.life = new AbortController();
    this.chosen = null;
    this.answers = {};
    this.build();
    this.show();
    if (this.own.isDone) this.end();
    else this.lead();
  }

  get words() { return this.data.words; }
  get asks() { return this.chosen?.asks.map(([ask]) => ask) ?? []; }
  get ask() { return this.asks.find((ask) => this.answers[ask] === undefined); }

  build() {
    const { words, data: { picture } } = this;
    this.width = Number(picture.box.split(' ')[2]);
    const made = drawn('svg', {
      viewBox: picture.box, role: 'group', 'aria-label': words.picture, class: 'bpp-svg',
    });
    made.style.maxWidth = `${picture.width}px`;
    made.style.minWidth = `min(${picture.width}px, ${Math.round(picture.width * 0.6)}px)`;
    this.frame = element('div', { class: 'bpp-picture' }, [made]);
    this.parts = drawn('g', {}, made);
    this.hits = new Map(this.data.places.map((place) => [place.id, this.hit(place, made)]));
    this.select = element('select', { onchange: () => this.pick(this.select.value) });
    this.progress = element('span', { class: 'bpp-progress' });
    this.next = element('label', { class: 'bpp-next' }, [words.next, this.select]);
    this.question = element('p', { class: 'bpp-question', tabindex: -1 });
    this.answering = element('div', { class: 'bpp-answers', role: 'group' });
    this.hint = element('button', { type: 'button', onclick: () => this.giveHint() }, [words.hint]);
    this.said = element('p', { class: 'bpp-said', role: 'status', 'aria-live': 'polite' });
    this.after = element('div', { class: 'bpp-after' });
    this.root.replaceChildren(
      this.frame,
      element('div', { class: 'bpp-bar' }, [this.next, this.hint, this.progress]),
      this.question, this.answering, this.said, this.after,
    );
  }

  // What is clicked at, over the picture, and reached by the keyboard.
  hit(place, parent) {
    const made = drawn('g', {
      class: 'bpp-hit', role: 'button', tabindex: 0, 'aria-label': place.label,
    }, parent);
    drawn('title', {}, made).textContent = place.label;
    for (const d of place.hits.lines) drawn('path', { d }, made);
    for (const [x, y, right, bottom] of place.hits.boxes) {
      drawn('rect', { x, y, width: right - x, height: bottom - y, rx: 4 }, made);
    }
    const { signal } = this.life;
    made.addEventListener('click', () => this.pick(place.id), { signal });
    made.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      this.pick(place.id);
    }, { signal });
    return made;
  }

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
    for (const place of this.data.places) {
      const hit = this.hits.get(place.id);
      const isOpen = !own.done.has(place.id);
      hit.setAttribute('tabindex', isOpen ? 0 : -1);
      hit.style.display = isOpen ? '' : 'none';
      hit.classList.toggle('chosen', place === this.chosen);
    }
    this.reveal(this.hits.get((this.chosen ?? own.possible[0] ?? this.data.places.at(-1)).id));
    const { count } = own.score;
    this.progress.textContent = `${count - own.left.length} / ${count}`;
    const options = [...own.left].reverse().map((place) => element('option', {
      value: place.id, selected: place === this.chosen,
    }, [place.label]));
    this.select.replaceChildren(element('option', { value: '' }, [this.words.pick]), ...options);
    this.select.value = this.chosen?.id ?? '';
  }

  // Scroll to what is next, where the picture is wider than its place.
  reveal(hit) {
    const { frame } = this;
    if (frame.scrollWidth <= frame.clientWidth) return;
    const [x, , right] = this.data.places.find(({ id }) => this.hits.get(id) === hit).hits.boxes[0];
    const middle = ((x + right) / 2 / this.width) * frame.scrollWidth;
    frame.scrollLeft = middle - frame.clientWidth / 2;
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
    this.degree = 0;
    this.put();
  }

  // The question at hand, and what answers it.
  put() {
    const { chosen, ask, words } = this;
    if (!chosen) {
      this.question.textContent = words.choose;
      this.answering.replaceChildren();
      this.answering.removeAttribute('aria-label');
      return;
    }
    const [, sentence] = chosen.asks.find(([name]) => name === ask);
    const shown = this.data.level === 1 ? words.shown.replace('\ue000', chosen.shown) : '';
    this.question.textContent = [shown, sentence].filter(Boolean).join(words.gap);
    this.answering.setAttribute('aria-label', sentence);
    if (ask === 'rule') this.offer(this.data.rules);
    else if (ask === 'expression') this.offer(chosen.expression.map(([text]) => [text, text]));
    else this.ask_for();
  }

  offer(choices) {
    this.answering.replaceChildren(...choices.map(([value, text]) => element('button', {
      type: 'button', onclick: () => this.answer(value),
    }, [text])));
  }

  ask_for() {
    const { words } = this;
    const field = element('input', {
      type: 'text', 'aria-label': words.answer, autocomplete: 'off', spellcheck: 'false',
    });
    const check = element('button', { type: 'submit' }, [words.check]);
    this.answering.replaceChildren(element('form', {
      onsubmit: (event) => {
        event.preventDefault();
        this.answer(field.value);
      },
    }, [field, check]));
  }

  answer(given) {
    const { own, chosen, ask } = this;
    const answers = { ...this.answers, [ask]: given };
    const verdict = own.verdictOf(chosen, answers);
    const isLast = ask === this.asks.at(-1);
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
    const verdict = this.own.record(move);
    this.keep(this.own.moves);
    if (verdict && !verdict.right && !this.own.isAtEnd) this.say(verdict.sentence, '✗');
    return verdict;
  }

  giveHint() {
    const { own } = this;
    const place = this.chosen ?? own.possible[0];
    if (!place) return;
    this.degree = Math.min((this.degree ?? 0) + 1, this.chosen ? 3 : 1);
    this.make({ ...place.at, hint: this.degree });
    this.say(place.hints[this.degree - 1], '→');
  }

  say(text, sign = '') { this.said.textContent = text && `${sign} ${text}`.trim(); }

  focus() {
    const first = this.answering.querySelector('button, input');
    (first ?? (this.own.isDone ? this.question : this.select)).focus({ preventScroll: true });
  }

  // Afterwards: how it went, and one's own walk beside the model's.
  end() {
    const { own, words } = this;
    const { right, first } = own.score;
    for (const part of [this.next, this.hint]) part.hidden = true;
    this.frame.tabIndex = 0; // it may be scrolled, and nothing in it takes keys any more
    const told = own.isAtEnd ? words.over_end : words.over;
    this.question.textContent = told.replace('\ue000', own.isAtEnd ? right : first);
    this.answering.replaceChildren();
    if (own.isAtEnd) this.say('');
    const orders = [[words.mine, own.order], [words.model, this.data.places]];
    this.after.replaceChildren(...orders.map(([name, order]) => this.player(name, order)), this.listed());
    this.paint(own.order);
    this.question.focus({ preventScroll: true });
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

  remove() { this.life.abort(); }
}

const asText = (text) => `${text}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;').slice(0, 12);
