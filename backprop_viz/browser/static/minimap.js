// A small still of the graph under a picture that is larger than its view, with the window in it.

const MAP = [200, 64]; // CSS pixels that it has at most, across and down ...
const SLIM = 12; // ... and at least
const DOT = 2; // CSS pixels of the radius that an operation has at most

class MiniMap {
  constructor(drawing) {
    this.drawing = drawing;
    this.window = element('div', { class: 'bpv-window' });
    this.root = element('div', { class: 'bpv-map', 'aria-hidden': 'true', hidden: true }, [this.window]);
    this.root.addEventListener('pointerdown', (event) => {
      this.root.setPointerCapture(event.pointerId);
      this.lead(event);
    });
    this.root.addEventListener('pointermove', (event) => { if (event.buttons) this.lead(event); });
  }

  // What it shows is another picture.
  renew() {
    this.width = 0;
    this.root.replaceChildren(this.window);
  }

  // Drawn once, when it is first needed; from then on only its window moves.
  build() {
    const { program: { layout, plan } } = this.drawing;
    const scale = Math.min(MAP[0] / layout.width, MAP[1] / layout.height);
    [this.width, this.height] = [layout.width, layout.height].map((side) => Math.max(SLIM, side * scale));
    const still = drawn('svg', {
      viewBox: `0 0 ${layout.width} ${layout.height}`, preserveAspectRatio: 'none',
      width: this.width, height: this.height,
    });
    const lines = layout.curves.map(([path]) => path);
    for (const { id } of [...plan.wires, ...plan.branches]) {
      const [x, y, width] = layout.boxes[id];
      lines.push(`M${x - width / 2},${y}h${width}`);
    }
    drawn('path', { d: lines.join(''), class: 'bpv-still' }, still);
    const dot = ([x, y, width]) => {
      const r = Math.min(width / 2, DOT / scale);
      return `M${x - r},${y}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`;
    };
    const dots = plan.circles.map(({ id }) => dot(layout.boxes[id]));
    drawn('path', { d: dots.join(''), class: 'bpv-dots' }, still);
    this.root.prepend(still);
  }

  paint({ scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight }) {
    if (!this.width) this.build();
    const [across, down] = [this.width / scrollWidth, this.height / scrollHeight];
    const { style } = this.window;
    style.transform = `translate(${scrollLeft * across}px, ${scrollTop * down}px)`;
    style.width = `${clientWidth * across}px`;
    style.height = `${clientHeight * down}px`;
  }

  // The middle of the window comes to where the pointer is.
  lead({ clientX, clientY }) {
    const { frame } = this.drawing;
    const { left, top, width, height } = this.root.getBoundingClientRect();
    const [x, y] = [(clientX - left) / width, (clientY - top) / height];
    frame.scrollTo({
      left: x * frame.scrollWidth - frame.clientWidth / 2,
      top: y * frame.scrollHeight - frame.clientHeight / 2, behavior: 'instant',
    });
  }
}
