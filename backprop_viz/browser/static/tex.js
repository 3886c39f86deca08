// The LaTeX that a step says, as MathML, which browsers draw by themselves. It knows what the
// table of operations and the steps write, the marks of a formula's parts (tell/lines.py), and
// shows anything else as text. TEX_SYMBOLS,
// TEX_FUNCTIONS and TEX_SPACES, from spell/symbols.py, stand before this text.

const TEX_OPERATORS = new Set('∂ · ⊙ × → > < ≤ ≥ ∼ ≈ ‖ = + - , ; ( ) [ ] | ! : /'.split(' '));
// After one of these, at the beginning and in a fence a minus is a sign and has no room around it.
const TEX_BEFORE_SIGN = new Set(
  '= < > ( [ { , + - & \\\\ \\cdot \\odot \\times \\quad \\to \\lt \\gt \\le \\ge \\approx'.split(' '));
const MATHML = 'http://www.w3.org/1998/Math/MathML';

function mathElement(name, children = [], attributes = {}) {
  const made = document.createElementNS(MATHML, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// <math> for a LaTeX string; `alttext` keeps the source for whoever cannot see it.
function typeset(latex) {
  const tokens = latex.match(/\\at\{[\d-]+\}|\\[A-Za-z]+|\\.|[0-9]+(?:\.[0-9]+)?|[^\s]/gu) ?? [];
  let at = 0;
  const row = (items) => (items.length === 1 ? items[0] : mathElement('mrow', items));

  function until(...ends) {
    const items = [];
    while (at < tokens.length && !ends.includes(tokens[at])) {
      const item = scripted(atom());
      if (item) items.push(item);
    }
    at += 1; // the end itself
    return items;
  }
  function argument() {
    if (tokens[at] !== '{') return atom() ?? mathElement('mrow');
    at += 1;
    return row(until('}'));
  }
  function plainArgument() { // the text of {...}, for names
    let depth = 0, text = '';
    do {
      const token = tokens[at++];
      if (token === undefined) break;
      if (token === '{') depth += 1;
      else if (token === '}') depth -= 1;
      else if (/^\\[A-Za-z]+$/.test(token)) text += TEX_SYMBOLS[token.slice(1)] ?? token;
      else text += token.replace(/^\\/, '');
    } while (depth > 0);
    return text;
  }
  function scripted(base) {
    let sub = null, sup = null;
    while (tokens[at] === '_' || tokens[at] === '^' || tokens[at] === "'") {
      const kind = tokens[at++];
      if (kind === '_') sub = argument();
      else {
        const more = kind === '^' ? argument() : mathElement('mo', ['′'.repeat(primes())]);
        sup = sup ? mathElement('mrow', [sup, more]) : more;
      }
    }
    base ??= mathElement('mrow');
    if (sub && sup) return mathElement('msubsup', [base, sub, sup]);
    if (sub) return mathElement('msub', [base, sub]);
    return sup ? mathElement('msup', [base, sup]) : base;
  }
  // Whether what comes now has no operand before it, in whose mark it may be.
  function isFirst() {
    let before = at - 2;
    while (tokens[before]?.startsWith('\\at{')) before -= 1;
    return before < 0 || tokens[before - 1] === '\\left' || TEX_BEFORE_SIGN.has(tokens[before]);
  }
  function primes() {
    let count = 1;
    while (tokens[at] === "'") { at += 1; count += 1; }
    return count;
  }
  function fence() { // the delimiter behind \left or \right; a dot is none
    const token = tokens[at++] ?? '.';
    return token === '.' ? '' : TEX_SYMBOLS[token.slice(1)] ?? token;
  }
  function matrix() { // between \begin{bmatrix} and \end{bmatrix}
    const rows = [[]];
    for (let end = '&'; end !== '\\end' && at < tokens.length;) {
      const cell = mathElement('mtd', until('&', '\\\\', '\\end'));
      rows[rows.length - 1].push(cell);
      end = tokens[at - 1];
      if (end === '\\\\') rows.push([]);
    }
    plainArgument();
    const table = mathElement('mtable', rows.map((cells) => mathElement('mtr', cells)));
    const bracket = (text) => mathElement('mo', [text], { fence: 'true', stretchy: 'true' });
    return mathElement('mrow', [bracket('['), table, bracket(']')]);
  }
  function atom() {
    const token = tokens[at++];
    if (token === '{') return row(until('}'));
    if (token === undefined || token === '}') return null;
    if (/^[0-9]/.test(token)) return mathElement('mn', [token]);
    if (!token.startsWith('\\')) {
      if (TEX_OPERATORS.has(token)) {
        if (token === '-') return mathElement('mo', ['−'], { form: isFirst() ? 'prefix' : 'infix' });
        return mathElement('mo', [token], '()[]|'.includes(token) ? { stretchy: 'false' } : {});
      }
      return mathElement('mi', [token]);
    }
    const name = token.slice(1);
    if (name.startsWith('at{')) { // the mark of a part, up to its \ta
      return mathElement('mrow', until('\\ta'), { 'data-at': name.slice(3, -1) });
    }
    if (name === 'frac') return mathElement('mfrac', [argument(), argument()]);
    if (name === 'underset') {
      const under = argument();
      return mathElement('munder', [argument(), under]);
    }
    if (name === 'sqrt') return mathElement('msqrt', [argument()]);
    if (name === 'sum') return mathElement('mo', ['∑']);
    if (name === 'hat') { plainArgument(); return mathElement('mo', ['^']); }
    if (name === 'mathrm' || name === 'operatorname' || name === 'text') {
      return mathElement('mi', [plainArgument()], { mathvariant: 'normal' });
    }
    if (name === 'mathbf') return mathElement('mn', [plainArgument()], { class: 'bpv-bold' });
    if (name === 'begin') { plainArgument(); return matrix(); }
    if (name === 'left') {
      const open = fence();
      const inside = until('\\right');
      const close = fence();
      const mark = (text, form) =>
        mathElement('mo', [text], { form, fence: 'true', stretchy: 'true' });
      return mathElement('mrow', [
        ...(open ? [mark(open, 'prefix')] : []), ...inside,
        ...(close ? [mark(close, 'postfix')] : []),
      ]);
    }
    if (name in TEX_SPACES) return mathElement('mspace', [], { width: `${TEX_SPACES[name]}em` });
    if (TEX_FUNCTIONS.includes(name)) {
      const made = mathElement('mi', [name]);
      return isFirst() ? made : mathElement('mrow', [mathElement('mspace', [], { width: '.17em' }), made]);
    }
    if (name in TEX_SYMBOLS) {
      const symbol = TEX_SYMBOLS[name];
      const fixed = symbol === '‖' ? { stretchy: 'false' } : {};
      return mathElement(TEX_OPERATORS.has(symbol) && symbol !== '∂' ? 'mo' : 'mi', [symbol], fixed);
    }
    return mathElement('mtext', [name.length > 1 ? token : name]);
  }
  const math = mathElement('math', until(undefined), { display: 'block', alttext: unmarked(latex) });
  return math;
}

// A formula cut where a line of it may end: before its = and ≈ (but for the first behind a wide
// space, where another equation begins), after a wide space, and behind a large array in brackets.
function sidesOf(latex) {
  const sides = [''];
  let depth = 0;
  for (const token of latex.match(/\\[A-Za-z]+|\\.|[^]/gu) ?? []) {
    if (['{', '[', '\\left', '\\begin'].includes(token)) depth += 1;
    if (['}', ']', '\\right', '\\end'].includes(token)) depth -= 1;
    const side = sides.at(-1).trim();
    const isFirst = sides.at(-2)?.trim().endsWith('\\quad') && !side.includes('=');
    const ends = (['=', '\\approx'].includes(token) && !isFirst) || (side.endsWith('\\quad') && token !== ' ')
      || (/^\\[co]dot$/.test(token) && /\](\^\{\\top\})?\)?$/.test(side)); // behind a large array
    if (ends && depth === 0 && side !== '') sides.push('');
    sides[sides.length - 1] += token;
  }
  return sides;
}

// The same as mathematics that flows as text does.
function flowing(latex) {
  return element('div', { class: 'bpv-sides' }, sidesOf(latex).map(typeset));
}
