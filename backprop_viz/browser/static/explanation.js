// What is said of a node or an edge that is picked, and what a nudge of it does.

class Explanation {
  constructor(view) {
    this.view = view;
    this.selected = null; // {kind: 'edge' | 'node', index}
    this.focused = null; // the same of what has the focus
    this.nudged = null; // {node, times, epsilon}
    this.paths = new Paths(view);
    this.root = element('section', { class: 'bpv-explanation', hidden: true });
  }

  select(kind, index) {
    const same = this.selected?.kind === kind && this.selected.index === index;
    this.show(same ? null : { kind, index });
  }

  close() { this.show(null); }

  show(selected) {
    this.selected = selected;
    this.nudged = null;
    this.paths.kept = 0;
    this.view.paint();
  }

  // What is known at the step on show, and of the rest that it is not known yet.
  told(step, text) { return step <= this.view.store.step ? text : '?'; }

  stepOfValue(node) { return computedAt(this.view.program, node); }

  // When all of a node's gradient is there.
  stepOfGradient(node) {
    const { program, store } = this.view;
    return store.stepOfEdge(program.edges.findLastIndex(({ operand }) => operand === node));
  }

  nodeOf({ kind, index }) { return kind === 'node' ? index : this.view.program.edges[index].operand; }

  nudge(sign) {
    const target = this.selected ?? this.focused;
    const node = target && this.nodeOf(target);
    if (!target || !this.view.hasGradient(node)) return;
    if (!this.selected) this.selected = target;
    const sizes = entriesOf(this.view.store.run.values[node]).map(Math.abs).filter(Number.isFinite);
    const once = 0.01 * sizes.reduce((one, other) => Math.max(one, other), 1);
    const times = sign + (this.nudged?.node === node ? this.nudged.times : 0);
    this.nudged = times ? { node, times, epsilon: times * once } : null;
    this.view.paint();
  }

  paint() {
    const { root, view, selected, nudged } = this;
    if (!selected) {
      if (!this.explained) return; // nothing was said
      view.drawing.tell([]);
      root.replaceChildren();
      root.hidden = true;
      this.explained = '';
      return;
    }
    root.hidden = false;
    const { kind, index } = selected;
    const told = this.paths.tell(selected);
    const { inputs } = view.store;
    const key = JSON.stringify([selected, view.store.lang, nudged, told, this.known(selected)]);
    const isOld = key === this.explained && inputs.every((value, i) => value === this.inputs[i]);
    if (isOld) return; // a pinned explanation keeps its focus while steps go on
    [this.explained, this.inputs] = [key, [...inputs]];
    const parts = kind === 'edge' ? this.ofEdge(index) : this.ofNode(index);
    const close = element('button', { type: 'button', class: 'bpv-close', onclick: () => this.close(), 'aria-label': view.say('close') }, ['×']);
    const nudges = !view.hasGradient(this.nodeOf(selected)) ? '' : element('div', { class: 'bpv-nudge' }, [
      element('button', { type: 'button', class: 'bpv-minus', onclick: () => this.nudge(-1), 'aria-label': view.say('nudge_down') }, ['− ε']),
      element('button', { type: 'button', class: 'bpv-plus', onclick: () => this.nudge(1), 'aria-label': view.say('nudge_up') }, ['+ ε']),
      ...(nudged ? [this.nudgeText()] : [view.say('nudge_hint')]),
    ]);
    root.setAttribute('aria-label', view.pickLabel(`${kind}-${index}`));
    const buttons = () => [...root.querySelectorAll('button')];
    const focused = buttons().indexOf(root.getRootNode().activeElement);
    root.replaceChildren(close, ...parts, ...this.paths.parts(), nudges);
    this.paths.light();
    if (focused >= 0) buttons()[focused]?.focus({ preventScroll: true });
  }

  // How much of what is said of it the step on show knows.
  known({ kind, index }) {
    const { program: { edges, output }, store } = this.view;
    const node = kind === 'edge' ? edges[index].node : index;
    const isAbout = (edge) => edge.operand === node || edge.node === node;
    const steps = edges.flatMap((edge, i) => (isAbout(edge) ? [store.stepOfEdge(i)] : []));
    return [...steps, ...[node, output].map((i) => this.stepOfValue(i)), store.stepOfEdge(-1)].filter((k) => k <= store.step).length;
  }

  stepLink(step, text) {
    return element('button', {
      type: 'button', class: 'bpv-jump', onclick: () => this.view.go(step),
      'aria-label': `${text}, ${this.view.say('go_to_step', { step })}`,
    }, [text]);
  }

  ofEdge(index) {
    const { view } = this;
    const { program, store } = view;
    const edge = program.edges[index];
    const step = store.stepOfEdge(index);
    const output = view.shown(program.output);
    const links = [];
    program.edges.forEach((other, i) => {
      if (other.operand === edge.node) {
        const value = this.told(store.stepOfEdge(i), store.text('contribution', i));
        links.push(this.stepLink(store.stepOfEdge(i), `∂${output}/∂${view.shown(edge.node)}: ${value}`));
      }
    });
    if (!links.length) links.push(this.stepLink(store.stepOfEdge(0) - 1, `∂${output}/∂${output} = 1`));
    return [
      element('p', { class: 'bpv-heading' }, [view.pickLabel(`edge-${index}`)]),
      ...(step > store.step ? [] : [
        element('div', { class: 'bpv-scroll', tabindex: '0', role: 'group', 'aria-label': view.say('formula') },
          [flowing(store.latex(step))]),
        element('p', {}, [store.remark(step)]),
      ]),
      element('p', {}, [view.say('upstream_from'), ' ', ...links, ' ',
        this.stepLink(step, view.say('this_step', { step }))]),
    ];
  }

  ofNode(index) {
    const { view } = this;
    const { program, store } = view;
    const output = view.shown(program.output);
    const name = view.shown(index);
    const arriving = [];
    program.edges.forEach((edge, i) => {
      if (edge.operand !== index) return;
      const value = this.told(store.stepOfEdge(i), store.text('contribution', i));
      if (arriving.length) arriving.push(' + ');
      arriving.push(this.stepLink(store.stepOfEdge(i), value.startsWith('−') ? `(${value})` : value));
    });
    const total = this.told(this.stepOfGradient(index), store.text('gradients', index));
    const several = program.edges.filter((edge) => edge.operand === index).length > 1;
    const sum = arriving.length ? [...arriving, ...(several ? [` = ${total}`] : [])] : [total];
    const locals = element('ul', {}, program.edges.flatMap((edge, i) => {
      if (edge.node !== index) return [];
      const local = this.told(store.stepOfEdge(i), store.text('local', i));
      return [element('li', {}, [this.stepLink(store.stepOfEdge(i), `∂${name}/∂${view.shown(edge.operand)} = ${local}`)])];
    }));
    return [
      element('p', { class: 'bpv-heading' }, [view.pickLabel(`node-${index}`)]),
      element('p', {}, [`${name} = ${this.told(this.stepOfValue(index), store.text('values', index))}`]),
      element('p', {}, [`∂${output}/∂${name} = `, ...sum]),
      ...(locals.childElementCount ? [element('p', {}, [view.say('locals')]), locals] : []),
    ];
  }

  nudgeText() {
    const { node, epsilon } = this.nudged;
    const { view } = this;
    const { program, store: { run: walk } } = view;
    const { before, after, predicted } = nudge(program, walk, node, epsilon);
    const output = this.stepOfValue(program.output);
    const told = (step, number) => this.told(step, view.store.shown(number));
    const seen = view.say(isArray(walk.values[program.output]) ? 'nudge_sum' : 'nudge_output', { name: view.shown(program.output) });
    const key = isArray(walk.values[node]) ? 'nudge_each' : 'nudge_result';
    return element('span', { role: 'status', class: 'bpv-nudged' }, [view.say(key, {
      name: view.shown(node), output: seen, epsilon: view.store.shown(epsilon),
      before: told(output, before), after: told(output, after),
      real: told(output, after - before), predicted: told(this.stepOfGradient(node), predicted),
    })]);
  }
}
