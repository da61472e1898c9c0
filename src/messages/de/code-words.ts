import type { CodeWords } from '../code-texts.ts'

const codes = (n: number, one: string, many: string) =>
  n === 1 ? `Der Code eines Gutscheins ${one}` : `Die Codes von ${n} Gutscheinen ${many}`
const wait = (n: number) => (n === 1 ? 'ein Gutschein wartet' : `${n} Gutscheine warten`)

export const codeWordsDe: CodeWords = {
  limits: {
    'code-unchecked':
      'Die Kasse prüft den Code nicht: An der Kasse wird der Rabatt ausgewählt, der so heißt.',
    'not-once':
      'Die Kasse verhindert keine zweite Einlösung. Stampbridge löscht den Rabatt beim ersten Verkauf und meldet jeden weiteren.',
    'no-end': 'Die Kasse kennt das Ende des Gutscheins nicht. Stampbridge löscht den Rabatt dann.',
    'no-min-basket': 'Die Kasse prüft den Mindestbetrag nicht: Das muss das Team tun.',
    combines: 'Die Kasse verhindert keine anderen Rabatte im selben Verkauf.',
    'any-product': 'Die Kasse bindet den Rabatt nicht an das Produkt: Das Team setzt ihn auf das richtige.',
    'every-piece':
      'Jedes Stück des Produkts im Verkauf wird gratis. Geben Sie an, was eines wert ist, dann wird nicht mehr abgezogen.',
    'as-asked': 'Die Kasse fragt, wofür ein Code gut ist. Was sie daraus macht, liegt bei ihr.',
    'set-elsewhere':
      'Die Codes stammen aus einem anderen System: Wert, Anzahl der Einlösungen und Ende sind dort festgelegt.',
    'shared-code':
      'Alle Gutscheine zeigen denselben Code. Wer ihn kennt, kann ihn einlösen, so oft die Kasse es zulässt.',
  },
  alerts: {
    down: (till, n) =>
      `${till} ist nicht erreichbar: ${wait(n)} auf einen Code. Sobald die Kasse wieder da ist, werden alle angelegt; nichts geht verloren.`,
    deleted: (till, n) =>
      `${codes(n, 'wurde', 'wurden')} in ${till} gelöscht, erneut nach der Wiederherstellung. Reparieren oder zurückziehen.`,
    paused: (till, n) =>
      `${codes(n, 'wurde', 'wurden')} in ${till} abgeschaltet. Reparieren oder zurückziehen.`,
    edited: (till, n) =>
      `${codes(n, 'wurde', 'wurden')} in ${till} geändert. Reparieren stellt das Versprochene wieder her; oder so lassen.`,
    used: (till, n) =>
      `${codes(n, 'ist', 'sind')} in ${till} aufgebraucht, aber es kam kein Verkauf dazu an. Den Verkauf suchen oder zurückziehen.`,
    taken: (till, n) =>
      `${codes(n, 'wurde', 'wurden')} in ${till} gelöscht, und ein anderer Rabatt trägt jetzt den Namen. Zurückziehen und einen neuen Gutschein geben.`,
    refused: (till, n) =>
      `${till} wollte ${n === 1 ? 'einen Code' : `${n} Codes`} nicht anlegen. Den Grund ansehen, beheben und die Kasse neu verbinden.`,
    low: (reward, free, days) =>
      days === null
        ? `Für „${reward}“ sind nur noch ${free} Codes da. Bitte neue importieren.`
        : `Für „${reward}“ sind noch ${free} Codes da, genug für etwa ${days} Tage. Bitte neue importieren.`,
    dry: (reward, n) =>
      `Für „${reward}“ sind keine Codes mehr da: ${wait(n)}. Beim nächsten Import kommen sie zuerst dran.`,
  },
}
