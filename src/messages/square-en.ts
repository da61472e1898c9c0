/** Connecting Square, at its own sign-in page. */
export const squareEn = {
  title: 'Square',
  lead: 'Stampbridge reads sales and puts coupons’ discounts into your item library. Orders, cards and coupons stay when you disconnect.',
  connect: 'Connect Square',
  again: 'Connect again',
  disconnect: 'Disconnect',
  none: 'Square is not connected yet.',
  notConfigured: 'Whoever runs this Stampbridge has not set up Square yet.',
  states: {
    active: 'Connected',
    'sign-in-needed': 'Sign in again',
    revoked: 'Disconnected',
    uninstalled: 'Removed',
  } as Record<string, string>,
  signInNeeded: (since: string) =>
    `Square has not let us in since ${since}. Coupons’ codes wait and nothing is lost: please connect again.`,
  until: (time: string) => `Permission until ${time}; it is renewed by itself.`,
  permissions: 'Permissions',
  locations: 'Locations',
  done: {
    connected: 'Square is connected.',
    disconnected: 'Square is disconnected.',
    unreachable: 'Square cannot be reached just now. Nothing was changed: please try again in a minute.',
  } as Record<string, string>,
  trouble: {
    denied: 'You did not allow the connection, so nothing was changed.',
    stale: 'This sign-in was used already, took longer than ten minutes, or began in another browser.',
    refused: 'Square did not confirm the sign-in. Nothing was changed.',
    'connected-elsewhere':
      'This Square account is connected to another merchant of Stampbridge. Disconnect it there first, or sign in to Square with another account.',
    'merchant-gone': 'This merchant no longer exists.',
    unreachable: 'Square cannot be reached just now. Nothing was changed.',
  } as Record<string, string>,
  retry: 'Start again',
}

export type SquareTexts = typeof squareEn
