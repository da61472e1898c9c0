import { createPublicKey, type KeyObject, randomUUID, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { createResources, GoogleRefusal, type Kind } from './google-resources.ts'

/**
 * What goes wrong with the next call. `lost`: carried out, but the answer never arrives. `late`: no answer, and carried
 * out when `carryOutLate` is called.
 */
export type Fault =
  | { kind: 'status'; status: number; reason?: string; retryAfter?: string }
  | { kind: 'slow'; milliseconds: number }
  | { kind: 'reset' }
  | { kind: 'lost' }
  | { kind: 'late' }

export type Call = { method: string; path: string; at: number; body: Record<string, unknown> }

export type GoogleWalletDouble = Awaited<ReturnType<typeof startGoogleWallet>>

/**
 * Google Wallet on a loopback port: token endpoint, classes and objects of loyalty cards, and the page behind a save
 * link. Speaks the real protocol and checks signatures, ids and required fields.
 */
export async function startGoogleWallet(options: {
  issuerId: string
  email: string
  /** Of the service account: assertions and save links must be signed with its private half. */
  key: KeyObject
  now?: () => number
}) {
  const { issuerId, email, now = Date.now } = options
  const publicKey = options.key.type === 'public' ? options.key : createPublicKey(options.key)
  const resources = createResources(issuerId, now)
  let nextFault: () => Fault | null = () => null
  const tokens = new Set<string>()
  const calls: Call[] = []
  /** Null: the call goes well. */
  const faults: (Fault | null)[] = []
  const tokenFaults: (Fault | null)[] = []
  const late: (() => object)[] = []

  function issueToken(form: URLSearchParams): object {
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
      throw new GoogleRefusal(400, 'unsupported_grant_type', 'wrong grant type')
    const claims = readJwt(form.get('assertion') ?? '', publicKey)
    const fits =
      claims?.iss === email &&
      claims.aud === 'https://oauth2.googleapis.com/token' &&
      claims.scope === 'https://www.googleapis.com/auth/wallet_object.issuer' &&
      Number(claims.exp) > now() / 1000
    if (!fits) throw new GoogleRefusal(400, 'invalid_grant', 'Invalid JWT Signature.')
    const token = randomUUID()
    tokens.add(token)
    return { access_token: token, expires_in: 3599, token_type: 'Bearer' }
  }

  function handleApi({ method, path, body }: Call, authorization: string | undefined): object {
    if (!tokens.has((authorization ?? '').replace('Bearer ', '')))
      throw new GoogleRefusal(401, 'authError', 'Invalid Credentials')
    const [, kind, id, action] =
      /^\/walletobjects\/v1\/((?:loyalty|offer)(?:Class|Object))(?:\/([^/]+)(\/addMessage)?)?$/.exec(path) ??
      []
    if (!kind) throw new GoogleRefusal(404, 'notFound', 'no such method')
    if (method === 'POST' && id && action && kind === 'loyaltyObject')
      return resources.addMessage(decodeURIComponent(id), body)
    if (method === 'POST' && !id) return resources.insert(kind as Kind, body)
    if (method === 'GET' && id) return resources.get(kind as Kind, decodeURIComponent(id))
    if (method === 'PATCH' && id) return resources.patch(kind as Kind, decodeURIComponent(id), body)
    throw new GoogleRefusal(404, 'notFound', 'no such method')
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://double').pathname
    const sent = await text(request)
    const isToken = path === '/token'
    const body = isToken || sent === '' ? {} : (JSON.parse(sent) as Record<string, unknown>)
    const call: Call = { method: request.method ?? '', path, at: Date.now(), body }
    if (!isToken) calls.push(call)
    const fault = (isToken ? tokenFaults : faults).shift() ?? (isToken ? null : nextFault())
    if (fault?.kind === 'reset') return void request.socket.destroy()
    if (fault?.kind === 'late') {
      late.push(() => handleApi(call, request.headers.authorization))
      return void request.socket.destroy()
    }
    if (fault?.kind === 'slow') await sleep(fault.milliseconds)
    if (fault?.kind === 'status') return sendRefusal(response, asRefusal(fault), fault.retryAfter)
    try {
      const result = isToken
        ? issueToken(new URLSearchParams(sent))
        : handleApi(call, request.headers.authorization)
      if (fault?.kind === 'lost') request.socket.destroy()
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(result))
    } catch (error) {
      if (!(error instanceof GoogleRefusal)) throw error
      sendRefusal(response, error)
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500
      response.end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    ...resources,
    url,
    tokenUrl: `${url}/token`,
    /** API calls in the order of their arrival; token requests are not among them. */
    calls,
    faults,
    tokenFaults,
    /** What goes wrong with each call from now on, after the `faults` that were named. */
    misbehave(next: () => Fault | null) {
      nextFault = next
    },
    /** Does now what was asked for by calls that were never answered; @returns how many there were. */
    carryOutLate(): number {
      const calls = late.splice(0)
      for (const carryOut of calls) {
        try {
          carryOut()
        } catch (error) {
          // Nobody is there any more to be told that it was refused.
          if (!(error instanceof GoogleRefusal)) throw error
        }
      }
      return calls.length
    },
    /** Makes all access tokens worthless, as when the key was revoked or time went by. */
    forgetTokens: () => tokens.clear(),
    /** What happens when the customer follows a save link and agrees. @throws Error when Google would say "Something went wrong". */
    openSaveLink(link: string): { objectId: string; skinny: boolean } {
      const jwt = /^https:\/\/pay\.google\.com\/gp\/v\/save\/([\w-]+\.[\w-]+\.[\w-]+)$/.exec(link)?.[1]
      if (!jwt || link.length >= 1800) throw new Error(`no save link, or too long: ${link.length}`)
      const claims = readJwt(jwt, publicKey)
      if (claims?.iss !== email || claims.aud !== 'google' || claims.typ !== 'savetowallet')
        throw new Error('the save link is not signed by the service account')
      const payload = claims.payload as { loyaltyClasses?: object[]; loyaltyObjects: object[] }
      for (const each of payload.loyaltyClasses ?? []) put('loyaltyClass', each)
      const [object] = payload.loyaltyObjects as { id: string; classId: string; state?: string }[]
      if (!object || payload.loyaltyObjects.length !== 1) throw new Error('not one object')
      const skinny = object.state === undefined
      if (!skinny) put('loyaltyObject', object)
      if (resources.get('loyaltyObject', object.id).classId !== object.classId) throw new Error('other class')
      resources.holders.add(object.id)
      return { objectId: object.id, skinny }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  function put(kind: Kind, resource: object): void {
    const known = kind === 'loyaltyClass' ? resources.classes : resources.objects
    const { id } = resource as { id: string }
    if (!known.has(id)) resources.insert(kind, resource as Record<string, unknown>)
  }
}

function asRefusal(fault: Extract<Fault, { kind: 'status' }>): GoogleRefusal {
  const reason = fault.reason ?? (fault.status === 429 ? 'rateLimitExceeded' : 'backendError')
  return new GoogleRefusal(fault.status, reason, `${reason} for 3388.abc-def at https://example.com/x`)
}

function sendRefusal(response: ServerResponse, refusal: GoogleRefusal, retryAfter?: string): void {
  const { status, reason, message } = refusal
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter)
  response.statusCode = status
  response.setHeader('content-type', 'application/json')
  const errors = [{ message, domain: 'walletobjects', reason }]
  response.end(JSON.stringify({ error: { code: status, message, errors } }))
}

/** The claims of an RS256 JWT whose signature holds. */
function readJwt(jwt: string, key: KeyObject): Record<string, unknown> | null {
  const [header = '', claims = '', signature = ''] = jwt.split('.')
  const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  if (decode(header).alg !== 'RS256') return null
  const holds = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${claims}`),
    key,
    Buffer.from(signature, 'base64url'),
  )
  return holds ? decode(claims) : null
}
