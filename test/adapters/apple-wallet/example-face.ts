import type { CardFace, FaceCoupon } from '../../../src/domain/card-face.ts'

/** A card of ten with four stamps and no coupon. */
export function exampleFace(changes: Partial<CardFace> = {}): CardFace {
  return {
    merchantId: '0190c0de-0000-7000-8000-000000000001',
    cardId: '0190c0de-0000-7000-8000-000000000002',
    programId: '0190c0de-0000-7000-8000-000000000003',
    version: 1,
    serial: 'x6Zk0Yh2QmWn8sPq4tRv1A',
    revision: 1,
    modifiedSecond: 1_795_000_000,
    locale: 'en-GB',
    timeZone: 'Europe/London',
    shopName: 'Harbour Café',
    programName: 'Coffee card',
    look: { background: '#3b2417', foreground: '#fff4e6', accent: '#e8a13c' },
    stamps: 4,
    goal: 10,
    cycle: 1,
    milestones: [
      { at: 5, title: 'Free cookie' },
      { at: 10, title: 'Free coffee' },
    ],
    nextReward: { at: 5, title: 'Free cookie' },
    progress: null,
    coupons: [],
    url: 'https://cards.example/card/abc?x=1&y=%222%22',
    voided: false,
    ...changes,
  }
}

export function exampleCoupon(changes: Partial<FaceCoupon> = {}): FaceCoupon {
  return {
    id: '0190c0de-0000-7000-8000-000000000009',
    rewardId: '0190c0de-0000-7000-8000-0000000000aa',
    title: 'Free coffee',
    kind: 'redeem_code',
    state: 'active',
    code: 'K7WM4XQ2PH',
    display: 'qr',
    scanValue: 'https://harbour.example/discount/K7WM4XQ2PH',
    expiresAt: Date.parse('2026-12-24T00:00:00Z'),
    ...changes,
  }
}
