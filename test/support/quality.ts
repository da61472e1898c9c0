import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { consolePlaces, placePath } from '../../src/pages/console/places.ts'
import { launchChromium, phoneLook } from './chromium.ts'
import { type FilledShop, openFilledShop } from './filled-shop.ts'
import { measureShifts, watch } from './page-quality.ts'
import type { SettingName } from './settings.ts'
import type { Walk } from './walk-pages.ts'

/** A browser on a phone's screen at a filled shop; whatever is not as it should be goes into `noticed`. */
export type Inspected = { page: Page; context: BrowserContext; noticed: string[] }

export type Inspection = {
  filled(): FilledShop
  origin(): string
  /** All of the console, in every state. */
  consoleRound(): Walk
  /** Opens a browser of this language, and fails with all that was noticed by the end of `look`. */
  expectOrder(
    language: string,
    options: { signedIn?: boolean },
    look: (inspected: Inspected) => Promise<void>,
  ): Promise<void>
}

export const foreignLanguages = ['de', 'es', 'fr']
/** Words differ, structures do not: every page of a round is held to the rules of access in one of the foreign languages. */
export const isRuled = (number: number, language: string): boolean =>
  foreignLanguages[number % foreignLanguages.length] === language

const rooms = consolePlaces.map(({ key }) => placePath(key))

/** One filled shop and one browser for all tests of a suite. */
export function inspectFilledShop(name: SettingName): Inspection {
  let shop: FilledShop
  let browser: Browser
  beforeAll(async () => {
    shop = await openFilledShop(name)
    browser = await launchChromium(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'])
  })
  afterAll(async () => {
    await browser?.close()
    await shop?.shop.close()
  })
  const origin = () => shop.shop.app.baseUrl
  return {
    filled: () => shop,
    origin,
    consoleRound: () => ({ from: rooms, also: shop.states, within: '/console', origin: origin() }),
    async expectOrder(language, { signedIn = false }, look) {
      const context = await browser.newContext({ ...phoneLook, locale: language })
      await measureShifts(context)
      const noticed = watch(context, origin())
      const page = await context.newPage()
      if (signedIn) await page.goto(origin() + (await shop.signInPath()))
      await look({ page, context, noticed })
      await context.close()
      expect(noticed).toEqual([])
    },
  }
}
