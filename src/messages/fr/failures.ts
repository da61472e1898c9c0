import type { FailureTexts } from '../failure-texts.ts'

export const failuresFr: FailureTexts = {
  reasons: {
    unreachable: (name) => `${name} ne répond pas.`,
    trouble: (name) => `${name} rencontre un problème en ce moment.`,
    throttled: (name) => `${name} n’accepte plus de demandes pour l’instant.`,
    busy: (name) => `${name} traite encore une autre de nos demandes.`,
    'sign-in': (name) => `${name} demande une nouvelle connexion.`,
    'no-permission': (name) => `${name} ne le permet pas : une autorisation manque.`,
    closed: (name) => `${name} signale que la boutique est fermée, bloquée ou inconnue.`,
    reward: (name) =>
      `${name} ne peut pas créer cette récompense : vérifiez dans le programme ce qu’elle déduit.`,
    currency: (name) => `${name} vend dans une autre devise que celle de la récompense.`,
    'code-taken': (name) => `${name} a déjà une autre remise avec ce code : donnez un nouveau bon.`,
    refused: (name) => `${name} a refusé.`,
    'not-understood': (name) => `${name} a donné une réponse que nous ne comprenons pas.`,
    'own-fault': () => 'Quelque chose a échoué de notre côté. Nous réessayons.',
  },
  till: 'La caisse',
  changed: (what) => `Modifié : ${what}`,
  changes: {
    code: 'code',
    'limit of uses': 'nombre d’utilisations',
    end: 'fin',
    worth: 'valeur',
    products: 'produits',
    'minimum basket': 'achat minimum',
    'kind of discount': 'type de remise',
    locations: 'points de vente',
    name: 'nom',
  },
}
