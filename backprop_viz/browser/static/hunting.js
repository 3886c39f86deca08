// The screen of a hunt: the wrong walk's picture, in which the first wrong edge is to be found.

class Hunting extends Exercise {
  constructor(root, data, moves, keep) {
    super(root, data, new Hunt(data, moves), keep);
    this.paint();
    this.choose(null);
    if (this.own.isDone) this.end();
  }

  paint(isMended = false) {
    const parts = [...this.data.picture.parts];
    for (const [part, text] of isMended ? this.data.mended : []) parts[part] = text;
    this.parts.innerHTML = parts.join('');
  }

  show() {
    const { own: { done }, words } = this;
    this.list(this.data.places);
    this.reveal(this.chosen ?? this.data.places[0]);
    const sign = (move) => (done.has(move) ? '✓' : '–');
    this.progress.textContent = `${sign('guess')} ${words.named} · ${sign('mend')} ${words.mended}`;
  }

  pick(id) {
    const place = this.own.byId.get(id);
    if (!place) return;
    this.choose(place);
    this.say('');
    this.focus();
  }

  choose(place) {
    this.chosen = place;
    this.put();
    this.show();
  }

  // What is asked at a wire: which bug; and where that is known, which number.
  put() {
    const { chosen, words, own, data } = this;
    this.answering.replaceChildren();
    if (chosen) this.ask(chosen.asked);
    else this.ask([words.task, words.choose].join(words.gap), '');
    if (!chosen?.guess && !chosen?.elsewhere) return;
    if (!own.done.has('guess')) {
      this.ask([chosen.asked, words.which].join(words.gap), words.which);
      this.choices(data.bugs);
    } else {
      this.ask([chosen.asked, words.needed].join(words.gap), words.needed);
      this.field();
    }
  }

  answer(given) {
    const { own, chosen, words } = this;
    const edge = chosen.wire;
    if (!`${given}`.trim()) {
      this.say(words.missing, '→');
      return;
    }
    const isGuess = !own.done.has('guess');
    const move = isGuess ? { move: 'guess', edge, bug: given } : { move: 'mend', edge, value: given };
    if (own.judged(move).reason === 'unreadable') {
      this.say(words.number_only, '⚠');
      return;
    }
    const { right, sentence } = this.make(move);
    this.say(sentence, right ? '✓' : '✗');
    if (!right) return;
    if (own.isDone) {
      this.end();
      return;
    }
    this.choose(chosen);
    this.focus();
  }

  // A finite difference.
  help() {
    if (!this.chosen) {
      this.say(this.words.choose, '→');
      this.select.focus({ preventScroll: true });
      return;
    }
    const { right, sentence } = this.make({ move: 'check', wire: this.chosen.wire });
    this.say(sentence, right ? '✓' : '✗');
  }

  focus() {
    const first = this.answering.querySelector('button, input');
    (first ?? this.tool).focus({ preventScroll: true });
  }

  // Afterwards: the right numbers, what was wrong, and what was done.
  end() {
    const { data, words } = this;
    this.chosen = null;
    this.show();
    this.list([]);
    this.reveal(data.places.find(({ guess, elsewhere }) => guess && !elsewhere));
    this.paint(true);
    const turn = this.button(words.bugged, () => {
      const isBugged = turn.getAttribute('aria-pressed') !== 'true';
      turn.setAttribute('aria-pressed', isBugged);
      this.paint(!isBugged);
    });
    turn.setAttribute('aria-pressed', false);
    this.after.replaceChildren(element('p', {}, [data.solution]), turn, this.listed());
    this.close(words.done);
  }

  listed() {
    const { own, data } = this;
    const names = new Map(data.bugs);
    const rows = own.moves.map(({ wire, edge, bug, value }, i) => {
      const { right, sentence } = own.verdicts[i];
      const at = own.byId.get(`${wire ?? edge}`)?.label ?? wire ?? edge;
      const what = [at, names.get(bug) ?? value].filter((text) => text !== undefined).join(': ');
      return element('li', {}, [
        `${right ? '✓' : '✗'} ${what}`, element('div', { class: 'bpp-told' }, [sentence]),
      ]);
    });
    return element('ol', { class: 'bpp-list' }, rows);
  }
}

const Screen = Hunting;
