import { Router } from 'express'
import { z } from 'zod'
import { type DemoShop, demoCurrency, demoMenu } from '../../app/demo-shop.ts'
import type { DemoTill, Sent } from '../../app/ring-up.ts'
import { priceBasket } from '../../domain/basket.ts'
import { TillPage } from '../../pages/till/till-page.ts'
import { perMinute } from '../per-minute.ts'
import type { Assets } from './assets.ts'
import { formBody } from './form-body.ts'
import { contextFor, sendPage } from './page-answer.ts'
import { type Counter, parseCounter, press, tillAddress } from './till-counter.ts'
import { lookUp, type TillReads, tillProps } from './till-reads.ts'

export type TillDeps = TillReads & { assets: Assets; shop: DemoShop; till: DemoTill }

const button = z
  .string()
  .max(200)
  .transform((text) => {
    const [act = '', ...rest] = text.split(':')
    return { act, subject: rest.join(':') }
  })
  .catch({ act: 'apply', subject: '' })

/** `/till`: a till to play with. Everything about the basket is in the address, so going back works. */
export function tillRoutes(deps: TillDeps): Router {
  const router = Router()
  router.get('/till', async (request, response) => {
    const context = contextFor(request, response, deps.assets, 'en-IE')
    const props = await tillProps(deps, deps.shop, context.speech, parseCounter(request.query), {
      sold: textOf(request.query.sold),
      notSent: request.query.failed === '1',
    })
    sendPage(response, TillPage(context, props))
  })
  router.post('/till', pressLimit, formBody, async (request, response) => {
    const { act, subject } = button.parse(request.body?.do)
    const counter = parseCounter(request.body ?? {})
    response.redirect(303, await answer(deps, act, subject, counter))
  })
  return router
}

async function answer(deps: TillDeps, act: string, subject: string, counter: Counter): Promise<string> {
  if (act === 'pay') return afterSending(counter, await sell(deps, counter))
  if (act === 'refund') return tillAddress(counter, (await refund(deps, subject)).ok ? {} : { failed: '1' })
  return tillAddress(press(counter, act, subject))
}

/** The card stays on the counter, so that the next sale takes one tap less. */
const afterSending = (counter: Counter, sent: Sent): string =>
  sent.ok
    ? tillAddress(
        { basket: new Map(), card: counter.card, customer: '', code: '', scan: counter.scan },
        { sold: sent.orderId },
      )
    : tillAddress(counter, { failed: '1' })

async function sell(deps: TillDeps, counter: Counter): Promise<Sent> {
  const { card, discount } = await lookUp(deps, deps.shop, counter)
  const basket = demoMenu.flatMap((item) => {
    const quantity = counter.basket.get(item.id)
    return quantity ? [{ item, quantity }] : []
  })
  if (basket.length === 0) return { ok: false, status: null }
  const priced = priceBasket(basket, discount)
  return deps.till.sell({
    basket: priced,
    currency: demoCurrency,
    card: card?.serial,
    customerId: counter.customer || undefined,
    discountCode: discount && priced.applies ? counter.code : undefined,
  })
}

async function refund(deps: TillDeps, orderId: string): Promise<Sent> {
  const order = await deps.reads.order(deps.shop.merchantId, deps.shop.tillId, orderId)
  const sale = order?.facts.sale
  if (!sale) return { ok: false, status: null }
  return deps.till.refund({
    orderId,
    total: sale.total,
    lines: sale.lines.map(({ id, quantity, total }) => ({ id, quantity, total })),
  })
}

const pressLimit = perMinute(600, 'Too many sales at once.')

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, 100) : null)
