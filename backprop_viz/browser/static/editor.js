// The widget in a notebook. There the formula on top can be typed anew: the kernel reads it and sends
// another program, and the explorer goes on with that.

const PENCIL = 'M3 17l1-5 9-9 4 4-9 9zM12 4l4 4';
const ANSWER = 2000; // milliseconds until it says that the kernel does not answer

class FormulaEditor {
  constructor(view) {
    this.view = view;
    const { whole, store: { model } } = view;
    this.opener = element('button', { type: 'button', class: 'bpv-edit', onclick: () => this.open() }, [icon(PENCIL)]);
    this.field = element('textarea', { spellcheck: 'false', autocapitalize: 'off', rows: '1' });
    this.field.addEventListener('input', () => this.grow());
    this.field.addEventListener('keydown', (event) => this.press(event));
    this.refusal = element('pre', { class: 'bpv-refusal', role: 'alert' });
    this.row = element('div', { class: 'bpv-top' });
    whole.root.replaceWith(this.row);
    this.row.append(whole.root, this.field, this.opener, this.refusal);
    whole.isFixed = false;
    const hear = ({ refused }) => { this.field.readOnly = false; this.refuse(refused); };
    model.on('msg:custom', hear);
    view.whenGone(() => model.off('msg:custom', hear));
    view.follow(() => this.paintWords());
    view.store.read = (formula) => this.send({ formula });
    this.close();
    this.paintWords();
  }

  paintWords() {
    const { view } = this;
    if (this.worded === view.store.lang) return;
    this.worded = view.store.lang;
    view.whole.paintWords();
    this.opener.title = view.say('editor_edit');
    this.opener.setAttribute('aria-label', view.say('editor_edit'));
    this.field.setAttribute('aria-label', view.say('whole'));
  }

  // Nobody can type until the kernel has said that it is there. A field that is focused while it can
  // be typed in keeps Ctrl+A and the like from JupyterLab, which asks no second time.
  open() {
    this.field.value = this.view.store.model.get('text');
    this.field.readOnly = false;
    this.toggle(true);
    this.grow();
    this.field.focus();
    this.field.readOnly = true;
    this.send({ hello: true });
  }

  close() {
    clearTimeout(this.waiting);
    this.refuse('');
    this.toggle(false);
  }

  toggle(isOpen) {
    this.field.hidden = !isOpen;
    this.view.whole.root.hidden = isOpen;
    this.opener.hidden = isOpen;
  }

  grow() { this.field.rows = this.field.value.split('\n').length; }

  press(event) {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      this.close();
      this.opener.focus();
    } else if (event.key === 'Enter' && !event.shiftKey) this.ask();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  ask() {
    const { store: { model } } = this.view;
    if (this.field.readOnly) return;
    if (this.field.value === model.get('text')) { this.close(); this.opener.focus(); return; }
    this.send({ formula: this.field.value });
  }

  send(content) {
    this.refuse('');
    this.waiting = setTimeout(() => this.refuse(this.view.say('editor_waits')), ANSWER);
    try {
      this.view.store.kernel.ask(content);
    } catch {
      this.refuse(this.view.say('whole_fixed'));
    }
  }

  refuse(text) {
    clearTimeout(this.waiting);
    this.refusal.textContent = text;
    this.refusal.hidden = !text;
  }
}

function render({ model, el }) {
  let view;
  const show = () => {
    const focused = el.getRootNode().activeElement;
    const [hadFocus, isTyping] = [view?.root.contains(focused), view?.editor.row.contains(focused)];
    view?.dispose();
    const store = storeOf(model);
    if (!store.kernel) {
      new Kernel(store);
      new Carrier(store);
    }
    view = new View(store, el);
    new Notebook(view);
    showInputs(view);
    view.editor = new FormulaEditor(view);
    if (isTyping) view.editor.opener.focus();
    else if (hadFocus) view.root.focus({ preventScroll: true });
  };
  // The same formula with room for what has become an array.
  const relay = () => {
    const { store, ghosts, explanation: { selected }, fit: { mode, zoom }, bar: { menu: { root: { open } } } } = view;
    store.lay();
    show();
    view.bar.menu.root.open = open;
    view.ghosts = ghosts;
    view.explanation.selected = selected;
    Object.assign(view.fit, { mode, zoom }).apply();
    view.paint();
  };
  show();
  let isWaiting = false;
  const renew = () => { // once all of what has come is there: in some hosts one by one
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(() => {
      isWaiting = false;
      if (view.store.told === model.get('program')) relay(); else show();
    });
  };
  model.on('change:program', renew);
  model.on('change:geometry', renew);
  return () => {
    model.off('change:program', renew);
    model.off('change:geometry', renew);
    view.dispose();
  };
}

export default { render };
