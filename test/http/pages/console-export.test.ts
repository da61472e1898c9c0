import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { csvCell } from '../../../src/app/write-export.ts'
import { exportKinds } from '../../../src/ports/exports.ts'
import { createKeyring } from '../../../src/secrets/keyring.ts'
import { eventually } from '../../support/eventually.ts'
import { describeSettings } from '../../support/settings.ts'
import { openPages, type Pages, post } from './open-pages.ts'

const cardCount = 4500

await describeSettings(
  'the export',
  (name) => {
    let pages: Pages
    let cookie: string
    let csrf: string
    const get = (path: string) =>
      fetch(pages.url + path, { headers: { cookie, 'accept-language': 'en' }, redirect: 'manual' })
    const order = async (form: Record<string, string>) => {
      const answer = await post(`${pages.url}/console/export`, { csrf, ...form }, { cookie })
      return answer.headers.get('location') ?? ''
    }
    const file = (run: string) => post(`${pages.url}${run}/file`, { csrf }, { cookie })
    const take = async (form: Record<string, string>) => file(await order(form))
    const sql = (text: string, values: unknown[] = []) =>
      pages.setting.database.pool.query(text, [pages.shop.merchantId, ...values])

    beforeAll(async () => {
      pages = await openPages(name)
      const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
      cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
      csrf = /name="csrf" value="([^"]+)"/.exec(await (await get('/console/menu')).text())?.[1] ?? ''
      await sql(
        `INSERT INTO card (merchant_id, id, program_id, version, serial, modified_second, created_at, placement)
          SELECT $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $2, 1, 'made-' || n, 1,
            '2026-07-01T12:00:00Z', CASE n WHEN 1 THEN '=1+1' END FROM generate_series(1, ${cardCount}) n`,
        [pages.shop.programId],
      )
      const tillId = (await sql('SELECT id FROM till WHERE merchant_id = $1')).rows[0].id
      await sql(
        `INSERT INTO till_order (merchant_id, till_id, external_id, facts, total, currency, outcome, trace, updated_at)
          VALUES ($1, $2, 'order-1', '{}', -250, 'EUR', 'stamped', '[]', now())`,
        [tillId],
      )
    })
    afterAll(() => pages.close())

    it('says before how much there is', async () => {
      const page = await (await get('/console/export')).text()
      expect(/4[^<]{0,10}rows/.exec(page)?.[0]).toBe('4,500 rows')
      expect(page).toContain('Europe/')
    })

    it('counts before what there is to write, and says at the end that all of it was', async () => {
      const run = await order({ what: 'cards', format: 'json' })
      const before = await (await get(run)).text()
      expect(before).toContain('0 of 4,500 rows')
      expect(before).toContain('http-equiv="refresh"')
      await (await file(run)).arrayBuffer()
      await eventually(async () => {
        const after = await (await get(run)).text()
        expect(after).toContain('Complete: the whole file')
        expect(after).toContain('4,500 rows')
        expect(after).toContain('100%')
        expect(after).not.toContain('http-equiv="refresh"')
      })
    })

    it('gives every card once, over all pages, with times in UTC and on the shop’s wall', async () => {
      const answer = await take({ what: 'cards', format: 'json' })
      expect(answer.headers.get('content-disposition')).toMatch(
        /attachment; filename="2026-11-22-cards.json"/,
      )
      const cards = (await answer.json()) as Record<string, unknown>[]
      expect(cards).toHaveLength(cardCount)
      expect(new Set(cards.map((card) => card.serial)).size).toBe(cardCount)
      expect(cards[0]).toMatchObject({ serial: 'made-1', created_at: '2026-07-01T12:00:00.000Z', stamps: 0 })
      expect(cards[0]!.created_at_local).toMatch(/^2026-07-01 1[34]:00:00$/)
      expect(cards[0]).not.toHaveProperty('email')
    })

    it('writes CSV that spreadsheets read, and in which nothing is a formula but numbers stay numbers', async () => {
      const answer = await take({ what: 'cards', format: 'csv' })
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
      const lines = bytes.toString('utf8').trimEnd().split('\r\n')
      expect(lines).toHaveLength(cardCount + 1)
      expect(lines.find((line) => line.includes(',made-1,'))).toContain(`,'=1+1,`)
      const orders = await (await take({ what: 'orders', format: 'csv' })).text()
      expect(orders).toContain(',-250,EUR,')
      expect(csvCell('@SUM(A1)')).toBe("'@SUM(A1)")
      expect(csvCell('a "b", c')).toBe('"a ""b"", c"')
    })

    it('opens what customers told only where the owner asks for it, and notes that', async () => {
      const keyring = createKeyring(['a secret key that only these tests use'])
      const { rows } = await sql('SELECT data_key FROM merchant WHERE id = $1')
      const key = keyring.open(pages.shop.merchantId, rows[0].data_key)
      await sql(
        `INSERT INTO card_details (merchant_id, card_id, details, updated_at)
          VALUES ($1, '00000000-0000-7000-8000-000000004500', $2, now())`,
        [Buffer.from(key.seal(JSON.stringify({ name: 'Ada', email: 'ada@example.org' })))],
      )
      expect(await (await take({ what: 'cards', format: 'json' })).text()).not.toContain('ada@example.org')
      const cards = (await (await take({ what: 'cards', format: 'json', personal: '1' })).json()) as object[]
      expect(cards.at(-1)).toMatchObject({ name: 'Ada', email: 'ada@example.org', phone: null })
      const { rows: noted } = await sql(
        `SELECT detail->>'fields' AS fields FROM audit_entry WHERE merchant_id = $1 AND action LIKE '%/file'
          ORDER BY sequence DESC LIMIT 1`,
      )
      expect(noted[0].fields).toBe('cards json personal')
    })

    it.skipIf(!existsSync('/usr/bin/unzip'))(
      'packs everything into an archive that another program opens',
      async () => {
        const folder = await mkdtemp(join(tmpdir(), 'stampbridge-'))
        const file = join(folder, 'all.zip')
        await writeFile(file, Buffer.from(await (await take({ what: 'all', format: 'csv' })).arrayBuffer()))
        const run = promisify(execFile)
        await run('unzip', ['-tq', file])
        const { stdout } = await run('unzip', ['-Z1', file])
        expect(stdout.trim().split('\n')).toEqual(exportKinds.map((kind) => `${kind}.csv`))
        const cards = await run('unzip', ['-p', file, 'cards.csv'], { maxBuffer: 10_000_000 })
        expect(cards.stdout.trimEnd().split('\r\n')).toHaveLength(cardCount + 1)
        await rm(folder, { recursive: true })
      },
    )

    it('is the owner’s alone', async () => {
      const run = await order({ what: 'cards' })
      await sql(`UPDATE session SET role = 'manager' WHERE merchant_id = $1`)
      expect((await get('/console/export')).status).toBe(403)
      const refused = await post(`${pages.url}/console/export`, { csrf, what: 'cards' }, { cookie })
      expect(refused.status).toBe(403)
      expect((await file(run)).status).toBe(403)
      await sql(`UPDATE session SET role = 'owner' WHERE merchant_id = $1`)
    })
  },
  ['postgres', 'embedded'],
)
