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
    goal: (goal: number, reward: string) => `With ${goal === 1 ? '1 stamp' : `${goal} stamps`}: ${reward}`,
    perDay: (n: number) => `At most ${n} a day`,
    perOrder: (n: number) => `At most ${n} per purchase`,
    cooldown: (minutes: number) => `One purchase every ${minutes} minutes counts`,
    factor: (factor: string, when: string) =>
      `${factor === '2' ? 'Twice the stamps' : `${factor} times the stamps`}: ${when}`,
  },
  join: {
    title: (shop: string) => `${shop}: stamp card`,
    kicker: 'Your stamp card',
    apple: 'Add to Apple Wallet',
    google: 'Add to Google Wallet',
    web: 'Use without a wallet',
    promise: 'No app, no form, no personal data.',
    scan: 'Scan with your phone',
    scanHint: 'Point your phone’s camera at this code to put the card in its wallet.',
    here: 'Or carry on in this browser',
    inApp: 'Open this page in your browser',
    inAppHint:
      'This app’s built-in browser cannot save wallet cards. Tap the menu (⋯ or ⋮) and choose “Open in browser”.',
    inAppChrome: 'Open in Chrome',
    inAppStay: 'Use the card right here',
    closedTitle: 'No new cards right now',
    closed: 'This stamp card is not handed out at the moment. Please ask at the counter.',
    own: 'You have this card already',
    openOwn: 'Open my card',
    another: 'Or get a new card',
    onTheWay: 'On the way there',
  },
  card: cardEn,
  claim: claimEn,
  kiosk: kioskEn,
  mine: mineEn,
  home: {
    lead: 'Stamp cards in the phone’s wallet, run by the shop’s own till. Here is a shop to try them with.',
    join: 'Get a card',
    joinHint: 'As a customer: no app, no form.',
    till: 'Ring up a sale',
    tillHint: 'At the till: the purchase stamps the card by itself.',
    console: 'Look behind the counter',
    consoleHint: 'As the shop: every card, order and coupon.',
  },
  missing: {
    title: 'Nothing here',
    card: 'We don’t know this card. Check the link, or scan the code at the counter for a new one.',
    join: 'We don’t know this stamp card. Please ask at the counter.',
    page: 'This page does not exist.',
    unreadTitle: 'Not understood',
    unread:
      'Something in this address or form cannot be read, so nothing was changed. Please go back and check it.',
    tooLargeTitle: 'Too large',
    tooLarge: 'This is more than fits, so nothing was changed. Please go back and send less.',
    tooManyTitle: 'Too much at once',
    tooMany: 'That was a lot at once. Please try again in a minute.',
    refusedTitle: 'Not carried out',
    refused:
      'This request came from another website, so it was not carried out. Please go back and try again.',
    roleTitle: 'Not open to your role',
    role: {
      manager:
        'Only managers and owners of the shop may do this. Ask one of them to see to it, or an owner to change your role under “Team”.',
      owner:
        'Only owners of the shop may do this. Ask an owner to see to it, or to change your role under “Team”.',
    } as Record<string, string>,
    /** The same where they are known by name. */
    roleAsk: {
      manager: (names: string) =>
        `Only managers and owners of the shop may do this. Ask ${names} to see to it.`,
      owner: (names: string) =>
        `Only owners of the shop may do this. Ask ${names} to see to it, or to change your role under “Team”.`,
    } as Record<string, (names: string) => string>,
    failedTitle: 'Something went wrong',
    failed: 'That was our side, not yours. Please try again in a moment.',
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
    'card:active': 'active',
    'card:merged': 'merged',
    'card:erased': 'erased',
    'card:ended': 'ended',
    'card:expired': 'expired',
    'till:active': 'active',
    'till:uninstalled': 'uninstalled',
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
