import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, type Card, createMerchant } from '../support/api.ts'
import { type AppProcess, startApp } from '../support/app.ts'
import { describeShopInBrowser, deskLook, launchChromium } from '../support/chromium.ts'
import { openSetting, type Setting, type SettingName } from '../support/settings.ts'

const suite = (name: SettingName) => {
  let setting: Setting
  let app: AppProcess
  let api: Api
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    setting = await openSetting(name)
    app = await startApp(setting)
    api = await createMerchant(app.baseUrl)
    const { url } = await api.post<{ url: string }>('/sign-in-links')
    browser = await launchChromium()
    page = await browser.newPage(deskLook)
    await page.goto(url)
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    await setting?.close()
  })

  it('sets up a card', async () => {
    await page.waitForURL('**/console/setup/look')
    await tabTo(page, 'main [name="shopName"]')
    await tabTo(page, 'main .form-end button.primary')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/setup/reward')
    await tabTo(page, 'main [name$="-title"]')
    await page.keyboard.type('Free coffee')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/setup/goal')
    await tabTo(page, 'main .form-end button.primary')
    await page.keyboard.press('Space')
    await page.waitForURL('**/console/setup/tills')
  })

  it('jumps over the menu, and stamps a card', async () => {
    const { items } = await api.get<{ items: { id: string }[] }>('/programs')
    const card = await api.post<Card>('/cards', { programId: items[0]?.id })
    await page.goto(`${app.baseUrl}/console/cards/${card.id}`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip')
    await page.keyboard.press('Enter')
    const deed = 'main details:has(form[action$="/stamps"])'
    await tabTo(page, `${deed} > summary`)
    await page.keyboard.press('Enter')
    await tabTo(page, `${deed} [name="count"]`)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('2')
    await tabTo(page, `${deed} [name="reason"]`)
    await page.keyboard.type('Apology')
    await tabTo(page, `${deed} button`)
    await page.keyboard.press('Enter')
    // Said aloud, too.
    await page.locator('.flash-yes[role="status"]').waitFor()
    expect(await api.get<Card>(`/cards/${card.id}`)).toMatchObject({ stamps: 2 })
  })

  it('reaches everything that can be pressed, and shows where it is', async () => {
    for (const path of ['/console', '/console/cards', '/console/settings', '/console/programs/new']) {
      await page.goto(app.baseUrl + path)
      const reached = await walk(page)
      expect(reached.unseen, path).toEqual([])
      expect(reached.missed, path).toEqual([])
    }
  })
}

/** Tab after Tab, as far as an element that matches. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab')
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return
  }
  throw new Error(`the keyboard does not reach ${selector}`)
}

/** Once around the page: what was focused without a sign of it, and what was never focused. */
async function walk(page: Page): Promise<{ unseen: string[]; missed: string[] }> {
  const unseen: string[] = []
  await page.evaluate(() => {
    // One of a group of radio buttons is reached by Tab, the others by arrows.
    for (const each of document.querySelectorAll(
      'a[href], button, input:not([type="hidden"]), select, textarea, summary',
    ))
      if (each.checkVisibility() && !each.matches('[tabindex="-1"], [type="radio"], :disabled'))
        each.setAttribute('data-waits', '')
  })
  for (let presses = 0; presses < 300; presses += 1) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const focused = document.activeElement
      if (!focused || focused === document.body) return null
      focused.removeAttribute('data-waits')
      const marked = (each: Element | null) =>
        each !== null &&
        (getComputedStyle(each).outlineStyle !== 'none' || getComputedStyle(each).boxShadow !== 'none')
      const seen = marked(focused) || marked(focused.nextElementSibling)
      return { seen, what: focused.outerHTML.slice(0, 120) }
    })
    if (at === null) break
    if (!at.seen) unseen.push(at.what)
  }
  const missed = await page
    .locator('[data-waits]')
    .evaluateAll((all) => all.map((each) => each.outerHTML.slice(0, 120)))
  return { unseen, missed }
}

await describeShopInBrowser('the console by keyboard', suite)
