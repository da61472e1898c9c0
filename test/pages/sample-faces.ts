import type { CardFace, FaceCoupon } from '../../src/domain/card-face.ts'
import type { ProgramRules } from '../../src/domain/program.ts'
import { speechFor } from '../../src/messages/messages.ts'
import type { PageContext } from '../../src/pages/page-context.ts'
import type { JoinOffer } from '../../src/ports/join-offers.ts'

export const pageContext = (language = 'en', nonce = 'n0nce'): PageContext => ({
  speech: speechFor(language, language),
  asset: (name) => `/assets/${name}`,
  badge: () => null,
  nonce,
})

const look = { background: '#12394a', foreground: '#ffffff', accent: '#ffb54a' }

export const rulesOf = (rules: Partial<ProgramRules> = {}): ProgramRules => ({
  goal: 3,
  milestones: [{ at: 3, reward: { id: 'reward', title: 'Free coffee', kind: 'redeem_code', display: 'qr' } }],
  earn: { kind: 'visit', stamps: 1, base: { includeTax: true }, multipliers: [] },
  debt: 'owed',
  ...rules,
})

export const offerOf = (offer: Partial<JoinOffer> = {}): JoinOffer => ({
  merchantId: 'm',
  programId: 'p',
  slug: 'harbour',
  shopName: 'Harbour Street Coffee',
  programName: 'Coffee card',
  look,
  locale: 'en-IE',
  timeZone: 'Europe/Dublin',
  rules: rulesOf(),
  open: true,
  ...offer,
})

export const faceOf = (face: Partial<CardFace> = {}): CardFace => ({
  merchantId: 'm',
  cardId: 'c',
  programId: 'p',
  version: 1,
  serial: 'serial-serial-serial-1',
  revision: 3,
  modifiedSecond: 1,
  locale: 'en-IE',
  timeZone: 'Europe/Dublin',
  shopName: 'Harbour Street Coffee',
  programName: 'Coffee card',
  look,
  stamps: 7,
  goal: 10,
  cycle: 1,
  milestones: [{ at: 10, title: 'Free coffee' }],
  nextReward: { at: 10, title: 'Free coffee' },
  progress: null,
  coupons: [],
  url: 'https://cards.example/card/token',
  voided: false,
  ...face,
})

export const couponOf = (coupon: Partial<FaceCoupon> = {}): FaceCoupon => ({
  id: 'coupon',
  rewardId: 'reward',
  title: 'Free coffee',
  kind: 'redeem_code',
  state: 'active',
  code: 'HWKP7XQ2MN',
  display: 'qr',
  scanValue: 'HWKP7XQ2MN',
  expiresAt: null,
  ...coupon,
})
