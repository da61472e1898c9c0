import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createCardFeed } from '../../src/http/card-feed.ts'
import { eventually } from '../support/eventually.ts'

const merchantId = 'm'
const silent = () => undefined
const wifi = '192.0.2.1'

describe('the card feed', () => {
  it('asks once for all cards together, and tells each of its own changes alone', async () => {
    const asked: string[][] = []
    const now = new Map([
      ['a', 1],
      ['b', 5],
    ])
    const feed = createCardFeed({
      async revisions(cards) {
        asked.push(cards.map((card) => card.cardId))
        return new Map(now)
      },
      onError: silent,
      intervalMs: 10,
    })
    const heard: string[] = []
    feed.watch({ merchantId, cardId: 'a' }, wifi, (revision) => heard.push(`a${revision}`), silent)
    feed.watch({ merchantId, cardId: 'a' }, wifi, (revision) => heard.push(`A${revision}`), silent)
    feed.watch({ merchantId, cardId: 'b' }, wifi, (revision) => heard.push(`b${revision}`), silent)
    await eventually(() => expect(heard).toEqual(['a1', 'A1', 'b5']))
    now.set('b', 6)
    await eventually(() => expect(heard).toEqual(['a1', 'A1', 'b5', 'b6']))
    feed.close()
    expect(asked[0]).toEqual(['a', 'b'])
  })

  it('asks nothing while nobody watches, and goes on after a failure', async () => {
    let asked = 0
    const failures: unknown[] = []
    const feed = createCardFeed({
      async revisions() {
        asked += 1
        if (asked === 1) throw new Error('database is restarting')
        return new Map([['a', 2]])
      },
      onError: (error) => failures.push(error),
      intervalMs: 5,
    })
    await pause(20)
    expect(asked).toBe(0)
    const heard: number[] = []
    const stop = feed.watch({ merchantId, cardId: 'a' }, wifi, (revision) => heard.push(revision), silent)
    await eventually(() => expect([failures.length, heard]).toEqual([1, [2]]))
    stop?.()
    await pause(15)
    const before = asked
    await pause(25)
    expect(asked).toBe(before)
    feed.close()
  })

  it('lets one card have only so many watches: the oldest end, those of other cards go on', async () => {
    const revisions = new Map([
      ['a', 1],
      ['b', 1],
    ])
    const feed = createCardFeed({
      revisions: async () => new Map(revisions),
      onError: silent,
      intervalMs: 5,
      mostPerCard: 2,
    })
    const [heard, ended] = [[] as string[], [] as string[]]
    const watch = (cardId: string, name: string) =>
      feed.watch(
        { merchantId, cardId },
        wifi,
        () => heard.push(name),
        () => ended.push(name),
      )
    watch('b', 'other')
    for (const name of ['one', 'two', 'three', 'four']) expect(watch('a', name)).not.toBeNull()
    expect(ended).toEqual(['one', 'two'])
    await eventually(() => expect(heard.toSorted()).toEqual(['four', 'other', 'three']))
    feed.close()
  })

  it('lets one address have only so many watches, whatever their cards, and forgets those that end', async () => {
    const feed = createCardFeed({
      revisions: async () => new Map(),
      onError: silent,
      mostPerCard: 3,
      mostPerAddress: 2,
    })
    const ended: string[] = []
    const watch = (cardId: string, address: string) =>
      feed.watch({ merchantId, cardId }, address, silent, () => ended.push(address))
    const first = watch('a', wifi)
    expect(watch('b', wifi)).not.toBeNull()
    expect(watch('c', wifi)).toBeNull()
    for (const other of ['198.51.100.1', '198.51.100.2']) expect(watch('a', other)).not.toBeNull()
    // Card a is full; who is refused costs nobody a place.
    expect(watch('a', wifi)).toBeNull()
    expect(ended).toEqual([])
    // Its oldest goes, once only, though its connection tells its own end later.
    expect(watch('a', '198.51.100.3')).not.toBeNull()
    expect(ended).toEqual([wifi])
    first?.()
    expect(watch('c', wifi)).not.toBeNull()
    expect(watch('d', wifi)).toBeNull()
    feed.close()
  })

  it('refuses what it cannot carry, and ends every watch when it closes', async () => {
    const feed = createCardFeed({ revisions: async () => new Map(), onError: silent, mostWatches: 1 })
    let closed = 0
    feed.watch({ merchantId, cardId: 'a' }, wifi, silent, () => {
      closed += 1
    })
    expect(feed.watch({ merchantId, cardId: 'b' }, wifi, silent, silent)).toBeNull()
    feed.close()
    feed.close()
    expect(closed).toBe(1)
    expect(feed.watch({ merchantId, cardId: 'a' }, wifi, silent, silent)).toBeNull()
  })
})
