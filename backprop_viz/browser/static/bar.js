// The bar over the picture: the buttons and choices of the explorer.

// Drawn, not written: few fonts have the signs of a player.
const ICONS = {
  first: 'M4 4h2v12H4zM16 4v12L7 10z', previous: 'M13 4v12L5 10z', play: 'M5 3v14l12-7z',
  pause: 'M5 3h4v14H5zM12 3h4v14h-4z', next: 'M7 4v12l8-6z', last: 'M14 4h2v12h-2zM4 4v12l9-6z',
  reset: 'M10 4a6 6 0 1 1-5.6 3.9l1.9.7A4 4 0 1 0 10 6v3L5 5l5-4z',
  ghosts: 'M3 3h9v3h-2V5H5v8h2v2H3zM8 7h9v10H8zm2 2v6h5V9z', menu: 'M3 4h14v2H3zM3 9h14v2H3zM3 14h14v2H3z',
};

function icon(path) {
  const made = drawn('svg', { viewBox: '0 0 20 20', width: 16, height: 16, 'aria-hidden': 'true' });
  drawn('path', { d: path, fill: 'currentColor', 'fill-rule': 'evenodd' }, made);
  return made;
}

// What is in the bar has its words by their keys, `data-word` and `data-text`, for paintWords().
function worded(made, key) {
  made.dataset.word = key;
  return made;
}

function button(key, sign, action) {
  return worded(element('button', { type: 'button', class: `bpv-do-${key}`, onclick: action }, [sign]), key);
}

// The same with its words beside the sign, for the menu.
function command(key, sign, action) {
  const words = element('span');
  words.dataset.text = key;
  return element('button', { type: 'button', class: `bpv-do-${key}`, onclick: action }, [sign, words]);
}

// A choice that does not tell what it is about.
function named(chooser, key) {
  const words = element('span');
  words.dataset.text = key;
  return element('label', {}, [words, chooser]);
}

function choice(key, options, action) {
  return worded(element('select', { class: `bpv-${key}`, onchange: action }, options), key);
}

function option(value, key) {
  const made = element('option', { value });
  made.dataset.text = key;
  return made;
}

class Bar {
  constructor(view) {
    const { store, program } = view;
    this.view = view;
    this.player = new Player(view, () => Number(this.speed.value));
    this.scrubber = worded(element('input', {
      type: 'range', min: '0', max: String(store.steps.length - 1), step: '1', class: 'bpv-scrubber',
      oninput: () => view.go(store.steps[Number(this.scrubber.value)]),
    }), 'step');
    this.count = element('output', { class: 'bpv-count' });
    this.playButton = button('play', icon(ICONS.play), () => this.player.toggle());
    this.speed = choice('speed', SPEEDS.map((x) =>
      element('option', { value: x, selected: x === pace.kept }, [`${x}×`])), () => {
      pace.keep(this.speed.value);
      this.player.restart();
    });
    this.language = choice('language', Object.entries(program.languages).map(([code, { name }]) =>
      element('option', { value: code, lang: code }, [name])),
    () => store.set('lang', this.language.value));
    this.themes = choice('theme', ['auto', ...Object.keys(program.themes)].map((name) => this.theme(name)),
      () => store.set('theme', this.themes.value));
    const kinds = ['download', 'svg', 'png', 'all_svg', 'all_png'];
    this.files = choice('download', kinds.map((key) => option(key, key)), () => {
      const [kind, all] = [this.files.value.replace('all_', ''), this.files.value.startsWith('all_')];
      this.files.value = 'download';
      download(view, kind, all);
    });
    this.copier = new Copier(view);
    this.ghostButton = command('ghosts', icon(ICONS.ghosts), () => {
      this.menu.close();
      const put = (isOn) => { view.ghosts = isOn; view.paint(); };
      put(!view.ghosts);
      store.history.did(view, put, [!view.ghosts, view.ghosts]);
    });
    this.menu = new Menu(view);
    this.root = element('div', { class: 'bpv-bar', role: 'group' }, [
      button('first', icon(ICONS.first), () => view.go(store.steps[0])),
      button('previous', icon(ICONS.previous), () => view.move(-1)),
      this.playButton,
      button('next', icon(ICONS.next), () => view.move(1)),
      button('last', icon(ICONS.last), () => view.go(store.steps.at(-1))),
      this.scrubber, this.count, this.menu.root, this.copier.told,
    ]);
    this.fillMenu();
  }

  fillMenu() {
    const { menu, view: { store, program, fit } } = this;
    const sized = (mode) => command(`fit_${mode}`, '', () => { menu.close(); fit.choose(mode); });
    const zooms = [button('smaller', '−', () => fit.scale(1 / 1.25)), button('larger', '+', () => fit.scale(1.25))];
    menu.add(sized('width'), sized('all'), sized('own'), ...zooms);
    if (document.fullscreenEnabled) menu.add(command('screen', '', () => { menu.close(); fit.toggleScreen(); }));
    const reset = () => { menu.close(); program.inputs.forEach((_, i) => store.reset(i)); };
    menu.add(command('reset', icon(ICONS.reset), reset), this.ghostButton);
    menu.add(named(this.speed, 'speed'), named(this.language, 'language'));
    menu.add(this.themes, this.files, this.copier.choice());
  }

  // A theme that no language has a word for, such as one of the user's own, goes by its name.
  theme(name) {
    const { themes, screen } = this.view.program;
    const text = name === 'own' ? themes.own.name.trim() : name;
    const isTold = !text || (name !== 'own' && `theme_${name}` in screen);
    return isTold ? option(name, `theme_${name}`) : element('option', { value: name }, [text]);
  }

  paintWords() {
    this.language.value = this.view.store.lang;
    this.root.setAttribute('aria-label', this.view.say('toolbar'));
    this.root.querySelectorAll('[data-word]').forEach((made) => {
      const word = this.view.say(made.dataset.word);
      made.title = word;
      made.setAttribute('aria-label', word);
    });
    this.root.querySelectorAll('[data-text]').forEach((made) => {
      made.textContent = this.view.say(made.dataset.text);
    });
  }

  paint(k) {
    const { store, program, ghosts } = this.view;
    const place = `${k} / ${lastStep(program)}`;
    if (this.count.textContent !== place) {
      this.scrubber.value = String(store.placeOf(k));
      this.scrubber.setAttribute('aria-valuetext', place);
      showText(this.count, place);
    }
    const theme = store.model.get('theme');
    if (this.themes.value !== theme) this.themes.value = theme;
    const { isPlaying } = this.player;
    const sign = isPlaying ? 'pause' : 'play';
    if (this.playButton.dataset.sign !== sign) {
      this.playButton.dataset.sign = sign;
      this.playButton.replaceChildren(icon(ICONS[sign]));
      this.playButton.setAttribute('aria-pressed', String(isPlaying));
    }
    const pressed = String(ghosts);
    if (this.ghostButton.ariaPressed !== pressed) this.ghostButton.setAttribute('aria-pressed', pressed);
  }
}
