import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2'
import { ProviderError } from '../../src/ports/provider-error.ts'
import { type ApnsAnswer, judgeAnswer, type PushResult, waitOf } from './apns-answer.ts'
import { type ApnsAddress, keptConnection } from './apns-connection.ts'
import { createApnsPause } from './apns-pause.ts'
import { coalesced } from './push-coalescing.ts'

export type ApnsClient = {
  /**
   * Tells one device to ask for its passes. Not told: this token will never work again.
   * @throws ProviderError, retryable when APNs was unreachable, slow, throttling or shutting down
   */
  push(pushToken: string): Promise<PushResult>
  /** The certificate has changed: pushes from now on go over a new connection. */
  renew(): void
  /** Waits for pushes under way. Idempotent. */
  close(): Promise<void>
}

export type ApnsOptions = ApnsAddress & {
  /** The pass type id. */
  topic: string
  /** Longest wait for one answer, connecting included. */
  timeoutMs?: number
  /** Milliseconds, monotonic: times the pauses that a refusing server is given. */
  now?: () => number
}

/** All pushes go over one connection at once; how many at a time is for APNs to say, HTTP/2 queues the rest. */
export function createApnsClient(options: ApnsOptions): ApnsClient {
  const connection = keptConnection(options)
  const timeoutMs = options.timeoutMs ?? 10_000

  async function attempt(pushToken: string): Promise<ApnsAnswer> {
    const session = connection.current()
    try {
      return await request(session, pushToken, options.topic, timeoutMs)
    } catch (error) {
      // Whatever it was, the next push shall not meet the same connection.
      connection.retire(session)
      throw error
    }
  }

  const pause = createApnsPause(options.now)

  async function push(pushToken: string): Promise<PushResult> {
    pause.check()
    // A kept connection may have died unnoticed or just been told to go away: once more over a new one. To be told
    // twice does a device no harm.
    const answer = await attempt(pushToken)
      .catch((error: unknown) => (error instanceof TimeoutError ? Promise.reject(error) : attempt(pushToken)))
      .catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : 'unknown'
        throw new ProviderError('apple', `APNs could not be reached: ${why}`, {
          retryable: true,
          reason: 'unreachable',
          cause,
        })
      })
    pause.note({ status: answer.status, retryAfterMs: waitOf(answer.retryAfter) })
    return judgeAnswer(answer)
  }

  return { push: coalesced(push), renew: connection.renew, close: connection.close }
}

class TimeoutError extends Error {}

const body = '{}'
const longestAnswer = 4096

async function request(
  session: ClientHttp2Session,
  pushToken: string,
  topic: string,
  timeoutMs: number,
): Promise<ApnsAnswer> {
  const stream = session.request({
    ':method': 'POST',
    ':path': `/3/device/${encodeURIComponent(pushToken)}`,
    'apns-topic': topic,
  })
  const timer = setTimeout(
    () => stream.destroy(new TimeoutError(`no answer within ${timeoutMs} ms`)),
    timeoutMs,
  )
  stream.end(body)
  try {
    return await answerOf(stream)
  } finally {
    clearTimeout(timer)
  }
}

async function answerOf(stream: ClientHttp2Stream): Promise<ApnsAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ApnsAnswer>()
  let status = 0
  let retryAfter: string | undefined
  let text = ''
  stream.on('response', (headers) => {
    status = headers[':status'] ?? 0
    retryAfter = headers['retry-after']
    // Only refusals say something.
    if (status === 200) return stream.resume()
    stream.setEncoding('utf8')
    stream.on('data', (chunk: string) => {
      if (text.length < longestAnswer) text += chunk
    })
  })
  stream.on('error', reject)
  // A connection that ends without a word closes its streams without an error.
  stream.on('close', () =>
    status ? resolve({ status, retryAfter, body: text }) : reject(new Error('connection closed')),
  )
  return promise
}
