import { z } from 'zod'
import { maxJoinMinutes } from '../../domain/join.ts'
import { earnChannels } from '../../domain/program.ts'
import { programStates } from '../../ports/programs.ts'
import { id, money, slug, text, time } from './fields.ts'

const maxGoal = 1000

const limits = z
  .strictObject({
    perOrder: z.int().min(1).max(maxGoal).optional().describe('Most stamps for one order.'),
    perDay: z.int().min(1).max(maxGoal).optional().describe('Most stamps for a card in one day.'),
    perLocationDay: z
      .int()
      .min(1)
      .max(maxGoal)
      .optional()
      .describe('Most stamps for a card in one day and location.'),
    cooldownMinutes: z
      .int()
      .min(1)
      .max(525_600)
      .optional()
      .describe('Minutes after an earning order in which no other earns.'),
  })
  .describe('Days are those of the location’s time zone.')

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time like 08:30')

const multiplier = z
  .strictObject({
    days: z
      .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
      .min(1)
      .max(7)
      .refine((days) => new Set(days).size === days.length, 'must name each day once')
      .optional(),
    from: clockTime.optional(),
    to: clockTime.optional().describe('Exclusive; before `from` when the window crosses midnight.'),
    factor: z.number().min(1).max(100),
  })
  .refine(({ from, to }) => from === undefined || from !== to, {
    path: ['to'],
    message: 'must differ from `from`, or the window is empty',
  })

const shared = {
  limits: limits.optional(),
  base: z
    .strictObject({ includeTax: z.boolean().default(true) })
    .prefault({})
    .describe(
      'What of an order counts: after discounts, without tips, service charges, shipping and gift cards sold.',
    ),
  multipliers: z.array(multiplier).max(20).default([]),
  redemptionOnlyEarns: z
    .boolean()
    .optional()
    .describe('An order that only redeems a coupon earns too. Without it, such an order never does.'),
}

const names = z.array(text(255)).min(1).max(500).optional()

const earnSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('visit'),
    stamps: z.int().min(1).max(100).default(1).describe('For each paid order.'),
    minSpend: money.optional(),
    ...shared,
  }),
  z.strictObject({
    kind: z.literal('amount'),
    per: money.describe('One stamp for this much.'),
    carryOver: z.boolean().default(true).describe('What is left over counts towards the next stamp.'),
    ...shared,
  }),
  z.strictObject({
    kind: z.literal('item'),
    match: z
      .strictObject({ skus: names, categories: names, ids: names })
      .refine(
        ({ skus, categories, ids }) => Boolean(skus ?? categories ?? ids),
        'must name skus, categories or ids',
      ),
    every: z.int().min(1).max(maxGoal).default(1).describe('One stamp for so many matching items.'),
    ...shared,
  }),
])

export const discountSchema = z.union([
  z.strictObject({ percent: z.number().min(1).max(100) }),
  z.strictObject({ amount: money }),
  z.strictObject({
    productIds: z
      .array(text(255))
      .min(1)
      .max(250)
      .describe('The till’s own ids: one of these products is free.'),
    worth: money
      .optional()
      .describe('The price of one: no more is taken off, also by a till that cannot count pieces.'),
  }),
])

export const rewardLimits = z
  .strictObject({
    minBasket: money.optional().describe('What the sale has to come to before the discount.'),
    combinable: z
      .boolean()
      .optional()
      .describe('Other discounts of the shop may stand beside it; false where it is missing.'),
  })
  .describe('Asked of the till. What it cannot enforce stands in `GET /programs/{id}/limits`.')

const rewardShape = {
  title: text(100),
  kind: z.enum(['self_redeem', 'staff_scan', 'redeem_code']),
  codeSource: z
    .enum(['minted', 'pool', 'shared'])
    .optional()
    .describe('For `redeem_code`: made in every till (the default), imported, or one static code.'),
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9-]{1,64}$/, 'must be 1 to 64 of A-Z, 0-9 and -')
    .optional()
    .describe('The static code of `shared`.'),
  discount: discountSchema.optional(),
  limits: rewardLimits.optional(),
  expiresAfterDays: z.int().min(1).max(3650).optional(),
  expiresAt: time.optional().describe('A fixed end for all of its coupons; not beside `expiresAfterDays`.'),
  warnDays: z
    .int()
    .min(0)
    .max(60)
    .optional()
    .describe('Days before its end from which the holder is warned: 3 unless said, 0 for never.'),
}
const display = z.enum(['qr', 'code128', 'ean13', 'code39', 'pdf417', 'aztec', 'text'])

/** `redeem_code` without a source means minted; the other kinds have none. */
const withSource = <R extends { kind: string; codeSource?: string | undefined }>(reward: R): R =>
  reward.kind === 'redeem_code' && reward.codeSource === undefined
    ? { ...reward, codeSource: 'minted' }
    : reward

const rewardFields = z.strictObject({ ...rewardShape, display: display.default('qr') })
export const rewardInput = rewardFields.transform(withSource)
const milestoneOf = <R extends z.ZodType>(reward: R) =>
  z
    .array(z.strictObject({ at: z.int().min(1).max(maxGoal), reward }))
    .min(1)
    .max(20)

const milestonesInput = milestoneOf(rewardInput)
const milestonesChange = milestoneOf(rewardFields.extend({ id: id.optional() }).transform(withSource))

const debt = z
  .enum(['owed', 'forgiven'])
  .describe('When an order is reversed whose coupon was used: the next stamps repay it, or nobody does.')
const channels = z
  .array(z.enum(earnChannels))
  .min(1)
  .max(earnChannels.length)
  .refine((each) => new Set(each).size === each.length, 'must name each channel once')
  .describe('What earns: the till’s orders, the counter’s scanner, staff scans, the kiosk, claims, the API.')
const locations = z
  .array(text(255))
  .min(1)
  .max(500)
  .refine((each) => new Set(each).size === each.length, 'must name each location once')
  .describe('The tills’ own ids of the locations that earn.')
const joinMinutes = z
  .int()
  .min(0)
  .max(maxJoinMinutes)
  .describe(
    'A till’s order so long before or after a scan at the same place is the same purchase; 0 for never.',
  )
const stampExpiry = z
  .union([
    z.strictObject({ kind: z.literal('fixed'), months: z.int().min(1).max(120) }),
    z.strictObject({
      kind: z.literal('fixed'),
      date: z
        .string()
        .regex(/^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'must be a day of the year like 12-31'),
    }),
    z.strictObject({ kind: z.literal('sliding'), days: z.int().min(1).max(3650) }),
  ])
  .describe(
    'When stamps that led to no reward yet expire: months after the cycle’s first stamp, every year after a day, or when nothing was earned for so many days.',
  )
const goal = z.int().min(1).max(maxGoal).describe('The last milestone’s `at`.')

export const programInput = z.strictObject({
  name: text(100),
  slug: slug.optional().describe('Address of the join page; without one, the name gives it.'),
  goal,
  earn: earnSchema,
  milestones: milestonesInput,
  debt: debt.default('owed'),
  joinMinutes: joinMinutes.optional(),
  channels: channels.optional(),
  locations: locations.optional(),
  stampExpiry: stampExpiry.optional(),
})

/** What of the rules changes; the rest stays as it is. */
export const rulesChange = z.strictObject({
  goal: goal.optional(),
  earn: earnSchema.optional(),
  milestones: milestonesChange.optional(),
  debt: debt.optional(),
  joinMinutes: joinMinutes.nullable().optional().describe('Null: 10 minutes.'),
  channels: channels.nullable().optional().describe('Null: every channel earns.'),
  locations: locations.nullable().optional().describe('Null: every location earns.'),
  stampExpiry: stampExpiry.nullable().optional().describe('Null: never.'),
})

export const programChange = rulesChange
  .extend({
    name: text(100).optional(),
    slug: slug.optional().describe('The address before goes on working.'),
    state: z.enum(programStates).optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must change something')

const rewardSchema = z.strictObject({ id, ...rewardShape, display })

export const programSchema = z.strictObject({
  id,
  slug: z.string(),
  name: z.string(),
  version: z.int(),
  state: z.enum(programStates),
  goal: z.int(),
  earn: earnSchema,
  milestones: z.array(z.strictObject({ at: z.int(), reward: rewardSchema })),
  debt,
  joinMinutes: joinMinutes.optional().describe('10 where it is missing.'),
  channels: channels.optional().describe('Every channel where it is missing.'),
  locations: locations.optional().describe('Every location where it is missing.'),
  stampExpiry: stampExpiry.optional().describe('Never where it is missing.'),
  joinUrl: z.url().describe('Opens the join page; put it into a QR code.'),
  createdAt: time,
})
