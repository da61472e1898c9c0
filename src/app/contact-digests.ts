import { type Contact, normalContact } from '../domain/contact.ts'
import type { CardTransaction, ContactVerification, Pointed } from '../ports/store.ts'
import type { DataKey, Keyring } from '../secrets/keyring.ts'
import { matchCard } from './match-card.ts'
import type { OrderNews } from './order-news.ts'

/** Digest of a contact under its merchant's key, as hex; none for what is no contact. */
export function digestOf(key: Pick<DataKey, 'contactDigest'>, contact: Contact): string[] {
  const normal = normalContact(contact)
  return normal === null ? [] : [Buffer.from(key.contactDigest(contact.kind, normal)).toString('hex')]
}

/** The news with digests instead of the contacts that tills verified; a contact itself goes no further than here. */
export async function withContactDigests(
  tx: Pick<CardTransaction, 'dataKeys'>,
  keyring: Pick<Keyring, 'open'>,
  news: OrderNews[],
): Promise<OrderNews[]> {
  const told = news.filter(({ event }) => event.kind === 'sale' && event.contacts)
  if (told.length === 0) return news
  const keys = await tx.dataKeys([...new Set(told.map(({ merchantId }) => merchantId))])
  return news.map((each) => {
    const { merchantId, event } = each
    const wrapped = keys.get(merchantId)
    if (event.kind !== 'sale' || !event.contacts || !wrapped) return each
    const key = keyring.open(merchantId, wrapped)
    return { ...each, contacts: event.contacts.flatMap((contact) => digestOf(key, contact)) }
  })
}

/** A till that has verified a customer's contact, and whose customer is linked to a card, verifies it for that card. */
export const verifiedByTill = (news: OrderNews[], pointed: Pointed): ContactVerification[] =>
  news.flatMap((each) => {
    const match = each.contacts?.length ? matchCard(each, pointed) : null
    if (match?.evidence !== 'linked') return []
    return (each.contacts ?? []).map((digest) => ({
      merchantId: each.merchantId,
      cardId: match.cardId,
      digest,
    }))
  })
