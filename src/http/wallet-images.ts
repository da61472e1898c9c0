import { Router } from 'express'
import { z } from 'zod'
import { notFound } from '../app-error.ts'
import { asUuid } from '../secrets/random-id.ts'

/** A picture of a card's stamps, or the logo; null when there is none. */
export type ImageFor = (image: {
  merchantId: string
  programId: string
  version: number
  part: number | 'logo'
}) => Promise<Buffer | null>

const shortUuid = z
  .string()
  .regex(/^[\w-]{22}$/)
  .transform((text) => asUuid(Buffer.from(text, 'base64url')))

const address = z.object({
  merchantId: shortUuid,
  programId: shortUuid,
  // Version and a hash of the design, which only makes the address change when the picture does.
  design: z
    .string()
    .regex(/^\d{1,9}-[\w-]{8}$/)
    .transform((text) => Number.parseInt(text, 10)),
  image: z
    .string()
    .regex(/^(\d{1,4}|logo)\.png$/)
    .transform((name) => (name === 'logo.png' ? ('logo' as const) : Number.parseInt(name, 10))),
})

/**
 * `GET /wallet-images/{merchant}/{program}/{version}-{design}/{stamps | logo}.png`: public pictures for Google
 * Wallet, which fetches an address once and keeps it. Ids are UUIDs in base64url. They show nothing of any customer.
 */
export function walletImages(deps: { imageFor: ImageFor }): Router {
  const router = Router()
  router.get('/wallet-images/:merchantId/:programId/:design/:image', async (request, response) => {
    const asked = address.safeParse(request.params)
    if (!asked.success) throw notFound('picture')
    const { merchantId, programId, design: version, image: part } = asked.data
    const image = await deps.imageFor({ merchantId, programId, version, part })
    if (!image) throw notFound('picture')
    response.set('Cache-Control', 'public, max-age=31536000, immutable')
    response.set('X-Content-Type-Options', 'nosniff')
    response.type('png').send(image)
  })
  return router
}
