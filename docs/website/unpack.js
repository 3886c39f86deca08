// Whatever Pyodide asks for in its folder is held compressed there, by any host, and is unpacked here.
{
  const plain = globalThis.fetch;
  globalThis.fetch = async (asked, options) => {
    const { href } = new URL(asked.url ?? asked, location.href);
    if (!/\/pyodide\/[^/]+\.(wasm|whl|zip)$/.test(href)) return plain(asked, options);
    const reply = await plain(`${href}.packed`, options);
    if (!reply.ok) return reply;
    const body = reply.body.pipeThrough(new DecompressionStream('gzip'));
    return new Response(body, { headers: { 'content-type': 'application/wasm' } });
  };
}
