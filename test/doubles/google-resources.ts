import { z } from 'zod'

/** Google's answer to a call it refuses, in its own form. */
export class GoogleRefusal extends Error {
  readonly status: number
  readonly reason: string
  constructor(status: number, reason: string, message: string) {
    super(message)
    this.status = status
    this.reason = reason
  }
}

type Json = Record<string, unknown>
export type Kind = 'loyaltyClass' | 'loyaltyObject' | 'offerClass' | 'offerObject'

const url = z.url().max(2000)
const text = z.string().min(1).max(5000)
const image = z.strictObject({
  sourceUri: z.strictObject({ uri: url }),
  contentDescription: z
    .strictObject({ defaultValue: z.strictObject({ language: z.string().regex(/^[a-z]{2}/), value: text }) })
    .optional(),
})

const classBody = z.strictObject({
  id: text,
  issuerName: text,
  programName: text,
  programLogo: image,
  reviewStatus: z.enum(['UNDER_REVIEW', 'DRAFT']),
  hexBackgroundColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional(),
  callbackOptions: z.strictObject({ url: url.startsWith('https://') }).optional(),
})

const offerClassBody = z.strictObject({
  id: text,
  issuerName: text,
  provider: text,
  title: text,
  redemptionChannel: z.enum(['INSTORE', 'ONLINE', 'BOTH', 'TEMPORARY_PRICE_REDUCTION']),
  titleImage: image.optional(),
  reviewStatus: z.enum(['UNDER_REVIEW', 'DRAFT']),
  hexBackgroundColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional(),
})

const barcodeTypes = ['QR_CODE', 'CODE_128', 'EAN_13', 'CODE_39', 'PDF_417', 'AZTEC', 'TEXT_ONLY'] as const
const state = z.enum(['ACTIVE', 'INACTIVE', 'EXPIRED', 'COMPLETED'])
const barcode = z
  .strictObject({ type: z.enum(barcodeTypes), value: text, alternateText: text.optional() })
  .refine((code) => code.type !== 'TEXT_ONLY' || code.alternateText === undefined)
const interval = z.strictObject({ end: z.strictObject({ date: z.iso.datetime() }) })
const message = z.strictObject({
  id: text,
  header: text,
  body: text,
  messageType: z.enum(['TEXT', 'TEXT_AND_NOTIFY']),
  displayInterval: interval.optional(),
})
/** What every kind of object may show. */
const shownBody = {
  id: text,
  classId: text,
  state,
  barcode: barcode.optional(),
  textModulesData: z
    .array(z.strictObject({ id: text, header: text, body: text }))
    .max(10)
    .optional(),
  linksModuleData: z
    .strictObject({ uris: z.array(z.strictObject({ id: text, uri: url, description: text })).max(10) })
    .optional(),
}
const objectBody = z.strictObject({
  ...shownBody,
  loyaltyPoints: z
    .strictObject({ label: text.optional(), balance: z.strictObject({ string: text }) })
    .optional(),
  heroImage: image.optional(),
  linkedObjectIds: z.array(text).max(50).optional(),
  messages: z.array(message).max(10).optional(),
})
const offerBody = z.strictObject({
  ...shownBody,
  validTimeInterval: interval.optional(),
  disableExpirationNotification: z.boolean().optional(),
})
const bodies = {
  loyaltyClass: classBody,
  loyaltyObject: objectBody,
  offerClass: offerClassBody,
  offerObject: offerBody,
}

export type Resources = ReturnType<typeof createResources>

/** Classes and objects of one issuer, as Google Wallet keeps them. */
export function createResources(issuerId: string, now: () => number) {
  const kept: Record<Kind, Map<string, Json>> = {
    loyaltyClass: new Map(),
    loyaltyObject: new Map(),
    offerClass: new Map(),
    offerObject: new Map(),
  }
  const holders = new Set<string>()
  const habits = { keepsClass: false }
  const notices: { id: string; balance: string; at: number }[] = []

  function check(kind: Kind, body: Json): Json {
    // Null empties a field.
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
    const parsed = bodies[kind].safeParse(given)
    if (!parsed.success) throw new GoogleRefusal(400, 'badRequest', z.prettifyError(parsed.error))
    if (!new RegExp(`^${issuerId}\\.[A-Za-z0-9._-]+$`).test(parsed.data.id))
      throw new GoogleRefusal(400, 'invalidResource', `Invalid resource ID: ${parsed.data.id}`)
    const classes = kind === 'offerObject' ? kept.offerClass : kept.loyaltyClass
    if ('classId' in parsed.data && !classes.has(parsed.data.classId))
      throw new GoogleRefusal(404, 'classNotFound', `Class ${parsed.data.classId} not found.`)
    const linked = 'linkedObjectIds' in parsed.data ? (parsed.data.linkedObjectIds ?? []) : []
    for (const each of linked)
      if (!kept.offerObject.has(each))
        throw new GoogleRefusal(400, 'badRequest', `Linked object ${each} is not there.`)
    return { ...parsed.data }
  }

  function notice(id: string, before: Json, after: Json): void {
    const balance = balanceOf(after)
    if (holders.has(id) && balance !== balanceOf(before)) spend(id, balance)
  }

  function spend(id: string, balance: string): void {
    const today = notices.filter((each) => each.id === id && each.at > now() - 86_400_000)
    if (today.length >= 3)
      throw new GoogleRefusal(403, 'quotaExceeded', 'Too many notifications for this pass.')
    notices.push({ id, balance, at: now() })
  }

  const shown = (resource: Json): Json => ({ ...resource, hasUsers: holders.has(String(resource.id)) })

  return {
    classes: kept.loyaltyClass as ReadonlyMap<string, Json>,
    objects: kept.loyaltyObject as ReadonlyMap<string, Json>,
    offerClasses: kept.offerClass as ReadonlyMap<string, Json>,
    offers: kept.offerObject as ReadonlyMap<string, Json>,
    holders,
    notices,
    /** How Google behaves where it is not documented. */
    habits,
    insert(kind: Kind, body: Json): Json {
      const resource = check(kind, body)
      const id = String(resource.id)
      if (kept[kind].has(id)) throw new GoogleRefusal(409, 'alreadyExists', `${id} already exists.`)
      kept[kind].set(id, resource)
      return shown(resource)
    },
    get(kind: Kind, id: string): Json {
      const resource = kept[kind].get(id)
      if (!resource) throw new GoogleRefusal(404, 'resourceNotFound', `Resource ${id} not found.`)
      return shown(resource)
    },
    patch(kind: Kind, id: string, body: Json): Json {
      const { hasUsers: _, ...before } = this.get(kind, id)
      const { notifyPreference, ...changes } = body
      if (notifyPreference !== undefined && notifyPreference !== 'NOTIFY_ON_UPDATE')
        throw new GoogleRefusal(400, 'badRequest', 'Invalid notifyPreference')
      // Lists and whole modules are replaced, not merged; only what is linked stays linked.
      const after = check(kind, { ...before, ...changes })
      if (habits.keepsClass && after.classId !== before.classId)
        throw new GoogleRefusal(400, 'badRequest', 'classId cannot be changed')
      const links = [...linksOf(before), ...linksOf(after)]
      if (links.length > 0) after.linkedObjectIds = [...new Set(links)]
      if (notifyPreference === 'NOTIFY_ON_UPDATE') notice(id, before, after)
      kept[kind].set(id, after)
      return shown(after)
    },
    addMessage(id: string, body: Json): Json {
      const { hasUsers: _, ...before } = this.get('loyaltyObject', id)
      const messages = [...((before.messages as Json[] | undefined) ?? []), body.message as Json].slice(-10)
      const after = check('loyaltyObject', { ...before, messages })
      const { messageType, header } = message.parse(body.message)
      if (messageType === 'TEXT_AND_NOTIFY' && holders.has(id)) spend(id, header)
      kept.loyaltyObject.set(id, after)
      return { resource: shown(after) }
    },
  }
}

const linksOf = (object: Json): string[] => (object.linkedObjectIds as string[] | undefined) ?? []

const balanceSchema = z.object({ loyaltyPoints: z.object({ balance: z.object({ string: z.string() }) }) })
const balanceOf = (object: Json): string => {
  const parsed = balanceSchema.safeParse(object)
  return parsed.success ? parsed.data.loyaltyPoints.balance.string : ''
}
