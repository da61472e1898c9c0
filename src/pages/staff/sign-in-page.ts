import type { VNode } from 'preact'
import { staffWords } from '../../messages/staff-words.ts'
import { Document } from '../document.ts'
import { type Child, html } from '../html.ts'
import type { PageContext } from '../page-context.ts'

type Problem = string | null

const Plain = (context: PageContext, title: string, body: Child): VNode =>
  Document(context, {
    title: `${title} · ${staffWords(context.speech).title}`,
    styles: ['base.css', 'staff.css'],
    bodyClass: 'sign-in-page',
    body: html`<main class="sign-in"><h1>${title}</h1>${body}</main>`,
  })

const Refused = (problem: Problem): VNode | null =>
  problem === null ? null : html`<p class="sign-in-problem" id="problem" role="alert">${problem}</p>`

/** On a device of the shop: who one is, and one's PIN. */
export function PinPage(
  context: PageContext & { shopName: string; deviceName: string; csrf: string },
  props: { people: { id: string; name: string }[]; chosen: string; problem: Problem },
): VNode {
  const { signIn } = staffWords(context.speech)
  const [only] = props.people.length === 1 ? props.people : []
  const form = html`<form method="post" action="/staff/pin" autocomplete="off">
    <input type="hidden" name="csrf" value=${context.csrf} />
    <label class="field">
      <span>${signIn.name}</span>
      <select name="personId" required>
        ${!only && html`<option value="">${signIn.choose}</option>`}
        ${props.people.map(
          ({ id, name }) => html`<option value=${id} selected=${id === props.chosen}>${name}</option>`,
        )}
      </select>
    </label>
    <label class="field">
      <span>${signIn.pin}</span>
      <input
        class="pin"
        name="pin"
        type="password"
        required
        minlength="4"
        maxlength="8"
        pattern="[0-9]*"
        inputmode="numeric"
        autocomplete="off"
        aria-describedby=${props.problem === null ? null : 'problem'}
        autofocus=${props.chosen !== '' || only !== undefined}
      />
    </label>
    <button class="primary big">${signIn.enter}</button>
  </form>`
  return Plain(
    context,
    signIn.title,
    html`<p class="small">${context.shopName} · ${context.deviceName}</p>
      ${Refused(props.problem)}
      ${props.people.length === 0 ? html`<p>${signIn.nobody}</p>` : form}`,
  )
}

/** For any browser that is bound to no shop. */
export function UnboundPage(context: PageContext, problem: Problem = null): VNode {
  const { signIn } = staffWords(context.speech)
  return Plain(context, signIn.unboundTitle, html`${Refused(problem)}<p>${signIn.unbound}</p>`)
}
