import { serialIn } from '../domain/live-code.ts'
import type { Pointed } from '../ports/store.ts'
import type { OrderNews } from './order-news.ts'

export type Match = { cardId: string; evidence: 'scanned' | 'linked' | 'contact' }

/** Best evidence first: a card scanned into the sale, a customer linked to a card, a contact that both sides verified. */
export function matchCard(news: OrderNews, pointed: Pointed): Match | null {
  if (news.event.kind !== 'sale') return null
  const { cardSerial, customerId } = news.event.sale
  const scanned =
    cardSerial === undefined
      ? undefined
      : pointed.cardBySerial.get(`${news.merchantId}/${serialIn(cardSerial)}`)
  if (scanned) return { cardId: scanned, evidence: 'scanned' }
  const linked =
    customerId === undefined
      ? undefined
      : pointed.cardByCustomer.get(`${news.merchantId}/${news.tillId}/${customerId}`)
  if (linked) return { cardId: linked, evidence: 'linked' }
  const [only, ...others] = cardsByContact(news, pointed)
  return only !== undefined && others.length === 0 ? { cardId: only, evidence: 'contact' } : null
}

/** Several cards are as likely, so that none of them is meant: a person decides. */
export const isAmbiguous = (news: OrderNews, pointed: Pointed): boolean =>
  cardsByContact(news, pointed).size > 1 && matchCard(news, pointed) === null

const cardsByContact = ({ merchantId, contacts = [] }: OrderNews, { cardsByContact: found }: Pointed) =>
  new Set(contacts.flatMap((digest) => [...(found.get(`${merchantId}/${digest}`) ?? [])]))
