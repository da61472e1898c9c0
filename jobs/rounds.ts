import type { Logger } from 'pino'

export type Rounds = {
  /** Begins no further round; resolves when the one that runs has ended. */
  stop(): Promise<void>
}

type RoundsOptions = {
  everyMs: number
  /** The first round begins now, and not only after `everyMs`. */
  atOnce?: boolean
  /** One round's work; a long one asks `going` now and then and ends when it says no. */
  round(going: () => boolean): Promise<unknown>
  /** What the log says of a round that failed; the next one comes all the same. */
  failed: string
  log: Logger
}

/** Does something again and again, one round at a time however long it takes. Any number of processes may do the same. */
export function startRounds({ everyMs, atOnce = false, round, failed, log }: RoundsOptions): Rounds {
  let stopped = false
  let running: Promise<void> | undefined
  const once = async () => {
    try {
      await round(() => !stopped)
    } catch (error) {
      log.warn({ err: error }, failed)
    }
  }
  const tick = () => {
    running ??= once().finally(() => {
      running = undefined
    })
  }
  if (atOnce) tick()
  const timer = setInterval(tick, everyMs)
  timer.unref()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}
