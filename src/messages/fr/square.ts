import type { SquareTexts } from '../en/square.ts'

export const squareFr: SquareTexts = {
  title: 'Square',
  until: (time) => `Autorisation jusqu’au ${time} ; elle se renouvelle d’elle-même.`,
  permissions: 'Autorisations',
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
