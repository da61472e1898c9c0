import { z } from 'zod'
import { ProviderError } from '../../src/ports/provider-error.ts'

export type ApnsAnswer = { status: number; retryAfter: string | undefined; body: string }

/** Reasons of a 400 that say the token, not the request, is bad. Source: "Handling notification responses from APNs". */
const deadTokens = new Set(['BadDeviceToken', 'DeviceTokenNotForTopic'])
const problem = z.object({
  reason: z.string().regex(/^\w{1,60}$/),
  timestamp: z.number().int().positive().optional(),
})
const longestWait = 24 * 3600

/** `deadSince`: when APNs last knew the token to be dead, in ms since 1970; null where it does not say. */
export type PushResult = { told: true } | { told: false; deadSince: number | null }

/** @throws ProviderError for whatever is neither delivered nor a dead token. */
export function judgeAnswer(answer: ApnsAnswer): PushResult {
  const { status } = answer
  if (status === 200) return { told: true }
  const { reason, timestamp } = problemOf(answer.body)
  if (status === 410) return { told: false, deadSince: timestamp ?? null }
  if (status === 400 && deadTokens.has(reason)) return { told: false, deadSince: null }
  throw new ProviderError('apple', `APNs answered ${status} ${reason}`.trim(), {
    retryable: status === 429 || status >= 500,
    reason: status === 429 ? 'throttled' : undefined,
    retryAfterMs: waitOf(answer.retryAfter),
  })
}

function problemOf(body: string): z.infer<typeof problem> {
  try {
    return problem.parse(JSON.parse(body))
  } catch {
    return { reason: '' }
  }
}

/** In milliseconds; a day at most. */
export function waitOf(retryAfter: string | undefined): number | undefined {
  const seconds = /^\d{1,9}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined
  return seconds === undefined ? undefined : Math.min(seconds, longestWait) * 1000
}
