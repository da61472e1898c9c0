import { type Card, type CardBook, type Desk, openBook } from './card-book.ts'
import { judgeEarning } from './judge-order.ts'
import type { OrderRecord } from './order-record.ts'
import type { ProgramRules } from './program.ts'

/** An order as it now stands, with what it was really given. */
export type PastOrder = Pick<
  OrderRecord,
  'merchantId' | 'tillId' | 'externalId' | 'facts' | 'evidence' | 'given' | 'redemptions'
> & {
  cardId: string
  channel?: NonNullable<OrderRecord['judgement']>['channel']
  timeZone: string
}

/** What one card was given in the time looked at, and what it would have been given under the draft. */
export type CardReplay = {
  cardId: string
  orders: number
  given: number
  draft: number
  difference: number
  /** Coupons that the draft would have led to, counted from an empty card. */
  rewards: number
}

export type ReplayTotals = {
  cards: number
  orders: number
  given: number
  draft: number
  difference: number
  rewards: number
  /** Cards that would have more, fewer and as many stamps. */
  more: number
  fewer: number
  same: number
}

type Run = { book: CardBook; orders: number; given: number; draft: number }

/** A draft's run over past orders; holds one card and the most changed cards, however many orders there are. */
export type Replay = {
  readonly rules: ProgramRules
  /** How many cards to keep. */
  readonly most: number
  readonly totals: ReplayTotals
  cards: CardReplay[]
  run: Run | null
  made: number
}

export const openReplay = (rules: ProgramRules, most: number): Replay => ({
  rules,
  most,
  totals: { cards: 0, orders: 0, given: 0, draft: 0, difference: 0, rewards: 0, more: 0, fewer: 0, same: 0 },
  cards: [],
  run: null,
  made: 0,
})

/**
 * Judges one more order by the draft, on a card that begins empty. Changes `replay`.
 * @param past a card's orders follow one another, by the time they were placed; otherwise the card is counted twice
 */
export function replayOrder(replay: Replay, past: PastOrder): void {
  if (replay.run && replay.run.book.card.id !== past.cardId) endCard(replay)
  replay.run ??= { book: emptyBook(past), orders: 0, given: 0, draft: 0 }
  const { run } = replay
  const order: OrderRecord = {
    ...past,
    judgement: null,
    given: 0,
    outcome: 'waiting',
    trace: [],
    firstJudgedAt: null,
  }
  judgeEarning(order, run.book, 'replay', past.timeZone, deskOf(replay, past), {
    channel: past.channel,
  })
  run.orders += 1
  run.given += past.given
  run.draft += order.given
}

/** The cards that would change most, and the sums over all of them. */
export function closeReplay(replay: Replay): { totals: ReplayTotals; cards: CardReplay[] } {
  endCard(replay)
  return { totals: replay.totals, cards: mostChanged(replay) }
}

function endCard(replay: Replay): void {
  const { run, totals } = replay
  if (!run) return
  replay.run = null
  const { orders, given, draft, book } = run
  const difference = draft - given
  const rewards = book.coupons.length
  totals.cards += 1
  totals.orders += orders
  totals.given += given
  totals.draft += draft
  totals.difference += difference
  totals.rewards += rewards
  totals[difference > 0 ? 'more' : difference < 0 ? 'fewer' : 'same'] += 1
  if (difference === 0) return
  replay.cards.push({ cardId: book.card.id, orders, given, draft, difference, rewards })
  if (replay.cards.length >= 2 * replay.most) replay.cards = mostChanged(replay)
}

const mostChanged = ({ cards, most }: Replay): CardReplay[] =>
  cards
    .toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (a.cardId < b.cardId ? -1 : 1))
    .slice(0, most)

function emptyBook({ merchantId, cardId }: PastOrder): CardBook {
  const card: Card = {
    merchantId,
    id: cardId,
    programId: 'draft',
    state: 'active',
    total: 0,
    cycle: 1,
    cycleStart: 0,
    version: 1,
    pastCycles: [],
    progress: null,
    lastStampAt: null,
  }
  return openBook(card, [])
}

/** As if it were then; no till has to be asked for anything. */
function deskOf(replay: Replay, past: PastOrder): Desk {
  const next = () => `replay-${++replay.made}`
  return {
    now: past.facts.sale?.placedAt ?? 0,
    newId: next,
    newCode: next,
    rulesOf: () => replay.rules,
    latestVersion: () => 1,
    tills: () => [],
  }
}
