// Goes on with questions where no kernel answers: see show/referee.py, which prepares what is said.

const PIECE = /(?=<svg |<g class=|<path d="[^"]*" fill="none"|<\w+ class="terminal|<rect width=)/;
const SIGN = '\ue001';

// Where a kernel is, it judges: this is for one that was culled, and for a page that never had one.
function isAlone(model) {
  if (model.comm_live === false) return true;
  const { kernel } = model.widget_manager;
  if (kernel === undefined) return false;
  return !kernel || kernel.isDisposed || kernel.status === 'dead'
    || kernel.connectionStatus !== 'connected';
}

const asMarkup = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  .replaceAll('>', '&gt;').replaceAll('"', '&quot;');

class Referee {
  constructor(model, parts) {
    this.model = model;
    this.parts = parts;
    const read = () => Object.assign(this, JSON.parse(model.get('prepared') || '{}'));
    model.on('change:prepared', read);
    read();
  }

  get number() { return this.model.get('number'); }
  get isAnswered() { return this.model.get('answered'); }
  get question() { return this.questions[this.number]; }

  // The text that was picked, or is in the field that was used.
  given(input) {
    const { field } = this.parts;
    const labels = field.get('_options_labels');
    if (labels) return labels[field.get('index')] ?? '';
    return input?.value ?? field.get('value');
  }

  check(input) {
    if (this.isAnswered) { this.next(); return; }
    const text = this.given(input);
    const { words } = this;
    if (!text.trim()) { this.tell(this.question.verdicts.choices ? words.choose : words.empty, '→'); return; }
    const verdict = judge(this.question.verdicts, text);
    if (!verdict) {
      this.tell(this.question.verdicts.said ? words.no_kernel : words.needs_kernel, '→');
      return;
    }
    const [isRight, , sentence] = verdict;
    this.model.set('attempted', true);
    if (isRight) {
      this.model.set('right', [...new Set([...this.model.get('right'), this.number])]);
      this.reveal(sentence, '✓');
    } else {
      this.tell(sentence, '✗');
      this.offer(this.question.hint ? 'hint' : '', 'show');
    }
  }

  hint() { this.tell(this.question.hint, '→'); }

  show() {
    if (this.model.get('attempted') && !this.isAnswered) this.reveal(this.question.solution, '');
  }

  next() {
    if (this.number + 1 >= this.count) return;
    if (this.number + 1 >= this.questions.length) { this.tell(this.words.needs_kernel, '→'); return; }
    this.redraw(2 * this.number + 1);
    this.model.set({ number: this.number + 1, answered: false, attempted: false });
    const { field, prompt, feedback, formula } = this.parts;
    field.set('value', '');
    prompt.set('value', this.question.prompt);
    feedback.set('value', '');
    formula.set('value', '');
    this.offer(this.question.hint ? 'hint' : '');
  }

  reveal(sentence, sign) {
    const isLast = this.number + 1 === this.count;
    const finished = isLast ? this.finished.replace(OPEN, this.model.get('right').length) : '';
    this.tell([sentence, this.question.explanation, finished].filter(Boolean).join(this.gap), sign);
    this.parts.formula.set('value', this.question.formula);
    this.redraw(2 * this.number);
    this.model.set('answered', true);
    this.offer(isLast ? '' : 'next');
    if (isLast) this.model.get('waiting').forEach(([after]) => this.release(after));
  }

  // A change of the picture: by the answer to a question, or by the next one.
  redraw(number) {
    const { picture } = this.parts;
    const pieces = picture.get('value').split(PIECE);
    const changes = this.changes[number] ?? {};
    for (const [place, piece] of Object.entries(changes)) pieces[place] = piece;
    picture.set('value', changes[-1] ?? pieces.join(''));
  }

  tell(text, sign) {
    this.parts.feedback.set('value', this.feedback.replace(SIGN, sign).replace(OPEN, () => asMarkup(text)));
  }

  offer(...keys) {
    for (const key of ['hint', 'show', 'next']) {
      this.parts[key].get('layout').set('display', keys.includes(key) ? null : 'none');
    }
  }

  async release(after) {
    const find = (reference) => finding(this.model, reference);
    const [, things] = this.model.get('waiting').find(([other]) => other === after);
    const [box, ...shown] = await Promise.all([after, ...things].map(find));
    box.set('children', shown);
  }
}

function finding(model, reference) {
  return model.widget_manager.get_model(reference.replace('IPY_MODEL_', ''));
}

async function initialize({ model }) {
  const life = new AbortController();
  const { signal } = life; // captured: JupyterLab keeps keys in an output from going further
  const names = Object.entries(model.get('parts'));
  const found = await Promise.all(names.map(([, reference]) => finding(model, reference)));
  const parts = Object.fromEntries(names.map(([name], i) => [name, found[i]]));
  const referee = new Referee(model, parts);
  const rootOf = (made) => model.get('root') && made.closest?.(`.${model.get('root')}`); // which comes a little later
  const hear = (act) => { if (isAlone(parts.check)) act(); };
  window.addEventListener('click', ({ target }) => {
    const button = target.closest?.('button');
    if (!button) return;
    for (const [after] of model.get('waiting')) {
      const around = `.${after.replace('IPY_MODEL_', 'backprop-viz-')}`;
      const isAnyway = button.matches('.backprop-viz-anyway') && button.closest(around);
      if (isAnyway) hear(() => referee.release(after));
    }
    const root = rootOf(button);
    if (!root) return;
    const key = ['check', 'hint', 'show', 'next'].find((name) => button.matches(`.backprop-viz-${name}`));
    if (key) hear(() => referee[key](root.querySelector('input[type=text]')));
  }, { capture: true, signal });
  window.addEventListener('keydown', ({ key, target, isComposing }) => {
    if (key !== 'Enter' || isComposing || !rootOf(target)) return;
    if (target.matches('input[type=text]')) hear(() => referee.check(target));
  }, { capture: true, signal });
  return () => life.abort();
}

export default { initialize };
