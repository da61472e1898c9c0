/** Numbers that only look random: the same seed gives the same ones (mulberry32). */
export type Dice = {
  /** From 0 up to, not including, `below`. */
  roll(below: number): number
  pick<T>(from: readonly T[]): T
  shuffled<T>(all: readonly T[]): T[]
}

export function createDice(seed: number): Dice {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const roll = (below: number) => Math.floor(next() * below)
  return {
    roll,
    pick: (from) => from[roll(from.length)]!,
    shuffled(all) {
      const mixed = [...all]
      for (let at = mixed.length - 1; at > 0; at -= 1) {
        const other = roll(at + 1)
        ;[mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!]
      }
      return mixed
    },
  }
}
