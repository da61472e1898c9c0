import type { Look } from '../domain/card-face.ts'
import type { CardDesign } from '../domain/example-card.ts'
import type { MerchantRecord, Merchants } from '../ports/merchants.ts'
import type { RulesProblem } from './changed-rules.ts'

type Deps = {
  merchants: Pick<Merchants, 'find'>
  /** Says in sentences what a wallet would not show; none when all is well. */
  judge(design: CardDesign): Promise<string[]>
  defaultLook: Look
}

export type CheckDesign = (
  merchantId: string,
  draft: { name: string; rules: CardDesign['rules']; merchant?: Partial<MerchantRecord> | undefined },
) => Promise<RulesProblem[]>

/**
 * Asks the wallets' own format whether a program's cards could be made, before anybody has one.
 * @param draft.merchant what changes about the merchant by the same request
 */
export function checkDesignWith({ merchants, judge, defaultLook }: Deps): CheckDesign {
  return async (merchantId, { name, rules, merchant: changes }) => {
    const merchant = await merchants.find(merchantId)
    if (!merchant) return []
    const { name: shopName, locale, timeZone, look } = { ...merchant, ...changes }
    const sentences = await judge({
      shopName,
      programName: name,
      locale,
      timeZone,
      look: look ?? defaultLook,
      rules,
    })
    return sentences.map((message) => ({ field: 'design', message }))
  }
}
