// Starts what waits to be started, and follows it until it is over. Without it, the page reads itself anew.
const find = (from) => from.querySelector('[data-progress]')
const moves = ['ordered', 'running']

async function look() {
  if (!moves.includes(find(document).dataset.progress)) return
  const answer = await fetch(location.href).catch(() => null)
  if (answer?.ok) show(find(new DOMParser().parseFromString(await answer.text(), 'text/html')))
  setTimeout(look, 1000)
}

function show(next) {
  const now = find(document)
  if (!next) return
  if (next.dataset.progress !== now.dataset.progress) return now.replaceWith(next)
  // The words that a screen reader announces stay where they are: only figures change.
  now.querySelector('.bar-of-rows')?.replaceWith(next.querySelector('.bar-of-rows') ?? '')
}

const waiting = document.querySelector('[data-start="now"] form')
if (waiting) {
  // Nobody has pressed anything: a new tab would be taken for an advertisement.
  waiting.removeAttribute('target')
  waiting.requestSubmit()
}
setTimeout(look, 500)
