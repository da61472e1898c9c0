import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Card } from '../support/api.ts'
import { describeShopInBrowser, launchChromium, phoneLook } from '../support/chromium.ts'
import { openScannerShop, type ScannerShop } from '../support/scanner-shop.ts'
import type { SettingName } from '../support/settings.ts'
import { readyForOffline } from '../support/staff-page.ts'

const suite = (name: SettingName) => {
  let shop: ScannerShop
  let browser: Browser
  let programId: string
  const opened: BrowserContext[] = []

  beforeAll(async () => {
    shop = await openScannerShop(name)
    await shop.person('Anna', '4711')
    const reward = { title: 'Free coffee', kind: 'self_redeem' }
    programId = (await shop.program({ goal: 5, earn: { kind: 'visit' }, milestones: [{ at: 5, reward }] })).id
    browser = await launchChromium()
  }, 180_000)
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((context) => context.close()))
  })
  afterAll(async () => {
    await browser?.close()
    await shop?.close()
  })

  const stamps = async (card: Card) => (await shop.ledger(card)).reduce((sum, { count }) => sum + count, 0)

  async function signIn(page: Page) {
    await page.getByLabel('Anna').check()
    await page.getByLabel('PIN').fill('4711')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await ready(page)
  }

  async function ready(page: Page) {
    await page.getByText('Anna is at work').waitFor()
    await readyForOffline(page)
  }

  async function bind(page: Page, link: string) {
    await page.goto(shop.app.baseUrl + link)
    await page.locator('main button').first().click()
    await page.waitForURL('**/staff')
    await signIn(page)
  }

  async function atWork() {
    const context = await browser.newContext(phoneLook)
    opened.push(context)
    const page = await context.newPage()
    const { path, deviceId } = await shop.pairingPath('phone', 'Bar phone')
    await bind(page, path)
    return { context, page, deviceId }
  }

  async function scan(page: Page, { serial }: Card) {
    await page.getByLabel('Card number or coupon code').fill(serial)
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('button', { name: 'Save the stamp' }).click()
    await page.locator('#said').getByText('Saved on this device').waitFor()
  }
  const counted = (page: Page) => page.locator('[data-returned] li', { hasText: '1 stamp given' })

  it('are each counted once when two tabs kept them', async () => {
    const { context, page } = await atWork()
    const other = await context.newPage()
    await other.goto(`${shop.app.baseUrl}/staff`)
    await ready(other)
    const cards = await Promise.all([1, 2].map(() => shop.card(programId)))
    await context.setOffline(true)
    await scan(page, cards[0] as Card)
    await scan(other, cards[1] as Card)
    await other.getByText('2 scans wait').waitFor()
    await context.setOffline(false)
    await expect.poll(() => Promise.all(cards.map(stamps))).toEqual([1, 1])
    // Both tabs know that nothing waits any more, whichever of them sent.
    for (const tab of [page, other]) {
      await tab.locator('[data-waiting]').waitFor({ state: 'hidden' })
      await tab.locator('#said:empty').waitFor({ state: 'attached' })
    }
  })

  it('outlive a tab that is killed, and an answer that never came', async () => {
    const { context, page } = await atWork()
    const card = await shop.card(programId)
    await context.setOffline(true)
    await scan(page, card)
    // The server gets it, and the tab dies before it hears so.
    let arrived = false
    await page.route('**/staff/queue', async (route) => {
      await route.fetch()
      arrived = true
      await page.close()
    })
    await context.setOffline(false)
    await expect.poll(() => arrived).toBe(true)
    const again = await context.newPage()
    await again.goto(`${shop.app.baseUrl}/staff`)
    await counted(again).waitFor()
    expect(await stamps(card)).toBe(1)
  })

  it('count although the clock of the device is weeks behind', async () => {
    const { context, page } = await atWork()
    const card = await shop.card(programId)
    await page.clock.setFixedTime(Date.now() - 30 * 86_400_000)
    await context.setOffline(true)
    await scan(page, card)
    await context.setOffline(false)
    await counted(page).waitFor()
    expect(await stamps(card)).toBe(1)
  })

  it('go on after the device was bound anew', async () => {
    const { context, page, deviceId } = await atWork()
    const card = await shop.card(programId)
    await bind(page, await shop.bindAgainPath(deviceId))
    await context.setOffline(true)
    await scan(page, card)
    await context.setOffline(false)
    await counted(page).waitFor()
    expect(await stamps(card)).toBe(1)
  })

  it('are kept where the network is there but answers nothing', async () => {
    const { page } = await atWork()
    const card = await shop.card(programId)
    await page.route('**/staff/card', () => undefined)
    await page.getByLabel('Card number or coupon code').fill(card.serial)
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('button', { name: 'Save the stamp' }).click()
    await counted(page).waitFor()
    expect(await stamps(card)).toBe(1)
  })

  it('end with the device, which says so, as soon as it is revoked', async () => {
    const { page, deviceId } = await atWork()
    await shop.revokeDevice(deviceId)
    await page.getByLabel('Card number or coupon code').fill('anything')
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByText('This device does not belong to a shop yet').waitFor()
    await expect.poll(() => page.evaluate(async () => Boolean(await caches.match('/staff')))).toBe(false)
  })
}

await describeShopInBrowser('scans without a network', suite)
