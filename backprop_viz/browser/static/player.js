// The walk step by step, by itself.

const PACE = 1500; // milliseconds of a step at speed 1

const SPEEDS = ['0.5', '1', '2', '4'];

// The speed that was chosen last, in any explorer of this browser; where nothing is kept, of this page.
const pace = {
  key: 'backprop-viz.speed',
  last: '1',
  get kept() {
    let kept = null;
    try { kept = localStorage.getItem(this.key); } catch { /* not allowed here */ }
    return SPEEDS.includes(kept) ? kept : this.last;
  },
  keep(speed) {
    this.last = speed;
    try { localStorage.setItem(this.key, speed); } catch { /* not allowed here */ }
  },
};

class Player {
  constructor(view, speed) {
    this.view = view;
    this.speed = speed;
    this.timer = null;
  }

  get isPlaying() { return this.timer !== null; }

  toggle() {
    const { view } = this;
    if (this.isPlaying) this.stop();
    else {
      if (view.isAtEnd) view.go(view.store.steps[0]);
      this.start();
    }
    view.paint();
  }

  start() {
    const { view } = this;
    this.timer = setInterval(() => {
      if (view.isAtEnd) { this.stop(); view.paint(); } else view.move(1);
    }, PACE / this.speed());
  }

  stop() { clearInterval(this.timer); this.timer = null; }

  restart() { if (this.isPlaying) { this.stop(); this.start(); } }
}
