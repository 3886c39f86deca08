// What keys do to a view, and a finger that swipes over it.

const JUMP_REST = 900; // milliseconds between the digits of one number
const SWIPE = 40; // CSS pixels that are more than a touch

// On plain keys JupyterLab cuts cells and worse, and on Ctrl+Z it undoes a change of the notebook;
// with Ctrl and the like its other shortcuts stay. A page would take them a second time.
function isPlain(event) {
  const { key, ctrlKey, metaKey, target } = event;
  const isTable = (ctrlKey || metaKey) && /^[cv]$/i.test(key) && target.closest?.('[role=gridcell]');
  return isUndo(event) || isTable || (!event.ctrlKey && !event.metaKey && !event.altKey
    && !(event.shiftKey && event.key === 'Enter'));
}

function keepPlain(event) { if (isPlain(event)) event.stopPropagation(); }

class Keys {
  constructor(view) {
    this.view = view;
    this.jump = '';
    view.root.addEventListener('keydown', (event) => {
      if (!undoes(event, view.store)) this.press(event);
      keepPlain(event);
    });
    this.listenToTouch();
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target.closest('input:not([type=range]), select, textarea');
    if (inField) return;
    const onRange = event.target.closest('input[type=range]');
    const onButton = event.target.closest('button, summary, a');
    const { view } = this;
    const { explanation, store: { steps } } = view;
    const moves = {
      ArrowLeft: () => view.move(-1), ArrowRight: () => view.move(1),
      Home: () => view.go(steps[0]), End: () => view.go(steps.at(-1)),
      Escape: () => (explanation.selected ? explanation.close() : view.leave?.()),
      '+': () => explanation.nudge(1), '-': () => explanation.nudge(-1), '−': () => explanation.nudge(-1),
    };
    if (event.key === ' ' || event.key === 'Enter') {
      const pick = event.target.closest('[data-pick]');
      if (pick) pick.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      else if (event.key === ' ' && !onButton) view.bar.player.toggle();
      else return;
    } else if (/^[0-9]$/.test(event.key) && !event.shiftKey) {
      this.jumpTo(event.key);
    } else if (event.key in moves && !(onRange && event.key.startsWith('Arrow'))) {
      moves[event.key]();
    } else return;
    event.preventDefault();
  }

  // To the step of a number that is typed digit by digit.
  jumpTo(digit) {
    this.jump = (this.jump + digit).slice(-6);
    clearTimeout(this.jumpTimer);
    this.jumpTimer = setTimeout(() => { this.jump = ''; }, JUMP_REST);
    this.view.go(Number(this.jump));
  }

  listenToTouch() {
    const { view } = this;
    let start = null;
    view.root.addEventListener('touchstart', (event) => {
      const { frame } = view.drawing;
      const scrolls = frame.contains(event.target) && frame.scrollWidth > frame.clientWidth + 1;
      const busy = event.target.closest('input, select, button') || scrolls || event.touches.length > 1;
      start = busy ? null : [event.touches[0].clientX, event.touches[0].clientY];
    }, { passive: true });
    view.root.addEventListener('touchend', (event) => {
      if (!start) return;
      const { clientX, clientY } = event.changedTouches[0];
      const [dx, dy] = [clientX - start[0], clientY - start[1]];
      if (Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy)) view.move(dx < 0 ? 1 : -1);
    });
  }
}
