import type { VNode } from 'preact'
import { directionOf } from '../messages/messages.ts'
import { type Child, html } from './html.ts'
import type { PageContext } from './page-context.ts'

type DocumentProps = {
  title: string
  styles: string[]
  scripts?: string[]
  /** Further elements of <head>. */
  head?: Child
  bodyClass?: string
  /** Sent as it comes, and to be read before its end has come. */
  inParts?: boolean
  body: Child
}

/**
 * The frame of every page. Nothing of it comes from another host. Browsers that can wait for its last element paint it
 * whole at once: drawn in pieces, what is centred would move with each of them.
 */
export function Document(context: PageContext, props: DocumentProps): VNode {
  return html`<html lang=${context.speech.language} dir=${directionOf(context.speech.language)}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <meta name="robots" content="noindex" />
      <meta name="format-detection" content="telephone=no" />
      <meta name="color-scheme" content="light dark" />
      <title>${props.title}</title>
      <link rel="icon" href=${context.asset('icon.svg')} type="image/svg+xml" />
      ${props.styles.map((name) => html`<link rel="stylesheet" href=${context.asset(name)} />`)}
      ${(props.scripts ?? []).map((name) => html`<script src=${context.asset(name)} defer></script>`)}
      ${props.inParts !== true && html`<link rel="expect" href="#whole" blocking="render" />`}
      ${props.head}
    </head>
    <body class=${props.bodyClass}>
      ${props.body}
      ${props.inParts !== true && html`<wbr id="whole" />`}
    </body>
  </html>`
}
