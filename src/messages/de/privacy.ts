import type { PrivacyTexts } from '../en/privacy.ts'

export const privacyDe: PrivacyTexts = {
  lead: 'Verlangt ein Kunde von Ihrem Laden seine Daten oder will er vergessen werden, sagt es uns der Marktplatz Ihrer Kasse. Das Vergessen geschieht von selbst; Daten geben Sie selbst weiter, innerhalb von 30 Tagen.',
  kinds: {
    'customer-data': 'Ein Kunde möchte seine Daten',
    'customer-redact': 'Ein Kunde wurde vergessen',
    'shop-redact': 'Die Daten eines Ladens, der die App entfernt hat, wurden gelöscht',
  },
  request: 'Anfrage',
  till: 'Kasse',
  came: 'Eingegangen',
  due: 'Antwort bis',
  late: 'überfällig',
  states: { open: 'zu beantworten', done: 'erledigt', skipped: 'nicht nötig: der Laden war zurück' },
  answeredAt: 'Erledigt',
  customer: 'Kunde der Kasse',
  orders: 'Von der Kasse genannte Bestellungen',
  cards: 'Karten',
  cardsErased: 'Die Karten sind nicht mehr hier.',
  how: 'So antworten Sie',
  steps: [
    'Laden Sie die Datei herunter: Sie enthält Karten, Angaben, Stempel, Gutscheine und Bestellungen des Kunden.',
    'Senden Sie sie dem Kunden, an die Adresse, unter der Ihre Kasse ihn kennt.',
    'Sagen Sie hier, dass er sie hat. Wer gefragt hat, wird dann vergessen; die Anfrage selbst bleibt verzeichnet.',
  ],
  download: 'Daten herunterladen (JSON)',
  answered: 'Der Kunde hat seine Daten',
  doneWords: 'Notiert. Wer gefragt hat, ist hier vergessen.',
  alert: (n) => (n === 1 ? 'Ein Kunde wartet auf seine Daten' : `${n} Kunden warten auf ihre Daten`),
}
