import type { SquareClient } from 'square'

export type SquareAddress = {
  /** Where the API is, without `/v2`. */
  apiUrl: string
  /** Longest wait for one answer. */
  timeoutMs: number
}

/** The SDK takes most of a second to load: a process that never calls Square does not pay for it. */
export async function squareSdk(
  accessToken: string | undefined,
  { apiUrl, timeoutMs }: SquareAddress,
): Promise<SquareClient> {
  const { SquareClient } = await import('square')
  return new SquareClient({
    ...(accessToken !== undefined && { token: accessToken }),
    baseUrl: apiUrl,
    // Retrying belongs to the outbox, which survives a restart.
    maxRetries: 0,
    timeoutInSeconds: timeoutMs / 1000,
    // In place of the SDK's own signal, which ends with the headers: a body that stops half-way would hold a worker
    // for ever.
    fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
  })
}
