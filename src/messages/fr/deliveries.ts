import type { DeliveryTexts } from '../delivery-texts.ts'

export const deliveriesFr: DeliveryTexts = {
  unused: 'Les messages de ce type ne sont pas utilisés ici.',
  unfinished: 'Ce n’était pas encore terminé : rien n’a été fait.',
  'no-order': 'Cela ne correspond à aucune commande.',
  'nothing-back': 'Cela ne reprend rien sur une vente.',
  'not-merged': 'Aucun client n’a été réuni.',
  'no-json': 'Ce n’est pas du JSON : impossible à lire.',
  'no-sender': 'L’expéditeur n’est pas indiqué.',
  'wrong-part': 'Une partie n’est pas comme attendu.',
  failed: 'Impossible à traiter.',
  again: 'Impossible à traiter pour l’instant ; un nouvel essai suivra.',
}
