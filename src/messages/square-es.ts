import type { SquareTexts } from './square-en.ts'

export const squareEs: SquareTexts = {
  title: 'Square',
  lead: 'Stampbridge lee las ventas y crea los descuentos de los cupones en su catálogo de artículos. Los pedidos, las tarjetas y los cupones se conservan si se desconecta.',
  connect: 'Conectar Square',
  again: 'Volver a conectar',
  disconnect: 'Desconectar',
  none: 'Square todavía no está conectado.',
  notConfigured: 'Quien administra este Stampbridge todavía no ha configurado Square.',
  states: {
    active: 'Conectado',
    'sign-in-needed': 'Inicie sesión de nuevo',
    revoked: 'Desconectado',
    uninstalled: 'Eliminado',
  },
  signInNeeded: (since) =>
    `Square no nos deja entrar desde ${since}. Los códigos de los cupones esperan y no se pierde nada: vuelva a conectar Square.`,
  until: (time) => `Permiso hasta ${time}; se renueva solo.`,
  permissions: 'Permisos',
  locations: 'Locales',
  done: {
    connected: 'Square está conectado.',
    disconnected: 'Square está desconectado.',
    unreachable:
      'Ahora no se puede contactar con Square. No se ha cambiado nada: inténtelo de nuevo dentro de un minuto.',
  },
  trouble: {
    denied: 'No ha permitido la conexión, así que no se ha cambiado nada.',
    stale: 'Este inicio de sesión ya se usó, tardó más de diez minutos o empezó en otro navegador.',
    refused: 'Square no ha confirmado el inicio de sesión. No se ha cambiado nada.',
    'connected-elsewhere':
      'Esta cuenta de Square está conectada a otro comercio de Stampbridge. Desconéctela allí primero o inicie sesión en Square con otra cuenta.',
    'merchant-gone': 'Este comercio ya no existe.',
    unreachable: 'Ahora no se puede contactar con Square. No se ha cambiado nada.',
  },
  retry: 'Empezar de nuevo',
}
