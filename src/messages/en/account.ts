/** Words of the console's own sign-in: passkeys, browsers. */
export const accountEn = {
  intro: 'How you sign in, and where you are signed in.',
  you: (name: string, role: string) => `You are ${name} (${role}).`,
  nobody: 'You came by a one-time link. Say who you are, and you can sign in with a passkey from now on.',
  askOwner:
    'You came without a name of your own. An owner can add you under Team and make you a link: then you can have a passkey.',
  become: 'That’s me',
  yourName: 'Your name',
  passkeys: 'Passkeys',
  passkeysIntro:
    'Sign in with your finger, your face or the lock of your device. Nothing to remember, nothing to steal.',
  noPasskeys: 'No passkey yet.',
  passkeyName: 'Name of the passkey',
  passkeyNameHint: 'So that you know it again, such as “My laptop”.',
  addPasskey: 'Add a passkey',
  removePasskey: (name: string) => `Remove ${name}`,
  made: 'Added',
  lastUsed: 'Last used',
  never: 'not yet',
  scriptless: 'Passkeys need JavaScript.',
  unsupported: 'This browser cannot use passkeys.',
  failed: 'That did not work. Please try again.',
  cancelled: 'Nothing was changed.',
  browsers: 'Signed in',
  browser: 'Browser',
  thisBrowser: 'this browser',
  unknownBrowser: 'Unknown browser',
  signedIn: 'Signed in',
  seen: 'Last seen',
  end: 'Sign out',
  endOthers: 'Sign out all others',
  signIn: 'Sign in with a passkey',
  signInFailed: 'This passkey is not known here, or it was removed. A one-time link still works.',
}

export type AccountTexts = typeof accountEn
