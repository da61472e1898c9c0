import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSignInLinkWith } from '../../../src/app/sign-in.ts'
import { newId } from '../../../src/secrets/random-id.ts'
import { createConsoleReads } from '../../../src/store/console-reads.ts'
import { createSessions } from '../../../src/store/sessions.ts'
import { type Day, openDay } from './open-day.ts'
import { now, post } from './open-pages.ts'

/** What a manager does with cards every day. The statements are the same on every database: one is enough here. */
describe('cards in the console, every day', () => {
  let day: Day
  const sql: Day['sql'] = (...statement) => day.sql(...statement)
  const body = (path: string) => day.body(path)
  const send: Day['send'] = (path, form) => day.send(path, form)
  const card = (index: number) => `/console/cards/${day.cards[index]!.id}`
  const intent = () => newId(now)

  beforeAll(async () => {
    day = await openDay()
  })
  afterAll(() => day.pages.close())

  it('gives stamps by hand once, however often the form is sent, and says when there are too few to take', async () => {
    const form = { count: '2', reason: 'Phone was flat', intent: intent() }
    for (let n = 0; n < 2; n += 1) {
      const answer = await send(`${card(0)}/stamps`, form)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `${card(0)}?done=stamps`])
    }
    const shown = await body(`${card(0)}?done=stamps`)
    expect(shown).toContain('The stamps were changed.')
    expect(shown).toContain('2 of 3')
    expect(shown).toContain('By hand')
    await sql(`UPDATE stamp_ledger SET reason = 'Refund' WHERE merchant_id = $1 AND card_id = $2`, [
      day.pages.shop.merchantId,
      day.cards[0]!.id,
    ])
    const german = await (await day.get(card(0), 'de')).text()
    expect(german).toContain('Von Hand')
    expect(german).toContain('Erstattung')
    expect(german).not.toContain('Refund')
    const refused = await send(`${card(0)}/stamps`, { count: '-5', reason: 'x', intent: intent() })
    expect(refused.status).toBe(409)
    const again = await refused.text()
    expect(again).toContain('The card has fewer stamps than should be taken back.')
    expect(again).toMatch(/<details class="deed" open[^>]*><summary>Give or take stamps/)
    const unsaid = await send(`${card(0)}/stamps`, { count: '1', intent: intent() })
    expect(unsaid.status).toBe(422)
    expect(await unsaid.text()).toContain('Please fill this in.')
  })

  it('finds a card by its end, its coupon’s code and its filters', async () => {
    const { id, serial } = day.cards[0]!
    const link = `href="${card(0)}"`
    for (const query of [
      `search=${serial.slice(0, 8)}`,
      `search=${encodeURIComponent(serial.slice(-4))}`,
      'near=1&state=active',
    ])
      expect(await body(`/console/cards?${query}`), query).toContain(link)
    expect(await body('/console/cards?coupon=1')).not.toContain(link)
    const rewardId = (
      await createConsoleReads(day.pages.setting.database).programs(day.pages.shop.merchantId)
    )[0]!.rules.milestones[0]!.reward.id
    const given = await send(`${card(0)}/voucher`, { rewardId, why: 'Sorry', intent: intent() })
    expect(given.status).toBe(303)
    expect(await body('/console/cards?coupon=1')).toContain(link)
    const { rows } = await sql('SELECT id, code FROM coupon WHERE card_id = $1', [id])
    const code = String(rows[0]?.code)
    expect(await body(`/console/cards?search=${code.toLowerCase()}`)).toContain(link)
    expect(await body(`/console/coupons?search=${code.toLowerCase()}`)).toContain(String(rows[0]?.id))
    expect(await body('/console/coupons?only=voucher')).toContain(code)
  })

  it('finds a card by the e-mail address that its holder gave, and shows it to managers', async () => {
    await day.pages.putDetails(day.cards[1]!.id, { name: 'Ada L.', email: 'Ada@Example.org' })
    expect(await body(`/console/cards?search=${encodeURIComponent('ada@example.ORG')}`)).toContain(
      `href="${card(1)}"`,
    )
    expect(await body(card(1))).toContain('Ada L.')
  })

  it('looks on where a filter left nothing, and never loses a card on the way', async () => {
    await day.putOldCards()
    const reads = createConsoleReads(day.pages.setting.database)
    const seen: string[][] = []
    let cursor: string | undefined
    do {
      const page = await reads.cards(day.pages.shop.merchantId, { state: 'paused', cursor })
      seen.push(page.rows.map((row) => row.serial))
      cursor = page.next ?? undefined
    } while (cursor)
    expect(seen).toEqual([[], [], ['old-1']])
    expect(await body('/console/cards?state=paused')).toContain('Look further back')
  })

  it('pauses, merges and parts cards, and links customers of a till', async () => {
    expect((await send(`${card(2)}/pause`)).headers.get('location')).toBe(`${card(2)}?done=paused`)
    expect(await body(card(2))).toContain('Let the card go on')
    await send(`${card(2)}/resume`)
    await send(`${card(2)}/stamps`, { count: '1', reason: 'Hello', intent: intent() })
    const pick = await body(`${card(1)}/merge?search=${day.cards[2]!.serial}`)
    expect(pick).toContain(`name="fromCardId" value="${day.cards[2]!.id}"`)
    await send(`${card(1)}/merge`, { fromCardId: day.cards[2]!.id, intent: intent() })
    const merged = await body(card(1))
    expect(merged).toContain('1 stamp came from')
    const mergeId = /name="mergeId" value="([^"]+)"/.exec(merged)?.[1] ?? ''
    expect((await send(`${card(1)}/unmerge`, { mergeId })).status).toBe(303)
    const twice = await send(`${card(1)}/unmerge`, { mergeId })
    expect([twice.status, (await twice.text()).includes('This was undone already.')]).toEqual([409, true])
    const link = { tillId: day.pages.shop.tillId, customerId: 'c-77' }
    await send(`${card(1)}/link`, link)
    expect(await body(card(1))).toContain('c-77')
    await send(`${card(1)}/unlink`, link)
    expect(await body(card(1))).not.toContain('c-77')
  })

  it('lets staff look and nothing else, and the owner alone erase, after typing the card’s end', async () => {
    const sessions = { sessions: createSessions(day.pages.setting.database), now: () => now }
    const as = async (role: string) => {
      const link = await createSignInLinkWith(sessions)(day.pages.shop.merchantId)
      const answer = await fetch(day.pages.url + link, { redirect: 'manual' })
      const staff = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
      await sql(
        `UPDATE session SET role = $1 WHERE id = (SELECT id FROM session WHERE kind = 'console' ORDER BY id DESC LIMIT 1)`,
        [role],
      )
      return staff
    }
    const staff = await as('staff')
    const seen = await (await fetch(day.pages.url + card(3), { headers: { cookie: staff } })).text()
    expect(seen).not.toContain('class="deed"')
    const theirs = /name="csrf" value="([^"]+)"/.exec(seen)?.[1] ?? ''
    const tried = await post(`${day.pages.url}${card(3)}/pause`, { csrf: theirs }, { cookie: staff })
    expect(tried.status).toBe(403)
    expect((await send(`${card(3)}/erase`, { end: 'nope' })).status).toBe(409)
    const answer = await send(`${card(3)}/erase`, { end: day.cards[3]!.serial.slice(-4) })
    expect(answer.headers.get('location')).toBe('/console/cards?done=erased')
    expect((await day.get(card(3))).status).toBe(404)
    expect(day.pages.reported).toEqual([])
  })
})
