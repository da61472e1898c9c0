import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createCardFeed } from '../../src/http/card-feed.ts'

const merchantId = 'm'
const silent = () => undefined

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
    feed.watch({ merchantId, cardId: 'a' }, (revision) => heard.push(`a${revision}`), silent)
    feed.watch({ merchantId, cardId: 'a' }, (revision) => heard.push(`A${revision}`), silent)
    feed.watch({ merchantId, cardId: 'b' }, (revision) => heard.push(`b${revision}`), silent)
    await pause(25)
    now.set('b', 6)
    await pause(25)
    feed.close()
    expect(heard).toEqual(['a1', 'A1', 'b5', 'b6'])
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
    const stop = feed.watch({ merchantId, cardId: 'a' }, (revision) => heard.push(revision), silent)
    await pause(30)
    expect([failures.length, heard]).toEqual([1, [2]])
    stop?.()
    await pause(15)
    const before = asked
    await pause(25)
    expect(asked).toBe(before)
    feed.close()
  })

  it('refuses what it cannot carry, and ends every watch when it closes', async () => {
    const feed = createCardFeed({ revisions: async () => new Map(), onError: silent, mostWatches: 1 })
    let closed = 0
    feed.watch({ merchantId, cardId: 'a' }, silent, () => {
      closed += 1
    })
    expect(feed.watch({ merchantId, cardId: 'b' }, silent, silent)).toBeNull()
    feed.close()
    feed.close()
    expect(closed).toBe(1)
    expect(feed.watch({ merchantId, cardId: 'a' }, silent, silent)).toBeNull()
  })
})
