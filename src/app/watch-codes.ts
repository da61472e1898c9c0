import type { Logger } from 'pino'
import { judgeDrift } from '../domain/code-drift.ts'
import type { Clock } from '../ports/clock.ts'
import type { CodeWatch, WatchedCode, WatchNote } from '../ports/code-watch.ts'
import type { CodeRecords } from '../ports/codes.ts'
import { failureNote, ProviderError } from '../ports/provider-error.ts'
import type { CodeFinding, PlacedCode, TillClient, TillCredentials } from '../ports/till.ts'

export type WatchCodesDeps = {
  watch: Pick<CodeWatch, 'take' | 'note'>
  codes: Pick<CodeRecords, 'credentials'>
  /** Null for tills that are not called. */
  clientFor(credentials: TillCredentials): TillClient | null
  clock: Clock
  /** 0 <= n < 1; spreads the checks over the hours. */
  random(): number
  log: Logger
}

/** One query's worth for every till. */
const pageSize = 20
/** The next round goes on where this one stopped. */
const pagesARound = 50
const minuteMs = 60_000
const usuallyMs = 6 * 60 * minuteMs
const soonMs = 15 * minuteMs

/**
 * Looks whether the tills still have the codes of open coupons as they were made: makes good what went by accident, and
 * marks the rest for the merchant. May run anywhere and any number of times. @returns how many codes were looked at
 */
export function watchCodesWith(deps: WatchCodesDeps): () => Promise<number> {
  return async () => {
    let seen = 0
    for (let round = 0; round < pagesARound; round += 1) {
      const page = await deps.watch.take(pageSize)
      if (!page) break
      const credentials = await deps.codes.credentials(page.till)
      const client = credentials && deps.clientFor(credentials)
      if (!client?.checkCodes || page.codes.length === 0) continue
      try {
        const placed = page.codes.map(asPlaced)
        const found = new Map((await client.checkCodes(placed)).map((each) => [each.couponId, each]))
        const notes: WatchNote[] = []
        for (const code of page.codes) {
          const finding = found.get(code.coupon.id)
          if (finding) notes.push(await follow(deps, client, code, finding))
        }
        await deps.watch.note(page.till, notes)
        seen += notes.length
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error
        // They come back when their loan ends.
        deps.log.warn({ err: error, ...page.till }, 'codes could not be checked')
      }
    }
    return seen
  }
}

const asPlaced = ({ coupon, externalId, toldUntil, repairs }: WatchedCode): PlacedCode => ({
  couponId: coupon.id,
  code: coupon.code ?? '',
  reward: coupon.reward,
  startsAt: coupon.issuedAt,
  expiresAt: toldUntil ?? undefined,
  externalId,
  remake: Math.max(0, repairs) + 1,
})

async function follow(
  { clock, random }: WatchCodesDeps,
  client: TillClient,
  code: WatchedCode,
  finding: CodeFinding,
): Promise<WatchNote> {
  const usual = clock() + Math.round(usuallyMs * (0.75 + random() / 2))
  const note: WatchNote = {
    couponId: code.coupon.id,
    state: 'placed',
    drift: null,
    detail: null,
    repaired: false,
    checkAt: usual,
  }
  const alert = (drift: string, detail: string | null): WatchNote => ({
    ...note,
    state: 'drifted',
    drift,
    detail,
  })
  const action = judgeDrift(finding.state, code)
  try {
    switch (action.do) {
      case 'nothing':
        return note
      case 'look-again':
        return { ...note, drift: finding.state, checkAt: clock() + soonMs }
      case 'alert':
        return alert(finding.state, finding.what ?? null)
      case 'remake': {
        const { externalId } = await client.placeCode(asPlaced(code))
        return { ...note, externalId, repaired: true, detail: finding.state }
      }
      case 'restore':
        if (!client.restoreCode) return alert(finding.state, finding.what ?? null)
        await client.restoreCode(asPlaced(code))
        return { ...note, repaired: true, detail: finding.state }
    }
  } catch (error) {
    if (!(error instanceof ProviderError) || error.retryable) throw error
    return alert(finding.state === 'deleted' ? 'taken' : finding.state, failureNote(error))
  }
}
