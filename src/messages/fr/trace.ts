import { refusedText } from '../reasons.ts'
import { oneOrMany, pick, type TraceTexts } from '../trace-texts.ts'
import { reasonsFr } from './reasons.ts'

// In French zero is singular.
const one = (n: unknown) => (String(n) === '0' ? '1' : n)
const stamps = (n: unknown) => `${n} ${oneOrMany(one(n), 'tampon', 'tampons')}`

const evidence = {
  scanned: 'Carte trouvée : elle a été scannée pendant la vente.',
  linked: 'Carte trouvée : elle est liée au client de la caisse.',
  contact: 'Carte trouvée : le client de la caisse a l’e-mail ou le téléphone vérifié pour elle.',
  claimed: 'Carte trouvée : son titulaire a ajouté l’achat après coup.',
  assigned: 'Carte trouvée : l’achat lui a été attribué à la main.',
}
const states = {
  paused: 'La carte est en pause.',
  merged: 'La carte a été fusionnée avec une autre.',
  erased: 'La carte a été effacée.',
}
const channels = {
  till: 'Les ventes en caisse',
  counter: 'Les scans au comptoir',
  staff: 'Les scans par l’équipe',
  kiosk: 'Les scans à la borne',
  claim: 'Les achats ajoutés avec le ticket',
  api: 'Les tampons d’autres programmes',
}
export const refusalsFr = (when: string, where: string): Record<string, string> => ({
  'already-redeemed': `il a déjà été utilisé${when}${where}`,
  expired: `il a expiré${when}`,
  revoked: `il a été retiré${when}`,
  'not-ready': 'il n’est pas encore prêt',
})

export const traceFr: TraceTexts = {
  'test-order': () => 'Les commandes de test ne donnent jamais de tampon.',
  paid: () => 'La commande n’est pas encore payée en entier.',
  card: (passed, f) =>
    passed
      ? pick(evidence, f.evidence, 'Carte trouvée.')
      : f.several
        ? 'Plusieurs cartes ont l’e-mail ou le téléphone de ce client : aucune n’est tamponnée au hasard.'
        : f.weak
          ? 'Aucune carte n’a été scannée ; un client connu par le seul paiement ne suffit pas.'
          : 'Aucune carte n’a été scannée, et le client n’est lié à aucune.',
  'card-active': (_, f) => pick(states, f.state, 'La carte n’est pas utilisée.'),
  'something-left': (_, f) =>
    pick(
      { cancelled: 'La commande a été annulée.', refunded: 'La commande a été remboursée.' },
      f.because,
      'Il ne reste rien de la commande.',
    ),
  'something-paid': (passed, f) => (passed ? `${f.paid} comptent.` : 'Rien n’a été payé pour des articles.'),
  'only-redeems': (passed) =>
    passed
      ? 'La commande ne fait qu’utiliser un bon, et cela compte ici.'
      : 'La commande ne fait qu’utiliser un bon : cela ne donne pas de tampon.',
  'amount-unknown': () => 'Le montant payé n’est pas encore connu : la commande de la caisse le dira.',
  channel: (passed, f) =>
    `${pick(channels, f.channel, 'Ces achats')} ${passed ? 'donnent des' : 'ne donnent pas de'} tampons avec cette carte.`,
  location: (passed, f) =>
    f.location === undefined && f.unnamed === undefined
      ? 'La commande n’indique pas de lieu, et seuls certains lieux donnent des tampons.'
      : `${f.location ?? 'Ce lieu'} ${passed ? 'fait' : 'ne fait pas'} partie des lieux qui donnent des tampons.`,
  currency: (passed, f) =>
    passed
      ? `Payé en ${f.paid} : le minimum, en ${f.currency}, n’est pas exigé.`
      : `Payé en ${f.paid}, mais les tampons se gagnent par tranche de ${f.per}.`,
  'minimum-spend': (passed, f) =>
    passed
      ? `${f.paid} payés, au moins le minimum de ${f.minimum}.`
      : `${f.paid} payés, moins que le minimum de ${f.minimum}.`,
  amount: (_, f) => `${f.paid} comptent ; un tampon par tranche de ${f.per}.`,
  items: (_, f) => {
    const found = `${f.count} ${oneOrMany(one(f.count), 'article retenu', 'articles retenus')}`
    return f.every === '1' ? `${found}.` : `${found} ; un tampon pour ${f.every}.`
  },
  multiplier: (_, f) => `${f.weekday}, ${f.time} : fois ${f.factor}.`,
  'per-order': (passed, f) =>
    passed ? `Dans la limite de ${stamps(f.limit)} par achat.` : `Ramené à ${stamps(f.limit)} par achat.`,
  'cool-down': (_, f) => `Un autre achat a déjà compté à moins de ${f.minutes} minutes.`,
  'per-location-day': (passed, f) =>
    passed
      ? `Dans la limite de ${stamps(f.limit)} par jour en ce lieu.`
      : `La limite de ${stamps(f.limit)} par jour en ce lieu est atteinte.`,
  'per-day': (passed, f) =>
    passed
      ? `Dans la limite de ${stamps(f.limit)} par jour.`
      : `La limite de ${stamps(f.limit)} par jour est atteinte.`,
  stamps: (_, f) => `${stamps(f.stamps)}.`,
  refused: (_, f) => {
    const when = f.at === undefined ? '' : ` le ${f.at}`
    const where = f.place === undefined ? '' : ` à ${f.place}`
    return refusedText(reasonsFr, refusalsFr, { when, where }, f)
  },
  coupon: (_, f) => {
    const when = f.at === undefined ? '' : ` le ${f.at}`
    const where = f.location === undefined ? '' : ` à ${f.location}`
    const events = {
      redeemed: `Bon ${f.code} utilisé${when}${where} : ${f.title}.`,
      replaced: `La commande a été rendue : un nouveau bon remplace ${f.code}.`,
      'taken-back': `La commande a été rendue, et avec elle les tampons de ${f.code}.`,
      unassigned: `Aucune carte de la vente n’a de bon avec le code partagé ${f.code} : il n’est attribué à personne.`,
    }
    const why = pick(refusalsFr(when, where), f.reason, 'il n’est pas valable')
    return pick(events, f.event, `Le bon ${f.code} n’a pas pu être utilisé : ${why}.`)
  },
}
