// The walk step by step, by itself.

const PACE = 1500; // milliseconds of a step at speed 1

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
