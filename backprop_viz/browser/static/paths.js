// The paths of a story on the screen: their products, and a button for each that lights it.

class Paths {
  constructor(view) {
    this.view = view;
    this.kept = 0; // the path that stays lit
  }

  // What is said of what is picked; where it is asked for again, nothing has changed if its key hasn't.
  tell({ kind, index }) {
    const { program, store } = this.view;
    const isEdge = kind === 'edge';
    const node = isEdge ? program.edges[index].operand : index;
    this.story = story(program, store.run, node, store.step, isEdge ? index : null);
    return JSON.stringify([this.story.latex, this.story.messages]);
  }

  parts() {
    const { view, story: { ways, messages, latex } } = this;
    const scroll = (content) => element('div', {
      class: 'bpv-scroll', tabindex: '0', role: 'group', 'aria-label': view.say('formula'),
    }, [flowing(content)]);
    const rows = ways.map((way, i) => element('div', { class: 'bpv-path' }, [
      this.button(way, i), ...(way.latex && ways.length > 1 ? [scroll(way.latex)] : []),
    ]));
    return [
      element('p', {}, [messages.map(([key, slots]) => view.say(key, slots))
        .join(view.program.languages[view.store.lang].gap)]),
      ...(latex ? [scroll(latex)] : []), ...rows,
    ];
  }

  button({ names, edges }, i) {
    const { view } = this;
    const text = names.join(' → ');
    const light = (way) => () => view.drawing.tell(way);
    return element('button', {
      type: 'button', class: 'bpv-light', 'aria-pressed': String(i === this.kept),
      'aria-label': view.say('story_path', { number: i + 1, names: text }),
      onclick: () => this.keep(i), onpointerenter: light(edges), onfocus: light(edges),
      onpointerleave: () => this.light(), onblur: () => this.light(),
    }, [text]);
  }

  keep(i) {
    this.kept = i;
    this.view.explanation.root.querySelectorAll('.bpv-light').forEach((made, place) =>
      made.setAttribute('aria-pressed', String(place === i)));
    this.light();
  }

  light() { this.view.drawing.tell(this.story.ways[this.kept]?.edges ?? []); }
}
