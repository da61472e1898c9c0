import type { TillLimit } from '../domain/till-limits.ts'

type OfTill = (till: string, count: number) => string

/** What is said to merchants of codes: what their tills cannot do, and what needs a look. */
export type CodeWords = {
  limits: Record<TillLimit, string>
  alerts: Record<'down' | 'deleted' | 'paused' | 'edited' | 'used' | 'taken' | 'refused', OfTill> & {
    low: (reward: string, free: number, days: number | null) => string
    dry: (reward: string, waiting: number) => string
  }
}
