import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Card } from '../support/api.ts'
import { cameraArguments, recordQr } from '../support/camera-video.ts'
import { describeShopInBrowser, launchChromium, phoneLook } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { measureShifts } from '../support/page-quality.ts'
import { openScannerShop, type ScannerShop } from '../support/scanner-shop.ts'
import { readyForOffline } from '../support/staff-page.ts'

await describeShopInBrowser('the scanners in a browser', (name) => {
  let folder: string
  let shop: ScannerShop
  let browser: Browser
  let programId: string
  /** The one that the camera sees. */
  let held: Card
  const opened: BrowserContext[] = []
  const problems: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stampbridge-camera-'))
    shop = await openScannerShop(name)
    await shop.person('Anna', '4711')
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
    browser = await launchChromium(cameraArguments(join(folder, 'card.mjpeg')))
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
      ...phoneLook,
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
  async function signIn(page: Page) {
    await page.getByLabel('Anna').check()
    await page.getByLabel('PIN').fill('4711')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Anna is at work').waitFor()
  }
  async function atWork(options: { javaScriptEnabled?: boolean } = {}) {
    const { context, page } = await bind('phone', options)
    await signIn(page)
    return { context, page }
  }
  const find = async (page: Page, text: string) => {
    await page.getByLabel('Card number or coupon code').fill(text)
    await page.getByRole('button', { name: 'Find' }).click()
  }
  const said = (page: Page) => page.locator('#said')
  const stamps = async (card: Card) => (await shop.ledger(card)).reduce((sum, entry) => sum + entry.count, 0)
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
    await page.getByRole('link', { name: 'Next card' }).click()
    await find(page, card.serial)
    await page.getByText(`…${card.serial.slice(-4)}`).waitFor()
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
    await readyForOffline(page)
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

  it('moves nothing on the page when an answer comes late', async () => {
    const { context, page } = await bind('phone')
    await measureShifts(context)
    await signIn(page)
    await page.getByRole('heading', { name: 'Coffee card' }).waitFor()
    await page.getByRole('link', { name: 'Next card' }).click()
    // Later than what a browser takes for the work of a press.
    await page.route('**/staff/card', async (route) => {
      await page.waitForTimeout(800)
      await route.continue()
    })
    await find(page, 'NOBODY')
    await said(page).getByText('Not possible').waitFor()
    await find(page, (await shop.card(programId)).serial)
    await page.getByText('Card found').waitFor()
    expect(await page.evaluate(() => Reflect.get(globalThis, 'shifted'))).toBeLessThan(0.02)
  })

  it('has the stamp in sight and whole on the smallest phone, above the way to the next card', async () => {
    const { page } = await atWork()
    const reward = { title: 'Frühstücksgutscheinüberraschung für die ganze Familie', kind: 'staff_scan' }
    const asking = await shop.program({
      ...{ name: 'Beans card', goal: 4, milestones: [{ at: 4, reward }] },
      earn: { kind: 'visit', minSpend: { amount: 250, currency: 'EUR' } },
    })
    await page.getByRole('heading', { name: 'Coffee card' }).waitFor()
    await page.getByRole('link', { name: 'Next card' }).click()
    await find(page, (await shop.card(asking.id)).serial)
    await page.getByRole('heading', { name: 'Beans card' }).waitFor()
    for (const height of [640, 600, 568]) {
      await page.setViewportSize({ width: 320, height })
      const stamp = await page.getByRole('button', { name: 'Stamp', exact: true }).boundingBox()
      const next = await page.getByRole('link', { name: 'Next card' }).boundingBox()
      if (!stamp || !next) throw new Error('a button is missing')
      expect(stamp.y + stamp.height).toBeLessThanOrEqual(Math.min(next.y, height))
    }
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
      await scan(page, cards[0]?.serial ?? '')
      // Touched, the button does not take what the scanner types next.
      await page.getByRole('button', { name: 'Sound' }).click()
      for (const card of cards.slice(1)) await scan(page, card.serial)
      await eventually(async () => expect(await Promise.all(cards.map(stamps))).toEqual([1, 1, 1]))
      await page.getByLabel('What the scanner reads').focus()
      await page.keyboard.press('Shift+Tab')
      expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Sound')
    })

    it('keeps what is scanned without a network', async () => {
      const { context, page } = await bind('counter')
      const card = await shop.card(programId)
      await readyForOffline(page)
      await context.setOffline(true)
      await scan(page, card.serial)
      await said(page).getByText('Saved on this device').waitFor()
      await context.setOffline(false)
      await page.locator('[data-returned] li', { hasText: '1 stamp given' }).waitFor()
      expect(await stamps(card)).toBe(1)
    })
  })
})
