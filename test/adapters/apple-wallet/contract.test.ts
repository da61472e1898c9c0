import { afterAll, beforeAll, describe } from 'vitest'
import { createApnsClient } from '../../../adapters/apple-wallet/apns-client.ts'
import { createPassBuilder, type PassBuilder } from '../../../adapters/apple-wallet/build-pass.ts'
import { createAppleWallet } from '../../../adapters/apple-wallet/wallet.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { keyText } from '../../../src/ports/keys.ts'
import { type Shown, walletContract } from '../../contract/wallet.contract.ts'
import { startApns } from '../../doubles/apns.ts'
import { checkManifest, readPkpass, verifyPkpass } from '../../doubles/pkpass.ts'
import { makeDemoSigner, passTypeId } from './demo-signer.ts'
import { exampleFace } from './example-face.ts'

let demo: Awaited<ReturnType<typeof makeDemoSigner>>
let builder: PassBuilder
beforeAll(async () => {
  demo = await makeDemoSigner()
  const baseUrl = 'https://cards.example'
  builder = createPassBuilder({ signer: () => demo.signer, baseUrl, clock: Date.now })
})
afterAll(() => demo.remove())

let cards = 0

/** The phone fetches the card's signed pass as it stands when a push comes, as iOS does, and shows what it finds in it. */
async function open(first: CardFace) {
  const apns = await startApns()
  cards += 1
  // One builder draws for all; finished passes are kept by the card's token too.
  const passToken = `token-of-card-${cards}`
  let current = first
  let pass: Shown | null = null
  let fetches = Promise.resolve()
  const registered: { deviceId: string; pushToken: string }[] = []
  const fetchPass = () => {
    fetches = fetches.then(async () => {
      const files = readPkpass(await built(current, passToken))
      checkManifest(JSON.parse(String(files.get('manifest.json'))), files)
      pass = shownBy(files)
    })
  }
  apns.reply(() => {
    fetchPass()
    return { status: 200 }
  })
  const wallet = createAppleWallet({
    apns: createApnsClient({ url: apns.url, topic: passTypeId, tls: () => demo.signer.tls, timeoutMs: 2000 }),
    devices: {
      ofCards: async (cards) => new Map(cards.map((card) => [keyText(card), registered])),
      forget: async () => undefined,
    },
  })
  return {
    wallet,
    change(next: CardFace) {
      current = next
    },
    async save() {
      registered.push({ deviceId: 'phone', pushToken: 'a1b2' })
      fetchPass()
      await fetches
      await verifyPkpass(await built(current, passToken), demo.rootFile)
    },
    shown: () => pass,
    breakDown() {
      apns.reply(() => null)
      return () =>
        apns.reply(() => {
          fetchPass()
          return { status: 200 }
        })
    },
    async close() {
      await fetches
      await wallet.close()
      await apns.close()
    },
  }
}

const built = async (face: CardFace, passToken: string): Promise<Buffer> =>
  Buffer.concat(await builder.build(face, passToken))

function shownBy(files: Map<string, Buffer>): Shown {
  const json = JSON.parse(String(files.get('pass.json')))
  const [count] = json.storeCard.headerFields
  return { stamps: Number.parseInt(count.value, 10), voided: json.voided === true }
}

describe('Apple Wallet as a wallet', () => walletContract(open, exampleFace, { hasProvider: true }))
