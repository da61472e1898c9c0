import { Agent, request } from 'node:http'
import { signMessage } from '../adapters/open-till/sign.ts'
import { orderBody } from './database.ts'

/** Deliveries a second: a few hundred busy tills. */
const rate = 200

/**
 * An open till's paid orders, evenly spread, whether those before are answered or not.
 * @returns `p99` in milliseconds of those answered since it was last asked
 */
export function startDeliveries(url: string, till: { tillId: string; secret: string; serials: string[] }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 })
  const underWay = new Set<Promise<void>>()
  const start = performance.now()
  const run = Math.random().toString(36).slice(2)
  let times: number[] = []
  let sent = 0
  let failure: Error | undefined

  async function send(due: number): Promise<void> {
    const id = `${run}-${sent}`
    const body = orderBody(id, till.serials[sent % till.serials.length]!)
    const headers = signMessage(till.secret, { id, at: Date.now(), body })
    try {
      const status = await post(`${url}/webhooks/till/${till.tillId}`, headers, body, agent)
      if (status !== 200) throw new Error(`a delivery was answered ${status}`)
    } catch (error) {
      failure ??= error as Error
    }
    times.push(performance.now() - due)
  }

  const timer = setInterval(() => {
    for (; sent < ((performance.now() - start) * rate) / 1000; sent++) {
      const sending = send(start + (sent * 1000) / rate)
      underWay.add(sending)
      void sending.finally(() => underWay.delete(sending))
    }
  }, 1)

  return {
    p99(): number {
      if (failure) throw failure
      const sorted = times.toSorted((a, b) => a - b)
      times = []
      return sorted[Math.floor(sorted.length * 0.99)] ?? 0
    },
    async stop(): Promise<void> {
      clearInterval(timer)
      await Promise.all(underWay)
      agent.destroy()
      if (failure) throw failure
    },
  }
}

function post(url: string, headers: Record<string, string>, body: Buffer, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
