// An exercise in a notebook: the moves are the model's.

const isTyped = ({ ctrlKey, metaKey, altKey, shiftKey, key }) => !ctrlKey && !metaKey && !altKey
  && !(shiftKey && key === 'Enter');

// A notebook has keys of its own, and looks for an attribute before anyone else hears.
function keepKeys(root, signal) {
  root.addEventListener('keydown', (event) => { if (isTyped(event)) event.stopPropagation(); }, { signal });
  window.addEventListener('keydown', (event) => {
    if (root.contains(event.target)) event.target.toggleAttribute('data-lm-suppress-shortcuts', isTyped(event));
  }, { capture: true, signal });
}

function render({ model, el }) {
  const root = element('div', { class: 'bpp', lang: JSON.parse(model.get('prepared')).lang });
  el.append(root);
  const life = new AbortController();
  keepKeys(root, life.signal);
  tellTheme(root, life.signal);
  let screen = null;
  const open = () => {
    screen?.remove();
    screen = new Screen(root, JSON.parse(model.get('prepared')), model.get('moves'), (moves) => {
      isMine = true;
      model.set('moves', structuredClone(moves));
      isMine = false;
      model.save_changes();
    });
  };
  let isMine = false;
  const changed = () => { if (!isMine) open(); };
  model.on('change:moves', changed);
  open();
  return () => {
    model.off('change:moves', changed);
    life.abort();
    screen.remove();
  };
}

export default { render };
