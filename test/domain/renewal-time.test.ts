import { expect, it } from 'vitest'
import { renewalTime } from '../../src/domain/renewal-time.ts'

const minute = 60_000
const day = 24 * 60 * minute
const now = 50 * day
const refreshToken = 'refresh'

it.each([
  ['nothing to renew it with', { accessExpiresAt: now + day, refreshToken: null }, null],
  [
    'an hour to live: after three quarters of it',
    { accessExpiresAt: now + 60 * minute, refreshToken },
    45 * minute,
  ],
  ['thirty days to live: after six all the same', { accessExpiresAt: now + 30 * day, refreshToken }, 6 * day],
  ['eight days to live', { accessExpiresAt: now + 8 * day, refreshToken }, 6 * day],
  ['four days to live', { accessExpiresAt: now + 4 * day, refreshToken }, 3 * day],
  ['no end told: soon, rather than never', { accessExpiresAt: null, refreshToken }, 45 * minute],
  ['over already: at once', { accessExpiresAt: now - day, refreshToken }, 0],
])('%s', (_, tokens, after) => {
  expect(renewalTime(tokens, now)).toBe(after === null ? null : now + after)
})
