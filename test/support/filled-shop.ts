import { setTimeout as pause } from 'node:timers/promises'
import { createOpenTillDouble } from '../doubles/open-till.ts'
import type { Card, Coupon } from './api.ts'
import { signedInBrowser } from './browser.ts'
import { openScannerShop, type ScannerShop } from './scanner-shop.ts'
import type { SettingName } from './settings.ts'

/** A shop in the middle of its life: every list of the console has rows, every state of an order and a coupon is there. */
export type FilledShop = {
  shop: ScannerShop
  slug: string
  /** `coupons` is a card that has one of every kind. */
  cards: { fresh: Card; coupons: Card; using: Card }
  /** Another card with a coupon that its holder uses alone. */
  freshCoupon(): Promise<Card>
  /** Of the console: one page for each state that a detail can be in, and forms that begin with a search. */
  states: string[]
  /** A one-time code that nobody took. */
  claimCode: string
  /** Signs in to the console, once. */
  signInPath(): Promise<string>
}

type Rewards = { id: string; milestones: { at: number; reward: { id: string } }[] }

/** Till calls go nowhere: a connection to this port is refused at once. */
const nowhere = 'http://127.0.0.1:9'

export async function openFilledShop(name: SettingName): Promise<FilledShop> {
  const shop = await openScannerShop(name, {
    DEMO: '1',
    SHOPIFY_API_SECRET: 'a secret of the tests',
    SHOPIFY_API_URL: nowhere,
  })
  const program = await coffeeProgram(shop)
  const cards = await threeCards(shop, program.id)
  await sell(shop, cards.coupons)
  const ended = await shop.card(program.id)
  await endCoupons(shop, ended)
  const tea = await runDry(shop)
  await shop.api.post('/tills', { provider: 'shopify', shop: 'north.myshopify.com', accessToken: 'shpat_1' })
  await shop.person('Anna Maria Oberhuber-Schwarzenbach', '4711')
  await shop.pairingPath('counter', 'Tablet at the counter')
  const signInPath = async () =>
    new URL((await shop.api.post<{ url: string }>('/sign-in-links')).url).pathname
  const made = await fillByConsole(shop, await signInPath(), tea.rewardId)
  const couponPages = await Promise.all(
    [cards.coupons, ended, ...tea.cards].map((card) => couponsOf(shop, card)),
  )
  return {
    ...{ shop, slug: program.slug, cards, signInPath, claimCode: made.claimCode },
    freshCoupon: () => stampedCard(shop, program.id, 2),
    states: [
      ...couponPages.flat(),
      ...['A-1001', 'A-1002', 'A-1003', 'A-1004', 'A-1005'].map(
        (id) => `/console/orders/${shop.till.id}/${id}`,
      ),
      ...[cards.fresh, cards.coupons, ended].map(({ id }) => `/console/cards/${id}`),
      `/console/cards/${cards.fresh.id}/merge?search=${cards.using.serial}`,
      ...made.pages,
    ],
  }
}

const couponsOf = async ({ api }: ScannerShop, { id }: Card): Promise<string[]> =>
  (await api.get<Card>(`/cards/${id}`)).coupons.map((coupon) => `/console/coupons/${coupon.id}`)

/** What only the console makes: a batch of one-time codes, and a list of codes that was not taken whole. */
async function fillByConsole({ app }: ScannerShop, signInPath: string, rewardId: string) {
  const browser = await signedInBrowser(app.baseUrl, app.baseUrl + signInPath)
  const page = await browser.open('/console/claims')
  const id = /name="id" value="([0-9a-f-]+)"/.exec(page.text)?.[1] ?? ''
  const batch = { id, name: 'Delivery bags', stamps: '2', count: '25', days: '30' }
  await browser.send('/console/claims', batch)
  const codes = (await browser.bytes(`/console/claims/${id}/codes.csv`)).body.toString('utf8').split('\r\n')
  const imported = await browser.send(`/console/pools/${rewardId}/import`, { codes: 'TEA-0001\nTEA 2\n=1+1' })
  return {
    claimCode: codes[1]?.split(',')[0] ?? '',
    pages: [`/console/claims/${id}`, imported.location],
  }
}

const coffeeProgram = (shop: ScannerShop) =>
  shop.program({
    goal: 4,
    earn: { kind: 'visit', minSpend: { amount: 250, currency: 'EUR' } },
    milestones: [
      { at: 1, reward: { title: 'Free biscuit', kind: 'staff_scan' } },
      { at: 2, reward: { title: 'Second drink', kind: 'self_redeem', expiresAfterDays: 2 } },
      {
        at: 3,
        reward: {
          title: 'Frühstücksgutscheinüberraschung für die ganze Familie',
          ...{ kind: 'redeem_code', codeSource: 'shared', code: 'CAKE2026', display: 'code128' },
          discount: { percent: 20 },
        },
      },
      {
        at: 4,
        reward: {
          ...{ title: 'Free coffee', kind: 'redeem_code', codeSource: 'minted' },
          ...{ discount: { percent: 100 }, expiresAfterDays: 30 },
        },
      },
    ],
  })

const threeCards = async (shop: ScannerShop, programId: string) => ({
  fresh: await shop.card(programId),
  coupons: await stampedCard(shop, programId, 5),
  using: await stampedCard(shop, programId, 2),
})

async function stampedCard(shop: ScannerShop, programId: string, count: number): Promise<Card> {
  const card = await shop.card(programId)
  await shop.api.post(`/cards/${card.id}/stamps`, { count, reason: 'Moved from the paper card' })
  return card
}

/** Orders that stamp, are refused, belong to nobody, are given back, and use a code that belongs to nobody. */
async function sell({ till, api }: ScannerShop, card: Card): Promise<void> {
  const register = createOpenTillDouble({ url: till.webhookUrl, secret: till.webhookSecret ?? '' })
  const at = { locationId: 'harbour' }
  await register.sell({ ...at, id: 'A-1001', number: '1001', total: 1280, card: card.serial })
  await register.sell({ ...at, id: 'A-1002', number: '1002', total: 90, card: card.serial })
  await register.sell({ ...at, id: 'A-1003', number: '1003', total: 123_456 })
  await register.sell({ ...at, id: 'A-1004', number: '1004', total: 450, test: true })
  await register.sell({ ...at, id: 'A-1005', number: '1005', total: 380, card: card.serial })
  await register.refund({ id: 'R-1', orderId: 'A-1005', amount: 380 })
  await register.sell({ ...at, id: 'A-1006', number: '1006', total: 380, discountCodes: ['CAKE2026'] })
  const last = () => api.call('GET', `/tills/${till.id}/orders/A-1006`)
  for (let tries = 0; (await last()).status !== 200; tries += 1) {
    if (tries > 800) throw new Error('the orders were not judged in time')
    await pause(50)
  }
}

/** One coupon used and one revoked. */
async function endCoupons({ api }: ScannerShop, card: Card): Promise<void> {
  await api.post(`/cards/${card.id}/stamps`, { count: 3, reason: 'Apology' })
  const { coupons } = await api.get<{ coupons: Coupon[] }>(`/cards/${card.id}`)
  await api.post(`/coupons/${coupons[0]?.id}/redeem`, {})
  await api.post(`/coupons/${coupons[1]?.id}/revoke`, {})
}

/** A pool that lacks a code for the second of two cards. */
async function runDry({ api, program, card }: ScannerShop) {
  const reward = { title: 'Pot of tea', kind: 'redeem_code', codeSource: 'pool' }
  const made = (await program({
    ...{ name: 'Tea card', goal: 1, earn: { kind: 'amount', per: { amount: 500, currency: 'EUR' } } },
    milestones: [{ at: 1, reward }],
  })) as unknown as Rewards
  const rewardId = made.milestones[0]?.reward.id ?? ''
  await api.post(`/code-pools/${rewardId}/codes`, { codes: ['TEA-0001'] })
  const cards = [await card(made.id), await card(made.id)]
  for (const each of cards) await api.post(`/cards/${each.id}/stamps`, { count: 1, reason: 'Tasting' })
  return { rewardId, cards }
}
