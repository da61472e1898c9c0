/** How a till has a code that it should have as it was made. */
export type CodeState = 'fine' | 'deleted' | 'paused' | 'edited' | 'used'

/** What is known of it from before. `repairs`: how often it was made good; below 0 when a person asks for it. */
export type KnownDrift = { drift: string | null; repairs: number }

export type DriftAction =
  | { do: 'nothing' }
  /** Make it again, with the same code. */
  | { do: 'remake' }
  /** Give the till's discount back its worth, limits and dates, and switch it on. */
  | { do: 'restore' }
  /** Too early to say: the order that used it may be on its way, and tills count late. */
  | { do: 'look-again' }
  /** A person has to look at it. */
  | { do: 'alert' }

/**
 * What to do about a code. It is made good once by itself, as an accident would want it; found so again, somebody means
 * it, and is asked. A changed worth or limit is somebody's decision from the first.
 */
export function judgeDrift(found: CodeState, known: KnownDrift): DriftAction {
  const asked = known.repairs < 0
  switch (found) {
    case 'fine':
      return { do: 'nothing' }
    case 'deleted':
      return known.repairs > 0 ? { do: 'alert' } : { do: 'remake' }
    case 'paused':
      return known.repairs > 0 ? { do: 'alert' } : { do: 'restore' }
    case 'edited':
      return asked ? { do: 'restore' } : { do: 'alert' }
    case 'used':
      return known.drift === 'used' ? { do: 'alert' } : { do: 'look-again' }
  }
}
