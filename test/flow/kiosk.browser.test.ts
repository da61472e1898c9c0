import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { Card } from '../support/api.ts'
import { cameraArguments, recordQr } from '../support/camera-video.ts'
import { openScannerShop, type ScannerShop } from '../support/scanner-shop.ts'
import { describeSettings, type SettingName } from '../support/settings.ts'

const executablePath = '/usr/bin/chromium'
const artifacts = new URL('../.artifacts/', import.meta.url).pathname
const missing = !existsSync(executablePath)
if (missing) console.log(`kiosk in the browser: skipped, no ${executablePath}`)

vi.setConfig({ testTimeout: 60_000 })

const suite = (name: SettingName) => {
  let shop: ScannerShop
  let folder: string
  let browser: Browser
  let tablet: Page
  let card: Card
  let programId: string

  beforeAll(async () => {
    await mkdir(artifacts, { recursive: true })
    const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer } })
    folder = await mkdtemp(join(tmpdir(), 'stampbridge-'))
    shop = await openScannerShop(name)
    const reward = { title: 'Free coffee', kind: 'staff_scan' }
    programId = (await shop.program({ goal: 5, earn: { kind: 'visit' }, milestones: [{ at: 5, reward }] })).id
    card = await shop.card(programId)
    const video = join(folder, 'card.mjpeg')
    await recordQr(video, card.serial)
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', ...cameraArguments(video)] })
    const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, locale: 'en-IE' })
    tablet = await context.newPage()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await shop?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const stamps = async (of: Card) => (await shop.ledger(of)).map(({ count, channel }) => ({ count, channel }))
  /** What a phone reads off the screen. */
  const shownAddress = async () => {
    const picture = await tablet.locator('[data-qr]').screenshot()
    const [found] = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] })
    return found?.text ?? ''
  }

  it('is nobody’s device until it is bound as a kiosk', async () => {
    await tablet.goto(`${shop.app.baseUrl}/kiosk`)
    await tablet.getByText('This device does not belong to a shop yet').waitFor()
    const { path } = await shop.pairingPath('kiosk', 'By the door')
    await tablet.goto(shop.app.baseUrl + path)
    await tablet.getByRole('button').click()
    await tablet.getByRole('heading', { name: 'Collect your stamp' }).waitFor()
    expect(await tablet.locator('a').count()).toBe(0)
  })

  it('stamps a card that is held before the camera once, says so, and is ready again by itself', async () => {
    await tablet.getByText('1 stamp for you!').waitFor({ timeout: 30_000 })
    await tablet.screenshot({ path: `${artifacts}kiosk-stamped.png` })
    expect(await stamps(card)).toEqual([{ count: 1, channel: 'kiosk' }])
    await tablet.locator('[data-answer]').waitFor({ state: 'hidden', timeout: 15_000 })
    // The recording shows the card all the time.
    await tablet.reload()
    await tablet.getByText('Already counted').waitFor({ timeout: 30_000 })
    expect(await stamps(card)).toHaveLength(1)
    await tablet.locator('[data-answer]').waitFor({ state: 'hidden', timeout: 15_000 })
  })

  it('brings its controls down for whoever sits', async () => {
    const qr = tablet.locator('[data-qr]')
    await tablet.getByRole('button', { name: 'Lower the controls' }).click()
    const low = await qr.boundingBox()
    expect(low?.y).toBeGreaterThan(768 / 2)
    const up = tablet.getByRole('button', { name: 'Raise the controls' })
    expect((await up.boundingBox())?.height).toBeGreaterThanOrEqual(60)
    await up.click()
    expect((await qr.boundingBox())?.y).toBeLessThan(768 / 2)
  })

  it('hands a phone that scans its code a card with the stamp on it, and never a second one', async () => {
    const address = await shownAddress()
    expect(address).toMatch(/\/claim\/here\/[\w-]{44}\.[0-9a-z]+\.[\w-]{16}$/)
    const phone = await browser.newContext({
      viewport: { width: 360, height: 740 },
      locale: 'en-IE',
      javaScriptEnabled: false,
    })
    const page = await phone.newPage()
    await page.goto(address)
    await page.screenshot({ path: `${artifacts}kiosk-phone.png`, fullPage: true })
    await page.getByRole('button', { name: 'Without a wallet' }).click()
    await page.getByText('1 stamp for you!').waitFor()
    await page.getByRole('link', { name: 'Show my card' }).click()
    await page.getByRole('img', { name: '1 of 5' }).waitFor()
    await page.goto(address)
    await page.getByRole('button', { name: 'Take the stamps' }).click()
    await page.getByText('Already counted').waitFor()
    await phone.close()
  })

  it('turns its code, and a made-up one opens nothing', async () => {
    const address = await shownAddress()
    await expect.poll(shownAddress, { timeout: 40_000, interval: 1000 }).not.toBe(address)
    const madeUp = address.slice(0, -1) + (address.endsWith('A') ? 'B' : 'A')
    expect((await fetch(madeUp)).status).toBe(404)
  })

  it('stops at once when it is taken away', async () => {
    const { path, deviceId } = await shop.pairingPath('kiosk', 'Window')
    await tablet.goto(shop.app.baseUrl + path)
    await tablet.getByRole('button').click()
    await tablet.getByRole('heading', { name: 'Collect your stamp' }).waitFor()
    const address = await shownAddress()
    await shop.revokeDevice(deviceId)
    expect((await fetch(address)).status).toBe(404)
    await tablet.reload()
    await tablet.getByText('This device does not belong to a shop yet').waitFor()
  })
}

if (missing) describe.skip('the kiosk in a browser', () => undefined)
else await describeSettings('the kiosk in a browser', suite, ['postgres'])
