import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadBadges } from '../../../src/http/pages/wallet-badges.ts'
import { describeShopInBrowser, launchChromium } from '../../support/chromium.ts'
import type { SettingName } from '../../support/settings.ts'
import { openPages, type Pages, post } from './open-pages.ts'

const drawn = (width: number, height: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" rx="9"/></svg>`

const suite = (name: SettingName) => {
  let pages: Pages
  let browser: Browser
  const folder = mkdtempSync(join(tmpdir(), 'badges-'))

  beforeAll(async () => {
    // About as wide as Apple's, and as wide as any may be.
    writeFileSync(join(folder, 'apple.svg'), drawn(110.7, 35))
    writeFileSync(join(folder, 'apple.dark.svg'), drawn(110.7, 35))
    writeFileSync(join(folder, 'google.svg'), drawn(290, 50))
    pages = await openPages(name, { badges: loadBadges(folder, (file) => expect.unreachable(file)) })
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.close()
    rmSync(folder, { recursive: true })
  })

  const places = async () => {
    const joined = await post(`${pages.url}/join/harbour-street-coffee`)
    return ['/join/harbour-street-coffee', joined.headers.get('location') ?? '']
  }

  it('are never less than 48 pixels high, nor nearer than 8 to anything, on the smallest phone', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } })
    for (const path of await places()) {
      await page.goto(pages.url + path)
      const seen = await page.locator('.wallet-badge').evaluateAll((all) =>
        all.map((badge) => {
          const around = badge.getBoundingClientRect()
          const { left, right, top, bottom, height } = badge.querySelector('img')!.getBoundingClientRect()
          const clear = [left - around.left, around.right - right, top - around.top, around.bottom - bottom]
          return { height, clear: Math.min(...clear), left: around.left, right: around.right }
        }),
      )
      expect(seen, path).toHaveLength(2)
      for (const { height, clear, left, right } of seen) {
        expect(height).toBeGreaterThanOrEqual(48)
        expect(clear).toBeGreaterThanOrEqual(8)
        expect(left).toBeGreaterThanOrEqual(0)
        expect(right).toBeLessThanOrEqual(320)
      }
    }
    await page.close()
  })

  it('are seen in the dark: in their own form for it, or else on white', async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
    await page.goto(`${pages.url}/join/harbour-street-coffee`)
    const of = (wallet: string) =>
      page
        .locator(`button[value="${wallet}"]`)
        .evaluate((button) => [
          getComputedStyle(button).backgroundColor,
          button.querySelector('img')?.currentSrc.replace(/.*\/|\.[\w-]{10}\.svg$/g, ''),
        ])
    expect(await of('apple')).toEqual(['rgba(0, 0, 0, 0)', 'apple.dark'])
    expect(await of('google')).toEqual(['rgb(255, 255, 255)', 'google'])
    await page.close()
  })
}

await describeShopInBrowser('the wallets’ own buttons in a browser', suite)
