import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'
import type { Clock } from '../ports/clock.ts'

const day = 86_400_000
const warnAtDays = [60, 30, 7]

/**
 * Says in log and metrics when the Apple certificate ends: after that, phones refuse passes and APNs the connection,
 * without a word. @returns how to stop watching
 */
export function watchCertificate(
  signer: { notAfter: number; demo: boolean },
  deps: { log: Logger; metrics: Metrics; clock: Clock },
): () => void {
  const { log, metrics, clock } = deps
  const help = 'Seconds until the Apple pass certificate ends'
  metrics.observed('apple_certificate_expires_seconds', help, () => (signer.notAfter - clock()) / 1000)
  const look = () => {
    const left = Math.floor((signer.notAfter - clock()) / day)
    const threshold = warnAtDays.toReversed().find((days) => left <= days)
    if (threshold === undefined || signer.demo) return
    const until = new Date(signer.notAfter).toISOString()
    log.warn(
      { daysLeft: left, until },
      'the Apple pass certificate ends soon: renew it, or passes and pushes stop',
    )
  }
  look()
  const timer = setInterval(look, day)
  timer.unref()
  return () => clearInterval(timer)
}
