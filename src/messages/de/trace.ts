import { refusedText } from '../reasons.ts'
import { oneOrMany, pick, type TraceTexts } from '../trace-texts.ts'
import { reasonsDe } from './reasons.ts'

const stamps = (n: unknown) => `${n} Stempel`

const evidence = {
  scanned: 'Karte gefunden: Sie wurde beim Verkauf gescannt.',
  linked: 'Karte gefunden: Sie ist mit dem Kunden der Kasse verknüpft.',
  contact:
    'Karte gefunden: Der Kunde der Kasse hat die für sie bestätigte E-Mail-Adresse oder Telefonnummer.',
  claimed: 'Karte gefunden: Der Einkauf wurde nachträglich auf sie eingetragen.',
  assigned: 'Karte gefunden: Der Einkauf wurde ihr von Hand zugewiesen.',
}
const states = {
  paused: 'Die Karte ruht gerade.',
  merged: 'Die Karte wurde mit einer anderen zusammengelegt.',
  erased: 'Die Karte wurde gelöscht.',
}
const channels = {
  till: 'Verkäufe an der Kasse',
  counter: 'Scans an der Theke',
  staff: 'Scans durch das Team',
  kiosk: 'Scans am Kiosk',
  claim: 'Nachträge vom Beleg',
  api: 'Stempel aus anderen Programmen',
}
export const refusalsDe = (when: string, where: string): Record<string, string> => ({
  'already-redeemed': `Er wurde${when}${where} schon eingelöst`,
  expired: `Er ist${when} abgelaufen`,
  revoked: `Er wurde${when} zurückgezogen`,
  'not-ready': 'Er ist noch nicht bereit',
})

export const traceDe: TraceTexts = {
  'test-order': () => 'Testbestellungen bringen nie Stempel.',
  paid: () => 'Die Bestellung ist noch nicht ganz bezahlt.',
  card: (passed, f) =>
    passed
      ? pick(evidence, f.evidence, 'Karte gefunden.')
      : f.several
        ? 'Mehrere Karten haben die E-Mail-Adresse oder Telefonnummer dieses Kunden: Auf Verdacht wird keine gestempelt.'
        : f.weak
          ? 'Es wurde keine Karte gescannt; ein Kunde, der nur von der Zahlung her bekannt ist, genügt nicht.'
          : 'Es wurde keine Karte gescannt, und der Kunde ist mit keiner verknüpft.',
  'card-active': (_, f) => pick(states, f.state, 'Die Karte ist nicht in Gebrauch.'),
  'something-left': (_, f) =>
    pick(
      { cancelled: 'Die Bestellung wurde storniert.', refunded: 'Die Bestellung wurde erstattet.' },
      f.because,
      'Von der Bestellung ist nichts übrig.',
    ),
  'something-paid': (passed, f) => (passed ? `${f.paid} zählen.` : 'Für Waren wurde nichts bezahlt.'),
  'only-redeems': (passed) =>
    passed
      ? 'Die Bestellung löst nur einen Gutschein ein, und das zählt hier.'
      : 'Die Bestellung löst nur einen Gutschein ein: Dafür gibt es keinen Stempel.',
  'amount-unknown': () =>
    'Was bezahlt wurde, ist noch nicht bekannt: Die Bestellung der Kasse wird es zeigen.',
  channel: (passed, f) =>
    `${pick(channels, f.channel, 'Solche Einkäufe')} ${passed ? 'zählen' : 'zählen nicht'} für diese Karte.`,
  location: (passed, f) =>
    f.location === undefined && f.unnamed === undefined
      ? 'Die Bestellung nennt keinen Standort, und nur manche Standorte zählen.'
      : `${f.location ?? 'Dieser Ort'} gehört ${passed ? '' : 'nicht '}zu den Standorten, die zählen.`,
  currency: (passed, f) =>
    passed
      ? `In ${f.paid} bezahlt: Der Mindestbetrag in ${f.currency} wird nicht geprüft.`
      : `In ${f.paid} bezahlt, Stempel gibt es aber je ${f.per}.`,
  'minimum-spend': (passed, f) =>
    passed
      ? `${f.paid} bezahlt, mindestens ${f.minimum} nötig.`
      : `${f.paid} bezahlt, weniger als der Mindestbetrag von ${f.minimum}.`,
  amount: (_, f) => `${f.paid} zählen; einen Stempel gibt es je ${f.per}.`,
  items: (_, f) => {
    const found = `${f.count} ${oneOrMany(f.count, 'passender Artikel', 'passende Artikel')}`
    return f.every === '1' ? `${found}.` : `${found}; ein Stempel je ${f.every}.`
  },
  multiplier: (_, f) => `${f.weekday} ${f.time}: mal ${f.factor}.`,
  'per-order': (passed, f) =>
    passed
      ? `Innerhalb der Grenze von ${stamps(f.limit)} pro Einkauf.`
      : `Auf ${stamps(f.limit)} pro Einkauf gekürzt.`,
  'cool-down': (_, f) => `Innerhalb von ${f.minutes} Minuten zählte schon ein anderer Einkauf.`,
  'per-location-day': (passed, f) =>
    passed
      ? `Innerhalb der Grenze von ${stamps(f.limit)} am Tag an diesem Standort.`
      : `Die Grenze von ${stamps(f.limit)} am Tag an diesem Standort ist erreicht.`,
  'per-day': (passed, f) =>
    passed
      ? `Innerhalb der Grenze von ${stamps(f.limit)} am Tag.`
      : `Die Grenze von ${stamps(f.limit)} am Tag ist erreicht.`,
  stamps: (_, f) => `${stamps(f.stamps)}.`,
  refused: (_, f) => {
    const when = f.at === undefined ? '' : ` am ${f.at}`
    const where = f.place === undefined ? '' : ` bei ${f.place}`
    return refusedText(reasonsDe, refusalsDe, { when, where }, f)
  },
  coupon: (_, f) => {
    const when = f.at === undefined ? '' : ` am ${f.at}`
    const where = f.location === undefined ? '' : ` bei ${f.location}`
    const events = {
      redeemed: `Gutschein ${f.code}${when}${where} eingelöst: ${f.title}.`,
      replaced: `Die Bestellung wurde zurückgegeben: Ein neuer Gutschein ersetzt ${f.code}.`,
      'taken-back': `Die Bestellung wurde zurückgegeben, und mit ihr die Stempel von ${f.code}.`,
      unassigned: `Keine Karte im Verkauf hat einen Gutschein mit dem gemeinsamen Code ${f.code}: Er wird niemandem zugeschrieben.`,
    }
    const why = pick(refusalsDe(when, where), f.reason, 'Er ist nicht gültig')
    return pick(events, f.event, `Gutschein ${f.code} konnte nicht eingelöst werden: ${why}.`)
  },
}
