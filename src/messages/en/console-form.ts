/** Words of every form of the console. */
export const consoleFormEn = {
  wrong: 'Something needs another look:',
  named: (label: string, error: string) => `${label}: ${error}`,
  save: 'Save',
  cancel: 'Cancel',
  optional: 'optional',
  errors: {
    missing: 'Please fill this in.',
    tooShort: (n: number) => `At least ${n} characters.`,
    tooLong: (n: number) => `At most ${n} characters.`,
    tooSmall: (n: number) => `At least ${n}.`,
    tooBig: (n: number) => `At most ${n}.`,
    notNumber: 'Please enter a number.',
    invalid: 'This does not look right.',
    notMoney: 'Please enter an amount, such as 4.50.',
    taken: 'This is taken already.',
  },
}

/** What was just done, told at the top of the next page. */
export const consoleDoneEn: Record<string, string> = {
  saved: 'Saved.',
  added: 'Added.',
  removed: 'Removed.',
}

export type ConsoleFormTexts = typeof consoleFormEn
