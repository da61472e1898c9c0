import type { DeliveryTexts } from '../delivery-texts.ts'

export const deliveriesEs: DeliveryTexts = {
  unused: 'Aquí no se usan mensajes de este tipo.',
  unfinished: 'Aún no había terminado, así que no se hizo nada.',
  'no-order': 'No corresponde a ningún pedido.',
  'nothing-back': 'No devuelve nada de una venta.',
  'not-merged': 'No unió a ningún cliente.',
  'no-json': 'No es JSON y no se puede leer.',
  'no-sender': 'No dice de quién viene.',
  'wrong-part': 'Una parte no es como se esperaba.',
  failed: 'No se pudo procesar.',
  again: 'Aún no se pudo procesar; se volverá a intentar.',
}
