import { refusedText } from '../reasons.ts'
import { oneOrMany, pick, type TraceTexts } from '../trace-texts.ts'
import { reasonsEs } from './reasons.ts'

const stamps = (n: unknown) => `${n} ${oneOrMany(n, 'sello', 'sellos')}`

const evidence = {
  scanned: 'Tarjeta encontrada: se escaneó en la venta.',
  linked: 'Tarjeta encontrada: está vinculada al cliente de la caja.',
  contact: 'Tarjeta encontrada: el cliente de la caja tiene el correo o teléfono verificado para ella.',
  claimed: 'Tarjeta encontrada: su titular añadió la compra después.',
  assigned: 'Tarjeta encontrada: la compra se le asignó a mano.',
}
const states = {
  paused: 'La tarjeta está en pausa.',
  merged: 'La tarjeta se unió a otra.',
  erased: 'La tarjeta se borró.',
}
const channels = {
  till: 'Las ventas en la caja',
  counter: 'Los escaneos en el mostrador',
  staff: 'Los escaneos del equipo',
  kiosk: 'Los escaneos en el quiosco',
  claim: 'Las compras añadidas con el recibo',
  api: 'Los sellos de otros programas',
}
export const refusalsEs = (when: string, where: string): Record<string, string> => ({
  'already-redeemed': `ya se usó${when}${where}`,
  expired: `caducó${when}`,
  revoked: `se retiró${when}`,
  'not-ready': 'todavía no está listo',
})

export const traceEs: TraceTexts = {
  'test-order': () => 'Los pedidos de prueba nunca dan sellos.',
  paid: () => 'El pedido aún no está pagado del todo.',
  card: (passed, f) =>
    passed
      ? pick(evidence, f.evidence, 'Tarjeta encontrada.')
      : f.several
        ? 'Varias tarjetas tienen el correo o el teléfono de este cliente: ninguna se sella por suposición.'
        : f.weak
          ? 'No se escaneó ninguna tarjeta; un cliente conocido solo por el pago no basta.'
          : 'No se escaneó ninguna tarjeta y el cliente no está vinculado a ninguna.',
  'card-active': (_, f) => pick(states, f.state, 'La tarjeta no está en uso.'),
  'something-left': (_, f) =>
    pick(
      { cancelled: 'El pedido se canceló.', refunded: 'El pedido se devolvió.' },
      f.because,
      'No queda nada del pedido.',
    ),
  'something-paid': (passed, f) => (passed ? `Cuentan ${f.paid}.` : 'No se pagó nada por artículos.'),
  'only-redeems': (passed) =>
    passed
      ? 'El pedido solo canjea un cupón, y aquí eso cuenta.'
      : 'El pedido solo canjea un cupón: eso no da sellos.',
  'amount-unknown': () => 'Aún no se sabe cuánto se pagó: lo dirá el pedido de la caja.',
  channel: (passed, f) =>
    `${pick(channels, f.channel, 'Estas compras')} ${passed ? 'dan' : 'no dan'} sellos con esta tarjeta.`,
  location: (passed, f) =>
    f.location === undefined && f.unnamed === undefined
      ? 'El pedido no indica local, y solo algunos locales dan sellos.'
      : `${f.location ?? 'Este local'} ${passed ? 'es' : 'no es'} uno de los locales que dan sellos.`,
  currency: (passed, f) =>
    passed
      ? `Pagado en ${f.paid}: no se exige el mínimo, que está en ${f.currency}.`
      : `Pagado en ${f.paid}, pero los sellos se dan por cada ${f.per}.`,
  'minimum-spend': (passed, f) =>
    passed
      ? `Pagó ${f.paid}, al menos el mínimo de ${f.minimum}.`
      : `Pagó ${f.paid}, por debajo del mínimo de ${f.minimum}.`,
  amount: (_, f) => `Cuentan ${f.paid}; un sello por cada ${f.per}.`,
  items: (_, f) => {
    const found = `${f.count} ${oneOrMany(f.count, 'artículo que cuenta', 'artículos que cuentan')}`
    return f.every === '1' ? `${found}.` : `${found}; un sello por cada ${f.every}.`
  },
  multiplier: (_, f) => `${f.weekday}, ${f.time}: por ${f.factor}.`,
  'per-order': (passed, f) =>
    passed
      ? `Dentro del límite de ${stamps(f.limit)} por compra.`
      : `Reducido a ${stamps(f.limit)} por compra.`,
  'cool-down': (_, f) => `Otra compra ya contó en menos de ${f.minutes} minutos.`,
  'per-location-day': (passed, f) =>
    passed
      ? `Dentro del límite de ${stamps(f.limit)} al día en este local.`
      : `Se alcanzó el límite de ${stamps(f.limit)} al día en este local.`,
  'per-day': (passed, f) =>
    passed
      ? `Dentro del límite de ${stamps(f.limit)} al día.`
      : `Se alcanzó el límite de ${stamps(f.limit)} al día.`,
  stamps: (_, f) => `${stamps(f.stamps)}.`,
  refused: (_, f) => {
    const when = f.at === undefined ? '' : ` el ${f.at}`
    const where = f.place === undefined ? '' : ` en ${f.place}`
    return refusedText(reasonsEs, refusalsEs, { when, where }, f)
  },
  coupon: (_, f) => {
    const when = f.at === undefined ? '' : ` el ${f.at}`
    const where = f.location === undefined ? '' : ` en ${f.location}`
    const events = {
      redeemed: `Cupón ${f.code} canjeado${when}${where}: ${f.title}.`,
      replaced: `El pedido se devolvió: un cupón nuevo sustituye a ${f.code}.`,
      'taken-back': `El pedido se devolvió, y con él los sellos de ${f.code}.`,
      unassigned: `Ninguna tarjeta de la venta tiene un cupón con el código compartido ${f.code}: no se atribuye a nadie.`,
    }
    const why = pick(refusalsEs(when, where), f.reason, 'no es válido')
    return pick(events, f.event, `El cupón ${f.code} no se pudo canjear: ${why}.`)
  },
}
