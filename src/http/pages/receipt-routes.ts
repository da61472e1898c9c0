import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { ReceiptClaim } from '../../app/receipt-claim.ts'
import { notFound } from '../../app-error.ts'
import type { Key } from '../../ports/keys.ts'
import { isUuid } from '../../secrets/random-id.ts'
import { plainOrderId } from '../api/order-id.ts'
import { perMinute } from '../per-minute.ts'

export type ReceiptDeps = {
  receiptClaim: ReceiptClaim
  receiptDoors: {
    find(
      kind: 'shopify-shop' | 'till',
      text: string,
    ): Promise<{ merchantId: string; targetId: string } | null>
  }
  /** PNG. */
  drawQrPicture(text: string): Promise<Buffer>
  baseUrl: string
}

const signed = z.object({
  order: z.string().min(1).max(255),
  customer: z.string().min(1).max(255).optional(),
  sig: z.string().regex(/^[0-9a-fA-F]{64}$/),
})
const shopName = z.string().max(255).toLowerCase()

/**
 * Links that a till's own template makes and signs, for receipts, e-mails and order pages:
 * `/claim/shopify?shop=&order=&sig=` and `/claim/till/{tillId}?order=&sig=`, each with `customer=` where the till knows
 * who reads it. Answers the claim's own page; under `.../qr.png`, the QR code of the link.
 */
export function receiptRoutes(deps: ReceiptDeps): Router {
  const router = Router()
  const shop = async (request: Request) => {
    const name = shopName.safeParse(request.query.shop)
    return name.success ? deps.receiptDoors.find('shopify-shop', name.data) : null
  }
  const till = async ({ params: { tillId } }: Request) =>
    typeof tillId === 'string' && isUuid(tillId) ? deps.receiptDoors.find('till', tillId) : null
  for (const [path, doorOf] of [
    ['/claim/shopify', shop],
    ['/claim/till/:tillId', till],
  ] as const) {
    router.get(path, attempts, async (request, response) => {
      const code = await codeOf(deps, request, await doorOf(request))
      response.set('Cache-Control', 'no-store').redirect(303, `/claim/${code}`)
    })
    router.get(`${path}/qr.png`, attempts, async (request, response) => {
      await codeOf(deps, request, await doorOf(request))
      await sendPicture(deps, request, response)
    })
  }
  return router
}

async function codeOf(
  { receiptClaim }: ReceiptDeps,
  request: Request,
  door: { merchantId: string; targetId: string } | null,
): Promise<string> {
  const read = signed.safeParse(request.query)
  if (!read.success || !door) throw notFound('claim')
  const { order, customer, sig } = read.data
  const till: Key = { merchantId: door.merchantId, id: door.targetId }
  const claim = await receiptClaim(till, {
    orderId: plainOrderId(order),
    customerId: customer?.replace(/^gid:\/\/shopify\/Customer\//, ''),
    signature: sig,
  })
  if (!claim.ok) throw notFound('claim')
  return claim.code
}

/** The signed link itself, so that the printed code says no more than the link does. */
async function sendPicture({ drawQrPicture, baseUrl }: ReceiptDeps, request: Request, response: Response) {
  const picture = await drawQrPicture(baseUrl + request.originalUrl.replace('/qr.png?', '?'))
  response.set('Cache-Control', 'private, max-age=86400').set('Cross-Origin-Resource-Policy', 'cross-origin')
  response.type('png').send(picture)
}

const attempts = perMinute(300)
