// Beside a frame in somebody else's page: it is as high as its page says, and light or dark as all
// around it. Themes are told by a data attribute (furo, pydata, Material, Bootstrap) or by a class;
// where none is, it is seen in what is painted behind the frame: a page that says nothing is white
// on a dark system, too. One listener serves all frames.
window.backpropVizFrames ??= (() => {
  const frames = () => [...document.querySelectorAll('iframe.backprop-viz')];
  const brush = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
    .getContext('2d', { willReadFrequently: true });
  const behind = (frame) => {
    for (let part = frame.parentElement; part; part = part.parentElement) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = getComputedStyle(part).backgroundColor;
      brush.fillRect(0, 0, 1, 1);
      const [red, green, blue, opaque] = brush.getImageData(0, 0, 1, 1).data;
      if (opaque > 127) return 0.3 * red + 0.59 * green + 0.11 * blue < 128 ? 'dark' : 'light';
    }
    const schemes = getComputedStyle(document.documentElement).colorScheme;
    if (!schemes.includes('dark')) return 'light';
    return schemes.includes('light') ? 'auto' : 'dark';
  };
  const around = (frame) => {
    for (const { dataset, classList } of [document.body, document.documentElement]) {
      const { theme, mode, bsTheme, mdColorScheme } = dataset;
      const told = `${theme ?? mode ?? bsTheme ?? mdColorScheme ?? ''} ${classList}`;
      if (/\b(dark|slate)\b/.test(told)) return 'dark';
      if (/\b(light|default)\b/.test(told)) return 'light';
    }
    return behind(frame);
  };
  const tell = (frame) => frame.contentWindow?.postMessage({ backpropViz: { theme: around(frame) } }, '*');
  window.addEventListener('message', ({ source, data }) => {
    const height = Number(data?.backpropViz?.height);
    const frame = frames().find((one) => one.contentWindow === source);
    if (!frame || !(height > 0)) return;
    if (!frame.dataset.told) tell(frame);
    frame.dataset.told = 'yes';
    frame.style.height = `${Math.min(height, 5000)}px`;
  });
  const all = () => frames().forEach(tell);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => setTimeout(all));
  window.addEventListener('load', all);
  const watch = new MutationObserver(all);
  for (const part of [document.documentElement, document.body]) {
    watch.observe(part, { attributeFilter: ['class', 'data-theme', 'data-mode', 'data-bs-theme', 'data-md-color-scheme'] });
  }
  return true;
})();
