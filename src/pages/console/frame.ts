import type { VNode } from 'preact'
import { mayAs } from '../../domain/role.ts'
import type { MerchantHead } from '../../ports/console-reads.ts'
import { Document } from '../document.ts'
import { type Child, html } from '../html.ts'
import { Icon } from '../icons.ts'
import type { PageContext } from '../page-context.ts'
import { type ConsolePlace, consolePlaces, placePath } from './places.ts'

/** What every page of the signed-in console needs. */
export type ConsoleContext = PageContext & {
  merchant: MerchantHead
  /** Goes into every form. */
  csrf: string
  /** What this reader may do; pages leave out what they may not. */
  role: string
  /** What was just done, in words; told once, at the top. */
  done?: string | undefined
}

type FrameProps = {
  /** Null for pages that belong to no place. */
  place: ConsolePlace | null
  title: string
  /** Where several pages share their heading: what tells this one's entry in a browser's tabs and history from theirs. */
  part?: string | undefined
  /** Beside the title: the page's own main action. */
  action?: Child
  /** Where the page hangs below another one. */
  back?: { path: string; label: string }
  styles?: string[]
  scripts?: string[]
  /** Further elements of <head>. */
  head?: Child
  /** Sent as it comes: see {@link Document}. */
  inParts?: boolean
  body: Child
}

/** In the order in which they overrule one another. */
const consoleStyles = [
  'base.css',
  'parts.css',
  'console-frame.css',
  'console-form.css',
  'console.css',
  'console-table.css',
]

export function ConsoleFrame(context: ConsoleContext, props: FrameProps): VNode {
  const texts = context.speech.texts.console
  return Document(context, {
    title: [props.part, props.title, context.merchant.name].filter(Boolean).join(' · '),
    styles: [...consoleStyles, ...(props.styles ?? [])],
    scripts: props.scripts ?? [],
    head: props.head ?? null,
    inParts: props.inParts ?? false,
    bodyClass: 'console-page',
    body: html`<a class="skip" href="#content">${texts.skip}</a>
      <header class="bar">
        <p class="bar-name"><span class="unseen">${texts.title}: </span>${context.merchant.name}</p>
        ${Menu(context, props.place)}
        <form method="post" action="/console/sign-out">
          ${Csrf(context)}
          <button class="quiet">${texts.signOut}</button>
        </form>
      </header>
      <main id="content" tabindex="-1">
        ${props.back && html`<p class="back"><a href=${props.back.path}>${Icon('back')}${props.back.label}</a></p>`}
        <div class="head"><h1>${props.title}</h1>${props.action}</div>
        ${context.done && html`<p class="flash flash-yes" role="status">${context.done}</p>`}
        ${props.body}
      </main>`,
  })
}

/** The hidden field that proves that a form is ours. */
export const Csrf = (context: Pick<ConsoleContext, 'csrf'>): VNode =>
  html`<input type="hidden" name="csrf" value=${context.csrf} />`

function Menu(context: ConsoleContext, current: ConsolePlace | null): VNode {
  const texts = context.speech.texts.console
  return html`<nav class="menu" aria-label=${texts.title}>
    ${MenuGroups(context, current)}
    <a class="menu-more tab" href="/console/menu" aria-current=${current === null ? 'page' : null}>
      ${Icon('list')}<span>${texts.nav.menu}</span>
    </a>
  </nav>`
}

/** Every place that this reader may open, by group. */
function MenuGroups(context: ConsoleContext, current: ConsolePlace | null): VNode[] {
  const texts = context.speech.texts.console
  return (['run', 'build', 'keep'] as const).map((group) => {
    const places = consolePlaces.filter((place) => place.group === group && mayAs(context.role, place.role))
    if (places.length === 0) return html``
    return html`<div class=${`menu-group menu-${group}`}>
      ${group !== 'run' && html`<p class="menu-title">${texts.groups[group]}</p>`}
      ${places.map(
        (place) =>
          html`<a
            class=${'tab' in place ? 'tab' : null}
            href=${placePath(place.key)}
            aria-current=${place.key === current ? 'page' : null}
            >${Icon(place.icon)}<span>${texts.nav[place.key]}</span></a
          >`,
      )}
    </div>`
  })
}

/** The whole menu as a page: what a phone opens from its bottom bar. */
export const MenuPage = (context: ConsoleContext): VNode =>
  ConsoleFrame(context, {
    place: null,
    title: context.speech.texts.console.nav.menu,
    body: html`<nav class="menu-page" aria-label=${context.speech.texts.console.nav.menu}>
      ${MenuGroups(context, null)}
    </nav>`,
  })
