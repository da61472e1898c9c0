import { cardDe } from './de/card.ts'
import { claimDe } from './de/claim.ts'
import { consoleDe } from './de/console.ts'
import { kioskDe } from './de/kiosk.ts'
import { mineDe } from './de/mine.ts'
import { shopifyDe } from './de/shopify.ts'
import { squareDe } from './de/square.ts'
import { tillDe } from './de/till.ts'
import { traceDe } from './de/trace.ts'
import type { Messages } from './en.ts'

export const de: Messages = {
  progress: (stamps, goal) => `${stamps} von ${goal}`,
  stamps: (n) => (n === 1 ? '1 Stempel' : `${n} Stempel`),
  rule: {
    visit: (stamps, minimum) =>
      `Jeder Besuch${minimum ? ` ab ${minimum}` : ''} bringt ${stamps === 1 ? 'einen' : stamps} Stempel`,
    amount: (per) => `Je ${per} Einkauf gibt es einen Stempel`,
    items: (every, what) =>
      every === 1
        ? `Jeder Artikel aus ${what} bringt einen Stempel`
        : `Je ${every} Artikel aus ${what} gibt es einen Stempel`,
    someItems: (every) =>
      every === 1
        ? 'Jeder teilnehmende Artikel bringt einen Stempel'
        : `Je ${every} teilnehmende Artikel gibt es einen Stempel`,
    goal: (goal, reward) => `Mit ${goal === 1 ? '1 Stempel' : `${goal} Stempeln`}: ${reward}`,
    perDay: (n) => `Höchstens ${n} am Tag`,
    perOrder: (n) => `Höchstens ${n} pro Einkauf`,
    cooldown: (minutes) => `Es zählt ein Einkauf alle ${minutes} Minuten`,
    factor: (factor, when) => `${factor === '2' ? 'Doppelt' : `${factor}-mal`} so viele Stempel: ${when}`,
  },
  join: {
    title: (shop) => `${shop}: Stempelkarte`,
    kicker: 'Deine Stempelkarte',
    apple: 'Zu Apple\u00a0Wallet hinzufügen',
    google: 'Zu Google\u00a0Wallet hinzufügen',
    web: 'Ohne Wallet nutzen',
    promise: 'Keine App, kein Formular, keine persönlichen Daten.',
    scan: 'Mit dem Handy scannen',
    scanHint: 'Halte die Handykamera auf diesen Code, und die Karte kommt in die Wallet.',
    here: 'Oder in diesem Browser weitermachen',
    inApp: 'Öffne diese Seite im Browser',
    inAppHint:
      'Der eingebaute Browser dieser App kann keine Wallet-Karten sichern. Tippe auf das Menü (⋯ oder ⋮) und wähle „Im Browser öffnen“.',
    inAppChrome: 'In Chrome öffnen',
    inAppStay: 'Karte gleich hier nutzen',
    closedTitle: 'Zurzeit keine neuen Karten',
    closed: 'Diese Stempelkarte wird gerade nicht ausgegeben. Bitte frag an der Theke.',
    own: 'Du hast diese Karte schon',
    openOwn: 'Meine Karte öffnen',
    another: 'Oder eine neue Karte holen',
    onTheWay: 'Auf dem Weg dorthin',
  },
  card: cardDe,
  claim: claimDe,
  kiosk: kioskDe,
  mine: mineDe,
  home: {
    lead: 'Stempelkarten in der Wallet des Handys, geführt von der Kasse des Ladens. Hier ist ein Laden zum Ausprobieren.',
    join: 'Karte holen',
    joinHint: 'Als Gast: keine App, kein Formular.',
    till: 'Etwas verkaufen',
    tillHint: 'An der Kasse: Der Einkauf stempelt die Karte von selbst.',
    console: 'Hinter die Theke sehen',
    consoleHint: 'Als Laden: alle Karten, Bestellungen und Gutscheine.',
  },
  missing: {
    title: 'Hier ist nichts',
    card: 'Diese Karte kennen wir nicht. Prüfe den Link, oder scanne den Code an der Theke für eine neue.',
    join: 'Diese Stempelkarte kennen wir nicht. Bitte frag an der Theke.',
    page: 'Diese Seite gibt es nicht.',
    unreadTitle: 'Nicht verstanden',
    unread:
      'Etwas an dieser Adresse oder Eingabe lässt sich nicht lesen; geändert wurde nichts. Bitte geh zurück und prüfe sie.',
    tooLargeTitle: 'Zu groß',
    tooLarge: 'Das ist mehr, als hineinpasst; geändert wurde nichts. Bitte geh zurück und schicke weniger.',
    tooManyTitle: 'Zu viel auf einmal',
    tooMany: 'Das war viel auf einmal. Bitte versuche es in einer Minute wieder.',
    refusedTitle: 'Nicht ausgeführt',
    refused:
      'Diese Anfrage kam von einer anderen Website und wurde nicht ausgeführt. Bitte geh zurück und versuche es noch einmal.',
    roleTitle: 'Nicht für Ihre Rolle',
    role: {
      manager:
        'Das dürfen nur Leitung und Inhaber des Ladens. Bitten Sie jemanden von ihnen darum, oder einen Inhaber, Ihnen unter „Team“ eine andere Rolle zu geben.',
      owner:
        'Das dürfen nur Inhaber des Ladens. Bitten Sie einen Inhaber darum, oder ihn, Ihnen unter „Team“ eine andere Rolle zu geben.',
    },
    roleAsk: {
      manager: (names) => `Das dürfen nur Leitung und Inhaber des Ladens. Bitten Sie ${names} darum.`,
      owner: (names) =>
        `Das dürfen nur Inhaber des Ladens. Bitten Sie ${names} darum, oder um eine andere Rolle unter „Team“.`,
    },
    failedTitle: 'Etwas ist schiefgegangen',
    failed: 'Das lag an uns. Bitte versuche es gleich noch einmal.',
  },
  till: tillDe,
  outcome: {
    waiting: 'Wartet auf Zahlung',
    unmatched: 'Keine Karte',
    stamped: 'Gestempelt',
    redeemed: 'Gutschein eingelöst',
    'no-stamp': 'Kein Stempel',
    reversed: 'Zurückgenommen',
  },
  shopify: shopifyDe,
  square: squareDe,
  trace: {
    yes: 'Erfüllt',
    no: 'Nicht erfüllt',
    rules: traceDe,
  },
  state: {
    owed: 'wird nachgeholt',
    forgiven: 'erlassen',
    'redemption-refunded': 'Verkauf wurde erstattet',
    'used-after-end': 'nach dem Ende benutzt',
    undone: 'am Tresen rückgängig gemacht',
    reinstated: 'neu ausgegeben',
    retired: 'ungenutzt zurückgezogen',
    active: 'aktiv',
    'card:active': 'aktiv',
    'card:merged': 'zusammengeführt',
    'card:erased': 'gelöscht',
    'card:ended': 'beendet',
    'card:expired': 'abgelaufen',
    'till:active': 'aktiv',
    'till:uninstalled': 'deinstalliert',
    paused: 'pausiert',
    merged: 'zusammengeführt',
    erased: 'gelöscht',
    ended: 'beendet',
    issuing: 'unterwegs',
    redeemed: 'eingelöst',
    expired: 'abgelaufen',
    revoked: 'widerrufen',
    uninstalled: 'deinstalliert',
    'sign-in-needed': 'neu anmelden',
    pending: 'ausstehend',
    placed: 'in der Kasse',
    drifted: 'in der Kasse geändert',
    removing: 'wird entfernt',
    removed: 'entfernt',
    failed: 'fehlgeschlagen',
    unreadable: 'nicht verstanden',
    done: 'erledigt',
  },
  console: consoleDe,
}
