import type { PrivacyTexts } from '../en/privacy.ts'

export const privacyFr: PrivacyTexts = {
  lead: 'Quand un client demande ses données à votre boutique, ou à être oublié, la place de marché de votre caisse nous le dit. L’oubli se fait tout seul ; les données, vous les remettez vous-même, sous 30 jours.',
  kinds: {
    'customer-data': 'Un client veut ses données',
    'customer-redact': 'Un client a été oublié',
    'shop-redact': 'Les données d’une boutique qui a retiré l’application ont été effacées',
  },
  request: 'Demande',
  till: 'Caisse',
  came: 'Reçue',
  due: 'Répondre avant le',
  late: 'en retard',
  states: { open: 'à traiter', done: 'faite', skipped: 'inutile : la boutique était revenue' },
  answeredAt: 'Faite',
  customer: 'Client de la caisse',
  orders: 'Commandes nommées par la caisse',
  cards: 'Cartes',
  cardsErased: 'Ses cartes ne sont plus ici.',
  how: 'Comment répondre',
  steps: [
    'Téléchargez le fichier : il contient les cartes, les données, les tampons, les bons et les commandes du client.',
    'Envoyez-le au client, à l’adresse sous laquelle votre caisse le connaît.',
    'Dites ici qu’il l’a reçu. Qui a demandé est alors oublié ; la demande elle-même reste consignée.',
  ],
  download: 'Télécharger ses données (JSON)',
  answered: 'Le client a ses données',
  doneWords: 'C’est noté. Qui a demandé est oublié ici.',
  alert: (n) => (n === 1 ? 'Un client attend ses données' : `${n} clients attendent leurs données`),
}
