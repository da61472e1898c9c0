import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CardSignal } from '../../src/ports/card-signals.ts'
import { createCardSignals } from '../../src/store/card-signals.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

await describeSettings(
  'signals of changed cards',
  (name) => {
    let setting: Setting
    const failures: unknown[] = []
    beforeAll(async () => {
      setting = await openSetting(name)
    })
    afterAll(() => setting.close())

    const process = () => {
      const { pool, embedded } = setting.database
      const signals = createCardSignals({
        pool,
        embedded,
        onError: (error) => failures.push(error),
        reconnectMs: 20,
      })
      const heard: CardSignal[] = []
      return { signals, heard, listen: () => signals.listen((signal) => heard.push(signal)) }
    }
    const listening = async () => {
      const { rows } = await setting.database.pool.query(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN stampbridge%'`,
      )
      return rows.map(({ pid }) => pid as number)
    }
    const send = (from: ReturnType<typeof process>, count: number) => {
      for (let n = 1; n <= count; n++) from.signals.send({ cardId: `card-${n}`, revision: n })
    }

    it('reach whoever listens, many at once, and stop when asked to', async () => {
      const one = process()
      const stop = one.listen()
      if (name !== 'embedded') await expect.poll(listening).toHaveLength(1)
      send(one, 500)
      await expect.poll(() => one.heard.length).toBe(500)
      expect(one.heard.at(-1)).toEqual({ cardId: 'card-500', revision: 500 })
      stop()
      send(one, 1)
      await new Promise((resolve) => setTimeout(resolve, 60))
      expect(one.heard).toHaveLength(500)
      await one.signals.close()
      await one.signals.close()
    })

    if (name !== 'embedded')
      it('reach other processes, also after their connection was lost', async () => {
        const [worker, web] = [process(), process()]
        web.listen()
        await expect.poll(listening).toHaveLength(1)
        const [lost] = await listening()
        worker.signals.send({ cardId: 'a', revision: 1 })
        worker.signals.send({ cardId: 'a', revision: 2 })
        await expect.poll(() => web.heard).toEqual([{ cardId: 'a', revision: 2 }])
        await setting.database.pool.query('SELECT pg_terminate_backend($1)', [lost])
        await expect.poll(async () => (await listening()).filter((pid) => pid !== lost)).toHaveLength(1)
        worker.signals.send({ cardId: 'b', revision: 7 })
        await expect.poll(() => web.heard.at(-1)).toEqual({ cardId: 'b', revision: 7 })
        expect(failures).not.toEqual([])
        await Promise.all([worker.signals.close(), web.signals.close()])
      })
  },
  ['embedded', 'postgres'],
)
