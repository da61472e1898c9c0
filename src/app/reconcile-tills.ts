import type { Logger } from 'pino'
import { graceMs, retrySearchAfter, searchEvery, searchWindow } from '../domain/reconcile-plan.ts'
import type { Clock } from '../ports/clock.ts'
import type { CodeRecords } from '../ports/codes.ts'
import { failureNote, ProviderError } from '../ports/provider-error.ts'
import type { Reconciliations, SearchLease, SearchProgress } from '../ports/reconciliation.ts'
import type { Inbox } from '../ports/store.ts'
import type { FoundOrder, FoundOrders, Provider, TillClient, TillCredentials } from '../ports/till.ts'

export type ReconcileDeps = {
  records: Reconciliations
  codes: Pick<CodeRecords, 'credentials'>
  clientFor(credentials: TillCredentials): TillClient | null
  inbox: Inbox
  clock: Clock
  log: Logger
  /** 0 <= n < 1; spreads the tills, so that they are not all searched at once. */
  random(): number
  /** Orders lie in the inbox. `missed` of them had no webhook in good time. */
  onFound(found: { provider: Provider; orders: number; missed: number }): void
  /** Looks after the till's webhooks; never fails. */
  checkHooks(lease: SearchLease, client: TillClient): Promise<void>
  onRun(run: { provider: Provider; outcome: RunOutcome }): void
}

/** `more`: others have their turn first. `lost`: the lease ended while the till was slow, and another goes on. */
export type RunOutcome = 'done' | 'more' | 'postponed' | 'failed' | 'lost' | 'nothing-to-search'

/** Tills searched at a time by one process. */
const lanes = 4
/** Pages of one run; a till with more to tell goes on when others had their turn. */
const pagesPerRun = 10
const runMs = 45_000
const keepEveryMs = 15_000
/** After a refusal that trying again does not mend. */
const refusedWaitMs = 60 * 60_000

/**
 * Asks tills for orders that changed, whatever their webhooks told, and puts those that are not known at that state
 * into the inbox, where they are one effect with any webhook of theirs. @returns a function that works until none is due
 */
export function reconcileTillsWith(deps: ReconcileDeps): () => Promise<void> {
  const lane = async () => {
    for (;;) {
      const lease = await deps.records.lease()
      if (!lease) return
      const outcome = await reconcile(deps, lease)
      deps.onRun({ provider: lease.provider, outcome })
    }
  }
  return async () => {
    await Promise.all(Array.from({ length: lanes }, lane))
  }
}

/** What a run works on; `progress` is where it got to. */
type Run = { lease: SearchLease; client: SearchingClient; progress: SearchProgress; keptAt: number }
type SearchingClient = TillClient & Required<Pick<TillClient, 'searches' | 'searchOrders'>>

async function reconcile(deps: ReconcileDeps, lease: SearchLease): Promise<RunOutcome> {
  let run: Run | null = null
  try {
    const client = await searchingClient(deps, lease)
    if (!client) {
      await deps.records.rest(lease)
      return 'nothing-to-search'
    }
    run = {
      lease,
      client,
      progress: lease.progress ?? begin(lease, client, deps.clock()),
      keptAt: deps.clock(),
    }
    const outcome = await search(deps, run)
    if (outcome === 'lost') return outcome
    await deps.checkHooks(lease, client)
    if (outcome === 'more') await deps.records.pause(lease, deps.clock())
    else await deps.records.finish(lease, run.progress, nextTime(deps, lease))
    return outcome
  } catch (error) {
    return failed(deps, lease, run?.progress ?? lease.progress, error)
  }
}

async function searchingClient(deps: ReconcileDeps, { till }: SearchLease): Promise<SearchingClient | null> {
  const credentials = await deps.codes.credentials(till)
  const client = credentials && deps.clientFor(credentials)
  return client?.searches && client.searchOrders ? (client as SearchingClient) : null
}

function begin(lease: SearchLease, client: SearchingClient, now: number): SearchProgress {
  const { from, until, sweep } = searchWindow(lease, now)
  return { until, sweep, spans: client.searches.map((by) => ({ by, from, to: until })), cursor: null }
}

/** Page by page, each durable before the next: a process that dies leaves its till to another, at that page. */
async function search(deps: ReconcileDeps, run: Run): Promise<'done' | 'more' | 'lost'> {
  const until = deps.clock() + runMs
  for (let pages = 0; ; pages += 1) {
    const span = run.progress.spans[0]
    if (!span) return 'done'
    if (pages >= pagesPerRun || deps.clock() >= until) return 'more'
    const found = await run.client.searchOrders(span, run.progress.cursor)
    const missed = await takeIn(deps, run, found)
    if (missed === null) return 'lost'
    const { spans, ...rest } = run.progress
    run.progress = { ...rest, spans: found.cursor === null ? spans.slice(1) : spans, cursor: found.cursor }
    const lastOrderAt = Math.max(0, ...found.orders.map((order) => Math.floor(order.asOf))) || null
    if (!(await deps.records.advance(run.lease, run.progress, { lastOrderAt, missed }))) return 'lost'
    run.keptAt = deps.clock()
  }
}

/** @returns how many came without a webhook; null when the lease was lost meanwhile */
async function takeIn(deps: ReconcileDeps, run: Run, { orders }: FoundOrders): Promise<number | null> {
  const { till, provider, ordersSince } = run.lease
  const known = await deps.records.known(
    till,
    orders.map((order) => order.orderId),
  )
  const isNews = ({ orderId, asOf, placedAt }: FoundOrder) => {
    const state = known.get(orderId)
    return state === undefined ? placedAt >= ordersSince : state < asOf
  }
  let taken = 0
  let missed = 0
  for (const order of orders.filter(isNews)) {
    if (!(await stillMine(deps, run))) return null
    const delivery = order.delivery ?? (await run.client.readOrder?.(order.orderId, known.has(order.orderId)))
    if (!delivery) continue
    const receivedAt = deps.clock()
    const stored = { ...delivery, merchantId: till.merchantId, tillId: till.id, provider, receivedAt }
    if (!(await deps.inbox.accept(stored)).fresh) continue
    taken += 1
    if (isMissed(run, order, receivedAt)) missed += 1
  }
  if (taken > 0) deps.onFound({ provider, orders: taken, missed })
  return missed
}

/** The first search finds what nobody was to announce. */
const isMissed = ({ lease }: Run, { asOf }: FoundOrder, now: number): boolean =>
  now - asOf >= graceMs && lease.sweptAt !== null

async function stillMine(deps: ReconcileDeps, run: Run): Promise<boolean> {
  if (deps.clock() - run.keptAt < keepEveryMs) return true
  run.keptAt = deps.clock()
  return deps.records.keep(run.lease)
}

const nextTime = ({ clock, random }: ReconcileDeps, { provider, hasCodes }: SearchLease): number =>
  clock() + Math.round(searchEvery(provider, hasCodes) * (0.9 + random() / 5))

/** Nothing is skipped: the till is searched from the same place when it answers again. */
async function failed(
  deps: ReconcileDeps,
  lease: SearchLease,
  progress: SearchProgress | null,
  error: unknown,
): Promise<RunOutcome> {
  const known = error instanceof ProviderError ? error : null
  const retryable = known?.retryable ?? true
  deps.log.warn(
    { err: error, merchantId: lease.till.merchantId, tillId: lease.till.id, retryable },
    'a till could not be searched for orders',
  )
  const note = failureNote(known ?? new Error('The search failed on our side; it is tried again.'))
  const wait = retryable ? (known?.retryAfterMs ?? retrySearchAfter(lease.failures)) : refusedWaitMs
  // A cursor that is refused would be refused for ever.
  const from = progress && !retryable ? { ...progress, cursor: null } : progress
  await deps.records.fail(lease, from, note, deps.clock() + Math.round(wait * (1 + deps.random() / 4)))
  return retryable ? 'postponed' : 'failed'
}
