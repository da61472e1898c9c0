/** Connecting Square, at its own sign-in page. */
export const squareEn = {
  title: 'Square',
  until: (time: string) => `Permission until ${time}; it is renewed by itself.`,
  permissions: 'Permissions',
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
