// Keeps the last state of this browser's cards for when there is no network. Network first: a card is never shown old by choice.
const store = 'cards-1'
// A card is about fifteen files with what its page is made of.
const mostKept = 60
const cardPage = /^\/card\/[^/]+$/
const cardPart = /^\/card\/[^/]+\/(manifest\.webmanifest|icon-\d+\.png|logo)$/

addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))

addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (pathname.startsWith('/assets/')) event.respondWith(keptFirst(request))
  else if (cardPage.test(pathname) || cardPart.test(pathname))
    event.respondWith(networkFirst(request, pathname))
})

async function networkFirst(request, key) {
  const cache = await caches.open(store)
  try {
    const answer = await fetch(request)
    if (answer.ok) await keep(cache, key, answer.clone())
    // Erased, or the link was cut off: nothing of it stays on the phone.
    else if (answer.status === 404) await cache.delete(key)
    return answer
  } catch (error) {
    const kept = await cache.match(key)
    if (!kept) throw error
    const headers = new Headers(kept.headers)
    headers.set('x-kept', '1')
    return new Response(kept.body, { status: 200, headers })
  }
}

async function keptFirst(request) {
  const cache = await caches.open(store)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await keep(cache, request, answer.clone())
  return answer
}

async function keep(cache, key, answer) {
  await cache.put(key, answer)
  const keys = await cache.keys()
  await Promise.all(keys.slice(0, Math.max(0, keys.length - mostKept)).map((old) => cache.delete(old)))
}
