import type { PrivacyTexts } from '../en/privacy.ts'

export const privacyEs: PrivacyTexts = {
  lead: 'Cuando un cliente pide a tu tienda sus datos, o que se le olvide, el mercado de tu caja nos lo dice. El olvido se hace solo; los datos los entregas tú, en un plazo de 30 días.',
  kinds: {
    'customer-data': 'Un cliente quiere sus datos',
    'customer-redact': 'Se olvidó a un cliente',
    'shop-redact': 'Se borró lo de una tienda que quitó la aplicación',
  },
  request: 'Petición',
  till: 'Caja',
  came: 'Recibida',
  due: 'Responder antes del',
  late: 'fuera de plazo',
  states: { open: 'por responder', done: 'hecha', skipped: 'innecesaria: la tienda había vuelto' },
  answeredAt: 'Hecha',
  customer: 'Cliente de la caja',
  orders: 'Pedidos que nombró la caja',
  cards: 'Tarjetas',
  cardsErased: 'Sus tarjetas ya no están aquí.',
  how: 'Cómo responder',
  steps: [
    'Descarga el archivo: contiene las tarjetas, los datos, los sellos, los cupones y los pedidos del cliente.',
    'Envíaselo al cliente, a la dirección por la que tu caja lo conoce.',
    'Di aquí que ya lo tiene. Entonces se olvida quién preguntó; la petición queda registrada.',
  ],
  download: 'Descargar sus datos (JSON)',
  answered: 'El cliente ya tiene sus datos',
  doneWords: 'Anotado. Aquí ya no se sabe quién preguntó.',
  alert: (n) => (n === 1 ? 'Un cliente espera sus datos' : `${n} clientes esperan sus datos`),
}
