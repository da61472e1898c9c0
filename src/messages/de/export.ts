import type { ExportTexts } from '../en/export.ts'

export const exportDe: ExportTexts = {
  intro: 'Alles gehört Ihnen: Nehmen Sie es jederzeit mit, als Tabellen oder als JSON für Programme.',
  what: 'Was',
  all: 'Alles, als ein Archiv',
  kinds: {
    cards: 'Karten',
    ledger: 'Stempelbuch',
    coupons: 'Coupons',
    redemptions: 'Einlösungen',
    orders: 'Bestellungen',
    scans: 'Scans',
    claims: 'Nachträge per Beleg',
    audit: 'Protokoll',
  },
  rows: (n) => `${n} Zeilen`,
  rowsMore: (n) => `mehr als ${n} Zeilen`,
  format: 'Format',
  formats: { csv: 'CSV', json: 'JSON' },
  formatHints: { csv: 'Für Excel, Numbers, Google Sheets.', json: 'Für Programme.' },
  personal: 'Mit Namen, E-Mail-Adressen, Telefonnummern und Geburtstagen',
  personalHint:
    'Von denen, die sie angegeben haben, in der Tabelle der Karten. Das wird im Protokoll vermerkt. Verwahren Sie die Datei sicher und löschen Sie sie, wenn sie ausgedient hat.',
  download: 'Herunterladen',
  note: (zone) =>
    `Zeiten stehen in UTC und so, wie die Uhr sie in ${zone} zeigt; Geld in der kleinsten Einheit seiner Währung. Große Exporte dauern einige Minuten: Sie können derweil weiterarbeiten.`,
}
