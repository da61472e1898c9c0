// The team's scanner: the camera finds, forms are sent without loading the page, and stamps wait while there is no network.
const main = document.querySelector('.scanner-main')
const said = document.getElementById('said')
const live = () => document.getElementById('live')
const couponLike = /(^[A-Z0-9-]{3,15}$)|\/discount\//
let scanner
/** What was scanned while there was no connection. */
let kept = null

function startCamera() {
  const camera = document.querySelector('[data-camera]')
  const video = camera.querySelector('[data-scan-video]')
  const problem = camera.querySelector('[data-problem]')
  const start = camera.querySelector('[data-start]')
  camera.hidden = false
  problem.hidden = true
  start.hidden = true
  scanner = CardScanner.start(video, {
    // Whoever types does not want to be interrupted.
    onCode: (text) => !isTyping() && lookUp(text),
    onProblem(name) {
      problem.textContent = camera.querySelector(`[data-problem-words="${name}"]`).content.textContent
      problem.hidden = false
      start.hidden = name === 'insecure' || name === 'no-camera'
    },
  })
}

function isTyping() {
  const field = document.querySelector('[data-live-form="card"]').elements.text
  return document.activeElement === field && field.value !== ''
}

function lookUp(text) {
  scanner?.pause()
  Signals.play('ask')
  const form = document.querySelector('[data-live-form="card"]')
  form.elements.text.value = text
  send(form)
}

document.addEventListener('submit', (event) => {
  const form = event.target.closest('[data-live-form]')
  if (!form) return
  event.preventDefault()
  if (form.dataset.liveForm === 'stamp-offline') keepStamp(kept)
  else send(form)
})

let busy = false
/** A network that answers nothing is none: what was pressed is done once, however often it is sent. */
const patienceMs = 10_000

async function send(form) {
  if (busy) return
  busy = true
  main.setAttribute('aria-busy', 'true')
  const fields = new FormData(form)
  try {
    const answer = await fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams(fields),
      signal: AbortSignal.timeout(patienceMs),
    })
    // A proxy in front, with nobody behind it.
    if ([502, 503, 504].includes(answer.status)) throw new Error('not reached')
    OfflineQueue.reached(true)
    // The shift is over, or the device was revoked: its page says so.
    if (answer.status === 401) return location.reload()
    show(parse(await answer.text()))
  } catch {
    OfflineQueue.reached(false)
    await withoutNetwork(form.dataset.liveForm, fields)
  } finally {
    busy = false
    main.removeAttribute('aria-busy')
  }
}

// Without its head, whose style sheet was allowed for the page it came with and not for this one.
const parse = (text) => new DOMParser().parseFromString(text.slice(text.indexOf('<body')), 'text/html')

function show(page) {
  const fresh = page.getElementById('live')
  if (!fresh) return location.reload()
  live().replaceWith(fresh)
  showAnswer(page.getElementById('said')?.firstElementChild ?? null)
  const shown = fresh.querySelector('.shown')
  if (shown) scanner?.pause()
  else resume()
  if (shown) {
    document.querySelector('[data-live-form="card"]').elements.text.value = ''
    focusOn(fresh.querySelector('.stamp-row .primary') ?? fresh)
  }
}

function showAnswer(panel) {
  said.replaceChildren(...(panel ? [panel] : []))
  if (!panel) return
  Signals.play(panel.dataset.tone)
  // At once: one glance is all there is time for. Where it is seen already, the page stays as it is.
  panel.scrollIntoView({ block: 'nearest' })
}

// The next press is under the thumb and the next key; the keyboard of a phone stays down.
function focusOn(element) {
  if (document.activeElement?.matches('input[name="text"]')) document.activeElement.blur()
  element.focus?.({ preventScroll: true })
}

const template = (name) =>
  document.querySelector(`template[data-answer="${name}"]`).content.firstElementChild.cloneNode(true)

async function withoutNetwork(kind, fields) {
  const text = String(fields.get('text') ?? '').trim()
  if (kind === 'redeem') showAnswer(template('no-redeem'))
  else if (kind === 'undo') showAnswer(template('no-undo'))
  else if (kind === 'stamp') {
    const count = Number(fields.get('count') ?? 0)
    const amount = String(fields.get('amount') ?? '').trim()
    const at = Number(fields.get('at')) || Date.now()
    await keepStamp({ text, clientId: fields.get('clientId'), at, count, amount })
  } else if (couponLike.test(text)) {
    showAnswer(template('no-redeem'))
    resume()
  } else if (text) {
    kept = { text, at: Date.now() }
    live().replaceChildren(document.querySelector('template[data-offline-card]').content.cloneNode(true))
    showAnswer(template('card'))
  }
}

async function keepStamp(scan) {
  // Pressed twice.
  if (!scan) return
  kept = null
  const done = await OfflineQueue.add(scan)
  live().replaceChildren()
  showAnswer(template(done ? 'saved' : 'unable'))
  document.querySelector('[data-live-form="card"]').elements.text.value = ''
  resume()
}

// What was said of a scan that waited is not so any more.
document.addEventListener('scans-sent', () => {
  if (said.firstElementChild?.dataset.tone === 'saved') said.replaceChildren()
})

function resume() {
  scanner?.resume()
}

document.addEventListener('click', (event) => {
  const next = event.target.closest('[data-next]')
  const step = event.target.closest('[data-step]')
  if (next) {
    event.preventDefault()
    live().replaceChildren()
    said.replaceChildren()
    kept = null
    resume()
    scrollTo({ top: 0 })
  }
  if (step) count(step)
  if (event.target.closest('[data-start]')) {
    scanner?.stop()
    startCamera()
  }
})

function count(button) {
  const field = button.closest('[data-stepper]').querySelector('input')
  const wished = (Number(field.value) || 1) + Number(button.dataset.step)
  field.value = String(Math.min(Number(field.max), Math.max(Number(field.min), wished)))
}

startCamera()
