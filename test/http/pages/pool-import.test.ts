import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ImportCodes, importCodesWith } from '../../../src/app/import-codes.ts'
import type { PagesDeps } from '../../../src/http/pages/router.ts'
import type { CodePools } from '../../../src/ports/code-pools.ts'
import type { PoolDesk } from '../../../src/ports/pool-desk.ts'
import { createCodePools } from '../../../src/store/code-pools.ts'
import { createPoolDesk } from '../../../src/store/pool-desk.ts'
import { describeSettings } from '../../support/settings.ts'
import { now, openPages, type Pages } from './open-pages.ts'
import { programCases } from './program-cases.ts'

const codes = (count: number) =>
  Array.from({ length: count }, (_, index) => `BUN-${String(index).padStart(5, '0')}`).join('\n')

await describeSettings(
  'codes imported into a pool',
  (name) => {
    let pages: Pages
    let pools: CodePools
    let cookie = ''
    let rewardId = ''
    let csrf = ''
    /** How many more parts the database takes before it is gone. */
    let partsLeft = Number.POSITIVE_INFINITY
    let importCodes: ImportCodes
    let desk: PoolDesk

    beforeAll(async () => {
      // The rooms are made before there is a database.
      const poolRoom = {
        importCodes: ((...given) => importCodes(...given)) as ImportCodes,
        poolDesk: { noteImport: (...given) => desk.noteImport(...given) } as PoolDesk,
      } as NonNullable<PagesDeps['poolRoom']>
      pages = await openPages(name, { poolRoom })
      const { database } = pages.setting
      pools = createCodePools(database)
      desk = createPoolDesk(database.pool)
      importCodes = importCodesWith({
        pools: {
          ...pools,
          async add(...given) {
            partsLeft -= 1
            if (partsLeft < 0) throw new Error('the database went away')
            return pools.add(...given)
          },
        },
        onCodesAdded: async () => undefined,
        now: () => now,
      })
      rewardId = await poolReward(pages)
      const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
      const page = await (await fetch(`${pages.url}/console/account`, { headers: { cookie } })).text()
      csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
    })
    afterAll(() => pages?.close())

    const send = async (list: string, language = 'en') => {
      const form = new FormData()
      form.set('csrf', csrf)
      form.set('file', new Blob([list], { type: 'text/plain' }), 'codes.txt')
      const answer = await fetch(`${pages.url}/console/pools/${rewardId}/import`, {
        ...{ method: 'POST', body: form, redirect: 'manual' as const },
        headers: { cookie, 'accept-language': language },
      })
      return answer.text()
    }
    const free = async () => (await pools.levels(pages.shop.merchantId, rewardId)).free

    it('says in words that nothing was taken when it breaks off at once, also for a short list', async () => {
      partsLeft = 0
      const page = await send(codes(3))
      expect(page).toContain('The import broke off before any code was taken. Send the same list once more')
      expect(page.trimEnd()).toMatch(/<\/html>$/)
      expect(await free()).toBe(0)
      await expect.poll(() => pages.reported).toHaveLength(1)
    })

    it('says how many were taken when it breaks off halfway, and leads back to the form', async () => {
      partsLeft = 1
      const page = await send(codes(7000))
      expect(page).toContain('5,000 of 7,000 rows')
      expect(page).toContain('5,000 codes were taken and stay in the pool. Send the same list once more')
      expect(page).toContain(
        `<a class="button primary" href="/console/pools/${rewardId}">Import once more</a>`,
      )
      expect(page.trimEnd()).toMatch(/<\/html>$/)
      expect(await free()).toBe(5000)
      await expect.poll(() => pages.reported).toHaveLength(2)
      expect(pages.reported[1]).toMatchObject({ cause: { message: 'the database went away' } })
    })

    it.each([
      ['de', /bevor ein Code angenommen war/],
      ['es', /antes de aceptar ningún código/],
      ['fr', /avant qu’un code ne soit accepté/],
    ])('says so in %s', async (language, words) => {
      partsLeft = 0
      expect(await send(codes(6000), language)).toMatch(words)
    })

    it('takes the rest of the same list when it is sent again, and nothing twice', async () => {
      partsLeft = Number.POSITIVE_INFINITY
      const page = await send(codes(7000))
      expect(page).toContain('<dt>Taken</dt><dd>2,000</dd>')
      expect(page).toContain('<dt>Not taken</dt><dd>5,000</dd>')
      expect(await free()).toBe(7000)
    })
  },
  ['embedded'],
)

/** A program whose reward takes its codes from a pool. */
async function poolReward({ setting, shop }: Pages): Promise<string> {
  const made = await programCases(setting.database, () => now).createProgram(shop.merchantId, {
    name: 'Bun card',
    rules: {
      ...{ goal: 1, earn: { kind: 'visit', stamps: 1 }, currency: 'EUR' },
      milestones: [{ at: 1, reward: { title: 'A bun', kind: 'redeem_code', codeSource: 'pool' } }],
    },
  } as never)
  if (!made.ok) throw new Error(JSON.stringify(made))
  return made.program.rules.milestones[0]?.reward.id ?? ''
}
