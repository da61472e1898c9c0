import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExportOrder } from '../../../src/app/write-export.ts'
import { eventually } from '../../support/eventually.ts'
import { now, openPages, type Pages, post } from './open-pages.ts'

/** An export whose pages come when the test lets them. */
describe('an export on its way', () => {
  let pages: Pages
  let cookie: string
  let csrf: string
  let at = now
  let go: () => void = () => undefined
  const letters = 'x'.repeat(1000)

  async function* slowly({ onRows }: ExportOrder) {
    for (const rows of [3, 1]) {
      yield letters
      at += 1000
      await onRows?.(rows)
      await new Promise<void>((resolve) => {
        go = resolve
      })
    }
  }
  const body = async (path: string) =>
    (await fetch(pages.url + path, { headers: { cookie, 'accept-language': 'en' } })).text()
  const order = async () => {
    const answer = await post(`${pages.url}/console/export`, { csrf, what: 'cards' }, { cookie })
    return answer.headers.get('location') ?? ''
  }
  const start = (run: string, signal?: AbortSignal) =>
    fetch(`${pages.url}${run}/file`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({ csrf }),
      ...(signal ? { signal } : {}),
    })

  beforeAll(async () => {
    pages = await openPages('embedded', {
      now: () => at,
      writeExport: (order) => ({ name: 'cards.csv', type: 'text/csv', content: slowly(order) }),
    })
    const answer = await fetch(pages.url + (await pages.signInPath()), { redirect: 'manual' })
    cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
    csrf = /name="csrf" value="([^"]+)"/.exec(await body('/console/menu'))?.[1] ?? ''
    for (let n = 0; n < 4; n += 1) await post(`${pages.url}/join/harbour-street-coffee`)
  })
  afterAll(() => pages.close())

  it('says how much of all is written while it downloads, to each tab, and starts no second time meanwhile', async () => {
    const run = await order()
    const file = await start(run)
    await eventually(async () => expect(await body(run)).toContain('3 of 4 rows'))
    const page = await body(run)
    expect(page).toContain('Being written and downloaded')
    expect(page).toContain('75%')
    expect(page).not.toContain(`action="${run}/file"`)
    const second = await start(run)
    expect([second.status, second.headers.get('location')]).toEqual([303, run])
    go()
    await eventually(async () => expect(await body(run)).toContain('4 of 4 rows'))
    expect(await body(run)).toContain('99%')
    go()
    expect(await file.text()).toHaveLength(2 * letters.length)
    await eventually(async () => expect(await body(run)).toContain('Complete'))
  })

  it('says when a download broke off or nobody writes it any more, and starts it anew from the first row', async () => {
    const run = await order()
    const away = new AbortController()
    await start(run, away.signal)
    await eventually(async () => expect(await body(run)).toContain('3 of 4 rows'))
    away.abort()
    await eventually(async () => {
      go()
      expect(await body(run)).toContain('The download broke off')
    })
    const again = await start(run)
    await eventually(async () => expect(await body(run)).toContain('Being written'))
    at += 3 * 60_000
    expect(await body(run)).toContain('The download broke off')
    go()
    await eventually(async () => expect(await body(run)).toContain('4 of 4 rows'))
    go()
    await again.text()
  })

  it('is good for an hour, and is not found by another shop', async () => {
    const run = await order()
    at += 61 * 60_000
    expect(await body(run)).toContain('more than an hour ago')
    expect((await start(run)).status).toBe(303)
    await pages.setting.database.pool.query('UPDATE export_run SET merchant_id = gen_random_uuid()')
    const answer = await fetch(pages.url + run, { headers: { cookie } })
    expect(answer.status).toBe(404)
    expect(pages.reported).toEqual([])
  })
})
