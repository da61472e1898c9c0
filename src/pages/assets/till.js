// Sends the till's form without loading the page anew, and asks now and then what became of the sales.
const till = () => document.getElementById('till')

// Quick fingers press again before the last press is answered: those wait, and go out with the fresh form.
const waiting = []

document.addEventListener('submit', (event) => {
  event.preventDefault()
  const pressed = event.submitter?.value
  if (till().matches('[aria-busy]')) waiting.push(pressed)
  else send(event.target, event.submitter)
})

async function send(form, submitter) {
  till().setAttribute('aria-busy', 'true')
  const sent = new FormData(form, submitter)
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(sent) })
    const page = parse(await answer.text())
    await Press.over()
    keepTyped(sent, page)
    show(page, submitter?.value)
    history.replaceState(null, '', answer.url)
  } catch {
    // No network: the browser's own page says it best.
    return location.reload()
  }
  const next = waiting.length > 0 && buttonOf(waiting.shift())
  if (next) next.form.requestSubmit(next)
}

const buttonOf = (value) => till().querySelector(`button[value="${CSS.escape(value ?? 'apply')}"]`)

// What was typed while the last press was on its way is not in its answer.
function keepTyped(sent, page) {
  for (const field of till().querySelectorAll('input[name]:not([type="hidden"])')) {
    const fresh = page.querySelector(`#till input[name="${CSS.escape(field.name)}"]`)
    if (fresh && field.value !== (sent.get(field.name) ?? '')) fresh.setAttribute('value', field.value)
  }
}

document.addEventListener('change', (event) => {
  const field = event.target
  // A card chosen from the list replaces one that was scanned.
  if (field.matches('[data-apply]')) field.form.requestSubmit(field.form.querySelector('[value="apply"]'))
})

const parse = (text) => new DOMParser().parseFromString(text, 'text/html')

function show(page, pressed) {
  const fresh = page.getElementById('till')
  if (!fresh) return location.reload()
  keepOpen(till(), fresh)
  const goOn = typing()
  till().replaceWith(fresh)
  if (goOn) goOn(fresh)
  else if (pressed)
    document.querySelector(`button[value="${CSS.escape(pressed)}"]`)?.focus({ preventScroll: true })
}

/** Somebody types into a field: they go on at the same letter of the fresh one. */
function typing() {
  const { name, selectionStart, selectionEnd } = document.activeElement
  if (!document.activeElement.matches('#till input:not([type])')) return null
  return (fresh) => {
    const field = fresh.querySelector(`input[name="${CSS.escape(name)}"]`)
    field?.focus({ preventScroll: true })
    field?.setSelectionRange(selectionStart, selectionEnd)
  }
}

function keepOpen(old, fresh) {
  for (const details of fresh.querySelectorAll('details[data-keep]')) {
    const before = old.querySelector(`details[data-keep="${CSS.escape(details.dataset.keep)}"]`)
    if (before) details.open = before.open
  }
}

async function poll() {
  const pending = till().dataset.pending === 'yes'
  if (document.visibilityState === 'visible' && !till().matches('[aria-busy]')) await refreshSales()
  setTimeout(poll, pending ? 700 : 3000)
}

async function refreshSales() {
  const asked = till()
  const answer = await fetch(location.href).catch(() => null)
  const page = parse((answer?.ok && (await answer.text())) || '')
  await Press.over()
  // Meanwhile somebody pressed a button: its answer is the newer one.
  if (till() !== asked || asked.matches('[aria-busy]')) return
  const card = page.querySelector('[data-live]')
  if (card) document.querySelector('[data-live]')?.replaceWith(card)
  const fresh = page.getElementById('sales')
  const old = document.getElementById('sales')
  if (!fresh) return
  keepOpen(old, fresh)
  if (!fresh.isEqualNode(old)) {
    const again = old.contains(document.activeElement) ? selectorOf(document.activeElement) : null
    old.replaceWith(fresh)
    if (again) document.querySelector(again)?.focus({ preventScroll: true })
  }
  till().dataset.pending = page.getElementById('till').dataset.pending ?? ''
}

// What has the focus now, as it is found in a fresh copy of the page.
function selectorOf(element) {
  if (element.value) return `button[value="${CSS.escape(element.value)}"]`
  const details = element.closest('details[data-keep]')
  return details && `details[data-keep="${CSS.escape(details.dataset.keep)}"] > summary`
}

setTimeout(poll, 700)
