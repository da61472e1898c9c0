// Draws both wallets' cards anew while one types. Pages work without it.
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
  // The same stamps, small: what a phone keeps in sight above the form.
  const glance = pane.querySelector('.preview-glance')
  glance.hidden = false
  glance.style.backgroundImage = `url("${drawn.querySelector('.apple-strip').src}")`
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
  form.addEventListener('input', soon)
  for (const input of pane.querySelectorAll('input')) input.addEventListener('change', soon)
  // On a phone the cards would push the form off the screen.
  const fold = pane.querySelector('details')
  const phone = matchMedia('(max-width: 47.99rem)')
  const suit = () => {
    fold.open = !phone.matches
  }
  phone.addEventListener('change', suit)
  suit()
  fold.dataset.ready = ''
  paint()
}
