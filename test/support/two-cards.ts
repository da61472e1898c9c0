import { type MergeRecord, mergeCards, partCards } from '../../src/domain/merge.ts'
import { moveStamps } from '../../src/domain/move-stamps.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { DomainDriver } from './domain-driver.ts'
import { at, sold } from './orders.ts'

const monday = at('2026-03-02T09:00:00Z')

/** A shop with the cards `a` and `b`, which can be made one and taken apart; nothing is saved in between. */
export function twoCards(rules: ProgramRules | ProgramRules[], ...others: string[]) {
  const driver = new DomainDriver([rules].flat())
  for (const serial of ['a', 'b', ...others]) driver.join(serial)
  const book = (serial: string) => driver.books.get(serial)!
  let made = 0
  return {
    driver,
    book,
    /** So many purchases with this card, an hour apart, each of `total` in minor units. */
    buy(serial: string, times = 1, total = 1000): void {
      for (let i = 0; i < times; i++)
        driver.deliver(
          sold(`${serial}${++made}`, { cardSerial: serial, total, placedAt: monday + made * 3_600_000 }),
        )
    },
    /** Stamps by hand, on the card itself. */
    give(serial: string, count: number): void {
      moveStamps(
        book(serial),
        count,
        { effectKey: `hand-${++made}`, channel: 'api', reason: 'Gift' },
        driver.desk,
      )
      driver.commit(book(serial))
    },
    merge: (from = 'a', into = 'b', id = 'm'): MergeRecord =>
      mergeCards(book(from), book(into), id, driver.desk),
    part: (record: MergeRecord, from = 'a', into = 'b', id = 'm'): void =>
      partCards(book(from), book(into), record, id, driver.desk),
    save: (): void => driver.books.forEach((each) => void driver.commit(each)),
    totals: () => [book('a').card.total, book('b').card.total],
  }
}

/** Cycle, milestone, issue and state of each coupon. */
export const couponsOf = ({ driver }: { driver: DomainDriver }, serial: string): string[] =>
  driver
    .couponsOf(serial)
    .map(({ cycle, milestone, issue, state }) => `${cycle}:${milestone}#${issue} ${state}`)
    .sort()
