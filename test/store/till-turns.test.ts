import { expect, it } from 'vitest'
import { newId } from '../../src/secrets/random-id.ts'
import { createTillTurns } from '../../src/store/till-turns.ts'
import { describeSettings, openSetting } from '../support/settings.ts'

await describeSettings(
  'a turn at a till that takes one write at a time',
  (name) => {
    it('is one process’s alone, and ends by itself when that has died', async () => {
      const setting = await openSetting(name)
      const { pool } = setting.database
      const till = { merchantId: newId(Date.now()), id: newId(Date.now()) }
      const processes = [createTillTurns(pool), createTillTurns(pool)]
      let inside = 0
      let most = 0
      const write = async () => {
        inside += 1
        most = Math.max(most, inside)
        await new Promise((resolve) => setTimeout(resolve, 5))
        inside -= 1
      }
      await Promise.all(processes.flatMap((turns) => [turns.within(till, write), turns.within(till, write)]))
      expect(most).toBe(1)

      // What a process leaves behind that was killed during its turn.
      const left = 1500
      await pool.query(
        `INSERT INTO till_lane (merchant_id, till_id, holder, held_until) VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
          ON CONFLICT (merchant_id, till_id) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until`,
        [till.merchantId, till.id, newId(Date.now()), left],
      )
      const began = performance.now()
      await processes[0]!.within(till, write)
      expect(performance.now() - began).toBeGreaterThan(left - 200)
      const { rows } = await pool.query('SELECT holder FROM till_lane WHERE till_id = $1', [till.id])
      expect(rows).toEqual([{ holder: null }])
      await setting.close()
    })
  },
  ['postgres'],
)
