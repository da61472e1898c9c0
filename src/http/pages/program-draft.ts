import type { z } from 'zod'
import type { MilestoneDraft } from '../../app/changed-rules.ts'
import type { RulesDraft } from '../../app/create-program.ts'
import { parseDecimal } from '../../domain/money.ts'
import { earnChannels } from '../../domain/program.ts'
import { endOfDay, lastDay } from '../../domain/stamp-clock.ts'
import { slug, text } from '../api/fields.ts'
import { rulesChange } from '../api/program-schema.ts'
import { type Values, weekdays } from './program-values.ts'

/** What a program's form says, as the rules have it. */
export const programDraft = rulesChange
  .extend({ name: text(100), slug: slug.optional() })
  .required({ name: true, goal: true, earn: true, milestones: true, debt: true })

export type ProgramFormDraft = { name: string; slug?: string | undefined; rules: FormRules }
export type FormRules = Omit<RulesDraft, 'milestones'> & { milestones: MilestoneDraft[] }

export type RawDraft = { raw: unknown /** Fields that are no amount of money. */; notMoney: string[] }

/**
 * The form's texts put where the rules want them; the schema judges them. Parts that belong to another choice (the
 * amount of a program that counts visits) are left out, whatever stands in them.
 */
export function rawDraft(values: Values, timeZone: string): RawDraft {
  const notMoney: string[] = []
  const currency = values.currency ?? ''
  const money = (name: string) => {
    const typed = values[name]
    if (typed === undefined) return undefined
    try {
      return { amount: parseDecimal(typed.replace(',', '.'), currency), currency }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      notMoney.push(name)
      return { amount: 1, currency }
    }
  }
  const milestones = rowsOf(values, 'rewards').map((index) => rawMilestone(values, index, money, timeZone))
  const raw = {
    name: values.name,
    slug: values.slug,
    goal: milestones.at(-1)?.at,
    milestones,
    earn: rawEarn(values, money),
    debt: values.debt,
    joinMinutes: values.joinMinutes === undefined ? null : number(values.joinMinutes),
    channels: rawChannels(values),
    locations: rawLocations(values),
    stampExpiry: rawExpiry(values),
  }
  return { raw, notMoney }
}

/** Indices of the rows of a list in the form; `rewards` and `times` say how many there are. */
export function rowsOf(values: Values, name: 'rewards' | 'times'): number[] {
  const count = Math.min(20, Math.max(0, Number.parseInt(values[name] ?? '0', 10) || 0))
  return Array.from({ length: count }, (_, index) => index)
}

type ReadMoney = (name: string) => { amount: number; currency: string } | undefined

const number = (typed: string | undefined): number | undefined =>
  typed === undefined
    ? undefined
    : /^\d+(?:[.,]\d+)?$/.test(typed)
      ? Number(typed.replace(',', '.'))
      : Number.NaN

const words = (typed: string | undefined): string[] | undefined => {
  const found = (typed ?? '').split(/[,;\n]/).map((each) => each.trim())
  const named = [...new Set(found.filter((each) => each !== ''))]
  return named.length > 0 ? named : undefined
}

function rawEarn(values: Values, money: ReadMoney) {
  const { perOrder, perDay, perLocationDay, cooldownMinutes } = values
  const limits = {
    perOrder: number(perOrder),
    perDay: number(perDay),
    perLocationDay: number(perLocationDay),
    cooldownMinutes: number(cooldownMinutes),
  }
  const shared = {
    limits: Object.values(limits).some((each) => each !== undefined) ? limits : undefined,
    base: { includeTax: values.includeTax !== undefined },
    redemptionOnlyEarns: values.redemptionOnlyEarns === undefined ? undefined : true,
    multipliers: rowsOf(values, 'times').map((index) => rawTime(values, index)),
  }
  switch (values.earn) {
    case 'amount':
      return { kind: 'amount', per: money('per'), carryOver: values.carryOver !== undefined, ...shared }
    case 'item': {
      const match = { skus: words(values.skus), categories: words(values.categories), ids: words(values.ids) }
      return { kind: 'item', match, every: number(values.every), ...shared }
    }
    default:
      return { kind: 'visit', stamps: number(values.stamps), minSpend: money('minSpend'), ...shared }
  }
}

function rawTime(values: Values, index: number) {
  const at = (part: string) => values[`x${index}-${part}`]
  const days = weekdays.filter((day) => at(day) !== undefined)
  const every = days.length === 0 || days.length === weekdays.length
  return { days: every ? undefined : days, from: at('from'), to: at('to'), factor: number(at('factor')) }
}

function rawMilestone(values: Values, index: number, money: ReadMoney, timeZone: string) {
  const at = (part: string) => values[`m${index}-${part}`]
  const kind = at('kind')
  const byCode = kind === 'redeem_code'
  const source = byCode ? (at('source') ?? 'minted') : undefined
  const minBasket = byCode ? money(`m${index}-minBasket`) : undefined
  const combinable = byCode && at('combinable') !== undefined ? true : undefined
  const expiry = at('expiry')
  return {
    at: number(at('at')),
    reward: {
      id: at('id'),
      title: at('title'),
      kind,
      codeSource: source,
      code: source === 'shared' ? at('code') : undefined,
      discount: rawDiscount(values, index, money),
      limits: minBasket || combinable ? { minBasket, combinable } : undefined,
      expiresAfterDays: expiry === 'days' ? number(at('days')) : undefined,
      expiresAt: expiry === 'date' ? endOf(at('date'), at('end'), timeZone) : undefined,
      warnDays: expiry === 'none' ? undefined : number(at('warnDays')),
      display: byCode ? at('display') : 'qr',
    },
  }
}

/** The end of the shop's day, or the end that was there as long as its day stays. What is no date goes on as it is: the schema says so. */
function endOf(date = '', end: string | undefined, timeZone: string): string {
  if (end !== undefined && !Number.isNaN(Date.parse(end)) && lastDay(Date.parse(end), timeZone) === date)
    return end
  return isDate(date) ? new Date(endOfDay(date, timeZone)).toISOString() : date
}

const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

function rawDiscount(values: Values, index: number, money: ReadMoney) {
  const at = (part: string) => values[`m${index}-${part}`]
  switch (at('discount')) {
    case 'percent':
      return { percent: number(at('percent')) }
    case 'amount':
      return { amount: money(`m${index}-amount`) }
    case 'product':
      return { productIds: words(at('products')), worth: money(`m${index}-worth`) }
    default:
      return undefined
  }
}

function rawChannels(values: Values): string[] | null {
  const chosen = earnChannels.filter((each) => values[`ch-${each}`] !== undefined)
  return chosen.length === earnChannels.length ? null : chosen
}

function rawLocations(values: Values): string[] | null {
  if (values.somewhere === undefined) return null
  return Object.keys(values).flatMap((name) => (name.startsWith('loc-') ? [name.slice(4)] : []))
}

function rawExpiry(values: Values) {
  switch (values.expiry) {
    case 'months':
      return { kind: 'fixed', months: number(values.expiryMonths) }
    case 'date':
      return { kind: 'fixed', date: values.expiryDate }
    case 'sliding':
      return { kind: 'sliding', days: number(values.expiryDays) }
    default:
      return null
  }
}

/** Rules without what a first version need not have. */
export function draftOf(read: z.infer<typeof programDraft>): ProgramFormDraft {
  const { name, slug: address, channels, locations, joinMinutes, stampExpiry, ...rules } = read
  const optional = {
    channels: channels ?? undefined,
    locations: locations ?? undefined,
    joinMinutes: joinMinutes ?? undefined,
    stampExpiry: stampExpiry ?? undefined,
  }
  return { name, slug: address, rules: { ...rules, ...optional } }
}
