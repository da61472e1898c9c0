import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { isGood, oauthAnswer, type SquareOauthBooks } from './square-oauth.ts'
import { type SquareOrder, squareId } from './square-orders.ts'
import { searchOrders } from './square-search.ts'

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

export type SquareBooks = SquareOauthBooks & {
  /** Discounts that Square finds fault with, by their names. */
  refuses: (name: string) => boolean
  orders: Map<string, SquareOrder>
  /** Orders on a page of a search, if fewer than asked for. */
  pageSize: number
  catalog: Map<string, SquareDiscount>
  /** Every request that came, for tests that count them. */
  requests: { method: string; path: string; status: number }[]
  fault: SquareFault | null
  /** So many catalog writes are done and their answers lost. */
  loseAnswers: number
  /** How long a catalog write takes; another one meanwhile is answered 429. */
  writeMs: number
  /** How long every answer takes on top of that. */
  latencyMs: number
}

export type Answer = { status: number; body: unknown; headers?: Record<string, string> }

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
  const batchUpsert = (text: string): Answer => {
    const { idempotency_key: key, batches = [] } = JSON.parse(text)
    const objects = batches.flatMap((batch: { objects: unknown[] }) => batch.objects)
    if (!key || objects.length === 0)
      return failed(400, 'INVALID_REQUEST_ERROR', 'MISSING_REQUIRED_PARAMETER')
    if (objects.length > 1000) return failed(400, 'INVALID_REQUEST_ERROR', 'BATCH_TOO_LARGE')
    const hash = createHash('sha256').update(text).digest('hex')
    const before = used.get(key)
    if (before)
      return before.hash === hash
        ? before.answer
        : failed(400, 'INVALID_REQUEST_ERROR', 'IDEMPOTENCY_KEY_REUSED')
    // All or nothing, as at Square.
    if (objects.some((object: SquareDiscount) => books.refuses(object.discount_data.name)))
      return failed(400, 'INVALID_REQUEST_ERROR', 'INVALID_VALUE')
    const made = objects.map((object: SquareDiscount) => {
      const whole = { ...object, id: squareId(), version: Date.now(), is_deleted: false }
      books.catalog.set(whole.id, whole)
      return { client: object.id, whole }
    })
    const answer = {
      status: 200,
      body: {
        objects: made.map(({ whole }: { whole: SquareDiscount }) => whole),
        id_mappings: made.map(({ client, whole }: { client: string; whole: SquareDiscount }) => ({
          client_object_id: client,
          object_id: whole.id,
        })),
      },
    }
    used.set(key, { hash, answer })
    return answer
  }
  const batchDelete = (text: string): Answer => {
    const ids: string[] = JSON.parse(text).object_ids ?? []
    if (ids.length === 0 || ids.length > 200)
      return failed(400, 'INVALID_REQUEST_ERROR', 'INVALID_ARRAY_LENGTH')
    const gone = ids.filter((id) => books.catalog.delete(id))
    return { status: 200, body: { deleted_object_ids: gone, deleted_at: new Date().toISOString() } }
  }
  const remove = (id: string): Answer =>
    books.catalog.delete(id)
      ? { status: 200, body: { deleted_object_ids: [id], deleted_at: new Date().toISOString() } }
      : failed(404, 'INVALID_REQUEST_ERROR', 'NOT_FOUND')
  const search = (text: string): Answer => {
    const { exact_query: exact, set_query: set } = JSON.parse(text).query ?? {}
    const names: string[] = set?.attribute_values ?? [exact?.attribute_value]
    if (names.length > 250) return failed(400, 'INVALID_REQUEST_ERROR', 'INVALID_ARRAY_LENGTH')
    const wanted = new Set(names)
    const objects = [...books.catalog.values()].filter((each) => wanted.has(each.discount_data.name))
    return { status: 200, body: objects.length > 0 ? { objects } : {} }
  }
  const retrieve = (text: string): Answer => {
    const ids: string[] = JSON.parse(text).object_ids
    const objects = ids.flatMap((id) => books.catalog.get(id) ?? [])
    return { status: 200, body: objects.length > 0 ? { objects } : {} }
  }
  const found = (field: string, thing: unknown): Answer =>
    thing ? { status: 200, body: { [field]: thing } } : failed(404, 'INVALID_REQUEST_ERROR', 'NOT_FOUND')

  const answerTo = async (method: string, path: string, text: string): Promise<Answer> => {
    const id = decodeURIComponent(path.split('/').at(-1) ?? '')
    if (method === 'POST' && path === '/v2/catalog/object') return write(() => upsert(text))
    if (method === 'POST' && path === '/v2/catalog/search') return search(text)
    if (method === 'POST' && path === '/v2/catalog/batch-retrieve') return retrieve(text)
    if (method === 'POST' && path === '/v2/catalog/batch-upsert') return write(() => batchUpsert(text))
    if (method === 'POST' && path === '/v2/catalog/batch-delete') return write(() => batchDelete(text))
    if (method === 'GET' && path === '/v2/locations')
      return { status: 200, body: { locations: books.seller.locations } }
    if (method === 'GET' && path === `/v2/merchants/${books.seller.merchant.id}`)
      return { status: 200, body: { merchant: books.seller.merchant } }
    if (method === 'DELETE' && path.startsWith('/v2/catalog/object/')) return write(() => remove(id))
    if (method === 'GET' && path.startsWith('/v2/catalog/object/'))
      return found('object', books.catalog.get(id))
    if (method === 'POST' && path === '/v2/orders/search') {
      const hits = searchOrders([...books.orders.values()], text, books.pageSize)
      if (!hits.ok) return failed(400, 'INVALID_REQUEST_ERROR', hits.code)
      return { status: 200, body: { orders: hits.orders, ...(hits.cursor && { cursor: hits.cursor }) } }
    }
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
    const allowed = isGood(books, request.headers.authorization)
    const oauth = fault ? null : oauthAnswer(books, method, path, text, request.headers.authorization)
    const answer: Answer = fault
      ? faulty(fault)
      : oauth
        ? oauth
        : allowed
          ? await answerTo(method, path, text)
          : failed(401, 'AUTHENTICATION_ERROR', 'UNAUTHORIZED')
    books.requests.push({ method, path, status: answer.status })
    if (books.loseAnswers > 0 && /batch-|catalog\/object/.test(path)) {
      books.loseAnswers -= 1
      request.socket.destroy()
      return
    }
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
