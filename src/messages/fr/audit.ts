import type { AuditTexts } from '../en/audit.ts'

/** Words of the console's audit log. */
export const auditFr: AuditTexts = {
  intro:
    'Chaque changement fait ici ou par l’API, dans l’ordre. Chaque entrée est scellée avec la précédente : rien ne peut être modifié ni retiré sans que cela se voie.',
  check: 'Vérifier la chaîne',
  none: 'Rien n’a encore été changé.',
  holds: (n: string) => `La chaîne est intacte : ${n} entrées.`,
  broken: (n: string) =>
    `La chaîne est rompue à l’entrée ${n} : elle a été modifiée, ou il en manque une avant.`,
  head: 'Son sceau le plus récent, à noter ailleurs :',
  who: 'Qui',
  what: 'Quoi',
  where: 'Où',
}
