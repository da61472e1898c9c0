/** Keeps what was made last, up to a total weight, e.g. bytes. What is being made is made once, for all who ask meanwhile. */
export type BoundedCache<Value> = {
  /**
   * A failed `make` is not kept: the next one asks again.
   * @returns at once what is kept already: who asks thousands of times a second need not wait for a promise
   */
  get(key: string, make: () => Promise<Value>): Value | Promise<Value>
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
        // Map keeps order of insertion: put it to the young end.
        kept.delete(key)
        kept.set(key, found)
        return found.value
      }
      return making.get(key) ?? begin(key, make)
    },
  }
}
