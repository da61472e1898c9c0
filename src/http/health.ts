import { Router } from 'express'
import type { Metrics } from '../metrics.ts'

/** Something that a process cannot work without. */
type Pinged = { ping(): Promise<void> }

const patienceMs = 2000

/**
 * `/healthz`: the process lives. `/readyz`: database and queue answer within two seconds, otherwise 503 naming the ones
 * that do not. `/metrics`: Prometheus text.
 */
export function healthRouter(parts: { database: Pinged; queue: Pinged; metrics: Metrics }): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    const [database, queue] = await Promise.all([answers(parts.database), answers(parts.queue)])
    const ready = database && queue
    const checks = { database: database ? 'ok' : 'no answer', queue: queue ? 'ok' : 'no answer' }
    response
      .status(ready ? 200 : 503)
      .set('cache-control', 'no-store')
      .json({ status: ready ? 'ready' : 'not ready', ...checks })
  })
  router.get('/metrics', async (_request, response) => {
    const { registry } = parts.metrics
    response.set('content-type', registry.contentType).send(await registry.metrics())
  })
  return router
}

/** Never rejects; a late answer counts as none. */
function answers(part: Pinged): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), patienceMs)
    const settle = (answered: boolean) => {
      clearTimeout(timer)
      resolve(answered)
    }
    part.ping().then(
      () => settle(true),
      () => settle(false),
    )
  })
}
