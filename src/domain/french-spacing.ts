const noBreak = '\u00a0'

/**
 * French parts `; : ? ! »` from the word before them, and `«` from the word after it, by a space at which no line ends.
 * The texts are written with plain spaces, which can be seen; here they become those.
 */
export function spacedFrench<Texts>(texts: Texts): Texts {
  return spaced(texts) as Texts
}

function spaced(part: unknown): unknown {
  if (typeof part === 'string') return part.replace(/ (?=[;:?!»])|(?<=«) /g, noBreak)
  if (typeof part === 'function') return (...values: unknown[]) => spaced(part(...values))
  if (Array.isArray(part)) return part.map(spaced)
  if (part === null || typeof part !== 'object') return part
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, spaced(inner)]))
}
