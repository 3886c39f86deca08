// How large the picture is: as its place allows, and never so small that it cannot be read. Sizes
// are told as parts of the picture's own. Nothing here is done when a value or the step changes.

const NARROW = 520; // CSS pixels of an explorer up to which it is a phone's ...
const PADDING = 8; // ... and on each side of what is in it
const PROSE = 12.5; // CSS pixels of the smallest prose, and at least of labels
const GROWN = 1.6; // how far a small picture grows by itself, and how far one may ask for ...
const LARGEST_ZOOM = 8;
const LEAST_SHARE = 0.45; // ... of the window's height
const GROWTH_REST = 250; // milliseconds of a hand at rest until the picture grows for small labels
const PRESENTED = [16, 36]; // CSS pixels of labels in a presentation: where it is cut, and at most

class Fit {
  constructor(view) {
    const { drawing } = view;
    this.view = view;
    this.drawing = drawing;
    this.mode = 'width'; // or 'all', or 'own': the picture's own size
    this.zoom = 1;
    this.shrunk = 1; // how large the smallest label is as a part of the others
    this.room = element('div'); // without height, so that it tells of the width alone
    this.map = new MiniMap(drawing);
    this.note = element('span', { class: 'bpv-fit-note', 'aria-live': 'polite' });
    this.place = element('div', { class: 'bpv-place' }, [drawing.frame]);
    for (const edge of ['left', 'right', 'top', 'bottom']) this.place.append(element('div', { class: `bpv-fade ${edge}` }));
    drawing.frame.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.scale(event.deltaY < 0 ? 1.1 : 1 / 1.1, true);
    }, { passive: false });
    drawing.frame.addEventListener('scroll', () => {
      const sizes = sizesOf(drawing.frame); // before anything is written, which would cost a layout
      if (!drawing.drawn || drawing.at !== `${sizes.scrollLeft},${sizes.scrollTop}`) drawing.moved();
      this.later ??= setTimeout(() => { this.later = null; this.tell(); }); // not in the frame of a step
    }, { passive: true });
    const observer = new ResizeObserver(() => this.apply());
    observer.observe(this.room);
    view.whenGone(() => { observer.disconnect(); clearTimeout(this.resting); });
    document.addEventListener('fullscreenchange', () => this.apply(), { signal: view.life.signal });
    addEventListener('resize', () => { if (this.isTall) this.apply(); }, { signal: view.life.signal });
  }

  // Whether the picture has the window's height to itself. In a cell it must not follow that: a
  // notebook may give a cell a frame as high as what is in it.
  get isTall() { return this.presents || document.fullscreenElement !== null; }

  choose(mode) { this.change({ mode, zoom: 1 }); }

  scale(factor, isWheel) { this.change({ mode: this.mode, zoom: this.zoom * factor }, isWheel); }

  // To another size, which can be taken back.
  change(wanted, isWheel) {
    const put = (state) => { Object.assign(this, state); this.apply(); };
    const before = { mode: this.mode, zoom: this.zoom };
    put(wanted);
    const after = { mode: this.mode, zoom: this.zoom };
    this.view.store.history.did(this.view, put, [before, after], isWheel);
  }

  present(isOn) {
    if (this.presents === isOn) return;
    this.presents = isOn;
    this.drawing.followed = null;
    this.apply();
  }

  // The size at which its labels are so high.
  sizeOf(label) { return label / (this.drawing.program.layout.font_size * 4 / 3); }

  // The size in a place so wide.
  sizeIn(width) {
    const { layout } = this.drawing.program;
    const [wide, high] = [width / (layout.width * 4 / 3), innerHeight / (layout.height * 4 / 3)];
    const least = this.sizeOf(PROSE) / this.shrunk;
    const most = this.presents ? this.sizeOf(PRESENTED[1]) : GROWN;
    const grown = Math.min(most, Math.max(1, LEAST_SHARE * high));
    const share = () => parseFloat(getComputedStyle(this.drawing.frame).maxHeight) / innerHeight;
    const all = () => Math.min(wide, most, high * share());
    const asked = this.presents || this.mode === 'all' ? all()
      : this.mode === 'own' ? 1 : Math.min(wide, grown);
    this.isCut = asked < least;
    const cut = this.presents ? this.sizeOf(PRESENTED[0]) / this.shrunk : least;
    const size = this.isCut ? cut : asked;
    this.zoom = Math.min(Math.max(this.zoom, Math.min(1, least / size)), LARGEST_ZOOM);
    return size * this.zoom;
  }

  // All is asked for before anything is written: what is written to the root gives each element in it
  // another style, which whatever is asked for then waits for.
  apply() {
    const { drawing, drawing: { frame, canvas, program: { layout } }, view: { root } } = this;
    const width = Math.floor(this.room.getBoundingClientRect().width);
    if (!width) return; // not on the page yet
    const wide = root.clientWidth - 2 * PADDING;
    root.toggleAttribute('data-narrow', wide <= NARROW); // a container query costs each frame a style
    const rest = this.rest();
    const middle = [
      (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth,
      (frame.scrollTop + frame.clientHeight / 2) / frame.scrollHeight];
    const put = (name, length) => root.style.setProperty(`--bpv-${name}`, `${length}px`);
    put('wide', wide);
    if (rest !== null) put('rest', rest);
    const set = (size) => {
      canvas.style.width = `${Math.floor(size * layout.width * 4 / 3)}px`;
      put('label', size * layout.font_size * 4 / 3);
      put('high', size * layout.height * 4 / 3);
    };
    if (!this.isPlaced) drawing.followed = null;
    this.isPlaced = true;
    set(this.sizeIn(width));
    const bar = frame.offsetWidth - frame.clientWidth; // of a picture that scrolls down
    if (bar) set(this.sizeIn(width - bar));
    if (drawing.followed !== null) {
      frame.scrollTo({
        left: middle[0] * frame.scrollWidth - frame.clientWidth / 2,
        top: middle[1] * frame.scrollHeight - frame.clientHeight / 2, behavior: 'instant',
      });
    }
    drawing.moved();
    this.paintNote();
    this.tell();
    this.view.fitFormula();
  }

  // What was before, and an array in the place of a number, is written smaller than other labels. So
  // that it can be read, the picture grows; for no step, and for a moving hand once it rests.
  heed() {
    const { view, view: { store, ghosts, program } } = this;
    const known = this.heeded;
    if (known?.run === store.run && known.ghosts === ghosts && known.view === program.view) return;
    this.heeded = { run: store.run, ghosts, view: program.view };
    clearTimeout(this.resting);
    const isPlain = !ghosts && !store.run.values.some(isArray);
    const smallest = () => {
      const last = store.scene(lastStep(program));
      return smallestLabel(program, last, view.ghostsAt(last));
    };
    const look = () => {
      const least = isPlain ? 1 : smallest();
      const shrunk = ghosts && known?.ghosts ? Math.min(this.shrunk, least) : least;
      if (shrunk === this.shrunk) return;
      this.shrunk = shrunk;
      if (known?.ghosts !== ghosts) this.drawing.followed = null; // it shows its step
      this.apply();
    };
    if (isPlain || known?.ghosts !== ghosts) look();
    else this.resting = setTimeout(look, GROWTH_REST);
  }

  // What one window has to hold beside the picture, up to the end of what is said, so that a step is
  // seen with its words; on the whole screen with its inputs, too. A frame may be as high as what is
  // in it, and then has no say.
  rest() {
    if (this.presents || window.parent !== window) return null;
    const { root, sentence, landscape } = this.view;
    const said = [sentence.parentNode, ...(landscape?.isUnder ? [landscape.root] : [])];
    const bottoms = said.map((made) => made.getBoundingClientRect().bottom);
    const screen = document.fullscreenElement;
    const top = screen ? -screen.scrollTop : root.getBoundingClientRect().top;
    return Math.ceil(Math.max(...bottoms) - top - this.drawing.frame.offsetHeight);
  }

  // All of it would be too small to read.
  paintNote() {
    const isAsked = this.mode === 'all' && this.isCut && !this.presents;
    this.note.textContent = isAsked ? this.view.say('fit_least') : '';
  }

  // Where the picture goes on beyond its place.
  tell() {
    const sizes = sizesOf(this.drawing.frame);
    const on = goesOn(sizes);
    if (this.place.dataset.on !== on.join(' ')) this.place.dataset.on = on.join(' ');
    this.map.root.hidden = !on.length;
    if (on.length) this.map.paint(sizes);
  }

  // The whole explorer, with the inputs around it, on the whole screen; or back.
  toggleScreen() {
    if (document.fullscreenElement) { document.exitFullscreen(); return; }
    const { root } = this.view;
    (root.closest('.backprop-viz-explorer, #backprop-viz') ?? root).requestFullscreen();
  }
}

// The edges of a place beyond which what is in it goes on.
function goesOn({ scrollLeft: left, scrollTop: top, clientWidth, clientHeight, scrollWidth, scrollHeight }) {
  const beyond = { left, right: scrollWidth - clientWidth - left, top, bottom: scrollHeight - clientHeight - top };
  return Object.keys(beyond).filter((edge) => beyond[edge] > 1);
}

function sizesOf({ scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight }) {
  return { scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight };
}
