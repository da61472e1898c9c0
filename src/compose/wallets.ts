import { join } from 'node:path'
import { createApnsClient } from '../../adapters/apple-wallet/apns-client.ts'
import { createPassBuilder, type PassBuilder } from '../../adapters/apple-wallet/build-pass.ts'
import { openDemoAuthority } from '../../adapters/apple-wallet/demo-authority.ts'
import { loadSigner, type PassSigner } from '../../adapters/apple-wallet/signer.ts'
import { createAppleWallet } from '../../adapters/apple-wallet/wallet.ts'
import { type GoogleKey, loadServiceAccount, openDemoKey } from '../../adapters/google-wallet/key.ts'
import { createRateLimit, googleCallsPerSecond } from '../../adapters/google-wallet/rate-limit.ts'
import { createGoogleWallet, type GoogleWallet } from '../../adapters/google-wallet/wallet.ts'
import { createWalletClient } from '../../adapters/google-wallet/wallet-client.ts'
import type { Config } from '../config.ts'
import type { PassCards } from '../ports/pass-cards.ts'
import type { Wallet } from '../ports/wallet.ts'
import { createAppleDevices } from '../store/apple-devices.ts'
import { createCallLane } from '../store/call-lane.ts'
import { createGoogleRecords } from '../store/google-records.ts'
import { watchCertificate } from './certificate-watch.ts'
import type { Platform } from './platform.ts'

export type Wallets = {
  all: Wallet[]
  passes: PassBuilder
  signer: PassSigner
  google: GoogleWallet
  googleIssuerId: string
  close(): Promise<void>
}

const demoIds = { passTypeId: 'pass.com.example.stampbridge', teamId: 'STAMPDEMO0' }

/** Apple and Google, real where they are configured, otherwise with demo keys that say so in the log. */
export async function openWallets(platform: Platform, cards: PassCards): Promise<Wallets> {
  const { config, database, clock } = platform
  const { baseUrl } = config.http
  const signer = await openSigner(platform)
  const devices = createAppleDevices({ pool: database.pool, clock })
  const apple = createAppleWallet({ apns: apnsOf(config, signer), devices })
  const key = await googleKey(config)
  const google = createGoogleWallet({
    key,
    client: key.demo ? null : googleClient(platform, key),
    records: createGoogleRecords({ pool: database.pool, clock }),
    faceOf: cards.face,
    baseUrl,
    clock,
  })
  const all = [apple, google]
  const stopWatching = watchCertificate(signer, platform)
  return {
    all,
    passes: createPassBuilder({ signer, baseUrl, clock }),
    signer,
    google,
    googleIssuerId: key.issuerId,
    async close() {
      stopWatching()
      await Promise.all(all.map((wallet) => wallet.close()))
    },
  }
}

function openSigner({ config, clock, log }: Platform): Promise<PassSigner> {
  const { apple, dataDir } = config
  if (apple) return loadSigner({ ...apple, now: clock() })
  return openDemoAuthority({ folder: join(dataDir, 'apple'), ...demoIds, now: clock(), log })
}

const googleKey = ({ google, dataDir }: Config): Promise<GoogleKey> =>
  google ? loadServiceAccount(google.keyFile, google.issuerId) : openDemoKey(join(dataDir, 'google'))

function googleClient({ config, clock, database }: Platform, key: GoogleKey) {
  const lane = createCallLane(database.pool, `google-wallet/${key.issuerId}`)
  const limit = createRateLimit({ perSecond: googleCallsPerSecond, lane })
  return createWalletClient({
    key,
    limit,
    clock,
    apiUrl: config.googleApiUrl,
    tokenUrl: config.googleTokenUrl,
  })
}

const appleApns = 'https://api.push.apple.com'

/** A demo certificate opens no door at Apple: without another address nothing is sent. */
function apnsOf(config: Config, signer: PassSigner) {
  if (signer.demo && config.apnsUrl === undefined) return null
  const url = config.apnsUrl ?? appleApns
  return createApnsClient({ url, tls: signer.tls, topic: signer.passTypeId })
}
