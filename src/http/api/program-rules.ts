import type { RulesProblem } from '../../app/changed-rules.ts'
import type { RulesDraft } from '../../app/create-program.ts'
import { fitsDisplay } from '../../domain/code-format.ts'
import { formatDecimal, type Money, minorDigits } from '../../domain/money.ts'
import type { ProgramRules, Reward } from '../../domain/program.ts'
import type { Provider } from '../../ports/till.ts'

type RewardDraft = Omit<Reward, 'id'>

/** What must hold between the parts of a program's rules, beyond the shape of each. */
export function checkRules(rules: RulesDraft | ProgramRules): RulesProblem[] {
  return [
    ...checkLadder(rules),
    ...rules.milestones.flatMap(({ reward }, index) =>
      checkReward(reward).map(({ field, message }) => ({
        field: `milestones[${index}].reward.${field}`,
        message,
      })),
    ),
    ...checkPer(rules),
    ...checkCurrencies(rules),
  ]
}

function checkLadder({ goal, milestones }: RulesDraft | ProgramRules): RulesProblem[] {
  const problems = milestones.flatMap(({ at }, index) => {
    const before = milestones[index - 1]?.at ?? 0
    return at > before
      ? []
      : [{ field: `milestones[${index}].at`, message: `must be more than ${before}: milestones ascend` }]
  })
  const last = milestones.at(-1)?.at
  if (problems.length === 0 && goal !== last)
    problems.push({ field: 'goal', message: `must equal the last milestone's at, which is ${last}` })
  return problems
}

/** What must hold between the fields of a reward. */
export function checkReward(reward: RewardDraft): RulesProblem[] {
  const { kind, codeSource, code, discount, display } = reward
  const problems: RulesProblem[] = []
  const complain = (field: string, message: string) => problems.push({ field, message })
  if (kind !== 'redeem_code') {
    if (codeSource !== undefined) complain('codeSource', 'is only for kind redeem_code')
    if (code !== undefined) complain('code', 'is only for kind redeem_code with codeSource shared')
    if (reward.limits !== undefined) complain('limits', 'is only for kind redeem_code')
  } else if (codeSource === 'shared') {
    if (code === undefined) complain('code', 'is required for codeSource shared')
    else {
      const complaint = fitsDisplay(code, display)
      if (complaint !== null) complain('code', complaint)
    }
  } else {
    if (code !== undefined) complain('code', 'is only for codeSource shared')
    if (codeSource === 'minted' && display === 'ean13')
      complain('display', 'cannot be ean13: minted codes hold letters')
  }
  if (discount && 'productIds' in discount && new Set(discount.productIds).size < discount.productIds.length)
    complain('discount.productIds', 'must name each product once')
  if (reward.expiresAt !== undefined && reward.expiresAfterDays !== undefined)
    complain('expiresAt', 'must not come beside expiresAfterDays')
  return problems
}

/** A stamp for every cent is a slip of the pen: at least ten cents, or what is like them. */
function checkPer({ earn }: RulesDraft | ProgramRules): RulesProblem[] {
  if (earn.kind !== 'amount') return []
  const { amount, currency } = earn.per
  const least = 10 ** Math.max(1, minorDigits(currency) - 1)
  const message = `must be at least ${least}, which is ${formatDecimal({ amount: least, currency })} ${currency}`
  return amount < least ? [{ field: 'earn.per.amount', message }] : []
}

/** One program, one currency: amounts in two could never be compared. */
function checkCurrencies({ earn, milestones }: RulesDraft | ProgramRules): RulesProblem[] {
  const earned = earn.kind === 'amount' ? earn.per : earn.kind === 'visit' ? earn.minSpend : undefined
  let currency = earned?.currency
  return milestones.flatMap(({ reward }, index) =>
    moneyOf(reward).flatMap(([name, money]) => {
      currency ??= money.currency
      if (money.currency === currency) return []
      const field = `milestones[${index}].reward.${name}.currency`
      return [{ field, message: `must be ${currency}, as in the rest of the program` }]
    }),
  )
}

/** Every amount of a reward, by its field. */
function moneyOf({ discount, limits }: RewardDraft): [string, Money][] {
  const found: [string, Money | undefined][] = [
    ['discount.amount', discount && 'amount' in discount ? discount.amount : undefined],
    ['discount.worth', discount && 'productIds' in discount ? discount.worth : undefined],
    ['limits.minBasket', limits?.minBasket],
  ]
  return found.filter((each): each is [string, Money] => each[1] !== undefined)
}

/**
 * Codes that have to be made in a till need a discount to make: without one, every coupon would wait for ever.
 * @param providers of the merchant's tills that are called
 */
export function checkMintable(
  milestones: { reward: RewardDraft }[],
  providers: readonly Provider[],
): RulesProblem[] {
  const till = providers.find((each) => each !== 'open')
  if (!till) return []
  const message = `is required: codes are made in ${tillNames[till]}, which has to know what to take off. Or import the codes (codeSource pool)`
  return milestones.flatMap(({ reward: { codeSource, discount } }, index) =>
    codeSource === 'minted' && !discount ? [{ field: `milestones[${index}].reward.discount`, message }] : [],
  )
}

const tillNames = { shopify: 'Shopify', square: 'Square' }
