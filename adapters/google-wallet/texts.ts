import { spacedFrench } from '../../src/domain/french-spacing.ts'

/** Words on the pass, in one language. */
export type PassTexts = {
  stamps: string
  progress: string
  /** "7 of 10" */
  count(stamps: number, goal: number): string
  /** "4.20 € of 10.00 € towards the next stamp" */
  towards(amount: string, per: string): string
  nextReward: string
  /** "Free coffee at 10 stamps" */
  rewardAt(title: string, at: number): string
  rewards: string
  coupon: string
  preparing: string
  code: string
  validUntil: string
  stampsUntil: string
  /** Of a merged card: the end of the other card's number. */
  movedTo(numberEnd: string): string
  paused: string
  /** In place of `validUntil`, once the holder is warned. */
  endsSoon: string
  openCard: string
  cardNumber: string
  /** Of a program that has ended. */
  ended: string
  logoOf: string
}

const en: PassTexts = {
  stamps: 'Stamps',
  progress: 'Progress',
  count: (stamps, goal) => `${stamps} of ${goal}`,
  towards: (amount, per) => `${amount} of ${per} towards the next stamp`,
  nextReward: 'Next reward',
  rewardAt: (title, at) => `${title} at ${at} ${at === 1 ? 'stamp' : 'stamps'}`,
  rewards: 'Rewards',
  coupon: 'Your reward',
  preparing: 'Your code is on its way',
  code: 'Code',
  validUntil: 'Valid until',
  stampsUntil: 'Stamps are good until',
  paused: 'This card is paused for now. What is on it waits: please ask at the counter.',
  movedTo: (numberEnd) => `Merged with your other card: its number ends in ${numberEnd}.`,
  endsSoon: 'Ends soon',
  openCard: 'Open your card',
  cardNumber: 'Card number',
  ended: 'This program has ended. Open rewards stay good until they expire.',
  logoOf: 'Logo of',
}

const es: PassTexts = {
  stamps: 'Sellos',
  progress: 'Progreso',
  count: (stamps, goal) => `${stamps} de ${goal}`,
  towards: (amount, per) => `${amount} de ${per} para el próximo sello`,
  nextReward: 'Próximo premio',
  rewardAt: (title, at) => `${title} con ${at} ${at === 1 ? 'sello' : 'sellos'}`,
  rewards: 'Premios',
  coupon: 'Tu premio',
  preparing: 'Tu código está en camino',
  code: 'Código',
  validUntil: 'Válido hasta el',
  stampsUntil: 'Los sellos valen hasta el',
  paused: 'Esta tarjeta está en pausa. Lo que tiene se conserva: pregunta en el mostrador.',
  movedTo: (numberEnd) => `Unida a tu otra tarjeta: su número termina en ${numberEnd}.`,
  endsSoon: 'Termina pronto',
  openCard: 'Abrir tu tarjeta',
  cardNumber: 'Número de tarjeta',
  ended: 'Este programa ha terminado. Los premios abiertos valen hasta que caduquen.',
  logoOf: 'Logotipo de',
}

const de: PassTexts = {
  stamps: 'Stempel',
  progress: 'Fortschritt',
  count: (stamps, goal) => `${stamps} von ${goal}`,
  towards: (amount, per) => `${amount} von ${per} bis zum nächsten Stempel`,
  nextReward: 'Nächste Prämie',
  rewardAt: (title, at) => `${title} bei ${at} ${at === 1 ? 'Stempel' : 'Stempeln'}`,
  rewards: 'Prämien',
  coupon: 'Deine Prämie',
  preparing: 'Dein Code ist unterwegs',
  code: 'Code',
  validUntil: 'Gültig bis',
  stampsUntil: 'Stempel gelten bis',
  paused: 'Diese Karte ruht gerade. Was darauf ist, bleibt erhalten: Bitte frag an der Theke.',
  movedTo: (numberEnd) => `Mit deiner anderen Karte vereint: ihre Nummer endet auf ${numberEnd}.`,
  endsSoon: 'Endet bald',
  openCard: 'Karte öffnen',
  cardNumber: 'Kartennummer',
  ended: 'Dieses Programm ist beendet. Offene Prämien gelten, bis sie ablaufen.',
  logoOf: 'Logo von',
}

const fr: PassTexts = spacedFrench({
  stamps: 'Tampons',
  progress: 'Progression',
  count: (stamps, goal) => `${stamps} sur ${goal}`,
  towards: (amount, per) => `${amount} sur ${per} vers le prochain tampon`,
  nextReward: 'Prochain cadeau',
  rewardAt: (title, at) => `${title} à ${at} ${at === 1 ? 'tampon' : 'tampons'}`,
  rewards: 'Cadeaux',
  coupon: 'Votre cadeau',
  preparing: 'Votre code est en route',
  code: 'Code',
  validUntil: 'Valable jusqu’au',
  stampsUntil: 'Tampons valables jusqu’au',
  paused: 'Cette carte est en pause. Ce qu’elle contient est conservé : renseignez-vous au comptoir.',
  movedTo: (numberEnd) => `Réunie avec votre autre carte : son numéro finit par ${numberEnd}.`,
  endsSoon: 'Se termine bientôt',
  openCard: 'Ouvrir votre carte',
  cardNumber: 'Numéro de carte',
  ended: 'Ce programme est terminé. Les cadeaux ouverts restent valables jusqu’à leur expiration.',
  logoOf: 'Logo de',
})

const languages: Record<string, PassTexts> = { en, es, de, fr }

/** Texts for a BCP 47 locale: its language, or English. */
export const passTexts = (locale: string): PassTexts => languages[languageOf(locale)] ?? en

/** The locale itself where its language is spoken here, or English: numbers and dates go with the words. */
export const spokenLocale = (locale: string): string => (languageOf(locale) in languages ? locale : 'en')

/** "de" of "de-CH". */
export const languageOf = (locale: string): string => locale.toLowerCase().split('-')[0] ?? 'en'
