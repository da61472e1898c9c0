import type { AccountTexts } from '../en/account.ts'

export const accountFr: AccountTexts = {
  intro: 'Comment vous vous connectez, et où vous êtes connecté.',
  you: (name, role) => `Vous êtes ${name} (${role}).`,
  nobody:
    'Vous êtes venu par un lien à usage unique. Dites qui vous êtes, et vous pourrez désormais vous connecter avec une clé d’accès.',
  askOwner:
    'Vous êtes ici sans nom à vous. Un propriétaire peut vous ajouter sous Équipe et vous créer un lien : vous pourrez alors avoir une passkey.',
  become: 'C’est moi',
  yourName: 'Votre nom',
  passkeys: 'Clés d’accès',
  passkeysIntro:
    'Connectez-vous avec le doigt, le visage ou le verrou de votre appareil. Rien à retenir, rien à voler.',
  noPasskeys: 'Aucune clé d’accès pour l’instant.',
  passkeyName: 'Nom de la clé',
  passkeyNameHint: 'Pour la reconnaître, par exemple « Mon portable ».',
  addPasskey: 'Ajouter une clé d’accès',
  removePasskey: (name) => `Retirer ${name}`,
  made: 'Ajoutée',
  lastUsed: 'Dernière utilisation',
  never: 'pas encore',
  scriptless: 'Les clés d’accès ont besoin de JavaScript.',
  unsupported: 'Ce navigateur ne peut pas utiliser de clés d’accès.',
  failed: 'Cela n’a pas marché. Veuillez réessayer.',
  cancelled: 'Rien n’a été modifié.',
  browsers: 'Connexions',
  browser: 'Navigateur',
  thisBrowser: 'ce navigateur',
  unknownBrowser: 'Navigateur inconnu',
  signedIn: 'Connecté depuis',
  seen: 'Vu pour la dernière fois',
  end: 'Déconnecter',
  endOthers: 'Déconnecter tous les autres',
  signIn: 'Se connecter avec une clé d’accès',
  signInFailed:
    'Cette clé d’accès n’est pas connue ici, ou elle a été retirée. Un lien à usage unique fonctionne toujours.',
}
