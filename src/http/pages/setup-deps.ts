import type { ChangeMerchant } from '../../app/change-merchant.ts'
import type { ConnectTill } from '../../app/connect-till.ts'
import type { CreateCard } from '../../app/create-card.ts'
import type { SendTestSale } from '../../app/send-test-sale.ts'
import { notFound } from '../../app-error.ts'
import type { Look } from '../../domain/card-face.ts'
import { minorDigits } from '../../domain/money.ts'
import type { EarnRule } from '../../domain/program.ts'
import { type SetupStep, setupSteps } from '../../pages/console/setup-frame.ts'
import type { MerchantPictures, MerchantRecord } from '../../ports/merchants.ts'
import type { ProgramRecord } from '../../ports/programs.ts'
import type { KnownTill } from '../../ports/tills.ts'
import type { ProgramFormDeps } from './program-form-deps.ts'

export type SetupDeps = ProgramFormDeps & {
  pictures: MerchantPictures
  /** With the merchant's pictures. */
  lookOf(merchantId: string): Promise<Look>
  connectTill: ConnectTill
  changeMerchant: ChangeMerchant
  createCard: CreateCard
  sendTestSale: SendTestSale
}

/** How far a merchant is, read from what there is: nothing else is kept, so that every way in leads on from there. */
export type Standing = {
  merchant: MerchantRecord
  /** The newest program that goes on. */
  program: ProgramRecord | null
  tills: KnownTill[]
  done: ReadonlySet<SetupStep>
}

export async function standingOf(deps: SetupDeps, merchantId: string): Promise<Standing> {
  const [merchant, programs, tills, cards] = await Promise.all([
    deps.merchants.find(merchantId),
    deps.programs.list(merchantId, { after: null, limit: 20 }),
    deps.tills.list(merchantId, { after: null, limit: 100 }),
    deps.reads.cards(merchantId, {}),
  ])
  if (!merchant) throw notFound('merchant')
  const program = programs.find(({ state }) => state !== 'ended') ?? null
  const active = tills.filter(({ state }) => state === 'active')
  const facts: Record<SetupStep, boolean> = {
    look: merchant.look !== null,
    reward: program !== null,
    // The reward's step makes the first version, the goal's the next, unless it is left as it was proposed: cards go by it then.
    goal: program !== null && (program.version > 1 || cards.rows.length > 0),
    tills: active.length > 0,
    // Whoever holds a card has found its code somewhere.
    placements: cards.rows.length > 0,
    test: cards.rows.some(({ lastStampAt }) => lastStampAt !== null),
  }
  return { merchant, program, tills: active, done: new Set(setupSteps.filter((step) => facts[step])) }
}

/** The first step that is not done; the last one where all are. */
export const nextStep = (done: ReadonlySet<SetupStep>): SetupStep =>
  setupSteps.find((step) => !done.has(step)) ?? 'test'

/** A sale that the rule has a stamp for. */
export function saleFor(earn: EarnRule, currency: string) {
  const plain = { total: 10 * 10 ** minorDigits(currency), currency, item: { quantity: 1 } }
  switch (earn.kind) {
    case 'visit':
      return earn.minSpend
        ? { ...plain, total: earn.minSpend.amount, currency: earn.minSpend.currency }
        : plain
    case 'amount':
      return { ...plain, total: earn.per.amount, currency: earn.per.currency }
    case 'item': {
      const { skus, categories, ids } = earn.match
      const item = { sku: skus?.[0], category: categories?.[0], id: ids?.[0], quantity: earn.every }
      const named = Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined))
      return { ...plain, item: named as typeof plain.item }
    }
  }
}
