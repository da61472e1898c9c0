/** An e-mail address or telephone number, as somebody wrote it. */
export type Contact = { kind: ContactKind; value: string }
export type ContactKind = 'email' | 'phone'

/**
 * The one way of writing a contact, so that two writings of it are the same text; null for what cannot be told to be
 * one: a telephone number without its country could be anybody's.
 */
export function normalContact({ kind, value }: Contact): string | null {
  return kind === 'email' ? normalEmail(value) : normalPhone(value)
}

function normalEmail(value: string): string | null {
  const address = value.normalize('NFKC').trim().toLowerCase()
  return /^[^\s@]+@[^\s@]+$/.test(address) ? address : null
}

function normalPhone(value: string): string | null {
  // "+49 (0)30 12" means +49 30 12.
  const signs = value.replace(/\(0\)/g, '').replace(/[\s()/.-]/g, '')
  const international = signs.replace(/^00/, '+')
  return /^\+[1-9]\d{6,14}$/.test(international) ? international : null
}
