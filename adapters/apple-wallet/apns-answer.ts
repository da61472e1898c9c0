import { z } from 'zod'
import { ProviderError } from '../../src/ports/provider-error.ts'

export type ApnsAnswer = { status: number; retryAfter: string | undefined; body: string }

/** Reasons of a 400 that say the token, not the request, is bad. Source: "Handling notification responses from APNs". */
const deadTokens = new Set(['BadDeviceToken', 'DeviceTokenNotForTopic'])
const problem = z.object({ reason: z.string().regex(/^\w{1,60}$/) })
const longestWait = 24 * 3600

/** @throws ProviderError for whatever is neither delivered nor a dead token. */
export function judgeAnswer(answer: ApnsAnswer): 'told' | 'gone' {
  const { status } = answer
  if (status === 200) return 'told'
  const reason = reasonOf(answer.body)
  if (status === 410 || (status === 400 && deadTokens.has(reason))) return 'gone'
  throw new ProviderError('apple', `APNs answered ${status} ${reason}`.trim(), {
    retryable: status === 429 || status >= 500,
    retryAfterMs: waitOf(answer.retryAfter),
  })
}

function reasonOf(body: string): string {
  try {
    return problem.parse(JSON.parse(body)).reason
  } catch {
    return ''
  }
}

function waitOf(retryAfter: string | undefined): number | undefined {
  const seconds = /^\d{1,9}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined
  return seconds === undefined ? undefined : Math.min(seconds, longestWait) * 1000
}
