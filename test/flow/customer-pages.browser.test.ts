import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Card } from '../support/api.ts'
import { describeShopInBrowser, launchChromium, phoneLook, takePicture } from '../support/chromium.ts'
import { openScannerShop, type ScannerShop } from '../support/scanner-shop.ts'
import type { SettingName } from '../support/settings.ts'

const suite = (name: SettingName) => {
  let shop: ScannerShop
  let browser: Browser
  let slug: string
  let programId: string

  beforeAll(async () => {
    shop = await openScannerShop(name)
    const rewards = [
      { at: 1, reward: { title: 'Free coffee', kind: 'self_redeem' } },
      {
        at: 2,
        reward: {
          title: 'Cake',
          kind: 'redeem_code',
          codeSource: 'shared',
          code: 'CAKE2026',
          discount: { percent: 100 },
          display: 'code128',
        },
      },
    ]
    const made = await shop.program({ goal: 2, earn: { kind: 'visit' }, milestones: rewards })
    slug = made.slug
    programId = made.id
    browser = await launchChromium()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await shop?.close()
  })

  const phone = (options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> =>
    browser.newContext({ ...phoneLook, hasTouch: true, ...options })
  const stamped = async (count: number): Promise<Card> => {
    const card = await shop.card(programId)
    await shop.api.post(`/cards/${card.id}/stamps`, { count, reason: 'test' })
    return card
  }
  const cardPath = (card: Card) => `${shop.app.baseUrl}/card/${card.token}`

  it('joins without scripts in two taps, in less than 50 KB, and asks nobody else for anything', async () => {
    const context = await phone({ javaScriptEnabled: false })
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    let bytes = 0
    const foreign: string[] = []
    cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(shop.app.baseUrl)) foreign.push(request.url())
    })
    await page.goto(`${shop.app.baseUrl}/join/${slug}`, { waitUntil: 'networkidle' })
    console.log(`join page: ${bytes} bytes over the wire`)
    expect(bytes).toBeGreaterThan(1000)
    expect(bytes).toBeLessThan(50_000)
    await page.getByRole('button', { name: 'Use without a wallet' }).tap()
    await page.getByRole('img', { name: '0 of 2' }).waitFor()
    console.log(`join and card page: ${bytes} bytes over the wire`)
    expect(bytes).toBeLessThan(50_000)
    expect(foreign).toEqual([])
    await context.close()
  })

  it('shows a code as large as the phone allows, on white, until it is closed', async () => {
    const context = await phone({ colorScheme: 'dark' })
    const page = await context.newPage()
    await page.goto(cardPath(await stamped(2)))
    // A coupon's code beside it does not keep the card's own from turning.
    await page.locator('[data-live]').waitFor()
    const cake = page.locator('.coupon', { hasText: 'Cake' })
    await cake.locator('.barcode svg').tap()
    const sheet = page.locator('[data-sheet]')
    await sheet.getByText('CAKE2026', { exact: true }).last().waitFor()
    expect(await sheet.boundingBox()).toMatchObject({ x: 0, y: 0, width: 360, height: 740 })
    expect(await sheet.evaluate((it) => getComputedStyle(it).backgroundColor)).toBe('rgb(255, 255, 255)')
    const code = await sheet.locator('.sheet-code svg').boundingBox()
    // Bars turned upright: their length is along the longer side.
    expect(code?.height).toBeGreaterThan(400)
    expect(code?.width).toBeLessThanOrEqual(360)
    await takePicture(page, 'coupon-sheet')
    await page.keyboard.press('Escape')
    expect(await sheet.isVisible()).toBe(false)
    await context.close()
  })

  it('opens each of many coupons without scripts, and asks for the one that was tapped', async () => {
    const context = await phone({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(cardPath(await stamped(6)))
    expect(await page.locator('[data-coupon]').count()).toBe(6)
    const folded = page.locator('details[data-coupon]')
    expect(await folded.count()).toBe(4)
    const inside = page.locator('details[data-coupon] :is(code, form.use button)')
    for (const each of await inside.all()) expect(await each.isVisible()).toBe(false)
    for (const each of await folded.all()) await each.locator('summary').tap()
    expect(await inside.count()).toBe(4)
    for (const each of await inside.all()) expect(await each.isVisible()).toBe(true)
    const last = folded.filter({ hasText: 'Free coffee' }).last()
    const id = await last.getAttribute('data-coupon')
    await last.getByRole('button', { name: 'Use now' }).tap()
    await page.getByRole('button', { name: 'Yes, use it now' }).waitFor()
    expect(await page.locator('[data-coupon]:has(.use-asked)').getAttribute('data-coupon')).toBe(id)
    await context.close()
  })

  it('lets nobody press a coupon away without a network', async () => {
    const context = await phone()
    const page = await context.newPage()
    await page.goto(cardPath(await stamped(1)))
    const use = page.getByRole('button', { name: 'Use now' })
    await page.locator('[data-live]').waitFor()
    expect(await use.isEnabled()).toBe(true)
    await context.setOffline(true)
    await expect.poll(() => use.isDisabled()).toBe(true)
    await context.setOffline(false)
    await expect.poll(() => use.isEnabled(), { timeout: 30_000 }).toBe(true)
    await context.close()
  })

  const useIt = async (page: Page) => {
    await page.getByRole('button', { name: 'Use now' }).tap()
    await page.getByRole('button', { name: 'Yes, use it now' }).waitFor()
  }
  const secondsLeft = async (page: Page) => {
    const [minutes = '0', seconds = '0'] = ((await page.locator('[data-left]').textContent()) ?? '').split(
      ':',
    )
    return Number(minutes) * 60 + Number(seconds)
  }

  it('lights one screen on one phone: it goes on after a reload, and another phone learns when it was used', async () => {
    const card = await stamped(1)
    const [one, two] = await Promise.all([phone(), phone()])
    const [mine, theirs] = await Promise.all([one.newPage(), two.newPage()])
    for (const page of [mine, theirs]) {
      await page.goto(cardPath(card))
      await useIt(page)
    }
    await mine.getByRole('button', { name: 'Yes, use it now' }).tap()
    await mine.getByText('Used now').waitFor()
    const first = await secondsLeft(mine)
    expect(first).toBeGreaterThan(170)
    expect(first).toBeLessThanOrEqual(180)
    const moving = await mine.evaluate(
      () => document.getAnimations().filter((it) => it.playState === 'running').length,
    )
    expect(moving).toBeGreaterThanOrEqual(3)
    await takePicture(mine, 'self-redeem')
    await mine.waitForTimeout(2100)
    await mine.reload()
    expect(await secondsLeft(mine)).toBeLessThanOrEqual(first - 2)

    await theirs.getByRole('button', { name: 'Yes, use it now' }).tap()
    await theirs.getByText('It was used already on').waitFor()
    await theirs.goto(mine.url())
    await theirs.getByText('Shown on another phone').waitFor()
    expect(await theirs.locator('[data-left]').count()).toBe(0)
    // The screen is found again from the card.
    await mine.goto(cardPath(card))
    await mine.getByRole('link', { name: 'Show the screen for the team' }).tap()
    await mine.getByText('Used now').waitFor()
    await Promise.all([one.close(), two.close()])
  })

  it('ticks in seconds where motion is not wanted', async () => {
    const context = await phone({ reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(cardPath(await stamped(1)))
    await useIt(page)
    await page.getByRole('button', { name: 'Yes, use it now' }).tap()
    await page.getByText('Used now').waitFor()
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
    const clock = page.locator('[data-clock]')
    const before = await clock.textContent()
    await expect.poll(() => clock.textContent()).not.toBe(before)
    await context.close()
  })

  it('keeps what its holder tells, and deletes everything after asking twice', async () => {
    const context = await phone()
    const page = await context.newPage()
    await page.goto(cardPath(await stamped(1)))
    await page.getByRole('link', { name: 'My details and lost phone' }).tap()
    await page.getByLabel('Name', { exact: true }).fill('Ada')
    await page.getByLabel('by e-mail').check()
    await page.getByRole('button', { name: 'Save' }).tap()
    await page.getByText('Saved.').waitFor()
    expect(await page.getByLabel('by e-mail').isChecked()).toBe(true)
    await page.getByRole('link', { name: 'Delete card and data' }).tap()
    await page.getByText('You lose 1 stamp and 1 coupon.').waitFor()
    await page.getByRole('button', { name: 'Yes, delete everything' }).tap()
    await page.getByText('Your card and your data are gone').waitFor()
    await context.close()
  })
}

await describeShopInBrowser('customers’ pages in the browser', suite)
