/** Runs the works of one key one after the other, in the order of asking; those of different keys together. */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** Turns within this process. A failed work does not stop the next. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return async (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work)
    last.set(key, mine)
    try {
      return await mine
    } finally {
      if (last.get(key) === mine) last.delete(key)
    }
  }
}
