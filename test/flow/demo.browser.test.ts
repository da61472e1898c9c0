import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AppProcess, startApp } from '../support/app.ts'
import { describeInBrowser, deskLook, launchChromium, phoneLook, takePicture } from '../support/chromium.ts'

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1'

describeInBrowser('the demo shop in a browser', () => {
  let dataDir: string
  let app: AppProcess
  let browser: Browser
  let phone: BrowserContext
  let counter: BrowserContext
  const problems: string[] = []

  beforeAll(async () => {
    // As a newcomer starts it: nothing configured, everything embedded.
    dataDir = await mkdtemp(join(tmpdir(), 'stampbridge-'))
    app = await startApp({ config: { dataDir, database: {}, redis: {} } })
    browser = await launchChromium()
    phone = await browser.newContext({
      ...phoneLook,
      userAgent: iphone,
      hasTouch: true,
    })
    counter = await browser.newContext(deskLook)
    for (const context of [phone, counter]) {
      context.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
      context.on('weberror', (error) => problems.push(String(error.error())))
    }
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  let card: Page
  let till: Page

  it('hands out a card in one tap and opens the wallet that was chosen', async () => {
    card = await phone.newPage()
    const requests: string[] = []
    card.on('request', (request) => requests.push(request.url()))
    await card.goto(`${app.baseUrl}/join/harbour-street-coffee?p=counter`)
    await picture(card, 'join')
    const pass = card.waitForRequest(/\/apple\.pkpass$/)
    await card.getByRole('button', { name: 'Add to Apple Wallet' }).tap()
    const response = await (await pass).response()
    expect(response?.headers()['content-type']).toBe('application/vnd.apple.pkpass')
    await expectText(card, 'Your card is ready')
    expect(new URL(card.url()).pathname).toMatch(/^\/card\/[\w-]{22}$/)
    expect(new URL(card.url()).search).toBe('')
    const foreign = requests.filter((url) => !url.startsWith(app.baseUrl) && !url.startsWith('data:'))
    expect(foreign).toEqual([])
  })

  it('stamps the open card live while the till sells, and a coupon appears at the goal', async () => {
    till = await counter.newPage()
    await till.goto(`${app.baseUrl}/till`)
    const address = card.url()
    for (const sale of [1, 2, 3]) {
      await till.getByRole('button', { name: 'Add Flat white' }).click()
      await till.getByText('1 × Flat white').first().waitFor()
      if (sale === 1) {
        await till.getByLabel('Scanned serial or card link').fill(address)
        await till.getByLabel('Scanned serial or card link').press('Enter')
        await till.getByRole('link', { name: 'Open card' }).waitFor()
      }
      await till.getByRole('button', { name: 'Take €3.80' }).click()
      await till
        .locator('.sale:not(.sale-sending)')
        .nth(sale - 1)
        .waitFor()
      if (sale < 3) await card.getByRole('img', { name: `${sale} of 3` }).waitFor()
    }
    await card.getByRole('heading', { name: 'Free coffee' }).waitFor()
    await card.locator('[data-code]').waitFor()
    await card.getByRole('img', { name: '0 of 3' }).waitFor()
    await picture(card, 'card-with-coupon')
    await picture(till, 'till-sales')
  })

  it('keeps every tap of quick fingers, and what was typed meanwhile', async () => {
    const page = await counter.newPage()
    await page.goto(`${app.baseUrl}/till`)
    const add = page.getByRole('button', { name: 'Add Flat white' })
    await add.click()
    await add.click({ noWaitAfter: true })
    await add.click({ noWaitAfter: true })
    await page.getByLabel('Discount code').click()
    await page.keyboard.type('TY')
    await page.getByText('3 × Flat white').first().waitFor()
    // The fresh page has the cursor where the old one had it.
    await page.keyboard.type('PED')
    expect(await page.getByLabel('Discount code').inputValue()).toBe('TYPED')
    await page.close()
  })

  it('keeps a press in whose middle an answer comes', async () => {
    const page = await counter.newPage()
    await page.goto(`${app.baseUrl}/till`)
    const held = Promise.withResolvers<void>()
    await page.route('**/till', async (route) => {
      await held.promise
      await route.continue()
    })
    const add = page.getByRole('button', { name: 'Add Flat white' })
    await add.click({ noWaitAfter: true })
    await add.hover()
    await page.mouse.down()
    const answer = page.waitForResponse('**/till')
    held.resolve()
    await (await answer).finished()
    // Whoever draws at once has done so by now.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100))))
    await page.mouse.up()
    await page.getByText('2 × Flat white').first().waitFor()
    await page.close()
  })

  it('takes the code at the till, once, and the next cycle goes on', async () => {
    const code = await card.locator('[data-code]').innerText()
    await till.getByRole('button', { name: 'Add Cappuccino' }).click()
    await till.getByText('1 × Cappuccino').first().waitFor()
    await till.getByLabel('Discount code').fill(code.toLowerCase())
    await till.getByLabel('Discount code').press('Enter')
    await expectText(till, 'Free coffee is good')
    await picture(till, 'till-coupon')
    await till.getByRole('button', { name: 'Take €0.00' }).click()
    await till.locator('.badge-redeemed').waitFor()
    await card.locator('[data-code]').waitFor({ state: 'detached' })
    await expectText(card, 'Free coffee: used')
    await till.getByLabel('Discount code').fill(code)
    await till.getByLabel('Discount code').press('Enter')
    await expectText(till, 'This code is used')
    await sellTo(till, card.url())
    await card.getByRole('img', { name: '1 of 3' }).waitFor()
    await expectText(card, 'Card no. 2')
  })

  it('takes the stamp back when the sale is refunded', async () => {
    const sale = till.locator('article.sale').filter({ hasText: 'Espresso' })
    await sale.getByRole('button', { name: 'Refund' }).click()
    await till.getByText('Refunded').first().waitFor()
    await card.getByRole('img', { name: '0 of 3' }).waitFor()
    await expectText(card, 'Refund or correction')
  })

  it('shows the last state of the card without a network', async () => {
    await card.evaluate(() => navigator.serviceWorker.ready)
    await card.reload()
    await card.getByRole('img', { name: '0 of 3' }).waitFor()
    await card.waitForFunction(
      async (path) => (await caches.match(path)) !== undefined,
      new URL(card.url()).pathname,
    )
    await phone.setOffline(true)
    await card.reload()
    await card.getByRole('img', { name: '0 of 3' }).waitFor()
    await expectText(card, 'You are offline')
    await phone.setOffline(false)
    problems.splice(
      0,
      problems.length,
      ...problems.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED')),
    )
  })

  it('signs in to the console by the printed link, once, and says why an order earned', async () => {
    const link = /\/console\/sign-in\/[\w-]+/.exec(app.output())?.[0]
    expect(link).toBeDefined()
    const page = await counter.newPage()
    await page.goto(`${app.baseUrl}/console`)
    await expectText(page, 'Sign in to the console')
    await page.goto(app.baseUrl + link)
    await expectText(page, 'Coupons used')
    for (const place of ['overview', 'cards', 'orders', 'coupons', 'programs', 'deliveries']) {
      await page.goto(`${app.baseUrl}/console${place === 'overview' ? '' : `/${place}`}`)
      await picture(page, `console-${place}`)
    }
    await page.goto(`${app.baseUrl}/console/orders`)
    await page.locator('td a').last().click()
    await expectText(page, 'Card found: it was scanned into the sale.')
    await picture(page, 'console-order')
    const stranger = await (await browser.newContext()).newPage()
    await stranger.goto(app.baseUrl + link)
    await expectText(stranger, 'used already')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expectText(page, 'Sign in to the console')
  })

  it('works without scripts', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, userAgent: iphone, locale: 'en-IE' })
    const page = await plain.newPage()
    await page.goto(`${app.baseUrl}/join/harbour-street-coffee`)
    await page.getByRole('button', { name: 'Use without a wallet' }).click()
    await page.getByRole('img', { name: '0 of 3' }).waitFor()
    const address = page.url()
    await sellTo(page, address)
    await expect
      .poll(async () => {
        await page.goto(address)
        return page.locator('.pass-count').innerText()
      })
      .toBe('1/3')
    await plain.close()
  })

  it('reported no error in any page', () => {
    // A refused console page is a 401 on purpose.
    expect(problems.filter((text) => !text.includes('401'))).toEqual([])
  })
})

async function sellTo(page: Page, address: string): Promise<void> {
  const { origin } = new URL(page.url())
  await page.goto(`${origin}/till`)
  await page.getByLabel('Scanned serial or card link').fill(address)
  await page.getByLabel('Scanned serial or card link').press('Enter')
  await page.getByRole('link', { name: 'Open card' }).waitFor()
  await page.getByRole('button', { name: 'Add Espresso' }).click()
  await page.getByRole('button', { name: 'Take €2.60' }).click()
  await page.getByText('1 × Espresso').first().waitFor()
}

const expectText = (page: Page, text: string) => page.getByText(text).first().waitFor()

/** Phone, tablet and desktop, light and dark. No page may scroll sideways. */
async function picture(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()
  for (const width of [360, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 })
    const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
    expect(fits, `${name} at ${width}`).toBe(true)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // Hiding the caret would take an inline style, which the pages refuse.
      await takePicture(page, `${name}-${width}-${colorScheme}`, { fullPage: true, caret: 'initial' })
    }
  }
  if (before) await page.setViewportSize(before)
}
