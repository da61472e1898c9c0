import type { AuditTexts } from '../en/audit.ts'

/** Words of the console's audit log. */
export const auditEs: AuditTexts = {
  intro:
    'Cada cambio hecho aquí o por la API, en orden. Cada entrada está sellada con la anterior, de modo que nada puede cambiarse ni quitarse sin que se note.',
  check: 'Comprobar la cadena',
  none: 'Todavía no se ha cambiado nada.',
  holds: (n: string) => `La cadena está intacta: ${n} entradas.`,
  broken: (n: string) => `La cadena está rota en la entrada ${n}: se modificó o falta una anterior.`,
  head: 'Su sello más reciente, para anotarlo en otro lugar:',
  who: 'Quién',
  what: 'Qué',
  where: 'Dónde',
}
