import { beforeEach, expect, it } from 'vitest'
import { makeVisitCodeWith, readVisitCodeWith } from '../../src/app/visit-code.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'

const merchantId = '019aab5e-1f00-7000-8000-000000000001'
const id = '019aab5e-1f00-7000-8000-000000000002'
const start = Date.UTC(2026, 10, 22, 14, 2)
const keyring = createKeyring(['a secret key that only these tests use'])
const dataKey = keyring.newDataKey(merchantId)

let now = start
let revokedAt: number | null = null
let kind: 'kiosk' | 'counter' = 'kiosk'

const deps = {
  now: () => now,
  keyring,
  merchants: {
    find: async (asked: string) =>
      asked === merchantId
        ? {
            id: asked,
            name: 'North Roast',
            country: null,
            locale: 'en',
            timeZone: 'UTC',
            look: null,
            dataKey,
            createdAt: 0,
          }
        : null,
  },
  devices: {
    get: async (key: { merchantId: string; id: string }) => ({
      ...key,
      kind,
      name: 'Door',
      tillId: null,
      locationId: null,
      programId: null,
      personId: null,
      createdAt: 0,
      pairedAt: 0,
      seenAt: null,
      revokedAt,
    }),
  },
}
const make = async () => (await makeVisitCodeWith(deps)({ merchantId, id })) ?? ''
const read = readVisitCodeWith(deps)

beforeEach(() => {
  now = start
  revokedAt = null
  kind = 'kiosk'
})

it('is another code every half minute, and good for a minute and a half', async () => {
  const code = await make()
  now = start + 29_999
  expect(await make()).toBe(code)
  now = start + 30_000
  expect(await make()).not.toBe(code)
  now = start + 89_999
  expect(await read(code, null)).toMatchObject({ ok: true, device: { id } })
  now = start + 90_000
  expect(await read(code, null)).toEqual({ ok: false, reason: 'expired', merchantId })
})

it('is taken for five minutes more from the phone that saw it in time, and from no other', async () => {
  const code = await make()
  const other = await (async () => {
    now = start + 30_000
    return make()
  })()
  now = start + 60_000
  const opened = await read(code, null)
  const seen = opened.ok ? opened.seen : ''
  expect(seen).toMatch(/^[\w-]{16,64}$/)
  now = start + 60_000 + 299_999
  expect(await read(code, seen)).toMatchObject({ ok: true })
  expect(await read(code, null)).toMatchObject({ ok: false })
  expect(await read(other, seen)).toMatchObject({ ok: false, reason: 'expired' })
  // Pretending to have seen it later.
  const later = `${now.toString(36).padStart(9, '0')}${seen.slice(9)}`
  expect(await read(code, later)).toMatchObject({ ok: false })
  now += 1
  expect(await read(code, seen)).toMatchObject({ ok: false, reason: 'expired' })
})

it('is nobody’s when it was made up, of a device that is no kiosk, or of one that was taken away', async () => {
  const code = await make()
  const flipped = code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A')
  for (const text of ['', 'x', flipped, code.replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A'))])
    expect(await read(text, null), text).toEqual({ ok: false, reason: 'unknown' })
  kind = 'counter'
  expect(await read(code, null)).toEqual({ ok: false, reason: 'unknown' })
  kind = 'kiosk'
  revokedAt = now
  expect(await read(code, null)).toEqual({ ok: false, reason: 'unknown' })
})
