import { refusedText } from '../reasons.ts'
import { oneOrMany, pick, type TraceTexts } from '../trace-texts.ts'
import { reasonsEn } from './reasons.ts'

const stamps = (n: unknown) => `${n} ${oneOrMany(n, 'stamp', 'stamps')}`

const evidence = {
  scanned: 'Card found: it was scanned into the sale.',
  linked: 'Card found: the till’s customer is linked to it.',
  contact: 'Card found: the till’s customer has the e-mail or phone that was verified for it.',
  claimed: 'Card found: its holder claimed the order.',
  assigned: 'Card found: the order was assigned to it by hand.',
}
const states = {
  paused: 'The card is paused.',
  merged: 'The card was merged into another one.',
  erased: 'The card was erased.',
}
const channels = {
  till: 'Sales at the till',
  counter: 'Scans at the counter',
  staff: 'Scans by the team',
  kiosk: 'Scans at the kiosk',
  claim: 'Claims from a receipt',
  api: 'Stamps from other programs',
}
export const refusalsEn = (when: string, where: string): Record<string, string> => ({
  'already-redeemed': `it was used already${when}${where}`,
  expired: `it expired${when}`,
  revoked: `it was taken back${when}`,
  'not-ready': 'it is not ready yet',
})

export const traceEn: TraceTexts = {
  'test-order': () => 'Test orders never earn.',
  paid: () => 'The order is not paid in full yet.',
  card: (passed, f) =>
    passed
      ? pick(evidence, f.evidence, 'Card found.')
      : f.several
        ? 'Several cards have the e-mail or phone of this customer: none of them is stamped by guessing.'
        : f.weak
          ? 'No card was scanned; a customer who is known from the payment alone is not enough.'
          : 'No card was scanned, and the customer is not linked to one.',
  'card-active': (_, f) => pick(states, f.state, 'The card is not in use.'),
  'something-left': (_, f) =>
    pick(
      { cancelled: 'The order was cancelled.', refunded: 'The order was refunded.' },
      f.because,
      'Nothing is left of the order.',
    ),
  'something-paid': (passed, f) =>
    passed ? `${f.paid} counts.` : 'Nothing was paid for goods in this order.',
  'only-redeems': (passed) =>
    passed
      ? 'The order only redeems a coupon, and that counts here.'
      : 'The order only redeems a coupon: that earns nothing.',
  'amount-unknown': () => 'What was paid is not known yet: the till’s order will tell.',
  channel: (passed, f) =>
    `${pick(channels, f.channel, 'Such purchases')} ${passed ? 'earn' : 'do not earn'} with this card.`,
  location: (passed, f) =>
    f.location === undefined && f.unnamed === undefined
      ? 'The order names no location, and only some locations earn.'
      : `${f.location ?? 'This place'} ${passed ? 'is one' : 'is none'} of the locations that earn.`,
  currency: (passed, f) =>
    passed
      ? `Paid in ${f.paid}: the minimum, which is in ${f.currency}, is not asked.`
      : `Paid in ${f.paid}, but stamps are given per ${f.per}.`,
  'minimum-spend': (passed, f) =>
    `Paid ${f.paid}, ${passed ? 'at least' : 'below'} the minimum of ${f.minimum}.`,
  amount: (_, f) => `${f.paid} counts towards a stamp per ${f.per}.`,
  items: (_, f) => {
    const found = `${f.count} matching ${oneOrMany(f.count, 'item', 'items')}`
    return f.every === '1' ? `${found}.` : `${found}, one stamp for every ${f.every}.`
  },
  multiplier: (_, f) => `${f.weekday} ${f.time}: times ${f.factor}.`,
  'per-order': (passed, f) => `${passed ? 'Within' : 'Cut to'} ${stamps(f.limit)} an order.`,
  'cool-down': (_, f) => `Another order earned within ${f.minutes} minutes.`,
  'per-location-day': (passed, f) =>
    passed
      ? `Within ${stamps(f.limit)} a day at this location.`
      : `The limit of ${stamps(f.limit)} a day at this location is reached.`,
  'per-day': (passed, f) =>
    passed ? `Within ${stamps(f.limit)} a day.` : `The limit of ${stamps(f.limit)} a day is reached.`,
  stamps: (_, f) => `${stamps(f.stamps)}.`,
  refused: (_, f) => {
    const when = f.at === undefined ? '' : ` on ${f.at}`
    const where = f.place === undefined ? '' : ` at ${f.place}`
    return refusedText(reasonsEn, refusalsEn, { when, where }, f)
  },
  coupon: (_, f) => {
    const when = f.at === undefined ? '' : ` on ${f.at}`
    const where = f.location === undefined ? '' : ` at ${f.location}`
    const events = {
      redeemed: `Coupon ${f.code} redeemed${when}${where}: ${f.title}.`,
      replaced: `The order was given back: a new coupon replaces ${f.code}.`,
      'taken-back': `The order was given back, and the stamps of ${f.code} with it.`,
      unassigned: `No card in the sale holds a coupon with the shared code ${f.code}: nobody is said to have used it.`,
    }
    const why = pick(refusalsEn(when, where), f.reason, 'it is not valid')
    return pick(events, f.event, `Coupon ${f.code} could not be redeemed: ${why}.`)
  },
}
