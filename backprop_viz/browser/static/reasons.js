// Why a number is nan or infinite: the ladders of reasons, and what the row of an operation says.

// Whether the condition "undefined" or "kink" of a row is met, entry by entry, and anywhere.
function where(condition, row, operands) {
  const formula = OPS[row.op][condition];
  return apply(formula, given(row, [...operands]));
}

function holds(condition, row, operands) {
  return entriesOf(where(condition, row, operands)).some(Boolean);
}

// For each rung of a ladder, where it holds, from what the ladder's names stand for.
function reasons(ladder, ...values) {
  return LADDERS[ladder].map(([key, formula]) => ({ key, where: apply(formula, values) }));
}

// Where a test holds for any, or for all, of some values, entry by entry.
const everything = (values) => values.map((_, i) => i);
const anyEntry = (test, values) => apply(of(everything(values), (v) => v.some(test)), values);
const allEntries = (test, values) => apply(of(everything(values), (v) => v.every(test)), values);

// What is said where a condition holds, behind its key; of some entries only it says so.
function ofEntries({ say }, key, text, condition) {
  const met = entriesOf(condition);
  if (!met.some(Boolean)) return [];
  return [[key, met.every(Boolean) ? text : say("some_entries", { text })]];
}

// The reasons that hold somewhere, in words.
function inWords(told, found, slots) {
  const why = told.row.domain === null ? "" : told.row.domain[told.lang];
  return found.flatMap(({ key, where: met }) =>
    ofEntries(told, key, told.say(key, { ...slots, why }), met));
}

// Where a test holds for any of the operands: entry by entry, or for any entry at all.
function among(row, test, values) {
  return isEntrywise(row) ? anyEntry(test, values)
    : values.some((value) => entriesOf(value).some(test));
}

// Why what goes back of whole arrays is not finite.
function whyGathered(told, slots) {
  const { upstream, contribution, position } = told.now;
  if (isFinite(contribution)) return [];
  const others = told.operands.filter((_, place) => place !== position);
  const isWild = ![upstream, ...others].every(isFinite);
  const found = reasons("gathered", contribution, isWild);
  return inWords(told, found, { ...slots, value: told.show(contribution) });
}

const REASONS = {
  "<why>": ({ row, lang }) => [["why", row.why[lang]]],

  "<kink>": (told) => (told.row.kink === null ? []
    : ofEntries(told, "kink", told.row.kink[told.lang], where("kink", told.row, told.operands))),

  "<value>"(told, slots) {
    const { row, operands, value } = told;
    if (isFinite(value)) return [];
    const nans = among(row, Number.isNaN, operands);
    const infinities = among(row, (x) => Math.abs(x) === Infinity, operands);
    const found = reasons("value", value, where("undefined", row, operands), nans, infinities);
    return inWords(told, found, { ...slots, formula: slots.reckoned });
  },

  "<slope>"(told, slots) {
    const { row, operands, value, now: { local } } = told;
    if (local === null) return [];
    const undefinedAt = where("undefined", row, operands);
    if (isFinite(local) && !entriesOf(undefinedAt).some(Boolean)) return [];
    const nans = anyEntry(Number.isNaN, operands);
    const isUndefined = allEntries(Boolean, [undefinedAt, apply(of([0], (v) => !v[0]), [nans])]);
    const isFine = allEntries(Number.isFinite, [...operands, value]);
    const found = reasons("slope", local, isUndefined, isFine);
    return inWords(told, found, { ...slots, value: told.show(local) });
  },

  // Why the product is not finite where its factors are, or is finite where one is not.
  "<product>"(told, slots) {
    const { row, operands, value } = told;
    const { upstream, local, contribution, position, isSummed } = told.now;
    if (local === null) return whyGathered(told, slots);
    if ([upstream, local, contribution].every(isFinite)) return [];
    const known = [...given(row, operands, value), upstream, local];
    const term = apply(OPS[row.op].back[position], known);
    const shape = shapeOf(apply(OPS.mul.f, [upstream, local]));
    const product = shape.length ? { shape, data: stretched(term, shape) } : term;
    const found = reasons("product", product, upstream, local);
    if (isSummed) {
      const place = found.findIndex(({ key }) => key === "overflow"); // told of the sum
      const [{ where: grown }] = found.splice(place, 1);
      const nans = anyEntry(Number.isNaN, [product]);
      const wild = anyEntry((x) => !Number.isFinite(x), [product]);
      const some = [nans, wild, grown].map((met) => unbroadcast(met, shapeOf(contribution)));
      found.push(...reasons("sum", contribution, ...some));
    }
    return inWords(told, found, { ...slots, value: told.show(contribution) });
  },

  "<total>"(told, slots) {
    const { before, contribution, total } = told.now;
    if (before === null || isFinite(total)) return [];
    const parts = [before, contribution];
    const wild = anyEntry((x) => !Number.isFinite(x), parts);
    const found = reasons("sum", total, anyEntry(Number.isNaN, parts), wild, false);
    return inWords(told, found, { ...slots, value: told.show(total) });
  },
};
