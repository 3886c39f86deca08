// What an explorer has yet to tell its kernel, in one order. A notebook paints each message, there and
// back, as a sign that the kernel is busy, and that takes longer than our own picture: so what changes
// again and again is told once the hand rests, or, where it must not be later than that, just after a
// picture. Whatever must not wait sends all of it first.

const HAND_REST = 100; // milliseconds

class Outbox {
  constructor() {
    this.waiting = new Map(); // whom it is about → how it is told, in the order of the first changes
    this.due = Infinity; // when it is to be told even if the hand does not rest
    this.isLeaving = false;
  }

  has(key) { return this.waiting.has(key); }

  // The last of what is said of a key is told, in the place of the first.
  put(key, tell, latest = Infinity) {
    this.waiting.set(key, tell);
    this.due = Math.min(this.due, performance.now() + latest);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), HAND_REST);
  }

  drop(key) { this.waiting.delete(key); }

  // One of them, ahead of the others.
  sendFirst(key) {
    const tell = this.waiting.get(key);
    this.waiting.delete(key);
    if (tell) attempt(tell);
  }

  send() {
    clearTimeout(this.timer);
    this.due = Infinity;
    this.isLeaving = false;
    for (const key of [...this.waiting.keys()]) this.sendFirst(key);
  }

  // Another picture is about to be painted; after that there is time until the next one.
  shown() {
    if (this.isLeaving || performance.now() < this.due) return;
    this.isLeaving = true;
    requestAnimationFrame(() => setTimeout(() => { if (this.isLeaving) this.send(); }));
  }
}

// Where the kernel is gone, the browser goes on without it.
function attempt(tell) {
  try {
    Promise.resolve(tell()).catch(() => {});
  } catch { /* gone */ }
}
