import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Card } from '../support/api.ts'
import { cameraArguments, recordQr } from '../support/camera-video.ts'
import { openScannerShop, type ScannerShop } from '../support/scanner-shop.ts'
import { describeSettings } from '../support/settings.ts'

const executablePath = '/usr/bin/chromium'
const missing = !existsSync(executablePath)
if (missing) console.log(`scanners in the browser: skipped, no ${executablePath}`)

await describeSettings(
  'the scanners in a browser',
  (name) => {
    describe.skipIf(missing)('with a camera', { timeout: 60_000 }, () => {
      let folder: string
      let shop: ScannerShop
      let browser: Browser
      let annaId: string
      let programId: string
      /** The one that the camera sees. */
      let held: Card
      const opened: BrowserContext[] = []
      const problems: string[] = []

      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'stampbridge-camera-'))
        shop = await openScannerShop(name)
        annaId = await shop.person('Anna', '4711')
        const program = await shop.program({
          goal: 5,
          earn: { kind: 'visit', limits: { perOrder: 3 } },
          milestones: [
            { at: 1, reward: { title: 'Free cookie', kind: 'staff_scan' } },
            { at: 5, reward: { title: 'Free coffee', kind: 'self_redeem' } },
          ],
        })
        programId = program.id
        held = await shop.card(programId)
        await recordQr(join(folder, 'card.mjpeg'), held.serial)
        const args = ['--no-sandbox', ...cameraArguments(join(folder, 'card.mjpeg'))]
        browser = await chromium.launch({ executablePath, args })
      }, 180_000)
      afterEach(async () => {
        await Promise.all(opened.splice(0).map((context) => context.close()))
        expect(problems.splice(0)).toEqual([])
      })
      afterAll(async () => {
        await browser?.close()
        await shop?.close()
        await rm(folder, { recursive: true, force: true })
      })

      async function bind(kind: 'phone' | 'counter', options: { javaScriptEnabled?: boolean } = {}) {
        const context = await browser.newContext({
          viewport: { width: 360, height: 740 },
          locale: 'en-IE',
          ...options,
        })
        opened.push(context)
        const page = await context.newPage()
        page.on('pageerror', (error) => problems.push(String(error)))
        page.on('console', (message) => {
          if (/content security policy/i.test(message.text())) problems.push(message.text())
        })
        const { path } = await shop.pairingPath(kind, kind === 'phone' ? 'Bar phone' : 'Counter')
        await page.goto(shop.app.baseUrl + path)
        await page.locator('main button').first().click()
        await page.waitForURL(kind === 'phone' ? '**/staff' : '**/counter')
        return { context, page }
      }
      async function atWork(options: { javaScriptEnabled?: boolean } = {}) {
        const { context, page } = await bind('phone', options)
        await page.getByLabel('Name').selectOption(annaId)
        await page.getByLabel('PIN').fill('4711')
        await page.getByRole('button', { name: 'Sign in' }).click()
        await page.getByText('Anna is at work').waitFor()
        return { context, page }
      }
      const find = async (page: Page, text: string) => {
        await page.getByLabel('Card number or coupon code').fill(text)
        await page.getByRole('button', { name: 'Find' }).click()
      }
      const said = (page: Page) => page.locator('#said')
      const stamps = async (card: Card) =>
        (await shop.ledger(card)).reduce((sum, entry) => sum + entry.count, 0)
      /** Ready to work without a network: the key is known, and the page kept. */
      const ready = async (page: Page) => {
        await page.evaluate(() => navigator.serviceWorker.ready)
        await vi.waitFor(
          async () => expect(await page.evaluate(() => caches.match('/staff').then(Boolean))).toBe(true),
          10_000,
        )
      }

      it('reads the card off a phone, stamps as many as were counted, and takes it back', async () => {
        const { page } = await atWork()
        await page.getByRole('heading', { name: 'Coffee card' }).waitFor()
        await page.getByRole('button', { name: 'One more' }).click()
        await page.getByRole('button', { name: 'Stamp', exact: true }).click()
        await said(page).getByText('2 stamps given').waitFor()
        expect(await said(page).textContent()).toContain('Now 2 of 5')
        expect(await page.locator('.shown-count').textContent()).toBe('2/5')
        await page.getByRole('button', { name: 'Undo' }).click()
        await said(page).getByText('Taken back').waitFor()
        expect(await stamps(held)).toBe(0)
      })

      it('redeems a coupon at the counter, but not without a connection', async () => {
        const { context, page } = await atWork()
        await page.getByRole('heading', { name: 'Coffee card' }).waitFor()
        const card = await shop.card(programId)
        await find(page, card.serial)
        await page.locator('.shown-count', { hasText: '0/5' }).waitFor()
        await page.getByRole('button', { name: 'Stamp', exact: true }).click()
        const redeem = page.getByRole('button', { name: 'Redeem' })
        await redeem.waitFor()
        await context.setOffline(true)
        await redeem.click()
        await said(page).getByText('No redeeming without a connection').waitFor()
        expect(await said(page).textContent()).toContain('only the server knows')
        await context.setOffline(false)
        await redeem.click()
        await said(page).getByText('Free cookie: used').waitFor()
      })

      it('keeps stamps while there is no network, also over a reload, and counts each once', async () => {
        const { context, page } = await atWork()
        await ready(page)
        const card = await shop.card(programId)
        await context.setOffline(true)
        await page.reload()
        await page.getByText('Anna is at work').waitFor()
        // What the camera saw meanwhile is not meant.
        await page.getByRole('link', { name: 'Next card' }).click()
        await find(page, card.serial)
        await page.getByRole('button', { name: 'Save the stamp' }).click()
        await said(page).getByText('Saved on this device').waitFor()
        await find(page, 'K7Q2M9ABCD')
        await said(page).getByText('No redeeming without a connection').waitFor()
        await page.reload()
        await page.getByText('1 scan waits').waitFor()
        expect(await stamps(card)).toBe(0)
        await context.setOffline(false)
        await page.locator('[data-returned] li', { hasText: '1 stamp given' }).waitFor()
        expect(await page.locator('[data-waiting]').isVisible()).toBe(false)
        await page.reload()
        await page.getByText('Anna is at work').waitFor()
        expect(await stamps(card)).toBe(1)
      })

      it('is silent when it is told to be, and stays so', async () => {
        const { page } = await atWork()
        const sound = page.getByRole('button', { name: 'Sound' })
        expect(await sound.getAttribute('aria-pressed')).toBe('true')
        await sound.click()
        await page.reload()
        expect(await sound.getAttribute('aria-pressed')).toBe('false')
      })

      it('works as plain forms where no script runs', async () => {
        const { page } = await atWork({ javaScriptEnabled: false })
        const card = await shop.card(programId)
        await find(page, card.serial)
        await page.getByRole('button', { name: 'Stamp', exact: true }).click()
        await said(page).getByText('1 stamp given').waitFor()
        expect(await stamps(card)).toBe(1)
      })

      describe('at the counter', () => {
        /** As a scanner does: characters like lightning, then Enter. */
        const scan = async (page: Page, text: string) => {
          await page.keyboard.type(text)
          await page.keyboard.press('Enter')
        }

        it('answers what is scanned for two seconds, and then waits for the next', async () => {
          const { page } = await bind('counter')
          const card = await shop.card(programId)
          await scan(page, card.serial)
          await said(page).getByText('1 stamp given').waitFor()
          const began = Date.now()
          await page.getByText('Scan your card').waitFor()
          expect(Date.now() - began).toBeGreaterThan(1400)
          expect(await said(page).textContent()).toBe('')
          await scan(page, card.serial)
          await said(page).getByText('Already counted').waitFor()
          expect(await said(page).textContent()).toMatch(/\(\d\d:\d\d, Harbour Street\)/)
          expect(await stamps(card)).toBe(1)
        })

        it('takes one card after another, also when nothing has the focus, and lets the keyboard go on', async () => {
          const { page } = await bind('counter')
          const cards = await Promise.all([1, 2, 3].map(() => shop.card(programId)))
          await page.locator('.counter-ready').click()
          for (const card of cards) await scan(page, card.serial)
          await vi.waitFor(
            async () => expect(await Promise.all(cards.map(stamps))).toEqual([1, 1, 1]),
            10_000,
          )
          await page.getByLabel('What the scanner reads').focus()
          await page.keyboard.press('Shift+Tab')
          expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Sound')
        })

        it('keeps what is scanned without a network', async () => {
          const { context, page } = await bind('counter')
          const card = await shop.card(programId)
          await page.evaluate(() => navigator.serviceWorker.ready)
          await page.waitForTimeout(500)
          await context.setOffline(true)
          await scan(page, card.serial)
          await said(page).getByText('Saved on this device').waitFor()
          await context.setOffline(false)
          await page.locator('[data-returned] li', { hasText: '1 stamp given' }).waitFor()
          expect(await stamps(card)).toBe(1)
        })
      })
    })
  },
  ['postgres'],
)
