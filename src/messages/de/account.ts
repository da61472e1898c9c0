import type { AccountTexts } from '../en/account.ts'

export const accountDe: AccountTexts = {
  intro: 'Wie Sie sich anmelden, und wo Sie angemeldet sind.',
  you: (name, role) => `Sie sind ${name} (${role}).`,
  nobody:
    'Sie kamen über einen Einmal-Link. Sagen Sie, wer Sie sind: dann können Sie sich künftig mit einem Passkey anmelden.',
  askOwner:
    'Sie sind ohne eigenen Namen hier. Ein Inhaber kann Sie unter „Team“ aufnehmen und Ihnen einen Link erstellen: Dann können Sie einen Passkey haben.',
  become: 'Das bin ich',
  yourName: 'Ihr Name',
  passkeys: 'Passkeys',
  passkeysIntro:
    'Melden Sie sich mit Finger, Gesicht oder der Sperre Ihres Geräts an. Nichts zu merken, nichts zu stehlen.',
  noPasskeys: 'Noch kein Passkey.',
  passkeyName: 'Name des Passkeys',
  passkeyNameHint: 'Damit Sie ihn wiedererkennen, etwa „Mein Laptop“.',
  addPasskey: 'Passkey hinzufügen',
  removePasskey: (name) => `${name} entfernen`,
  made: 'Hinzugefügt',
  lastUsed: 'Zuletzt benutzt',
  never: 'noch nicht',
  scriptless: 'Passkeys brauchen JavaScript.',
  unsupported: 'Dieser Browser kann keine Passkeys benutzen.',
  failed: 'Das hat nicht geklappt. Bitte noch einmal versuchen.',
  cancelled: 'Es wurde nichts geändert.',
  browsers: 'Angemeldet',
  browser: 'Browser',
  thisBrowser: 'dieser Browser',
  unknownBrowser: 'Unbekannter Browser',
  signedIn: 'Angemeldet seit',
  seen: 'Zuletzt gesehen',
  end: 'Abmelden',
  endOthers: 'Alle anderen abmelden',
  signIn: 'Mit Passkey anmelden',
  signInFailed: 'Dieser Passkey ist hier nicht bekannt oder wurde entfernt. Ein Einmal-Link geht weiterhin.',
}
