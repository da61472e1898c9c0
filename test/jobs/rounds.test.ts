import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startRounds } from '../../jobs/rounds.ts'

const log = pino({ enabled: false })

describe('rounds', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('begins at once only where it is told to', async () => {
    const begun: string[] = []
    const round = (name: string) => async () => begun.push(name)
    const now = startRounds({ everyMs: 1000, atOnce: true, round: round('now'), failed: 'failed', log })
    const later = startRounds({ everyMs: 1000, round: round('later'), failed: 'failed', log })
    expect(begun).toEqual(['now'])
    await vi.advanceTimersByTimeAsync(1000)
    expect(begun).toEqual(['now', 'now', 'later'])
    await Promise.all([now.stop(), later.stop()])
  })

  it('goes on after a round that failed', async () => {
    let rounds = 0
    const round = async () => {
      rounds += 1
      throw new Error('the database is away')
    }
    const running = startRounds({ everyMs: 1000, round, failed: 'failed', log })
    await vi.advanceTimersByTimeAsync(3000)
    expect(rounds).toBe(3)
    await running.stop()
  })

  it('has one round at a time, and waits at its stop for the one that runs', async () => {
    let begun = 0
    const ended: string[] = []
    const round = async (going: () => boolean) => {
      begun += 1
      while (going()) await new Promise((resolve) => setTimeout(resolve, 100))
      ended.push('round')
    }
    const running = startRounds({ everyMs: 1000, round, failed: 'failed', log })
    await vi.advanceTimersByTimeAsync(5000)
    expect(begun).toBe(1)
    const stopped = running.stop().then(() => ended.push('stop'))
    await vi.advanceTimersByTimeAsync(5000)
    await stopped
    expect(ended).toEqual(['round', 'stop'])
    expect(begun).toBe(1)
  })
})
