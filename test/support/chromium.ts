import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page, type PageScreenshotOptions } from 'playwright-core'
import { describe } from 'vitest'
import { describeSettings, type SettingName } from './settings.ts'

const executablePath = '/usr/bin/chromium'
const missing = !existsSync(executablePath) && process.env.CI !== 'true'

/** What most tests look at, in the language that they expect. */
export const phoneLook = { viewport: { width: 360, height: 740 }, locale: 'en-IE' }
export const deskLook = { viewport: { width: 1440, height: 900 }, locale: 'en-IE' }

/** @param args further switches, of a camera for example */
export const launchChromium = (args: string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', ...args] })

const pictures = new URL('../.artifacts/', import.meta.url).pathname

/** Leaves a picture of the page for whoever changes it; under CI=true nobody looks at any, and none is taken. */
export async function takePicture(
  page: Page,
  name: string,
  options: PageScreenshotOptions = {},
): Promise<void> {
  if (process.env.CI !== 'true') await page.screenshot({ ...options, path: `${pictures}${name}.png` })
}

/** A suite that needs a browser: skipped where there is none, except under CI=true, where it fails. */
export function describeInBrowser(title: string, suite: () => void): void {
  if (missing) console.log(`${title}: skipped, no ${executablePath}`)
  describe.skipIf(missing)(title, suite)
}

/** The same around a process on Postgres: pages are the same in every setting. */
export async function describeShopInBrowser(
  title: string,
  suite: (name: SettingName) => void,
): Promise<void> {
  if (missing) describeInBrowser(title, () => suite('postgres'))
  else await describeSettings(title, suite, ['postgres'])
}
