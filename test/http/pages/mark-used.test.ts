import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card } from '../../support/api.ts'
import { answerIn, type DeviceBrowser, openDevice } from '../../support/device-browser.ts'
import { openScannerShop, type ScannerShop } from '../../support/scanner-shop.ts'
import { describeSettings } from '../../support/settings.ts'

const reward = { title: 'Free coffee', kind: 'redeem_code', codeSource: 'shared', code: 'THANKYOU' }

await describeSettings(
  'a coupon whose code was entered at the till',
  (name) => {
    let shop: ScannerShop
    let programId: string
    let phone: DeviceBrowser
    let counter: DeviceBrowser
    let card: Card
    beforeAll(async () => {
      shop = await openScannerShop(name)
      const milestones = [{ at: 1, reward }]
      programId = (await shop.program({ goal: 1, earn: { kind: 'visit' }, milestones })).id
      phone = openDevice(shop.app.baseUrl)
      await phone.press((await shop.pairingPath('phone', 'Bar')).path)
      counter = openDevice(shop.app.baseUrl)
      await counter.press((await shop.pairingPath('counter', 'Till side')).path)
      const personId = await shop.person('Anna', '4711')
      await phone.open('/staff')
      await phone.press('/staff/pin', { personId, pin: '4711' })
      await counter.open('/counter')
    }, 180_000)
    afterAll(() => shop?.close())

    const held = () => shop.api.get<Card>(`/cards/${card.id}`)
    const states = async () => (await held()).coupons.map(({ state }) => state).sort()
    /** A card with one coupon to be used by its code, on the phone's screen. */
    async function earned(): Promise<string> {
      card = await shop.card(programId)
      await shop.api.post(`/cards/${card.id}/stamps`, { count: 1, reason: 'First visit' })
      await phone.open('/staff')
      await phone.press('/staff/card', { text: card.serial })
      return (await held()).coupons[0]!.id
    }
    const mark = (couponId: string, clientId: string = randomUUID()) =>
      phone.press('/staff/redeem', { cardId: card.id, couponId, clientId })
    const markAtCounter = (couponId: string) =>
      counter.press('/counter/used', { couponId, clientId: randomUUID() })

    describe('where a till reports it by itself', () => {
      it('is refused by phone and counter in plain words, and the trace tells of it', async () => {
        const couponId = await earned()
        const shown = await phone.press('/staff/card', { text: card.serial })
        expect(shown.text).toContain('The till reports by itself when it was used.')
        expect(shown.text).not.toContain('mark used')
        const refused = 'Not possible The till reports the use of its codes by itself: enter the code there.'
        expect(answerIn((await mark(couponId)).text)?.words).toBe(refused)
        expect(answerIn((await markAtCounter(couponId)).text)?.words).toBe(refused)
        expect(await states()).toEqual(['active'])
        const trace = JSON.stringify(await shop.api.get(`/cards/${card.id}/trace`))
        expect(trace).toContain('till-reports')
      })
    })

    describe('where no till does', () => {
      beforeAll(async () => {
        expect((await shop.api.call('DELETE', `/tills/${shop.till.id}`)).status).toBeLessThan(300)
      })

      it('is used once, however often the button is pressed', async () => {
        const couponId = await earned()
        const shown = await phone.press('/staff/card', { text: card.serial })
        expect(shown.text).toContain('Entered at the till: mark used')
        const clientId = randomUUID()
        for (const _ of [1, 2])
          expect(answerIn((await mark(couponId, clientId)).text)?.words).toBe('Free coffee: used')
        expect(await states()).toEqual(['redeemed'])
        const late = answerIn((await markAtCounter(couponId)).text)
        expect(late?.tone).toBe('again')
        expect(late?.words).toMatch(/used already on/)
      })

      it('comes back when the phone undoes it', async () => {
        const couponId = await earned()
        await mark(couponId)
        const undone = await phone.press('/staff/undo', {
          actionId: phone.hidden('actionId'),
          cardId: card.id,
        })
        expect(answerIn(undone.text)?.words).toContain('The customer has a new coupon instead.')
        expect(await states()).toEqual(['active', 'redeemed'])
      })

      it('is offered at the counter when its code is scanned, marked there, and taken back', async () => {
        const pooled = { title: 'Free bun', kind: 'redeem_code', codeSource: 'pool' }
        const program = await shop.api.post<{ id: string; milestones: { reward: { id: string } }[] }>(
          '/programs',
          { name: 'Buns', goal: 1, earn: { kind: 'visit' }, milestones: [{ at: 1, reward: pooled }] },
        )
        const rewardId = program.milestones[0]!.reward.id
        await shop.api.post(`/code-pools/${rewardId}/codes`, { codes: ['BUN-0001'] })
        card = await shop.card(program.id)
        await shop.api.post(`/cards/${card.id}/stamps`, { count: 1, reason: 'First visit' })
        await expect.poll(states).toEqual(['active'])
        const scanned = await counter.press('/counter', { text: 'BUN-0001', clientId: randomUUID() })
        expect(answerIn(scanned.text)?.words).toContain('Entered at the till: mark used')
        const marked = await markAtCounter(counter.hidden('couponId'))
        expect(answerIn(marked.text)?.tone).toBe('good')
        expect(await states()).toEqual(['redeemed'])
        const undone = await counter.press('/counter/undo', { actionId: counter.hidden('actionId') })
        expect(answerIn(undone.text)?.words).toContain('The customer has a new coupon instead.')
        expect((await states()).includes('redeemed')).toBe(true)
      })
    })
  },
  ['postgres'],
)
