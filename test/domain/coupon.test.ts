import { describe, expect, it } from 'vitest'
import {
  activate,
  type Coupon,
  type CouponState,
  expire,
  expiresSoon,
  expiryOf,
  extend,
  isOpen,
  normalCode,
  redeem,
  redeemAtTill,
  revoke,
  warn,
  warnTime,
} from '../../src/domain/coupon.ts'
import { at, reward } from '../support/orders.ts'

const now = at('2026-03-02T14:02:00Z')
const expiry = at('2026-03-10T00:00:00Z')
const by = { channel: 'staff' as const, location: 'Harbour Street' }

const coupon = (state: CouponState, part: Partial<Coupon> = {}): Coupon => ({
  merchantId: 'merchant',
  id: 'coupon',
  cardId: 'card',
  programId: 'program',
  reward: reward(),
  cycle: 1,
  milestone: 10,
  issue: 1,
  state,
  code: 'ABC234',
  issuedAt: now - 1000,
  activatedAt: null,
  expiresAt: null,
  redeemedAt: null,
  redeemedBy: null,
  endedAt: null,
  endReason: null,
  flag: null,
  ...part,
})
const used = coupon('redeemed', { redeemedAt: now, redeemedBy: by })
const run = coupon('active', { expiresAt: expiry })
const gone = coupon('expired', { expiresAt: expiry, endedAt: expiry, endReason: 'expired' })
const taken = coupon('revoked', { endedAt: now, endReason: 'reversal' })

describe('redeem', () => {
  it('uses an active coupon, and remembers when and where', () => {
    expect(redeem(coupon('active'), by, now)).toMatchObject({
      ok: true,
      coupon: { state: 'redeemed', redeemedAt: now, redeemedBy: by },
    })
  })

  it.each([
    ['in its last millisecond', run, expiry - 1, { ok: true }],
    ['when it has run out', run, expiry, { ok: false, reason: 'expired', endedAt: expiry }],
    ['when its code is not in the tills yet', coupon('issuing'), now, { ok: false, reason: 'not-ready' }],
    [
      'a second time: when and where the first was',
      used,
      now + 1,
      { ok: false, reason: 'already-redeemed', redeemedAt: now, location: 'Harbour Street' },
    ],
    ['after it expired', gone, expiry + 1, { ok: false, reason: 'expired', endedAt: expiry }],
    ['after it was revoked', taken, now, { ok: false, reason: 'revoked', endedAt: now }],
  ])('%s', (_when, which, moment, answer) => {
    expect(redeem(which, by, moment)).toMatchObject(answer)
  })
})

describe('what is said of a coupon that cannot be used', () => {
  it('is that it was used, though its end has passed since, and no place where nobody knows it', () => {
    const used = coupon('redeemed', { redeemedAt: now - 5, expiresAt: now - 1 })
    expect(redeem(used, by, now)).toEqual({ ok: false, reason: 'already-redeemed', redeemedAt: now - 5 })
  })

  it('is that it expired, in the words of its record too', () => {
    expect(expire(coupon('active', { expiresAt: now }), now)).toEqual({
      ok: true,
      coupon: coupon('expired', { expiresAt: now, endedAt: now, endReason: 'expired' }),
    })
  })

  it('is nothing yet while there is no code, or no need to warn', () => {
    const soon = { expiresAt: now + 1000 }
    for (const each of [
      coupon('issuing', soon),
      coupon('active', { ...soon, warnedAt: now - 1 }),
      coupon('active', { expiresAt: now + 90 * 86_400_000 }),
    ])
      expect(warn(each, now)).toEqual({ ok: false, reason: 'not-ready' })
  })
})

describe('redeemAtTill', () => {
  it.each([
    ['an active coupon', coupon('active'), true],
    ['one still on its way to another till: this till has taken it', coupon('issuing'), true],
    ['one that ran out a moment ago: the till has taken it', run, true],
    ['a used one', used, false],
    ['an expired one', gone, false],
    ['a revoked one', taken, false],
  ])('%s', (_what, which, ok) => {
    expect(redeemAtTill(which, { channel: 'till' }, expiry + 1).ok).toBe(ok)
  })
})

describe('revoke', () => {
  it.each([
    ['an active coupon', coupon('active'), { ok: true, coupon: { state: 'revoked', endReason: 'by hand' } }],
    ['one on its way', coupon('issuing'), { ok: true }],
    ['a used one', used, { ok: false, reason: 'already-redeemed', redeemedAt: now }],
    ['an expired one', gone, { ok: false, reason: 'expired' }],
    ['a revoked one keeps its first reason', taken, { ok: false, reason: 'revoked' }],
  ])('%s', (_what, which, answer) => {
    expect(revoke(which, 'by hand', now)).toMatchObject(answer)
  })
})

describe('expire', () => {
  it.each([
    ['when its time has come', run, expiry, { ok: true, coupon: { state: 'expired', endedAt: expiry } }],
    ['not a millisecond before', run, expiry - 1, { ok: false, reason: 'not-ready' }],
    ['never without an expiry', coupon('active'), expiry, { ok: false, reason: 'not-ready' }],
    ['also while its code is on its way', coupon('issuing', { expiresAt: expiry }), expiry, { ok: true }],
    [
      'not once it is used',
      { ...used, expiresAt: expiry },
      expiry,
      { ok: false, reason: 'already-redeemed' },
    ],
    ['not once it is revoked', { ...taken, expiresAt: expiry }, expiry, { ok: false, reason: 'revoked' }],
  ])('%s', (_when, which, moment, answer) => {
    expect(expire(which, moment)).toMatchObject(answer)
  })
})

describe('activate', () => {
  it('turns a coupon active once, and wakes no ended one', () => {
    const active = activate(coupon('issuing'), now)
    expect(active).toMatchObject({ state: 'active', activatedAt: now })
    for (const each of [active, used, gone, taken]) expect(activate(each, now + 1)).toBe(each)
  })
})

it.each([
  ['issuing', true],
  ['active', true],
  ['redeemed', false],
  ['expired', false],
  ['revoked', false],
] as const)('a coupon that is %s is open: %s', (state, open) => {
  expect(isOpen(coupon(state))).toBe(open)
})

it.each([
  ['abc234', 'ABC234'],
  ['  ABC234\n', 'ABC234'],
  ['free-coffee', 'FREE-COFFEE'],
])('%j is compared as %s', (typed, code) => {
  expect(normalCode(typed)).toBe(code)
})

const day = 86_400_000

describe('the end of a coupon', () => {
  it.each([
    ['none', {}, null],
    ['days after it was given', { expiresAfterDays: 3 }, now + 3 * day],
    ['a date, whenever it was given', { expiresAt: '2026-12-31T23:00:00Z' }, at('2026-12-31T23:00:00Z')],
  ])('%s', (_what, part, end) => {
    expect(expiryOf(reward(part), now)).toBe(end)
  })

  it.each([
    ['three days before, unless the reward says another number', {}, expiry, expiry - 3 * day],
    ['as many days before as the reward says', { warnDays: 7 }, expiry, expiry - 7 * day],
    ['never, when the reward wants none', { warnDays: 0 }, expiry, null],
    ['never, without an end', {}, null, null],
  ])('is warned of %s', (_when, part, expiresAt, moment) => {
    expect(warnTime({ reward: reward(part), expiresAt })).toBe(moment)
    if (moment === null || expiresAt === null) return
    expect(expiresSoon({ reward: reward(part), expiresAt }, moment - 1)).toBe(false)
    expect(expiresSoon({ reward: reward(part), expiresAt }, moment)).toBe(true)
  })

  const soon = expiry - 3 * day
  it.each([
    ['an open one, from its time on', run, soon, true],
    ['not a moment before', run, soon - 1, false],
    ['not twice', coupon('active', { expiresAt: expiry, warnedAt: soon }), soon + 1, false],
    ['not while its code is on its way', coupon('issuing', { expiresAt: expiry }), soon, false],
    ['not one that was used', used, soon, false],
    ['not one that is gone', gone, soon, false],
  ])('warns %s', (_what, which, moment, ok) => {
    const result = warn(which, moment)
    expect(result.ok).toBe(ok)
    if (result.ok) expect(result.coupon).toEqual({ ...which, warnedAt: moment })
  })
})

describe('extend', () => {
  const later = expiry + day
  it.each([
    ['an active one', run, later, now, { ok: true, coupon: { expiresAt: later, warnedAt: null } }],
    [
      'one that was warned of: anew',
      { ...run, warnedAt: now },
      later,
      now,
      { ok: true, coupon: { warnedAt: null } },
    ],
    [
      'by so little that it is warned of already',
      run,
      expiry + 1,
      expiry - day,
      { ok: true, coupon: { warnedAt: expiry - day } },
    ],
    ['one on its way to the tills', coupon('issuing', { expiresAt: expiry }), later, now, { ok: true }],
    ['not to the same end', run, expiry, now, { ok: false, reason: 'not-later' }],
    ['not to an earlier one', run, expiry - 1, now, { ok: false, reason: 'not-later' }],
    ['not one without an end', coupon('active'), later, now, { ok: false, reason: 'not-later' }],
    ['not one that has run out', run, later, expiry, { ok: false, reason: 'expired', endedAt: expiry }],
    ['not one that was used', used, later, now, { ok: false, reason: 'already-redeemed' }],
    ['not one that expired', gone, later, now, { ok: false, reason: 'expired' }],
    ['not one that was taken back', taken, later, now, { ok: false, reason: 'revoked' }],
  ])('%s', (_what, which, end, moment, answer) => {
    expect(extend(which, end, moment)).toMatchObject(answer)
  })
})
