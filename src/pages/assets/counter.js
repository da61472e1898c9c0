// A scanner types here, as a very fast keyboard: each line up to Enter is one scan. The answer stays for two seconds.
const form = document.querySelector('[data-wedge]')
const field = form.elements.text
const said = document.getElementById('said')
const ready = document.querySelector('[data-ready]')
const answerMs = 2000
/** What a person has to read or type over stays longer. */
const longMs = 8000
/** What a person may press stays until it is pressed or the next card comes. */
const pressMs = 60_000
/** A network that answers nothing is none: a scan has its own id, and counts once. */
const patienceMs = 8000
const couponLike = /(^[A-Z0-9-]{3,15}$)|\/discount\//
const waiting = []
let timer

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = field.value.trim()
  field.value = ''
  if (text) waiting.push({ text, clientId: crypto.randomUUID(), at: Date.now() })
  work()
})

// Scanned while nothing had the focus: the characters go where they belong. Whoever tabs to a button keeps it, and its keys.
document.addEventListener('keydown', (event) => {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return
  if (document.activeElement === document.body || document.activeElement === null) field.focus()
})
addEventListener('focus', () => {
  if (document.activeElement === document.body) field.focus()
})

// A button that was touched gives the scanner its field back, whose Enter would press it again. Keys leave it where it is.
document.addEventListener('click', (event) => {
  if (event.detail > 0 && event.target.closest('button')) field.focus()
})

let working = false

async function work() {
  if (working) return
  working = true
  while (waiting.length > 0) await scan(waiting.shift())
  working = false
}

async function scan({ text, clientId, at }) {
  const { csrf } = document.getElementById('scanner').dataset
  try {
    const answer = await fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams({ csrf, text, clientId }),
      signal: AbortSignal.timeout(patienceMs),
    })
    if ([502, 503, 504].includes(answer.status)) throw new Error('not reached')
    OfflineQueue.reached(true)
    if (answer.status === 401) return location.reload()
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const panel = page.getElementById('said')?.firstElementChild
    if (panel) show(panel)
    else location.reload()
  } catch {
    OfflineQueue.reached(false)
    await keep({ text, clientId, at })
  }
}

async function keep(scan) {
  if (couponLike.test(scan.text)) return show(template('no-redeem'))
  show(template((await OfflineQueue.add(scan)) ? 'saved' : 'unable'))
}

const template = (name) =>
  document.querySelector(`template[data-answer="${name}"]`).content.firstElementChild.cloneNode(true)

function show(panel) {
  said.replaceChildren(panel)
  ready.hidden = true
  const { tone } = panel.dataset
  Signals.play(tone)
  clearTimeout(timer)
  timer = setTimeout(
    () => {
      said.replaceChildren()
      ready.hidden = false
    },
    panel.querySelector('form') ? pressMs : ['good', 'again', 'saved'].includes(tone) ? answerMs : longMs,
  )
}

// A counter that went dark would have to be touched. Browsers let go of it whenever the page is out of sight.
function stayAwake() {
  if (document.visibilityState === 'visible') navigator.wakeLock?.request('screen').catch(() => undefined)
}
document.addEventListener('visibilitychange', stayAwake)
stayAwake()

// Told by a form that was sent before this script ran.
if (said.firstElementChild) show(said.firstElementChild)
