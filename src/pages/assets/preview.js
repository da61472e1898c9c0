// Draws both wallets' cards anew while one types, and says that a long answer is on its way. Pages work without it.
const pane = document.querySelector('[data-preview]')
const form = pane && document.getElementById(pane.dataset.preview)
const colours = {
  appleBg: '--apple-bg',
  appleFg: '--apple-fg',
  appleLabels: '--apple-labels',
  googleBg: '--google-bg',
  googleFg: '--google-fg',
}
let timer
let asking

function paint() {
  const drawn = pane.querySelector('.preview-drawn')
  if (!drawn) return
  const { style } = document.documentElement
  for (const [name, property] of Object.entries(colours)) style.setProperty(property, drawn.dataset[name])
}

async function draw() {
  asking?.abort()
  const mine = new AbortController()
  asking = mine
  pane.setAttribute('aria-busy', 'true')
  try {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
    const room = location.pathname.startsWith('/console/setup') ? 'setup' : 'programs'
    const answer = await fetch(`/console/${room}/preview`, { method: 'POST', body, signal: mine.signal })
    // While a field makes no sense, the last card that did stays.
    if (answer.status === 200) {
      pane.querySelector('.preview-cards').innerHTML = await answer.text()
      paint()
    }
  } catch (error) {
    if (error.name !== 'AbortError') pane.dataset.failed = 'true'
  } finally {
    if (asking === mine) pane.removeAttribute('aria-busy')
  }
}

function soon() {
  clearTimeout(timer)
  timer = setTimeout(draw, 350)
}

if (form) {
  document.documentElement.classList.add('scripted')
  form.addEventListener('input', soon)
  for (const input of pane.querySelectorAll('input')) input.addEventListener('change', soon)
  // On a phone the cards would push the form off the screen.
  const fold = pane.querySelector('details')
  if (matchMedia('(max-width: 47.99rem)').matches) fold.open = false
  fold.dataset.ready = ''
  paint()
  form.addEventListener('submit', (event) => {
    const wait = event.submitter?.dataset.wait
    if (!wait) return
    const told = document.createElement('p')
    told.className = 'working'
    told.setAttribute('role', 'status')
    told.append(document.createElement('progress'), wait)
    event.submitter.closest('.form-end').append(told)
  })
}
