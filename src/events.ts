import type { Logger } from 'pino'
import type { Metrics } from './metrics.ts'
import type { OutboxKind } from './ports/store.ts'
import type { Provider } from './ports/till.ts'
import { sparingly } from './sparing-log.ts'

/** Whose card or coupon an event is about; ids alone, for the log. */
type Subject = { merchantId: string; cardId?: string | undefined; couponId?: string | undefined }

/** What happens in the business, one function per event: each writes a log line and counts. */
export type Events = {
  deliveryAccepted(event: { provider: Provider; merchantId: string; fresh: boolean }): void
  /** `reason` is one of a few fixed words, never text from outside. */
  deliveryRefused(event: { provider: Provider; reason: string }): void
  orderJudged(event: { merchantId: string; outcome: string }): void
  /** `count` is negative for stamps taken back. */
  stampsGiven(event: Subject & { channel: string; count: number }): void
  couponIssued(event: Subject & { kind: string }): void
  couponActivated(event: Subject & { kind: string }): void
  couponRedeemed(event: Subject & { kind: string; channel: string }): void
  couponRevoked(event: Subject & { reason: string }): void
  /** One call to a till or wallet for an effect owed. */
  effectAttempted(event: { kind: OutboxKind; ok: boolean; retryable: boolean }): void
  jobFailed(event: { job: string }): void
  /** Orders taken in by searching a till; `missed` are those whose webhook had had time to come. */
  ordersFound(event: { provider: Provider; orders: number; missed: number }): void
  tillSearched(event: { provider: Provider; outcome: string }): void
  /** A till had dropped its subscriptions, and has them again. */
  webhooksSubscribed(event: { provider: Provider; topics: string[] }): void
}

export function createEvents(log: Logger, metrics: Metrics): Events {
  return {
    ...tillEvents(log, metrics),
    ...couponEvents(log, metrics),
    ...outgoingEvents(metrics),
    ...searchEvents(metrics),
  }
}

function tillEvents(log: Logger, { counter }: Metrics) {
  const accepted = counter('deliveries_accepted_total', 'Webhooks stored', ['provider', 'fresh'])
  const refused = counter('deliveries_refused_total', 'Webhooks turned away', ['provider', 'reason'])
  const judged = counter('orders_judged_total', 'Judgements of orders', ['outcome'])
  const given = counter('stamps_given_total', 'Stamps given', ['channel'])
  const taken = counter('stamps_taken_total', 'Stamps taken back', ['channel'])
  const write = sparingly({
    tellMore: (kind, more) => log.info({ kind, more }, 'further deliveries refused'),
  })
  return {
    deliveryAccepted(event) {
      accepted.inc({ provider: event.provider, fresh: String(event.fresh) })
      log.debug(event, 'delivery accepted')
    },
    deliveryRefused(event) {
      refused.inc({ provider: event.provider, reason: event.reason })
      write(`${event.provider}: ${event.reason}`, () => log.info(event, 'delivery refused'))
    },
    orderJudged(event) {
      judged.inc({ outcome: event.outcome })
      log.debug(event, 'order judged')
    },
    stampsGiven(event) {
      const counted = event.count < 0 ? taken : given
      counted.inc({ channel: event.channel }, Math.abs(event.count))
      log.debug(event, 'stamps given')
    },
  } satisfies Partial<Events>
}

function couponEvents(log: Logger, { counter }: Metrics) {
  const issued = counter('coupons_issued_total', 'Coupons issued', ['kind'])
  const activated = counter('coupons_activated_total', 'Coupons with a usable code', ['kind'])
  const redeemed = counter('coupons_redeemed_total', 'Coupons used', ['kind', 'channel'])
  const revoked = counter('coupons_revoked_total', 'Coupons taken back', ['reason'])
  return {
    couponIssued(event) {
      issued.inc({ kind: event.kind })
      log.info(event, 'coupon issued')
    },
    couponActivated(event) {
      activated.inc({ kind: event.kind })
      log.debug(event, 'coupon activated')
    },
    couponRedeemed(event) {
      redeemed.inc({ kind: event.kind, channel: event.channel })
      log.info(event, 'coupon redeemed')
    },
    couponRevoked(event) {
      revoked.inc({ reason: event.reason })
      log.info(event, 'coupon revoked')
    },
  } satisfies Partial<Events>
}

function outgoingEvents({ counter }: Metrics) {
  const attempts = counter('outgoing_calls_total', 'Calls to tills and wallets', ['kind', 'outcome'])
  const jobFailures = counter('job_failures_total', 'Runs of background jobs that threw', ['job'])
  return {
    effectAttempted({ kind, ok, retryable }) {
      attempts.inc({ kind, outcome: ok ? 'done' : retryable ? 'postponed' : 'refused' })
    },
    jobFailed(event) {
      // The queue has logged the error with its stack.
      jobFailures.inc({ job: event.job })
    },
  } satisfies Partial<Events>
}

function searchEvents({ counter }: Metrics) {
  const found = counter('orders_found_total', 'Orders taken in by searching the tills', ['provider'])
  const missed = counter('orders_missed_by_webhook_total', 'Of those, orders whose webhook never came', [
    'provider',
  ])
  const runs = counter('till_searches_total', 'Searches of a till for orders', ['provider', 'outcome'])
  const made = counter('webhooks_subscribed_total', 'Webhook subscriptions made anew', ['provider'])
  return {
    ordersFound({ provider, orders, missed: late }) {
      found.inc({ provider }, orders)
      missed.inc({ provider }, late)
    },
    tillSearched({ provider, outcome }) {
      runs.inc({ provider, outcome })
    },
    webhooksSubscribed({ provider, topics }) {
      made.inc({ provider }, topics.length)
    },
  } satisfies Partial<Events>
}
