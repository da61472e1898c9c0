import { createHash, timingSafeEqual } from 'node:crypto'
import express, { type NextFunction, type Request, type Response, Router } from 'express'
import { rateLimit } from 'express-rate-limit'
import type { Logger } from 'pino'
import { z } from 'zod'
import { AppError, notFound } from '../app-error.ts'
import type { CardFace } from '../domain/card-face.ts'
import type { PassCard, PassCards, PassRegistrations } from '../ports/pass-cards.ts'
import { appleLog } from './apple-log.ts'
import { isUnchanged, lastModified, sendPass } from './pass-response.ts'

export type AppleWebServiceDeps = {
  cards: PassCards
  registrations: PassRegistrations
  /** The file, in pieces. */
  buildPass(face: CardFace, passToken: string): Promise<readonly Uint8Array[]>
  passTypeId: string
  log: Logger
  /** A phone has the pass now, or another push token. What changed before we knew must be pushed once more. */
  onRegistered?(card: { merchantId: string; cardId: string }): Promise<void>
}

const device = z.string().regex(/^[\w.-]{1,128}$/)
const registration = z.object({ pushToken: z.string().regex(/^[\w+/=.:-]{1,256}$/) })
/** Wrong tokens and unknown serials from one address in ten minutes; many phones may share one. */
const mostGuesses = 100
/** Registrations of one card in an hour: thrice as many as it keeps, since one phone may come under ever new ids. */
const mostRegistrations = 150
const wholeNumber = /^\d{1,15}$/

/**
 * Apple's PassKit web service, mounted under `webServiceURL`. Registering and fetching need the pass's own token; the
 * list of changed passes only the device id, which no one else knows. Answers follow Apple's "Adding a Web Service to
 * Update Passes".
 */
export function appleWebService(deps: AppleWebServiceDeps): Router {
  const router = Router()
  const guard = passGuard(deps)
  const json = express.json({ type: () => true, limit: '4kb' })
  const registrationPath = '/v1/devices/:device/registrations/:type/:serial'
  const room = registrationRoom()
  router.post(registrationPath, guard, room, json, (request, response) => register(deps, request, response))
  router.delete(registrationPath, guard, async (request, response) => {
    await deps.registrations.unregister({ ...idsOf(response), deviceId: deviceOf(request) })
    response.status(200).end()
  })
  router.get('/v1/devices/:device/registrations/:type', (request, response) =>
    listChanged(deps, request, response),
  )
  router.get('/v1/passes/:type/:serial', guard, (request, response) => fetchPass(deps, request, response))
  router.post('/v1/log', ...appleLog(deps.log))
  return router
}

async function register(deps: AppleWebServiceDeps, request: Request, response: Response): Promise<void> {
  if (farewellOf(response)) throw wrongToken()
  const { pushToken } = registration.parse(request.body)
  const ids = idsOf(response)
  const entry = { ...ids, deviceId: deviceOf(request), pushToken }
  const { created, moved } = await deps.registrations.register(entry)
  if (created || moved) await deps.onRegistered?.(ids)
  response.status(created ? 201 : 200).end()
}

async function listChanged(deps: AppleWebServiceDeps, request: Request, response: Response): Promise<void> {
  if (request.params.type !== deps.passTypeId) throw notFound('pass type')
  const quoted = request.query.passesUpdatedSince
  // Anything but a tag of ours tells us nothing, so everything is listed.
  const since = typeof quoted === 'string' && wholeNumber.test(quoted) ? Number(quoted) : null
  const changed = await deps.registrations.changed(deviceOf(request), since)
  response.set('Cache-Control', 'no-store')
  if (changed) response.json({ serialNumbers: changed.serials, lastUpdated: String(changed.tag) })
  else response.status(204).end()
}

async function fetchPass(deps: AppleWebServiceDeps, request: Request, response: Response): Promise<void> {
  const card = cardOf(response)
  const farewell = farewellOf(response)
  if (!farewell && isUnchanged(request.get('if-modified-since'), card.modifiedSecond)) {
    response.status(304).set('Last-Modified', lastModified(card.modifiedSecond)).end()
    return
  }
  const face = await deps.cards.face(card.merchantId, card.cardId)
  if (!face) throw notFound('pass')
  const pass = farewell
    ? await deps.buildPass(cutOffFace(face), farewell.passToken)
    : await deps.buildPass(face, card.passToken)
  const { merchantId, cardId } = card
  // Before it is sent: a phone that asks twice at once gets it once.
  if (farewell && request.method === 'GET')
    await deps.registrations.farewell({ merchantId, cardId, version: farewell.version })
  sendPass(response, pass, face.modifiedSecond)
}

/** What a lost phone sees last: no reward, no story, and no way to where the card is now. */
const cutOffFace = (face: CardFace): CardFace => ({
  ...face,
  voided: true,
  paused: false,
  coupons: [],
  history: [],
  url: new URL(face.url).origin,
})

/**
 * Lets through whoever knows the pass's token, and leaves its card in `response.locals`. Wrong guesses are counted by
 * address, and beyond a limit all get one answer for a while. Right tokens never do: a whole mobile network may share an
 * address, and one guesser in it must not keep the others' cards old.
 */
function passGuard(deps: AppleWebServiceDeps) {
  const guesses = rateLimit({
    windowMs: 10 * 60_000,
    limit: mostGuesses,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: () => {
      throw tooManyGuesses()
    },
  })
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (request.params.type !== deps.passTypeId) throw notFound('pass type')
    const card = await deps.cards.bySerial(String(request.params.serial))
    // Counted as a wrong token is: otherwise serials could be tried without end.
    if (!card)
      return void (await guesses(request, response, (error?: unknown) => next(error ?? notFound('pass'))))
    if (sameToken(tokenOf(request), card.passToken)) {
      response.locals.card = card
      next()
      return
    }
    const farewell = card.cutOff?.find((each) => sameToken(tokenOf(request), each.passToken))
    if (farewell) {
      Object.assign(response.locals, { card, farewell })
      next()
      return
    }
    await guesses(request, response, (error?: unknown) => next(error ?? wrongToken()))
  }
}

/**
 * Each registration is written down and pushes the card to all its phones, and whoever has a card can make up devices
 * without end. Counted by card: no other card of the same address is to wait.
 */
const registrationRoom = () =>
  rateLimit({
    windowMs: 60 * 60_000,
    limit: mostRegistrations,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => idsOf(response as Response).cardId,
    handler: () => {
      throw new AppError({
        code: 'too-many-registrations',
        status: 429,
        userText: 'This pass was registered too often.',
      })
    },
  })

const tokenOf = (request: Request) =>
  /^ApplePass +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? ''

/** Digests are of one length, so that the comparison takes one time. */
const sameToken = (given: string, right: string) => timingSafeEqual(sha256(given), sha256(right))
const sha256 = (text: string) => createHash('sha256').update(text).digest()

const cardOf = (response: Response) => response.locals.card as PassCard

/** The request came with the token of a pass that was cut off. */
const farewellOf = (response: Response) =>
  response.locals.farewell as { version: number; passToken: string } | undefined

function idsOf(response: Response): { merchantId: string; cardId: string } {
  const { merchantId, cardId } = cardOf(response)
  return { merchantId, cardId }
}

function deviceOf(request: Request): string {
  const id = device.safeParse(request.params.device)
  if (!id.success) throw notFound('device')
  return id.data
}

const wrongToken = () =>
  new AppError({
    code: 'wrong-token',
    status: 401,
    userText: 'The pass token is missing or wrong.',
    headers: { 'WWW-Authenticate': 'ApplePass' },
  })

const tooManyGuesses = () =>
  new AppError({
    code: 'too-many-attempts',
    status: 429,
    userText: 'Too many wrong tokens or serials from this address.',
    headers: { 'Retry-After': '600' },
  })
