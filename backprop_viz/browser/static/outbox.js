// What an explorer has yet to tell its kernel, in one order. A notebook paints each message, there and
// back, as a sign that the kernel is busy, and that takes longer than our own picture: so what changes
// again and again is told once the hand rests, or, where it must not be later than that, just after a
// picture. Whatever must not wait sends all of it first.

const HAND_REST = 100; // milliseconds

class Outbox {
  constructor() {
    this.waiting = new Map(); // whom it is about → how and until when it is told, as they first changed
    this.isLeaving = false;
  }

  has(key) { return this.waiting.has(key); }

  // The last of what is said of a key is told, in the place of the first.
  put(key, tell, latest = Infinity) {
    const { due = performance.now() + latest } = this.waiting.get(key) ?? {};
    this.waiting.set(key, { tell, due });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), HAND_REST);
  }

  drop(key) { this.waiting.delete(key); }

  // All of it, or what is due by then.
  send(time = Infinity) {
    for (const [key, { tell, due }] of [...this.waiting]) {
      if (due > time) continue;
      this.waiting.delete(key);
      attempt(tell);
    }
    if (!this.waiting.size) clearTimeout(this.timer);
  }

  // Another picture is about to be painted; after that there is time until the next one.
  shown() {
    const isDue = [...this.waiting.values()].some(({ due }) => due <= performance.now());
    if (this.isLeaving || !isDue) return;
    this.isLeaving = true;
    requestAnimationFrame(() => setTimeout(() => {
      this.isLeaving = false;
      this.send(performance.now());
    }));
  }
}

// Where the kernel is gone, the browser goes on without it.
function attempt(tell) {
  try {
    Promise.resolve(tell()).catch(() => {});
  } catch { /* gone */ }
}
