// The picture on the screen. Every element is made once, when it first comes near the view; a step
// or a change of an input writes only the texts and marks that it changes.

const FEW = 300; // parts of a picture that are all drawn, wherever the view is
const AROUND = 0.2; // of the view's size that is drawn on each side of it
const BORDER = 0.2; // of the view's size on each side of it, in which a step is not well in view
const GLIDE = 400; // milliseconds that the view takes to glide to a step; to the next before, it jumps
const SOON = 100; // milliseconds from the first picture to what lies around it
const AWAY = 300; // parts that have left the view that stay drawn, as one may step back ...
const LEAVING = 300; // ... and milliseconds of rest after which they are hidden, all at once

class Drawing {
  // `on` is told what is clicked, focused and pointed at: on.pick, on.focus, on.hover(kind, index).
  constructor(program, lang, on = {}) {
    Object.assign(this, { program, lang });
    this.followed = null; // the step that the view was last moved to
    this.picked = null; // the key among them of what is selected
    this.label = null;
    this.frame = element('div', { class: 'bpv-picture', tabindex: '0', role: 'group' });
    this.canvas = element('div', { class: 'bpv-canvas' });
    this.frame.append(this.canvas);
    this.build();
    this.listen(on);
  }

  build() {
    const { plan, layout } = this.program;
    this.parts = [];
    this.picks = new Map(); // "edge-3" → the elements that stand for it
    this.lit = new Set();
    this.told = new Set(); // the parts on the path of a story,
    this.way = ''; // which is this
    this.cards = []; // the halves of cards that are drawn
    this.wording = []; // what writes the words in it
    this.drawn = this.now = null; // the parts around what is in view, and the scene
    this.away = new Set(); // of the parts that are drawn those that have left it
    this.stop();
    this.isShown = false;
    const svg = this.svg ??= drawn('svg', { class: 'bpv-svg', role: 'group', 'text-anchor': 'middle', 'font-size': layout.font_size });
    svg.setAttribute('viewBox', `0 0 ${layout.width} ${layout.height}`);
    svg.replaceChildren();
    this.title = drawn('title', {}, svg);
    this.description = drawn('desc', {}, svg);
    drawn('rect', { width: layout.width, height: layout.height, class: 'paper' }, svg);
    const part = (kind, layer, area) => (item, i) =>
      this.parts.push({ kind, i, item, layer, area: area(item), slots: [] });
    const layer = () => drawn('g', {}, svg);
    const [frames, lines, blocks, circles, terminals] = [layer(), layer(), layer(), layer(), layer()];
    const box = ({ id }) => around(layout.boxes[id]);
    this.widest = Math.max(...plan.wires.map(({ id }) => layout.boxes[id][2]));
    plan.links.forEach(part('links', lines, ({ tail, head }) => {
      const [a, b] = [around(layout.boxes[tail]), around(layout.boxes[head])];
      return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
    }));
    plan.wires.forEach(part('wires', blocks, box));
    plan.branches.forEach(part('branches', blocks, box));
    plan.circles.forEach(part('circles', circles, box));
    plan.terminals.forEach(part('terminals', terminals, box));
    plan.frames?.forEach(part('frames', frames, box));
    this.canvas.append(svg);
  }

  clickable(group, kind, index, focus = true) {
    if (kind === 'node' && !this.program.nodes[index].has_gradient) return;
    if (focus) { group.setAttribute('tabindex', '0'); group.setAttribute('role', 'button'); }
    group.classList.add('pick');
    const pick = group.dataset.pick = `${kind}-${index}`;
    this.picks.set(pick, [...(this.picks.get(pick) ?? []), group]);
    if (this.label) describe(group, this.label(pick));
    if (pick === this.picked) group.classList.add('picked');
  }

  listen(on) {
    const told = (name, nothing = false) => (event) => {
      const pick = event.target.closest?.('[data-pick]')?.dataset.pick;
      if (pick) on[name](pick.split('-')[0], Number(pick.split('-')[1]));
      else if (nothing) on[name](null);
    };
    this.svg.addEventListener('click', told('pick'));
    this.svg.addEventListener('focusin', told('focus'));
    this.svg.addEventListener('pointerover', told('hover', true));
    this.svg.addEventListener('pointerleave', () => on.hover(null));
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.frame);
    let drag = null;
    this.frame.addEventListener('pointerdown', (event) => {
      if (event.pointerType !== 'touch' && event.button === 0) drag = [event.clientX, event.clientY, this.frame.scrollLeft, this.frame.scrollTop];
    });
    this.frame.addEventListener('pointermove', (event) => {
      if (!drag) return;
      this.frame.scrollLeft = drag[2] - (event.clientX - drag[0]);
      this.frame.scrollTop = drag[3] - (event.clientY - drag[1]);
    });
    for (const end of ['pointerup', 'pointerleave', 'pointercancel']) {
      this.frame.addEventListener(end, () => { drag = null; });
    }
  }

  // ---- Writing ----------------------------------------------------------------------------------

  // Show a scene, and where the scene of `ghosts` has another number, that one before it.
  paint(now, ghosts = null) {
    this.now = now;
    this.ghosts = ghosts;
    this.write(this.near());
    if (this.filling) this.fill();
  }

  // All of it, also what is far from the view.
  finish() { this.sketch?.end(); this.write(this.parts); }

  write(parts) {
    const { now, ghosts } = this;
    for (const part of parts) {
      if (!part.group) {
        SHAPES[part.kind](this, part, part.group = drawn('g', {}, part.layer));
        part.group.classList.toggle('told', this.told.has(part));
      }
      const mark = now[part.kind]?.[part.i];
      if (part.mark !== mark) part.group.dataset.mark = part.mark = mark;
      for (const slot of part.slots) {
        const label = now[slot.labels][part.i];
        if (slot.card) { slot.paint(label, ghosts?.[slot.labels][part.i]); continue; }
        const old = ghosts?.[slot.labels][part.i].lines;
        const shown = old ? [...label.lines, ...old].join('\n') : label.lines.join('\n');
        if (slot.mark !== label.mark || slot.shown !== shown) this.writeSlot(slot, label, old, shown);
      }
    }
  }

  writeSlot(slot, label, old, shown) {
    const { role, name, texts } = slot;
    const lines = asRoomy(label.lines, slot.rows);
    old = old && asRoomy(old, slot.rows);
    const isDrawn = this.sketch?.takesLabel(slot, label, old);
    const isFresh = slot.mark !== label.mark;
    const moves = slot.count !== lines.length;
    slot.count = lines.length;
    slot.mark = label.mark;
    slot.shown = shown;
    for (let i = 0; i < Math.max(lines.length, texts.length, name ? 1 : 0); i += 1) {
      const isNew = !texts[i];
      const line = texts[i] ??= this.textLine(slot, i ? '' : name);
      const { text } = line;
      const head = i || !lines.length ? '' : headOf(role, name);
      writeLine(slot, line, head, lines[i] ?? '', lines.length === old?.length ? old[i] : lines[i]);
      if (isNew || isFresh) text.dataset.mark = label.mark;
      if (isNew || moves) this.placeLine(slot, text, i, lines.length);
    }
    if (isFresh && texts.length) slot.tint.dataset.mark = label.mark;
    if (isDrawn) this.sketch.drawLabel(slot);
  }

  textLine(slot, name) {
    const text = drawn('text', { x: slot.x, class: slot.role }, slot.group);
    if (name) {
      const span = drawn('tspan', {}, text);
      if (slot.italic) span.setAttribute('font-style', 'italic');
      span.textContent = name;
    }
    const tail = document.createTextNode('');
    text.append(tail);
    return { text, tail, name };
  }

  // A line of several in the upper or lower half of a wire's box.
  placeLine(slot, text, i, count) {
    const { font_size: size, line } = this.program.layout;
    text.setAttribute('y', slot.middle + 0.35 * size + (i - (Math.max(count, 1) - 1) / 2) * line);
  }

  // The parts in view or close around it; the others are not drawn, which for a
  // thousand nodes makes the difference between a few pictures a second and sixty. The first picture
  // and that of a jump are just what is in view, and what lies around it follows.
  near(around = this.isShown ? AROUND : 0) {
    if (this.drawn) return this.drawn;
    const { frame, parts } = this;
    if (parts.length <= FEW) return parts; // without asking for sizes, which costs a layout
    const { clientWidth: width, clientHeight: height, scrollLeft: x, scrollTop: y } = frame;
    this.at = `${x},${y}`;
    if (!width || !this.canvas.style.width) return []; // not on the page, or not fitted to it yet
    const scale = frame.scrollWidth / this.program.layout.width;
    if (!this.isShown) setTimeout(() => this.moved(), SOON);
    else if (!around) this.fill();
    this.isShown = true;
    const [left, right] = [x - around * width, x + (1 + around) * width].map((at) => at / scale);
    const [top, bottom] = [y - around * height, y + (1 + around) * height].map((at) => at / scale);
    const near = parts.filter((part) => {
      const [x0, y0, x1, y1] = part.area;
      const isNear = x1 >= left && y1 >= top && x0 <= right && y0 <= bottom;
      if (isNear) this.away.delete(part);
      else if (part.group && !part.isHidden) this.away.add(part);
      if (isNear && part.isHidden) {
        part.isHidden = false;
        part.group.removeAttribute('display');
      }
      return isNear;
    });
    this.hide(this.away.size - AWAY);
    this.drawn = [...near, ...this.away];
    clearTimeout(this.leaving);
    if (this.away.size) {
      this.leaving = setTimeout(() => {
        this.hide(this.away.size);
        if (this.drawn) this.drawn = near;
      }, LEAVING);
    }
    return this.drawn;
  }

  stop() { clearTimeout(this.leaving); clearTimeout(this.filling); }

  // What lies around is drawn once nothing has come for a while: amid steps it took longer than they.
  fill() {
    clearTimeout(this.filling);
    this.filling = setTimeout(() => { this.filling = null; this.moved(); }, LEAVING);
  }

  // Of the parts that have left the view, so many that have been away the longest.
  hide(count) {
    for (const part of [...this.away].slice(0, Math.max(count, 0))) {
      this.away.delete(part);
      part.isHidden = true;
      part.group.setAttribute('display', 'none');
    }
  }

  // Where a window or a phone turns narrow, by more than a scrollbar, the step stays in view.
  resized() {
    const { clientWidth: width } = this.frame;
    if (width && this.across - width > 30 && this.followed !== null) this.followed = undefined;
    this.across = width;
    this.moved();
  }

  // The view has another place or size, or is on the page only now.
  moved() {
    this.drawn = null;
    if (!this.now) return;
    this.follow(this.now);
    this.write(this.near());
  }

  // On a small screen the picture scrolls to what the step is about, and a little way it glides; it
  // stays where it is while that is well in view.
  follow(now, glides = false) {
    if (this.followed === now.step || !this.frame.clientWidth) return;
    const isAsked = this.followed === null;
    this.followed = now.step;
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = this.frame;
    if (scrollWidth <= clientWidth + 1 && scrollHeight <= clientHeight + 1) return;
    const { layout } = this.program;
    const scale = scrollWidth / layout.width;
    const sizes = [clientWidth, clientHeight];
    const starts = [this.frame.scrollLeft, this.frame.scrollTop];
    const [middle, seen] = spotOf(this.program, now, scale, sizes);
    const isThere = sizes.every((size, n) =>
      Math.abs(middle[n] - starts[n] - size / 2) < size / 2 - Math.max(BORDER * size, this.widest * scale)
      && starts[n] <= seen[n] && seen[n + 2] <= starts[n] + size);
    if (!isAsked && isThere) return;
    const time = performance.now();
    const behavior = glides && !(time - this.glided < GLIDE) ? 'auto' : 'instant';
    this.glided = time;
    const [left, top] = sizes.map((size, n) =>
      Math.max(Math.min(middle[n] - size / 2, seen[n] - VIEW_AIR), seen[n + 2] + VIEW_AIR - size));
    this.frame.scrollTo({ left, top, behavior });
    if (behavior === 'auto') return;
    this.drawn = null;
    this.near(0); // now, for its event comes when all has been laid out
  }

  // ---- What is picked, and what lies on the way to the output -------------------------------------

  // The labels that a screen reader says for everything that can be picked, and the words in it.
  name(label, lang) {
    Object.assign(this, { label, lang });
    for (const write of this.wording) write();
    for (const [pick, groups] of this.picks) {
      const text = label(pick);
      for (const group of groups) describe(group, text);
    }
  }

  pick(selected) {
    const pick = selected && `${selected.kind}-${selected.index}`;
    if (pick === this.picked) return;
    for (const group of this.picks.get(this.picked) ?? []) group.classList.remove('picked');
    for (const group of this.picks.get(pick) ?? []) group.classList.add('picked');
    this.picked = pick;
  }

  // All that lies between the thing under the pointer and the output.
  light(kind, index) {
    const lit = kind ? groupsLitBy(this.program, this.parts, kind, index) : new Set();
    for (const group of this.lit) if (!lit.has(group)) group.classList.remove('lit');
    for (const group of lit) if (!this.lit.has(group)) group.classList.add('lit');
    this.lit = lit;
  }

  // The path of a story, whose edges begin at the output.
  tell(edges) {
    if (edges.join() === this.way) return;
    this.way = edges.join();
    const told = partsAlong(this.program, this.parts, edges);
    for (const part of this.told) if (!told.has(part)) part.group?.classList.remove('told');
    for (const part of told) part.group?.classList.add('told');
    this.told = told;
  }

  dispose() {
    this.observer.disconnect();
    this.stop();
  }
}

// What has a text in the picture is called by that, and what it is comes after it. What is there for
// the pointer alone has no name.
function describe(group, text) {
  if (!group.hasAttribute('role')) return;
  group.setAttribute(group.matches('.wire, .heading') ? 'aria-description' : 'aria-label', text);
}

// Left, top, right and bottom of a box given by its middle and its size.
function around([x, y, width, height]) {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}
