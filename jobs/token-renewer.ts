import type { Logger } from 'pino'

export type TokenRenewer = { stop(): Promise<void> }

/**
 * Renews what is due again and again; a failing look is logged, and the next one comes by itself. Any number of
 * processes may do so at once. @param everyMs how long a token may be overdue
 */
export function startTokenRenewer(
  renewDue: () => Promise<number>,
  log: Logger,
  everyMs: number,
): TokenRenewer {
  let running: Promise<void> | undefined
  const run = () => {
    running ??= renewDue()
      .then(
        (tills) => log.debug({ tills }, 'tokens renewed'),
        (error: unknown) => log.warn({ err: error }, 'looking for tokens to renew failed; it is tried again'),
      )
      .finally(() => {
        running = undefined
      })
  }
  run()
  const timer = setInterval(run, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
