import type { CardFace } from '../src/domain/card-face.ts'

/** A card half way, a new revision each time, so that nothing is answered from a cache of finished passes. */
export const sampleFace = (revision: number): CardFace => ({
  merchantId: '0190a000-0000-7000-8000-000000000001',
  cardId: '0190a000-0000-7000-8000-000000000002',
  programId: '0190a000-0000-7000-8000-000000000003',
  version: 1,
  serial: 'bench-serial-0000000000',
  revision,
  modifiedSecond: 1_700_000_000 + revision,
  locale: 'en',
  timeZone: 'Europe/Dublin',
  shopName: 'Harbour Street Coffee',
  programName: 'Coffee card',
  look: { background: '#12394a', foreground: '#ffffff', accent: '#ffb54a' },
  stamps: revision % 10,
  goal: 10,
  cycle: 1 + Math.floor(revision / 10),
  milestones: [{ at: 10, title: 'Free coffee' }],
  nextReward: { at: 10, title: 'Free coffee' },
  progress: null,
  coupons: [],
  url: 'https://cards.example.com/card/bench',
  voided: false,
  earn: { kind: 'visit', stamps: 1, base: { includeTax: true }, multipliers: [] },
  history: Array.from({ length: 5 }, (_, index) => ({
    kind: 'stamps',
    at: 1_700_000_000_000 + revision * 1000 - index * 86_400_000,
    count: 1,
  })),
  contact: { phone: '+353 1 555 0100', website: 'https://harbour.example' },
  locations: [{ latitude: 53.35, longitude: -6.26, name: 'Harbour Street' }],
})
