import type { ReasonTexts } from '../reasons.ts'

export const reasonsDe: ReasonTexts = {
  said: {
    'card-not-active': 'Die Karte ist angehalten, wurde mit einer anderen zusammengelegt oder gelöscht.',
    'reserved-reason':
      'Dieser Grund ist Gutscheinen vorbehalten, deren Stempel zurückgenommen wurden. Bitte anders formulieren.',
    'card-needed': 'Viele Karten haben denselben Code: Bitte die Kartennummer dazu angeben.',
    'no-coupon': 'Die Karte hat keinen offenen Gutschein dieser Art.',
    several: 'Die Karte hat mehrere Gutscheine: Bitte die couponId eines der `choices` angeben.',
    'client-id-reused':
      'Diese clientId wurde schon für etwas anderes verwendet. Bitte jedes Mal eine neue nehmen.',
    'not-later': 'Das neue Ende muss in der Zukunft liegen, und nach dem bisherigen.',
    'bad-end': 'Das Ende des neuen Gutscheins muss in der Zukunft liegen: Bitte `expiresAt` angeben.',
    'still-open': 'Der Gutschein ist noch offen.',
    replaced: 'Ein anderer Gutschein ist bereits an seine Stelle getreten.',
    'used-after-end': 'Eine Kasse hat den Code nach dem Ende noch angenommen: Er wurde benutzt.',
    'not-earned': 'Die Stempel, für die er steht, sind nicht mehr auf der Karte.',
    'not-self-redeem': 'Diesen Gutschein löst nicht der Kunde ein: Der Laden scannt ihn oder nimmt den Code.',
    'bad-confirm': 'Die Bestätigung ist unbekannt oder abgelaufen. Bitte von vorn beginnen.',
    'already-undone': 'Das wurde schon zurückgenommen.',
    'too-late': 'Zurücknehmen geht nur innerhalb von fünf Minuten.',
    'not-last': 'An diesem Platz geschah seither etwas anderes: Nur das Letzte lässt sich zurücknehmen.',
    'coupon-changed': 'Der Gutschein wurde inzwischen zurückgegeben.',
    'not-undoable': 'Das lässt sich hier nicht zurücknehmen.',
    'already-assigned': 'Diese Nutzung wurde schon einer Karte zugewiesen.',
    'claim-expired': 'Dieser Beleg ist zu alt, um noch angerechnet zu werden.',
    'unknown-claim': 'Zu den Angaben gibt es keinen Einkauf und keinen Code.',
    'too-many-attempts': 'Zu viele Versuche innerhalb einer Stunde sind fehlgeschlagen.',
    'not-joined': 'Der Scan gehört zu keinem Einkauf und zu keinem anderen Scan.',
    'below-zero': 'Die Karte hat weniger Stempel, als zurückgenommen werden sollen.',
    'till-reports': 'Die Kasse meldet benutzte Codes von selbst: Bitte den Code dort eingeben.',
  },
  counted: (when, where) => `Dieser Einkauf wurde bereits${when}${where} gezählt.`,
  otherwise: 'Das geht jetzt nicht.',
  what: {
    redemption: 'Einlösen abgelehnt',
    scan: 'Scan abgelehnt',
    claim: 'Anrechnung abgelehnt',
    undo: 'Zurücknehmen abgelehnt',
  },
  refused: 'Abgelehnt',
  times: (n) => ` ${n}-mal versucht.`,
}
