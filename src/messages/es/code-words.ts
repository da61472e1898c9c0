import type { CodeWords } from '../code-texts.ts'

const codes = (n: number, one: string, many: string) =>
  n === 1 ? `El código de un cupón ${one}` : `Los códigos de ${n} cupones ${many}`
const wait = (n: number) => (n === 1 ? 'un cupón espera' : `${n} cupones esperan`)

export const codeWordsEs: CodeWords = {
  limits: {
    'code-unchecked': 'La caja no comprueba el código: en la caja se elige el descuento que lleva su nombre.',
    'not-once':
      'La caja no impide un segundo uso. Stampbridge borra el descuento con la primera venta y avisa de cualquier otra.',
    'no-end': 'La caja no sabe cuándo caduca el cupón. Stampbridge borra el descuento en ese momento.',
    'no-min-basket': 'La caja no comprueba el importe mínimo: tiene que hacerlo el personal.',
    combines: 'La caja no impide otros descuentos en la misma venta.',
    'any-product': 'La caja no vincula el descuento al producto: el personal lo aplica al correcto.',
    'every-piece':
      'Todas las unidades del producto en la venta salen gratis. Indica cuánto vale una y no se descontará más.',
    'as-asked': 'La caja pregunta para qué sirve un código. Lo que haga con la respuesta depende de ella.',
    'set-elsewhere': 'Los códigos vienen de otro sistema: su valor, sus usos y su caducidad se fijan allí.',
    'shared-code':
      'Todos los cupones muestran el mismo código. Quien lo conozca puede usarlo tantas veces como la caja permita.',
  },
  alerts: {
    down: (till, n) =>
      `No se puede conectar con ${till}: ${wait(n)} su código. Se crearán todos cuando vuelva; no se pierde nada.`,
    deleted: (till, n) =>
      `${codes(n, 'se borró', 'se borraron')} en ${till}, otra vez después de rehacerse. Repara o anula.`,
    paused: (till, n) => `${codes(n, 'se desactivó', 'se desactivaron')} en ${till}. Repara o anula.`,
    edited: (till, n) =>
      `${codes(n, 'se modificó', 'se modificaron')} en ${till}. Repara para volver a lo prometido, o déjalo así.`,
    used: (till, n) =>
      `${codes(n, 'consta como usado', 'constan como usados')} en ${till}, pero no llegó ninguna venta. Busca la venta o anula.`,
    taken: (till, n) =>
      `${codes(n, 'se borró', 'se borraron')} en ${till} y otro descuento lleva ahora ese nombre. Anula y da un cupón nuevo.`,
    refused: (till, n) =>
      `${till} no quiso crear ${n === 1 ? 'un código' : `${n} códigos`}. Mira el motivo, corrígelo y vuelve a conectar la caja.`,
    low: (reward, free, days) =>
      days === null
        ? `Solo quedan ${free} códigos para «${reward}». Importa más.`
        : `Quedan ${free} códigos para «${reward}», suficientes para unos ${days} días. Importa más.`,
    dry: (reward, n) =>
      `No quedan códigos para «${reward}»: ${wait(n)}. Serán los primeros cuando importes más.`,
  },
}
