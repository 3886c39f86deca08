// Whatever Pyodide asks for in its folder is held compressed there, by any host, and is unpacked here, unless
// a service worker has kept it unpacked.
{
  const plain = globalThis.fetch;
  const isHeld = /\/pyodide\/[^/]+\.(wasm|whl|zip)$/;
  globalThis.fetch = async (asked, options) => {
    const { href } = new URL(asked.url ?? asked, location.href);
    if (!isHeld.test(href)) return plain(asked, options);
    const { integrity, ...others } = options ?? {}; // of what is held; what is unpacked has a checksum of its own
    const reply = await plain(`${href}.packed`, others);
    if (!reply.ok || reply.headers.has('x-unpacked')) return reply;
    const body = reply.body.pipeThrough(new DecompressionStream('gzip'));
    return new Response(body, { headers: { 'content-type': 'application/wasm' } });
  };

  // What is in an archive, whose files are held as they are.
  function* filesOf(archive) {
    const view = new DataView(archive);
    const end = archive.byteLength - 22;
    const names = new TextDecoder();
    let entry = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left; left -= 1) {
      const at = view.getUint32(entry + 42, true);
      const [long, more, last] = [28, 30, 32].map((place) => view.getUint16(entry + place, true));
      const begin = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
      const name = names.decode(new Uint8Array(archive, entry + 46, long));
      yield [name, new Uint8Array(archive, begin, view.getUint32(entry + 24, true))];
      entry += 46 + long + more + last;
    }
  }

  const fetched = async (base, names) => {
    const { packages } = await (await plain(`${base}pyodide-lock.json`)).json();
    return Promise.all(names.map(async (name) => (await fetch(base + packages[name].file_name)).arrayBuffer()));
  };

  const write = (FS, place, archives) => {
    const folders = new Set();
    for (const [name, content] of archives.flatMap((archive) => [...filesOf(archive)])) {
      const path = `${place}/${name}`;
      const folder = path.slice(0, path.lastIndexOf('/'));
      if (!folders.has(folder)) FS.mkdirTree(folder);
      folders.add(folder);
      FS.writeFile(path, content, { canOwn: true });
    }
  };

  globalThis.backpropVizUnpack = { fetched, write };

  // Pyodide with these packages, which come at the same time. Its own loader has Python write their files one by
  // one, and compiles all that is compiled in them, also what nobody imports.
  globalThis.backpropVizLoad = async (load, options, base, names) => {
    const [python, archives] = await Promise.all([load({ ...options, packages: [] }), fetched(base, names)]);
    write(python.FS, python.runPython('import site; site.getsitepackages()[0]'), archives);
    for (const name of names) python.loadedPackages[name] = 'default channel';
    python.runPython('import importlib; importlib.invalidate_caches()');
    return python;
  };
}
