// A question where nobody shows ipywidgets, as in marimo: see show/asked.py. The kernel judges.

const unmarked = (latex) => latex; // an answer lights no parts of a formula

function render({ model, el }) {
  let number = 0; // the same button may be used again
  const tell = (key) => {
    number += 1;
    model.set('said', { key, text: given(), number });
    model.save_changes();
  };
  const told = () => JSON.parse(model.get('shown'));
  const { lang, choices, buttons, name, placeholder } = told();
  const part = () => element('div');
  const [picture, prompt, feedback, formula] = [part(), part(), part(), part()];
  const field = element('input', { type: 'text', placeholder, 'aria-label': name });
  const group = `bpq-${Math.random()}`;
  const picks = choices.map((choice) => element('input', { type: 'radio', name: group, value: choice }));
  const labels = picks.map((pick) => element('label', {}, [pick, pick.value]));
  const given = () => (picks.length ? picks.find((pick) => pick.checked)?.value ?? '' : field.value);
  field.addEventListener('keydown', (event) => {
    event.stopPropagation(); // a notebook has keys of its own
    if (event.key === 'Enter' && !event.isComposing) tell('check');
  });
  const made = Object.entries(buttons).map(([key, label]) => [
    key, element('button', { type: 'button', onclick: () => tell(key) }, [label]),
  ]);
  const answer = picks.length
    ? element('div', { class: 'bpq-choices', role: 'radiogroup', 'aria-label': name }, labels) : field;
  const row = element('div', { class: 'bpq-row' }, [
    ...(picks.length ? [] : [answer]), ...made.map(([, button]) => button),
  ]);
  const root = element('div', { class: 'bpq', lang }, [
    picture, prompt, ...(picks.length ? [answer] : []), row, feedback, formula,
  ]);
  const seen = {};
  const paint = () => {
    const now = told();
    const isNew = (key) => seen[key] !== now[key];
    for (const [key, place] of Object.entries({ picture, prompt, feedback })) {
      if (isNew(key)) place.innerHTML = now[key]; // escaped where it is written
    }
    if (isNew('formula')) formula.replaceChildren(...(now.formula ? [flowing(now.formula)] : []));
    for (const [key, button] of made) button.hidden = !now.offered.includes(key);
    if (seen.prompt && isNew('prompt')) { // the next question
      field.value = '';
      field.focus();
    }
    Object.assign(seen, now);
  };
  model.on('change:shown', paint);
  paint();
  el.append(root);
  const life = new AbortController();
  tellTheme(root, life.signal); // for the picture
  return () => {
    life.abort();
    model.off('change:shown', paint);
  };
}

export default { render };
