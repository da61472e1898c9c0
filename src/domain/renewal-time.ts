const minute = 60_000
const day = 86_400_000
/** A till that does not say when its token ends is asked again this soon: forgetting it for ever would be worse. */
const unknownLifeMs = 45 * minute
/** Square asks for every seven days or sooner. */
const longestMs = 6 * day

/**
 * When a token is to be renewed: after three quarters of its life, and at least every six days.
 * @returns milliseconds since 1970; null when there is nothing to renew it with.
 */
export function renewalTime(
  tokens: { accessExpiresAt: number | null; refreshToken: string | null },
  now: number,
): number | null {
  if (tokens.refreshToken === null) return null
  if (tokens.accessExpiresAt === null) return now + unknownLifeMs
  return now + Math.min(longestMs, Math.max(0, (tokens.accessExpiresAt - now) * 0.75))
}
