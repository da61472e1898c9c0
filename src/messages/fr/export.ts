import type { ExportTexts } from '../en/export.ts'

export const exportFr: ExportTexts = {
  intro: 'Tout vous appartient : emportez-le quand vous voulez, en tableaux ou en JSON pour des programmes.',
  what: 'Quoi',
  all: 'Tout, en une seule archive',
  kinds: {
    cards: 'Cartes',
    ledger: 'Registre des tampons',
    coupons: 'Coupons',
    redemptions: 'Utilisations',
    orders: 'Commandes',
    scans: 'Scans',
    claims: 'Réclamations par ticket',
    audit: 'Journal',
  },
  rows: (n) => `${n} lignes`,
  rowsMore: (n) => `plus de ${n} lignes`,
  format: 'Format',
  formats: { csv: 'CSV', json: 'JSON' },
  formatHints: { csv: 'Pour Excel, Numbers, Google Sheets.', json: 'Pour des programmes.' },
  personal: 'Avec noms, adresses e-mail, numéros de téléphone et anniversaires',
  personalHint:
    'De ceux qui les ont donnés, dans le tableau des cartes. C’est noté au journal. Gardez le fichier en lieu sûr et supprimez-le quand il a servi.',
  download: 'Télécharger',
  note: (zone) =>
    `Les heures sont en UTC et telles que l’horloge les montre à ${zone} ; l’argent, dans la plus petite unité de sa monnaie. Les grands exports prennent quelques minutes : vous pouvez continuer à travailler.`,
}
