import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTcpProxy, type TcpProxy } from '../doubles/tcp-proxy.ts'
import { type AppProcess, startApp } from '../support/app.ts'
import { describeInBrowser, launchChromium, phoneLook } from '../support/chromium.ts'

describeInBrowser('the web card in a browser', () => {
  let dataDir: string
  let app: AppProcess
  let network: TcpProxy
  let browser: Browser
  let phone: BrowserContext
  let card: Page
  let address: string

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'stampbridge-'))
    app = await startApp({ config: { dataDir, database: {}, redis: {} } })
    browser = await launchChromium()
    phone = await browser.newContext(phoneLook)
    const made = await fetch(`${app.baseUrl}/join/harbour-street-coffee`, {
      method: 'POST',
      redirect: 'manual',
    })
    network = await startTcpProxy({ host: 'localhost', port: Number(new URL(app.baseUrl).port) })
    const path = made.headers.get('location')?.split('?')[0] ?? ''
    address = `http://localhost:${network.port}${path}`
    card = await phone.newPage()
    await card.goto(address)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await network?.close()
    await app?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const shownCode = () => card.locator('[data-serial] svg').innerHTML()
  const live = () => card.locator('[data-live]')

  it('can be installed', async () => {
    const cdp = await phone.newCDPSession(card)
    const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors')
    // A browser of a test keeps nothing, which is the one thing that it says against it.
    expect(installabilityErrors.map((error) => error.errorId)).toEqual(['in-incognito'])
  })

  it('shows a live code in place of the plain number', async () => {
    await live().waitFor()
    const plain = /<path[^>]*>/.exec((await (await fetch(address)).text()).split('data-serial')[1] ?? '')?.[0]
    expect(plain).toBeTruthy()
    expect(await shownCode()).not.toContain(plain)
  })

  it('shows its last state and the plain number without a network, and goes on when it is back', async () => {
    await card.evaluate(() => navigator.serviceWorker.ready)
    await card.reload()
    await live().waitFor()
    network.state('cut')
    await card.reload()
    await card.locator('[data-offline]').waitFor()
    expect(await card.locator('.pass-shop').textContent()).toBe('Harbour Street Coffee')
    expect(await card.locator('.pass-count').textContent()).toBe('0/3')
    expect(await shownCode()).toContain('<path')
    expect(await live().isVisible()).toBe(false)
    network.state('open')
    await live().waitFor()
    expect(await card.locator('[data-offline]').isVisible()).toBe(false)
  })

  it('shows the plain number where no script runs', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false })
    const page = await plain.newPage()
    await page.goto(address)
    expect(await page.locator('[data-serial] svg').isVisible()).toBe(true)
    expect(await page.locator('[data-live]').isVisible()).toBe(false)
    await plain.close()
  })
})
