import type { VNode } from 'preact'
import type { TillHealth } from '../../domain/reconcile-plan.ts'
import { formatMoment } from '../../messages/formats.ts'
import { roomTexts } from '../../messages/rooms.ts'
import type { LocationRecord } from '../../ports/locations.ts'
import type { ReconciliationState } from '../../ports/reconciliation.ts'
import type { TillStanding } from '../../ports/till-desk.ts'
import type { KnownTill } from '../../ports/tills.ts'
import { type Child, html } from '../html.ts'
import { Icon } from '../icons.ts'
import { StateBadge, When } from './cells.ts'
import type { ConsoleContext } from './frame.ts'

/** A till with everything that the console knows of how it is. */
export type TillView = KnownTill & {
  standing: TillStanding | null
  health: TillHealth
  search: ReconciliationState | null
  missingScopes: string[]
  locations: LocationRecord[]
}

export const tillPath = (tillId: string): string => `/console/tills/${tillId}`

export const standingOf = ({ state, token }: KnownTill): string =>
  state === 'active' && token.signInSince !== null ? 'sign-in-needed' : state

export const TillBadge = (context: ConsoleContext, till: TillView): VNode =>
  StateBadge(context, standingOf(till), 'till')

/** What is amiss with a till, each with what to do; nothing when all is well. */
export function TillTroubles(context: ConsoleContext, till: TillView): Child {
  if (till.state !== 'active') return null
  const { speech, merchant } = context
  const texts = roomTexts(speech).tills
  const moment = (at: number) => formatMoment(speech, at, merchant.timeZone)
  const { standing, health, missingScopes, token } = till
  const hold = standing?.hold ?? null
  const scopes = missingScopes.map((scope) => speech.texts.shopify.scopes[scope] ?? scope).join(', ')
  const troubles = [
    token.signInSince !== null && texts.signInNeeded(till.name, moment(token.signInSince)),
    hold?.reason === 'down' && texts.down(moment(hold.since)),
    hold?.reason === 'throttled' && texts.throttled(moment(hold.until)),
    health !== 'ok' && hold?.reason !== 'down' && texts.health[health],
    missingScopes.length > 0 && texts.missing(scopes),
    standing && standing.drifted > 0 && texts.drifted(standing.drifted),
    standing && standing.refused > 0 && texts.refused(standing.refused),
    standing && standing.waiting > 0 && texts.waiting(standing.waiting),
  ].filter((words): words is string => typeof words === 'string')
  if (troubles.length === 0) return html`<p class="till-well">${Icon('check')}${texts.health.ok}</p>`
  return html`<ul class="till-troubles">
    ${troubles.map((words) => html`<li>${Icon('warning')}<span>${words}</span></li>`)}
  </ul>`
}

/** When it was heard from, and how far its sales were searched. */
export function TillFacts(context: ConsoleContext, till: TillView, more: Child = null): VNode {
  const texts = roomTexts(context.speech).tills
  const { search, standing } = till
  const heard = standing?.lastDeliveryAt ?? null
  // What is far back is not looked for: a till that was searched since had time to speak.
  const unheard = search?.lastOrderAt ? texts.notLately : texts.never
  return html`<dl class="till-facts">
    ${Pair(texts.lastHeard, heard === null ? unheard : When(context, heard))}
    ${search && till.provider !== 'open' && Pair(texts.searchedUntil, When(context, search.reconciledUntil))}
    ${search && till.provider !== 'open' && Pair(texts.missed, String(search.missed))}
    ${more}
  </dl>`
}

export const Pair = (label: string, value: Child): VNode =>
  html`<div><dt>${label}</dt><dd>${value}</dd></div>`
