import type { PlacementsTexts } from '../en/placements.ts'

export const placementsFr: PlacementsTexts = {
  paper: {
    rule: (earn, goal) =>
      `${earn}. Votre récompense dès\u00a0${goal}\u00a0${goal === 1 ? 'tampon' : 'tampons'}.`,
    scan: 'Scannez avec votre téléphone',
    easy: 'Votre carte en quelques secondes. Ni application, ni formulaire.',
  },
  intro:
    'Chaque support porte son propre code QR : vous voyez quel endroit apporte des cartes. Les PDF sont prêts pour l’imprimeur : fond perdu de 3 mm, traits de coupe, codes vectoriels, polices incorporées.',
  program: 'Programme',
  where: 'Endroit',
  whereHint: 'Un endroit à vous vaut pour tous les supports.',
  usual: 'Celui de chaque support',
  language: 'Langue des supports',
  languageHint: 'Les noms et les récompenses restent tels que vous les avez écrits.',
  show: 'Afficher',
  kinds: {
    'counter-card': 'Présentoir de comptoir',
    'table-tent': 'Chevalet de table',
    'receipt-footer': 'Pied du ticket',
    'label-round': 'Étiquettes rondes',
    'label-square': 'Étiquettes carrées',
    'bag-insert': 'Carte à glisser dans le sac',
    'window-poster': 'Affiche de vitrine',
  },
  about: {
    'counter-card': 'A5, 148 × 210 mm. Pour un support près de la caisse.',
    'table-tent': '105 × 296 mm, plié au milieu en deux faces A6.',
    'receipt-footer':
      'Pour papier de 80 mm, noir sur blanc. L’image a les 576 points d’une imprimante à tickets.',
    'label-round': 'Douze de 60 mm sur A4 ; l’image n’en montre qu’une.',
    'label-square': 'Douze de 60 mm sur A4 ; l’image n’en montre qu’une.',
    'bag-insert': 'A6, 105 × 148 mm. Se glisse dans les sacs et les colis.',
    'window-poster': 'A3, 297 × 420 mm. Se lit depuis le trottoir.',
  },
  preview: (sheet) => `Aperçu : ${sheet}`,
  counted: (views, joins) => `${views} vues · ${joins} cartes`,
  download: (sheet, format) => `${sheet} en ${format}`,
  all: 'D’où viennent les cartes',
  allHint: 'Vues : la page du code a été ouverte. Cartes : une carte y a été créée.',
  none: 'Rien n’a encore été scanné. Posez un support, et ses scans seront comptés ici.',
  places: {
    counter: 'Comptoir',
    table: 'Table',
    receipt: 'Ticket',
    packaging: 'Emballage',
    bag: 'Sac',
    window: 'Vitrine',
  },
  codeOnly: 'Le code seul (SVG)',
  own: 'Un endroit à vous',
  ownName: 'Nom',
  ownHint: 'Par exemple « Terrasse ». Ses supports ont un code compté à part.',
  add: 'Ajouter l’endroit',
  remove: 'Retirer',
  sheets: 'Supports',
  full: 'Il y a déjà 50 endroits. Retirez-en un d’abord.',
  unprintable: (signs) =>
    `L’impression n’a pas de caractères pour ${signs} : ils manquent sur chaque feuille. Elle a des lettres latines, grecques, cyrilliques, arabes et hébraïques ; écrivez le nom du commerce et la récompense avec celles-ci.`,
  noProgram: 'Aucun programme en cours à rejoindre pour l’instant.',
  toPrograms: 'Vers les programmes',
}
