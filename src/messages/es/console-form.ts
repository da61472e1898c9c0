import type { ConsoleFormTexts } from '../en/console-form.ts'

/** Words of every form of the console. */
export const consoleFormEs: ConsoleFormTexts = {
  wrong: 'Hay algo que revisar:',
  named: (label, error) => `${label}: ${error}`,
  save: 'Guardar',
  cancel: 'Cancelar',
  optional: 'opcional',
  errors: {
    missing: 'Completa este campo.',
    tooShort: (n: number) => `Al menos ${n} caracteres.`,
    tooLong: (n: number) => `Como máximo ${n} caracteres.`,
    tooSmall: (n: number) => `Al menos ${n}.`,
    tooBig: (n: number) => `Como máximo ${n}.`,
    notNumber: 'Introduce un número.',
    invalid: 'Esto no parece correcto.',
    notMoney: 'Introduce un importe, por ejemplo 4,50.',
    taken: 'Ya está en uso.',
  },
}

/** What was just done, told at the top of the next page. */
export const consoleDoneEs: Record<string, string> = {
  saved: 'Guardado.',
  added: 'Añadido.',
  removed: 'Eliminado.',
}
