/** Words of the console's room for what marketplaces ask for their customers' privacy. */
export const privacyEn = {
  lead: 'When a customer asks your shop for their data, or to be forgotten, your till’s marketplace tells us. Forgetting happens by itself; data you pass on yourself, within 30 days.',
  kinds: {
    'customer-data': 'A customer wants their data',
    'customer-redact': 'A customer was forgotten',
    'shop-redact': 'A shop that removed the app was cleared',
  },
  request: 'Request',
  till: 'Till',
  came: 'Received',
  due: 'Answer by',
  late: 'overdue',
  states: { open: 'to be answered', done: 'done', skipped: 'not needed: the shop had come back' },
  answeredAt: 'Done',
  customer: 'The till’s customer',
  orders: 'Orders named by the till',
  cards: 'Cards',
  cardsErased: 'Their cards are no longer here.',
  how: 'How to answer',
  steps: [
    'Download the file: it holds the customer’s cards, details, stamps, coupons and orders.',
    'Send it to the customer, by the address your till knows them by.',
    'Say here that they have it. Who asked is then forgotten; the request itself stays on record.',
  ],
  download: 'Download their data (JSON)',
  answered: 'They have their data',
  doneWords: 'Noted. Who asked is forgotten here.',
  alert: (n: number) => (n === 1 ? 'A customer waits for their data' : `${n} customers wait for their data`),
}

export type PrivacyTexts = typeof privacyEn
