import { z } from 'zod'
import type { ChangeMerchant } from '../../app/change-merchant.ts'
import type { CreateMerchant } from '../../app/create-merchant.ts'
import type { EraseMerchant } from '../../app/erase-merchant.ts'
import type { CreateSignInLink } from '../../app/sign-in.ts'
import { invalid, notFound } from '../../app-error.ts'
import { stampShapes } from '../../domain/card-face.ts'
import { contrast } from '../../domain/contrast.ts'
import type { MerchantRecord, Merchants } from '../../ports/merchants.ts'
import { type Endpoint, endpoint, gone } from './endpoint.ts'
import { asTime, colour, country, currency, id, idParams, locale, text, time, timeZone } from './fields.ts'

export type MerchantDeps = {
  createMerchant: CreateMerchant
  changeMerchant: ChangeMerchant
  eraseMerchant: EraseMerchant
  merchants: Pick<Merchants, 'find'>
  createSignInLink: CreateSignInLink
  baseUrl: string
}

const stamp = z.enum(stampShapes).describe('What a stamp looks like; `logo` is the merchant’s own.')
const look = z
  .strictObject({ background: colour, foreground: colour, accent: colour, stamp: stamp.optional() })
  .refine(({ background, foreground }) => contrast(background, foreground) >= 4.5, {
    path: ['foreground'],
    message: 'must stand out from the background: contrast of at least 4.5 to 1 (WCAG AA)',
  })
  .describe('Colours of cards and pages.')

const webAddress = z.url({ protocol: /^https?$/, hostname: z.regexes.domain }).max(500)
export const contactFields = {
  email: z.email().max(254).optional(),
  phone: z
    .string()
    .regex(/^\+?[\d ()/.-]{3,30}$/, 'must be a telephone number, e.g. +49 40 123456')
    .optional(),
  website: webAddress.optional(),
  privacyUrl: webAddress.optional().describe('The shop’s privacy notice.'),
}
const contact = z
  .strictObject(contactFields)
  .describe('How customers reach the shop; on the back of the card.')

const merchantInput = z.strictObject({
  name: text(100),
  country: country.optional(),
  locale: locale.default('en'),
  timeZone: timeZone.default('UTC'),
  currency: currency.optional(),
  look: look.optional(),
  contact: contact.optional(),
})

const merchantChange = z
  .strictObject({
    name: text(100).optional(),
    country: country.nullable().optional(),
    locale: locale.optional(),
    timeZone: timeZone.optional(),
    currency: currency.optional(),
    look: look.nullable().optional().describe('Null: the look that Stampbridge gives.'),
    contact: contact.optional().describe('Takes the place of what was told before.'),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must change something')

const merchantSchema = z.strictObject({
  id,
  name: z.string(),
  country: z.string().nullable(),
  locale: z.string(),
  timeZone: z.string(),
  currency: z
    .string()
    .nullable()
    .describe('In which its tills sell: as a till said when it was connected, or as was told here.'),
  look: z
    .strictObject({
      background: z.string(),
      foreground: z.string(),
      accent: z.string(),
      stamp: stamp.optional(),
    })
    .nullable(),
  contact,
  createdAt: time,
})

const createdSchema = merchantSchema.extend({
  apiKey: z.string().describe('Key for the REST API. It is told once and cannot be read again.'),
})

const show = ({ dataKey: _, createdAt, contact = {}, currency = null, ...merchant }: MerchantRecord) => ({
  ...merchant,
  currency,
  contact,
  createdAt: asTime(createdAt),
})

export const merchantEndpoints = (deps: MerchantDeps): Endpoint[] => [
  createEndpoint(deps),
  readEndpoint(deps),
  changeEndpoint(deps),
  eraseEndpoint(deps),
  signInLinkEndpoint(deps),
]

const createEndpoint = ({ createMerchant }: MerchantDeps) =>
  endpoint({
    method: 'POST',
    path: '/merchants',
    tag: 'Merchants',
    summary: 'Make a merchant',
    auth: 'admin',
    body: {
      name: 'MerchantInput',
      schema: merchantInput,
      example: { name: 'Café Hafen', country: 'DE', locale: 'de', timeZone: 'Europe/Berlin' },
    },
    answers: {
      201: { description: 'The merchant and its key.', name: 'NewMerchant', schema: createdSchema },
    },
    async handle({ body }) {
      const { country = null, currency = null, look = null } = body
      const draft = { ...body, country, currency, look }
      const { merchant, apiKey } = await createMerchant(draft)
      return { status: 201, body: { ...show(merchant), apiKey } }
    },
  })

const readEndpoint = ({ merchants }: MerchantDeps) =>
  endpoint({
    method: 'GET',
    path: '/merchants/me',
    tag: 'Merchants',
    summary: 'Read the merchant of this key',
    auth: 'merchant',
    answers: { 200: { description: 'The merchant.', name: 'Merchant', schema: merchantSchema } },
    async handle({ merchantId }) {
      const merchant = await merchants.find(merchantId)
      if (!merchant) throw gone()
      return { status: 200, body: show(merchant) }
    },
  })

const changeEndpoint = ({ changeMerchant }: MerchantDeps) =>
  endpoint({
    method: 'PATCH',
    path: '/merchants/me',
    tag: 'Merchants',
    summary: 'Change name, place or look',
    auth: 'merchant',
    body: {
      name: 'MerchantChange',
      schema: merchantChange,
      example: { look: { background: '#1f2937', foreground: '#ffffff', accent: '#f59e0b' } },
    },
    answers: {
      200: { description: 'The merchant as it now is.', name: 'Merchant', schema: merchantSchema },
    },
    async handle({ merchantId, body }) {
      const changed = await changeMerchant(merchantId, defined(body))
      if (!changed.ok) throw changed.reason === 'bad-design' ? invalid(changed.problems) : gone()
      return { status: 200, body: show(changed.merchant) }
    },
  })

const eraseEndpoint = ({ eraseMerchant }: MerchantDeps) =>
  endpoint({
    method: 'DELETE',
    path: '/merchants/{id}',
    tag: 'Merchants',
    summary: 'Erase a merchant and everybody it knows of',
    description: 'Keys, tills and addresses stop working at once, passes turn void; sums stay.',
    auth: 'admin',
    params: idParams,
    answers: { 204: { description: 'Erased.', schema: null } },
    async handle({ params }) {
      const erased = await eraseMerchant(params.id)
      if (!erased.ok) throw notFound('merchant')
      return { status: 204 }
    },
  })

/** Without members that are undefined: those mean "as it was". */
function defined<T extends object>(changes: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
}

const signInLinkSchema = z.strictObject({
  url: z.string().describe('Opens the console once, within 15 minutes.'),
})

const signInLinkEndpoint = ({ createSignInLink, baseUrl }: MerchantDeps) =>
  endpoint({
    method: 'POST',
    path: '/sign-in-links',
    tag: 'Merchants',
    summary: 'Make a one-time link to the console',
    auth: 'merchant',
    answers: { 201: { description: 'The link.', name: 'SignInLink', schema: signInLinkSchema } },
    async handle({ merchantId }) {
      return { status: 201, body: { url: baseUrl + (await createSignInLink(merchantId)) } }
    },
  })
