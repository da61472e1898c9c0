import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'
import type { CertificateState } from '../ports/certificates.ts'
import type { Clock } from '../ports/clock.ts'

const day = 86_400_000
const warnAtDays = [60, 30, 7]

/** What is watched: the Apple signer as it now is. */
type Watched = { notAfter: number; demo: boolean }
type Deps = { log: Logger; metrics: Metrics; clock: Clock }

/** How a certificate stands, in the words that console, log and API share. */
export function certificateState({ notAfter, demo }: Watched, now: number): CertificateState {
  const daysLeft = Math.floor((notAfter - now) / day)
  const warning = warnAtDays.toReversed().find((days) => daysLeft <= days) ?? null
  const state = daysLeft < 0 ? 'ended' : warning === null ? 'good' : 'ends-soon'
  return { name: 'apple-pass', endsAt: notAfter, daysLeft, state, warning, demo }
}

/**
 * Says in log and metrics when the Apple certificate ends: after that, phones refuse passes and APNs the connection,
 * without a word. Once at 60, 30 and 7 days before, and every day of the last week. @returns how to stop watching
 */
export function watchCertificate(current: () => Watched, { log, metrics, clock }: Deps): () => void {
  const help = 'Seconds until the Apple pass certificate ends'
  metrics.observed('apple_certificate_expires_seconds', help, () => (current().notAfter - clock()) / 1000)
  let said = ''
  const look = () => {
    const { warning, daysLeft, endsAt, demo } = certificateState(current(), clock())
    const now = `${endsAt} ${warning === 7 ? daysLeft : warning}`
    if (warning === null || demo || now === said) return
    said = now
    const until = new Date(endsAt).toISOString()
    const text = 'the Apple pass certificate ends soon: renew it, or passes and pushes stop'
    if (warning === 7) log.error({ daysLeft, until }, text)
    else log.warn({ daysLeft, until }, text)
  }
  look()
  const timer = setInterval(look, day / 4)
  timer.unref()
  return () => clearInterval(timer)
}
