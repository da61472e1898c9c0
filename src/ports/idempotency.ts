/** The answer that a repeat gets again. */
export type StoredAnswer = { status: number; body: string }

export type Claim =
  /** Ours to do. A retry of an attempt that failed or died gets the same operation id again. */
  | { state: 'started'; operationId: string }
  | { state: 'done'; answer: StoredAnswer }
  /** The key was used for another request. */
  | { state: 'other-request' }
  /** The first request with this key is still being served. */
  | { state: 'running' }

type Held = { scope: string; key: string }

/** Keys are kept 24 hours. `scope` is the merchant's id, or the nil UUID for the operator. */
export type Idempotency = {
  claim(held: Held & { requestHash: Uint8Array; operationId: string; now: number }): Promise<Claim>
  /** Keeps the answer, encrypted: it may hold secrets. */
  finish(held: Held & { operationId: string; answer: StoredAnswer }): Promise<void>
  /** Lets a retry begin at once, under the same operation id. */
  release(held: Held & { operationId: string }): Promise<void>
  /** Deletes what is older than 24 hours; returns how many. */
  purge(now: number): Promise<number>
}
