import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { ReadDetails } from '../../app/card-details.ts'
import type { ReadCardTrace } from '../../app/read-card-trace.ts'
import type { ContactsSearched } from '../../app/search-contacts.ts'
import { notFound } from '../../app-error.ts'
import { mayAs } from '../../domain/role.ts'
import { CardPage } from '../../pages/console/card-page.ts'
import { CardsPage, cardStates } from '../../pages/console/cards-list.ts'
import type { FailedDeed } from '../../pages/console/deeds.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { PickCardPage } from '../../pages/console/pick-card-page.ts'
import type { CardTraceCursor } from '../../ports/card-trace.ts'
import type { CardDetail } from '../../ports/console-cards.ts'
import type { Tills } from '../../ports/tills.ts'
import { isUuid, newId } from '../../secrets/random-id.ts'
import { type CardDeedDeps, cardDeeds } from './console-card-deeds.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { requireRole } from './console-role.ts'
import { sendPage } from './page-answer.ts'

export type ConsoleCardsDeps = CardDeedDeps & {
  readCardTrace: ReadCardTrace
  readDetails: ReadDetails
  contactsSearched: ContactsSearched
  tills: Pick<Tills, 'list'>
}
type Deps = ConsoleDeps & ConsoleCardsDeps

const listQuery = z.object({
  /** A cursor that is no longer understood opens the first page. */
  cursor: z.string().max(500).optional().catch(undefined),
  search: z.string().trim().max(254).optional().catch(undefined),
  state: z.enum(cardStates).optional().catch(undefined),
  program: z.uuid().optional().catch(undefined),
  near: z.literal('1').optional().catch(undefined),
  coupon: z.literal('1').optional().catch(undefined),
})

/** `/console/cards`: the list, one card with all that is known of it, and what can be done with it. */
export function consoleCards(deps: Deps): Router {
  const router = Router()
  router.get('/console/cards', async (request, response) => {
    const context = await consoleContext(deps, request, response)
    const { merchantId } = context.merchant
    const { cursor, search, ...filter } = listQuery.parse(request.query)
    const page = await deps.reads.cards(merchantId, {
      ...(await searched(deps, merchantId, search)),
      ...{ cursor, state: filter.state, programId: filter.program },
      ...{ near: filter.near === '1', withCoupon: filter.coupon === '1' },
    })
    const programs = await deps.reads.programNames(merchantId)
    sendPage(response, CardsPage(context, { page, filter: { search, ...filter }, cursor, programs }))
  })
  router.get('/console/cards/:id', (request, response) =>
    showCard(deps, request, response, request.params.id, null),
  )
  router.get('/console/cards/:id/merge', requireRole('manager'), (request, response) =>
    showMerge(deps, request, response, String(request.params.id), null),
  )
  cardDeeds(router, deps, {
    path: '/console/cards',
    show: (request, response, id, failed) =>
      failed.name === 'merge'
        ? showMerge(deps, request, response, id, Object.values(failed.form.errors)[0] ?? null)
        : showCard(deps, request, response, id, failed),
  })
  return router
}

/** What a search looks for; a contact is known by its digest alone. */
export async function searched(
  deps: Pick<ConsoleCardsDeps, 'contactsSearched'>,
  merchantId: string,
  search: string | undefined,
) {
  if (!search) return {}
  return { search, digests: await deps.contactsSearched(merchantId, search) }
}

async function cardOf(deps: Pick<Deps, 'reads'>, merchantId: string, id: string): Promise<CardDetail> {
  const card = isUuid(id) ? await deps.reads.card(merchantId, id) : null
  if (!card) throw notFound('card')
  return card
}

async function showCard(
  deps: Deps,
  request: Request,
  response: Response,
  id: string,
  failed: FailedDeed | null,
): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const { merchantId } = context.merchant
  const card = await cardOf(deps, merchantId, id)
  const face = card.state === 'active' ? await deps.loadFace(merchantId, id) : null
  const manages = mayAs(context.role, 'manager')
  const details = manages ? await deps.readDetails(merchantId, id) : null
  const programs = manages ? await deps.reads.programs(merchantId) : []
  const tills = manages ? await deps.tills.list(merchantId, { after: null, limit: 50 }) : []
  const page = CardPage(context, {
    card,
    webCard: face?.url ?? null,
    told: details?.ok ? details.told : null,
    events: await eventsOf(deps, context, id, request.query.before),
    rewards: programs.flatMap(({ rules }) => rules.milestones.map(({ reward }) => reward)),
    tills: tills.filter(({ state }) => state === 'active'),
    failed,
    intent: newId(deps.now()),
  })
  sendPage(response, page, response.statusCode)
}

const eventsShown = 20
const beforeShape = z.tuple([
  z.number().int().min(0),
  z.string().max(300),
  z.enum(['order', 'scan', 'refusal']),
])

/** A page of what happened with the card, as the reader's role may see it. */
async function eventsOf(deps: Deps, context: ConsoleContext, cardId: string, before: unknown) {
  const after = readBefore(before)
  const audience = mayAs(context.role, 'manager') ? ('merchant' as const) : ('staff' as const)
  const { merchantId } = context.merchant
  const found = await deps.readCardTrace({ merchantId, cardId, audience, after, limit: eventsShown + 1 })
  const shown = (found ?? []).slice(0, eventsShown)
  const last = (found?.length ?? 0) > eventsShown ? shown.at(-1)?.cursor : undefined
  const next = last ? encodeURIComponent(`${last.at}.${last.kind}.${last.id}`) : null
  return { rows: shown.map(({ seen }) => seen), next, first: after === null }
}

function readBefore(text: unknown): CardTraceCursor | null {
  const [at, kind, ...id] = String(text ?? '').split('.')
  const read = beforeShape.safeParse([Number(at), id.join('.'), kind])
  return read.success ? { at: read.data[0], id: read.data[1], kind: read.data[2] } : null
}

async function showMerge(
  deps: Deps,
  request: Request,
  response: Response,
  id: string,
  refused: string | null,
): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const { merchantId } = context.merchant
  const card = await cardOf(deps, merchantId, id)
  const { search = '' } = listQuery.parse(request.query)
  const asked = { ...(await searched(deps, merchantId, search)), programId: card.programId }
  const page = search === '' ? { rows: [] } : await deps.reads.cards(merchantId, asked)
  const { cards } = context.speech.texts.console.day
  const end = card.serial.slice(-4)
  const picked = PickCardPage(context, {
    ...{ place: 'cards', title: cards.mergeTitle(end), hint: cards.mergeHint },
    back: { path: `/console/cards/${id}`, label: cards.title(end) },
    ...{ path: `/console/cards/${id}/merge`, search, refused, intent: newId(deps.now()) },
    cards: page.rows
      .filter((each) => each.id !== id && each.state !== 'merged')
      .slice(0, 10)
      .map((each) => ({ card: each, note: null })),
    ...{ action: `/console/cards/${id}/merge`, label: cards.mergeDo, field: 'fromCardId' },
  })
  sendPage(response, picked, response.statusCode)
}
