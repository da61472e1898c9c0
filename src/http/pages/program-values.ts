import { formatDecimal, type Money } from '../../domain/money.ts'
import type { Multiplier, ProgramRules, Reward } from '../../domain/program.ts'
import { lastDay } from '../../domain/stamp-clock.ts'

/** What stands in a form, by the name of the field. An unchecked box is not there. */
export type Values = Record<string, string>

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/**
 * A program as its form shows it. What the program does not have is left out.
 * @param mark between units and decimals, as the reader writes them; the form reads commas and points alike
 */
export function valuesOf(
  program: { name: string; slug: string; rules: ProgramRules },
  { currency, timeZone }: { currency: string; timeZone: string },
  mark: string,
): Values {
  const { rules } = program
  const values = clean({
    name: program.name,
    slug: program.slug,
    currency: currencyOf(rules) ?? currency,
    ...earnValues(rules),
    ...Object.fromEntries(rules.earn.multipliers.flatMap((each, index) => timeValues(each, index))),
    times: String(rules.earn.multipliers.length),
    ...Object.assign(
      {},
      ...rules.milestones.map(({ at, reward }, index) => rewardValues(at, reward, index, timeZone)),
    ),
    rewards: String(rules.milestones.length),
    ...whereValues(rules),
    ...expiryValues(rules),
    debt: rules.debt,
  })
  for (const [name, value] of Object.entries(values))
    if (withDecimals.test(name)) values[name] = value.replace('.', mark)
  return values
}

const withDecimals = /^(?:minSpend|per|m\d+-(?:amount|worth|minBasket|percent)|x\d+-factor)$/

/** A program that most shops could start with. */
export const freshValues = (currency: string): Values => ({
  currency,
  earn: 'visit',
  stamps: '1',
  carryOver: '1',
  every: '1',
  includeTax: '1',
  times: '0',
  ...rewardBlank(0, '10'),
  rewards: '1',
  ...Object.fromEntries(
    ['till', 'counter', 'staff', 'kiosk', 'claim', 'api'].map((each) => [`ch-${each}`, '1']),
  ),
  expiry: 'none',
  debt: 'owed',
})

/** A further row of the ladder. */
export const rewardBlank = (index: number, at: string): Values => ({
  [`m${index}-at`]: at,
  [`m${index}-kind`]: 'redeem_code',
  [`m${index}-source`]: 'minted',
  [`m${index}-discount`]: 'percent',
  [`m${index}-percent`]: '100',
  [`m${index}-expiry`]: 'days',
  [`m${index}-days`]: '30',
  [`m${index}-display`]: 'qr',
})

/** The one currency of a program's amounts; null where it names none. */
export function currencyOf({ earn, milestones }: ProgramRules): string | null {
  const earned = earn.kind === 'amount' ? earn.per : earn.kind === 'visit' ? earn.minSpend : undefined
  if (earned) return earned.currency
  for (const { reward } of milestones) {
    const { discount, limits } = reward
    const found =
      limits?.minBasket ??
      (discount && 'amount' in discount ? discount.amount : undefined) ??
      (discount && 'productIds' in discount ? discount.worth : undefined)
    if (found) return found.currency
  }
  return null
}

type Loose = Record<string, string | undefined>

const clean = (values: Loose): Values =>
  Object.fromEntries(
    Object.entries(values).filter(
      (each): each is [string, string] => each[1] !== undefined && each[1] !== '',
    ),
  )

const text = (value: number | undefined) => (value === undefined ? undefined : String(value))
const money = (value: Money | undefined) => (value ? formatDecimal(value) : undefined)
const box = (on: boolean | undefined) => (on ? '1' : undefined)
const list = (names: readonly string[] | undefined) => names?.join(', ')

function earnValues({ earn, joinMinutes }: ProgramRules): Loose {
  const { limits = {} } = earn
  const shared = {
    earn: earn.kind,
    includeTax: box(earn.base.includeTax),
    redemptionOnlyEarns: box(earn.redemptionOnlyEarns),
    perOrder: text(limits.perOrder),
    perDay: text(limits.perDay),
    perLocationDay: text(limits.perLocationDay),
    cooldownMinutes: text(limits.cooldownMinutes),
    joinMinutes: text(joinMinutes),
  }
  switch (earn.kind) {
    case 'visit':
      return {
        ...shared,
        stamps: text(earn.stamps),
        minSpend: money(earn.minSpend),
        carryOver: '1',
        every: '1',
      }
    case 'amount':
      return { ...shared, per: money(earn.per), carryOver: box(earn.carryOver), stamps: '1', every: '1' }
    case 'item': {
      const { skus, categories, ids } = earn.match
      const match = { skus: list(skus), categories: list(categories), ids: list(ids) }
      return { ...shared, ...match, every: text(earn.every), stamps: '1', carryOver: '1' }
    }
  }
}

function timeValues({ days, from, to, factor }: Multiplier, index: number): [string, string | undefined][] {
  const name = (part: string) => `x${index}-${part}`
  return [
    [name('factor'), String(factor)],
    [name('from'), from],
    [name('to'), to],
    ...weekdays.map((day): [string, string | undefined] => [name(day), box(days?.includes(day))]),
  ]
}

function rewardValues(at: number, reward: Reward, index: number, timeZone: string): Loose {
  const { discount, limits } = reward
  const entries: Loose = {
    at: String(at),
    id: reward.id,
    title: reward.title,
    kind: reward.kind,
    source: reward.codeSource ?? 'minted',
    code: reward.code,
    discount: discountKind(discount),
    percent: discount && 'percent' in discount ? String(discount.percent) : undefined,
    amount: discount && 'amount' in discount ? money(discount.amount) : undefined,
    products: discount && 'productIds' in discount ? list(discount.productIds) : undefined,
    worth: discount && 'productIds' in discount ? money(discount.worth) : undefined,
    minBasket: money(limits?.minBasket),
    combinable: box(limits?.combinable),
    expiry: reward.expiresAt ? 'date' : reward.expiresAfterDays ? 'days' : 'none',
    days: text(reward.expiresAfterDays),
    date: reward.expiresAt && lastDay(Date.parse(reward.expiresAt), timeZone),
    // The end itself has a time of day that the form does not show: kept while the day stays.
    end: reward.expiresAt,
    warnDays: text(reward.warnDays),
    display: reward.display,
  }
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [`m${index}-${name}`, value]))
}

function discountKind(discount: Reward['discount']): string {
  if (!discount) return 'none'
  return 'percent' in discount ? 'percent' : 'amount' in discount ? 'amount' : 'product'
}

const whereValues = ({ channels, locations }: ProgramRules): Loose => ({
  ...Object.fromEntries(
    (channels ?? ['till', 'counter', 'staff', 'kiosk', 'claim', 'api']).map((each) => [`ch-${each}`, '1']),
  ),
  somewhere: box(locations !== undefined),
  ...Object.fromEntries((locations ?? []).map((each) => [`loc-${each}`, '1'])),
})

function expiryValues({ stampExpiry }: ProgramRules): Loose {
  if (!stampExpiry) return { expiry: 'none' }
  if (stampExpiry.kind === 'sliding') return { expiry: 'sliding', expiryDays: String(stampExpiry.days) }
  return stampExpiry.months !== undefined
    ? { expiry: 'months', expiryMonths: String(stampExpiry.months) }
    : { expiry: 'date', expiryDate: stampExpiry.date }
}
