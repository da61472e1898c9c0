import type { VNode } from 'preact'
import { formatMoney } from '../../messages/formats.ts'
import { html } from '../html.ts'
import { Icon } from '../icons.ts'
import type { PageContext } from '../page-context.ts'
import type { TillProps } from './till-props.ts'

/** What is sold to whom, and what it comes to. */
export function BasketPanel(context: PageContext, props: TillProps): VNode {
  const { speech } = context
  const texts = speech.texts.till
  const money = (amount: number) => formatMoney(speech, { amount, currency: props.currency })
  const { lines, subtotal, discount, total } = props.basket
  return html`<section class="basket" aria-label=${texts.basket}>
    ${props.notSent && html`<p class="flash flash-no" role="alert">${texts.notSent}</p>`}
    ${
      lines.length === 0
        ? html`<p class="basket-empty">${texts.empty}</p>`
        : html`<ul class="basket-lines">
            ${lines.map(
              ({ item, quantity }) =>
                html`<li>
                  ${RemoveButton(`less:${item.id}`, texts.less(item.name))}
                  <span>${quantity} × ${item.name}</span>
                  <span class="money">${money(item.price * quantity)}</span>
                </li>`,
            )}
          </ul>`
    }
    ${Whom(context, props)} ${Code(context, props)}
    <dl class="sums">
      ${discount > 0 && Sum(texts.subtotal, money(subtotal))}
      ${discount > 0 && Sum(texts.code, `−${money(discount)}`)}
      <div class="sum-total"><dt>${texts.total}</dt><dd>${money(total)}</dd></div>
    </dl>
    <div class="basket-actions">
      <button name="do" value="clear" disabled=${lines.length === 0}>${texts.clear}</button>
      <button class="primary pay" name="do" value="pay" disabled=${lines.length === 0}>${texts.pay(money(total))}</button>
    </div>
  </section>`
}

const Sum = (label: string, amount: string): VNode => html`<div><dt>${label}</dt><dd>${amount}</dd></div>`

function Whom(context: PageContext, props: TillProps): VNode {
  const { till: texts, progress } = context.speech.texts
  const { card } = props
  const listed =
    card && !props.cards.some((each) => each.serial === card.serial) ? [card, ...props.cards] : props.cards
  return html`<fieldset class="whom">
    <label
      >${texts.card}
      <select name="card" data-apply>
        <option value="">${texts.noCard}</option>
        ${listed.map(
          (each) =>
            html`<option value=${each.serial} selected=${each.serial === card?.serial}>
              ${each.serial.slice(0, 6)}… · ${progress(each.stamps, each.goal)}
            </option>`,
        )}
      </select>
    </label>
    <label
      >${texts.customer}
      <select name="customer" data-apply>
        <option value="">${texts.guest}</option>
        ${props.customers.map(
          (each) =>
            html`<option value=${each.id} selected=${each.id === props.customerId}>${each.name}</option>`,
        )}
      </select>
    </label>
    <label class="wide"
      >${texts.scan}
      <span class="joined">
        <input name="scan" maxlength="500" autocapitalize="off" spellcheck=${false} />
        <button name="do" value="apply">${texts.apply}</button>
      </span>
    </label>
    ${props.cardUnknown && html`<p class="note note-bad" role="alert">${texts.cardUnknown}</p>`}
    ${
      card &&
      html`<p class="note note-good" data-live>
        ${Icon('card')}<span>${progress(card.stamps, card.goal)}</span>
        <a href=${card.url} target="_blank" rel="noopener">${texts.openCard}</a>
      </p>`
    }
  </fieldset>`
}

function Code(context: PageContext, props: TillProps): VNode {
  const texts = context.speech.texts.till
  const { codeNote } = props
  return html`<div class="code-entry">
    <label
      >${texts.code}
      <span class="joined">
        <input name="code" value=${props.code} maxlength="60" autocapitalize="characters" spellcheck=${false} />
        <button name="do" value="apply">${texts.check}</button>
      </span>
    </label>
    ${codeNote && html`<p class=${`note ${codeNote.good ? 'note-good' : 'note-bad'}`} role="status">${Icon(codeNote.good ? 'check' : 'cross')}${codeNote.words}</p>`}
  </div>`
}

const RemoveButton = (value: string, label: string): VNode =>
  html`<button class="round" name="do" value=${value} aria-label=${label}>${Icon('minus')}</button>`
