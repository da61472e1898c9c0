import type { Messages } from './en.ts'
import { cardEs } from './es/card.ts'
import { claimEs } from './es/claim.ts'
import { consoleEs } from './es/console.ts'
import { kioskEs } from './es/kiosk.ts'
import { mineEs } from './es/mine.ts'
import { shopifyEs } from './es/shopify.ts'
import { squareEs } from './es/square.ts'
import { tillEs } from './es/till.ts'
import { traceEs } from './es/trace.ts'

export const es: Messages = {
  progress: (stamps, goal) => `${stamps} de ${goal}`,
  stamps: (n) => (n === 1 ? '1 sello' : `${n} sellos`),
  rule: {
    visit: (stamps, minimum) =>
      `Cada visita${minimum ? ` desde ${minimum}` : ''} da ${stamps === 1 ? 'un sello' : `${stamps} sellos`}`,
    amount: (per) => `Cada ${per} de compra da un sello`,
    items: (every, what) =>
      every === 1
        ? `Cada artículo de ${what} da un sello`
        : `Cada ${every} artículos de ${what} dan un sello`,
    someItems: (every) =>
      every === 1
        ? 'Cada artículo participante da un sello'
        : `Cada ${every} artículos participantes dan un sello`,
    goal: (goal, reward) => `Con ${goal} sellos: ${reward}`,
    perDay: (n) => `Como máximo ${n} al día`,
    perOrder: (n) => `Como máximo ${n} por compra`,
    cooldown: (minutes) => `Cuenta una compra cada ${minutes} minutos`,
    factor: (factor, when) => `×${factor} ${when}`,
  },
  join: {
    title: (shop) => `${shop}: tarjeta de sellos`,
    kicker: 'Tu tarjeta de sellos',
    apple: 'Añadir a Apple Wallet',
    google: 'Guardar en Google Wallet',
    web: 'Usar sin wallet',
    promise: 'Sin aplicación, sin formulario, sin datos personales.',
    scan: 'Escanea con tu móvil',
    scanHint: 'Apunta la cámara del móvil a este código para guardar la tarjeta en su wallet.',
    here: 'O sigue en este navegador',
    inApp: 'Abre esta página en tu navegador',
    inAppHint:
      'El navegador integrado de esta aplicación no puede guardar tarjetas. Toca el menú (⋯ o ⋮) y elige «Abrir en el navegador».',
    inAppChrome: 'Abrir en Chrome',
    inAppStay: 'Usar la tarjeta aquí mismo',
    closedTitle: 'Esta tarjeta está en pausa',
    closed: 'Ahora mismo no se entregan tarjetas nuevas. Pregunta en el mostrador.',
    own: 'Ya tienes esta tarjeta',
    openOwn: 'Abrir mi tarjeta',
    another: 'O consigue una tarjeta nueva',
    onTheWay: 'Por el camino',
  },
  card: cardEs,
  claim: claimEs,
  kiosk: kioskEs,
  mine: mineEs,
  missing: {
    title: 'Aquí no hay nada',
    card: 'No conocemos esta tarjeta. Revisa el enlace o escanea el código del mostrador para obtener otra.',
    join: 'No conocemos esta tarjeta de sellos. Pregunta en el mostrador.',
    page: 'Esta página no existe.',
    tooMany: 'Han sido demasiadas a la vez. Vuelve a intentarlo en un minuto.',
    refused: 'Esta petición venía de otro sitio web y no se ha realizado. Vuelve atrás e inténtalo de nuevo.',
    failed: 'Algo ha fallado por nuestra parte. Vuelve a intentarlo en un momento.',
  },
  till: tillEs,
  outcome: {
    waiting: 'Pendiente de pago',
    unmatched: 'Sin tarjeta',
    stamped: 'Sellado',
    redeemed: 'Cupón usado',
    'no-stamp': 'Sin sello',
    reversed: 'Retirado',
  },
  shopify: shopifyEs,
  square: squareEs,
  trace: {
    yes: 'Cumplido',
    no: 'No cumplido',
    rules: traceEs,
  },
  state: {
    owed: 'se debe',
    forgiven: 'perdonado',
    'redemption-refunded': 'su venta se devolvió',
    'used-after-end': 'usado después de terminar',
    undone: 'deshecho en el mostrador',
    reinstated: 'entregado de nuevo',
    retired: 'retirado sin usar',
    active: 'activo',
    paused: 'en pausa',
    merged: 'unido',
    erased: 'borrado',
    ended: 'terminado',
    issuing: 'en camino',
    redeemed: 'usado',
    expired: 'caducado',
    revoked: 'anulado',
    uninstalled: 'desinstalado',
    'sign-in-needed': 'inicie sesión de nuevo',
    pending: 'pendiente',
    placed: 'en la caja',
    drifted: 'cambiado en la caja',
    removing: 'retirándose',
    removed: 'retirado',
    failed: 'fallido',
    unreadable: 'no entendido',
    done: 'hecho',
  },
  console: consoleEs,
}
