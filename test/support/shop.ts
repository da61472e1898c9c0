import { generateKeyPairSync } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApnsDouble, startApns } from '../doubles/apns.ts'
import { type GoogleWalletDouble, startGoogleWallet } from '../doubles/google-wallet.ts'
import { createOpenTillDouble, type OpenTillDouble } from '../doubles/open-till.ts'
import { type ShopifyDouble, startShopify } from '../doubles/shopify.ts'
import { type SquareDouble, startSquareDouble } from '../doubles/square.ts'
import { type Api, createMerchant, type Till } from './api.ts'
import { freePort, type Installation, startInstallation } from './app.ts'
import type { Setting } from './settings.ts'

/** A merchant with three tills and both wallets around a running Stampbridge; every one of them a double. */
export type Shop = {
  app: Installation
  api: Api
  shopify: ShopifyDouble
  square: SquareDouble
  open: OpenTillDouble
  apns: ApnsDouble
  google: GoogleWalletDouble
  tills: { shopify: Till; square: Till; open: Till }
  close(): Promise<void>
}

const issuerId = '3388000000012345678'
const email = 'wallet@stampbridge-test.iam.gserviceaccount.com'
const squareNotificationUrl = 'https://cards.example.com/webhooks/square'

export async function openShop(setting: Setting): Promise<Shop> {
  const port = await freePort()
  const baseUrl = `http://localhost:${port}`
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const [shopify, square, apns, google] = await Promise.all([
    startShopify({ deliverTo: baseUrl, currency: 'EUR' }),
    startSquareDouble({ notificationUrl: squareNotificationUrl, deliverTo: `${baseUrl}/webhooks/square` }),
    startApns(),
    startGoogleWallet({ issuerId, email, key: keys.publicKey }),
  ])
  const pem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const env = {
    SHOPIFY_API_SECRET: shopify.secret,
    SHOPIFY_API_URL: shopify.url,
    SQUARE_WEBHOOK_SIGNATURE_KEY: square.signatureKey,
    SQUARE_WEBHOOK_URL: squareNotificationUrl,
    SQUARE_API_URL: square.url,
    APNS_URL: apns.url,
    GOOGLE_WALLET_ISSUER_ID: issuerId,
    GOOGLE_WALLET_KEY: await serviceAccount(setting.config.dataDir, pem),
    GOOGLE_WALLET_API_URL: google.url,
    GOOGLE_TOKEN_URL: google.tokenUrl,
  }
  const app = await startInstallation(setting, { port, env })
  const api = await createMerchant(baseUrl)
  const tills = await connectTills(api, shopify, square)
  const open = createOpenTillDouble({ url: tills.open.webhookUrl, secret: tills.open.webhookSecret ?? '' })
  const doubles = [shopify, square, apns, google]
  return {
    ...{ app, api, shopify, square, open, apns, google, tills },
    async close() {
      await app.stop()
      await Promise.all(doubles.map((double) => double.close()))
    },
  }
}

async function connectTills(api: Api, shopify: ShopifyDouble, square: SquareDouble) {
  return {
    shopify: await api.post<Till>('/tills', {
      provider: 'shopify',
      shop: shopify.shop,
      accessToken: shopify.accessToken,
    }),
    square: await api.post<Till>('/tills', {
      provider: 'square',
      merchantId: square.merchantId,
      accessToken: square.accessToken,
    }),
    open: await api.post<Till>('/tills', { provider: 'open', name: 'Market stall' }),
  }
}

async function serviceAccount(dataDir: string, privateKey: string): Promise<string> {
  await mkdir(dataDir, { recursive: true })
  const file = join(dataDir, 'google-service-account.json')
  const account = { type: 'service_account', client_email: email, private_key: privateKey }
  await writeFile(file, JSON.stringify(account), { mode: 0o600 })
  return file
}
