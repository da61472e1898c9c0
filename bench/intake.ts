import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { newSecret } from '../src/secrets/random-id.ts'
import { withDatabase } from './database.ts'
import { adminKey, askApi, type Server, startOurs } from './our-server.ts'
import { median, type Row, row } from './row.ts'

const secret = 'bench-secret-of-the-app'
const shop = 'bench.myshopify.com'
const rounds = 3
const seconds = 4
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** (a) Accepted deliveries a second, 6 kB bodies, 50 connections, against bare Express and Express with one durable insert each. */
export const intake = (): Promise<Row[]> =>
  withDatabase('intake', async (database, url) => {
    await database.pool.query('CREATE TABLE floor (id text PRIMARY KEY, body bytea NOT NULL)')
    const folder = mkdtempSync(join(tmpdir(), 'stampbridge-bench-'))
    const servers = {
      bare: await floorServer([secret]),
      insert: await floorServer([secret, url]),
      ours: await startOurs('web', {
        databaseUrl: url,
        folder,
        env: { SHOPIFY_API_KEY: 'bench', SHOPIFY_API_SECRET: secret },
      }),
    }
    const rates = { bare: [] as number[], insert: [] as number[], ours: [] as number[] }
    try {
      await connectShop(servers.ours.url)
      for (let round = 0; round <= rounds; round++)
        for (const name of ['bare', 'ours', 'insert'] as const) {
          const rate = await load(servers[name].url, round === 0 ? 1 : seconds)
          // The first round warms up.
          if (round > 0) rates[name].push(rate)
        }
    } finally {
      for (const server of Object.values(servers)) await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
    const ours = median(rates.ours)
    return [
      row('accepted deliveries/s : bare Express + HMAC', median(rates.bare), ours, '>= 0.9'),
      row('accepted deliveries/s : Express + HMAC + one insert each', median(rates.insert), ours, '>= 2'),
    ]
  })

async function floorServer(args: string[]): Promise<Server> {
  const child = spawn(process.execPath, [here('servers/floor.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return {
    url: `http://127.0.0.1:${await portOf(child, /listening (\d+)/)}`,
    stop: async () => void child.kill(),
  }
}

async function portOf(child: ChildProcess, pattern: RegExp): Promise<string> {
  let text = ''
  for (;;) {
    const [chunk] = (await once(child.stdout!, 'data')) as [Buffer]
    text += chunk
    const port = pattern.exec(text)?.[1]
    if (port !== undefined) return port
  }
}

async function connectShop(url: string): Promise<void> {
  const { apiKey } = await askApi<{ apiKey: string }>(url, adminKey, 'POST', 'merchants', { name: 'Bench' })
  await askApi(url, apiKey, 'POST', 'tills', { provider: 'shopify', shop, accessToken: 'shpat_bench' })
}

/** About 6 kB, like an order with three lines. */
const body = JSON.stringify({
  id: 1,
  admin_graphql_api_id: 'gid://shopify/Order/1',
  note_attributes: [],
  line_items: Array.from({ length: 100 }, () => ({ id: newSecret(), title: newSecret() })),
})
const signature = createHmac('sha256', secret).update(body).digest('base64')

async function load(url: string, duration: number): Promise<number> {
  const result = await autocannon({
    url: `${url}/webhooks/shopify`,
    connections: 50,
    duration,
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-shopify-hmac-sha256': signature,
      'x-shopify-topic': 'orders/paid',
      'x-shopify-shop-domain': shop,
      'x-shopify-webhook-id': '[<id>]',
    },
    idReplacement: true,
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refused, ${result.errors} failed`)
  return result['2xx'] / result.duration
}
