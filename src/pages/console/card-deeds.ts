import { mayAs } from '../../domain/role.ts'
import type { CardDetail } from '../../ports/console-cards.ts'
import { type Child, html } from '../html.ts'
import { Deed, Deeds, type FailedDeed } from './deeds.ts'
import { Field, type FormState, Select } from './form.ts'
import type { ConsoleContext } from './frame.ts'

export type CardDeedsProps = {
  card: CardDetail
  /** What can be given without stamps. */
  rewards: { id: string; title: string }[]
  tills: { id: string; name: string }[]
  failed: FailedDeed | null
  /** Names what the reader is about to do, once. */
  intent: string
}

/** What may be done with a card, each behind its own name; nothing for those who may only look. */
export function CardDeeds(context: ConsoleContext, props: CardDeedsProps): Child {
  const { card } = props
  const deeds: Child[] = []
  if (mayAs(context.role, 'manager')) {
    if (card.state === 'active') deeds.push(Stamps(context, props), Voucher(context, props))
    if (card.state !== 'merged')
      deeds.push(
        Pause(context, props),
        Address(context, props),
        Merge(context, card),
        ...(props.tills.length > 0 ? [Link(context, props)] : []),
      )
  }
  if (mayAs(context.role, 'owner')) deeds.push(Erase(context, props))
  return Deeds(context.speech.texts.console.day.cards.deeds, deeds)
}

const textsOf = (context: ConsoleContext) => context.speech.texts.console.day.cards
const pathOf = (card: CardDetail, deed: string) => `/console/cards/${card.id}/${deed}`

const Reason = (form: FormState, name: string, label: string, hint?: string): Child =>
  Field(form, { name, label, hint: hint ?? null, required: true, more: { maxlength: 200 } })

function Stamps(context: ConsoleContext, { card, failed, intent }: CardDeedsProps): Child {
  const texts = textsOf(context)
  return Deed(context, {
    ...{ name: 'stamps', title: texts.stamps, action: pathOf(card, 'stamps'), submit: texts.stampsDo },
    ...{ failed, intent },
    body: (form) => [
      Field(form, {
        ...{
          name: 'count',
          label: texts.count,
          hint: texts.countHint,
          type: 'number',
          value: 1,
          required: true,
        },
        more: { min: -1000, max: 1000, step: 1 },
      }),
      Reason(form, 'reason', texts.reason, texts.reasonHint),
    ],
  })
}

function Voucher(context: ConsoleContext, { card, rewards, failed, intent }: CardDeedsProps): Child {
  const texts = textsOf(context)
  return Deed(context, {
    ...{ name: 'voucher', title: texts.voucher, action: pathOf(card, 'voucher'), submit: texts.voucherDo },
    ...{ failed, intent },
    body: (form) => [
      Select(form, {
        ...{ name: 'rewardId', label: texts.reward },
        choices: rewards.map(({ id, title }) => ({ value: id, label: title })),
      }),
      Reason(form, 'why', texts.voucherReason),
    ],
  })
}

function Pause(context: ConsoleContext, { card, failed }: CardDeedsProps): Child {
  const texts = textsOf(context)
  return card.state === 'paused'
    ? Deed(context, {
        ...{ name: 'resume', title: texts.resume, hint: texts.resumeHint, failed },
        ...{ action: pathOf(card, 'resume'), submit: texts.resumeDo },
      })
    : Deed(context, {
        ...{ name: 'pause', title: texts.pause, hint: texts.pauseHint, failed },
        ...{ action: pathOf(card, 'pause'), submit: texts.pauseDo },
      })
}

function Address(context: ConsoleContext, { card, failed }: CardDeedsProps): Child {
  const texts = textsOf(context)
  return Deed(context, {
    ...{ name: 'address', title: texts.address, hint: texts.addressHint, failed },
    ...{ action: pathOf(card, 'address'), submit: texts.addressDo },
  })
}

/** Finding the other card comes first: a page of its own shows what would be merged. */
function Merge(context: ConsoleContext, card: CardDetail): Child {
  const texts = textsOf(context)
  return html`<details class="deed">
    <summary>${texts.merge}</summary>
    <p class="hint">${texts.mergeHint}</p>
    <form class="form" action=${pathOf(card, 'merge')}>
      <div class="field">
        <label for="merge-search">${texts.mergeFind}</label>
        <p class="hint" id="merge-search-hint">${texts.search}</p>
        <input id="merge-search" name="search" type="search" maxlength="254" required aria-describedby="merge-search-hint" />
      </div>
      <p class="form-end"><button class="primary">${context.speech.texts.console.find}</button></p>
    </form>
  </details>`
}

function Link(context: ConsoleContext, { card, tills, failed }: CardDeedsProps): Child {
  const texts = textsOf(context)
  return Deed(context, {
    ...{ name: 'link', title: texts.link, hint: texts.linkHint, failed },
    ...{ action: pathOf(card, 'link'), submit: texts.linkDo },
    body: (form) => [
      Select(form, {
        ...{ name: 'tillId', label: context.speech.texts.console.till },
        choices: tills.map(({ id, name }) => ({ value: id, label: name })),
      }),
      Field(form, { name: 'customerId', label: texts.customerId, required: true, more: { maxlength: 255 } }),
    ],
  })
}

function Erase(context: ConsoleContext, { card, failed }: CardDeedsProps): Child {
  const texts = textsOf(context)
  return Deed(context, {
    ...{ name: 'erase', title: texts.erase, hint: texts.eraseHint, danger: true, failed },
    ...{ action: pathOf(card, 'erase'), submit: texts.eraseDo },
    body: (form) =>
      Field(form, {
        ...{ name: 'end', label: texts.eraseType(card.serial.slice(-4)), required: true },
        more: { autocomplete: 'off', maxlength: 4 },
      }),
  })
}
