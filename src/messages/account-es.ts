import type { AccountTexts } from './account-en.ts'

export const accountEs: AccountTexts = {
  intro: 'Cómo entra usted y dónde tiene la sesión abierta.',
  you: (name, role) => `Usted es ${name} (${role}).`,
  nobody:
    'Ha entrado con un enlace de un solo uso. Diga quién es y podrá entrar desde ahora con una llave de acceso.',
  become: 'Soy yo',
  yourName: 'Su nombre',
  passkeys: 'Llaves de acceso',
  passkeysIntro:
    'Entre con el dedo, la cara o el bloqueo de su dispositivo. Nada que recordar, nada que robar.',
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
  failed: 'No ha funcionado. Inténtelo otra vez.',
  cancelled: 'No se ha cambiado nada.',
  browsers: 'Sesiones abiertas',
  thisBrowser: 'este navegador',
  unknownBrowser: 'Navegador desconocido',
  signedIn: 'Abierta desde',
  seen: 'Visto por última vez',
  end: 'Cerrar sesión',
  endOthers: 'Cerrar todas las demás',
  signIn: 'Entrar con una llave de acceso',
  signInFailed: 'Esta llave no se conoce aquí o se ha quitado. Un enlace de un solo uso sigue sirviendo.',
}
