import type { Logger } from 'pino'

export type CodeWatchJob = { stop(): Promise<void> }

const everyMs = 60_000

/** Looks every minute for codes whose check is due; a round that fails is logged, and the next one goes on. */
export function startCodeWatch(watch: () => Promise<number>, log: Logger): CodeWatchJob {
  let running: Promise<void> | undefined
  const round = async () => {
    try {
      const seen = await watch()
      if (seen > 0) log.debug({ seen }, 'codes in tills looked at')
    } catch (error) {
      log.warn({ err: error }, 'codes in tills could not be looked at; they are in a minute')
    }
  }
  const timer = setInterval(() => {
    // One round at a time, however long it takes.
    running ??= round().finally(() => {
      running = undefined
    })
  }, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
