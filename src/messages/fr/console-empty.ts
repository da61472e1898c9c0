import type { EmptyTexts } from '../en/console-empty.ts'

/** What a room of the console says while nothing stands in it: what will, and what to do for it. */
export const consoleEmptyFr: EmptyTexts = {
  cards: {
    title: 'Pas encore de cartes',
    text: 'Chaque personne qui prend une carte de fidélité apparaît ici, avec ses tampons et sa dernière visite. Placez le code QR là où les clients le voient : le premier scan est la première carte.',
    act: 'Imprimer le code QR',
  },
  orders: {
    title: 'Pas encore de commandes',
    text: 'Chaque vente que votre caisse envoie apparaît ici en quelques secondes, avec les tampons donnés ou la raison pour laquelle il n’y en a pas.',
    act: 'Connecter une caisse',
    test: 'Tester la caisse',
  },
  coupons: {
    title: 'Pas encore de bons',
    text: 'La première carte complète en reçoit un automatiquement. Il apparaît alors ici avec son code, et l’on voit s’il a été utilisé. Vous pouvez aussi en offrir un sur n’importe quelle carte.',
    act: 'Voir les cartes',
  },
  privacy: {
    title: 'Personne n’a rien demandé jusqu’ici',
    text: 'Une demande apparaît ici dès qu’elle arrive, avec la date limite de réponse. D’ici là, il n’y a rien à faire.',
  },
  deliveries: {
    title: 'Tout va bien',
    text: 'Tout ce que vos caisses ont envoyé a été compris. Ce qui ne pourrait pas être lu apparaîtrait ici, inchangé, jusqu’à ce que quelqu’un l’ait regardé.',
  },
  cardCoupons: 'Pas encore de bon.',
  cardLedger: 'Pas encore de tampon.',
  showAll: 'Tout afficher',
}
