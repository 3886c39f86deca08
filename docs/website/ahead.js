// A lesson's Python begins while JupyterLab itself is still being loaded: the first worker that
// JupyterLite asks for is the one that is there already, and runs what JupyterLite wants it to run.
if (/\/notebooks\/(index\.html)?$/.test(location.pathname)) {
  const Plain = globalThis.Worker;
  const ahead = new Plain(new URL('ahead-worker.js', import.meta.url));

  // JupyterLab draws cells that nobody sees yet whenever it is idle, and comes the later to what a
  // lesson waits for. They wait until there is a kernel, which has had time for its first cells.
  const { requestIdleCallback: whenIdle, cancelIdleCallback: cancel } = globalThis;
  const waiting = new Map();
  const drawn = new Map();
  const goOn = () => {
    Object.assign(globalThis, { requestIdleCallback: whenIdle });
    for (const [number, asked] of waiting) drawn.set(number, whenIdle(...asked));
    waiting.clear();
  };
  if (whenIdle) {
    let last = 0;
    globalThis.requestIdleCallback = (...asked) => {
      last -= 1; // which none of the browser's is
      waiting.set(last, asked);
      return last;
    };
    globalThis.cancelIdleCallback = (number) => {
      if (!waiting.delete(number)) cancel(drawn.get(number) ?? number);
    };
    setTimeout(goOn, 10000);
  }

  const { Worker } = {
    Worker: function (address, options) {
      if (!String(address).includes('/pyodide-kernel-extension/')) return new Plain(address, options);
      globalThis.Worker = Plain;
      if (whenIdle) setTimeout(goOn, 3000);
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

  // So is what another lesson may need, which there may be no network for.
  const later = {later}.map((path) => new URL(path, import.meta.url).href);
  setTimeout(() => navigator.serviceWorker?.controller?.postMessage({ keep: later }), 15000);
}
