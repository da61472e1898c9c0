import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { PutDetails, ReadDetails, ToldDetails } from '../../app/card-details.ts'
import type { NewAddress } from '../../app/new-address.ts'
import type { CardFace } from '../../domain/card-face.ts'
import {
  CardSettingsPage,
  DeleteCardPage,
  type HolderForm,
  type SettingsProps,
} from '../../pages/card-settings.ts'
import { MessagePage } from '../../pages/message-page.ts'
import { type CardDeps, faceOf, pathOf, unknownCard } from './card-routes.ts'
import { formBody } from './form-body.ts'
import { forgetCard } from './known-cards.ts'
import { contextFor, sendPage } from './page-answer.ts'

export type CardSettingsDeps = CardDeps & {
  putDetails: PutDetails
  readDetails: ReadDetails
  newAddress: NewAddress
  eraseCard(card: { merchantId: string; cardId: string }): Promise<{ ok: boolean }>
}

/** What the holder of a card may do with it and with what is known of them. */
export function cardSettings(deps: CardSettingsDeps): Router {
  const router = Router()
  router.get('/card/:token/settings', async (request, response) => {
    const face = await faceOf(deps, request)
    const read = await deps.readDetails(face.merchantId, face.cardId)
    if (!read.ok) throw unknownCard()
    const said = saidShape.parse(request.query.done)
    showSettings(deps, request, response, { face, form: formOf(read.told), errors: {}, said })
  })
  router.post('/card/:token/settings', formBody, (request, response) => saveDetails(deps, request, response))
  router.post('/card/:token/new-address', async (request, response) => {
    const { merchantId, cardId } = await faceOf(deps, request)
    const made = await deps.newAddress({ merchantId, cardId })
    if (!made.ok) throw unknownCard()
    response.redirect(303, `/card/${made.token}/settings?done=new-address`)
  })
  router.get('/card/:token/delete', async (request, response) => {
    const face = await faceOf(deps, request)
    const context = contextFor(request, response, deps.assets, face.locale)
    sendPage(response, DeleteCardPage(context, { face, path: pathOf(request) }))
  })
  router.post('/card/:token/delete', (request, response) => removeCard(deps, request, response))
  return router
}

const saidShape = z.enum(['saved', 'new-address']).nullable().catch(null)

function showSettings(
  deps: CardSettingsDeps,
  request: Request,
  response: Response,
  shown: Pick<SettingsProps, 'face' | 'form' | 'errors' | 'said'>,
): void {
  const path = pathOf(request)
  const context = contextFor(request, response, deps.assets, shown.face.locale)
  const page = CardSettingsPage(context, { ...shown, path, address: deps.baseUrl + path })
  sendPage(response, page, Object.keys(shown.errors).length > 0 ? 422 : 200)
}

function formOf({ name = '', email = '', phone = '', birthday = '', consents }: ToldDetails): HolderForm {
  const [, month = '', day = ''] = /(\d\d)-(\d\d)$/.exec(birthday) ?? []
  const given = (channel: keyof typeof consents) => consents[channel]?.given ?? false
  return {
    name,
    email,
    phone,
    day,
    month,
    byEmail: given('email'),
    bySms: given('sms'),
    byPush: given('push'),
  }
}

const text = (most: number) =>
  z
    .string()
    .max(most)
    .transform((typed) => typed.trim())
    .catch('')
const ticked = z
  .literal('1')
  .transform(() => true)
  .catch(false)
const twoDigits = z
  .string()
  .regex(/^\d\d$/)
  .catch('')

const formShape = z.object({
  name: text(200),
  email: text(254),
  phone: text(30),
  day: twoDigits,
  month: twoDigits,
  byEmail: ticked,
  bySms: ticked,
  byPush: ticked,
})

async function saveDetails(deps: CardSettingsDeps, request: Request, response: Response): Promise<void> {
  const face = await faceOf(deps, request)
  const form = formShape.parse(request.body ?? {})
  const { mine } = contextFor(request, response, deps.assets, face.locale).speech.texts
  const errors: SettingsProps['errors'] = {}
  if (form.email !== '' && !z.email().safeParse(form.email).success) errors.email = mine.badEmail
  if (form.phone !== '' && !/^\+?[\d ()/-]{5,30}$/.test(form.phone)) errors.phone = mine.badPhone
  if (!isBirthday(form)) errors.birthday = mine.badBirthday
  if (Object.keys(errors).length > 0)
    return showSettings(deps, request, response, { face, form, errors, said: null })
  const kept = await deps.putDetails({ ...keyOf(face), ...(await toldBy(deps, face, form)) })
  if (!kept.ok) throw unknownCard()
  response.redirect(303, `${pathOf(request)}/settings?done=saved`)
}

const keyOf = ({ merchantId, cardId }: CardFace) => ({ merchantId, cardId })

/** Neither, or a day that some year has. */
function isBirthday({ day, month }: HolderForm): boolean {
  if (day === '' && month === '') return true
  const date = new Date(Date.UTC(2024, Number(month) - 1, Number(day)))
  return day !== '' && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
}

/** A year that the merchant knows stays, as long as the day does; a no that was never asked for is no answer. */
async function toldBy(deps: CardSettingsDeps, { merchantId, cardId }: CardFace, form: HolderForm) {
  const read = await deps.readDetails(merchantId, cardId)
  const before = read.ok ? read.told : null
  const day = form.day === '' ? undefined : `${form.month}-${form.day}`
  const birthday = day && (before?.birthday?.endsWith(day) ? before.birthday : `--${day}`)
  const { name, email, phone } = form
  const some = (value: string) => value || undefined
  const answer = (channel: 'email' | 'sms' | 'push', given: boolean) =>
    given || before?.consents[channel] ? given : undefined
  return {
    details: { name: some(name), email: some(email), phone: some(phone), birthday },
    consents: {
      email: answer('email', form.byEmail),
      sms: answer('sms', form.bySms),
      push: answer('push', form.byPush),
    },
  }
}

async function removeCard(deps: CardSettingsDeps, request: Request, response: Response): Promise<void> {
  const face = await faceOf(deps, request)
  await deps.eraseCard(keyOf(face))
  forgetCard(deps, response, face.programId)
  const context = contextFor(request, response, deps.assets, face.locale)
  const { mine } = context.speech.texts
  sendPage(response, MessagePage(context, { title: mine.removedTitle, message: mine.removed }))
}
