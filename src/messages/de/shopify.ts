import type { ShopifyTexts } from '../en/shopify.ts'

export const shopifyDe: ShopifyTexts = {
  connecting: 'Ihr Shop wird verbunden …',
  lead: 'Stempelkarten auf dem Handy Ihrer Kundschaft, geführt von Ihrer Kasse.',
  connected: 'Verbunden',
  limited: 'Verbunden, aber Berechtigungen fehlen',
  shop: 'Shop',
  permissions: 'Berechtigungen',
  allGranted: 'Alle erteilt',
  missing: 'Es fehlen',
  missingHelp:
    'Shopify fragt danach, wenn Sie die App erneut öffnen. Bis dahin wartet, was sie braucht; verloren geht nichts.',
  scopes: {
    read_orders: 'Bestellungen sehen',
    read_customers: 'Kunden sehen',
    write_customers: 'eine Karte einem Kunden zuordnen',
    read_customer_merge: 'zusammengeführte Kunden sehen',
    read_products: 'Produkte in Bestellungen sehen',
    read_locations: 'sehen, wo bestellt wurde',
    read_discounts: 'Rabatte sehen',
    write_discounts: 'Rabattcodes für Gutscheine anlegen',
  },
  lastOrder: 'Letzte Bestellung',
  noOrder: 'Noch keine. Der nächste Verkauf an Ihrer Kasse erscheint hier.',
  open: 'Konsole öffnen',
  openNote: 'Öffnet sich in einem neuen Tab und meldet Sie an.',
  refused: 'Shopify hat nicht bestätigt, wer Sie sind. Bitte laden Sie diese Seite neu.',
  busy: 'Ihr Shop wird gerade in einem anderen Fenster verbunden. Bitte laden Sie diese Seite gleich noch einmal.',
  unreachable: 'Shopify ist gerade nicht erreichbar. Bitte laden Sie diese Seite gleich noch einmal.',
  outside:
    'Diese Seite funktioniert in Ihrem Shopify-Adminbereich. Öffnen Sie Stampbridge dort aus der Liste Ihrer Apps.',
  old: 'Diese Seite wurde vor zu langer Zeit geöffnet. Öffnen Sie Stampbridge erneut in Ihrem Shopify-Adminbereich.',
}
