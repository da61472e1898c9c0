import type { SquareTexts } from './square-en.ts'

export const squareDe: SquareTexts = {
  title: 'Square',
  lead: 'Stampbridge liest Verkäufe und legt die Rabatte der Coupons in Ihrer Artikelbibliothek an. Bestellungen, Karten und Coupons bleiben, wenn Sie die Verbindung trennen.',
  connect: 'Square verbinden',
  again: 'Neu verbinden',
  disconnect: 'Trennen',
  none: 'Square ist noch nicht verbunden.',
  notConfigured: 'Wer dieses Stampbridge betreibt, hat Square noch nicht eingerichtet.',
  states: {
    active: 'Verbunden',
    'sign-in-needed': 'Neu anmelden',
    revoked: 'Getrennt',
    uninstalled: 'Entfernt',
  },
  signInNeeded: (since) =>
    `Square lässt uns seit ${since} nicht mehr hinein. Die Codes der Coupons warten, nichts geht verloren: Bitte verbinden Sie Square neu.`,
  until: (time) => `Berechtigung bis ${time}; sie erneuert sich von selbst.`,
  permissions: 'Berechtigungen',
  locations: 'Standorte',
  done: {
    connected: 'Square ist verbunden.',
    disconnected: 'Square ist getrennt.',
    unreachable:
      'Square ist gerade nicht erreichbar. Es wurde nichts geändert: Bitte versuchen Sie es in einer Minute noch einmal.',
  },
  trouble: {
    denied: 'Sie haben die Verbindung nicht erlaubt; es wurde nichts geändert.',
    stale:
      'Diese Anmeldung wurde schon benutzt, hat länger als zehn Minuten gedauert oder begann in einem anderen Browser.',
    refused: 'Square hat die Anmeldung nicht bestätigt. Es wurde nichts geändert.',
    'connected-elsewhere':
      'Dieses Square-Konto ist mit einem anderen Händler bei Stampbridge verbunden. Trennen Sie es zuerst dort, oder melden Sie sich bei Square mit einem anderen Konto an.',
    'merchant-gone': 'Diesen Händler gibt es nicht mehr.',
    unreachable: 'Square ist gerade nicht erreichbar. Es wurde nichts geändert.',
  },
  retry: 'Neu beginnen',
}
