// What stands in the cells of cards: the twin of draw/cells.py, whose constants stand before this
// text. It is sent only where there are arrays.

// Add their cells to the labels of a scene that have a card and a value of its shape.
function fillCards({ plan, nodes, digits }, walk, latest, now) {
  const isBare = now.step === 0;
  const scales = isBare ? null : scalesOf(walk);
  const fill = (card, label, value, scale) => {
    if (!label.lines.length || label.mark === "faint" || !isSameShape(shapeOf(value), card.shape)) return;
    label.cells = cellsOf(card, value, scale(), digits);
  };
  plan.wires.forEach(({ card, node, constant }, n) => {
    if (!card) return;
    if (isBare) {
      if (constant.length) fill(card, now.values[n], nodes[node].value, () => scaleOf([nodes[node].value]));
      return;
    }
    fill(card, now.values[n], walk.values[node], () => scales.values[node]);
    fill(card, now.gradients[n], latest[node]?.total ?? walk.gradients[node], () => scales.gradients[node]);
  });
  if (isBare) return;
  plan.branches.forEach(({ card, node, edge }, n) => {
    if (card) fill(card, now.contributions[n], walk.backflows[edge].contribution, () => scales.gradients[node]);
  });
}

function cellsOf(card, { data }, scale, digits) {
  const tones = data.map((x) => toneOf(x, scale));
  const shown = `±${formatNumber(scale)}`;
  if (!card.size) return { texts: [], tones: blocksOf(card, tones), scale: shown, told: toldOf(data) };
  const texts = data.map((x) => (x === 0 ? ZERO : formatNumber(x, card.chars, digits)));
  return { texts, tones, scale: shown, told: [] };
}

const knownScales = new WeakMap();

// For each node of a walk the scale of its values, and of all gradients that come to it.
function scalesOf(walk) {
  if (!knownScales.has(walk)) {
    const arrived = walk.gradients.map((total) => (total === null ? [] : [total]));
    for (const { operand, contribution, total } of walk.backflows) arrived[operand].push(contribution, total);
    knownScales.set(walk, { values: walk.values.map((value) => scaleOf([value])), gradients: arrived.map(scaleOf) });
  }
  return knownScales.get(walk);
}

// 1, 2 or 5 times a power of ten that is not less than the greatest finite size; 1 for a size of 0.
function scaleOf(values) {
  let greatest = 0;
  for (const value of values) {
    for (const x of entriesOf(value)) {
      const size = Math.abs(x);
      if (size > greatest && size < Infinity) greatest = size;
    }
  }
  if (!greatest) return 1;
  const power = greatest.toExponential(16).split("e")[1];
  const scale = [1, 2, 5, 10].map((lead) => Number(`${lead}e${power}`)).find((step) => step >= greatest);
  return Math.min(scale, Number.MAX_VALUE);
}

// How far a number is from 0, on which side; only that of 0 is 0.
function toneOf(x, scale) {
  if (Number.isNaN(x)) return UNDEFINED;
  if (x === 0) return 0;
  const size = Math.abs(x) === Infinity ? INFINITE : Math.min(Math.max(Math.ceil((Math.abs(x) / scale) * TONES), 1), TONES);
  return x < 0 ? -size : size;
}

// Of each block of an image the tone that is farthest from 0, of two such the one above it.
function blocksOf({ table: [rows, columns], tops, lefts }, tones) {
  const rank = (tone) => 2 * Math.abs(tone) + (tone > 0 ? 1 : 0);
  const starts = (size, count) => Array.from({ length: count + 1 }, (_, n) => Math.floor((n * size) / count));
  const [down, across] = [starts(rows, tops.length), starts(columns, lefts.length)];
  const found = [];
  for (let row = 0; row < tops.length; row += 1) {
    for (let column = 0; column < lefts.length; column += 1) {
      let best = 0;
      for (let i = down[row]; i < down[row + 1]; i += 1) {
        for (let k = across[column]; k < across[column + 1]; k += 1) {
          const tone = tones[i * columns + k];
          if (rank(tone) > rank(best)) best = tone;
        }
      }
      found.push(best);
    }
  }
  return found;
}

function toldOf(data) {
  let [least, greatest] = [Infinity, -Infinity];
  for (const x of data) {
    least = Math.min(least, x);
    greatest = Math.max(greatest, x);
  }
  const ends = [least, greatest].map((x) => formatNumber(x, ENDS));
  return [`‖${formatNumber(norm({ data }))}‖`, ends.join(TO)];
}
