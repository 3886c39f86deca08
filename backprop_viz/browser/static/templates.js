// What a step in words and a step in mathematics share: the templates of the rows, and what they
// are filled with.

const SLOT = /<([a-z]\d*)(!?)>| ?<(\*)> ?/g;

function put(template, slots) {
  return template.replace(SLOT, (_, slot, alone, times) => slots[slot ?? times][alone ? 1 : 0]);
}

// For each operand's slot in a template, its text as a factor and as it stands alone.
function operandSlots(row, texts, asFactor) {
  return Object.fromEntries(texts.map((text, i) => [row.parameters[i], [asFactor(text), text]]));
}

// The running total as the sides of an equation: `8 + ?`, and at last `8 + 4`, `12`.
function runningSum(now, show, guarded) {
  const total = show(now.total);
  if (!now.complete) return [`${total} + ?`];
  return [`${show(now.before)} + ${guarded(show(now.contribution))}`, total];
}

// How many entries of an operand there are for each of the value's.
const shareOf = (operand, value) =>
  Math.floor(entriesOf(operand).length / (entriesOf(value).length || 1));

// Two arrays are multiplied entry by entry.
const joinsArrays = (operands) => operands.filter(isArray).length > 1;

function timesSign(now) {
  return isArray(now.upstream) && isArray(now.local) ? "⊙" : "·";
}
