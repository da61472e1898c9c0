// The page inside Shopify's admin: App Bridge says who is there, the server says how the shop stands.
const section = document.querySelector('[data-status]')
/** The link to the console is good once, and for a quarter of an hour. */
const renewEveryMs = 10 * 60_000
let loadedAt = 0

async function load() {
  try {
    const answer = await fetch(section.dataset.status, {
      method: 'POST',
      headers: { authorization: `Bearer ${await sessionToken()}` },
    })
    // Our own server's page, with everything in it escaped.
    section.innerHTML = await answer.text()
    loadedAt = Date.now()
    for (const time of section.querySelectorAll('[data-when]')) writeTime(time)
  } catch {
    section.replaceChildren(document.querySelector('[data-outside]').content.cloneNode(true))
  }
  section.removeAttribute('aria-busy')
}

// Outside Shopify's admin nobody ever answers.
function sessionToken() {
  if (!window.shopify?.idToken) return Promise.reject(new Error('not inside the admin'))
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('no session token')), 15_000))
  return Promise.race([window.shopify.idToken(), late])
}

function writeTime(time) {
  const form = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  time.textContent = form.format(new Date(time.dateTime))
}

section.addEventListener('click', (event) => {
  if (event.target.closest('[data-console]')) setTimeout(load, 1500)
})
const renew = () => {
  if (document.visibilityState === 'visible' && loadedAt && Date.now() - loadedAt > renewEveryMs) load()
}
document.addEventListener('visibilitychange', renew)
setInterval(renew, 30_000)
load()
