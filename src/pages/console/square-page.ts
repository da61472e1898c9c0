import type { VNode } from 'preact'
import { formatMoment } from '../../messages/formats.ts'
import type { LocationRecord } from '../../ports/locations.ts'
import type { KnownTill } from '../../ports/tills.ts'
import { html } from '../html.ts'
import { type ConsoleContext, ConsoleFrame } from './frame.ts'
import { Empty } from './table.ts'

export type SquareTill = KnownTill & { locations: LocationRecord[] }
type Props = { tills: SquareTill[]; configured: boolean; done: string | undefined }

/** How Square is connected, and the buttons that connect it and end it. */
export function SquarePage(context: ConsoleContext, { tills, configured, done }: Props): VNode {
  const { square } = context.speech.texts
  const active = tills.some((till) => standingOf(till) === 'active')
  const words = (done && square.done[done]) || null
  return ConsoleFrame(context, {
    place: 'overview',
    title: square.title,
    body: [
      words &&
        html`<p class=${done === 'unreachable' ? 'flash flash-no' : 'flash'} role="status">${words}</p>`,
      html`<p class="lead">${square.lead}</p>`,
      tills.length === 0 && Empty(square.none),
      tills.map((till) => Till(context, till)),
      configured
        ? !active &&
          html`<p><a class="button" href="/square/connect">${tills.length > 0 ? square.again : square.connect}</a></p>`
        : html`<p class="small">${square.notConfigured}</p>`,
    ],
  })
}

const standingOf = ({ state, token }: SquareTill): string =>
  state === 'active' && token.signInSince !== null ? 'sign-in-needed' : state

function Till(context: ConsoleContext, till: SquareTill): VNode {
  const { speech, merchant, csrf } = context
  const { square } = speech.texts
  const moment = (time: number) => formatMoment(speech, time, merchant.timeZone)
  const state = standingOf(till)
  const { signInSince, accessExpiresAt, scopes } = till.token
  return html`<article class="sheet">
    <p class="row"><b>${till.name}</b> <span class="badge">${square.states[state] ?? state}</span></p>
    ${signInSince !== null && state === 'sign-in-needed' && html`<p class="flash flash-no" role="alert">${square.signInNeeded(moment(signInSince))}</p>`}
    ${state === 'active' && accessExpiresAt !== null && html`<p class="small">${square.until(moment(accessExpiresAt))}</p>`}
    ${till.locations.length > 0 && html`<h2>${square.locations}</h2><ul>${till.locations.map((place) => html`<li>${place.name ?? place.externalId}${place.timeZone && html` <span class="small">${place.timeZone}</span>`}</li>`)}</ul>`}
    ${scopes.length > 0 && html`<details><summary>${square.permissions}</summary><p class="small"><code>${scopes.join(' ')}</code></p></details>`}
    ${
      till.state === 'active' &&
      html`<form method="post" action=${`/console/square/${till.id}/disconnect`}>
        <input type="hidden" name="csrf" value=${csrf} /><button class="quiet">${square.disconnect}</button>
      </form>`
    }
  </article>`
}
