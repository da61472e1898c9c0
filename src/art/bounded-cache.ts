/** Keeps what was made last, up to a total weight, e.g. bytes. What is being made is made once, for all who ask meanwhile. */
export type BoundedCache<Value> = {
  /** A failed `make` is not kept: the next one asks again. */
  get(key: string, make: () => Promise<Value>): Promise<Value>
}

/** Least recently used goes first. */
export function createBoundedCache<Value>(
  capacity: number,
  weigh: (value: Value) => number,
): BoundedCache<Value> {
  const kept = new Map<string, { value: Value; weight: number }>()
  const making = new Map<string, Promise<Value>>()
  let total = 0

  function keep(key: string, value: Value): void {
    const weight = weigh(value)
    if (weight > capacity) return
    kept.set(key, { value, weight })
    total += weight
    for (const [oldest, entry] of kept) {
      if (total <= capacity) break
      kept.delete(oldest)
      total -= entry.weight
    }
  }

  async function run(key: string, make: () => Promise<Value>): Promise<Value> {
    try {
      const value = await make()
      keep(key, value)
      return value
    } finally {
      making.delete(key)
    }
  }

  return {
    async get(key, make) {
      const found = kept.get(key)
      if (found) {
        // Map keeps order of insertion: put it to the young end.
        kept.delete(key)
        kept.set(key, found)
        return found.value
      }
      let pending = making.get(key)
      if (!pending) {
        // Begun a tick later: `making` must know of it before it can end.
        pending = Promise.resolve().then(() => run(key, make))
        making.set(key, pending)
      }
      return pending
    },
  }
}
