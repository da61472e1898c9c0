import { spacedFrench } from '../domain/french-spacing.ts'
import type { Messages } from './en.ts'
import { cardFr } from './fr/card.ts'
import { claimFr } from './fr/claim.ts'
import { consoleFr } from './fr/console.ts'
import { kioskFr } from './fr/kiosk.ts'
import { mineFr } from './fr/mine.ts'
import { shopifyFr } from './fr/shopify.ts'
import { squareFr } from './fr/square.ts'
import { tillFr } from './fr/till.ts'
import { traceFr } from './fr/trace.ts'

export const fr: Messages = spacedFrench({
  progress: (stamps, goal) => `${stamps} sur ${goal}`,
  stamps: (n) => (Math.abs(n) < 2 ? `${n} tampon` : `${n} tampons`),
  rule: {
    visit: (stamps, minimum) =>
      `Chaque visite${minimum ? ` à partir de ${minimum}` : ''} donne ${stamps === 1 ? 'un tampon' : `${stamps} tampons`}`,
    amount: (per) => `Chaque tranche de ${per} d’achat donne un tampon`,
    items: (every, what) =>
      every === 1
        ? `Chaque article de ${what} donne un tampon`
        : `${every} articles de ${what} donnent un tampon`,
    someItems: (every) =>
      every === 1
        ? 'Chaque article participant donne un tampon'
        : `${every} articles participants donnent un tampon`,
    goal: (goal, reward) => `Avec ${goal === 1 ? '1 tampon' : `${goal} tampons`}\u00a0: ${reward}`,
    perDay: (n) => `Au plus ${n} par jour`,
    perOrder: (n) => `Au plus ${n} par achat`,
    cooldown: (minutes) => `Un achat compte toutes les ${minutes} minutes`,
    factor: (factor, when) => `Tampons ${factor === '2' ? 'doublés' : `× ${factor}`} : ${when}`,
  },
  join: {
    title: (shop) => `${shop} : carte de fidélité`,
    kicker: 'Votre carte de fidélité',
    apple: 'Ajouter à Apple Wallet',
    google: 'Ajouter à Google Wallet',
    web: 'Utiliser sans wallet',
    promise: 'Ni appli, ni formulaire, ni données personnelles.',
    scan: 'Scannez avec votre téléphone',
    scanHint: 'Visez ce code avec l’appareil photo du téléphone pour ranger la carte dans son wallet.',
    here: 'Ou continuez dans ce navigateur',
    inApp: 'Ouvrez cette page dans votre navigateur',
    inAppHint:
      'Le navigateur intégré de cette application ne peut pas enregistrer de cartes. Touchez le menu (⋯ ou ⋮), puis « Ouvrir dans le navigateur ».',
    inAppChrome: 'Ouvrir dans Chrome',
    inAppStay: 'Utiliser la carte ici même',
    closedTitle: 'Pas de nouvelle carte en ce moment',
    closed: 'Cette carte de fidélité n’est pas remise actuellement. Renseignez-vous au comptoir.',
    own: 'Vous avez déjà cette carte',
    openOwn: 'Ouvrir ma carte',
    another: 'Ou prendre une nouvelle carte',
    onTheWay: 'En chemin',
  },
  card: cardFr,
  claim: claimFr,
  kiosk: kioskFr,
  mine: mineFr,
  home: {
    lead: 'Des cartes de fidélité dans le wallet du téléphone, tenues par la caisse du magasin. Voici un magasin pour les essayer.',
    join: 'Obtenir une carte',
    joinHint: 'Côté client : ni appli ni formulaire.',
    till: 'Encaisser une vente',
    tillHint: 'À la caisse : l’achat tamponne la carte tout seul.',
    console: 'Passer derrière le comptoir',
    consoleHint: 'Côté magasin : chaque carte, commande et bon.',
  },
  missing: {
    title: 'Rien ici',
    card: 'Nous ne connaissons pas cette carte. Vérifiez le lien, ou scannez le code au comptoir pour en obtenir une autre.',
    join: 'Nous ne connaissons pas cette carte de fidélité. Renseignez-vous au comptoir.',
    page: 'Cette page n’existe pas.',
    unreadTitle: 'Non compris',
    unread:
      'Quelque chose dans cette adresse ou ce formulaire est illisible ; rien n’a été modifié. Revenez en arrière et vérifiez.',
    tooLargeTitle: 'Trop volumineux',
    tooLarge: 'C’est plus que la place prévue ; rien n’a été modifié. Revenez en arrière et envoyez moins.',
    tooManyTitle: 'Trop à la fois',
    tooMany: 'Cela fait beaucoup d’un coup. Réessayez dans une minute.',
    refusedTitle: 'Non exécuté',
    refused: 'Cette demande venait d’un autre site et n’a pas été exécutée. Revenez en arrière et réessayez.',
    roleTitle: 'Votre rôle ne le permet pas',
    role: {
      manager:
        'Seuls les responsables et les propriétaires peuvent le faire. Adressez-vous à l’un d’eux, ou demandez à un propriétaire de changer votre rôle sous « Équipe ».',
      owner:
        'Seuls les propriétaires du commerce peuvent le faire. Adressez-vous à l’un d’eux, ou demandez-lui de changer votre rôle sous « Équipe ».',
    },
    roleAsk: {
      manager: (names) =>
        `Seuls les responsables et les propriétaires peuvent le faire. Adressez-vous à ${names}.`,
      owner: (names) =>
        `Seuls les propriétaires du commerce peuvent le faire. Adressez-vous à ${names}, ou demandez-lui de changer votre rôle sous « Équipe ».`,
    },
    failedTitle: 'Un problème est survenu',
    failed: 'Le problème vient de nous, pas de vous. Réessayez dans un instant.',
  },
  till: tillFr,
  outcome: {
    waiting: 'En attente de paiement',
    unmatched: 'Sans carte',
    stamped: 'Tamponné',
    redeemed: 'Bon utilisé',
    'no-stamp': 'Sans tampon',
    reversed: 'Repris',
  },
  shopify: shopifyFr,
  square: squareFr,
  trace: {
    yes: 'Rempli',
    no: 'Non rempli',
    rules: traceFr,
  },
  state: {
    owed: 'dû',
    forgiven: 'pardonné',
    'redemption-refunded': 'sa vente a été remboursée',
    'used-after-end': 'utilisé après sa fin',
    undone: 'annulé au comptoir',
    reinstated: 'donné à nouveau',
    retired: 'retiré sans usage',
    active: 'actif',
    'card:active': 'active',
    'card:merged': 'fusionnée',
    'card:erased': 'effacée',
    'card:ended': 'terminée',
    'card:expired': 'expirée',
    'till:active': 'active',
    'till:uninstalled': 'désinstallée',
    paused: 'en pause',
    merged: 'fusionné',
    erased: 'effacé',
    ended: 'terminé',
    issuing: 'en route',
    redeemed: 'utilisé',
    expired: 'expiré',
    revoked: 'révoqué',
    uninstalled: 'désinstallé',
    'sign-in-needed': 'reconnexion nécessaire',
    pending: 'en attente',
    placed: 'dans la caisse',
    drifted: 'modifié dans la caisse',
    removing: 'en cours de retrait',
    removed: 'retiré',
    failed: 'échoué',
    unreadable: 'non compris',
    done: 'terminé',
  },
  console: consoleFr,
})
