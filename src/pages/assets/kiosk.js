// The kiosk: looks for cards, says what came of them for some seconds, and is ready again by itself.
const kiosk = document.querySelector('[data-kiosk]')
const answerBox = document.querySelector('[data-answer]')
const answerMs = 6000
/** A card that stays before the camera was answered already. */
const sameCardMs = 60_000
const lately = new Map()
let scanner
let busy = false

function startCamera() {
  const video = document.querySelector('[data-scan-video]')
  const part = (name) => document.querySelector(`[data-${name}]`)
  part('camera-problem').hidden = true
  part('camera-hint').hidden = false
  part('start').hidden = true
  scanner = CardScanner.start(video, {
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
  let answer
  try {
    const response = await fetch('/kiosk/cards', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-csrf': kiosk.dataset.csrf },
      body: new URLSearchParams({ text }),
    })
    // Revoked, or bound anew: its page says so.
    if (response.status === 401 || response.status === 403) return location.reload()
    if (!response.ok) throw new Error(`answered ${response.status}`)
    answer = await response.json()
    if (answer.card) lately.set(cardOf(text), performance.now())
    if (lately.size > 50) lately.delete(lately.keys().next().value)
  } catch {
    const { title, hint } = document.querySelector('[data-offline]').dataset
    answer = { tone: 'no', title, details: [hint] }
  }
  tell(answer)
}

function tell({ tone, title, details, stamps, goal }) {
  answerBox.dataset.tone = tone
  for (const sign of answerBox.querySelectorAll('[data-sign]')) sign.hidden = sign.dataset.sign !== tone
  answerBox.querySelector('[data-title]').textContent = title
  answerBox.querySelector('[data-details]').textContent = details.join(' ')
  answerBox.querySelector('[data-dots]').textContent =
    goal > 0 && goal <= 12 ? '●'.repeat(Math.min(stamps, goal)) + '○'.repeat(Math.max(0, goal - stamps)) : ''
  answerBox.hidden = false
  Signals.play(tone)
  setTimeout(reset, answerMs)
}

function reset() {
  answerBox.hidden = true
  busy = false
  scanner.resume()
}

// A new code as soon as the one that is shown has had its half minute.
async function turnCode() {
  let wait = 3000
  try {
    const response = await fetch('/kiosk/code', { cache: 'no-store' })
    if (response.status === 401) return location.reload()
    if (!response.ok) throw new Error(`answered ${response.status}`)
    const { svg, nextInMs, wholeMs } = await response.json()
    document.querySelector('[data-qr]').firstElementChild.innerHTML = svg
    runBar(wholeMs, wholeMs - nextInMs)
    wait = nextInMs + 250
  } catch {
    // Asked again in a moment: the shown code is good for a minute still.
  }
  setTimeout(turnCode, wait)
}

function runBar(wholeMs, goneMs) {
  const bar = document.querySelector('[data-bar]')
  bar.getAnimations()[0]?.cancel()
  bar.animate([{ transform: 'scaleX(1)' }, { transform: 'scaleX(0)' }], {
    duration: wholeMs,
    delay: -goneMs,
    fill: 'forwards',
  })
}

function offerLowering() {
  const button = document.querySelector('[data-lower]')
  const words = [button.textContent, button.dataset.other]
  let timer
  const set = (low) => {
    kiosk.classList.toggle('kiosk-low', low)
    button.textContent = words[Number(low)]
    clearTimeout(timer)
    // The next customer finds it as it was.
    if (low) timer = setTimeout(() => set(false), 120_000)
  }
  button.hidden = false
  button.addEventListener('click', () => set(!kiosk.classList.contains('kiosk-low')))
}

async function stayAwake() {
  if (document.visibilityState === 'visible')
    await navigator.wakeLock?.request('screen').catch(() => undefined)
}

document.querySelector('[data-start]').addEventListener('click', startCamera)
document.addEventListener('visibilitychange', stayAwake)
// One purpose: nothing to copy, nothing to drag away.
document.addEventListener('contextmenu', (event) => event.preventDefault())
stayAwake()
offerLowering()
startCamera()
turnCode()
