// The live web card: hears of each change, fetches the page anew and swaps what changed. Without it the page reloads itself.
const main = document.querySelector('[data-card]')
const path = main.dataset.card
const offline = document.querySelector('[data-offline]')
const sheet = document.querySelector('[data-sheet]')

function start() {
  openWallet()
  listen()
  showCopy(document)
  showEnlarge(document)
  keepCodeLive()
  document.addEventListener('click', copyCode)
  document.addEventListener('click', enlarge)
  sheet.addEventListener('close', () => awake?.release().catch(() => undefined))
  addEventListener('online', () => {
    refresh()
    keepCodeLive()
  })
  addEventListener('offline', () => showOffline(true))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return
    refresh()
    keepCodeLive()
    if (sheet.open) stayAwake()
  })
  if ('serviceWorker' in navigator) navigator.serviceWorker.register('/card/sw.js').catch(() => undefined)
}

// The wallet that was chosen on the join page opens by itself, once: going back must not open it again.
function openWallet() {
  const chosen = main.dataset.adding
  if (!chosen) return
  history.replaceState(null, '', path)
  const link = document.querySelector(`a[data-wallet="${chosen}"]`)
  if (link) location.assign(link.href)
}

function listen() {
  const source = new EventSource(`${path}/events`)
  source.addEventListener('revision', (event) => {
    showOffline(false)
    if (Number(event.data) > Number(document.getElementById('live').dataset.revision)) refresh()
  })
  // The phone may think that it is online while nothing gets through; asking tells. Not all phones at once.
  source.addEventListener('error', () => {
    if (!navigator.onLine) return showOffline(true)
    clearTimeout(askTimer)
    askTimer = setTimeout(refresh, 500 + Math.random() * 1500)
  })
  // A stream that the server refuses for good is not tried again by the browser, and one that outlives a short gap in the
  // network tells nothing of its end: ask now and then instead.
  setInterval(() => (source.readyState === EventSource.CLOSED || !offline.hidden) && refresh(), 15_000)
}

let askTimer
let refreshing = false

async function refresh() {
  if (refreshing) return
  refreshing = true
  try {
    const answer = await fetch(path, { headers: { accept: 'text/html' } })
    // Erased, or its address was changed: nothing of it stays on the screen.
    if (answer.status === 404) return location.reload()
    const fresh = answer.ok ? parse(await answer.text()).getElementById('live') : null
    await Press.over()
    swap(fresh)
    showOffline(answer.headers.has('x-kept'))
  } catch {
    showOffline(true)
  } finally {
    refreshing = false
  }
}

// Without its head, whose style sheet was allowed for the page it came with and not for this one.
const parse = (text) => new DOMParser().parseFromString(text.slice(text.indexOf('<body')), 'text/html')

function swap(fresh) {
  const old = document.getElementById('live')
  if (!fresh || Number(fresh.dataset.revision) <= Number(old.dataset.revision)) return
  // Somebody is about to use a coupon: don't pull the button away.
  if (old.querySelector('[data-asking]')) return
  for (const { dataset } of old.querySelectorAll('details[data-coupon][open]'))
    fresh.querySelector(`details[data-coupon="${CSS.escape(dataset.coupon)}"]`)?.setAttribute('open', '')
  const sameCycle = fresh.dataset.cycle === old.dataset.cycle
  const had = sameCycle ? Number(old.dataset.stamps) : 0
  for (const stamp of fresh.querySelectorAll('[data-stamp]'))
    if (Number(stamp.dataset.stamp) > had) stamp.classList.add('stamp-fresh')
  for (const coupon of fresh.querySelectorAll('[data-coupon]'))
    if (!old.querySelector(`[data-coupon="${CSS.escape(coupon.dataset.coupon)}"]`))
      coupon.classList.add('coupon-fresh')
  // A status is only read out when its text changes in place.
  const said = fresh.querySelector('[data-said]')
  const words = said.textContent
  said.textContent = ''
  showCopy(fresh)
  showEnlarge(fresh)
  old.replaceWith(fresh)
  showCode()
  // Used meanwhile: a code that is worth nothing must not be held out to anybody.
  if (sheet.open && !fresh.querySelector(`[data-coupon="${CSS.escape(sheet.dataset.of)}"] [data-barcode]`))
    sheet.close()
  requestAnimationFrame(() => {
    said.textContent = words
  })
  if (fresh.querySelector('.stamp-fresh')) navigator.vibrate?.(20)
}

let live = null
let codeTimer

// A code that a screenshot cannot keep: asked for anew whenever its half minute is over, and only while somebody looks.
async function keepCodeLive() {
  clearTimeout(codeTimer)
  if (document.visibilityState !== 'visible' || !document.querySelector('[data-serial]')) return
  let wait = 5000
  try {
    const answer = await fetch(`${path}/code`, { cache: 'no-store' })
    live = answer.ok ? { ...(await answer.json()), at: performance.now() } : null
    if (live) wait = live.nextInMs + 250
  } catch {
    // No network: the plain number is still good for a stamp.
    live = null
  }
  showCode()
  clearTimeout(codeTimer)
  codeTimer = setTimeout(keepCodeLive, wait)
}

function showCode() {
  const place = document.querySelector('[data-serial]')
  if (!place) return
  const hint = document.querySelector('[data-live]')
  place.kept ??= place.innerHTML
  hint.hidden = !live
  if (!live) {
    place.innerHTML = place.kept
    return
  }
  place.firstElementChild.innerHTML = live.svg
  const gone = live.wholeMs - live.nextInMs + performance.now() - live.at
  hint.firstElementChild.getAnimations()[0]?.cancel()
  hint.firstElementChild.animate([{ transform: 'scaleX(1)' }, { transform: 'scaleX(0)' }], {
    duration: live.wholeMs,
    delay: -gone,
    fill: 'forwards',
  })
}

function showCopy(within) {
  if (!navigator.clipboard) return
  for (const button of within.querySelectorAll('[data-copy]')) button.hidden = false
}

async function copyCode(event) {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  await navigator.clipboard.writeText(button.dataset.copy)
  button.querySelector('span').textContent = button.dataset.copied
}

function showEnlarge(within) {
  if (!sheet.showModal) return
  for (const button of within.querySelectorAll('[data-enlarge]')) button.hidden = false
}

// The barcode itself is the larger button.
function enlarge(event) {
  const coupon = event.target.closest('[data-barcode], [data-enlarge]')?.closest('[data-coupon]')
  if (!coupon || !sheet.showModal) return
  const part = (name) => sheet.querySelector(`[data-sheet-${name}]`)
  sheet.dataset.of = coupon.dataset.coupon
  sheet.dataset.shape = coupon.querySelector('[data-enlarge]').dataset.enlarge
  part('title').textContent = coupon.querySelector('h3, [data-title]').textContent
  part('code').replaceChildren(coupon.querySelector('[data-barcode] svg').cloneNode(true))
  part('text').textContent = coupon.querySelector('[data-code]')?.textContent ?? ''
  sheet.showModal()
  stayAwake()
}

let awake

async function stayAwake() {
  awake = await navigator.wakeLock?.request('screen').catch(() => undefined)
  // Closed before the phone had answered.
  if (!sheet.open) awake?.release().catch(() => undefined)
}

// A coupon is used at the server: without it the button would only lead away from the card.
function showOffline(is) {
  offline.hidden = !is
  for (const button of document.querySelectorAll('form.use button')) button.disabled = is
}

start()
