import type { DeliveryTexts } from '../delivery-texts.ts'

export const deliveriesDe: DeliveryTexts = {
  unused: 'Meldungen dieser Art werden hier nicht gebraucht.',
  unfinished: 'Es war noch nicht abgeschlossen und blieb daher ohne Wirkung.',
  'no-order': 'Es gehört zu keiner Bestellung.',
  'nothing-back': 'Es nimmt nichts von einem Verkauf zurück.',
  'not-merged': 'Dabei wurden keine Kunden zusammengeführt.',
  'no-json': 'Es ist kein JSON und daher nicht lesbar.',
  'no-sender': 'Es sagt nicht, von wem es kommt.',
  'wrong-part': 'Ein Teil davon ist nicht wie erwartet.',
  failed: 'Es ließ sich nicht verarbeiten.',
  again: 'Es ließ sich noch nicht verarbeiten und wird erneut versucht.',
}
