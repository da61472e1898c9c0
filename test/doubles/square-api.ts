import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type SquareOrder, squareId } from './square-orders.ts'

export type SquareDiscount = {
  type: 'DISCOUNT'
  id: string
  version: number
  is_deleted: boolean
  discount_data: {
    name: string
    discount_type: string
    percentage?: string
    amount_money?: { amount: number; currency: string }
  }
}

/** A bad day at Square: every call, or the next `times` calls, is answered so. */
export type SquareFault = {
  status?: number
  retryAfter?: string
  times?: number
  hangUp?: boolean
  html?: boolean
}

export type SquareBooks = {
  accessToken: string
  orders: Map<string, SquareOrder>
  catalog: Map<string, SquareDiscount>
  /** Every request that came, for tests that count them. */
  requests: { method: string; path: string; status: number }[]
  fault: SquareFault | null
  /** How long a catalog write takes; another one meanwhile is answered 429. */
  writeMs: number
  /** How long every answer takes on top of that. */
  latencyMs: number
}

type Answer = { status: number; body: unknown; headers?: Record<string, string> }

const failed = (status: number, category: string, code: string): Answer => ({
  status,
  body: { errors: [{ category, code, detail: `a test double says ${code}` }] },
})

/** `/v2/catalog/object`, `/v2/catalog/search` and `/v2/orders/{id}`, as far as Stampbridge uses them. */
export function squareServer(books: SquareBooks): Server {
  const used = new Map<string, { hash: string; answer: Answer }>()
  let writing = false
  const write = async (make: () => Answer): Promise<Answer> => {
    if (writing) return failed(429, 'RATE_LIMIT_ERROR', 'RATE_LIMITED')
    writing = true
    await sleep(books.writeMs)
    writing = false
    return make()
  }
  const upsert = (text: string): Answer => {
    const { idempotency_key: key, object } = JSON.parse(text)
    if (!key || !object?.id) return failed(400, 'INVALID_REQUEST_ERROR', 'MISSING_REQUIRED_PARAMETER')
    const hash = createHash('sha256').update(text).digest('hex')
    const before = used.get(key)
    if (before)
      return before.hash === hash
        ? before.answer
        : failed(400, 'INVALID_REQUEST_ERROR', 'IDEMPOTENCY_KEY_REUSED')
    const id = object.id.startsWith('#') ? squareId() : object.id
    const made: SquareDiscount = { ...object, id, version: Date.now(), is_deleted: false }
    books.catalog.set(id, made)
    const answer = {
      status: 200,
      body: { catalog_object: made, id_mappings: [{ client_object_id: object.id, object_id: id }] },
    }
    used.set(key, { hash, answer })
    return answer
  }
  const remove = (id: string): Answer =>
    books.catalog.delete(id)
      ? { status: 200, body: { deleted_object_ids: [id], deleted_at: new Date().toISOString() } }
      : failed(404, 'INVALID_REQUEST_ERROR', 'NOT_FOUND')
  const search = (text: string): Answer => {
    const name = JSON.parse(text).query?.exact_query?.attribute_value
    const objects = [...books.catalog.values()].filter((each) => each.discount_data.name === name)
    return { status: 200, body: objects.length > 0 ? { objects } : {} }
  }
  const found = (field: string, thing: unknown): Answer =>
    thing ? { status: 200, body: { [field]: thing } } : failed(404, 'INVALID_REQUEST_ERROR', 'NOT_FOUND')

  const answerTo = async (method: string, path: string, text: string): Promise<Answer> => {
    const id = decodeURIComponent(path.split('/').at(-1) ?? '')
    if (method === 'POST' && path === '/v2/catalog/object') return write(() => upsert(text))
    if (method === 'POST' && path === '/v2/catalog/search') return search(text)
    if (method === 'DELETE' && path.startsWith('/v2/catalog/object/')) return write(() => remove(id))
    if (method === 'GET' && path.startsWith('/v2/catalog/object/'))
      return found('object', books.catalog.get(id))
    if (method === 'GET' && path.startsWith('/v2/orders/')) return found('order', books.orders.get(id))
    return failed(404, 'INVALID_REQUEST_ERROR', 'NOT_FOUND')
  }
  return createServer(async (request, response) => {
    const method = request.method ?? ''
    const path = new URL(request.url ?? '/', 'http://square').pathname
    const text = await read(request)
    await sleep(books.latencyMs)
    const fault = nextFault(books)
    if (fault?.hangUp) {
      request.socket.destroy()
      return
    }
    const allowed = request.headers.authorization === `Bearer ${books.accessToken}`
    const answer = fault
      ? faulty(fault)
      : allowed
        ? await answerTo(method, path, text)
        : failed(401, 'AUTHENTICATION_ERROR', 'UNAUTHORIZED')
    books.requests.push({ method, path, status: answer.status })
    const html = typeof answer.body === 'string'
    response.writeHead(answer.status, {
      'content-type': html ? 'text/html' : 'application/json',
      ...answer.headers,
    })
    response.end(html ? answer.body : JSON.stringify(answer.body))
  })
}

function nextFault(books: SquareBooks): SquareFault | null {
  const { fault } = books
  if (fault?.times !== undefined) {
    fault.times -= 1
    if (fault.times <= 0) books.fault = null
  }
  return fault
}

function faulty({ status = 503, retryAfter, html }: SquareFault): Answer {
  const answer = html
    ? { status, body: '<h1>Bad gateway</h1>' }
    : failed(status, 'API_ERROR', 'SERVICE_UNAVAILABLE')
  return retryAfter ? { ...answer, headers: { 'retry-after': retryAfter } } : answer
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
