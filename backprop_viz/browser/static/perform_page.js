// A performance on a page of its own.

const told = JSON.parse(document.getElementById('backprop-viz-data').textContent);
const page = element('main', { class: 'bpp', lang: told.lang });
document.getElementById('backprop-viz').append(element('h1', {}, [told.title]), page);
window.backpropViz = new Performing(page, told, [], () => {}); // whose moves can be looked at
