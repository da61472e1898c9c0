// Passkeys: makes one (form[data-passkey="add"]) or signs in with one (form[data-passkey="sign-in"]).
// Each asks the server for what is to be signed, lets the browser sign it, and posts the answer.

const fromText = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const known = (list = []) => list.map((each) => ({ ...each, id: fromText(each.id) }))

// Older browsers do not read and write JSON themselves.
const readCreation = (json) =>
  PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: fromText(json.challenge),
    user: { ...json.user, id: fromText(json.user.id) },
    excludeCredentials: known(json.excludeCredentials),
  }
const readRequest = (json) =>
  PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: fromText(json.challenge),
    allowCredentials: known(json.allowCredentials),
  }

function written(credential) {
  if (credential.toJSON) return credential.toJSON()
  const response = { clientDataJSON: toText(credential.response.clientDataJSON) }
  for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle'])
    if (credential.response[name]) response[name] = toText(credential.response[name])
  if (credential.response.getTransports) response.transports = credential.response.getTransports()
  const { id, type } = credential
  return { id, rawId: id, type, response, clientExtensionResults: {} }
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(String(answer.status))
  return answer.json()
}

async function run(form) {
  const fields = Object.fromEntries(new FormData(form))
  const options = await post(`${form.dataset.path}/options`, fields)
  const credential =
    form.dataset.passkey === 'add'
      ? await navigator.credentials.create({ publicKey: readCreation(options) })
      : await navigator.credentials.get({ publicKey: readRequest(options) })
  const { to } = await post(form.dataset.path, { ...fields, answer: written(credential) })
  location.assign(to)
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const say = (words) => {
    form.querySelector('[role="alert"]').textContent = words
  }
  form.hidden = false
  if (!window.PublicKeyCredential) {
    form.querySelector('button').disabled = true
    say(form.dataset.unsupported)
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    say('')
    const button = form.querySelector('button')
    button.disabled = true
    run(form)
      .catch((error) => say(error.name === 'NotAllowedError' ? form.dataset.cancelled : form.dataset.failed))
      .finally(() => {
        button.disabled = false
      })
  })
}
