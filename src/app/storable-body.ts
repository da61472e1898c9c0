/** Escapes of JSON, whole pairs of surrogates first; the last takes a backslash that was escaped itself. */
const escapes =
  /\\(?:(u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2})|(u0000)|(u[dD][89a-fA-F][\da-fA-F]{2})|.)/g

/**
 * The body without what no database keeps as text: NULs are left out, and halves of characters, as a till makes them that
 * cuts names off by length, become U+FFFD. A sale is not to be lost for the name of a cake. Everything else stays byte by byte.
 */
export function storableBody(body: Buffer): Buffer {
  if (!body.includes('\\u0000') && !body.includes('\\ud') && !body.includes('\\uD')) return body
  const text = body.toString('utf8')
  return Buffer.from(
    text.replace(escapes, (whole, pair, nul, half) => (pair ? whole : nul ? '' : half ? '\ufffd' : whole)),
    'utf8',
  )
}
