import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import type { Card } from '../support/api.ts'
import { cameraArguments, recordQr } from '../support/camera-video.ts'
import { describeShopInBrowser, launchChromium, phoneLook, takePicture } from '../support/chromium.ts'
import { eventually } from '../support/eventually.ts'
import { openScannerShop, type ScannerShop } from '../support/scanner-shop.ts'
import type { SettingName } from '../support/settings.ts'

const valuesOf = (fields: Element[]) => fields.map((field) => (field as HTMLInputElement).value)

const suite = (name: SettingName) => {
  let shop: ScannerShop
  let folder: string
  let browser: Browser
  let tablet: Page
  let card: Card
  let programId: string
  let kioskId: string
  let firstAddress: string

  beforeAll(async () => {
    const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer } })
    folder = await mkdtemp(join(tmpdir(), 'stampbridge-'))
    shop = await openScannerShop(name)
    const reward = { title: 'Free coffee', kind: 'staff_scan' }
    programId = (await shop.program({ goal: 5, earn: { kind: 'visit' }, milestones: [{ at: 5, reward }] })).id
    card = await shop.card(programId)
    const video = join(folder, 'card.mjpeg')
    await recordQr(video, card.serial)
    browser = await launchChromium(cameraArguments(video))
    const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, locale: 'en-IE' })
    tablet = await context.newPage()
    await tablet.clock.install()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await shop?.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** Timers that are due come once each; what they ask of the server and the camera takes its own time. */
  const pass = (seconds: number) => tablet.clock.fastForward(seconds * 1000)
  /** The card that is before the camera all the time was answered, and the answer has gone. */
  async function answered(text: string) {
    await tablet.getByText(text).waitFor()
    await pass(6)
    await tablet.locator('[data-answer]').waitFor({ state: 'hidden' })
  }
  const stamps = async (of: Card) => (await shop.ledger(of)).map(({ count, channel }) => ({ count, channel }))
  /** What a phone reads off the screen. */
  const shownAddress = async () => {
    const picture = await tablet.locator('[data-qr]').screenshot()
    const [found] = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] })
    return found?.text ?? ''
  }

  /** The same once no answer is in its way. */
  const address = () =>
    eventually(async () => {
      const shown = await shownAddress()
      expect(shown).toContain('/claim/here/')
      return shown
    })

  it('is nobody’s device until it is bound as a kiosk', async () => {
    await tablet.goto(`${shop.app.baseUrl}/kiosk`)
    await tablet.getByText('This device does not belong to a shop yet').waitFor()
    const { path, deviceId } = await shop.pairingPath('kiosk', 'By the door')
    kioskId = deviceId
    await tablet.goto(shop.app.baseUrl + path)
    await tablet.getByRole('button').click()
    await tablet.getByRole('heading', { name: 'Collect your stamp' }).waitFor()
    expect(await tablet.locator('a').count()).toBe(0)
  })

  it('stamps a card that is held before the camera once, says so, and is ready again by itself', async () => {
    await tablet.getByText('1 stamp for you!').waitFor()
    await takePicture(tablet, 'kiosk-stamped')
    expect(await stamps(card)).toEqual([{ count: 1, channel: 'kiosk' }])
    await answered('1 stamp for you!')
    await tablet.reload()
    await answered('Already counted')
    expect(await stamps(card)).toHaveLength(1)
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

  it('speaks the language that a customer chooses, and the shop’s again for the next one', async () => {
    await tablet.getByRole('button', { name: 'Deutsch' }).click()
    await tablet.getByRole('heading', { name: 'Hol dir deinen Stempel' }).waitFor()
    expect(await tablet.locator('html').getAttribute('lang')).toBe('de')
    // The camera goes on, and so does the code.
    const playing = () => tablet.locator('video').evaluate((video: HTMLVideoElement) => !video.paused)
    await expect.poll(playing).toBe(true)
    firstAddress = await address()
    await pass(61)
    // The card is seen anew, and answered in one language or the other.
    await tablet.locator('[data-answer]').waitFor()
    await pass(6)
    await tablet.getByRole('heading', { name: 'Collect your stamp' }).waitFor()
  })

  it('stands as the shop has it for the next customer, when whoever lowered it has left', async () => {
    const qr = tablet.locator('[data-qr]')
    await tablet.getByRole('button', { name: 'Lower the controls' }).click()
    await pass(30)
    expect((await qr.boundingBox())?.y).toBeGreaterThan(768 / 2)
    await pass(31)
    await tablet.getByRole('button', { name: 'Lower the controls' }).waitFor()
    expect((await qr.boundingBox())?.y).toBeLessThan(768 / 2)
  })

  it('shows no code that has run out, and says that it has no connection', async () => {
    await tablet.context().setOffline(true)
    await pass(100)
    await tablet.locator('[data-away]').waitFor()
    expect(await shownAddress()).toBe('')
    await tablet.context().setOffline(false)
    await pass(5)
    await tablet.locator('[data-away]').waitFor({ state: 'hidden' })
    await address()
  })

  it('hands a phone that scans its code a card with the stamp on it, and never a second one', async () => {
    const shown = await address()
    expect(shown).toMatch(/\/claim\/here\/[\w-]{44}\.[0-9a-z]+\.[\w-]{16}$/)
    const phone = await browser.newContext({
      ...phoneLook,
      javaScriptEnabled: false,
    })
    const page = await phone.newPage()
    await page.goto(shown)
    await takePicture(page, 'kiosk-phone', { fullPage: true })
    await page.getByRole('button', { name: 'Without a wallet' }).click()
    await page.getByText('1 stamp for you!').waitFor()
    await page.getByRole('link', { name: 'Show my card' }).click()
    await page.getByRole('img', { name: '1 of 5' }).waitFor()
    await page.goto(shown)
    await page.getByRole('button', { name: 'Take the stamps' }).click()
    await page.getByText('Already counted').waitFor()
    await phone.close()
  })

  it('turns its code, and a made-up one opens nothing', async () => {
    await expect.poll(address, { interval: 1000 }).not.toBe(firstAddress)
    const shown = await address()
    const madeUp = shown.slice(0, -1) + (shown.endsWith('A') ? 'B' : 'A')
    expect((await fetch(madeUp)).status).toBe(404)
  })

  it('hands out the program that the merchant chose for it, and stamps the cards of every other', async () => {
    const reward = { title: 'Pot of tea', kind: 'staff_scan' }
    const tea = await shop.program({
      ...{ name: 'Tea card', goal: 3, earn: { kind: 'visit' } },
      milestones: [{ at: 3, reward }],
    })
    const page = await (await browser.newContext({ locale: 'en-IE' })).newPage()
    await page.goto(await address())
    expect(await page.locator('input[type="radio"][name="program"]').count()).toBe(2)
    await shop.chooseProgram(kioskId, tea.id)
    await page.goto(await address())
    expect(await page.locator('input[name="program"]').evaluateAll(valuesOf)).toEqual([tea.id])
    // A card of the first program is before the camera all the time.
    await tablet.reload()
    await answered('Already counted')
    await shop.chooseProgram(kioskId, '')
    await page.goto(await address())
    expect(await page.locator('input[name="program"]').evaluateAll(valuesOf)).toHaveLength(2)
    await page.context().close()
  })

  it('stops at once when it is taken away', async () => {
    const { path, deviceId } = await shop.pairingPath('kiosk', 'Window')
    await tablet.goto(shop.app.baseUrl + path)
    await tablet.getByRole('button').click()
    await tablet.getByRole('heading', { name: 'Collect your stamp' }).waitFor()
    const shown = await address()
    await shop.revokeDevice(deviceId)
    expect((await fetch(shown)).status).toBe(404)
    await tablet.reload()
    await tablet.getByText('This device does not belong to a shop yet').waitFor()
  })
}

await describeShopInBrowser('the kiosk in a browser', suite)
