// Elements of the page, made and renewed.

const SVG = 'http://www.w3.org/2000/svg';

function element(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

function drawn(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent?.append(made);
  return made;
}

// Show a text that is another than before. To change a text node costs less than to put one in.
function showText(made, shown) {
  const { firstChild: text } = made;
  if (text?.nodeType !== Node.TEXT_NODE || text.nextSibling) made.textContent = shown;
  else if (text.data !== shown) text.data = shown;
}

// Make a node show what another one does. Only what differs is written: while a slider moves that is
// a few numbers, and to lay out all of a formula takes as long as the picture.
function renew(shown, wanted) {
  const names = wanted.getAttributeNames?.() ?? [];
  if (shown.nodeName !== wanted.nodeName || (shown.getAttributeNames?.() ?? []).join() !== names.join()) {
    shown.replaceWith(wanted);
    return;
  }
  if (shown.nodeType === Node.TEXT_NODE && shown.data !== wanted.data) shown.data = wanted.data;
  for (const name of names) {
    const value = wanted.getAttribute(name);
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  const [before, after] = [shown, wanted].map(({ childNodes }) => [...childNodes]);
  after.forEach((part, i) => (before[i] ? renew(before[i], part) : shown.append(part)));
  for (const part of before.slice(after.length)) part.remove();
}
