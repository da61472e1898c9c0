import type { Logger } from 'pino'

export type FigureCounter = { stop(): Promise<void> }

/**
 * Counts the console's figures for whoever asked, one merchant after another; a round that fails is logged and comes
 * again. @param everyMs how long somebody waits for the first figures at most, besides the counting
 */
export function startFigureCounter(
  countNext: () => Promise<boolean>,
  log: Logger,
  everyMs: number,
): FigureCounter {
  let stopped = false
  let running: Promise<void> | undefined
  const round = async () => {
    try {
      let more = true
      while (more && !stopped) more = await countNext()
    } catch (error) {
      log.warn({ err: error }, 'figures could not be counted; they are tried again')
    }
  }
  const timer = setInterval(() => {
    running ??= round().finally(() => {
      running = undefined
    })
  }, everyMs)
  timer.unref()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}
