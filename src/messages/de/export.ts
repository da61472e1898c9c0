import type { ExportTexts } from '../en/export.ts'

export const exportDe: ExportTexts = {
  intro: 'Alles gehört Ihnen: Nehmen Sie es jederzeit mit, als Tabellen oder als JSON für Programme.',
  what: 'Was',
  all: 'Alles, als ein Archiv',
  kinds: {
    cards: 'Karten',
    ledger: 'Stempelbuch',
    coupons: 'Gutscheine',
    redemptions: 'Einlösungen',
    orders: 'Bestellungen',
    scans: 'Scans',
    claims: 'Nachträge per Beleg',
    audit: 'Protokoll',
  },
  rows: (count, n) => `${n} ${count === 1 ? 'Zeile' : 'Zeilen'}`,
  rowsMore: (n) => `mehr als ${n} Zeilen`,
  format: 'Format',
  formats: { csv: 'CSV', json: 'JSON' },
  formatHints: { csv: 'Für Excel, Numbers, Google Sheets.', json: 'Für Programme.' },
  personal: 'Mit Namen, E-Mail-Adressen, Telefonnummern und Geburtstagen',
  personalHint:
    'Von denen, die sie angegeben haben, in der Tabelle der Karten. Das wird im Protokoll vermerkt. Verwahren Sie die Datei sicher und löschen Sie sie, wenn sie ausgedient hat.',
  prepare: 'Export vorbereiten',
  run: {
    title: 'Ihr Export',
    label: 'Wie viel geschrieben ist',
    states: {
      ordered: 'Bereit. Die Datei entsteht beim Herunterladen und wird hier nirgends aufbewahrt.',
      running:
        'Wird geschrieben und heruntergeladen. Lassen Sie den Browser offen; diese Seite können Sie verlassen.',
      done: 'Vollständig: Die ganze Datei wurde an Ihren Browser gesendet.',
      stopped: 'Der Download brach ab, die Datei ist unvollständig. Starten Sie ihn noch einmal.',
      over: 'Dieser Export wurde vor mehr als einer Stunde bestellt. Bestellen Sie einen neuen.',
    },
    rows: (count, n) => `${n} ${count === 1 ? 'Zeile' : 'Zeilen'}`,
    rowsOf: (n, all) => `${n} von ${all} Zeilen`,
    start: 'Download starten',
    again: 'Noch einmal herunterladen',
    another: 'Neuer Export',
  },
  note: (zone) =>
    `Zeiten stehen in UTC und so, wie die Uhr sie in ${zone} zeigt; Geld in der kleinsten Einheit seiner Währung. Große Exporte dauern einige Minuten: Sie können derweil weiterarbeiten.`,
}
