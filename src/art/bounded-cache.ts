/** Keeps what was made last, up to a total weight, e.g. bytes. What is being made is made once, for all who ask meanwhile. */
export type BoundedCache<Value> = {
  /**
   * A failed `make` is not kept: the next one asks again.
   * @returns at once what is kept already: who asks thousands of times a second need not wait for a promise
   */
  get(key: string, make: () => Promise<Value>): Value | Promise<Value>
}

/** Entries that have gone before another Map is taken, beside as many as there are: a copy for each of them would be dear. */
const mostDropped = 1000

type Entry<Value> = { held: Value | Promise<Value>; made: boolean; weight: number; used: boolean }

/** What was not asked for since it was last passed over goes first: looking something up moves nothing. */
export function createBoundedCache<Value>(
  capacity: number,
  weigh: (value: Value) => number,
): BoundedCache<Value> {
  let entries = new Map<string, Entry<Value>>()
  let dropped = 0
  let total = 0

  function begin(key: string, make: () => Promise<Value>): Promise<Value> {
    if (dropped > entries.size + mostDropped) renew()
    const pending = make().then(
      (value) => {
        keep(key, entry, value)
        return value
      },
      (error: unknown) => {
        drop(key, entry)
        throw error
      },
    )
    const entry: Entry<Value> = { held: pending, made: false, weight: 0, used: false }
    entries.set(key, entry)
    return pending
  }

  function keep(key: string, entry: Entry<Value>, value: Value): void {
    const weight = weigh(value)
    if (weight > capacity) {
      drop(key, entry)
      return
    }
    total += weight
    makeRoom()
    entry.held = value
    entry.made = true
    entry.weight = weight
    putLast(key, entry)
  }

  function makeRoom(): void {
    for (const [oldest, entry] of entries) {
      if (total <= capacity) return
      if (!entry.made) continue
      if (entry.used) {
        entry.used = false
        putLast(oldest, entry)
      } else drop(oldest, entry)
    }
  }

  /** Map keeps order of insertion, and a loop over it comes to what is put in meanwhile. */
  function putLast(key: string, entry: Entry<Value>): void {
    entries.delete(key)
    entries.set(key, entry)
  }

  function drop(key: string, entry: Entry<Value>): void {
    entries.delete(key)
    dropped++
    total -= entry.weight
  }

  /**
   * V8 makes a Map's table anew when many have come and gone, and each table that one of its young collections spares
   * keeps alive all that come after, with what was in them. Another Map is not in that chain.
   */
  function renew(): void {
    entries = new Map(entries)
    dropped = 0
  }

  return {
    get(key, make) {
      const entry = entries.get(key)
      if (!entry) return begin(key, make)
      entry.used = true
      return entry.held
    },
  }
}
