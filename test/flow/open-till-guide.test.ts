import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, type Card, createMerchant, createProgram, type Till } from '../support/api.ts'
import { type AppProcess, adminKey, startApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

type Client = {
  paid(order: object): Promise<void>
  refunded(refund: object): Promise<void>
}

const run = promisify(execFile)
const guide = await readFile(new URL('../../docs/open-till.md', import.meta.url), 'utf8')
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1] ?? ''

await describeSettings(
  'the guide to open tills',
  (name) => {
    let setting: Setting
    let app: AppProcess
    let folder: string

    beforeAll(async () => {
      setting = await openSetting(name)
      app = await startApp(setting)
      folder = await mkdtemp(join(tmpdir(), 'open-till-'))
    }, 180_000)
    afterAll(async () => {
      await app?.stop()
      await setting?.close()
      await rm(folder, { recursive: true, force: true })
    })

    it('has commands that do what it says, as they are written', async () => {
      const commands = block('bash')
        .replace('http://localhost:3000', app.baseUrl)
        .replace('$(cat .data/admin-key)', adminKey)
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', commands], {
        cwd: folder,
        timeout: 60_000,
      })
      const answers = stdout.split('\n')
      expect(answers.filter((line) => line === '200')).toHaveLength(6)
      expect(stdout).toContain('"state":"active","title":"Free coffee"')
      expect(stdout).toContain('"state":"redeemed"')
      expect(stdout).toContain('"outcome":"redeemed"')
      expect(stdout).toMatch(/"url":"http:[^"]*\/console\/sign-in\/[\w-]+"/)
    }, 180_000)

    it('has a client of thirty lines that sends a sale until it is stored, and says why one is refused', async () => {
      const code = block('js')
      expect(code.trim().split('\n').length).toBeLessThanOrEqual(40)
      // As somebody would save it: a module that finds the library among its packages.
      const library = pathToFileURL(createRequire(import.meta.url).resolve('standardwebhooks')).href
      const file = join(folder, 'till.mjs')
      await writeFile(file, code.replace("'standardwebhooks'", JSON.stringify(library)))
      const { createTill } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
        createTill(till: { url: string; secret: string }): Client
      }
      const api: Api = await createMerchant(app.baseUrl)
      const program = await createProgram(api, 5)
      const card = await api.post<Card>('/cards', { programId: program.id })
      const till = await api.post<Till>('/tills', { provider: 'open', name: dirname(file).slice(-8) })
      const client = createTill({ url: till.webhookUrl, secret: till.webhookSecret ?? '' })
      const order = {
        ...{ id: 'G1', closedAt: new Date().toISOString(), currency: 'EUR', total: 380 },
        ...{ lines: [{ id: '1', name: 'Flat white', quantity: 1, total: 380 }], discountCodes: [] },
        card: card.serial,
      }
      await client.paid(order)
      await client.paid(order)
      const stamps = async () => (await api.get<Card>(`/cards/${card.id}`)).stamps
      await eventually(async () => expect(await stamps()).toBe(1))
      await client.refunded({ id: 'R1', orderId: 'G1', amount: 380 })
      await eventually(async () => expect(await stamps()).toBe(0))
      const stranger = createTill({
        url: till.webhookUrl,
        secret: `whsec_${Buffer.alloc(24).toString('base64')}`,
      })
      await expect(stranger.paid({ ...order, id: 'G2' })).rejects.toThrow(
        /401: .*no signature of the message matches the till’s secret/,
      )
    }, 180_000)
  },
  ['postgres'],
)
