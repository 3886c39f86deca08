// What stands in the cells of cards: the twin of draw/cells.py, whose constants stand before this
// text. It is sent only where there are arrays.

// Add their cells to the labels of a scene that have a card and a value of its shape.
function fillCards({ plan, nodes, digits }, walk, latest, now) {
  const isBare = now.step === 0;
  const scales = isBare ? null : scalesOf(walk);
  const fill = (card, label, value, scale) => {
    if (!label.lines.length || label.mark === "faint" || !isSameShape(shapeOf(value), card.shape)) return;
    let cells; // which are made once they are asked for, as its lines are
    Object.defineProperty(label, "cells", { enumerable: true, get: () => cells ??= cellsOf(card, value, scale(), digits) });
    if (card.size) label.value = value;
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

const knownCells = new WeakMap(); // what is shown of a value, as long as that is the same

function cellsOf(card, value, scale, digits) {
  const known = knownCells.get(value);
  if (known && known.card === card && known.scale === scale && known.digits === digits) return known.cells;
  const cells = madeCells(card, value, scale, digits);
  knownCells.set(value, { card, scale, digits, cells });
  return cells;
}

function madeCells(card, value, scale, digits) {
  const { data } = value;
  const tones = tonesOf(data, scale);
  const shown = `±${formatNumber(scale)}`;
  if (!card.size) return { texts: [], tones: blocksOf(card, tones), scale: shown, told: toldOf(value) };
  const texts = Array.from(data, (x) => (x === 0 ? ZERO : formatNumber(x, card.chars, digits)));
  return { texts, tones: [...tones], scale: shown, told: [] };
}

// All numbers of a card on one line, as a table of numbers has them.
function rowsText({ value: { shape, data }, lines }, digits) {
  const rows = rowsOf({ shape, data }).map((row) => row.map((x) => formatNumber(x, 0, digits)).join(", "));
  return `[${rows.join("; ")}]${lines.at(-1).endsWith(" + ?") ? " + ?" : ""}`;
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

// The greatest size of the finite entries of a value.
function greatestOf(value) {
  if (isArray(value)) return sumsOf(value).size;
  return Number.isFinite(value) ? Math.abs(value) : 0;
}

// 1, 2 or 5 times a power of ten that is not less than the greatest of these; 1 for a size of 0.
function scaleOf(values) {
  const greatest = Math.max(0, ...values.map(greatestOf));
  if (!greatest) return 1;
  const power = greatest.toExponential(16).split("e")[1];
  const scale = [1, 2, 5, 10].map((lead) => Number(`${lead}e${power}`)).find((step) => step >= greatest);
  return Math.min(scale, Number.MAX_VALUE);
}

// How far a number is from 0, on which side; only that of 0 is 0.
function toneOf(x, scale) {
  const far = (x / scale) * TONES;
  if (Math.abs(far) < TONES && far !== 0) return Math.sign(far) * Math.ceil(Math.abs(far));
  return Number.isNaN(x) ? UNDEFINED : Math.sign(x) * (Math.abs(x) < Infinity ? far ? TONES : 1 : INFINITE);
}

const knownTones = new WeakMap(); // of entries that are shown more than once

// The same of all entries; in one loop without branches on their sign, for an image has many.
function tonesOf(data, scale) {
  const known = knownTones.get(data);
  if (known?.scale === scale) return known.tones;
  const tones = new Int8Array(data.length);
  const entries = floatsOf(data);
  for (let i = 0; i < entries.length; i += 1) {
    const far = (entries[i] / scale) * TONES;
    const up = Math.ceil(far) | 0;
    const down = Math.floor(far) | 0;
    tones[i] = up + ((down - up) & ((up + down) >> 31)); // away from 0
    if (!(Math.abs(far) < TONES) || far === 0) tones[i] = toneOf(entries[i], scale);
  }
  knownTones.set(data, { scale, tones });
  return tones;
}

// Of each block of an image the mean of its tones, rounded away from 0; what is no number wins.
function blocksOf({ table: [rows, columns], tops, lefts }, tones) {
  const starts = (size, count) => Array.from({ length: count + 1 }, (_, n) => Math.floor((n * size) / count));
  const [down, across] = [starts(rows, tops.length), starts(columns, lefts.length)];
  const found = [];
  for (let row = 0; row < tops.length; row += 1) {
    for (let column = 0; column < lefts.length; column += 1) {
      let sum = 0;
      let end = 0; // the last of them that is no number
      for (let i = down[row]; i < down[row + 1]; i += 1) {
        for (let k = across[column]; k < across[column + 1]; k += 1) {
          const tone = tones[i * columns + k];
          sum += tone;
          if (tone > TONES || tone < -TONES) end = end > 0 ? Math.max(end, tone) : tone;
        }
      }
      const count = (down[row + 1] - down[row]) * (across[column + 1] - across[column]);
      const mean = sum && Math.sign(sum) * Math.ceil(Math.abs(sum) / count);
      found.push(end || mean);
    }
  }
  return found;
}

function toldOf(value) {
  const { norm: size, least, greatest } = sumsOf(value);
  const ends = [least, greatest].map((x) => formatNumber(x, ENDS));
  return [`‖${formatNumber(size)}‖`, ends.join(TO)];
}
