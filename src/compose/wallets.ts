import { join } from 'node:path'
import { createApnsClient } from '../../adapters/apple-wallet/apns-client.ts'
import { createPassBuilder, type PassBuilder } from '../../adapters/apple-wallet/build-pass.ts'
import { openDemoAuthority } from '../../adapters/apple-wallet/demo-authority.ts'
import { createDesignJudge, type DesignJudge } from '../../adapters/apple-wallet/design-judge.ts'
import { createLiveSigner, type LiveSigner } from '../../adapters/apple-wallet/live-signer.ts'
import { loadSigner, type PassSigner } from '../../adapters/apple-wallet/signer.ts'
import { createAppleWallet } from '../../adapters/apple-wallet/wallet.ts'
import { type GoogleKey, loadServiceAccount, openDemoKey } from '../../adapters/google-wallet/key.ts'
import { createRateLimit, googleCallsPerSecond } from '../../adapters/google-wallet/rate-limit.ts'
import { createGoogleWallet, type GoogleWallet } from '../../adapters/google-wallet/wallet.ts'
import { createWalletClient } from '../../adapters/google-wallet/wallet-client.ts'
import { createWebCardWallet } from '../../adapters/web-card/wallet.ts'
import type { Config } from '../config.ts'
import type { CardSignals } from '../ports/card-signals.ts'
import type { Certificates } from '../ports/certificates.ts'
import type { PassCards } from '../ports/pass-cards.ts'
import type { AppleDevices, DeviceWallet, GoogleRecords, Wallet } from '../ports/wallet.ts'
import { createAppleDevices } from '../store/apple-devices.ts'
import { createCallLane } from '../store/call-lane.ts'
import { createCardSignals } from '../store/card-signals.ts'
import { createGoogleRecords } from '../store/google-records.ts'
import { certificateState, watchCertificate } from './certificate-watch.ts'
import type { Platform } from './platform.ts'

export type Wallets = {
  apple: DeviceWallet
  passes: PassBuilder
  /** As its files now are. */
  signer(): PassSigner
  certificates: Certificates
  judgeDesign: DesignJudge['judge']
  /** Tells open web cards of every process. */
  signals: CardSignals
  google: GoogleWallet
  googleRecords: GoogleRecords
  appleDevices: AppleDevices
  googleIssuerId: string
  close(): Promise<void>
}

const demoIds = { passTypeId: 'pass.com.example.stampbridge', teamId: 'STAMPDEMO0' }

/** Pages that show cards, in whichever process they are held. */
export type WebCards = { signals: CardSignals; wallet: Wallet }

export function openWebCards({ database, log }: Platform): WebCards {
  const signals = createCardSignals({
    pool: database.pool,
    embedded: database.embedded,
    onError: (error) => log.debug({ err: error }, 'open cards are not told at once; they ask'),
  })
  return { signals, wallet: createWebCardWallet({ signals }) }
}

/** Apple and Google, real where they are configured, otherwise with demo keys that say so in the log. */
export async function openWallets(
  platform: Platform,
  cards: PassCards,
  webCards: WebCards,
): Promise<Wallets> {
  const { config, database, clock } = platform
  const { baseUrl } = config.http
  const live = await openSigner(platform)
  const signer = live.current
  const devices = createAppleDevices({ pool: database.pool, clock })
  const apns = apnsOf(config, signer)
  const apple = createAppleWallet({ apns, devices })
  const key = await googleKey(config)
  const records = createGoogleRecords({ pool: database.pool, clock })
  const google = createGoogleWallet({
    key,
    client: key.demo ? null : googleClient(platform, key),
    records,
    faceOf: cards.face,
    baseUrl,
    clock,
  })
  const stopWatching = watchCertificate(signer, platform)
  const stopLooking = lookForRenewal(live, platform, () => apns?.renew())
  const designs = createDesignJudge()
  return {
    apple,
    passes: createPassBuilder({ signer, baseUrl, clock }),
    signer,
    certificates: () => [certificateState(signer(), clock())],
    judgeDesign: designs.judge,
    signals: webCards.signals,
    google,
    googleRecords: records,
    appleDevices: devices,
    googleIssuerId: key.issuerId,
    async close() {
      stopWatching()
      stopLooking()
      await designs.close()
      await Promise.all([apple, webCards.wallet, google].map((wallet) => wallet.close()))
    },
  }
}

/** A changed certificate is taken up within this time. */
const renewalLookMs = 60_000

async function openSigner({ config, clock, log }: Platform): Promise<LiveSigner> {
  const { apple, dataDir } = config
  if (apple) {
    const files = [apple.certFile, apple.keyFile, apple.wwdrFile]
    return createLiveSigner({ files, load: () => loadSigner({ ...apple, now: clock() }), log })
  }
  const folder = join(dataDir, 'apple')
  const signer = await openDemoAuthority({ folder, ...demoIds, now: clock(), log })
  return { current: () => signer, look: async () => false }
}

function lookForRenewal(live: LiveSigner, { log }: Platform, onRenewed: () => void): () => void {
  const look = async () => {
    try {
      if (await live.look()) onRenewed()
    } catch (error) {
      log.error({ err: error }, 'the files of the Apple certificate could not be looked at')
    }
  }
  const timer = setInterval(look, renewalLookMs)
  timer.unref()
  return () => clearInterval(timer)
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
function apnsOf(config: Config, signer: () => PassSigner) {
  const { demo, passTypeId } = signer()
  if (demo && config.apnsUrl === undefined) return null
  const url = config.apnsUrl ?? appleApns
  return createApnsClient({ url, tls: () => signer().tls, topic: passTypeId })
}
