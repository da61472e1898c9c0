import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { adminKey } from './app.ts'

const busyTries = 10

export type Answer<T> = { status: number; body: T; text: string }

/**
 * A caller of the REST API over HTTP, as a merchant's script is one: `get` and `post` ask a busy server again, under the
 * same idempotency key.
 */
export type Api = {
  /** Asks once, whatever the answer. */
  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer<T>>
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
}

export type Coupon = {
  id: string
  title: string
  state: string
  code: string
  cycle: number
  redeemedAt: string | null
  flag: string | null
  placements: { tillId: string; state: string }[]
}
export type Card = {
  id: string
  serial: string
  token: string
  url: string
  cycle: number
  stamps: number
  goal: number
  coupons: Coupon[]
}
export type Entry = { id: string; count: number; balance: number; orderId: string | null; channel: string }
export type Order = { outcome: string; given: number; trace: { rule: string; detail: string }[] }
export type Till = { id: string; webhookUrl: string; webhookSecret?: string }

export function createApi(baseUrl: string, key: string): Api {
  const ask = async <T>(method: string, path: string, body: unknown, once: string): Promise<Answer<T>> => {
    const response = await fetch(`${baseUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(method === 'POST' ? { 'idempotency-key': once } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, text, body: (text === '' ? undefined : JSON.parse(text)) as T }
  }
  const call = <T>(method: string, path: string, body?: unknown) => ask<T>(method, path, body, randomUUID())
  const good = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const once = randomUUID()
    let answer = await ask<T>(method, path, body, once)
    for (let tries = 1; answer.status === 503 && tries < busyTries; tries += 1) {
      await pause(2000)
      answer = await ask<T>(method, path, body, once)
    }
    if (answer.status >= 300)
      throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.text}`)
    return answer.body
  }
  return { call, get: (path) => good('GET', path), post: (path, body) => good('POST', path, body) }
}

/** A merchant of its own, and its key's API. */
export async function createMerchant(baseUrl: string, name = 'North Roast'): Promise<Api> {
  const operator = createApi(baseUrl, adminKey)
  const { apiKey } = await operator.post<{ apiKey: string }>('/merchants', {
    name,
    timeZone: 'Europe/Berlin',
  })
  return createApi(baseUrl, apiKey)
}

const freeCoffee = {
  title: 'Free coffee',
  kind: 'redeem_code',
  codeSource: 'minted',
  discount: { percent: 100 },
}

/** A program whose reward, with minted codes, comes at `goal`. */
export const createProgram = (
  api: Api,
  goal: number,
  earn: object = { kind: 'visit' },
  reward: object = {},
) =>
  api.post<{ id: string; slug: string; version: number }>('/programs', {
    name: 'Coffee card',
    goal,
    earn,
    milestones: [{ at: goal, reward: { ...freeCoffee, ...reward } }],
  })
