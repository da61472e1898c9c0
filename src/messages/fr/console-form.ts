import type { ConsoleFormTexts } from '../en/console-form.ts'

/** Words of every form of the console. */
export const consoleFormFr: ConsoleFormTexts = {
  wrong: 'Quelque chose est à revoir :',
  named: (label, error) => `${label}\u00a0: ${error}`,
  save: 'Enregistrer',
  cancel: 'Annuler',
  optional: 'facultatif',
  errors: {
    missing: 'Veuillez remplir ce champ.',
    tooShort: (n: number) => `Au moins ${n} caractères.`,
    tooLong: (n: number) => `${n} caractères au maximum.`,
    tooSmall: (n: number) => `Au moins ${n}.`,
    tooBig: (n: number) => `${n} au maximum.`,
    notNumber: 'Veuillez saisir un nombre.',
    invalid: 'Cela ne semble pas correct.',
    notMoney: 'Veuillez saisir un montant, par exemple 4,50.',
    taken: 'C’est déjà pris.',
  },
}

/** What was just done, told at the top of the next page. */
export const consoleDoneFr: Record<string, string> = {
  saved: 'Enregistré.',
  added: 'Ajouté.',
  removed: 'Supprimé.',
}
