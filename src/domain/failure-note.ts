/** Why a call to a till or a wallet failed, as far as whoever reads of it can do something about it. */
export const failureReasons = [
  'unreachable',
  'trouble',
  'throttled',
  'busy',
  'sign-in',
  'no-permission',
  'closed',
  'reward',
  'currency',
  'code-taken',
  'refused',
  'not-understood',
  'own-fault',
] as const
export type FailureReason = (typeof failureReasons)[number]

/** `provider`: shopify, square, apple, …; `said`: in English, what the provider said or what was found. */
export type Failure = { provider: string; reason: FailureReason; said: string }

/** As the books keep a failure: one line, so that its reader's language can still be chosen when it is read. */
export const writeFailure = ({ provider, reason, said }: Failure): string => `${provider}/${reason}: ${said}`

const form = /^([a-z][a-z-]{0,30})\/([a-z][a-z-]{0,30}): (.*)$/s

/** Null for a line that no failure was written into: findings of a check, and lines of before there were reasons. */
export function readFailure(line: string): Failure | null {
  const [, provider = '', name = '', said = ''] = form.exec(line) ?? []
  const reason = failureReasons.find((each) => each === name)
  return reason ? { provider, reason, said } : null
}

/** The words of a line without its head, for those who read English anyway. */
export const failureSaid = (line: string): string => readFailure(line)?.said ?? line
