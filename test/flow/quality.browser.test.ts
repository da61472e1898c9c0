import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { consolePlaces, placePath } from '../../src/pages/console/places.ts'
import { type FilledShop, openFilledShop } from '../support/filled-shop.ts'
import { inspect, inspectWords, measureShifts, watch } from '../support/page-quality.ts'
import { customerPages, devicePages, type RoundedPages } from '../support/page-rounds.ts'
import { describeSettings, type SettingName } from '../support/settings.ts'
import { kindOf, walkPages } from '../support/walk-pages.ts'

const executablePath = '/usr/bin/chromium'
const missing = !existsSync(executablePath)
if (missing) console.log(`quality of the pages: skipped, no ${executablePath}`)

vi.setConfig({ testTimeout: 300_000 })

const rooms = consolePlaces.map(({ key }) => placePath(key))
const foreign = ['de', 'es', 'fr']

const suite = (name: SettingName) => {
  let filled: FilledShop
  let browser: Browser
  let origin: string
  /** Every page of the console, as the first walk found it. */
  let known: string[] = []

  beforeAll(async () => {
    filled = await openFilledShop(name)
    origin = filled.shop.app.baseUrl
    const camera = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...camera] })
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await filled?.shop.close()
  })

  type Opened = { context: BrowserContext; page: Page; noticed: string[] }
  async function open(locale: string): Promise<Opened> {
    const context = await browser.newContext({ locale, viewport: { width: 360, height: 740 } })
    await measureShifts(context)
    const noticed = watch(context, origin)
    return { context, page: await context.newPage(), noticed }
  }
  async function signedIn(language: string): Promise<Opened> {
    const opened = await open(language)
    await opened.page.goto(origin + (await filled.signInPath()))
    return opened
  }

  it('keeps every page of the console in order, in light and dark, on phone and desk', async () => {
    const { context, page, noticed } = await signedIn('en')
    const titles = new Map<string, string>()
    const options = { from: rooms, also: filled.states, within: '/console', origin }
    known = await walkPages(page, options, async (path) => {
      noticed.push(...(await inspect(page, path, 'en')))
      const address = new URL(page.url()).pathname
      const [title, own] = [await page.title(), kindOf(address)]
      const other = titles.get(title) ?? own
      if (other !== own) noticed.push(`${own} and ${other} are both called ${title}`)
      titles.set(title, own)
    })
    await context.close()
    expect(noticed).toEqual([])
    expect(known.length).toBeGreaterThan(70)
  })

  it.each(foreign)('does so in %s', async (language) => {
    const { context, page, noticed } = await signedIn(language)
    for (const [index, path] of known.entries()) {
      await page.goto(origin + path)
      // Words differ, structures do not: every page is held to the rules in one of the languages.
      const rules = foreign[index % foreign.length] === language
      noticed.push(...(await inspectWords(page, path, language, rules)))
    }
    await context.close()
    expect(noticed).toEqual([])
  })

  it('says what was wrong with each form of the console', async () => {
    const { context, page, noticed } = await signedIn('en')
    const refused = new Set<string>()
    for (const path of known) {
      await page.goto(origin + path)
      const actions = await page
        .locator(
          'main form[method="post"]:has(input:is([type="text"], [type="number"], :not([type])), textarea)',
        )
        .evaluateAll((forms) => forms.map((form) => form.getAttribute('action') ?? ''))
      for (const action of actions) {
        if (refused.has(kindOf(action))) continue
        await page.goto(origin + path)
        const answer = page.waitForNavigation()
        await page.locator(`main form[action="${action}"]`).first().evaluate(sendEmpty)
        if ((await answer)?.status() !== 422) continue
        refused.add(kindOf(action))
        const found = await inspectWords(page, `${action} refused`, 'en')
        // How a form comes in was measured above; with its errors a long one comes in more pieces.
        noticed.push(...found.filter((each) => !each.includes(' moves by ')))
      }
    }
    await context.close()
    expect(noticed).toEqual([])
    expect(refused.size).toBeGreaterThan(12)
  })

  async function round(language: string, pages: RoundedPages): Promise<void> {
    const { context, page, noticed } = await open(language)
    const look = language === 'en' ? inspect : inspectWords
    await pages(page, filled, async (what) => {
      noticed.push(...(await look(page, what, language)))
    })
    await context.close()
    expect(noticed).toEqual([])
  }

  it.each(['en', ...foreign])('keeps what customers see in order (%s)', (language) =>
    round(language, customerPages),
  )
  it.each(['en', ...foreign])('keeps what the team and its devices see in order (%s)', (language) =>
    round(language, devicePages),
  )
}

/** Everything that can be left out is left out; the browser's own checks do not help. */
function sendEmpty(form: Element): void {
  for (const input of form.querySelectorAll<HTMLInputElement>('input, textarea')) {
    if (/^(hidden|radio|checkbox|color|file)$/.test(input.type)) continue
    input.value = ''
  }
  ;(form as HTMLFormElement).noValidate = true
  ;(form as HTMLFormElement).requestSubmit()
}

if (missing) describe.skip('quality of the pages', () => undefined)
else await describeSettings('quality of the pages', suite, ['postgres'])
