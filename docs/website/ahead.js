// A lesson's Python begins while JupyterLab itself is still being loaded: the first worker that
// JupyterLite asks for is the one that is there already, and runs what JupyterLite wants it to run.
if (/\/notebooks\/(index\.html)?$/.test(location.pathname)) {
  const Plain = globalThis.Worker;
  const ahead = new Plain(new URL('ahead-worker.js', import.meta.url));
  const { Worker } = {
    Worker: function (address, options) {
      if (!String(address).includes('/pyodide-kernel-extension/')) return new Plain(address, options);
      globalThis.Worker = Plain;
      // Once the lesson is there, the memory of a Python that is ready is kept as well.
      setTimeout(() => new Plain(new URL('memory-worker.js', import.meta.url)), 12000);
      ahead.postMessage({ run: String(address) });
      return ahead;
    },
  };
  globalThis.Worker = Object.assign(Worker, { prototype: Plain.prototype });

  // Once the lesson is there, its scripts are kept compiled as well.
  const compile = () => navigator.serviceWorker?.register(new URL('../service-worker.js?compile', import.meta.url), {
    scope: new URL('../compiled/', import.meta.url),
  }).catch(() => {});
  setTimeout(compile, 12000);
}
