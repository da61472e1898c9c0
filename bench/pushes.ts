import { mkdtempSync, rmSync } from 'node:fs'
import { type ClientHttp2Session, connect } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { createApnsClient } from '../adapters/apple-wallet/apns-client.ts'
import { openDemoAuthority } from '../adapters/apple-wallet/demo-authority.ts'
import { startApnsProcess } from './apns-process.ts'
import { median, type Row, row } from './row.ts'

const rounds = 5
const pushesEach = 10_000
const inFlight = 500
const topic = 'pass.com.example.stampbridge'
/** Each push is for another phone: what one phone is told at once becomes one push. */
let phones = 0
const nextToken = () => String(phones++).padStart(64, 'a')

/** (d) Pushes a second over one kept TLS connection, against a bare node:http2 client that asks the same of the same server. */
export async function pushes(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stampbridge-bench-'))
  const log = pino({ level: 'silent' })
  const signer = await openDemoAuthority({
    folder,
    passTypeId: topic,
    teamId: 'DEMO000000',
    now: Date.now(),
    log,
  })
  const server = await startApnsProcess('tls')
  const { url, ca = '' } = server
  const bare = connect(url, { ...signer.tls, ca })
  const ours = createApnsClient({ url, ca, tls: () => signer.tls, topic })
  const rates = { bare: [] as number[], ours: [] as number[] }
  try {
    for (let round = 0; round <= rounds; round++) {
      const bareRate = await rateOf(() => barePush(bare))
      const ourRate = await rateOf(() => ours.push(nextToken()))
      // The first round warms up.
      if (round > 0) {
        rates.bare.push(bareRate)
        rates.ours.push(ourRate)
      }
    }
  } finally {
    bare.close()
    await ours.close()
    server.stop()
    rmSync(folder, { recursive: true })
  }
  return [row('pushes/s : bare node:http2', median(rates.bare), median(rates.ours), '>= 0.9')]
}

async function rateOf(push: () => Promise<unknown>): Promise<number> {
  let left = pushesEach
  const start = performance.now()
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) await push()
    }),
  )
  return pushesEach / ((performance.now() - start) / 1000)
}

function barePush(session: ClientHttp2Session): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': `/3/device/${nextToken()}`,
      'apns-topic': topic,
    })
    stream.on('error', reject)
    stream.on('end', resolve)
    stream.resume()
    stream.end('{}')
  })
}
