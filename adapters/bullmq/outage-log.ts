import type { Redis } from 'ioredis'
import type { Logger } from 'pino'

/** Tells of trouble with Redis: `trouble` takes what the queue and its worker complain of. */
export type OutageLog = { trouble(error: Error, what: string): void }

/**
 * One sentence when Redis goes away and one when it is back. The attempts to connect between them, several a second
 * and each told by every part of the queue, are kept for debugging.
 */
export function createOutageLog(url: string, clients: Redis[], log: Logger): OutageLog {
  const { host } = new URL(url)
  let away = false
  const lost = (error: Error) => {
    if (!away)
      log.warn(
        `Redis at ${host} does not answer (${error.message}): work goes on without it; start it, or correct REDIS_URL`,
      )
    else log.debug({ err: error }, 'Redis still does not answer')
    away = true
  }
  for (const client of clients)
    client.on('error', lost).on('ready', () => {
      if (away) log.info(`Redis at ${host} answers again`)
      away = false
    })
  return {
    trouble(error, what) {
      if (away) log.debug({ err: error }, what)
      else log.warn({ err: error }, what)
    },
  }
}
