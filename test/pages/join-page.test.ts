import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { renderDocument } from '../../src/pages/html.ts'
import { JoinPage, type JoinProps } from '../../src/pages/join-page.ts'
import { earnWords, limitWords } from '../../src/pages/program-words.ts'
import { offerOf, pageContext, rulesOf } from './sample-faces.ts'

const drawn = (props: Partial<JoinProps> = {}, language = 'en') =>
  renderDocument(
    JoinPage(pageContext(language), {
      offer: offerOf(),
      device: 'iphone',
      inApp: false,
      action: '/join/harbour?p=counter',
      intent: 'intent',
      own: null,
      logoUrl: null,
      qr: null,
      chromeLink: null,
      ...props,
    }),
  )

const eur = (amount: number) => ({ amount, currency: 'EUR' })

describe('the join page', () => {
  it('shows the reward, the rule and the fitting wallet first', () => {
    const page = drawn()
    expect(page).toContain('<h1>Free coffee</h1>')
    expect(page).toContain('Every visit earns a stamp. With 3 stamps: Free coffee.')
    expect(page.indexOf('Add to Apple Wallet')).toBeLessThan(page.indexOf('Add to Google Wallet'))
    const android = drawn({ device: 'android' })
    expect(android.indexOf('Add to Google Wallet')).toBeLessThan(android.indexOf('Add to Apple Wallet'))
  })

  it('puts the card that one has before another one', () => {
    expect(drawn()).toContain('wallet-first')
    const page = drawn({ own: { path: '/card/token', stamps: 1, goal: 3 } })
    expect(page.match(/wallet-first/g)).toHaveLength(1)
    expect(page).toMatch(/wallet-first" href="\/card\/token"/)
  })

  it('tells people inside an app’s browser how to get out, and offers no wallet that cannot open', () => {
    const page = drawn({ inApp: true, device: 'android', chromeLink: 'intent://x' })
    expect(page).toContain('Open this page in your browser')
    expect(page).toContain('href="intent://x"')
    expect(page).not.toContain('value="apple"')
    expect(page).toContain('value="web"')
  })

  it('hands out nothing while the program is paused', () => {
    expect(drawn({ offer: offerOf({ open: false }) })).not.toContain('<form')
  })

  it('lets no merchant’s text become markup or style', () => {
    const look = {
      background: 'red;}</style><script>alert(1)</script>',
      foreground: '#ffffff',
      accent: '#00ff00',
    }
    const page = drawn({ offer: offerOf({ shopName: '<script>alert(1)</script>"', look }) })
    expect(page).not.toContain('<script>alert')
    expect(page).not.toMatch(/ style=/)
  })

  it('weighs less than 50 kB with all that it needs', () => {
    const styles = ['base.css', 'customer.css', 'pass.css', 'join.css'].map((name) =>
      readFileSync(new URL(`../../src/pages/assets/${name}`, import.meta.url)),
    )
    const bytes = [Buffer.from(drawn({ offer: offerOf({ rules: rulesOf({ goal: 30 }) }) })), ...styles].map(
      (part) => gzipSync(part).length,
    )
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(50_000)
  })
})

describe('the rule in words', () => {
  const speech = (language: string) => pageContext(language).speech
  const common = { base: { includeTax: true }, multipliers: [] }

  it('is honest about each kind of rule', () => {
    const words = (earn: Parameters<typeof rulesOf>[0]) => earnWords(speech('en'), rulesOf(earn))
    expect(words({ earn: { kind: 'visit', stamps: 2, minSpend: eur(500), ...common } })).toBe(
      'Every visit from €5 earns 2 stamps',
    )
    expect(words({ earn: { kind: 'amount', per: eur(1000), carryOver: true, ...common } })).toBe(
      'Every €10 you spend earns a stamp',
    )
    expect(
      words({ earn: { kind: 'item', match: { categories: ['coffee', 'tea'] }, every: 1, ...common } }),
    ).toBe('Every item from coffee or tea earns a stamp')
    expect(words({ earn: { kind: 'item', match: { skus: ['A1'] }, every: 3, ...common } })).toBe(
      'Every 3 participating items earn a stamp',
    )
    expect(
      earnWords(
        speech('de'),
        rulesOf({ earn: { kind: 'amount', per: eur(1000), carryOver: true, ...common } }),
      ),
    ).toMatch(/^Je 10\s€ Einkauf gibt es einen Stempel$/)
  })

  it('names the limits and the better hours', () => {
    const earn = {
      kind: 'visit' as const,
      stamps: 1,
      base: { includeTax: true },
      limits: { perDay: 2, cooldownMinutes: 30 },
      multipliers: [{ days: ['tue' as const], from: '14:00', to: '17:00', factor: 2 }],
    }
    expect(limitWords(speech('en'), rulesOf({ earn }))).toEqual([
      'At most 2 a day',
      'One purchase every 30 minutes counts',
      'Twice the stamps: Tue 14:00–17:00',
    ])
  })
})
