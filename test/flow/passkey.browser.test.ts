import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AppProcess, startApp } from '../support/app.ts'
import { describeInBrowser, launchChromium } from '../support/chromium.ts'

describeInBrowser('passkeys in a browser', () => {
  let dataDir: string
  let app: AppProcess
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'stampbridge-'))
    app = await startApp({ config: { dataDir, database: {}, redis: {} } })
    browser = await launchChromium()
    context = await browser.newContext({ locale: 'en' })
    page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await app?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const inside = () => page.getByRole('button', { name: 'Sign out', exact: true }).first().waitFor()
  const signOut = () => page.getByRole('button', { name: 'Sign out', exact: true }).first().click()

  it('lets an owner who came by a link say who they are, and add a passkey', async () => {
    const link = /\/console\/sign-in\/[\w-]+/.exec(app.output())?.[0]
    await page.goto(app.baseUrl + link)
    await page.goto(`${app.baseUrl}/console/account`)
    await page.getByLabel('Your name').fill('Ada')
    await page.getByRole('button', { name: 'That’s me' }).click()
    await expect.poll(() => page.getByText('You are Ada (Owner).').count()).toBe(1)
    await page.getByLabel('Name of the passkey').fill('My laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('cell', { name: 'My laptop', exact: true }).waitFor()
    expect(await page.getByText('this browser').count()).toBe(1)
  })

  it('signs in with it, without a name', async () => {
    await signOut()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await inside()
    await page.goto(`${app.baseUrl}/console/account`)
    expect(await page.getByText('You are Ada (Owner).').count()).toBe(1)
    expect(await page.getByRole('cell', { name: 'not yet' }).count()).toBe(0)
  })

  it('refuses an answer that was given before', async () => {
    await signOut()
    const posted = page.waitForRequest((request) => request.url().endsWith('/console/passkey'))
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    const body = (await posted).postData() ?? ''
    await inside()
    const again = await fetch(`${app.baseUrl}/console/passkey`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(again.status).toBe(401)
    expect(again.headers.get('set-cookie')).toBeNull()
  })

  it('is of no use once it was removed', async () => {
    await page.goto(`${app.baseUrl}/console/account`)
    await page.getByRole('button', { name: 'Remove My laptop' }).click()
    await page.getByText('No passkey yet.').waitFor()
    await signOut()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('This passkey is not known here').waitFor()
  })
})
