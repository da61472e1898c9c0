// Looks for the stamp of a test sale until it is there, and for stamps that come from other tills while the page is open.
// Without it, the page reads itself anew as long as its own sale is on its way.
const find = () => document.querySelector('[data-live]')
const query = new URLSearchParams(location.search)
query.set('seen', find()?.dataset.stand ?? '')
const address = `/console/setup/test/live?${query}`
const started = Date.now()
const [soon, later] = [1000, 2000]
/** Whoever has left the page open and gone away asks no more. */
const longest = 15 * 60_000

async function look() {
  const shown = find()
  if (!shown || Date.now() - started > longest) return
  const waiting = shown.dataset.live === 'waiting'
  if (waiting || !document.hidden) {
    const answer = await fetch(address).catch(() => null)
    if (answer?.ok) show(shown, await answer.text())
  }
  setTimeout(look, waiting ? soon : later)
}

/** What says the same as before is left alone: it would be read out once more. */
function show(shown, text) {
  const next = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-live]')
  if (!next) return
  const same = next.dataset.live === shown.dataset.live && next.dataset.stand === shown.dataset.stand
  if (!same) shown.replaceWith(next)
}

if (find()?.dataset.live === 'waiting') look()
else setTimeout(look, later)
