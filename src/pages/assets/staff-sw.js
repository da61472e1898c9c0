// Keeps the scanners' pages and what they need, so that they open without a network. Network first: a page that the
// server refuses (the device was revoked, the shift is over) is forgotten.
const store = 'scanners-1'
const mostKept = 40
/** A network that answers nothing is none, where there is a page to show instead. */
const patienceMs = 5000
const pages = new Set(['/staff', '/counter'])

addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(begin()))

async function begin() {
  await clients.claim()
  // The page that brought us was loaded without us.
  for (const client of await clients.matchAll({ type: 'window' }))
    await keepPage(new URL(client.url).pathname)
}

async function keepPage(path) {
  if (!pages.has(path)) return
  const answer = await fetch(path, { headers: { accept: 'text/html' } }).catch(() => null)
  if (!answer?.ok) return
  const cache = await caches.open(store)
  const text = await answer.clone().text()
  await cache.put(path, answer)
  const parts = new Set(text.match(/\/assets\/[\w.-]+/g))
  await Promise.all([...parts].map((part) => cache.add(part).catch(() => undefined)))
}

addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (pathname.startsWith('/assets/')) event.respondWith(keptFirst(request))
  else if (pages.has(pathname)) event.respondWith(networkFirst(request, pathname))
})

async function networkFirst(request, path) {
  const cache = await caches.open(store)
  const kept = await cache.match(path)
  try {
    const answer = await (kept ? fetch(request, { signal: AbortSignal.timeout(patienceMs) }) : fetch(request))
    if (answer.ok && !answer.redirected) await cache.put(path, answer.clone())
    else if (answer.status === 401) await cache.delete(path)
    return answer
  } catch (error) {
    if (!kept) throw error
    return kept
  }
}

async function keptFirst(request) {
  const cache = await caches.open(store)
  const kept = await cache.match(request.url)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await keep(cache, request.url, answer.clone())
  return answer
}

async function keep(cache, key, answer) {
  await cache.put(key, answer)
  const keys = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith('/assets/'))
  await Promise.all(keys.slice(0, Math.max(0, keys.length - mostKept)).map((old) => cache.delete(old)))
}
