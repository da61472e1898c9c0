import type { ProgramRules } from './program.ts'

/** Where a card stands: everything follows from its total and the versions its cycles were played under. */
export type Position = {
  total: number
  cycle: number
  /** Total at which the current cycle began. */
  cycleStart: number
  /** Version of the current cycle. */
  version: number
  /** Finished cycles, oldest first: [version, start]. */
  pastCycles: [version: number, start: number][]
}

export type RulesOf = (version: number) => ProgramRules

export const stampsOf = (position: Position): number => position.total - position.cycleStart

/** A milestone that was passed, on the way up or down. */
export type Crossing = { cycle: number; at: number; version: number; direction: 'up' | 'down' }

/**
 * Moves the position to a new total: surplus carries into next cycles (which play under `latest`), a fall takes cycles back.
 * @param total never negative
 */
export function moveTo(
  from: Position,
  total: number,
  rulesOf: RulesOf,
  latest: number,
): { position: Position; crossings: Crossing[] } {
  return total >= from.total ? climb(from, total, rulesOf, latest) : descend(from, total, rulesOf)
}

function climb(from: Position, total: number, rulesOf: RulesOf, latest: number) {
  const crossings: Crossing[] = []
  let { cycle, cycleStart, version } = from
  const pastCycles = [...from.pastCycles]
  let reached = stampsOf(from)
  for (;;) {
    const rules = rulesOf(version)
    const stamps = total - cycleStart
    for (const { at } of rules.milestones)
      if (at > reached && at <= stamps) crossings.push({ cycle, at, version, direction: 'up' })
    if (stamps < rules.goal) break
    pastCycles.push([version, cycleStart])
    cycleStart += rules.goal
    cycle += 1
    version = latest
    reached = 0
  }
  return { position: { total, cycle, cycleStart, version, pastCycles }, crossings }
}

function descend(from: Position, total: number, rulesOf: RulesOf) {
  const crossings: Crossing[] = []
  let { cycle, cycleStart, version } = from
  const pastCycles = [...from.pastCycles]
  let reached = stampsOf(from)
  for (;;) {
    const stamps = total - cycleStart
    for (const { at } of rulesOf(version).milestones.toReversed())
      if (at <= reached && at > stamps) crossings.push({ cycle, at, version, direction: 'down' })
    const previous = stamps < 0 ? pastCycles.pop() : undefined
    if (!previous) break
    ;[version, cycleStart] = previous
    cycle -= 1
    reached = rulesOf(version).goal
  }
  return { position: { total, cycle, cycleStart, version, pastCycles }, crossings }
}
