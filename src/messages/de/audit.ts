import type { AuditTexts } from '../en/audit.ts'

/** Words of the console's audit log. */
export const auditDe: AuditTexts = {
  intro:
    'Jede Änderung, die hier oder über die API gemacht wurde, der Reihe nach. Jeder Eintrag ist mit dem vorigen versiegelt: Nichts lässt sich unbemerkt ändern oder herausnehmen.',
  check: 'Kette prüfen',
  none: 'Bisher wurde nichts geändert.',
  holds: (n: string) => `Die Kette hält: ${n} Einträge.`,
  broken: (n: string) =>
    `Die Kette ist bei Eintrag ${n} gebrochen: Er wurde geändert, oder davor fehlt einer.`,
  head: 'Ihr neuestes Siegel, um es anderswo zu notieren:',
  who: 'Wer',
  what: 'Was',
  where: 'Wo',
}
