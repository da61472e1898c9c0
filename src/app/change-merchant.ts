import type { MerchantChanges, MerchantRecord, Merchants } from '../ports/merchants.ts'
import type { Programs } from '../ports/programs.ts'
import type { RulesProblem } from './changed-rules.ts'
import type { CheckDesign } from './check-design.ts'

type Deps = {
  merchants: Pick<Merchants, 'find' | 'change'>
  programs: Pick<Programs, 'list'>
  /** Left out: designs are taken as they are. */
  checkDesign?: CheckDesign | undefined
}

export type ChangeMerchant = (
  merchantId: string,
  changes: MerchantChanges,
) => Promise<
  | { ok: true; merchant: MerchantRecord }
  | { ok: false; reason: 'unknown-merchant' }
  | { ok: false; reason: 'bad-design'; problems: RulesProblem[] }
>

/** A shop has a handful of programs; the oldest beyond these are judged when they are saved themselves. */
const programsJudged = 20

/**
 * Changes what all cards of a merchant share, and tells their wallets. Where that shows on the cards (name, language,
 * look), every running program's card is judged as it would then be; if a wallet would not show one, nothing changes.
 */
export function changeMerchantWith({ merchants, programs, checkDesign }: Deps): ChangeMerchant {
  return async (merchantId, changes) => {
    if (checkDesign && (await showsOnCards(merchants, merchantId, changes))) {
      const known = await programs.list(merchantId, { after: null, limit: programsJudged })
      const running = known.filter(({ state }) => state !== 'ended')
      const judged = await Promise.all(
        running.map(({ name, rules }) => checkDesign(merchantId, { name, rules, merchant: changes })),
      )
      const problems = [...new Map(judged.flat().map((each) => [each.message, each])).values()]
      if (problems.length > 0) return { ok: false, reason: 'bad-design', problems }
    }
    const merchant = await merchants.change(merchantId, changes)
    return merchant ? { ok: true, merchant } : { ok: false, reason: 'unknown-merchant' }
  }
}

async function showsOnCards(
  merchants: Pick<Merchants, 'find'>,
  merchantId: string,
  { name, locale, look }: MerchantChanges,
): Promise<boolean> {
  if (look !== undefined) return true
  if (name === undefined && locale === undefined) return false
  const before = await merchants.find(merchantId)
  return (name !== undefined && name !== before?.name) || (locale !== undefined && locale !== before?.locale)
}
