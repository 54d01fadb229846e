// Keeps the page of codes without network, and what it is made of, so that it opens where nothing else does. It answers
// for that page and for the code page when the network fails; every other request it lets pass untouched.
const NAME = "onecard-offline-1", PAGE = "/offline", ALSO = ["/", "/code"];

self.addEventListener("install", (event) => event.waitUntil(renew().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event, place = new URL(request.url);
  if (request.method !== "GET" || place.origin !== location.origin) return;
  if (request.mode === "navigate" && place.pathname === PAGE) event.respondWith(fresh(event));
  else if (request.mode === "navigate" && ALSO.includes(place.pathname)) event.respondWith(fetch(request).catch(page));
  else if (place.pathname.startsWith("/static/")) event.respondWith(held(request));
});

async function fresh(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(renew().catch(() => {}));
    return answer;
  } catch {
    return page();
  }
}

const page = async () => (await caches.match(PAGE)) ?? Response.error();
const held = async (request) => (await caches.match(request)) ?? fetch(request);

async function renew() {
  const answer = await fetch(PAGE, { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const text = await answer.clone().text(), cache = await caches.open(NAME);
  const parts = [...new Set([...text.matchAll(/"(\/static\/[^"]+)"/g)].map((found) => found[1]))];
  await cache.addAll(parts);
  await cache.put(PAGE, answer);
  const wanted = new Set([PAGE, ...parts]);
  for (const old of await cache.keys()) if (!wanted.has(new URL(old.url).pathname)) await cache.delete(old);
}
