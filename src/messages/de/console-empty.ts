import type { EmptyTexts } from '../en/console-empty.ts'

/** What a room of the console says while nothing stands in it: what will, and what to do for it. */
export const consoleEmptyDe: EmptyTexts = {
  cards: {
    title: 'Noch keine Karten',
    text: 'Alle, die eine Stempelkarte nehmen, stehen hier, mit Stempeln und letztem Besuch. Stellen Sie den QR-Code dorthin, wo Kunden ihn sehen: Der erste Scan ist die erste Karte.',
    act: 'QR-Code drucken',
  },
  orders: {
    title: 'Noch keine Bestellungen',
    text: 'Jeder Verkauf, den Ihre Kasse sendet, steht nach Sekunden hier, mit den Stempeln, die er gab, oder dem Grund, warum er keine gab.',
    act: 'Kasse verbinden',
    test: 'Kasse testen',
  },
  coupons: {
    title: 'Noch keine Gutscheine',
    text: 'Die erste volle Karte bekommt von selbst einen. Er steht dann hier, mit seinem Code und ob er eingelöst wurde. Sie können auch auf jeder Karte einen schenken.',
    act: 'Zu den Karten',
  },
  privacy: {
    title: 'Bisher hat niemand gefragt',
    text: 'Eine Anfrage steht hier, sobald sie kommt, mit dem Tag, bis zu dem sie beantwortet sein muss. Bis dahin ist nichts zu tun.',
  },
  deliveries: {
    title: 'Alles in Ordnung',
    text: 'Alles, was Ihre Kassen gesendet haben, wurde verstanden. Was sich nicht lesen lässt, stünde hier, unverändert, bis jemand es angesehen hat.',
  },
  cardCoupons: 'Noch kein Gutschein.',
  cardLedger: 'Noch keine Stempel.',
  showAll: 'Alle zeigen',
}
