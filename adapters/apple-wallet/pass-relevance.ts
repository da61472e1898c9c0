import type { CardFace, FaceCoupon } from '../../src/domain/card-face.ts'
import type { PassTexts } from './texts.ts'

export type PassLocation = { latitude: number; longitude: number; relevantText: string }
export type FeaturedAction = { identifier: string; type: string; url: string }

/** Apple looks at no more. */
const mostLocations = 10
/** A store card is shown within about a hundred metres; this keeps shops of one street apart. */
const metres = 100

/** Where the lock screen offers the card, and what it says there. */
export function passLocations(
  { locations, shopName }: CardFace,
  front: FaceCoupon | undefined,
  texts: PassTexts,
): { locations?: PassLocation[]; maxDistance?: number } {
  if (!locations?.length) return {}
  const ready = front?.state === 'active' ? texts.ready(front.title) : null
  const near = locations.slice(0, mostLocations).map(({ latitude, longitude, name }) => ({
    latitude,
    longitude,
    relevantText: ready ?? texts.near(name === null ? shopName : `${shopName}, ${name}`),
  }))
  return { locations: near, maxDistance: metres }
}

/** The cards below a pass from iOS 27 on, two at most: the rewards online, and a call to the shop or its site. */
export function featuredActions({ url, contact }: CardFace): FeaturedAction[] {
  const rewards = { identifier: 'rewards', type: 'viewOffersRewards', url }
  if (contact?.phone !== undefined)
    return [
      rewards,
      { identifier: 'call', type: 'call', url: `tel://${contact.phone.replace(/[^+\d]/g, '')}` },
    ]
  if (contact?.website !== undefined)
    return [rewards, { identifier: 'shop', type: 'shop', url: contact.website }]
  return [rewards]
}
