// The page as a presentation: a title, then one step a slide, with an overview of all of them.
class Slides {
  constructor(page) {
    this.page = page;
    this.isOn = false;
    this.isTitle = true;
    this.title = element('div', { class: 'bpv-slide-title' });
    this.overview = element('div', { class: 'bpv-overview', hidden: true });
    this.dark = element('div', { class: 'bpv-dark', hidden: true });
    this.leave = element('button', { type: 'button', class: 'bpv-leave', onclick: () => this.stop() }, ['×']);
    this.count = element('div', { class: 'bpv-slide-count' });
    this.root = element('section', { class: 'bpv-slides', hidden: true }, [
      this.count, this.title, this.overview, this.dark, this.leave]);
    this.title.addEventListener('click', () => this.move(1));
  }

  start() {
    this.isOn = true;
    this.isTitle = true;
    this.root.hidden = false;
    this.page.view.bar.menu.close();
    this.paint();
    this.leave.blur();
    document.activeElement?.blur?.();
  }

  stop() {
    this.isOn = false;
    this.root.hidden = true;
    this.paint();
  }

  paint() {
    const { page } = this;
    const { view } = page;
    document.body.classList.toggle('bpv-presenting', this.isOn);
    view.fit.present(this.isOn);
    if (!this.isOn) return;
    this.count.textContent = view.bar.count.textContent;
    this.leave.setAttribute('aria-label', view.say('page_leave'));
    this.root.setAttribute('aria-label', view.say('page_slides'));
    this.root.classList.toggle('bpv-at-title', this.isTitle);
    this.title.hidden = !this.isTitle;
    this.title.replaceChildren(
      element('h2', {}, [page.data.chapters[page.index].title]),
      flowing(page.store.latex(0)), element('p', {}, [view.say('page_keys')]));
  }

  move(by) {
    const { view, store } = this.page;
    if (this.isTitle && by > 0) {
      this.isTitle = false;
      view.go(store.steps[0]);
      this.paint();
    } else if (by < 0 && store.step === store.steps[0]) {
      this.isTitle = true;
      this.paint();
    } else if (by > 0 && view.isAtEnd) {
      const next = this.page.index + 1;
      if (!this.page.data.chapters[next]) return;
      this.page.open(next);
      this.isTitle = true;
      this.page.paint();
    } else if (!this.isTitle) view.move(by);
  }

  onKey(event) {
    const { view, store } = this.page;
    if (event.target.closest?.('input, select, textarea') && !event.key.startsWith('Page')) return;
    const onButton = event.target.closest?.('button');
    const turn = (by) => () => (this.overview.hidden ? this.move(by) : null);
    const keys = {
      ArrowRight: turn(1), PageDown: turn(1), ArrowDown: turn(1), n: turn(1),
      ArrowLeft: turn(-1), PageUp: turn(-1), ArrowUp: turn(-1), p: turn(-1), Backspace: turn(-1),
      ...(onButton ? {} : { ' ': turn(1), Enter: turn(1) }),
      Home: () => { this.isTitle = true; view.go(store.steps[0]); this.paint(); },
      End: () => { this.isTitle = false; view.go(store.steps.at(-1)); this.paint(); },
      o: () => this.toggleOverview(),
      b: () => { this.dark.hidden = !this.dark.hidden; }, '.': () => { this.dark.hidden = !this.dark.hidden; },
      f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()),
      Escape: () => {
        if (!this.dark.hidden) this.dark.hidden = true;
        else if (!this.overview.hidden) this.toggleOverview();
        else this.stop();
      },
    };
    if (!(event.key in keys)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys[event.key]();
  }

  toggleOverview() {
    this.overview.hidden = !this.overview.hidden;
    if (this.overview.hidden) { this.overview.replaceChildren(); return; }
    const { page } = this;
    this.overview.replaceChildren(...page.store.steps.map((k) => element('button', {
      type: 'button', 'aria-description': page.view.say('go_to_step', { step: k }),
      'aria-current': k === page.store.step ? 'step' : null,
      onclick: () => { this.isTitle = false; page.view.go(k); this.toggleOverview(); this.paint(); },
    }, [document.importNode(page.stepPicture(k, page.view.theme.colours), true), String(k)])));
    this.overview.querySelector('[aria-current]')?.focus();
  }
}
