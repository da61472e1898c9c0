import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { TillRequest } from '../../app/connect-till.ts'
import { notFound } from '../../app-error.ts'
import { roomTexts } from '../../messages/rooms.ts'
import { emptyForm, type FormState } from '../../pages/console/form.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { TillConnectPage, TillSecretPage } from '../../pages/console/tills-connect-page.ts'
import { tillPath } from '../../pages/console/tills-view.ts'
import type { Provider } from '../../ports/till.ts'
import { text, token } from '../api/fields.ts'
import { doneAt, type ReadForm, readForm } from './console-form.ts'
import { requireRole } from './console-role.ts'
import { requireCsrf } from './console-session.ts'
import { days } from './console-till-forms.ts'
import { type TillRoomDeps, tillContext, webhookUrlOf } from './console-tills.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'

const way = z.enum(['shopify', 'square', 'open'])

/** `My-Shop`, `my-shop.myshopify.com` and the shop's address all mean one shop. */
const shop = z
  .string()
  .trim()
  .max(200)
  .toLowerCase()
  .transform((typed) => typed.replace(/^https?:\/\//, '').replace(/\/.*$/, ''))
  .transform((name) => (name.includes('.') ? name : `${name}.myshopify.com`))
  .refine((name) => /^[a-z0-9][a-z0-9-]{0,98}\.myshopify\.com$/.test(name))

const shopifyForm = z.object({ shop, accessToken: token(500), lookBackDays: days.optional() })
const squareForm = z.object({
  merchantId: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
  accessToken: token(500),
  lookBackDays: days.optional(),
})
const openForm = z.object({ name: text(100) })

type Wish = { request: TillRequest; lookBackDays: number }

/** `/console/tills/connect/{way}`: for owners. */
export function tillConnect(deps: TillRoomDeps): Router {
  const router = Router()
  router.use('/console/tills/connect', requireRole('owner'))
  router.get('/console/tills/connect/:way', async (request, response) => {
    const context = await tillContext(deps, request, response)
    sendForm(deps, response, context, wayOf(request), emptyForm)
  })
  router.post('/console/tills/connect/:way', formBody, requireCsrf, async (request, response) => {
    const context = await tillContext(deps, request, response)
    const provider = wayOf(request)
    const read = wishOf(provider, request, context)
    if (!read.ok) return sendForm(deps, response, context, provider, read.form, 422)
    await connect(deps, response, context, read.value)
  })
  return router
}

function wayOf(request: Request): Provider {
  const read = way.safeParse(request.params.way)
  if (!read.success) throw notFound('page')
  return read.data
}

function wishOf(provider: Provider, request: Request, { speech }: ConsoleContext): ReadForm<Wish> {
  switch (provider) {
    case 'shopify': {
      const read = readForm(shopifyForm, request, speech)
      if (!read.ok) {
        const bad =
          read.form.errors.shop && read.form.values.shop ? { shop: roomTexts(speech).tills.badShop } : {}
        return { ok: false, form: { ...read.form, errors: { ...read.form.errors, ...bad } } }
      }
      const { lookBackDays = 0, ...typed } = read.value
      return { ok: true, value: { request: { provider, ...typed }, lookBackDays } }
    }
    case 'square': {
      const read = readForm(squareForm, request, speech)
      if (!read.ok) return read
      const { lookBackDays = 0, ...typed } = read.value
      return { ok: true, value: { request: { provider, ...typed }, lookBackDays } }
    }
    case 'open': {
      const read = readForm(openForm, request, speech)
      return read.ok ? { ok: true, value: { request: { provider, ...read.value }, lookBackDays: 0 } } : read
    }
  }
}

const dayMs = 86_400_000

async function connect(deps: TillRoomDeps, response: Response, context: ConsoleContext, wish: Wish) {
  const texts = roomTexts(context.speech).tills
  const { request, lookBackDays } = wish
  const connected = await deps.connectTill(context.merchant.merchantId, request)
  if (!connected.ok && connected.reason === 'unknown-merchant') throw notFound('merchant')
  if (!connected.ok) {
    const { provider: _, ...typed } = request
    const { accessToken: __, ...values } = typed as Record<string, string>
    const elsewhere = request.provider === 'shopify' ? texts.elsewhereShopify : texts.elsewhere
    return sendForm(deps, response, context, request.provider, { values, errors: { '': elsewhere } }, 409)
  }
  const { till, webhookSecret } = connected
  if (lookBackDays > 0) await deps.searches.lookBack(till, deps.now() - lookBackDays * dayMs)
  if (webhookSecret === undefined) return doneAt(response, tillPath(till.id), 'connected')
  const told = {
    ...{ tillId: till.id, title: texts.connectedTitle(till.name), note: null },
    ...{ webhookUrl: webhookUrlOf(deps, till), secret: webhookSecret },
  }
  sendPage(response, TillSecretPage(context, told), 201)
}

function sendForm(
  deps: TillRoomDeps,
  response: Response,
  context: ConsoleContext,
  provider: Provider,
  form: FormState,
  status = 200,
): void {
  const ways = { shopifyAppUrl: deps.shopifyAppUrl, squareSignIn: deps.squareSignIn !== null }
  sendPage(response, TillConnectPage(context, { way: provider, form, ways }), status)
}
