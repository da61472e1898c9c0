import type { EmptyTexts } from '../en/console-empty.ts'

/** What a room of the console says while nothing stands in it: what will, and what to do for it. */
export const consoleEmptyEs: EmptyTexts = {
  cards: {
    title: 'Aún no hay tarjetas',
    text: 'Aquí aparece quien toma una tarjeta de sellos, con sus sellos y su última visita. Pon el código QR donde los clientes lo vean: el primer escaneo es la primera tarjeta.',
    act: 'Imprimir el código QR',
  },
  orders: {
    title: 'Aún no hay pedidos',
    text: 'Cada venta que envía tu caja aparece aquí en segundos, con los sellos que dio o el motivo por el que no dio ninguno.',
    act: 'Conectar una caja',
    test: 'Probar la caja',
  },
  coupons: {
    title: 'Aún no hay cupones',
    text: 'La primera tarjeta completa recibe uno automáticamente. Entonces aparece aquí con su código y si se usó. También puedes regalar uno en cualquier tarjeta.',
    act: 'Ir a las tarjetas',
  },
  privacy: {
    title: 'Nadie ha pedido nada hasta ahora',
    text: 'Una solicitud aparece aquí en cuanto llega, con el día límite para responderla. Hasta entonces no hay nada que hacer.',
  },
  deliveries: {
    title: 'Todo en orden',
    text: 'Se entendió todo lo que enviaron tus cajas. Lo que no se pudiera leer aparecería aquí, sin cambios, hasta que alguien lo revise.',
  },
  cardCoupons: 'Todavía no hay cupones.',
  cardLedger: 'Todavía no hay sellos.',
  showAll: 'Mostrar todo',
}
