/** What a room of the console says while nothing stands in it: what will, and what to do for it. */
export const consoleEmptyEn = {
  cards: {
    title: 'No cards yet',
    text: 'Everybody who takes a stamp card stands here, with stamps and last visit. Put the QR code where customers see it: the first scan is the first card.',
    act: 'Print the QR code',
  },
  orders: {
    title: 'No orders yet',
    text: 'Every sale that your till sends stands here within seconds, with the stamps it gave, or why it gave none.',
    act: 'Connect a till',
    test: 'Test the till',
  },
  coupons: {
    title: 'No coupons yet',
    text: 'The first full card gets one by itself. It then stands here with its code, and whether it was used. You can also give one at any card.',
    act: 'Go to the cards',
  },
  privacy: {
    title: 'Nobody has asked so far',
    text: 'A request stands here as soon as it comes, with the day by which it must be answered. There is nothing to do until then.',
  },
  deliveries: {
    title: 'All is well',
    text: 'Everything that your tills sent was understood. What could not be read would stand here, unchanged, until somebody has looked at it.',
  },
  /** On the page of one card. */
  cardCoupons: 'No coupon yet.',
  cardLedger: 'No stamps yet.',
  showAll: 'Show all',
}

export type EmptyTexts = typeof consoleEmptyEn
