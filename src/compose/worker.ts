import { startRelay } from '../../jobs/relay.ts'
import { type Rounds, startRounds } from '../../jobs/rounds.ts'
import { announceBatch } from '../app/announce.ts'
import { sweepErasedWith } from '../app/erase-merchant.ts'
import { expireStampsWith } from '../app/expire-stamps.ts'
import { fetchOrderWith } from '../app/fetch-orders.ts'
import { giveUpCodeWith, placeCodeWith, settleCouponsWith } from '../app/place-codes.ts'
import { processInboxWith } from '../app/process-inbox.ts'
import { pushGoogleWith } from '../app/push-google.ts'
import { pushPassesWith } from '../app/push-passes.ts'
import { renewDueTokensWith } from '../app/renew-tokens.ts'
import { settleScansWith } from '../app/settle-scans.ts'
import { watchCodesWith } from '../app/watch-codes.ts'
import {
  type EffectHandler,
  type EffectPolicy,
  outboxBatchesWith,
  outboxWorkerWith,
} from '../app/work-outbox.ts'
import { tillWorkerWith } from '../app/work-tills.ts'
import { type JobHandler, type JobName, pushJobs } from '../ports/queue.ts'
import { newId } from '../secrets/random-id.ts'
import { createAgingCards } from '../store/aging-cards.ts'
import { createCodeWatch } from '../store/code-watch.ts'
import { createFiguresBook } from '../store/console-figures.ts'
import { createMerchantErasure } from '../store/erase-merchant.ts'
import { touchOn } from '../store/hot/touch-cards.ts'
import { createHousekeeping } from '../store/housekeeping.ts'
import { createIdempotency } from '../store/idempotency.ts'
import { createOutbox, createPendingWork } from '../store/outbox.ts'
import { createStrayScans } from '../store/stray-scans.ts'
import { createTillHolds } from '../store/till-holds.ts'
import type { Core } from './core.ts'
import { reconcileTillsOf } from './reconciliation.ts'

export type Worker = {
  /** Lets what runs finish; what is left is found by the next worker. Idempotent. */
  stop(): Promise<void>
}

const minute = 60_000
const policies: Record<Exclude<EffectPolicy['kind'], 'place-code'>, EffectPolicy> = {
  'touch-cards': { kind: 'touch-cards', batch: 10, concurrency: 10, longestWaitMs: minute },
  // After an outage of Apple's thousands wait: a till that sends meanwhile hardly does.
  'push-pass': { kind: 'push-pass', batch: 30, concurrency: 30, longestWaitMs: 10 * minute, rest: 2 },
  // Google takes 20 calls a second from all of us: what waits for it must hold up nobody else.
  'push-google': { kind: 'push-google', batch: 100, concurrency: 20, longestWaitMs: 10 * minute },
  'fetch-order': { kind: 'fetch-order', batch: 50, concurrency: 8, longestWaitMs: 10 * minute },
}

/** A till answers a call in a tenth of a second: eight at a time are more than its limits allow for long. */
const tillPolicy = { concurrency: 96, perTill: 8, perBatch: 48, longestWaitMs: minute }

/** A lost hint can delay work by this much. */
const relayEveryMs = 1000
/** A token is renewed long before it ends; this is how much later than planned. */
const renewEveryMs = 5000
/** Somebody waits before a page whose figures are counted for the first time. */
const countEveryMs = 2000

/** Does the work: drains the inbox, carries effects out, settles coupons; hints come from the queue and from the relay. */
export async function startWorker(core: Core): Promise<Worker> {
  const { platform } = core
  const { queue, log, database, clock } = platform
  const handlers: Record<JobName, JobHandler> = {
    ...effectHandlers(core),
    'process-inbox': processInboxOf(core),
    'settle-coupons': settleOf(core),
    'reconcile-tills': reconcileTillsOf(core),
  }
  await queue.work(handlers)
  const relay = startRelay(
    { pending: createPendingWork(database.pool, clock), queue, handlers, log },
    relayEveryMs,
  )
  const rounds = roundsOf(core)
  log.info('worker is ready')
  return {
    async stop() {
      await Promise.all([relay.stop(), ...rounds.map((each) => each.stop())])
      await queue.close()
    },
  }
}

/** What comes round by the clock alone, and needs no hint. */
function roundsOf(core: Core): Rounds[] {
  const { database, clock, log } = core.platform
  const figures = createFiguresBook(database.pool, clock)
  return [
    startRounds({
      everyMs: 60 * minute,
      atOnce: true,
      round: sweepOf(core),
      failed: 'sweeping failed; it is tried again in an hour',
      log,
    }),
    startRounds({
      everyMs: renewEveryMs,
      atOnce: true,
      round: renewDueTokensWith(core.tokenDeps),
      failed: 'looking for tokens to renew failed; it is tried again',
      log,
    }),
    startRounds({
      everyMs: minute,
      round: codeWatchOf(core),
      failed: 'codes in tills could not be looked at; they are in a minute',
      log,
    }),
    startRounds({
      everyMs: countEveryMs,
      async round(going) {
        while (going() && (await figures.countNext()));
      },
      failed: 'figures could not be counted; they are tried again',
      log,
    }),
  ]
}

/** Deletes what has had its time, one kind after another. */
function sweepOf({ platform, cardDeps }: Core): (going: () => boolean) => Promise<void> {
  const { database, clock, keyring, log } = platform
  const sweeps = [
    createHousekeeping(database.pool, clock, keyring).sweep,
    () => createIdempotency(database, keyring).purge(clock()),
    sweepErasedWith({ erasure: createMerchantErasure(database.pool), now: clock }),
    settleScansWith({ ...cardDeps, strayScans: createStrayScans(database.pool) }),
  ]
  return async (going) => {
    let rows = 0
    for (const sweep of sweeps) if (going()) rows += await sweep(going)
    log.debug({ rows }, 'swept')
  }
}

function codeWatchOf({ platform, codes, tills }: Core): () => Promise<number> {
  const { database, clock, log } = platform
  const watch = createCodeWatch(database.pool, clock)
  return watchCodesWith({ watch, codes, clientFor: tills.clientFor, clock, random: Math.random, log })
}

/** What time does: to coupons, and to stamps. */
function settleOf({ codeDeps, cardDeps, platform, hint }: Core): JobHandler {
  const aging = createAgingCards(platform.database.pool, platform.clock)
  const settle = settleCouponsWith(codeDeps)
  const expire = expireStampsWith({ ...cardDeps, aging })
  return async () => {
    await settle()
    await expire()
    for (const job of pushJobs) hint(job)
  }
}

function processInboxOf(core: Core): JobHandler {
  const { platform, store, tills, events, newCode, hint } = core
  const processInbox = processInboxWith({
    store,
    readers: tills.readers,
    clock: platform.clock,
    newId,
    newCode,
    keyring: platform.keyring,
    log: platform.log,
    lanes: platform.database.embedded ? 1 : 2,
    onBatch(summary) {
      for (const job of announceBatch(events, summary)) hint(job)
    },
  })
  return async () => void (await processInbox())
}

function effectHandlers(core: Core): Record<EffectPolicy['kind'], JobHandler> {
  const { platform, cards, wallets, codes, tills, inbox, events, hint, codeDeps } = core
  const { clock, log, database } = platform
  const deps = {
    outbox: createOutbox(database.pool, clock),
    clock,
    log,
    random: Math.random,
    onAttempt: events.effectAttempted,
  }
  const worker = (kind: keyof typeof policies, handle: EffectHandler) =>
    outboxWorkerWith(deps, policies[kind], handle)
  const tillDeps = { ...deps, holds: createTillHolds(database.pool, clock, Math.random) }
  const placing = { ...tillPolicy, giveUp: giveUpCodeWith(codeDeps) }
  return {
    'touch-cards': worker('touch-cards', async (row) => {
      const done = await touchOn(database.pool, row, clock, (owed) => {
        for (const kind of owed) hint(kind)
      })
      if (!done) hint('touch-cards')
      return { detail: null }
    }),
    'push-pass': outboxBatchesWith(
      deps,
      policies['push-pass'],
      pushPassesWith({ devices: wallets.appleDevices, wallet: wallets.apple }),
    ),
    'push-google': worker(
      'push-google',
      pushGoogleWith({ cards, wallet: wallets.google, records: wallets.googleRecords }),
    ),
    'place-code': tillWorkerWith(tillDeps, placing, placeCodeWith(codeDeps)),
    'fetch-order': worker(
      'fetch-order',
      fetchOrderWith({
        codes,
        clientFor: tills.clientFor,
        inbox,
        clock,
        onFetched: () => hint('process-inbox'),
      }),
    ),
  }
}
