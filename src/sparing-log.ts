type Options = {
  /** Told when the minute is over of what was held back of a kind. */
  tellMore(kind: string, more: number): void
  /** Lines of one kind that are written in a minute. */
  most?: number
  minuteMs?: number
}

/**
 * For lines that anybody outside can cause as often as they like: of each kind so many are written in a minute, the rest is
 * counted and told at once, so that nobody fills the disk or buries what matters. Kinds are of few, fixed words.
 */
export function sparingly({
  tellMore,
  most = 20,
  minuteMs = 60_000,
}: Options): (kind: string, tell: () => void) => void {
  const counts = new Map<string, number>()
  const end = () => {
    for (const [kind, count] of counts) if (count > most) tellMore(kind, count - most)
    counts.clear()
  }
  return (kind, tell) => {
    if (counts.size === 0) setTimeout(end, minuteMs).unref()
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    if (count <= most) tell()
  }
}
