import { type DemoShop, demoCurrency, demoCustomers, demoMenu, demoSlug } from '../../app/demo-shop.ts'
import { priceBasket } from '../../domain/basket.ts'
import type { CardFace } from '../../domain/card-face.ts'
import { serialIn } from '../../domain/live-code.ts'
import type { Discount } from '../../domain/program.ts'
import type { Speech } from '../../messages/messages.ts'
import type { TillProps } from '../../pages/till/till-props.ts'
import type { CodeAnswer } from '../../ports/card-records.ts'
import type { ConsoleReads } from '../../ports/console-reads.ts'
import { basketText, type Counter } from './till-counter.ts'

type Found = { merchantId: string; targetId: string }

export type TillReads = {
  directory: { find(kind: 'card-token' | 'card-serial', text: string): Promise<Found | null> }
  loadFace(merchantId: string, cardId: string): Promise<CardFace | null>
  reads: Pick<ConsoleReads, 'merchant' | 'cards' | 'latestOrders' | 'order'>
  /** What an open till is told when it asks whether a code is good; null for a code that nobody has. */
  lookUpCode(merchantId: string, code: string): Promise<CodeAnswer | null>
}

const salesShown = 6

/** The card that was shown and the discount that is asked for. */
export async function lookUp(deps: TillReads, shop: DemoShop, counter: Counter) {
  const [card, code] = await Promise.all([
    findCard(deps, shop, counter),
    counter.code ? deps.lookUpCode(shop.merchantId, counter.code) : null,
  ])
  const discount: Discount | null = code?.state === 'active' ? code.discount : null
  return { card, code, discount }
}

/** A scanner types the serial, or the address of the web card; a scan goes before the list. */
async function findCard(deps: TillReads, shop: DemoShop, counter: Counter): Promise<CardFace | null> {
  const text = counter.scan || counter.card
  if (!text) return null
  const token = /\/card\/([\w-]{16,64})/.exec(text)?.[1]
  const found = token
    ? await deps.directory.find('card-token', token)
    : await deps.directory.find('card-serial', serialIn(text))
  return found?.merchantId === shop.merchantId ? deps.loadFace(found.merchantId, found.targetId) : null
}

export async function tillProps(
  deps: TillReads,
  shop: DemoShop,
  speech: Speech,
  counter: Counter,
  told: { sold: string | null; notSent: boolean },
): Promise<TillProps> {
  const { merchantId, tillId } = shop
  const [merchant, cards, sales, found] = await Promise.all([
    deps.reads.merchant(merchantId),
    deps.reads.cards(merchantId, {}),
    deps.reads.latestOrders(merchantId, tillId, salesShown),
    lookUp(deps, shop, counter),
  ])
  const basket = priceBasket(
    demoMenu.flatMap((item) => {
      const quantity = counter.basket.get(item.id)
      return quantity ? [{ item, quantity }] : []
    }),
    found.discount,
  )
  return {
    shopName: merchant?.name ?? '',
    menu: demoMenu,
    currency: demoCurrency,
    timeZone: merchant?.timeZone ?? 'UTC',
    basket,
    basketText: basketText(counter.basket),
    cards: cards.rows.slice(0, 20).map(({ serial, stamps, goal }) => ({ serial, stamps, goal })),
    card: found.card,
    cardUnknown: Boolean(counter.scan || counter.card) && !found.card,
    customers: demoCustomers,
    customerId: counter.customer || null,
    code: counter.code,
    codeNote: counter.code ? codeNote(speech, found.code, basket.applies) : null,
    sales,
    sending: told.sold !== null && !sales.some((sale) => sale.externalId === told.sold),
    notSent: told.notSent,
    joinPath: `/join/${demoSlug}?p=counter`,
  }
}

function codeNote(speech: Speech, code: CodeAnswer | null, applies: boolean): TillProps['codeNote'] {
  const texts = speech.texts.till
  if (!code) return { good: false, words: texts.codeUnknown }
  if (code.state !== 'active')
    return { good: false, words: texts.codeSpent(speech.texts.state[code.state] ?? code.state) }
  return applies
    ? { good: true, words: texts.codeGood(code.title) }
    : { good: false, words: texts.codeNoItem(code.title) }
}
