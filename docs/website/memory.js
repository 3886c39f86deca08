// Python's memory, as it was when a kernel was ready, is kept by the browser: a later visit goes on from there and
// imports nothing. It holds no code, so that shared libraries come before Python itself begins: in each visit they
// are the same, in the same places. What is kept belongs to one version of the site, and to one browser in one zone.
{
  const PACKAGES = 6; // where Pyodide's loader keeps what is loaded, which it does not find again by itself
  const LENGTH = 'x-length';
  const REST = 3000; // milliseconds, in which a first cell may run

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
      const { cache, key } = await store(site, version);
      return await cache.match(key);
    } catch {
      return undefined; // a browser that keeps nothing
    }
  };

  const whole = async (reply) => {
    const memory = await reply.arrayBuffer();
    if (memory.byteLength !== Number(reply.headers.get(LENGTH))) throw new Error('its memory is damaged');
    return memory;
  };

  const forget = async (site) => {
    await globalThis.caches.delete(`backprop-viz-memory ${site}`);
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

  const keep = (python, site, version, shared) => {
    let memory;
    try {
      memory = globalThis.caches && taken(python, shared);
    } catch (error) {
      console.warn(`Python's memory is not kept: ${error.message}`);
    }
    if (!memory) return;
    setTimeout(async () => {
      try {
        const { cache, key } = await store(site, version);
        await Promise.all((await cache.keys()).map((old) => cache.delete(old)));
        await cache.put(key, new Response(memory, { headers: { [LENGTH]: memory.length } }));
      } catch {
        // the disk may be full
      }
    }, REST);
  };

  // Python, with the files of these archives and the libraries among them, from the memory that is given, if any.
  const loaded = async (load, options, archives, shared, memory) => {
    const plain = globalThis._createPyodideModule;
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
      const python = await Promise.race([load({ ...options, ...restored }), failed]);
      if (memory) {
        python._module.__hiwire_set(PACKAGES, python.loadedPackages);
        api.config._loadSnapshot = null; // which is as large as Python
      }
      return python;
    } finally {
      globalThis._createPyodideModule = plain;
    }
  };

  // Python as it was, woken by `wake`, or a new one, made ready by `ready`.
  globalThis.backpropVizRemember = async ({ load, options, site, version, names, shared, wake, ready }) => {
    const archives = globalThis.backpropVizUnpack.fetched(`${site}pyodide/`, names);
    const told = { ...options, packages: [] };
    const memory = await kept(site, version);
    const listed = (python) => {
      for (const name of names) python.loadedPackages[name] = 'default channel';
      return python;
    };
    if (memory) {
      try {
        const python = await loaded(load, told, archives, shared, whole(memory));
        wake(python);
        return listed(python);
      } catch (error) {
        console.warn(`Python begins anew: ${error.message}`);
        await forget(site);
      }
    }
    const python = listed(await loaded(load, told, archives, shared, undefined));
    await ready(python);
    keep(python, site, version, shared);
    return python;
  };
}
