import type { VNode } from 'preact'
import { formatMoment, formatMoney } from '../../messages/formats.ts'
import type { OrderRow } from '../../ports/console-orders.ts'
import { type Child, html } from '../html.ts'
import type { ConsoleContext } from './frame.ts'

/** The day stays whole where a narrow column breaks it: only the time may go to the next line. */
export const When = (context: ConsoleContext, at: number | null): Child =>
  at === null
    ? '–'
    : html`<time datetime=${new Date(at).toISOString()}>${formatMoment(context.speech, at, context.merchant.timeZone).replace(/ (?=[^,]*,)/g, '\u00a0')}</time>`

/** @param of some languages have a form of its own for a card or a till */
export const stateWord = ({ speech }: ConsoleContext, state: string, of?: 'card' | 'till'): string =>
  speech.texts.state[`${of}:${state}`] ?? speech.texts.state[state] ?? state

export const StateBadge = (context: ConsoleContext, state: string, of?: 'card' | 'till'): VNode =>
  html`<span class=${`badge badge-${state}`}>${stateWord(context, state, of)}</span>`

/** Both ends of its number: the last four signs are what its holder reads out. */
export const CardLink = (cardId: string, serial: string): VNode =>
  html`<a href=${`/console/cards/${cardId}`}><code>${serial.slice(0, 4)}…${serial.slice(-4)}</code></a>`

export const OrderLink = (order: Pick<OrderRow, 'tillId' | 'externalId' | 'number'>): VNode =>
  html`<a href=${orderPath(order.tillId, order.externalId)}>#${order.number ?? order.externalId}</a>`

export const orderPath = (tillId: string, externalId: string): string =>
  `/console/orders/${tillId}/${encodeURIComponent(externalId)}`

export const Total = (context: ConsoleContext, order: Pick<OrderRow, 'total' | 'currency'>): string =>
  order.total === null || order.currency === null
    ? '–'
    : formatMoney(context.speech, { amount: order.total, currency: order.currency })

/** A label and what belongs to it, for the head of a detail page. */
export const Fact = (label: string, value: Child, width: 'wide' | null = null): VNode =>
  html`<div class=${width && 'fact-wide'}><dt>${label}</dt><dd>${value}</dd></div>`
