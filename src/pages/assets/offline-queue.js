// Keeps scans while there is no connection: in order, signed with a key that never leaves this device, and sent when the
// network is back. Each has an id of its own, so that sending it twice changes nothing.
;(() => {
  const page = document.getElementById('scanner')
  const { device, person, csrf } = page.dataset
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const batch = 20
  const askEveryMs = 8000
  /** A network that answers nothing is none. */
  const patienceMs = 20_000

  const opened = new Promise((done, failed) => {
    const request = indexedDB.open(`stampbridge-scans-${device}`, 1)
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore('keys')
      request.result.createObjectStore('entries', { keyPath: 'sequence', autoIncrement: true })
    })
    request.addEventListener('success', () => done(request.result))
    request.addEventListener('error', () => failed(request.error))
  })

  async function store(name, mode, work) {
    const transaction = (await opened).transaction(name, mode)
    const request = work(transaction.objectStore(name))
    return new Promise((done, failed) => {
      transaction.addEventListener('complete', () => done(request.result))
      transaction.addEventListener('abort', () => failed(transaction.error))
    })
  }

  // Once for each binding, which the token of its forms stands for: whoever binds the device anew takes its key away.
  // Made while there is a connection, because the server has to know it before it is needed.
  async function ensureKey() {
    const known = await store('keys', 'readonly', (keys) => keys.get('signing'))
    if (known?.registered === csrf) return
    const pair = known?.pair ?? (await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']))
    if (!known) await store('keys', 'readwrite', (keys) => keys.put({ pair, registered: null }, 'signing'))
    const key = base64(await crypto.subtle.exportKey('spki', pair.publicKey))
    const answer = await post('/staff/key', { csrf, key })
    if (answer.ok) await store('keys', 'readwrite', (keys) => keys.put({ pair, registered: csrf }, 'signing'))
  }

  const post = (path, body) =>
    fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    })

  const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))

  // As src/domain/queued-scan.ts has it.
  const signedText = (entry) =>
    [
      entry.amount ? 'stampbridge-queue-2' : 'stampbridge-queue-1',
      device,
      entry.sequence,
      entry.clientId,
      entry.at,
      entry.personId,
      entry.count,
      ...(entry.amount ? [entry.amount] : []),
      entry.text,
    ].join('\n')

  async function signed(entry) {
    const { pair } = await store('keys', 'readonly', (keys) => keys.get('signing'))
    const text = new TextEncoder().encode(signedText(entry))
    const hash = { name: 'ECDSA', hash: 'SHA-256' }
    return { ...entry, signature: base64(await crypto.subtle.sign(hash, pair.privateKey, text)) }
  }

  /** False where this device cannot keep anything: no key that the server knows, or no place. */
  async function add({ text, clientId = crypto.randomUUID(), at = Date.now(), count = 0, amount = '' }) {
    try {
      const key = await store('keys', 'readonly', (keys) => keys.get('signing'))
      if (key?.registered !== csrf) return false
      await store('entries', 'readwrite', (entries) =>
        entries.add({ text: text.slice(0, 500), clientId, at, count, amount, personId: person }),
      )
      await show()
      return true
    } catch {
      return false
    }
  }

  let sending = false

  async function send() {
    if (sending || !navigator.onLine) return
    sending = true
    try {
      // One tab at a time: entries go in their order.
      await navigator.locks.request(`stampbridge-scans-${device}`, sendAll)
    } catch {
      // Still no network; the next round asks again.
    } finally {
      sending = false
      await show()
    }
  }

  async function sendAll() {
    for (;;) {
      const waiting = await store('entries', 'readonly', (entries) => entries.getAll(null, batch))
      if (waiting.length === 0) return
      const entries = await Promise.all(waiting.map(signed))
      // By the same clock as the entries: the server finds out by how much it is wrong.
      const answer = await post('/staff/queue', { csrf, sentAt: Date.now(), entries })
      if (!answer.ok) return
      const { answers } = await answer.json()
      for (const each of answers) {
        const entry = waiting.find(({ clientId }) => clientId === each.clientId)
        if (!entry) continue
        await store('entries', 'readwrite', (entries) => entries.delete(entry.sequence))
        tell(each, entry)
      }
      await show()
      if (answers.length < waiting.length) return
    }
  }

  // Each is answered, in a list below: the customer may be gone, the shop wants to know.
  function tell({ tone, title, details }, entry) {
    const place = document.querySelector('[data-returned]')
    const item = document.createElement('li')
    item.className = `returned-${tone}`
    const time = new Intl.DateTimeFormat(page.dataset.language, { timeStyle: 'short' }).format(entry.at)
    for (const line of [`${time} · …${entry.text.slice(-4)}: ${title}`, ...details])
      item.append(Object.assign(document.createElement('p'), { textContent: line }))
    place.querySelector('ol').prepend(item)
    place.hidden = false
  }

  let waited = 0

  async function show() {
    const count = await store('entries', 'readonly', (entries) => entries.count()).catch(() => 0)
    const line = document.querySelector('[data-waiting]')
    const words = line.querySelector('[data-waiting-words]')
    const name = count === 1 ? 'waiting-one' : 'waiting'
    const shape = document.querySelector(`template[data-words="${name}"]`).content.textContent
    const number = new Intl.NumberFormat(page.dataset.language).format(count)
    words.textContent = count > 0 ? shape.replace('#', number) : ''
    line.querySelector('[data-offline-words]').hidden = !away
    line.hidden = count === 0 && !away
    if (waited > 0 && count === 0) document.dispatchEvent(new Event('scans-sent'))
    waited = count
  }

  let away = !navigator.onLine

  /** The page found out whether the server can be reached. */
  function reached(is) {
    if (away === !is) return
    away = !is
    show()
    if (is) start()
  }

  async function start() {
    await ensureKey().catch(() => undefined)
    await send()
  }

  addEventListener('online', () => reached(true))
  addEventListener('offline', () => reached(false))
  setInterval(async () => {
    const count = await store('entries', 'readonly', (entries) => entries.count()).catch(() => 0)
    if (count > 0) await send()
    else if (away && navigator.onLine) await ask()
    // Another tab may have sent what waited, or added to it.
    await show()
  }, askEveryMs)

  // The device may think that it is online while nothing gets through, and the other way round.
  async function ask() {
    const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => null)
    if (answer?.ok) reached(true)
  }

  show()
  start()
  // Otherwise a browser that is short of space may drop what waits.
  navigator.storage?.persist?.().catch(() => false)
  if ('serviceWorker' in navigator)
    navigator.serviceWorker.register('/staff/sw.js', { scope: location.pathname }).catch(() => undefined)

  globalThis.OfflineQueue = { add, reached }
})()
