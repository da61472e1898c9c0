import type { SquareTexts } from './square-en.ts'

export const squareFr: SquareTexts = {
  title: 'Square',
  lead: 'Stampbridge lit les ventes et crée les remises des coupons dans votre catalogue d’articles. Commandes, cartes et coupons restent si vous vous déconnectez.',
  connect: 'Connecter Square',
  again: 'Connecter de nouveau',
  disconnect: 'Déconnecter',
  none: 'Square n’est pas encore connecté.',
  notConfigured: 'La personne qui gère ce Stampbridge n’a pas encore configuré Square.',
  states: {
    active: 'Connecté',
    'sign-in-needed': 'Reconnexion nécessaire',
    revoked: 'Déconnecté',
    uninstalled: 'Supprimé',
  },
  signInNeeded: (since) =>
    `Square ne nous laisse plus entrer depuis ${since}. Les codes des coupons attendent et rien n’est perdu : veuillez connecter Square de nouveau.`,
  until: (time) => `Autorisation jusqu’au ${time} ; elle se renouvelle d’elle-même.`,
  permissions: 'Autorisations',
  locations: 'Points de vente',
  done: {
    connected: 'Square est connecté.',
    disconnected: 'Square est déconnecté.',
    unreachable:
      'Square est injoignable pour le moment. Rien n’a été modifié : veuillez réessayer dans une minute.',
  },
  trouble: {
    denied: 'Vous n’avez pas autorisé la connexion ; rien n’a été modifié.',
    stale: 'Cette connexion a déjà servi, a duré plus de dix minutes ou a commencé dans un autre navigateur.',
    refused: 'Square n’a pas confirmé la connexion. Rien n’a été modifié.',
    'connected-elsewhere':
      'Ce compte Square est connecté à un autre commerçant de Stampbridge. Déconnectez-le d’abord là-bas, ou connectez-vous à Square avec un autre compte.',
    'merchant-gone': 'Ce commerçant n’existe plus.',
    unreachable: 'Square est injoignable pour le moment. Rien n’a été modifié.',
  },
  retry: 'Recommencer',
}
