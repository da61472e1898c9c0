import { z } from 'zod'
import { demoCustomers, demoMenu } from '../../app/demo-shop.ts'

/** What lies on the demo till's counter. Empty texts for nothing. */
export type Counter = {
  /** Quantity by item. */
  basket: Map<string, number>
  /** Serial chosen from the list. */
  card: string
  customer: string
  code: string
  /** What a scanner typed: a serial or a card's address. */
  scan: string
}

const mostOfOne = 20
const known = new Set(demoMenu.map((item) => item.id))
const customers = new Set<string>(demoCustomers.map((each) => each.id))

const basketShape = z
  .string()
  .max(500)
  .transform((text) => {
    const entries = text.split(',').map((part) => part.split('.'))
    return new Map(
      entries.flatMap(([id = '', count = '']): [string, number][] =>
        known.has(id) && /^\d{1,2}$/.test(count) && Number(count) > 0
          ? [[id, Math.min(mostOfOne, Number(count))]]
          : [],
      ),
    )
  })
  .catch(() => new Map())

const shortText = (length: number) =>
  z
    .string()
    .max(length)
    .transform((text) => text.trim())
    .catch('')

const shape = z.object({
  basket: basketShape,
  card: shortText(64),
  customer: shortText(20).transform((id) => (customers.has(id) ? id : '')),
  code: shortText(60).transform((code) => code.toUpperCase()),
  scan: shortText(500),
})

/** From an address or a form; whatever makes no sense counts as nothing. */
export const parseCounter = (source: Record<string, unknown>): Counter => shape.parse(source)

export const basketText = (basket: Counter['basket']): string =>
  [...basket].map(([id, count]) => `${id}.${count}`).join(',')

export function tillAddress(counter: Counter, extra: Record<string, string> = {}): string {
  const { card, customer, code, scan } = counter
  const entries = Object.entries({ basket: basketText(counter.basket), card, customer, code, scan, ...extra })
  const query = new URLSearchParams(entries.filter(([, value]) => value !== ''))
  return query.size === 0 ? '/till' : `/till?${query}`
}

/** One press of a button that only changes what lies on the counter. */
export function press(counter: Counter, act: string, subject: string): Counter {
  const basket = new Map(counter.basket)
  const count = basket.get(subject) ?? 0
  if (act === 'add' && known.has(subject)) basket.set(subject, Math.min(mostOfOne, count + 1))
  if (act === 'less') basket.set(subject, count - 1)
  if (act === 'less' && count <= 1) basket.delete(subject)
  if (act === 'clear') return { basket: new Map(), card: '', customer: '', code: '', scan: '' }
  return { ...counter, basket }
}
