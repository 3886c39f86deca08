// The screen of an exercise on its picture, without what is asked there: things to click and to pick,
// questions with their answers, what was said, and the attempt as a file.

class Exercise {
  constructor(root, data, own, keep) {
    Object.assign(this, { root, data, own, keep });
    this.life = new AbortController();
    this.chosen = null;
    this.began = performance.now() - 1000 * (own.moves.at(-1)?.seconds ?? 0);
    this.build();
  }

  get words() { return this.data.words; }

  // `tools` stand in the bar beside what is picked.
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
    this.tool = this.button(words.tool, () => this.help());
    this.said = element('p', { class: 'bpp-said', role: 'status', 'aria-live': 'polite' });
    this.after = element('div', { class: 'bpp-after' });
    const saving = this.button(words.save, () => this.save());
    this.root.replaceChildren(
      this.frame,
      element('div', { class: 'bpp-bar' }, [this.next, this.tool, saving, this.progress]),
      this.question, this.answering, this.said, this.after,
    );
  }

  button(text, onclick) { return element('button', { type: 'button', onclick }, [text]); }

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

  // What can be picked now: in the picture, and in the list.
  list(places) {
    const open = new Set(places);
    for (const place of this.data.places) {
      const hit = this.hits.get(place.id);
      hit.setAttribute('tabindex', open.has(place) ? 0 : -1);
      hit.style.display = open.has(place) ? '' : 'none';
      hit.classList.toggle('chosen', place === this.chosen);
    }
    this.select.replaceChildren(
      element('option', { value: '' }, [this.words.pick]),
      ...[...places].reverse().map(({ id, label }) => element('option', { value: id }, [label])),
    );
    this.select.value = this.chosen?.id ?? '';
  }

  // Scroll to a place, where the picture is wider than its own.
  reveal(place) {
    const { frame } = this;
    if (frame.scrollWidth <= frame.clientWidth) return;
    const [x, , right] = place.hits.boxes[0];
    const middle = ((x + right) / 2 / this.width) * frame.scrollWidth;
    frame.scrollLeft = middle - frame.clientWidth / 2;
  }

  ask(sentence, label = sentence) {
    this.question.textContent = sentence;
    if (label) this.answering.setAttribute('aria-label', label);
    else this.answering.removeAttribute('aria-label');
  }

  // Answers to choose from, and whatever else there is beside them.
  choices(answers, ...beside) {
    const buttons = answers.map(([value, text]) => this.button(text, () => this.answer(value)));
    this.answering.replaceChildren(...buttons, ...beside);
  }

  // A field for an answer that is typed.
  field(...beside) {
    const { words } = this;
    const field = element('input', {
      type: 'text', 'aria-label': words.answer, autocomplete: 'off', autocapitalize: 'off',
      spellcheck: 'false',
    });
    const check = element('button', { type: 'submit' }, [words.check]);
    this.answering.replaceChildren(element('form', {
      onsubmit: (event) => {
        event.preventDefault();
        this.answer(field.value);
      },
    }, [field, check]), ...beside);
  }

  make(move) {
    const seconds = Math.round((performance.now() - this.began) / 100) / 10;
    const verdict = this.own.record({ ...move, seconds });
    this.keep(this.own.moves);
    return verdict;
  }

  // What is said; below it a line and a caret under a place in it, if there are.
  say(text, sign = '') {
    const [told, ...pointed] = text.split('\n');
    const shown = pointed.length ? [element('code', {}, [pointed.join('\n')])] : [];
    this.said.replaceChildren(told && `${sign} ${told}`.trim(), ...shown);
  }

  // Nothing is to be picked any more: the picture may be scrolled, and nothing in it takes keys.
  close(sentence) {
    for (const part of [this.next, this.tool]) part.hidden = true;
    this.frame.tabIndex = 0;
    this.ask(sentence, '');
    this.answering.replaceChildren();
    this.question.focus({ preventScroll: true });
  }

  // The attempt as Python writes it: what was done, and what was said of it.
  get attempt() {
    const { moves, verdicts } = this.own;
    const said = (verdict) => (verdict ? { right: verdict.right, reason: verdict.reason } : {});
    return { ...this.data.attempt, moves: moves.map((move, i) => ({ ...move, ...said(verdicts[i]) })) };
  }

  save() { offer('attempt.json', `${JSON.stringify(this.attempt, null, 1)}\n`, 'application/json'); }

  remove() { this.life.abort(); }
}
