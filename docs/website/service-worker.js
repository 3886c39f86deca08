// Keeps what the site has served: a second visit needs no network. What is kept is of one version of
// the site. A newer one keeps the same files, and takes over once no page of the older is open.
{
  const VERSION = '{version}';
  const AT_ONCE = {at_once}; // small files, kept before anybody asks for them
  const ROOT = new URL(self.backpropVizRoot ?? './', location.href).href;
  const NAMED = `backprop-viz ${ROOT} `;
  const KEPT = NAMED + VERSION;

  const keyOf = (address) => {
    const { origin, pathname } = new URL(address);
    return `${origin}${pathname}${pathname.endsWith('/') ? 'index.html' : ''}`;
  };
  const isOurs = ({ method, url, headers }) => method === 'GET' && url.startsWith(ROOT) && !headers.has('range')
    && !/\/api\/(drive|stdin|service-worker-heartbeat)/.test(new URL(url).pathname); // JupyterLite answers these
  const found = async (key) => (await caches.open(KEPT)).match(key, { ignoreVary: true });

  // What is packed is kept unpacked: a browser keeps its compiled code beside it.
  const isPacked = (key) => key.endsWith('.packed');
  const unpacked = ({ body }) => new Response(body.pipeThrough(new DecompressionStream('gzip')), {
    headers: { 'content-type': 'application/wasm', 'x-unpacked': 'yes' },
  });

  async function put(key, reply) {
    if (reply.status !== 200 || reply.type !== 'basic' || reply.redirected) return;
    const content = isPacked(key) ? unpacked(reply) : reply;
    await (await caches.open(KEPT)).put(key, content).catch(() => {}); // the disk may be full
  }

  async function keep(address) {
    const key = keyOf(address);
    if (await found(key)) return;
    const reply = await fetch(address, { cache: 'no-cache' }).catch(() => null);
    if (reply) await put(key, reply);
  }

  async function keptBefore() {
    const names = (await caches.keys()).filter((name) => name.startsWith(NAMED) && name !== KEPT);
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return { names, addresses: requests.flat().map(({ url }) => url) };
  }

  async function install() {
    const { addresses } = await keptBefore();
    const { scope } = self.registration;
    const here = AT_ONCE.map((path) => new URL(path, ROOT).href).filter((url) => url.startsWith(scope));
    await Promise.all([...new Set([...here, ...addresses])].map(keep));
  }

  // Of a script that is put while a worker installs, a browser may keep its compiled code, whole. So a worker beside
  // this one, which serves no page, puts once more what a lesson has loaded: its second visit compiles nothing.
  const COMPILES = location.search === '?compile';
  async function compile() {
    const cache = await caches.open(KEPT);
    for (const { url } of await cache.keys()) {
      const reply = new URL(url).pathname.endsWith('.js') && await cache.match(url);
      if (reply) await cache.put(url, reply).catch(() => {});
    }
  }

  async function activate() {
    const { names } = await keptBefore();
    await Promise.all([self.clients.claim(), ...names.map((name) => caches.delete(name))]);
  }

  async function answer(event) {
    const key = keyOf(event.request.url);
    const kept = await found(key);
    if (kept) return kept;
    const reply = await fetch(event.request, { cache: 'no-cache' });
    const done = put(key, reply.clone());
    event.waitUntil(done);
    if (!isPacked(key)) return reply;
    await done; // code is kept only of what is answered from here
    return (await found(key)) ?? reply;
  }

  self.addEventListener('install', (event) => event.waitUntil(COMPILES ? compile() : install()));
  if (!COMPILES) self.addEventListener('activate', (event) => event.waitUntil(activate()));
  self.addEventListener('message', (event) => {
    const asked = event.data?.keep ?? [];
    event.waitUntil(Promise.all(asked.filter((address) => address.startsWith(ROOT)).map(keep)));
  });
  self.addEventListener('fetch', (event) => {
    if (!isOurs(event.request)) return;
    event.stopImmediatePropagation();
    event.respondWith(answer(event));
  });
}
