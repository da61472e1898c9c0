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
    goal: (goal, reward) => `Con ${goal === 1 ? '1 sello' : `${goal} sellos`}: ${reward}`,
    perDay: (n) => `Como máximo ${n} al día`,
    perOrder: (n) => `Como máximo ${n} por compra`,
    cooldown: (minutes) => `Cuenta una compra cada ${minutes} minutos`,
    factor: (factor, when) => `${factor === '2' ? 'El doble de' : `${factor} veces los`} sellos: ${when}`,
  },
  join: {
    title: (shop) => `${shop}: tarjeta de sellos`,
    kicker: 'Tu tarjeta de sellos',
    apple: 'Añadir a Apple Wallet',
    google: 'Añadir a Google Wallet',
    web: 'Usar sin wallet',
    promise: 'Sin aplicación, formularios ni datos personales.',
    scan: 'Escanea con tu móvil',
    scanHint: 'Apunta la cámara del móvil a este código para guardar la tarjeta en su wallet.',
    here: 'O sigue en este navegador',
    inApp: 'Abre esta página en tu navegador',
    inAppHint:
      'El navegador integrado de esta aplicación no puede guardar tarjetas. Toca el menú (⋯ o ⋮) y elige «Abrir en el navegador».',
    inAppChrome: 'Abrir en Chrome',
    inAppStay: 'Usar la tarjeta aquí mismo',
    closedTitle: 'Ahora no hay tarjetas nuevas',
    closed: 'Esta tarjeta de sellos no se entrega por el momento. Pregunta en el mostrador.',
    own: 'Ya tienes esta tarjeta',
    openOwn: 'Abrir mi tarjeta',
    another: 'O consigue una tarjeta nueva',
    onTheWay: 'Por el camino',
  },
  card: cardEs,
  claim: claimEs,
  kiosk: kioskEs,
  mine: mineEs,
  home: {
    lead: 'Tarjetas de sellos en la wallet del móvil, gestionadas por la propia caja de la tienda. Aquí tienes una tienda para probarlas.',
    join: 'Consigue una tarjeta',
    joinHint: 'Como cliente: sin app ni formularios.',
    till: 'Haz una venta',
    tillHint: 'En la caja: la compra sella la tarjeta por sí sola.',
    console: 'Mira detrás del mostrador',
    consoleHint: 'Como tienda: cada tarjeta, pedido y cupón.',
  },
  missing: {
    title: 'Aquí no hay nada',
    card: 'No conocemos esta tarjeta. Revisa el enlace o escanea el código del mostrador para obtener otra.',
    join: 'No conocemos esta tarjeta de sellos. Pregunta en el mostrador.',
    page: 'Esta página no existe.',
    unreadTitle: 'No se entiende',
    unread:
      'Algo de esta dirección o de este formulario no se puede leer, así que no se ha cambiado nada. Vuelve atrás y revísalo.',
    tooLargeTitle: 'Demasiado grande',
    tooLarge: 'Esto es más de lo que cabe, así que no se ha cambiado nada. Vuelve atrás y envía menos.',
    tooManyTitle: 'Demasiado a la vez',
    tooMany: 'Han sido demasiadas a la vez. Vuelve a intentarlo en un minuto.',
    refusedTitle: 'No se ha realizado',
    refused: 'Esta petición venía de otro sitio web y no se ha realizado. Vuelve atrás e inténtalo de nuevo.',
    roleTitle: 'Tu función no lo permite',
    role: {
      manager:
        'Esto solo pueden hacerlo los encargados y los titulares. Pídeselo a uno de ellos, o pide a un titular que cambie tu función en «Equipo».',
      owner:
        'Esto solo pueden hacerlo los titulares de la tienda. Pídeselo a un titular, o pídele que cambie tu función en «Equipo».',
    },
    roleAsk: {
      manager: (names) => `Esto solo pueden hacerlo los encargados y los titulares. Pídeselo a ${names}.`,
      owner: (names) =>
        `Esto solo pueden hacerlo los titulares de la tienda. Pídeselo a ${names}, o pídele que cambie tu función en «Equipo».`,
    },
    failedTitle: 'Algo ha fallado',
    failed: 'El fallo es nuestro, no tuyo. Vuelve a intentarlo en un momento.',
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
    'card:active': 'activa',
    'card:merged': 'unida',
    'card:erased': 'borrada',
    'card:ended': 'terminada',
    'card:expired': 'caducada',
    'till:active': 'activa',
    'till:uninstalled': 'desinstalada',
    paused: 'en pausa',
    merged: 'unido',
    erased: 'borrado',
    ended: 'terminado',
    issuing: 'en camino',
    redeemed: 'usado',
    expired: 'caducado',
    revoked: 'anulado',
    uninstalled: 'desinstalado',
    'sign-in-needed': 'inicia sesión de nuevo',
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
