import type { CodeWords } from '../code-texts.ts'

const codes = (n: number, one: string, many: string) =>
  n === 1 ? `Le code d’un bon ${one}` : `Les codes de ${n} bons ${many}`
const wait = (n: number) => (n === 1 ? 'un bon attend' : `${n} bons attendent`)

export const codeWordsFr: CodeWords = {
  limits: {
    'code-unchecked': 'La caisse ne vérifie pas le code : on y choisit la remise qui porte son nom.',
    'not-once':
      'La caisse n’empêche pas une deuxième utilisation. Stampbridge supprime la remise à la première vente et signale toute autre.',
    'no-end': 'La caisse ne connaît pas la fin du bon. Stampbridge supprime alors la remise.',
    'no-min-basket': 'La caisse ne vérifie pas le montant minimum : c’est à l’équipe de le faire.',
    combines: 'La caisse n’empêche pas d’autres remises sur la même vente.',
    'any-product': 'La caisse ne lie pas la remise au produit : l’équipe l’applique au bon article.',
    'every-piece':
      'Chaque exemplaire du produit dans la vente devient gratuit. Indiquez la valeur d’un seul, et rien de plus ne sera déduit.',
    'as-asked': 'La caisse demande ce que vaut un code. Ce qu’elle fait de la réponse dépend d’elle.',
    'set-elsewhere':
      'Les codes viennent d’un autre système : leur valeur, leur nombre d’utilisations et leur fin y sont fixés.',
    'shared-code':
      'Tous les bons montrent le même code. Qui le connaît peut l’utiliser autant que la caisse le permet.',
  },
  alerts: {
    down: (till, n) =>
      `${till} est injoignable : ${wait(n)} un code. Tous seront créés à son retour ; rien n’est perdu.`,
    deleted: (till, n) =>
      `${codes(n, 'a été supprimé', 'ont été supprimés')} dans ${till}, de nouveau après avoir été recréés. Réparez ou retirez.`,
    paused: (till, n) =>
      `${codes(n, 'a été désactivé', 'ont été désactivés')} dans ${till}. Réparez ou retirez.`,
    edited: (till, n) =>
      `${codes(n, 'a été modifié', 'ont été modifiés')} dans ${till}. Réparez pour rétablir ce qui était promis, ou laissez ainsi.`,
    used: (till, n) =>
      `${codes(n, 'est épuisé', 'sont épuisés')} dans ${till}, mais aucune vente n’est arrivée. Cherchez la vente ou retirez.`,
    taken: (till, n) =>
      `${codes(n, 'a été supprimé', 'ont été supprimés')} dans ${till} et une autre remise porte ce nom. Retirez et donnez un nouveau bon.`,
    refused: (till, n) =>
      `${till} a refusé de créer ${n === 1 ? 'un code' : `${n} codes`}. Voyez la raison, corrigez, puis reconnectez la caisse.`,
    low: (reward, free, days) =>
      days === null
        ? `Il ne reste que ${free} codes pour « ${reward} ». Importez-en d’autres.`
        : `Il reste ${free} codes pour « ${reward} », de quoi tenir environ ${days} jours. Importez-en d’autres.`,
    dry: (reward, n) =>
      `Il n’y a plus de codes pour « ${reward} » : ${wait(n)}. Ils passeront en premier au prochain import.`,
  },
}
