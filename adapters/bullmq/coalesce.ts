/**
 * Calls of `act` one after the other, with `pauseMs` between them; calls that wait together become one, which begins
 * after all of them were made. Each caller learns how its own one ended.
 */
export function coalesce(act: () => Promise<void>, pauseMs: number): () => Promise<void> {
  let free: Promise<unknown> = Promise.resolve()
  let waiting: Promise<void> | undefined
  return () => {
    waiting ??= free.then(() => {
      waiting = undefined
      const acting = act()
      const rest = () => pause(pauseMs)
      free = acting.then(rest, rest)
      return acting
    })
    return waiting
  }
}

/** A waiting pause does not keep a process alive. */
function pause(ms: number): Promise<void> | undefined {
  if (ms === 0) return undefined
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
