import type { Desk } from '../../src/domain/card-book.ts'
import { stampsOf } from '../../src/domain/ladder.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { expireStamps, moveEarned } from '../../src/domain/stamp-expiry.ts'
import { DomainDriver } from './domain-driver.ts'
import { at } from './orders.ts'

const day = 86_400_000
const noon = at('2026-06-01T12:00:00Z')

/** A card to which stamps of purchases come, by days after the first of June, told now or `toldOn` a later day. */
export function agingCard(
  versions: ProgramRules[],
  options: { latest?: () => number; timeZone?: string } = {},
) {
  const driver = new DomainDriver(versions, options.latest ? { latest: options.latest } : {})
  const { timeZone } = options
  const desk: Desk = timeZone
    ? Object.defineProperties({} as Desk, {
        ...Object.getOwnPropertyDescriptors(driver.desk),
        timeZone: { value: () => timeZone },
      })
    : driver.desk
  const book = driver.join()
  driver.now = noon
  let made = 0
  let calls = 0
  return {
    driver,
    book,
    desk,
    earn(count: number, days: number, toldOn = days, id = `o${++made}`): number {
      driver.now = noon + toldOn * day
      const cause = { channel: 'order', tillId: 'till', orderId: id, reason: 'Order', at: noon + days * day }
      return moveEarned(book, count, { ...cause, effectKey: `${id}/${++calls}` }, desk)
    },
    tick(days: number): boolean {
      driver.now = noon + days * day
      return expireStamps(book, desk)
    },
    /** What was entered since the last time: count, balance, channel, reason. */
    entries() {
      const { ledger } = book
      driver.commit(book)
      return ledger.map(({ count, balance, channel, reason }) => [count, balance, channel, reason])
    },
    keys: () => driver.ledger.map(({ effectKey }) => effectKey),
    stamps: () => stampsOf(book.card),
  }
}
