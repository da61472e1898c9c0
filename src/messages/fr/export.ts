import type { ExportTexts } from '../en/export.ts'

export const exportFr: ExportTexts = {
  intro: 'Tout vous appartient : emportez-le quand vous voulez, en tableaux ou en JSON pour des programmes.',
  what: 'Quoi',
  all: 'Tout, en une seule archive',
  kinds: {
    cards: 'Cartes',
    ledger: 'Registre des tampons',
    coupons: 'Bons',
    redemptions: 'Utilisations',
    orders: 'Commandes',
    scans: 'Scans',
    claims: 'Tampons par ticket ou code',
    audit: 'Journal',
  },
  rows: (count, n) => `${n} ${count < 2 ? 'ligne' : 'lignes'}`,
  rowsMore: (n) => `plus de ${n} lignes`,
  format: 'Format',
  formats: { csv: 'CSV', json: 'JSON' },
  formatHints: { csv: 'Pour Excel, Numbers, Google Sheets.', json: 'Pour des programmes.' },
  personal: 'Avec noms, adresses e-mail, numéros de téléphone et anniversaires',
  personalHint:
    'De ceux qui les ont donnés, dans le tableau des cartes. C’est noté au journal. Gardez le fichier en lieu sûr et supprimez-le quand il a servi.',
  prepare: 'Préparer l’export',
  run: {
    title: 'Votre export',
    label: 'Ce qui est écrit',
    states: {
      ordered: 'Prêt. Le fichier s’écrit pendant le téléchargement et n’est conservé nulle part ici.',
      running:
        'En cours d’écriture et de téléchargement. Laissez le navigateur ouvert ; vous pouvez quitter cette page.',
      done: 'Complet : le fichier entier a été envoyé à votre navigateur.',
      stopped: 'Le téléchargement s’est interrompu, le fichier est incomplet. Relancez-le.',
      over: 'Cet export a été demandé il y a plus d’une heure. Demandez-en un nouveau.',
    },
    rows: (count, n) => `${n} ${count < 2 ? 'ligne' : 'lignes'}`,
    rowsOf: (n, all) => `${n} sur ${all} lignes`,
    start: 'Lancer le téléchargement',
    again: 'Télécharger à nouveau',
    another: 'Nouvel export',
  },
  note: (zone) =>
    `Les heures sont en UTC et telles que l’horloge les montre à ${zone} ; l’argent, dans la plus petite unité de sa monnaie. Les grands exports prennent quelques minutes : vous pouvez continuer à travailler.`,
}
