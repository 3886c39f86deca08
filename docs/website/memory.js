// Python's memory, as it is when a kernel is ready, is kept by the browser: a later visit goes on from there and
// imports nothing. It is made by a worker of its own, once the first visit has its lesson. It holds no code, so
// that shared libraries come before Python itself begins: in each visit they are the same, in the same places.
// What is kept belongs to one version of the site, and to one browser in one zone.
{
  const PACKAGES = 6; // where Pyodide's loader keeps what is loaded, which it does not find again by itself
  const [LENGTH, SUM] = ['x-length', 'x-sum'];
  const [SOON, LATE] = [3000, 20000]; // milliseconds that finding it, and going on from it, may take

  // What does not come in time has failed: nothing waits for a memory without limit.
  const within = (time, promise) => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('it takes too long')), time);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  };

  const sumOf = ({ buffer, byteOffset, length }) => {
    const words = new Uint32Array(buffer, byteOffset, length >> 2);
    let sum = 0;
    for (let i = 0; i < words.length; i += 1) sum = (Math.imul(sum, 31) + words[i]) | 0;
    return sum;
  };

  const keysOf = (made) => {
    const { constructor: { prototype } } = made;
    return [made, prototype, Object.getPrototypeOf(prototype)].flatMap((one) => Object.getOwnPropertyNames(one ?? {}));
  };

  // JavaScript that Python refers to, by name: Pyodide, what is in it, and what is global.
  const named = (python, made) => {
    if (made === python) return [];
    for (const [place, all] of [['python', python], ['global', globalThis]]) {
      const name = keysOf(all).find((key) => all[key] === made);
      if (name) return [place, name];
    }
    throw new Error(`${made} has no name`);
  };

  const store = async (site, version) => {
    const cache = await globalThis.caches.open(`backprop-viz-memory ${site}`);
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const of = [version, timeZone, navigator.userAgent].map(encodeURIComponent).join('&');
    return { cache, key: `${site}pyodide/memory?${of}` };
  };

  const kept = async (site, version) => {
    try {
      const found = store(site, version).then(({ cache, key }) => cache.match(key));
      return await within(SOON, found);
    } catch {
      return undefined; // a browser that keeps nothing
    }
  };

  const whole = async (reply) => {
    const memory = new Uint8Array(await reply.arrayBuffer());
    const told = [LENGTH, SUM].map((name) => reply.headers.get(name));
    if (String(told) !== String([memory.length, sumOf(memory)])) throw new Error('its memory is damaged');
    return memory.buffer;
  };

  const forget = (site) => {
    globalThis.caches.delete(`backprop-viz-memory ${site}`).catch(() => {});
  };

  const taken = (python, shared) => {
    const { _api: api, _module: module } = python;
    const libraries = Object.keys(module.LDSO.loadedLibsByName).filter((name) => name.endsWith('.so'));
    if (libraries.length > shared.length) throw new Error('there is a library that came later');
    const { getExpectedKeys: expected } = api;
    const { _makeSnapshot: before } = api.config;
    try {
      api.getExpectedKeys = () => [...expected().slice(0, PACKAGES), module.__hiwire_get(PACKAGES)];
      api.config._makeSnapshot = true;
      return python.makeMemorySnapshot({ serializer: (made) => named(python, made) });
    } finally {
      api.getExpectedKeys = expected;
      api.config._makeSnapshot = before;
    }
  };

  const keep = async (python, site, version, shared) => {
    try {
      const memory = taken(python, shared);
      const { cache, key } = await store(site, version);
      await Promise.all((await cache.keys()).map((old) => cache.delete(old)));
      const headers = { [LENGTH]: memory.length, [SUM]: sumOf(memory) };
      await cache.put(key, new Response(memory, { headers }));
    } catch (error) {
      console.warn(`Python's memory is not kept: ${error.message}`); // the disk may be full
    }
  };

  const plain = globalThis._createPyodideModule;

  // Python, with the files of these archives and the libraries among them, from the memory that is given, if any.
  const loaded = async (load, options, archives, shared, memory) => {
    let api, fail;
    const failed = new Promise((_, reject) => { fail = reject; });
    globalThis._createPyodideModule = (settings) => {
      ({ API: api } = settings);
      const prepared = async (module) => {
        const place = `/lib/python${module._py_version_major()}.${module._py_version_minor()}/site-packages`;
        globalThis.backpropVizUnpack.write(module.FS, place, await archives);
        const flags = { loadAsync: true, global: true, nodelete: true, allowUndefined: true };
        const fs = { findObject: () => true, readFile: (name) => module.FS.readFile(name) };
        for (const name of shared) await module.loadDynamicLibrary(`${place}/${name}`, { ...flags, fs });
        module.reportUndefinedSymbols();
      };
      settings.preRun.push((module) => {
        module.addRunDependency('packages');
        prepared(module).then(() => module.removeRunDependency('packages'), fail);
      });
      return plain(settings);
    };
    try {
      const restored = memory && {
        _loadSnapshot: memory,
        _snapshotDeserializer: ([place, name]) => {
          const { public_api: all } = api;
          return name ? { python: all, global: globalThis }[place][name] : all;
        },
      };
      const begun = Promise.race([load({ ...options, ...restored }), failed]);
      const python = await (memory ? within(LATE, begun) : begun);
      if (memory) {
        python._module.__hiwire_set(PACKAGES, python.loadedPackages);
        api.config._loadSnapshot = null; // which is as large as Python
      }
      return python;
    } finally {
      globalThis._createPyodideModule = plain;
    }
  };

  const begun = async ({ load, options, site, names, shared }, memory) => {
    const archives = globalThis.backpropVizUnpack.fetched(`${site}pyodide/`, names);
    const python = await loaded(load, { ...options, packages: [] }, archives, shared, memory);
    for (const name of names) python.loadedPackages[name] = 'default channel';
    return python;
  };

  // Python as it was, woken by `wake`, or a new one, made ready by `ready`.
  globalThis.backpropVizRemember = async (told) => {
    const { site, version, wake, ready } = told;
    const memory = await kept(site, version);
    if (memory) {
      try {
        const python = await begun(told, whole(memory));
        wake(python);
        return python;
      } catch (error) {
        console.warn(`Python begins anew: ${error.message}`);
        forget(site);
      }
    }
    const { load, options, names } = told;
    const python = await globalThis.backpropVizLoad(load, options, `${site}pyodide/`, names);
    await ready(python);
    return python;
  };

  // Keeps the memory of a Python that nobody uses, unless one is kept.
  globalThis.backpropVizMemorise = async (told) => {
    const { site, version, shared, ready } = told;
    if (!globalThis.caches || await kept(site, version)) return;
    const python = await begun(told);
    await ready(python);
    await keep(python, site, version, shared);
  };
}
