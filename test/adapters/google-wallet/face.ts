import { generateKeyPairSync } from 'node:crypto'
import type { GoogleKey } from '../../../adapters/google-wallet/key.ts'
import type { CardFace, FaceCoupon } from '../../../src/domain/card-face.ts'

export const baseUrl = 'https://cards.harbour.example'
export const issuerId = '3388000000022222222'
export const serviceKey: GoogleKey = {
  issuerId,
  email: 'stamps@harbour.iam.gserviceaccount.com',
  privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  demo: false,
}

/** A card with 7 of 10 stamps, as one would meet it in a harbour café. */
export function face(changes: Partial<CardFace> = {}): CardFace {
  return {
    merchantId: '01900000-0000-7000-8000-000000000001',
    cardId: '01900000-0000-7000-8000-00000000c0de',
    programId: '01900000-0000-7000-8000-0000000000aa',
    version: 3,
    serial: 'q3Zt-x8_VbQmK2yLr0NwEg',
    revision: 7,
    modifiedSecond: 1_780_000_000,
    locale: 'en',
    timeZone: 'Europe/Berlin',
    shopName: 'Harbour Coffee',
    programName: 'Coffee card',
    look: { background: '#1e3a5f', foreground: '#ffffff', accent: '#ffb703' },
    stamps: 7,
    goal: 10,
    cycle: 1,
    milestones: [{ at: 10, title: 'Free coffee' }],
    nextReward: { at: 10, title: 'Free coffee' },
    progress: null,
    coupons: [],
    url: `${baseUrl}/card/Yk3vJ0mZqLw8sT5xRb1cNg`,
    voided: false,
    ...changes,
  }
}

export function coupon(changes: Partial<FaceCoupon> = {}): FaceCoupon {
  return {
    id: '01900000-0000-7000-8000-00000000beef',
    rewardId: '01900000-0000-7000-8000-0000000000d1',
    title: 'Free coffee',
    kind: 'redeem_code',
    state: 'active',
    code: 'K7PQ2M9XWA',
    display: 'qr',
    scanValue: 'https://harbour.example/discount/K7PQ2M9XWA',
    expiresAt: Date.UTC(2026, 11, 3, 22, 59),
    ...changes,
  }
}
