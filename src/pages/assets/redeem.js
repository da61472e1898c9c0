// Runs the clock of a self-redemption by the server's time, and ends the screen when it is over or was taken back.
const live = document.querySelector('[data-live]')
const left = document.querySelector('[data-left]')
const clock = document.querySelector('[data-clock]')
const { zone, tag, state } = live.dataset
const format = new Intl.DateTimeFormat(tag, { timeStyle: 'medium', timeZone: zone })
let until = Number(live.dataset.until)
// The page may have been on its way for a while: it is late by what it took to come.
let ahead = Number(live.dataset.now) - performance.now()
let asking = false

const serverNow = () => ahead + performance.now()

function tick() {
  const now = serverNow()
  const seconds = Math.max(0, Math.ceil((until - now) / 1000))
  left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  clock.textContent = format.format(now)
  if (now >= until) return end()
  setTimeout(tick, 1000 - (now % 1000) + 5)
}

function end() {
  live.hidden = true
  document.querySelector('[data-over]').hidden = false
  document.body.classList.remove('redeem-lit')
  awake?.release().catch(() => undefined)
}

// Clocks of phones stand still while they sleep: asked again whenever somebody looks, and now and then.
async function ask() {
  if (asking || live.hidden || document.visibilityState !== 'visible') return
  asking = true
  try {
    const sent = performance.now()
    const answer = await fetch(state, { cache: 'no-store' })
    // Another phone, undone at the counter, or over: the page that the server gives now says which.
    if (!answer.ok) return location.reload()
    const said = await answer.json()
    until = said.until
    ahead = said.now - (sent + performance.now()) / 2
    if (!said.lit) location.reload()
  } catch {
    // No network: goes on by what the server said before.
  } finally {
    asking = false
  }
}

let awake

async function stayAwake() {
  if (live.hidden || document.visibilityState !== 'visible') return
  awake = await navigator.wakeLock?.request('screen').catch(() => undefined)
}

tick()
ask()
stayAwake()
setInterval(ask, 10_000)
document.addEventListener('visibilitychange', () => {
  ask()
  stayAwake()
})
// Out of the browser's memory of pages: its time is long gone.
addEventListener('pageshow', (event) => event.persisted && location.reload())
