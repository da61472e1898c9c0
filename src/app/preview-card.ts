import type { Look } from '../domain/card-face.ts'
import { type CardDesign, exampleCard, exampleCoupon } from '../domain/example-card.ts'
import type { ApplePreview, CardPreviews, GooglePreview } from '../ports/card-preview.ts'
import type { MerchantRecord, Merchants, SavedLook } from '../ports/merchants.ts'

type Deps = {
  merchants: Pick<Merchants, 'find'>
  /** With the merchant's pictures. */
  lookOf(merchantId: string): Promise<Look>
  previews: CardPreviews
}

export type CardPreview = { apple: ApplePreview; google: GooglePreview }

export type PreviewCard = (
  merchantId: string,
  draft: {
    name: string
    rules: CardDesign['rules']
    /** What is not saved yet. */
    shopName?: string | undefined
    look?: SavedLook | undefined
    /** A card on its way, or one that has just reached its first reward. */
    state: 'collecting' | 'reward'
  },
) => Promise<CardPreview | null>

/** How a program's cards would look in both wallets. Null for a merchant that is gone. */
export function previewCardWith({ merchants, lookOf, previews }: Deps): PreviewCard {
  return async (merchantId, { name, rules, shopName, look, state }) => {
    const merchant = await merchants.find(merchantId)
    if (!merchant) return null
    const drawn = { ...(await lookOf(merchantId)), ...look }
    const design = {
      ...placeOf(merchant),
      shopName: shopName ?? merchant.name,
      programName: name,
      look: drawn,
    }
    const reward = rules.milestones[0]?.reward
    const stamps = state === 'collecting' ? Math.min(rules.goal - 1, Math.ceil(rules.goal * 0.6)) : 0
    const face = exampleCard({ ...design, rules }, stamps)
    if (state === 'reward' && reward) face.coupons = [exampleCoupon(reward, 0)]
    const [apple, google] = await Promise.all([previews.apple(face), previews.google(face)])
    return { apple, google }
  }
}

const placeOf = ({ locale, timeZone }: MerchantRecord) => ({ locale, timeZone })
