// Begins with Python, and goes on as the worker of a kernel once it is told of which.
addEventListener('message', ({ data }) => importScripts(data.run), { once: true });
importScripts('../pyodide/kernel.js');
globalThis.backpropVizBegin();
