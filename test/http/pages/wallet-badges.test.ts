import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadBadges } from '../../../src/http/pages/wallet-badges.ts'
import { describeSettings } from '../../support/settings.ts'
import { openPages, type Pages, post } from './open-pages.ts'

const badge = `<?xml version="1.0" encoding="UTF-8"?>
<!-- made up --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200.4 50"><script>alert(1)</script><path d="M0 0h9v9z"/></svg>
`
const iphone = { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1' }

await describeSettings(
  'the wallets’ own buttons',
  (name) => {
    let pages: Pages
    const folder = mkdtempSync(join(tmpdir(), 'badges-'))
    const refused: [string, string][] = []

    beforeAll(async () => {
      writeFileSync(join(folder, 'apple.svg'), badge)
      writeFileSync(join(folder, 'apple.de.svg'), badge.replace('200.4', '260'))
      writeFileSync(join(folder, 'google.es.png'), await sharp(Buffer.from(badge)).png().toBuffer())
      writeFileSync(join(folder, 'google.svg'), '<html><svg></svg></html>')
      writeFileSync(join(folder, 'google.de.svg'), badge + ' '.repeat(200_000))
      writeFileSync(join(folder, 'google.fr.svg'), badge.replace(/viewBox="[^"]*"/, ''))
      writeFileSync(join(folder, 'google.it.svg'), badge.replace('200.4', '291'))
      writeFileSync(join(folder, 'apple.es.dark.svg'), badge)
      writeFileSync(join(folder, 'apple.de.dark.svg'), badge.replace('200.4', '250'))
      writeFileSync(join(folder, 'Apple.svg'), badge)
      pages = await openPages(name, { badges: loadBadges(folder, (file, why) => refused.push([file, why])) })
    })
    afterAll(async () => {
      await pages.close()
      rmSync(folder, { recursive: true })
    })

    const join_ = '/join/harbour-street-coffee'
    const page = async (path: string, language = 'en') =>
      (await fetch(pages.url + path, { headers: { ...iphone, 'accept-language': language } })).text()

    it('stand on the pages in the reader’s language, in their own proportions', async () => {
      const english = await page(join_)
      expect(english).toMatch(
        /<button class="wallet-badge wallet-badge-light" name="wallet" value="apple"><img src="\/badges\/apple\.[\w-]{10}\.svg" alt="Add to Apple Wallet" width="200" height="50"/,
      )
      expect(english).toMatch(/class="wallet wallet-other" name="wallet" value="google"/)
      expect(await page(join_, 'de')).toMatch(/src="\/badges\/apple\.de\.[\w-]{10}\.svg"[^>]*width="260"/)
      expect(await page(join_, 'es')).toMatch(/src="\/badges\/google\.es\.[\w-]{10}\.png"[^>]*width="200"/)
      const { headers } = await post(pages.url + join_)
      expect(await page(headers.get('location') ?? '')).toMatch(
        /class="wallet-badge wallet-badge-light" href="\/card\/[\w-]+\/apple\.pkpass"/,
      )
    })

    it('have a form for dark screens where the operator put one beside them', async () => {
      const german = await page(join_, 'de')
      expect(german).toMatch(
        /<source media="\(prefers-color-scheme: dark\)" srcset="\/badges\/apple\.de\.dark\.[\w-]{10}\.svg" width="250"/,
      )
      expect(german).toMatch(/<button class="wallet-badge" name="wallet" value="apple">/)
      expect(await page(join_, 'es')).not.toContain('apple.es.dark')
    })

    it('are sent unchanged and for ever, and run nothing', async () => {
      const address = /src="(\/badges\/[^"]+)"/.exec(await page(join_))?.[1] ?? ''
      const answer = await fetch(pages.url + address)
      expect(await answer.text()).toBe(badge)
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': expect.stringContaining('image/svg+xml'),
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': expect.stringMatching(/^default-src 'none';.*sandbox/),
        'x-content-type-options': 'nosniff',
      })
      expect((await fetch(`${pages.url}/badges/apple.svg`)).status).toBe(404)
    })

    it('are left out where a file is none, and said so', () => {
      expect(refused.map(([file]) => file).sort()).toEqual([
        'Apple.svg',
        'apple.es.dark',
        'google.de.svg',
        'google.fr.svg',
        'google.it.svg',
        'google.svg',
      ])
      expect(refused.find(([file]) => file === 'google.it.svg')?.[1]).toContain('narrower form')
      expect(refused.find(([file]) => file === 'google.de.svg')?.[1]).toContain('more than 200000')
    })
  },
  ['embedded'],
)
