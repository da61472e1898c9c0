import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SquareDouble, startSquareDouble } from '../doubles/square.ts'
import { type Api, type Card, createMerchant } from '../support/api.ts'
import { type Instance, openInstance } from '../support/instance.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

type Linked = Card & { links: { customerId: string }[] }
const notificationUrl = 'https://cards.example/webhooks/square'

await describeSettings(
  'customers that Square merges',
  (name) => {
    let setting: Setting
    let instance: Instance
    let square: SquareDouble
    let api: Api
    let tillId: string
    let programId: string

    beforeAll(async () => {
      setting = await openSetting(name)
      square = await startSquareDouble({ notificationUrl })
      instance = await openInstance(
        setting,
        {
          SQUARE_WEBHOOK_SIGNATURE_KEY: square.signatureKey,
          SQUARE_WEBHOOK_URL: notificationUrl,
          SQUARE_API_URL: square.url,
        },
        { worker: true },
      )
      api = await createMerchant(instance.url)
      const input = { provider: 'square', merchantId: square.merchantId, accessToken: square.accessToken }
      tillId = (await api.post<{ id: string }>('/tills', input)).id
      const milestones = [{ at: 5, reward: { title: 'Free coffee', kind: 'staff_scan' } }]
      const program = { name: 'Coffee', goal: 5, earn: { kind: 'visit' }, milestones }
      programId = (await api.post<{ id: string }>('/programs', program)).id
    }, 180_000)
    afterAll(async () => {
      await instance?.close()
      await square?.close()
      await setting?.close()
    })

    const cardOf = async (customerId: string) => {
      const card = await api.post<Card>('/cards', { programId })
      await api.post(`/cards/${card.id}/links`, { tillId, customerId })
      return card
    }
    const linksOf = async (card: Card) =>
      (await api.get<Linked>(`/cards/${card.id}`)).links.map(({ customerId }) => customerId)
    /** What Square would send to its notification address comes here, its parts in this order. */
    const merge = async (from: string[], into: string, order: (bodies: string[]) => string[]) => {
      const context = { merge: { from_customer_ids: from, to_customer_id: into } }
      const of = (id: string) => ({
        type: 'customer',
        id,
        object: { customer: { id }, event_context: context },
      })
      const webhooks = [
        square.webhook('customer.created', of(into)),
        ...from.map((id) => square.webhook('customer.deleted', { ...of(id), deleted: true })),
      ]
      const sent = new Map(webhooks.map((webhook) => [webhook.body, webhook]))
      for (const body of order([...sent.keys()])) {
        const headers = sent.get(body)!.headers
        const answer = await fetch(`${instance.url}/webhooks/square`, { method: 'POST', headers, body })
        expect(answer.status).toBe(200)
      }
    }

    it.each([
      ['in order', (bodies: string[]) => bodies],
      ['backwards and twice', (bodies: string[]) => [...bodies, ...bodies].reverse()],
    ])('keep their card, told %s', async (how, order) => {
      const names = ['old-a', 'old-b', 'new'].map((each) => `${each}-${how.replaceAll(' ', '-')}`)
      const [first = '', second = '', into = ''] = names
      const card = await cardOf(first)
      await cardOf(second)
      await merge([first, second], into, order)
      await expect.poll(() => linksOf(card)).toEqual([into])
    })

    it('leave the card of the customer who is left', async () => {
      const [gone, kept] = [await cardOf('gone'), await cardOf('kept')]
      await merge(['gone'], 'kept', (bodies) => bodies)
      await expect.poll(() => linksOf(gone)).toEqual([])
      expect(await linksOf(kept)).toEqual(['kept'])
    })
  },
  ['postgres'],
)
