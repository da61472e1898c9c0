import type { VNode } from 'preact'
import { staffWords } from '../../messages/staff-words.ts'
import { Document } from '../document.ts'
import { type Child, html } from '../html.ts'
import { Icon, type IconName } from '../icons.ts'
import type { PageContext } from '../page-context.ts'

type Problem = string | null

const Plain = (context: PageContext, icon: IconName, title: string, body: Child): VNode =>
  Document(context, {
    title: `${title} · ${staffWords(context.speech).title}`,
    styles: ['base.css', 'sign-in.css'],
    bodyClass: 'sign-in-page',
    body: html`<main class="sign-in">${Icon(icon)}<h1>${title}</h1>${body}</main>`,
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
    ${props.people.length > mostTiles ? PeopleList(context, props) : PeopleTiles(context, props)}
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
    'person',
    signIn.title,
    html`<p class="small">${context.shopName} · ${context.deviceName}</p>
      ${Refused(props.problem)}
      ${props.people.length === 0 ? html`<p>${signIn.nobody}</p>` : form}`,
  )
}

/** More names than these are a list to scroll. */
const mostTiles = 8
/** Letters that do not fit beside another name on a phone. */
const longName = 12

type People = { people: { id: string; name: string }[]; chosen: string }

/** One touch, also with wet hands. */
const PeopleTiles = ({ speech }: PageContext, { people, chosen }: People): VNode =>
  html`<fieldset class="people">
    <legend>${staffWords(speech).signIn.name}</legend>
    ${people.map(
      ({ id, name }) => html`<label class=${name.length > longName ? 'person person-wide' : 'person'}>
        <input type="radio" name="personId" value=${id} required checked=${id === chosen || people.length === 1} />
        <span>${name}</span>
      </label>`,
    )}
  </fieldset>`

function PeopleList({ speech }: PageContext, { people, chosen }: People): VNode {
  const { signIn } = staffWords(speech)
  return html`<label class="field">
    <span>${signIn.name}</span>
    <select name="personId" required>
      <option value="">${signIn.choose}</option>
      ${people.map(({ id, name }) => html`<option value=${id} selected=${id === chosen}>${name}</option>`)}
    </select>
  </label>`
}

/** For any browser that is bound to no shop. */
export function UnboundPage(context: PageContext, problem: Problem = null): VNode {
  const { signIn } = staffWords(context.speech)
  return Plain(context, 'plug', signIn.unboundTitle, html`${Refused(problem)}<p>${signIn.unbound}</p>`)
}
