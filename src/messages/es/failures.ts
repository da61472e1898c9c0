import type { FailureTexts } from '../failure-texts.ts'

export const failuresEs: FailureTexts = {
  reasons: {
    unreachable: (name) => `${name} no responde.`,
    trouble: (name) => `${name} tiene problemas en este momento.`,
    throttled: (name) => `${name} no admite más llamadas por ahora.`,
    busy: (name) => `${name} todavía atiende otra petición nuestra.`,
    'sign-in': (name) => `${name} pide iniciar sesión de nuevo.`,
    'no-permission': (name) => `${name} no lo permite: falta un permiso.`,
    closed: (name) => `${name} dice que la tienda está cerrada, bloqueada o no existe.`,
    reward: (name) => `${name} no puede crear este premio: revisa en el programa qué descuenta.`,
    currency: (name) => `${name} vende en una moneda distinta de la del premio.`,
    'code-taken': (name) => `${name} ya tiene otro descuento con este código: da un cupón nuevo.`,
    refused: (name) => `${name} lo rechazó.`,
    'not-understood': (name) => `${name} dio una respuesta que no se entiende.`,
    'own-fault': () => 'Algo falló por nuestra parte. Se vuelve a intentar.',
  },
  till: 'La caja',
  changed: (what) => `Cambios: ${what}`,
  changes: {
    code: 'código',
    'limit of uses': 'límite de usos',
    end: 'fin',
    worth: 'valor',
    products: 'productos',
    'minimum basket': 'compra mínima',
    'kind of discount': 'tipo de descuento',
    locations: 'locales',
    name: 'nombre',
  },
}
