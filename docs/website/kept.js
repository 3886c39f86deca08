// Lets a service worker keep what a page of the site loads. It is waited for until it serves the page,
// so that it sees all that comes after, and is told what came before. Without one the page works, too.
globalThis.backpropVizKeep = async (address, patience = 3000) => {
  const { serviceWorker } = navigator;
  try {
    const { active } = await serviceWorker.register(address);
    if (!active && !serviceWorker.controller) {
      await new Promise((done) => {
        serviceWorker.addEventListener('controllerchange', done, { once: true });
        setTimeout(done, patience);
      });
    }
  } catch {
    return; // a browser that has none, or none for such a page
  }
  const tell = () => {
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    serviceWorker.controller?.postMessage({ keep: [location.href, ...loaded] });
  };
  tell();
  addEventListener('load', tell);
};
