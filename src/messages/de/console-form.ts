import type { ConsoleFormTexts } from '../en/console-form.ts'

/** Words of every form of the console. */
export const consoleFormDe: ConsoleFormTexts = {
  wrong: 'Bitte noch einmal ansehen:',
  named: (label, error) => `${label}: ${error}`,
  save: 'Speichern',
  cancel: 'Abbrechen',
  optional: 'freiwillig',
  errors: {
    missing: 'Bitte ausfüllen.',
    tooShort: (n: number) => `Mindestens ${n} Zeichen.`,
    tooLong: (n: number) => `Höchstens ${n} Zeichen.`,
    tooSmall: (n: number) => `Mindestens ${n}.`,
    tooBig: (n: number) => `Höchstens ${n}.`,
    notNumber: 'Bitte eine Zahl eingeben.',
    invalid: 'Das sieht nicht richtig aus.',
    notMoney: 'Bitte einen Betrag eingeben, zum Beispiel 4,50.',
    taken: 'Das ist schon vergeben.',
  },
}

/** What was just done, told at the top of the next page. */
export const consoleDoneDe: Record<string, string> = {
  saved: 'Gespeichert.',
  added: 'Hinzugefügt.',
  removed: 'Entfernt.',
}
