import type { CardFace, FaceCoupon, Look } from './card-face.ts'
import type { ProgramRules, Reward } from './program.ts'

/** A program's cards as their merchant draws them up. */
export type CardDesign = {
  shopName: string
  programName: string
  locale: string
  timeZone: string
  look: Look
  rules: Omit<ProgramRules, 'milestones'> & { milestones: { at: number; reward: Omit<Reward, 'id'> }[] }
}

const exampleId = '00000000-0000-7000-8000-000000000000'

/** A card that nobody has, for judging and showing a design. @param stamps at most the goal */
export function exampleCard({ rules, ...design }: CardDesign, stamps = 0): CardFace {
  const milestones = rules.milestones.map(({ at, reward }) => ({ at, title: reward.title }))
  return {
    ...design,
    merchantId: exampleId,
    cardId: exampleId,
    programId: exampleId,
    version: 1,
    serial: 'example',
    revision: 1,
    modifiedSecond: 0,
    stamps,
    goal: rules.goal,
    cycle: 1,
    milestones,
    nextReward: milestones.find(({ at }) => at > stamps) ?? milestones.at(-1)!,
    progress: null,
    earn: rules.earn,
    coupons: [],
    url: 'https://cards.example/card/example',
    voided: false,
  }
}

/** An open coupon of the reward, as its holder would see it. @param index tells coupons of one card apart */
export function exampleCoupon(reward: Omit<Reward, 'id'>, index: number): FaceCoupon {
  const code = reward.kind === 'redeem_code' ? (reward.code ?? 'EXAMPLE234') : null
  return {
    id: `example-${index}`,
    rewardId: `example-${index}`,
    title: reward.title,
    kind: reward.kind,
    state: 'active',
    code,
    display: reward.display,
    scanValue: code,
    expiresAt: reward.expiresAt === undefined ? null : Date.parse(reward.expiresAt),
  }
}
