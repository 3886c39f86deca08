// A page that shows what only another framework computes: its numbers stand still, and it says so.

// What a part of the screen does in place of its own where the numbers stand still.
function whereStill(part, name, act) {
  const live = part.prototype[name];
  part.prototype[name] = function still(...given) {
    const { program } = this.view?.store ?? this.store ?? this;
    return program.opaque ? act.call(this, () => live.apply(this, given)) : live.apply(this, given);
  };
}

function refuse(store) {
  store.message = { key: 'opaque_kept', text: store.program.opaque, input: 0 };
  store.changed();
  return false;
}

for (const name of ['place', 'placeText']) whereStill(Store, name, function place() { return refuse(this); });
whereStill(Explanation, 'nudge', function nudge() { return refuse(this.view.store); });
whereStill(View, 'legendText', function legendText(own) { return `${own()} · ${this.say('opaque_legend')}`; });
whereStill(Inputs, 'row', function row(own) {
  const made = own();
  if (made.slider) made.slider.disabled = true;
  made.field.readOnly = true;
  return made;
});

const circleOf = SHAPES.circles;
SHAPES.circles = (drawing, part, group) => {
  circleOf(drawing, part, group);
  if (!part.item.opaque) return;
  const ring = group.querySelector('circle').cloneNode();
  ring.setAttribute('r', part.item.size / 2 - OPAQUE);
  group.querySelector('circle').after(ring);
};
