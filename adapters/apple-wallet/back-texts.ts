/** What stands on the back of a pass beside its news: rules, story, contact. */
export type BackTexts = {
  rules: string
  perPurchase: (stamps: number, minimum: string | null) => string
  perAmount: (amount: string) => string
  perItems: (count: number) => string
  stampsAdded: (count: number) => string
  stampsTaken: (count: number) => string
  used: (reward: string) => string
  expired: (reward: string) => string
  ended: string
  contact: string
  website: string
  privacy: string
  program: string
  /** On the lock screen, near a shop. */
  near: (shop: string) => string
}

const en: BackTexts = {
  rules: 'How it works',
  perPurchase: (stamps, minimum) =>
    `${stamps} ${stamps === 1 ? 'stamp' : 'stamps'} for each purchase${minimum ? ` from ${minimum}` : ''}.`,
  perAmount: (amount) => `One stamp for every ${amount} spent.`,
  perItems: (count) =>
    count === 1
      ? 'One stamp for each item that takes part.'
      : `One stamp for every ${count} items that take part.`,
  stampsAdded: (count) => (count === 1 ? '1 stamp added' : `${count} stamps added`),
  stampsTaken: (count) => (count === 1 ? '1 stamp taken back' : `${count} stamps taken back`),
  used: (reward) => `Used: ${reward}`,
  expired: (reward) => `Expired: ${reward}`,
  ended: 'This program has ended. Open rewards stay good until they expire.',
  contact: 'Contact',
  website: 'Website',
  privacy: 'Privacy',
  program: 'Program',
  near: (shop) => `${shop} is near: your stamp card`,
}

const es: BackTexts = {
  rules: 'Cómo funciona',
  perPurchase: (stamps, minimum) =>
    `${stamps} ${stamps === 1 ? 'sello' : 'sellos'} por cada compra${minimum ? ` desde ${minimum}` : ''}.`,
  perAmount: (amount) => `Un sello por cada ${amount} de compra.`,
  perItems: (count) =>
    count === 1
      ? 'Un sello por cada artículo que participa.'
      : `Un sello por cada ${count} artículos que participan.`,
  stampsAdded: (count) => (count === 1 ? '1 sello añadido' : `${count} sellos añadidos`),
  stampsTaken: (count) => (count === 1 ? '1 sello retirado' : `${count} sellos retirados`),
  used: (reward) => `Usado: ${reward}`,
  expired: (reward) => `Caducado: ${reward}`,
  ended: 'Este programa ha terminado. Los premios abiertos valen hasta que caduquen.',
  contact: 'Contacto',
  website: 'Sitio web',
  privacy: 'Privacidad',
  program: 'Programa',
  near: (shop) => `${shop} está cerca: tu tarjeta de sellos`,
}

const de: BackTexts = {
  rules: 'So geht es',
  perPurchase: (stamps, minimum) => `${stamps} Stempel für jeden Einkauf${minimum ? ` ab ${minimum}` : ''}.`,
  perAmount: (amount) => `Ein Stempel je ${amount} Einkaufswert.`,
  perItems: (count) =>
    count === 1
      ? 'Ein Stempel für jeden teilnehmenden Artikel.'
      : `Ein Stempel für je ${count} teilnehmende Artikel.`,
  stampsAdded: (count) => `${count} Stempel erhalten`,
  stampsTaken: (count) => `${count} Stempel zurückgenommen`,
  used: (reward) => `Eingelöst: ${reward}`,
  expired: (reward) => `Abgelaufen: ${reward}`,
  ended: 'Dieses Programm ist beendet. Offene Prämien gelten, bis sie ablaufen.',
  contact: 'Kontakt',
  website: 'Website',
  privacy: 'Datenschutz',
  program: 'Programm',
  near: (shop) => `${shop} ist in der Nähe: deine Stempelkarte`,
}

const fr: BackTexts = {
  rules: 'Comment ça marche',
  perPurchase: (stamps, minimum) =>
    `${stamps} ${stamps === 1 ? 'tampon' : 'tampons'} à chaque achat${minimum ? ` dès ${minimum}` : ''}.`,
  perAmount: (amount) => `Un tampon par tranche de ${amount} d’achat.`,
  perItems: (count) =>
    count === 1 ? 'Un tampon par article participant.' : `Un tampon pour ${count} articles participants.`,
  stampsAdded: (count) => (count === 1 ? '1 tampon ajouté' : `${count} tampons ajoutés`),
  stampsTaken: (count) => (count === 1 ? '1 tampon retiré' : `${count} tampons retirés`),
  used: (reward) => `Utilisé : ${reward}`,
  expired: (reward) => `Expiré : ${reward}`,
  ended: 'Ce programme est terminé. Les cadeaux ouverts restent valables jusqu’à leur expiration.',
  contact: 'Contact',
  website: 'Site web',
  privacy: 'Confidentialité',
  program: 'Programme',
  near: (shop) => `${shop} est tout près : votre carte de fidélité`,
}

export const backTexts = { en, es, de, fr }
