import { type Response, urlencoded } from 'express'
import type { CreateProgram } from '../../app/create-program.ts'
import type { PreviewCard } from '../../app/preview-card.ts'
import type { ReplayProgram } from '../../app/replay-program.ts'
import type { UpdateProgram } from '../../app/update-program.ts'
import { currencyOfCountry } from '../../domain/country-currency.ts'
import { unenforced } from '../../domain/till-limits.ts'
import { type DrawnPreview, PreviewCards, type PreviewState } from '../../pages/console/card-preview.ts'
import type { ConsoleContext } from '../../pages/console/frame.ts'
import type { ProgramForm } from '../../pages/console/program-fields.ts'
import { renderFragment } from '../../pages/html.ts'
import type { CardsRead } from '../../ports/cards.ts'
import type { Locations } from '../../ports/locations.ts'
import type { Merchants, SavedLook } from '../../ports/merchants.ts'
import type { Programs } from '../../ports/programs.ts'
import type { KnownTill, Tills } from '../../ports/tills.ts'
import type { ConsoleDeps } from './console-context.ts'
import { draftOf, programDraft, rawDraft, rowsOf } from './program-draft.ts'
import { currencyOf, type Values } from './program-values.ts'

export type ProgramFormDeps = ConsoleDeps & {
  merchants: Pick<Merchants, 'find'>
  programs: Pick<Programs, 'find' | 'list'>
  tills: Pick<Tills, 'list'>
  locations: Pick<Locations, 'list'>
  cards: Pick<CardsRead, 'find'>
  createProgram: CreateProgram
  updateProgram: UpdateProgram
  replayProgram: ReplayProgram
  previewCard: PreviewCard
}

/** A ladder with many steps, and a box for each location. */
export const longFormBody = urlencoded({ extended: false, limit: '256kb', parameterLimit: 1500 })

/** What a program's form is about beside the program. */
export type ProgramSurroundings = {
  tills: KnownTill[]
  providers: KnownTill['provider'][]
  locations: ProgramForm['locations']
  currency: string
  timeZone: string
}

export async function surroundings(deps: ProgramFormDeps, merchantId: string): Promise<ProgramSurroundings> {
  const [merchant, all, programs] = await Promise.all([
    deps.merchants.find(merchantId),
    deps.tills.list(merchantId, { after: null, limit: 100 }),
    deps.programs.list(merchantId, { after: null, limit: 1 }),
  ])
  const tills = all.filter(({ state }) => state === 'active')
  const lists = await Promise.all(
    tills.map(({ id }) => deps.locations.list(merchantId, id, { after: null, limit: 500 })),
  )
  const locations = lists.flat().map(({ externalId, name }) => ({ id: externalId, name: name ?? externalId }))
  const known = programs[0] && currencyOf(programs[0].rules)
  const currency = known ?? merchant?.currency ?? currencyOfCountry(merchant?.country ?? null)
  const timeZone = merchant?.timeZone ?? 'UTC'
  return { tills, providers: tills.map(({ provider }) => provider), locations, currency, timeZone }
}

/** A form's rows and notes, as its page draws them. */
export function formProps(
  form: ProgramForm['form'],
  { tills, locations, timeZone }: Pick<ProgramSurroundings, 'tills' | 'locations' | 'timeZone'>,
): ProgramForm {
  const read = programDraft.safeParse(rawDraft(form.values, timeZone).raw)
  const milestones = read.success ? read.data.milestones : []
  return {
    form,
    rewards: Math.max(1, rowsOf(form.values, 'rewards').length),
    times: rowsOf(form.values, 'times').length,
    locations,
    tillLimits: milestones.map(({ reward }) =>
      tills
        .map((till) => ({ till: till.name, limits: unenforced(till.provider, reward) }))
        .filter(({ limits }) => limits.length > 0),
    ),
  }
}

/** The cards alone, for a script; nothing (204) while the draft makes no sense, so that the last ones stay. */
export function sendPreview(response: Response, context: ConsoleContext, drawn: DrawnPreview | null): void {
  response.set('Cache-Control', 'no-store')
  if (drawn) response.type('html').send(renderFragment(PreviewCards(context, drawn)))
  else response.status(204).end()
}

/** Both wallets' cards for what stands in a form; null when it makes no card yet. */
export async function drawPreview(
  deps: Pick<ProgramFormDeps, 'previewCard' | 'drawBarcode'>,
  context: ConsoleContext,
  values: Values,
  about: { shopName?: string | undefined; look?: SavedLook | undefined } = {},
): Promise<DrawnPreview | null> {
  const t = context.speech.texts.console.editor
  const blanks = Object.fromEntries(rowsOf(values, 'rewards').map((index) => [`m${index}-title`, t.title]))
  const read = programDraft.safeParse(
    rawDraft({ name: t.name, ...blanks, ...values }, context.merchant.timeZone).raw,
  )
  if (!read.success) return null
  const state: PreviewState = values.preview === 'reward' ? 'reward' : 'collecting'
  const { name, rules } = draftOf(read.data)
  const drawn = await deps.previewCard(context.merchant.merchantId, { name, rules, state, ...about })
  if (!drawn) return null
  const code = ({ symbology, value }: typeof drawn.apple.code) => {
    if (symbology === 'text') return null
    try {
      return deps.drawBarcode(symbology, value, t.previewTitle)
    } catch (error) {
      // A code that the symbology cannot hold: the field says so, and the text alone is shown.
      if (error instanceof RangeError) return null
      throw error
    }
  }
  return { ...drawn, appleCode: code(drawn.apple.code), googleCode: code(drawn.google.code), state }
}
