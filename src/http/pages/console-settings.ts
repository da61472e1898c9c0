import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { ChangeMerchant } from '../../app/change-merchant.ts'
import type { EraseMerchant } from '../../app/erase-merchant.ts'
import { notFound } from '../../app-error.ts'
import { mayAs } from '../../domain/role.ts'
import { emptyForm, type FormState } from '../../pages/console/form.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import { ErasePage, ShopSettingsPage } from '../../pages/console/settings-page.ts'
import { MessagePage } from '../../pages/message-page.ts'
import type { Merchants } from '../../ports/merchants.ts'
import { country, currency, locale, text, timeZone } from '../api/fields.ts'
import { contactFields } from '../api/merchants.ts'
import type { AuditDeps } from './console-audit.ts'
import { type ConsoleDeps, consoleContext } from './console-context.ts'
import { doneAt, readForm, typedTexts } from './console-form.ts'
import { requireRole } from './console-role.ts'
import { clearSessionCookie, requireCsrf } from './console-session.ts'
import { actorOf } from './console-team.ts'
import { formBody } from './form-body.ts'
import { sendPage } from './page-answer.ts'
import { countryChoices, currencyChoices, localeChoices, timeZoneChoices } from './setting-choices.ts'

export type SettingsDeps = ConsoleDeps &
  AuditDeps & {
    merchants: Pick<Merchants, 'find'>
    changeMerchant: ChangeMerchant
    eraseMerchant: EraseMerchant
  }

const shopForm = z.object({
  name: text(100),
  locale,
  country: country.optional(),
  currency: currency.optional(),
  timeZone,
  ...contactFields,
})
const eraseForm = z.object({ confirm: z.string().max(200) })
const ownersOnly = [formBody, requireCsrf, requireRole('owner')]

/** `/console/settings`: the shop itself, and its end. */
export function consoleSettings(deps: SettingsDeps): Router {
  const router = Router()
  router.get('/console/settings', async (request, response) =>
    show(deps, response, await consoleContext(deps, request, response), emptyForm),
  )
  router.post('/console/settings', ownersOnly, (request: Request, response: Response) =>
    change(deps, request, response),
  )
  router.get('/console/settings/erase', requireRole('owner'), async (request, response) => {
    sendPage(response, ErasePage(await consoleContext(deps, request, response), emptyForm))
  })
  router.post('/console/settings/erase', ownersOnly, (request: Request, response: Response) =>
    erase(deps, request, response),
  )
  return router
}

async function show(
  deps: SettingsDeps,
  response: Response,
  context: ConsoleContext,
  form: FormState,
): Promise<void> {
  const merchant = await deps.merchants.find(context.merchant.merchantId)
  if (!merchant) throw notFound('merchant')
  const { tag } = context.speech
  const choices = {
    locales: localeChoices(tag, merchant.locale),
    countries: countryChoices(tag),
    currencies: currencyChoices(tag, merchant.currency ?? null),
    timeZones: timeZoneChoices(merchant.timeZone),
  }
  const status = Object.keys(form.errors).length > 0 ? 422 : 200
  sendPage(response, ShopSettingsPage(context, { merchant, form, ...choices }), status)
}

async function change(deps: SettingsDeps, request: Request, response: Response): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const read = readForm(shopForm, request, context.speech)
  if (!read.ok) return show(deps, response, context, read.form)
  const { name, locale: tag, country: land = null, currency: money, timeZone: zone, ...contact } = read.value
  const changed = await deps.changeMerchant(context.merchant.merchantId, {
    name,
    locale: tag,
    country: land,
    timeZone: zone,
    contact,
    ...(money && { currency: money }),
  })
  if (!changed.ok) {
    if (changed.reason !== 'bad-design') throw notFound('merchant')
    const errors = { name: context.speech.texts.console.editor.errors.design }
    return show(deps, response, context, { values: typedTexts(request.body), errors })
  }
  doneAt(response, '/console/settings', 'saved')
}

async function erase(deps: SettingsDeps, request: Request, response: Response): Promise<void> {
  const context = await consoleContext(deps, request, response)
  const { merchantId, role, staffId } = actorOf(response)
  const words = context.speech.texts.console.settings
  const read = eraseForm.safeParse(request.body)
  if (!mayAs(role, 'owner') || !read.success || read.data.confirm.trim() !== context.merchant.name.trim()) {
    sendPage(response, ErasePage(context, { values: {}, errors: { confirm: words.eraseWrong } }), 422)
    return
  }
  // Before, because nobody is signed in any more afterwards.
  await deps.audit.append({
    merchantId,
    at: deps.now(),
    actor: staffId ? `${role}:${staffId}` : role,
    action: 'POST /console/settings/erase',
    subject: '/console/settings/erase',
    detail: {},
  })
  await deps.eraseMerchant(merchantId)
  clearSessionCookie(response, deps.baseUrl.startsWith('https:'))
  sendPage(response, MessagePage(context, { title: words.erase, message: words.erased }))
}
