import type { SquareTexts } from '../en/square.ts'

export const squareEs: SquareTexts = {
  title: 'Square',
  until: (time) => `Permiso hasta ${time}; se renueva solo.`,
  permissions: 'Permisos',
  trouble: {
    denied: 'No ha permitido la conexión, así que no se ha cambiado nada.',
    stale: 'Este inicio de sesión ya se usó, tardó más de diez minutos o empezó en otro navegador.',
    refused: 'Square no ha confirmado el inicio de sesión. No se ha cambiado nada.',
    'connected-elsewhere':
      'Esta cuenta de Square está conectada a otro comercio de Stampbridge. Desconéctala allí primero o inicia sesión en Square con otra cuenta.',
    'merchant-gone': 'Este comercio ya no existe.',
    unreachable: 'Ahora no se puede contactar con Square. No se ha cambiado nada.',
  },
  retry: 'Empezar de nuevo',
}
