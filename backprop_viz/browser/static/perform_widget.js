// A performance in a notebook: the moves are the model's.

function render({ model, el }) {
  const root = element('div', { class: 'bpp', lang: JSON.parse(model.get('prepared')).lang });
  el.append(root);
  let screen = null;
  const open = () => {
    screen?.remove();
    screen = new Performing(root, JSON.parse(model.get('prepared')), model.get('moves'), (moves) => {
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
    screen.remove();
  };
}

export default { render };
