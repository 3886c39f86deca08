// Python begins to load before the playground itself is there.
globalThis.backpropVizPython = globalThis.backpropVizKeep('../service-worker.js').then(() => new Worker('worker.js'));
