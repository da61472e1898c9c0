import { describe, expect, it } from 'vitest'
import type { CardFace } from '../../src/domain/card-face.ts'
import type { Language } from '../../src/messages/messages.ts'
import { CardPage, type CardProps } from '../../src/pages/card-page.ts'
import { Document } from '../../src/pages/document.ts'
import { renderDocument } from '../../src/pages/html.ts'
import { couponOf, faceOf, pageContext } from './sample-faces.ts'

const now = Date.UTC(2026, 10, 22, 14, 2)

const drawn = (face: Partial<CardFace> = {}, props: Partial<CardProps> = {}, language = 'en') =>
  renderDocument(
    CardPage(pageContext(language), {
      face: faceOf(face),
      path: '/card/token',
      device: 'iphone',
      adding: null,
      history: [],
      serialSvg: '<svg data-serial></svg>',
      couponSvgs: new Map([['coupon', '<svg data-coupon-code></svg>']]),
      logoUrl: null,
      screen: null,
      refusal: null,
      ...props,
    }),
  )

const count = (page: string, pattern: RegExp) => page.match(pattern)?.length ?? 0

describe('the web card', () => {
  it('draws the stamps and says them', () => {
    const page = drawn()
    expect(count(page, /class="stamp-on"/g)).toBe(7)
    expect(count(page, /class="stamp-empty"/g)).toBe(3)
    expect(page).toContain('aria-label="7 of 10"')
    expect(page).toContain('3 stamps to go: Free coffee')
  })

  it('draws a goal of many stamps as a bar', () => {
    const page = drawn({ goal: 100, stamps: 40 })
    expect(page).toContain('class="bar-full"')
    expect(page).toContain('aria-label="40 of 100"')
    expect(drawn({ goal: 100, stamps: 0 })).not.toContain('class="bar-full"')
  })

  it('shows money on its way to the next stamp', () => {
    expect(drawn({ progress: { amount: 620, per: 1000, currency: 'EUR' } })).toContain(
      '€6.20 of €10.00 towards the next stamp',
    )
  })

  it('shows an open coupon by code and barcode, and one that is being made in plain words', () => {
    const page = drawn({
      coupons: [couponOf(), couponOf({ id: 'next', state: 'issuing', code: null, scanValue: null })],
    })
    expect(page).toContain('<code data-code="true">HWKP7XQ2MN</code>')
    expect(page).toContain('data-coupon-code')
    expect(page).toContain('Your code is on its way')
    expect(page).toContain('Ready to use')
  })

  it('calls nothing ready to use while every code is still on its way', () => {
    const page = drawn({ coupons: [couponOf({ state: 'issuing', code: null, scanValue: null })] })
    expect(page).not.toContain('Ready to use')
    expect(page).toContain('On its way')
  })

  it('says of a code that waits for the shop to add more that the shop does, not the till', () => {
    const page = drawn({
      coupons: [couponOf({ state: 'issuing', code: null, scanValue: null, codeSource: 'pool' })],
    })
    expect(page).toContain('Your reward is safe')
    expect(page).not.toContain('The till is making it')
  })

  it('says that a coupon ends soon, once its holder is to be warned', () => {
    const ending = couponOf({ expiresAt: Date.UTC(2026, 11, 1) })
    expect(drawn({ coupons: [ending] })).not.toContain('Ends soon')
    expect(drawn({ coupons: [{ ...ending, expiresSoon: true }] })).toMatch(/<b>Ends soon<\/b> · Valid until/)
    expect(drawn({ coupons: [{ ...ending, expiresSoon: true }] }, {}, 'fr')).toContain('Se termine bientôt')
  })

  it('names the last day of a coupon that ends at the shop’s midnight', () => {
    const midnight = Date.parse('2026-11-30T23:00:00Z')
    const page = drawn({ timeZone: 'Europe/Berlin', coupons: [couponOf({ expiresAt: midnight })] })
    expect(page).toContain('Valid until November 30, 2026')
  })

  it('asks twice before a self-redemption, and offers that button for nothing else', () => {
    const own = couponOf({ kind: 'self_redeem', code: null })
    expect(drawn({ coupons: [own] })).not.toContain('Yes, use it now')
    const using = { couponId: own.id, confirm: 'token-of-the-question' }
    expect(drawn({ coupons: [own] }, { using })).toMatch(/value="token-of-the-question".*Yes, use it now/s)
    expect(drawn({ coupons: [couponOf({ kind: 'staff_scan' })] })).not.toContain('/use"')
  })

  it('puts the chosen wallet first after joining', () => {
    const page = drawn({}, { adding: 'google' })
    expect(page.indexOf('/card/token/google')).toBeLessThan(page.indexOf('/card/token/apple.pkpass'))
    expect(page).toContain('data-adding="google"')
    expect(page).toContain('Your card is ready')
  })

  it('tells the story without what the merchant wrote for itself', () => {
    const page = drawn(
      {},
      {
        history: [
          { kind: 'stamps', at: now, count: 1, channel: 'order', tillName: 'Front till' },
          { kind: 'stamps', at: now, count: -1, channel: 'order', tillName: null },
          { kind: 'coupon-used', at: now, title: 'Free coffee', location: 'Front till' },
        ],
      },
    )
    expect(page).toContain('Purchase · Front till')
    expect(page).toContain('Refund or correction')
    expect(page).toContain('Free coffee: used · Front till')
    expect(page).toContain('Nov 22, 2026, 2:02')
  })

  it('is void when the card is out of use: no code to scan, no wallet', () => {
    const page = drawn({ voided: true, paused: true, coupons: [couponOf()] })
    expect(page).toContain('paused for now')
    expect(page).not.toContain('data-serial')
    expect(page).not.toContain('HWKP7XQ2MN')
    expect(page).not.toContain('apple.pkpass')
    expect(page).not.toContain('to go')
    expect(page).not.toContain('pass-foot')
  })

  it('says of a merged card where its stamps went', () => {
    const history = [{ kind: 'stamps' as const, at: now, count: -4, channel: 'merge', tillName: null }]
    const page = drawn({ voided: true, movedTo: 'HJ4K' }, { history })
    expect(page).toContain(
      'not in use any more. It was merged with your other card, whose number ends in HJ4K.',
    )
    expect(page).not.toContain('paused')
    expect(page).toContain('To your other card')
  })

  it('promises no more stamps when the program has ended, and keeps what is ready to use', () => {
    const page = drawn({ ended: true, coupons: [couponOf()] })
    expect(page).toContain('This stamp card has ended')
    expect(page).not.toContain('to go')
    expect(page).not.toContain('your stamps appear')
    expect(page).toContain('data-serial')
    expect(page).toContain('HWKP7XQ2MN')
  })

  it('says what could not be used before why', () => {
    expect(drawn({}, { refusal: 'It expired.' })).toContain('Your coupon could not be used. It expired.')
  })

  it('runs from the right where the language does', () => {
    const { speech, ...context } = pageContext()
    const page = Document(
      { ...context, speech: { ...speech, language: 'he' as Language } },
      { title: 'כרטיס', styles: [], body: null },
    )
    expect(renderDocument(page)).toContain('<html lang="he" dir="rtl">')
  })

  it.each(['en', 'de', 'es', 'fr'])(
    'has one heading, no inline style and no outside address (%s)',
    (language) => {
      const page = drawn({ coupons: [couponOf()] }, {}, language)
      expect(count(page, /<h1/g)).toBe(1)
      expect(page).toContain(`<html lang="${language}" dir="ltr"`)
      expect(page).not.toMatch(/ style=|https?:\/\/(?!cards\.example)/)
    },
  )
})
