import { setTimeout as pause } from 'node:timers/promises'
import type { SquareClient } from 'square'
import type { Key } from '../../src/ports/keys.ts'
import type { CodeToPlace } from '../../src/ports/till.ts'
import type { TillTurns } from '../../src/ports/till-turns.ts'
import { longestBatch, placeAll, removeAll } from './seller-batch.ts'

/** Square, and the token it is called with: what waits under different tokens is not sent together. */
export type SellerConnection = {
  token: string
  /** None for a token that is not of the store: then this process alone writes. */
  till: Key | undefined
  square(): Promise<SquareClient>
}

/** Writes to the catalogs of sellers. Rejects with whatever the SDK threw. */
export type SellerWriter = {
  place(seller: string, connection: SellerConnection, code: CodeToPlace): Promise<{ externalId: string }>
  remove(seller: string, connection: SellerConnection, objectId: string): Promise<void>
}

type Waiting<Given, Result> = {
  connection: SellerConnection
  given: Given
  resolve(result: Result): void
  reject(reason: unknown): void
}
type Desk = {
  places: Waiting<CodeToPlace, { externalId: string }>[]
  removals: Waiting<string, void>[]
}

/** So long the first one waits for others to come along. */
const gatherMs = 15

/**
 * Square takes one catalog write of a seller at a time and answers 429 to the others, so what comes in while one runs
 * is sent together by the next. Sellers do not wait for each other. Processes take turns.
 */
export function createSellerWriter(turns?: TillTurns): SellerWriter {
  const desks = new Map<string, Desk>()
  const enqueue = <Given, Result>(
    seller: string,
    list: 'places' | 'removals',
    connection: SellerConnection,
    given: Given,
  ): Promise<Result> => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const open = desks.get(seller)
    const desk = open ?? { places: [], removals: [] }
    ;(desk[list] as unknown as Waiting<Given, Result>[]).push({ connection, given, resolve, reject })
    if (!open) {
      desks.set(seller, desk)
      void serve(desk, turns, () => desks.delete(seller))
    }
    return promise
  }
  return {
    place: (seller, connection, code) => enqueue(seller, 'places', connection, code),
    remove: (seller, connection, objectId) => enqueue(seller, 'removals', connection, objectId),
  }
}

/** Never rejects: every outcome goes to those who wait for it. */
async function serve(desk: Desk, turns: TillTurns | undefined, close: () => void): Promise<void> {
  await pause(gatherMs)
  while (desk.places.length + desk.removals.length > 0) {
    await together(turns, desk.places, async (square, codes) => placeAll(square, codes))
    await together(turns, desk.removals, async (square, ids) => {
      await removeAll(square, ids)
      return ids.map(() => ({ status: 'fulfilled', value: undefined }) as const)
    })
  }
  // In the same breath as the last look: nothing can come in between and be forgotten.
  close()
}

async function together<Given, Result>(
  turns: TillTurns | undefined,
  waiting: Waiting<Given, Result>[],
  call: (square: SquareClient, given: Given[]) => Promise<PromiseSettledResult<Result>[]>,
): Promise<void> {
  const first = waiting[0]
  if (!first) return
  const { token, till } = first.connection
  const batch = waiting.filter((each) => each.connection.token === token).slice(0, longestBatch)
  const taken = new Set(batch)
  waiting.splice(0, waiting.length, ...waiting.filter((each) => !taken.has(each)))
  try {
    const square = await first.connection.square()
    const given = batch.map((each) => each.given)
    const write = () => call(square, given)
    const outcomes = await (turns && till ? turns.within(till, write) : write())
    for (const [at, { resolve, reject }] of batch.entries()) {
      const outcome = outcomes[at]
      if (outcome?.status === 'fulfilled') resolve(outcome.value)
      else reject(outcome?.reason)
    }
  } catch (reason) {
    for (const each of batch) each.reject(reason)
  }
}
