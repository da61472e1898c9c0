import type { Outcome } from '../domain/order-record.ts'
import { cardEn } from './en/card.ts'
import { claimEn } from './en/claim.ts'
import { consoleEn } from './en/console.ts'
import { kioskEn } from './en/kiosk.ts'
import { mineEn } from './en/mine.ts'
import { shopifyEn } from './en/shopify.ts'
import { squareEn } from './en/square.ts'
import { tillEn } from './en/till.ts'
import { traceEn } from './en/trace.ts'

/** English texts; the shape that every other language fills completely. */
export const en = {
  progress: (stamps: number, goal: number) => `${stamps} of ${goal}`,
  stamps: (n: number) => (n === 1 ? '1 stamp' : `${n} stamps`),
  rule: {
    visit: (stamps: number, minimum: string | null) =>
      `Every visit${minimum ? ` from ${minimum}` : ''} earns ${stamps === 1 ? 'a stamp' : `${stamps} stamps`}`,
    amount: (per: string) => `Every ${per} you spend earns a stamp`,
    items: (every: number, what: string) =>
      every === 1
        ? `Every item from ${what} earns a stamp`
        : `Every ${every} items from ${what} earn a stamp`,
    someItems: (every: number) =>
      every === 1
        ? 'Every participating item earns a stamp'
        : `Every ${every} participating items earn a stamp`,
    goal: (goal: number, reward: string) => `${goal} stamps make: ${reward}`,
    perDay: (n: number) => `At most ${n} a day`,
    perOrder: (n: number) => `At most ${n} per purchase`,
    cooldown: (minutes: number) => `One purchase every ${minutes} minutes counts`,
    factor: (factor: number, when: string) => `×${factor} ${when}`,
  },
  join: {
    title: (shop: string) => `${shop}: stamp card`,
    kicker: 'Your stamp card',
    apple: 'Add to Apple Wallet',
    google: 'Save to Google Wallet',
    web: 'Use without a wallet',
    promise: 'No app, no form, no personal data.',
    scan: 'Scan with your phone',
    scanHint: 'Point your phone’s camera at this code to put the card in its wallet.',
    here: 'Or carry on in this browser',
    inApp: 'Open this page in your browser',
    inAppHint:
      'This app’s built-in browser cannot save wallet cards. Tap the menu (⋯ or ⋮) and choose “Open in browser”.',
    inAppChrome: 'Open in Chrome',
    inAppStay: 'Use the card right here instead',
    closedTitle: 'This card is taking a break',
    closed: 'New cards are not handed out at the moment. Please ask at the counter.',
    own: 'You have this card already',
    openOwn: 'Open my card',
    another: 'Or get a new card',
    onTheWay: 'On the way there',
  },
  card: cardEn,
  claim: claimEn,
  kiosk: kioskEn,
  mine: mineEn,
  missing: {
    title: 'Nothing here',
    card: 'We don’t know this card. Check the link, or scan the code at the counter for a new one.',
    join: 'We don’t know this stamp card. Please ask at the counter.',
    page: 'This page does not exist.',
    tooMany: 'That was a lot at once. Please try again in a minute.',
    refused:
      'This request came from another website, so it was not carried out. Please go back and try again.',
    failed: 'Something went wrong on our side. Please try again in a moment.',
  },
  till: tillEn,
  outcome: {
    waiting: 'Waiting for payment',
    unmatched: 'No card',
    stamped: 'Stamped',
    redeemed: 'Coupon used',
    'no-stamp': 'No stamp',
    reversed: 'Taken back',
  } satisfies Record<Outcome, string>,
  shopify: shopifyEn,
  square: squareEn,
  trace: {
    yes: 'Passed',
    no: 'Not passed',
    rules: traceEn,
  },
  state: {
    owed: 'owed',
    forgiven: 'forgiven',
    'redemption-refunded': 'its sale was refunded',
    'used-after-end': 'used after it ended',
    undone: 'undone at the counter',
    reinstated: 'given again',
    retired: 'not given again',
    active: 'active',
    paused: 'paused',
    merged: 'merged',
    erased: 'erased',
    ended: 'ended',
    issuing: 'on its way',
    redeemed: 'used',
    expired: 'expired',
    revoked: 'revoked',
    uninstalled: 'uninstalled',
    'sign-in-needed': 'sign in again',
    pending: 'pending',
    placed: 'in the till',
    drifted: 'changed in the till',
    removing: 'being removed',
    removed: 'removed',
    failed: 'failed',
    unreadable: 'not understood',
    done: 'done',
  } as Record<string, string>,
  console: consoleEn,
}

export type Messages = typeof en
