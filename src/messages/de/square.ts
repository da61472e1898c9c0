import type { SquareTexts } from '../en/square.ts'

export const squareDe: SquareTexts = {
  title: 'Square',
  until: (time) => `Berechtigung bis ${time}; sie erneuert sich von selbst.`,
  permissions: 'Berechtigungen',
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
