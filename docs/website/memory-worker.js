// Makes the memory that a later visit goes on from, and ends.
importScripts('../pyodide/kernel.js');
globalThis.backpropVizKeepMemory().finally(() => close());
