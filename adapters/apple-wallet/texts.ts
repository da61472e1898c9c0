import { spacedFrench } from '../../src/domain/french-spacing.ts'
import type { RedemptionKind } from '../../src/domain/program.ts'
import { type BackTexts, backTexts } from './back-texts.ts'

/** What a pass says, in the card's own language: the pass, its notifications and the web card then agree. */
export type PassTexts = FrontTexts & BackTexts

type FrontTexts = {
  description: (shop: string) => string
  stamps: string
  collected: string
  ofGoal: (stamps: number, goal: number) => string
  nextReward: string
  toNextStamp: string
  yourReward: string
  code: string
  validUntil: string
  /** In place of `validUntil`, once the holder is warned. */
  endsSoon: string
  latest: string
  progress: (stamps: number, goal: number, missing: number, reward: string) => string
  ready: (reward: string) => string
  preparing: (reward: string) => string
  /** Of a code, in a field beside its label. */
  onItsWay: string
  voided: string
  paused: string
  /** Of a merged card: the end of the other card's number. */
  movedTo: (numberEnd: string) => string
  stampsExpire: string
  stampsExpireSoon: (stamps: number, date: string) => string
  howToUse: Record<RedemptionKind, string>
  rewards: string
  recovery: string
  recoveryHint: string
  openCard: string
  cardNumber: string
}

const en: FrontTexts = {
  description: (shop) => `Stamp card of ${shop}`,
  stamps: 'Stamps',
  collected: 'Collected',
  ofGoal: (stamps, goal) => `${stamps} of ${goal}`,
  nextReward: 'Next reward',
  toNextStamp: 'To next stamp',
  yourReward: 'Your reward',
  code: 'Code',
  validUntil: 'Valid until',
  endsSoon: 'Ends soon',
  latest: 'Latest',
  progress: (stamps, goal, missing, reward) => `${stamps} of ${goal} stamps. ${missing} more for: ${reward}`,
  ready: (reward) => `Your reward is ready: ${reward}.`,
  preparing: (reward) => `You reached ${reward}. The code is on its way.`,
  onItsWay: 'On its way',
  voided: 'This card is no longer in use.',
  paused: 'This card is paused for now. What is on it waits: please ask at the counter.',
  movedTo: (numberEnd) => `Merged with your other card: its number ends in ${numberEnd}.`,
  stampsExpire: 'Stamps are good until',
  stampsExpireSoon: (stamps, date) =>
    `${stamps} ${stamps === 1 ? 'stamp expires' : 'stamps expire'} on ${date}.`,
  howToUse: {
    self_redeem: 'Open the card online at the counter and tap the reward.',
    staff_scan: 'Show this card at the counter.',
    redeem_code: 'Show or enter this code when you pay.',
  },
  rewards: 'Rewards',
  recovery: 'Lost or new phone?',
  recoveryHint: 'This link opens your card on any phone, with its stamps, rewards and history:',
  openCard: 'Open my card',
  cardNumber: 'Card number',
}

const es: FrontTexts = {
  description: (shop) => `Tarjeta de sellos de ${shop}`,
  stamps: 'Sellos',
  collected: 'Reunidos',
  ofGoal: (stamps, goal) => `${stamps} de ${goal}`,
  nextReward: 'Próximo premio',
  toNextStamp: 'Para otro sello',
  yourReward: 'Tu premio',
  code: 'Código',
  validUntil: 'Válido hasta',
  endsSoon: 'Termina pronto',
  latest: 'Novedades',
  progress: (stamps, goal, missing, reward) =>
    `${stamps} de ${goal} sellos. ${missing === 1 ? 'Falta' : 'Faltan'} ${missing} para: ${reward}`,
  ready: (reward) => `Tu premio está listo: ${reward}.`,
  preparing: (reward) => `Has conseguido ${reward}. El código está en camino.`,
  onItsWay: 'En camino',
  voided: 'Esta tarjeta ya no está en uso.',
  paused: 'Esta tarjeta está en pausa. Lo que tiene se conserva: pregunta en el mostrador.',
  movedTo: (numberEnd) => `Unida a tu otra tarjeta: su número termina en ${numberEnd}.`,
  stampsExpire: 'Los sellos valen hasta',
  stampsExpireSoon: (stamps, date) =>
    `${stamps} ${stamps === 1 ? 'sello caduca' : 'sellos caducan'} el ${date}.`,
  howToUse: {
    self_redeem: 'Abre la tarjeta en línea en el mostrador y toca el premio.',
    staff_scan: 'Muestra esta tarjeta en el mostrador.',
    redeem_code: 'Muestra o introduce este código al pagar.',
  },
  rewards: 'Premios',
  recovery: '¿Móvil perdido o nuevo?',
  recoveryHint: 'Este enlace abre tu tarjeta en cualquier móvil, con sus sellos, premios e historial:',
  openCard: 'Abrir mi tarjeta',
  cardNumber: 'Número de tarjeta',
}

const de: FrontTexts = {
  description: (shop) => `Stempelkarte von ${shop}`,
  stamps: 'Stempel',
  collected: 'Gesammelt',
  ofGoal: (stamps, goal) => `${stamps} von ${goal}`,
  nextReward: 'Nächste Prämie',
  toNextStamp: 'Bis zum Stempel',
  yourReward: 'Deine Prämie',
  code: 'Code',
  validUntil: 'Gültig bis',
  endsSoon: 'Endet bald',
  latest: 'Neuigkeiten',
  progress: (stamps, goal, missing, reward) =>
    `${stamps} von ${goal} Stempeln. Noch ${missing} bis: ${reward}`,
  ready: (reward) => `Deine Prämie ist da: ${reward}.`,
  preparing: (reward) => `Du hast ${reward} erreicht. Der Code ist unterwegs.`,
  onItsWay: 'Unterwegs',
  voided: 'Diese Karte wird nicht mehr verwendet.',
  paused: 'Diese Karte ruht gerade. Was darauf ist, bleibt erhalten: Bitte frag an der Theke.',
  movedTo: (numberEnd) => `Mit deiner anderen Karte vereint: ihre Nummer endet auf ${numberEnd}.`,
  stampsExpire: 'Stempel gelten bis',
  stampsExpireSoon: (stamps, date) =>
    `${stamps} Stempel ${stamps === 1 ? 'verfällt' : 'verfallen'} am ${date}.`,
  howToUse: {
    self_redeem: 'Öffne die Karte an der Theke online und tippe auf die Prämie.',
    staff_scan: 'Zeige diese Karte an der Theke.',
    redeem_code: 'Zeige oder nenne diesen Code beim Bezahlen.',
  },
  rewards: 'Prämien',
  recovery: 'Handy verloren oder neu?',
  recoveryHint: 'Dieser Link öffnet deine Karte auf jedem Handy, mit Stempeln, Prämien und Verlauf:',
  openCard: 'Meine Karte öffnen',
  cardNumber: 'Kartennummer',
}

const fr: FrontTexts = {
  description: (shop) => `Carte de fidélité de ${shop}`,
  stamps: 'Tampons',
  collected: 'Obtenus',
  ofGoal: (stamps, goal) => `${stamps} sur ${goal}`,
  nextReward: 'Prochain cadeau',
  toNextStamp: 'Avant le prochain',
  yourReward: 'Votre cadeau',
  code: 'Code',
  validUntil: 'Valable jusqu’au',
  endsSoon: 'Se termine bientôt',
  latest: 'Actualité',
  progress: (stamps, goal, missing, reward) =>
    `${stamps} ${stamps < 2 ? 'tampon' : 'tampons'} sur ${goal}. Encore ${missing} pour : ${reward}`,
  ready: (reward) => `Votre cadeau est prêt : ${reward}.`,
  preparing: (reward) => `Vous avez obtenu ${reward}. Le code arrive.`,
  onItsWay: 'En route',
  voided: 'Cette carte n’est plus utilisée.',
  paused: 'Cette carte est en pause. Ce qu’elle contient est conservé : renseignez-vous au comptoir.',
  movedTo: (numberEnd) => `Réunie avec votre autre carte : son numéro finit par ${numberEnd}.`,
  stampsExpire: 'Tampons valables jusqu’au',
  stampsExpireSoon: (stamps, date) =>
    `${stamps} ${stamps === 1 ? 'tampon expire' : 'tampons expirent'} le ${date}.`,
  howToUse: {
    self_redeem: 'Ouvrez la carte en ligne au comptoir et touchez le cadeau.',
    staff_scan: 'Présentez cette carte au comptoir.',
    redeem_code: 'Présentez ou saisissez ce code au moment de payer.',
  },
  rewards: 'Cadeaux',
  recovery: 'Téléphone perdu ou nouveau ?',
  recoveryHint:
    'Ce lien ouvre votre carte sur n’importe quel téléphone, avec tampons, cadeaux et historique :',
  openCard: 'Ouvrir ma carte',
  cardNumber: 'Numéro de carte',
}

/** The languages that a pass is told in. */
export const passLanguages = ['en', 'es', 'de', 'fr'] as const
export type PassLanguage = (typeof passLanguages)[number]

const byLanguage: Record<PassLanguage, PassTexts> = {
  en: { ...en, ...backTexts.en },
  es: { ...es, ...backTexts.es },
  de: { ...de, ...backTexts.de },
  fr: spacedFrench({ ...fr, ...backTexts.fr }),
}

/** @param locale BCP 47; languages without texts get English. */
export function languageOf(locale: string): PassLanguage {
  const language = locale.toLowerCase().split('-', 1)[0]!
  return passLanguages.find((each) => each === language) ?? 'en'
}

/** @param locale BCP 47; languages without texts get English. */
export const passTexts = (locale: string): PassTexts => byLanguage[languageOf(locale)]
