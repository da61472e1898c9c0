/** Words of the console's audit log. */
export const auditEn = {
  intro:
    'Every change made here or over the API, in order. Each entry is sealed with the one before it, so that nothing can be changed or taken out unnoticed.',
  check: 'Check the chain',
  none: 'Nothing was changed yet.',
  holds: (n: string) => `The chain holds: ${n} entries.`,
  broken: (n: string) => `The chain is broken at entry ${n}: it was changed, or one before it is missing.`,
  head: 'Its newest seal, to note down elsewhere:',
  who: 'Who',
  what: 'What',
  where: 'Where',
}

export type AuditTexts = typeof auditEn
