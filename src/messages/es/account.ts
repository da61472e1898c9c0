import type { AccountTexts } from '../en/account.ts'

export const accountEs: AccountTexts = {
  intro: 'Cómo entras y dónde tienes la sesión abierta.',
  you: (name, role) => `Eres ${name} (${role}).`,
  nobody:
    'Has entrado con un enlace de un solo uso. Di quién eres y podrás entrar desde ahora con una llave de acceso.',
  askOwner:
    'Has entrado sin nombre propio. Un titular puede añadirte en Equipo y crearte un enlace: así podrás tener una passkey.',
  become: 'Soy yo',
  yourName: 'Tu nombre',
  passkeys: 'Llaves de acceso',
  passkeysIntro:
    'Entra con el dedo, la cara o el bloqueo de tu dispositivo. Nada que recordar, nada que robar.',
  noPasskeys: 'Todavía no hay ninguna.',
  passkeyName: 'Nombre de la llave',
  passkeyNameHint: 'Para reconocerla, por ejemplo «Mi portátil».',
  addPasskey: 'Añadir una llave de acceso',
  removePasskey: (name) => `Quitar ${name}`,
  made: 'Añadida',
  lastUsed: 'Último uso',
  never: 'aún no',
  scriptless: 'Las llaves de acceso necesitan JavaScript.',
  unsupported: 'Este navegador no puede usar llaves de acceso.',
  failed: 'No ha funcionado. Inténtalo otra vez.',
  cancelled: 'No se ha cambiado nada.',
  browsers: 'Sesiones abiertas',
  browser: 'Navegador',
  thisBrowser: 'este navegador',
  unknownBrowser: 'Navegador desconocido',
  signedIn: 'Abierta desde',
  seen: 'Visto por última vez',
  end: 'Cerrar sesión',
  endOthers: 'Cerrar todas las demás',
  signIn: 'Entrar con una llave de acceso',
  signInFailed: 'Esta llave no se conoce aquí o se ha quitado. Un enlace de un solo uso sigue sirviendo.',
}
