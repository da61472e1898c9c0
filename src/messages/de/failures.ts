import type { FailureTexts } from '../failure-texts.ts'

export const failuresDe: FailureTexts = {
  reasons: {
    unreachable: (name) => `${name} war nicht erreichbar.`,
    trouble: (name) => `${name} hat gerade eine Störung.`,
    throttled: (name) => `${name} nimmt im Moment keine weiteren Anfragen an.`,
    busy: (name) => `${name} bearbeitet noch andere Anfragen von uns.`,
    'sign-in': (name) => `${name} verlangt eine neue Anmeldung.`,
    'no-permission': (name) => `${name} lässt das nicht zu: Eine Berechtigung fehlt.`,
    closed: (name) => `${name} meldet, dass der Shop geschlossen, gesperrt oder unbekannt ist.`,
    reward: (name) => `${name} kann diese Prämie nicht anlegen: Bitte im Programm prüfen, was sie abzieht.`,
    currency: (name) => `${name} verkauft in einer anderen Währung als der der Prämie.`,
    'code-taken': (name) =>
      `${name} hat schon einen anderen Rabatt mit diesem Code: Bitte einen neuen Gutschein geben.`,
    refused: (name) => `${name} hat abgelehnt.`,
    'not-understood': (name) => `${name} hat etwas geantwortet, das wir nicht verstehen.`,
    'own-fault': () => 'Bei uns ist etwas schiefgegangen. Wir versuchen es erneut.',
  },
  till: 'Die Kasse',
  changed: (what) => `Geändert: ${what}`,
  changes: {
    code: 'Code',
    'limit of uses': 'Anzahl der Einlösungen',
    end: 'Ende',
    worth: 'Wert',
    products: 'Produkte',
    'minimum basket': 'Mindesteinkauf',
    'kind of discount': 'Art des Rabatts',
    locations: 'Standorte',
    name: 'Name',
  },
}
