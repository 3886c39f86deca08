// Beside a frame in somebody else's page: it is as high as its page says, and light or dark as all
// around it. Themes are told by a data attribute (furo, pydata, Material, Bootstrap) or by a class;
// where none is, the page in the frame asks the system. One listener serves all frames.
window.backpropVizFrames ??= (() => {
  const frames = () => [...document.querySelectorAll('iframe.backprop-viz')];
  const around = () => {
    for (const { dataset, classList } of [document.body, document.documentElement]) {
      const { theme, mode, bsTheme, mdColorScheme } = dataset;
      const told = `${theme ?? mode ?? bsTheme ?? mdColorScheme ?? ''} ${classList}`;
      if (/\b(dark|slate)\b/.test(told)) return 'dark';
      if (/\b(light|default)\b/.test(told)) return 'light';
    }
    return 'auto';
  };
  const tell = (frame) => frame.contentWindow?.postMessage({ backpropViz: { theme: around() } }, '*');
  window.addEventListener('message', ({ source, data }) => {
    const height = Number(data?.backpropViz?.height);
    const frame = frames().find((one) => one.contentWindow === source);
    if (!frame || !(height > 0)) return;
    if (!frame.dataset.told) tell(frame);
    frame.dataset.told = 'yes';
    frame.style.height = `${Math.min(height, 5000)}px`;
  });
  const watch = new MutationObserver(() => frames().forEach(tell));
  for (const part of [document.documentElement, document.body]) {
    watch.observe(part, { attributeFilter: ['class', 'data-theme', 'data-mode', 'data-bs-theme', 'data-md-color-scheme'] });
  }
  return true;
})();
