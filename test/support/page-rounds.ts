import type { Page } from 'playwright-core'
import type { FilledShop } from './filled-shop.ts'

/** Opens page after page as somebody would come to them; `look` is called with each of them open. */
export type RoundedPages = (
  page: Page,
  filled: FilledShop,
  look: (what: string) => Promise<void>,
) => Promise<void>

/** From the poster to the last page of a card. */
export const customerPages: RoundedPages = async (page, filled, look) => {
  const { shop, slug, cards, claimCode, freshCoupon, signInPath } = filled
  const { baseUrl } = shop.app
  const paths = [
    ...['/', `/join/${slug}`, '/join/nobody', '/claim', '/claim/NOBODY', `/claim/${claimCode}`],
    ...[cards.fresh, cards.coupons].map(({ token }) => `/card/${token}`),
    ...['settings', 'delete'].map((part) => `/card/${cards.coupons.token}/${part}`),
    ...['/claim', `/claim/${claimCode}`, '/card/nobody'],
    ...['/console', '/console/cards', `${await signInPath()}x`],
  ]
  for (const path of paths) {
    await page.goto(baseUrl + path)
    await look(path)
  }
  await refuseOrder(page, baseUrl, look)
  const used = await freshCoupon()
  await useCoupon(page, `${baseUrl}/card/${used.token}`, look)
}

/** A receipt's number that nobody has; this browser knows a card by now. */
async function refuseOrder(page: Page, baseUrl: string, look: (what: string) => Promise<void>) {
  await page.goto(`${baseUrl}/claim`)
  await page.locator('form[action="/claim/order"]').evaluate((form) => {
    const wrong = form as HTMLFormElement
    wrong.noValidate = true
    wrong.requestSubmit()
  })
  await page.waitForURL('**/claim/order')
  await look('/claim/order refused')
}

/** Both steps of using a coupon oneself. */
async function useCoupon(page: Page, card: string, look: (what: string) => Promise<void>) {
  await page.goto(card)
  await page.locator('form.use button').click()
  await page.locator('.use-asked button').waitFor()
  await look('a coupon, asked twice')
  await page.locator('.use-asked button').click()
  await page.waitForURL('**/screens/*')
  await look('the screen of a used coupon')
}

/** Nobody's device first; then a phone, a counter and a kiosk, one after the other; and the demo's till. */
export const devicePages: RoundedPages = async (page, { shop, cards }, look) => {
  const { baseUrl } = shop.app
  for (const path of ['/staff', '/counter', '/kiosk', '/pair/nobody']) {
    await page.goto(baseUrl + path)
    await look(`${path} on nobody's device`)
  }
  const bind = async (kind: 'phone' | 'counter' | 'kiosk') => {
    const { path } = await shop.pairingPath(kind, `${kind} ${Date.now()}`)
    await page.goto(baseUrl + path)
    await look(`binding a ${kind}`)
    await page.locator('main button').first().click()
    await page.waitForURL(/\/(staff|counter|kiosk)$/)
    await look(`a bound ${kind}`)
  }
  await bind('phone')
  await page.locator('input[name="pin"]').fill('4711')
  await page.locator('form[action="/staff/pin"] button').click()
  await page.locator('form[action="/staff/card"]').waitFor()
  await look('the scanner')
  for (const text of [cards.coupons.serial, 'NOBODY']) {
    await page.locator('form[action="/staff/card"] input[name="text"]').fill(text)
    await page.locator('form[action="/staff/card"] button').click()
    await page
      .locator(text === 'NOBODY' ? '#said [data-tone]' : '.shown-count')
      .first()
      .waitFor()
    await look(`the scanner with ${text}`)
    await page.locator('[data-next]').click()
  }
  await bind('counter')
  await bind('kiosk')
  await page.goto(`${baseUrl}/till`)
  await look('the demo till')
}
