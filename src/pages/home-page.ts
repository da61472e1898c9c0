import type { VNode } from 'preact'
import { Document } from './document.ts'
import { html } from './html.ts'
import { Icon, type IconName } from './icons.ts'
import type { PageContext } from './page-context.ts'

/** Where the demo begins: the three places that belong together, in the order in which they make sense. */
export function HomePage(context: PageContext, { joinPath }: { joinPath: string }): VNode {
  const { home } = context.speech.texts
  return Document(context, {
    title: 'Stampbridge',
    styles: ['base.css', 'home.css'],
    bodyClass: 'home-page',
    body: html`<main class="home">
      <img src=${context.asset('icon.svg')} alt="" width="72" height="72" />
      <h1>Stampbridge</h1>
      <p class="home-lead">${home.lead}</p>
      <ol class="home-steps">
        ${Step('phone', joinPath, home.join, home.joinHint)} ${Step('receipt', '/till', home.till, home.tillHint)}
        ${Step('list', '/console', home.console, home.consoleHint)}
      </ol>
    </main>`,
  })
}

const Step = (icon: IconName, href: string, title: string, hint: string): VNode =>
  html`<li>
    <a href=${href}>${Icon(icon)}<span><b>${title}</b><span>${hint}</span></span></a>
  </li>`
