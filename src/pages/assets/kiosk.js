// The kiosk: looks for cards, says what came of them for some seconds, and is ready again by itself, for anybody.
const kiosk = () => document.querySelector('[data-kiosk]')
const part = (name) => document.querySelector(`[data-${name}]`)
const answerMs = 6000
/** A card that stays before the camera was answered already. */
const sameCardMs = 60_000
/** Whoever touched nothing for so long has left. */
const visitMs = 60_000
/** So long a shown code is good without a newer one. */
const codeMs = 60_000
const patienceMs = 10_000
const lately = new Map()
let scanner
let busy = false

function startCamera() {
  part('camera-problem').hidden = true
  part('camera-hint').hidden = false
  part('start').hidden = true
  scanner?.stop()
  scanner = CardScanner.start(part('scan-video'), {
    facing: 'user',
    quietMs: 4000,
    onCode: show,
    onProblem(name) {
      part('camera-problem').hidden = false
      part('camera-hint').hidden = true
      part('start').hidden = name === 'insecure' || name === 'no-camera'
    },
  })
}

/** The card behind a text: its live codes change, its number does not. */
const cardOf = (text) => text.split('.')[0]

async function show(text) {
  const seen = lately.get(cardOf(text))
  if (busy || (seen !== undefined && performance.now() - seen < sameCardMs)) return
  busy = true
  scanner.pause()
  const { csrf, language } = kiosk().dataset
  let answer
  try {
    const response = await fetch('/kiosk/cards', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-csrf': csrf },
      body: new URLSearchParams({ text, lang: language }),
      signal: AbortSignal.timeout(patienceMs),
    })
    // Revoked, or bound anew: its page says so.
    if (response.status === 401 || response.status === 403) return location.reload()
    if (!response.ok) throw new Error(`answered ${response.status}`)
    answer = await response.json()
    if (answer.card) lately.set(cardOf(text), performance.now())
    if (lately.size > 50) lately.delete(lately.keys().next().value)
  } catch {
    const { title, hint } = part('offline').dataset
    answer = { tone: 'no', title, details: [hint] }
  }
  tell(answer)
}

function tell({ tone, title, details, stamps, goal }) {
  const box = part('answer')
  box.dataset.tone = tone
  for (const sign of box.querySelectorAll('[data-sign]')) sign.hidden = sign.dataset.sign !== tone
  part('title').textContent = title
  part('details').replaceChildren(
    ...details.map((line) => {
      const element = document.createElement('span')
      element.textContent = line
      return element
    }),
  )
  part('dots').textContent =
    goal > 0 && goal <= 12 ? '●'.repeat(Math.min(stamps, goal)) + '○'.repeat(Math.max(0, goal - stamps)) : ''
  box.hidden = false
  Signals.play(tone)
  setTimeout(reset, answerMs, tone)
}

/** Whoever was refused may try again, in their own language. */
function reset(tone) {
  part('answer').hidden = true
  busy = false
  scanner.resume()
  if (tone === 'no') speak(wished)
  else leave()
}

// A new code as soon as the one that is shown has had its half minute.
let turning
let turnedAt = performance.now()

async function turnCode() {
  clearTimeout(turning)
  let wait = 3000
  try {
    const { language } = kiosk().dataset
    const signal = AbortSignal.timeout(patienceMs)
    const response = await fetch(`/kiosk/code?lang=${language}`, { cache: 'no-store', signal })
    if (response.status === 401) return location.reload()
    if (!response.ok) throw new Error(`answered ${response.status}`)
    const { svg, nextInMs, wholeMs } = await response.json()
    part('qr').firstElementChild.innerHTML = svg
    runBar(wholeMs, wholeMs - nextInMs)
    turnedAt = performance.now()
    wait = nextInMs + 250
  } catch {
    // Asked again in a moment: the shown code is good for a minute still.
  }
  showAway()
  clearTimeout(turning)
  turning = setTimeout(turnCode, wait)
}

/** A code that has run out is not shown to anybody. */
function showAway() {
  const away = performance.now() - turnedAt > codeMs
  part('away').hidden = !away
  part('qr').classList.toggle('kiosk-stale', away)
}

function runBar(wholeMs, goneMs) {
  const bar = part('bar')
  bar.getAnimations()[0]?.cancel()
  bar.animate([{ transform: 'scaleX(1)' }, { transform: 'scaleX(0)' }], {
    duration: wholeMs,
    delay: -goneMs,
    fill: 'forwards',
  })
}

const lower = (low) => kiosk().classList.toggle('kiosk-low', low)

let wished = kiosk().dataset.language

/** Says everything in another language, without letting go of the camera. */
async function speak(language) {
  wished = language
  if (busy || kiosk().dataset.language === language) return
  const signal = AbortSignal.timeout(patienceMs)
  const answer = await fetch(`/kiosk?lang=${language}`, { signal }).catch(() => null)
  // Without a network it goes on as it is.
  if (!answer) return
  if (answer.status === 401) return location.reload()
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.querySelector('[data-kiosk]')
  await Press.over()
  // Meanwhile somebody pressed again, or a card is being answered: asked once more when it was.
  if (!fresh || busy || wished !== language) return
  redraw(fresh)
  document.documentElement.lang = page.documentElement.lang
  document.title = page.title
  turnCode()
}

function redraw(fresh) {
  const old = kiosk()
  const had = old.contains(document.activeElement) ? document.activeElement?.value : undefined
  for (const name of ['camera-problem', 'camera-hint', 'start'])
    fresh.querySelector(`[data-${name}]`).hidden = part(name).hidden
  const label = fresh.querySelector('[data-scan-video]').getAttribute('aria-label')
  if (label) part('scan-video').setAttribute('aria-label', label)
  fresh.className = old.className
  fresh.querySelector('.kiosk-camera').replaceWith(old.querySelector('.kiosk-camera'))
  old.replaceWith(fresh)
  // A picture that is moved stands still.
  part('scan-video')
    .play()
    .catch(() => undefined)
  part('lower').hidden = false
  Signals.show()
  if (had) document.querySelector(`[data-languages] button[value="${had}"]`)?.focus()
}

/** The next customer finds it as the shop has it. */
function leave() {
  lower(false)
  speak(kiosk().dataset.home)
}

let visit
function touched() {
  clearTimeout(visit)
  visit = setTimeout(leave, visitMs)
}

async function stayAwake() {
  if (document.visibilityState === 'visible')
    await navigator.wakeLock?.request('screen').catch(() => undefined)
}

document.addEventListener('click', (event) => {
  touched()
  if (event.target.closest('[data-start]')) startCamera()
  if (event.target.closest('[data-lower]')) lower(!kiosk().classList.contains('kiosk-low'))
})
document.addEventListener('submit', (event) => {
  event.preventDefault()
  speak(event.submitter.value)
})
document.addEventListener('visibilitychange', stayAwake)
// One purpose: nothing to copy, nothing to drag away.
document.addEventListener('contextmenu', (event) => event.preventDefault())
part('lower').hidden = false
// Opened in a language that somebody chose before this script ran.
if (wished !== kiosk().dataset.home) touched()
stayAwake()
startCamera()
turnCode()
