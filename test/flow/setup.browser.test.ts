import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createOpenTillDouble } from '../doubles/open-till.ts'
import { type Api, type Card, createMerchant, type Till } from '../support/api.ts'
import { type AppProcess, startApp } from '../support/app.ts'
import { describeShopInBrowser, deskLook, launchChromium } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { openSetting, type Setting, type SettingName } from '../support/settings.ts'

const suite = (name: SettingName) => {
  let setting: Setting
  let app: AppProcess
  let api: Api
  let browser: Browser
  let context: BrowserContext
  let page: Page
  const errors: string[] = []

  beforeAll(async () => {
    setting = await openSetting(name)
    app = await startApp(setting)
    api = await createMerchant(app.baseUrl)
    const { url } = await api.post<{ url: string }>('/sign-in-links')
    browser = await launchChromium()
    context = await browser.newContext(deskLook)
    page = await context.newPage()
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await page.goto(url)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    await setting?.close()
  })

  const apple = () => page.locator('.apple-pass')

  it('draws both wallets’ cards anew as one types, and keeps the last that made sense', async () => {
    await page.waitForURL('**/console/setup/look')
    await page.getByLabel('Name of the shop').fill('Tide & Bean')
    await apple().getByText('Tide & Bean').waitFor()
    await page.locator('.google-pass').getByText('Tide & Bean').waitFor()
    const strip = () => page.locator('.apple-strip').getAttribute('src')
    const before = await strip()
    await page.getByLabel('Cup').check()
    await eventually(async () => expect(await strip()).not.toBe(before))
    await page.getByLabel('Background').fill('#5b1f3a')
    await eventually(async () =>
      expect(await apple().evaluate((pass) => getComputedStyle(pass).backgroundColor)).toBe(
        'rgb(91, 31, 58)',
      ),
    )
    await page.getByRole('button', { name: 'Save and go on' }).click()
    await page.waitForURL('**/reward')
    await page.getByLabel('What the customer gets').fill('Free coffee')
    await apple().getByText('Free coffee').waitFor()
    await page.getByLabel('Reward reached').check()
    await apple().getByText('EXAMPLE234').waitFor()
    await page.getByLabel('Per cent').fill('much')
    await page.waitForTimeout(1000)
    expect(await apple().getByText('Free coffee').count()).toBe(1)
    await page.getByLabel('Per cent').fill('100')
  })

  it('asks only for what belongs to the choice', async () => {
    await page.getByLabel('The team scans the card').check()
    expect(await page.getByLabel('Per cent').isVisible()).toBe(false)
    await page.getByLabel('By a code at the till').check()
    await page.getByLabel('One code for everybody').check()
    expect(await page.getByLabel('The code', { exact: true }).isVisible()).toBe(true)
    await page.getByLabel('Stampbridge makes it in the till').check()
    await page.getByRole('button', { name: 'Save and go on' }).click()
    await page.waitForURL('**/goal')
  })

  it('goes on to the stamp of a test sale', async () => {
    await page.getByLabel('Stamps for the reward').fill('6')
    await page.getByRole('button', { name: 'Save and go on' }).click()
    await page.waitForURL('**/tills')
    await page.goto(`${app.baseUrl}/console/setup/test`)
    await page.getByRole('button', { name: 'Make a test card' }).click()
    await page.getByRole('button', { name: 'Make a test till' }).click()
    await page.getByRole('button', { name: 'Ring up' }).click()
    await page.getByText('The stamp has arrived.').waitFor()
    await page.getByText('1 of 6', { exact: true }).waitFor()
  })

  it('shows the stamp of a sale at another till while the page is open', async () => {
    await page.goto(`${app.baseUrl}/console/setup/test`)
    await page.getByRole('button', { name: 'Make a test card' }).click()
    await page.getByText('0 of 6', { exact: true }).waitFor()
    const till = await api.post<Till>('/tills', { provider: 'open', name: 'Counter' })
    const register = createOpenTillDouble({ url: till.webhookUrl, secret: till.webhookSecret ?? '' })
    const { serial } = await api.get<Card>(`/cards/${new URL(page.url()).searchParams.get('card')}`)
    await register.sell({ id: 'C-1', number: '1', total: 1000, card: serial })
    await page.getByText('1 of 6', { exact: true }).waitFor()
    await page.getByText('The stamp has arrived.').waitFor()
  })

  it('saves by Enter, and removes nothing', async () => {
    await page.goto(`${app.baseUrl}/console/programs`)
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByRole('button', { name: 'Add a reward on the way' }).click()
    await page.locator('#field-m0-title').fill('Free biscuit')
    await page.locator('#field-m0-title').press('Enter')
    await page.getByText('Saved.').waitFor()
    const { items } = await api.get<{ items: { milestones: { at: number }[] }[] }>('/programs')
    expect(items[0]?.milestones.map(({ at }) => at)).toEqual([3, 6])
  })

  it('previews by a button where there are no scripts, and fits a small phone', async () => {
    const plain = await browser.newContext({
      storageState: await context.storageState(),
      javaScriptEnabled: false,
      viewport: { width: 360, height: 740 },
    })
    const phone = await plain.newPage()
    await phone.goto(`${app.baseUrl}/console/setup/reward`)
    await phone.locator('#field-m1-title').fill('Free tea')
    await phone.getByRole('button', { name: 'Update the preview' }).click()
    await phone.locator('.google-pass').waitFor()
    expect(await phone.locator('#field-m1-title').inputValue()).toBe('Free tea')
    const box = await phone.locator('.preview').boundingBox()
    expect(box?.width).toBeLessThanOrEqual(360)
    await plain.close()
    expect(errors).toEqual([])
  })
}

await describeShopInBrowser('the set-up in the browser', suite)
