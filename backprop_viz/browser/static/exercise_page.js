// An exercise on a page of its own.

const told = JSON.parse(document.getElementById('backprop-viz-data').textContent);
const page = element('div', { class: 'bpp' });
document.getElementById('backprop-viz').append(
  element('main', { lang: told.lang }, [element('h1', {}, [told.title]), page]),
);
window.backpropViz = new Screen(page, told, [], () => {}); // whose moves can be looked at
