import { z } from 'zod'
import { invalid } from '../../app-error.ts'
import { preparePicture } from '../../art/prepare-picture.ts'
import type { PictureProblem } from '../../domain/picture-problem.ts'
import type { MerchantPictures } from '../../ports/merchants.ts'
import { type Endpoint, endpoint } from './endpoint.ts'

export type PictureDeps = { pictures: MerchantPictures }

/** In base64; a phone's photograph fits. */
const mostCharacters = 8_000_000
const params = z.strictObject({
  kind: z.enum(['logo', 'photo']).describe('The logo, or a photograph behind the stamps.'),
})
const pictureInput = z.strictObject({
  data: z
    .base64()
    .min(1)
    .max(mostCharacters)
    .describe('A PNG, JPEG or (a logo) SVG in base64, brought to size here.'),
})

const unreadable = 'must be a PNG or JPEG that can be read'
const messages: Record<PictureProblem, string> = {
  none: unreadable,
  foreign: unreadable,
  broken: unreadable,
  heic: `${unreadable}; it is a HEIC`,
  'too-large': 'is too large',
  drawing: 'must be a PNG or JPEG; only a logo may be an SVG',
  unsafe: 'must be an SVG without entities',
  moving: 'must be a still picture',
  tiny: 'must have more pixels: 80 for a logo, 480 for a photo, at the longer side',
  huge: 'must have at most 64 million pixels',
}

export const pictureEndpoints = ({ pictures }: PictureDeps): Endpoint[] => [
  endpoint({
    method: 'PUT',
    path: '/merchants/me/pictures/{kind}',
    tag: 'Merchants',
    summary: 'Give cards a logo or a photograph',
    description: 'All cards are drawn anew and their wallets are told.',
    auth: 'merchant',
    params,
    body: {
      name: 'PictureInput',
      schema: pictureInput,
      example: { data: 'iVBORw0KGgo=' },
      maxBytes: mostCharacters + 1000,
    },
    answers: { 204: { description: 'Kept.', schema: null } },
    async handle({ merchantId, params: { kind }, body }) {
      const picture = await preparePicture(kind, Buffer.from(body.data, 'base64'))
      if (!picture.ok) throw invalid([{ field: 'data', message: messages[picture.reason] }])
      await pictures.put(merchantId, kind, picture.bytes)
      return { status: 204 }
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/merchants/me/pictures/{kind}',
    tag: 'Merchants',
    summary: 'Take a logo or photograph off the cards',
    auth: 'merchant',
    params,
    answers: { 204: { description: 'Gone, if there was one.', schema: null } },
    async handle({ merchantId, params: { kind } }) {
      await pictures.remove(merchantId, kind)
      return { status: 204 }
    },
  }),
]
