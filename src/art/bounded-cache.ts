/** Keeps what was made last, up to a total weight, e.g. bytes. What is being made is made once, for all who ask meanwhile. */
export type BoundedCache<Value> = {
  /**
   * A failed `make` is not kept: the next one asks again.
   * @returns at once what is kept already: who asks thousands of times a second need not wait for a promise
   */
  get(key: string, make: () => Promise<Value>): Value | Promise<Value>
}

/** What was not asked for since it was last passed over goes first: looking something up moves nothing. */
export function createBoundedCache<Value>(
  capacity: number,
  weigh: (value: Value) => number,
): BoundedCache<Value> {
  const kept = new Map<string, { value: Value; weight: number; used: boolean }>()
  const making = new Map<string, Promise<Value>>()
  let total = 0

  function keep(key: string, value: Value): void {
    const weight = weigh(value)
    if (weight > capacity) return
    total += weight
    for (const [oldest, entry] of kept) {
      if (total <= capacity) break
      // Map keeps order of insertion, and comes to what is put in meanwhile.
      kept.delete(oldest)
      if (entry.used) {
        entry.used = false
        kept.set(oldest, entry)
      } else total -= entry.weight
    }
    kept.set(key, { value, weight, used: false })
  }

  function begin(key: string, make: () => Promise<Value>): Promise<Value> {
    const pending = make().then(
      (value) => {
        making.delete(key)
        keep(key, value)
        return value
      },
      (error: unknown) => {
        making.delete(key)
        throw error
      },
    )
    making.set(key, pending)
    return pending
  }

  return {
    get(key, make) {
      const found = kept.get(key)
      if (found) {
        found.used = true
        return found.value
      }
      return making.get(key) ?? begin(key, make)
    },
  }
}
