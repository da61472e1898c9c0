import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { AssignResult } from '../../app/assign-order.ts'
import type { AssignUse } from '../../app/assign-use.ts'
import type { PreviewOrder } from '../../app/preview-order.ts'
import type { ContactsSearched } from '../../app/search-contacts.ts'
import { notFound } from '../../app-error.ts'
import { mayAs } from '../../domain/role.ts'
import { orderPath } from '../../pages/console/cells.ts'
import type { FailedDeed } from '../../pages/console/deeds.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { OrderPage, orderName } from '../../pages/console/order-page.ts'
import { CodeUsesPage, OrdersPage } from '../../pages/console/orders-list.ts'
import { PickCardPage } from '../../pages/console/pick-card-page.ts'
import type { CardRow } from '../../ports/console-cards.ts'
import { type OrderDetail, orderFilters } from '../../ports/console-orders.ts'
import type { OrderKey } from '../../ports/store.ts'
import type { Tills } from '../../ports/tills.ts'
import { isUuid, newId } from '../../secrets/random-id.ts'
import { searched } from './console-cards.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { intentField, refusedInWords, uuidField } from './console-deed.ts'
import { doneAt, readForm } from './console-form.ts'
import { requireRole } from './console-role.ts'
import { requireCsrf } from './console-session.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

export type ConsoleOrdersDeps = {
  assignOrder(input: OrderKey & { cardId: string | null; operationId: string }): Promise<AssignResult>
  previewOrder: PreviewOrder
  assignUse: AssignUse
  contactsSearched: ContactsSearched
  tills: Pick<Tills, 'list'>
}
type Deps = ConsoleDeps & ConsoleOrdersDeps

const listQuery = z.object({
  cursor: z.string().max(500).optional().catch(undefined),
  search: z.string().trim().max(255).optional().catch(undefined),
  only: z.enum(orderFilters).optional().catch(undefined),
  till: z.uuid().optional().catch(undefined),
})
const pickQuery = z.object({ search: z.string().trim().max(254).catch('') })
/** Each card found is judged as if it had the order, so they are few. */
const candidatesShown = 5

/** `/console/orders`: the list, one order with how it was judged, and whose it is. */
export function consoleOrders(deps: Deps): Router {
  const router = Router()
  router.get('/console/orders', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { merchantId } = context.merchant
    const { cursor, ...filter } = listQuery.parse(request.query)
    const asked = { cursor, search: filter.search, only: filter.only, tillId: filter.till }
    const page = await deps.reads.orders(merchantId, asked)
    const tills = await deps.tills.list(merchantId, { after: null, limit: 50 })
    const mayAssign = mayAs(context.role, 'manager')
    sendPage(response, OrdersPage(context, { page, filter, cursor, tills, mayAssign }))
  })
  codeUses(router, deps)
  const path = '/console/orders/:tillId/:externalId'
  router.get(path, (request, response) => showOrder(deps, request, response, null))
  router.get(`${path}/assign`, requireRole('manager'), (request, response) =>
    showAssign(deps, request, response, null),
  )
  for (const name of ['assign', 'release'] as const)
    router.post(`${path}/${name}`, requireRole('manager'), formBody, requireCsrf, (request, response) =>
      give(deps, name, request, response),
    )
  return router
}

async function orderOf(deps: Deps, context: ConsoleContext, request: Request): Promise<OrderDetail> {
  const { tillId, externalId } = request.params
  const order = isUuid(String(tillId))
    ? await deps.reads.order(context.merchant.merchantId, String(tillId), String(externalId))
    : null
  if (!order) throw notFound('order')
  return order
}

async function showOrder(deps: Deps, request: Request, response: Response, failed: FailedDeed | null) {
  const context = await consoleContext(deps, request, response)
  const order = await orderOf(deps, context, request)
  const deliveries = await deps.reads.orderDeliveries(context.merchant.merchantId, order)
  const page = OrderPage(context, { order, deliveries, failed, intent: newId(deps.now()) })
  sendPage(response, page, response.statusCode)
}

async function give(deps: Deps, name: 'assign' | 'release', request: Request, response: Response) {
  const context = await consoleContext(deps, request, response)
  const { tillId, externalId } = await orderOf(deps, context, request)
  const schema = z.object({
    intent: intentField,
    cardId: name === 'assign' ? uuidField : uuidField.optional(),
  })
  const read = readForm(schema, request, context.speech)
  const cardId = read.ok && name === 'assign' ? (read.value.cardId ?? null) : null
  const key = { merchantId: context.merchant.merchantId, tillId, externalId }
  const result = read.ok
    ? await deps.assignOrder({ ...key, cardId, operationId: read.value.intent })
    : { ok: false as const, reason: 'invalid' }
  if (result.ok)
    return doneAt(response, orderPath(tillId, externalId), name === 'assign' ? 'assigned' : 'released')
  const refused = refusedInWords(context, result)
  response.status(409)
  if (name === 'assign') return showAssign(deps, request, response, refused)
  return showOrder(deps, request, response, { name, form: { values: {}, errors: { '': refused } } })
}

/** Cards that fit what was searched for; each with what the order would earn there. */
async function showAssign(deps: Deps, request: Request, response: Response, refused: string | null) {
  const context = await consoleContext(deps, request, response)
  const { merchantId } = context.merchant
  const order = await orderOf(deps, context, request)
  const { tillId, externalId } = order
  const { search } = pickQuery.parse(request.query)
  const cards = []
  for (const card of await candidates(deps, merchantId, search)) {
    const preview = await deps.previewOrder({ merchantId, tillId, externalId, cardId: card.id })
    cards.push({ card, note: previewWords(context, preview) })
  }
  const { orders } = context.speech.texts.console.day
  const path = `${orderPath(tillId, externalId)}/assign`
  const page = PickCardPage(context, {
    ...{ place: 'orders', title: orders.assignTitle(orderName(order)), hint: orders.assignHint },
    back: { path: orderPath(tillId, externalId), label: orderName(order) },
    ...{ path, search, cards, refused, intent: newId(deps.now()) },
    ...{ action: path, label: orders.assignDo, field: 'cardId' },
  })
  sendPage(response, page, response.statusCode)
}

function previewWords(context: ConsoleContext, preview: AssignResult): string {
  const { texts } = context.speech
  const { wouldEarn, earnsNothing } = texts.console.day.orders
  if (!preview.ok) return refusedInWords(context, preview)
  return preview.given > 0 ? wouldEarn(texts.stamps(preview.given)) : earnsNothing
}

async function candidates(deps: Deps, merchantId: string, search: string): Promise<CardRow[]> {
  if (search === '') return []
  const page = await deps.reads.cards(merchantId, await searched(deps, merchantId, search))
  return page.rows.filter(({ state }) => state !== 'merged').slice(0, candidatesShown)
}

function codeUses(router: Router, deps: Deps): void {
  router.get('/console/orders/codes', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { cursor } = listQuery.parse(request.query)
    const page = await deps.reads.codeUses(context.merchant.merchantId, { cursor })
    sendPage(response, CodeUsesPage(context, { page, cursor, mayAssign: mayAs(context.role, 'manager') }))
  })
  const path = '/console/orders/codes/:useId'
  router.get(path, requireRole('manager'), (request, response) => showUse(deps, request, response, null))
  router.post(path, requireRole('manager'), formBody, requireCsrf, async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const useId = String(request.params.useId)
    const read = readForm(z.object({ cardId: uuidField, intent: intentField }), request, context.speech)
    const { merchantId } = context.merchant
    const result =
      read.ok && isUuid(useId)
        ? await deps.assignUse({ merchantId, useId, cardId: read.value.cardId })
        : { ok: false as const, reason: 'unknown-card' }
    if (result.ok) return doneAt(response, '/console/orders/codes', 'codeAssigned')
    response.status(409)
    await showUse(deps, request, response, refusedInWords(context, result))
  })
}

async function showUse(deps: Deps, request: Request, response: Response, refused: string | null) {
  const context = await consoleContext(deps, request, response)
  const { merchantId } = context.merchant
  const id = String(request.params.useId)
  const use = isUuid(id) ? (await deps.reads.codeUses(merchantId, { id })).rows[0] : undefined
  if (!use) throw notFound('use')
  const { search } = pickQuery.parse(request.query)
  const found = await candidates(deps, merchantId, search)
  const { orders } = context.speech.texts.console.day
  const path = `/console/orders/codes/${id}`
  const page = PickCardPage(context, {
    ...{ place: 'orders', title: orders.codeTitle(use.code), hint: orders.codesIntro },
    back: { path: '/console/orders/codes', label: orders.codes },
    ...{ path, search, refused, intent: newId(deps.now()) },
    cards: found.map((card) => ({ card, note: null })),
    ...{ action: path, label: orders.assignDo, field: 'cardId' },
  })
  sendPage(response, page, response.statusCode)
}
