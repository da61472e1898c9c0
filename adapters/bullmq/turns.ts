/**
 * Runs of one handler in one process: never two at once, and at most one more that waits for its turn. What comes in
 * beyond that is served by the one that waits.
 */
export type Turns = {
  /** Runs `run` when its turn has come, and resolves when it has ended. False when it was not begun, and will not be. */
  take(run: () => Promise<void>): Promise<boolean>
  /** No run begins any more. Resolves when the running one has ended. */
  stop(): Promise<void>
}

export function takeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = false
  let stopped = false
  return {
    async take(run) {
      if (waiting) return false
      waiting = true
      const mine = last.then(async () => {
        waiting = false
        if (stopped) return false
        await run()
        return true
      })
      last = mine.catch(() => undefined)
      return mine
    },
    async stop() {
      stopped = true
      await last
    },
  }
}
