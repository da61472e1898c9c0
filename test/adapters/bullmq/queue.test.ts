import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openQueue } from '../../../adapters/bullmq/queue.ts'
import { type JobHandler, type JobName, jobNames, type WorkQueue } from '../../../src/ports/queue.ts'
import { queueContract } from '../../contract/queue.contract.ts'
import { promptMs } from '../../support/eventually.ts'
import { describeSettings, openSetting, type Setting, silent } from '../../support/settings.ts'

const idle = Object.fromEntries(jobNames.map((name) => [name, async () => undefined])) as Record<
  JobName,
  JobHandler
>

await describeSettings('queue', (name) => {
  let setting: Setting
  beforeAll(async () => {
    setting = await openSetting(name)
  })
  afterAll(() => setting.close())

  const open = () => openQueue({ redisUrl: setting.config.redis.url, database: setting.database }, silent)

  // What one test leaves waiting must not run in the next.
  beforeEach(async () => {
    const queue = await open()
    await queue.work(idle)
    await queue.close()
  })

  queueContract(open)
})

await describeSettings(
  'queue whose Redis fails',
  (name) => {
    let setting: Setting
    let line: Line
    let queue: WorkQueue
    let runs: number
    beforeEach(async () => {
      setting = await openSetting(name)
      line = await openLine(setting.config.redis.url ?? '')
      queue = await openQueue({ redisUrl: line.url, database: setting.database }, silent)
      runs = 0
      await queue.work({
        ...idle,
        'push-pass': async () => {
          runs++
        },
      })
    })
    afterEach(async () => {
      await queue.close()
      await line.close()
      await setting.close()
    })
    const comesToRun = async () => {
      await queue.hint('push-pass')
      await expect.poll(() => runs).toBe(1)
    }

    it('goes on after Redis was emptied', async () => {
      const redis = new Redis(setting.config.redis.url ?? '')
      await redis.flushdb()
      await redis.quit()
      await comesToRun()
    })

    it('refuses hints quickly while Redis is away, and works by itself when it is back', async () => {
      line.cut()
      await new Promise((resolve) => setTimeout(resolve, 50))
      const begin = performance.now()
      await expect(queue.hint('push-pass')).rejects.toThrow()
      await expect(queue.ping()).rejects.toThrow()
      expect(performance.now() - begin).toBeLessThan(promptMs)
      line.mend()
      await expect
        .poll(() =>
          queue.ping().then(
            () => true,
            () => false,
          ),
        )
        .toBe(true)
      await comesToRun()
    })

    it('gives up a hint that Redis takes and never answers', async () => {
      line.stall()
      const begin = performance.now()
      await expect(queue.hint('push-pass')).rejects.toThrow('did not answer')
      expect(performance.now() - begin).toBeLessThan(promptMs)
      line.cut()
      line.mend()
    })

    it('opens and closes without Redis', async () => {
      line.cut()
      const other = await openQueue({ redisUrl: line.url, database: setting.database }, silent)
      await other.work(idle)
      await expect(other.hint('push-pass')).rejects.toThrow()
      const begin = performance.now()
      await other.close()
      expect(performance.now() - begin).toBeLessThan(15_000)
      line.mend()
    })
  },
  ['postgres+redis'],
)

type Line = { url: string; cut(): void; stall(): void; mend(): void; close(): Promise<void> }

/** A connection to Redis that can be cut, or fall silent. */
async function openLine(redisUrl: string): Promise<Line> {
  const target = new URL(redisUrl)
  const sockets = new Set<Socket>()
  let state: 'whole' | 'silent' | 'cut' = 'whole'
  const server = createServer((near) => {
    if (state === 'cut') return near.destroy()
    const far = connect(Number(target.port || 6379), target.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    }
    near.on('data', (data) => state === 'whole' && far.write(data)).on('close', () => far.destroy())
    far.on('data', (data) => near.write(data)).on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `redis://127.0.0.1:${port}${target.pathname}`,
    cut() {
      state = 'cut'
      for (const socket of sockets) socket.destroy()
    },
    stall() {
      state = 'silent'
    },
    mend() {
      state = 'whole'
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
